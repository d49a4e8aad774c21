"""Branches: 朝阳支行, 建国路网点, 示例银行上海分行营业部."""

import re
from collections.abc import Sequence

from bot.components.entities.found import Found

KIND = r"(?:支行|分行|总行|营业部|营业厅|营业所|营业网点|网点|分理处|储蓄所|储蓄点)"
BRANCH = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9]{{1,20}}?{KIND}(?:营业部|营业厅|大厅)?")
BEFORE_NAME = re.compile(
    r".*(?:在|去了?|到了?|从(?!化|江)|于(?!洪|都|田|家)|是|的|了|我们?|您|你们?|咱们?|贵行|贵司|他们?|找|跟|和(?!平|县|田)|问|给|叫|把|被|投诉|举报|那个|这个|这家|那家|一家"
    r"|上午|下午|早上|晚上|中午|今天|昨天|前天|刚才|刚刚|今早|昨晚|应该|就|不对|支行|分行|总行)"
)
GENERIC = re.compile(
    r"(?:哪个?|哪些|哪家|附近|最近|就近|某|所有|其[他它]|任[何意]|任一|异地|外地|本地|当地|开户|发卡|经办|原|各|别的?|一个|两个|几个?|有|没有?|银行|营业"
    r"|全国|线下|人工|物理|实体|网上|随便|就|都|不同|同一|同一家|柜台|电话|周边|就在|离我近的?|你行|贵|上级|下级|上级主管|查询?|办理|关于|和|预约|前往|想|要|能|可以|需要|必须|也|来|再|跑|用)*"
)


NEAR = re.compile(r"(?:(?:附近|最近|就近)的?(?=..))?")


def find_branches(text: str, taken: Sequence[Found]) -> list[Found]:
    """Named branches; a branch without a name (附近网点, 你们支行) is none. A time before the name is cut off."""
    found = []
    for match in BRANCH.finditer(text):
        start = max([match.start(), *(other.end for other in taken if match.start() < other.end < match.end())])
        branch = _named(text, start, match.end())
        if branch:
            found.append(branch)
    return found


def _named(text: str, start: int, end: int) -> Found | None:
    name = re.match(rf"(.*?){KIND}", text[start:end])
    if not name:
        return None
    before = BEFORE_NAME.match(name[1])
    offset = before.end() if before else 0
    own = name[1][offset:]
    if before and len(own) == 1 and not GENERIC.fullmatch(name[1][-2:]):  # 从化支行, 于洪支行
        own, offset = name[1][offset - 1 :], offset - 1
    if not own or GENERIC.fullmatch(own) or own.endswith(("没", "没有", "哪有", "还有")):  # 银川没网点
        return None
    offset += len(NEAR.match(own)[0])
    return Found("branch", text[start + offset : end], start + offset, end, 0.9)
