"""Corrections: which slot "不对，是600", "电话写错了，是139…" or "不是昨天，是前天" means, and what it becomes."""

import re

from actions.answers import READERS, Given, Refused
from actions.answers.contact import normal_phone
from actions.complaint.state import Complaint
from actions.language import bare, is_correction, letters
from actions.turn import Entity, Turn

SLOT_OF_ENTITY = {slot: slot for slot in ("amount", "product", "issue", "demand", "name", "phone")} | {
    "time": "occurred",
    "branch": "place",
    "channel": "place",
}

Changes = dict[str, str | None]

SHORT = 10
"""Letters: a request to stop, or a value with an urgent intent's words around it, is not longer."""

_NAMED = {
    "amount": r"金额|钱数|数额|款额|多少钱",
    "phone": r"电话|手机号|号码|联系方式",
    "occurred": r"时间|日期|发生时|日子",
    "name": r"姓名|名字|称呼",
    "place": r"地点|地方|网点名|哪个网点|渠道|支行名|(?:网点|支行)(?=不对|错|写错|改|应该|更正)",
    "product": r"业务类型|产品|业务|卡种",
    "issue": r"问题类型|问题分类|投诉类型|问题",
    "demand": r"诉求|要求|请求|处理方式",
    "description": r"经过|描述|投诉内容|事情|情况",
    "evidence": r"证据|材料|凭证",
}
_OWN_PHONE = re.compile(
    r"我的?(电话|手机|号码|号)?(是|用)|打这个|打我的?|那个?是我?[^,，。]{1,6}的(电话|手机|号码|号)|换(个|成|这个)|写错|打错|填错|(电话|手机|号码)(是|应该)|联系我"
)
_SAYS_SUM = ("是", "应该是", "其实是", "实际是")
_TAKEN_BACK = re.compile(r"不是([^,，。;；]+?)(?=[,，。;；]|而?是|$)")
_VALUE = re.compile(
    r"(?:应该是|应为|应是|改成|改为|改到|更正为|更正成|换成|修改为|修改成|而是|(?<!不)是|为|[:：])\s*(.+)$"
)
_NO_VALUE = re.compile(
    r"(?:我?(?:要|想)?(?:修改|改|更正)(?:一下|下)?|(?:写|说|打|填|弄|搞|记)?错了|不对|有误|"
    r"重新(?:说|填|写)(?:一下|一遍)?|联系|涉及|发生|投诉|类型|类|我|的|了|一下|和|跟|与|都|有)+"
)


def takes_back(turn: Turn, complaint: Complaint) -> bool:
    """Whether a correction is meant, also by one who is in the form by another name and says 我叫王大力, or
    by another sum and says 是480元 to a question that no sum answers."""
    if is_correction(turn.text) or turn.intent == "correct_answer":
        return True
    names = [str(entity.value) for entity in turn.found("name")]
    if names and complaint.values.get("name") not in (None, names[0]) and letters(turn.text) <= SHORT:
        return True
    if _is_another_phone(turn, complaint):
        return True
    return complaint.asked in ("name", "phone", "place") and _is_bare_sum(turn) and bool(complaint.values["amount"])


def _is_another_phone(turn: Turn, complaint: Complaint) -> bool:
    """Whether one's own number is told after another was taken down: "那是我老公的，我的是136…"."""
    known, told = complaint.values["phone"], _phones(turn)
    is_new = bool(known and told) and known not in told
    return is_new and complaint.asked != "phone" and bool(_OWN_PHONE.search(turn.text))


def _phones(turn: Turn) -> list[str]:
    return [number for entity in turn.found("phone") if (number := normal_phone(str(entity.value)))]


def _is_bare_sum(turn: Turn) -> bool:
    """Whether it is said that it is a sum, and nothing else; a sum alone may be a slip."""
    sums = turn.found("amount")
    return len(sums) == 1 and turn.text.replace(sums[0].text, "").strip("。，,.! ！") in _SAYS_SUM


