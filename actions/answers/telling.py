"""Answers in the customer's own words: what happened, and what there is to show for it."""

import re

from actions.answers.kinds import Answer, Given, Refused
from actions.language import (
    bare,
    is_agreement,
    is_grievance,
    is_nothing,
    is_question,
    is_unknown,
    letters,
    points_back,
)
from actions.sensitive import masked
from actions.tickets import without_number
from actions.turn import Turn
from actions.vocabulary import NONE

LONGEST_DESCRIPTION = 2000
"""Characters; the ticket takes no more."""
SHORTEST_DESCRIPTION = 6
"""Letters; less ("很差", "扣钱") tells nobody what happened."""

LEAST_BESIDE_FACTS = 4
"""Letters beside a date or a place that may tell something: 昨天(被多扣了钱)."""

_FACTS = ("time", "branch", "city", "channel", "amount", "name", "phone", "ticket_number")
_BOILERPLATE = re.compile(
    r"(我|就|一定)*(要|去|想|会|打|向|到|找|拨打)*"
    r"(12\d{3}|银保监会?|银监会?|(金融)?监管(总?局|部门)?|人民银行|人行|消协|工信部|媒体|法院|记者)(的?电话|热线)?|"
    r"你好|您好|在吗|请问|麻烦|谢谢|我?(想|要|想要)?(投诉|反映|举报)(一下|你们|银行|一个|问题|事情|的|事)*"
)
_EVIDENCE = re.compile(
    r"截图|截屏|照片|录音|录像|视频|短信|回单|凭证|凭条|记录|流水|合同|协议|发票|小票|聊天|单据|证明|邮件|材料"
)
_PERHAPS_EVIDENCE = re.compile(
    r"图|截|屏|照|拍|录|视频|监控|信息|通知|单|凭|条|明细|票|微信|通话|证|文件|资料|文档|公证|"
    r"病历|保函|书|存折|卡片|手机里|家里|手上|有|留|保存|保留|存着|在我这|上传|发给|带着|pdf|同事|朋友|家人|旁边的人",
    re.IGNORECASE,
)
"""What can be shown, or that something can: a name or noise in its place is no material."""
_LATER = re.compile(r"稍后|以后|回头|晚点|明天|再补|再发|再说|补充")


LEAST_ADDED = 4
"""Letters beside 我要补充投诉材料 that may tell something (柜员姓王)."""

_ANNOUNCED = re.compile(
    r"补充|补交|追加|添加|补个|补点|补|加上|加到|加点|加|添|备注|说明|材料|内容|证据|凭证|截图|录音|信息|东西|投诉单|投诉|工单|单子|"
    r"[一两几]?[下点条句个]|刚才|刚刚|之前|前面|上面|那个|这个|那件|这件|登记|提交|忘了?[说写]?|漏了?[说写]?|少写|找到|新|"
    r"帮我|给我|请|麻烦|对了|可以|能|想|要|再|还|有|往|给|把|在|到|去|里|的|了|吗|我|你们|嗯|话|事|不全|细节|情况"
)


def read_description(turn: Turn, text: str) -> Answer:
    """What happened, in the customer's own words. Noise, boilerplate and 就刚才说的那个 alone tell nothing."""
    if len(text) > LONGEST_DESCRIPTION:
        return Refused("utter_complaint_description_too_long")
    if substance(text) < SHORTEST_DESCRIPTION or not is_varied(text) or is_only_a_fact(turn, text):
        return None
    if points_back(text):
        return None
    words = turn.original if text == turn.text else text
    return Given({"description": masked(words)}, text, is_sure=False)


def substance(text: str) -> int:
    """Letters that are left without greetings and 我要投诉."""
    return letters(_BOILERPLATE.sub("", text))


def is_only_a_fact(turn: Turn, text: str) -> bool:
    """Whether hardly anything stands beside a date, a place, an amount or a name: that tells nothing."""
    facts = {entity.text for kind in _FACTS for entity in turn.found(kind, text)}
    return bool(facts) and letters(text) - sum(map(letters, facts)) < LEAST_BESIDE_FACTS


def is_varied(text: str) -> bool:
    """At least as many different characters as a sentence has; "啊啊啊啊啊啊" and "111111" have one."""
    return len({char for char in text if char.isalpha()}) >= SHORTEST_DESCRIPTION - 1


def read_evidence(turn: Turn, text: str) -> Answer:
    """What the customer could show, in a few words; optional."""
    del turn
    if is_nothing(text) or is_unknown(text):
        return Given({"evidence": NONE}, text)
    if bare(text) in ("有", "有的", "我有", "有啊"):
        return Given({"evidence": "客户表示有材料，待补充"}, text)
    if is_agreement(text) or letters(text) < 1:
        return None
    is_sure = bool(_EVIDENCE.search(text) or _LATER.search(text))
    if not is_sure and not _PERHAPS_EVIDENCE.search(text):
        return None
    return Given({"evidence": masked(bare(text))[:LONGEST_DESCRIPTION]}, text, is_sure=is_sure)


def announced_words(turn: Turn) -> str | None:
    """The turn as what is to be added, when it tells something beside announcing it ("补充一下，当时柜员姓王")."""
    told = letters(_ANNOUNCED.sub("", without_number(turn.text)))
    asks = is_question(turn.text) and not is_grievance(turn.text)
    return masked(turn.original) if told >= LEAST_ADDED and not asks else None
