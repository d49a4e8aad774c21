"""Doubts of the interpreter that a customer's plain words settle. Pure.

The interpreter says `nlu_fallback` when it is not sure. Where somebody may be losing money or life, or asks for a
person or to complain in so many words, doing nothing is worse than doing it once too often.
"""

import re
from typing import Any

from actions.absence import is_absent
from actions.language import is_question, letters, sounds_urgent
from actions.sensitive import holds_secret, offers_secret, tells_secret
from actions.urgency import heard, may_be, said_plainly

URGENT = {"report_fraud", "report_self_harm", "report_hardship", "request_agent", "share_secret"}
"""Intents that wait for nothing: no form, and no certainty."""

_COMPLAINT = re.compile(
    r"(我|还|也)?要投诉|^(我|想|得)*投诉(?!电话|渠道|热线|邮箱|方式|流程|部门|多久|结果|进度|单|处理|都|已|了|过|的|那|到|好几|几|半|有)|投诉你们"
)
_TAKEN_DOWN = re.compile(
    r"(记|登|登记|立|报|提|写|填|录)(上|份|一下|一?[个件条笔份])投诉|"
    r"(记|登记|写|报|记录|处理|算)(下来)?[成作为](一?[个件条笔])?投诉|"
    r"(当|当作|当成|作为|按|算)(一?[个件条笔])?投诉(给我|帮我|来|去)*(记|登|处理|办|报|立|吧|了|$)|"
    r"[帮替]我们?(就|也|把这个?事?情?|把这件事)?投诉(?!电话|渠道|热线|的|进度|结果|处理|单)"
)
"""给我记个投诉, 当投诉登记下来, 帮我投诉一下."""
_DECLINE = re.compile(r"(不|没|没有|不是|别|甭)(想|要|用|是|需要|打算|再)*投诉|(取消|撤|放弃|停止).{0,4}投诉")
_ENQUIRY = re.compile(r"(怎么|如何|哪里|哪儿|在哪|去哪|往哪|能不能|可不可以|可以|是否)(能|去|进行)?投诉")

_GIVES_UP = re.compile(
    r"(不用|不必|不要|不想|无需|没必要|先不|就不|也不|不|甭|别)(再|去|给我|帮我|替我|记|登记|提|立)*投诉"
    r"(你们|[他她]们?)?([了啦吧哈啊]|$|[,，。!！;；])|投诉(这个?事|的事|这个)?(就|还是|我看|那就)*"
    r"(算了|免了|拉倒|不用了|不必了|取消吧|作罢)|算了[吧,，]*(别|不)(用|要|再)?(投诉|登记|记)了|"
    r"(^|[了,，。!！ ])(我|就|还是|那)*(不想?|懒得)(再)?(填|弄|登记)(这个?|下去)?了(?![吗么])"
)
_NOT_GIVEN_UP = re.compile(
    r"但|不过|除非|再不|要不是|如果|的话|为(什么|何|啥)|"
    r"(说|叫|让|劝|求|逼|建议)[过了]?(我|他|她|客户)?[^,，。]{0,4}(不|别|甭|算了)"
)
"""A condition, or what somebody else said."""
_WITHDRAWS = re.compile(
    r"^(?!.*(不|别|先|再想|单|委托|资)).{0,12}撤(掉|了|回|销)?(它|[那这][个件]|投诉)*(了|吧|啊|得了|算了|好了|[,，。!！])*$"
)
LONGEST_GIVEN_UP = 40
"""Letters; a longer message tells something."""


def settled_intent(message: dict[str, Any], text: str) -> str:
    """The intent of a parsed message, its doubt settled where the words do."""
    intent = (message.get("intent") or {}).get("name") or ""
    if intent == "share_secret" and not tells_secret(text):
        return "inform"
    if intent == "stop_form" and says_complaint(text):
        return "file_complaint"  # 算了，还是要投诉
    if intent != "nlu_fallback":
        return intent
    if said := _said_plainly(text):
        return said
    return (None if is_absent(text) else _likeliest_urgent(message, text)) or intent


def _said_plainly(text: str) -> str | None:
    if urgent := said_plainly(text):
        return urgent
    if says_complaint(text):
        return "file_complaint"
    return "share_secret" if holds_secret(text) or offers_secret(text) else None


def says_complaint(text: str) -> bool:
    """Whether the text says 我要投诉 or 给我记个投诉 in so many words, and neither asks how to nor declines to."""
    says = _COMPLAINT.search(text) or (_TAKEN_DOWN.search(text) and not is_question(text))
    return bool(says) and not _ENQUIRY.search(text) and not _DECLINE.search(text)


def gives_up_complaint(text: str) -> bool:
    """Whether there is to be no complaint, whatever else the text tells: "是我看错了，不用投诉了"."""
    is_said = letters(text) <= LONGEST_GIVEN_UP and bool(_GIVES_UP.search(text))
    return is_said and not _NOT_GIVEN_UP.search(text) and not is_question(text)


def withdraws(text: str) -> bool:
    """Whether the whole text is a wish to withdraw: "想好了，撤了吧". Of what, the conversation tells."""
    return bool(_WITHDRAWS.match(text)) and not is_question(text)


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