def corrections_in(turn: Turn, complaint: Complaint) -> Changes | Refused:
    """Slots and their new values; None for a slot that is named without a value, to be asked again.

    An empty dict when the turn says nothing that differs. Refused when the new value cannot be right.
    """
    only_named = slots_named_only(turn.text)
    if only_named:
        return dict.fromkeys(only_named)
    named = next(iter(named_slots(turn.text)), None)
    kept = _kept_entities(turn)
    if named:
        return _named_correction(turn, complaint, named, kept)
    return _from_entities(turn, complaint, kept) or _from_bare_value(turn, complaint)


def named_slots(text: str) -> list[str]:
    """The slots a customer names in passing ("金额不对"), in the order they are named."""
    found = {slot: match.start() for slot, words in _NAMED.items() if (match := re.search(words, text))}
    return sorted(found, key=lambda slot: found[slot])


def slots_named_only(text: str) -> list[str]:
    """The slots named, when the text gives no value: "金额", "修改联系电话", "时间和地点写错了"; else none."""
    slots = named_slots(text)
    rest = text
    for slot in slots:
        rest = re.sub(_NAMED[slot], "", rest)
    return [] if letters(_NO_VALUE.sub("", rest)) else slots


def _kept_entities(turn: Turn) -> list[Entity]:
    """Entities without those that are taken back ("不是昨天，…"). To correct takes words, a judgement does not."""
    spans = [match.span(1) for match in _TAKEN_BACK.finditer(turn.text)]
    meant = [entity for entity in turn.entities if entity.kind in SLOT_OF_ENTITY and not entity.is_judged]
    return [entity for entity in meant if not any(start <= _place(turn, entity) < end for start, end in spans)]


def _place(turn: Turn, entity: Entity) -> int:
    """Where the entity stands in the turn's text; where it was written otherwise, its place there is close enough."""
    place = turn.text.find(entity.text)
    return place if place >= 0 else entity.start


def _named_correction(turn: Turn, complaint: Complaint, slot: str, kept: list[Entity]) -> Changes | Refused:
    value = _VALUE.search(_TAKEN_BACK.sub("", turn.text))
    entity = next((e for e in kept if SLOT_OF_ENTITY[e.kind] == slot), None)
    answer = READERS[slot](turn, entity.text if entity else bare(value[1]) if value else "")
    if isinstance(answer, Refused):
        return answer
    if isinstance(answer, Given) and (entity or value):
        return _differing(answer.values, complaint)
    others = _from_entities(turn, complaint, kept)
    return others or {slot: None}


def _from_entities(turn: Turn, complaint: Complaint, kept: list[Entity]) -> Changes | Refused:
    changes: Changes = {}
    for entity in reversed(kept):  # of two amounts the first wins, as in a first telling
        slot = SLOT_OF_ENTITY[entity.kind]
        answer = READERS[slot](turn, entity.text)
        if isinstance(answer, Refused):
            return answer
        if isinstance(answer, Given) and complaint.values.get(slot) is not None:
            changes |= answer.values
    return _differing(changes, complaint)


def _from_bare_value(turn: Turn, complaint: Complaint) -> Changes | Refused:
    """ "不对，是600": the value goes to the latest filled slot that can take it for sure."""
    value = _VALUE.search(_TAKEN_BACK.sub("", turn.text))
    words = bare(value[1]) if value else ""
    for slot in reversed([slot for slot in complaint.status if slot in READERS]) if words else ():
        answer = READERS[slot](turn, words)
        if isinstance(answer, Refused) and slot == "amount":
            return answer
        if isinstance(answer, Given) and answer.is_sure:
            return _differing(answer.values, complaint)
    return {}


def _differing(changes: Changes, complaint: Complaint) -> Changes:
    return {slot: value for slot, value in changes.items() if complaint.values.get(slot) != value}
