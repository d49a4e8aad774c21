"""Doubts of the interpreter that a customer's plain words settle. Pure.

The interpreter says `nlu_fallback` when it is not sure. Where somebody may be losing money or life, or asks for a
person or to complain in so many words, doing nothing is worse than doing it once too often.
"""

import re
from typing import Any

from actions.language import sounds_urgent
from actions.sensitive import holds_secret, tells_secret
from actions.urgency import heard, may_be, said_plainly

URGENT = {"report_fraud", "report_self_harm", "report_hardship", "request_agent", "share_secret"}
"""Intents that wait for nothing: no form, and no certainty."""

_COMPLAINT = re.compile(
    r"(我|还|也)?要投诉|^(我|想|得)*投诉(?!电话|渠道|热线|邮箱|方式|流程|部门|多久|结果|进度|单|处理|都|已|了|过|的|那|到|好几|几|半|有)|投诉你们"
)
_DECLINE = re.compile(r"(不|没|没有|不是|别|甭)(想|要|用|是|需要|打算|再)*投诉|(取消|撤|放弃|停止).{0,4}投诉")
_ENQUIRY = re.compile(r"(怎么|如何|哪里|哪儿|在哪|去哪|往哪|能不能|可不可以|可以|是否)(能|去|进行)?投诉")


def settled_intent(message: dict[str, Any], text: str) -> str:
    """The intent of a parsed message, its doubt settled where the words do."""
    intent = (message.get("intent") or {}).get("name") or ""
    if intent == "share_secret" and not tells_secret(text):
        return "inform"
    if intent == "stop_form" and says_complaint(text):
        return "file_complaint"  # 算了，还是要投诉
    if intent != "nlu_fallback":
        return intent
    return _said_plainly(text) or _likeliest_urgent(message, text) or intent


def _said_plainly(text: str) -> str | None:
    if urgent := said_plainly(text):
        return urgent
    if says_complaint(text):
        return "file_complaint"
    return "share_secret" if holds_secret(text) else None


def says_complaint(text: str) -> bool:
    """Whether the text says 我要投诉 in so many words, and neither asks how to nor declines to."""
    return bool(_COMPLAINT.search(text)) and not _ENQUIRY.search(text) and not _DECLINE.search(text)


def _likeliest_urgent(message: dict[str, Any], text: str) -> str | None:
    """The first of the ranking, if it is urgent and the words have anything of it and nothing against it; else what is
    heard at less confidence because missing it costs more."""
    ranking = {
        entry["name"]: entry["confidence"]
        for entry in message.get("intent_ranking") or []
        if entry["name"] != "nlu_fallback"
    }
    first = next(iter(ranking), "")
    is_urgent = first in URGENT and sounds_urgent(text) and may_be(first, text)
    return first if is_urgent else heard(ranking, text)
