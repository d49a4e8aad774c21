"""What of the bot's words reaches the customer, and what is said when there are none. Pure."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from handoff.bot.client import TurnAnswer
from handoff.queue import anger
from handoff.ticket.labels import DEMAND, ISSUE, PRODUCT
from handoff.ticket.models import Ticket
from handoff.ticket.states import ENDED

FALLBACK_TEXT = "抱歉，智能客服暂时没有响应，您的消息已经收到。您可以稍后再试，或点击“转人工”由客服人员为您服务。"
FALLBACK_HANDOFF_TEXT = "抱歉，智能客服暂时无法使用，已为您转接人工客服。"
EXPIRED_TEXT = "这项业务的说明正在更新，为避免给您过期的信息，请点击“转人工”由客服人员为您确认。"
HIDDEN_TEXT = (
    "为了您的资金安全，您刚才发送的{what}已自动隐藏，我行不会保存。请不要在对话中发送密码、验证码、安全码、完整卡号或证件号，"
    "我行工作人员也不会向您索要密码和验证码。如果已经告诉他人，请立即修改密码，并拨打客服热线 {hotline} 挂失。"
)
HIDDEN_LABELS = {
    "bank_card": "银行卡号", "id_number": "身份证号", "password": "密码", "code": "验证码",
    "cvv": "安全码", "expiry": "卡片有效期",
}  # fmt: skip
SECRET_WARNING = "utter_secret_warning"  # noqa: S105 - the bot's own warning; one is enough
WITHHELD_TEXT = "这个问题需要由客服人员为您解答，正在为您转接人工客服。"
WITHHELD_SUMMARY = "智能客服的一条答复不符合合规要求，已拦截，请人工答复客户的问题。"
PERSON = {"title": "转人工", "text": "转人工"}
COMPLAINT = {"title": "我要投诉", "text": "我要投诉"}

CARE_TEXT = "很抱歉给您带来了不好的体验。如果以上内容没有解决您的问题，我可以为您登记投诉，也可以为您转接人工客服。"
CARE_IN_FORM_TEXT = "非常抱歉让您这么着急。如果不想再填写，可以直接转接人工客服，已填写的内容会一并转过去。"

# Only for when the bot itself is down: the plain ways to ask for a person. With the bot up, its model decides.
_ASKS_FOR_PERSON = re.compile(r"人工|真人|客服人员|转接客服|找客服|\b(agent|human|person)\b", re.IGNORECASE)

# What an agent reads of a form's slots, in this order.
SLOT_LABELS = {
    "product": "业务类型",
    "issue": "问题类型",
    "description": "事情经过",
    "occurred": "发生时间",
    "place": "地点或渠道",
    "city": "提到的城市",
    "amount": "涉及金额",
    "demand": "诉求",
    "name": "姓名",
    "phone": "联系电话",
    "evidence": "相关材料",
    "ticket_number": "投诉编号",
}
_CODES: dict[str, dict[str, str]] = {"product": dict(PRODUCT), "issue": dict(ISSUE), "demand": dict(DEMAND)}
TICKETS_MAX = 5  # the newest complaints of a conversation the bot is told of
_NOTHING = (None, "", "none", [])  # "none": asked, and there was nothing to say


def asks_for_person(text: str) -> bool:
    return len(text) <= 30 and _ASKS_FOR_PERSON.search(text) is not None


def hidden_text(kinds: list[str], *, hotline: str) -> str:
    """What a customer is told whose message held these kinds of `conversation.concealment`."""
    return HIDDEN_TEXT.format(what="、".join(HIDDEN_LABELS[kind] for kind in kinds), hotline=hotline)


def needs_care(answer: TurnAnswer, words: Sequence[str]) -> bool:
    """Whether the bot's answer leaves out what an angry customer needs to hear: that there is a person for them.

    `words` are the customer's latest, the newest last. In a form, which is a way on already, only when anger rises.
    """
    if not words or offers_person(answer):
        return False
    return anger.is_rising(words) if answer.form else anger.shows_dissatisfaction(words[-1])


def offers_person(answer: TurnAnswer) -> bool:
    """Whether the bot calls a person or shows the way to one."""
    replies = (reply.text for message in answer.messages for reply in message.quick_replies)
    return any(effect.get("type") == "handoff" for effect in answer.effects) or PERSON["text"] in replies


def is_current(metadata: dict[str, Any], *, today: date) -> bool:
    """Whether an answer may be served: inside its validity dates, or without any. Unreadable dates count as expired."""
    try:
        start = date.fromisoformat(metadata.get("valid_from") or str(date.min))
        end = date.fromisoformat(metadata.get("valid_until") or str(date.max))
    except (TypeError, ValueError):
        return False
    return start <= today <= end


def message_data(
    text: str, *, name: str | None, quick_replies: list[dict[str, Any]], metadata: dict[str, Any]
) -> dict[str, Any]:
    """The `data` of a bot's `message.created`."""
    shown = {key: metadata.get(key) for key in ("source", "valid_from", "valid_until", "risk")}
    return {"text": text, "name": name, "quick_replies": quick_replies, **shown}


def words_of(slots: dict[str, Any]) -> list[str]:
    """What the customer said, as the slots of a form hold it."""
    values = [slot.get("value") if isinstance(slot, dict) else slot for slot in slots.values()]
    return [value for value in values if isinstance(value, str)]


def facts_of(slots: dict[str, Any]) -> list[dict[str, Any]]:
    """Collected slots as an agent reads them, in the order of `SLOT_LABELS`: name, label, value, status."""
    facts = []
    for name, label in SLOT_LABELS.items():
        slot = slots.get(name) or {}
        value = slot.get("value")
        if value not in _NOTHING:
            shown = f"{value} 元" if name == "amount" else _CODES.get(name, {}).get(value, value)
            facts.append({"name": name, "label": label, "value": shown, "status": slot.get("status", "inferred")})
    return facts


def tickets_for_bot(tickets: Sequence[Ticket]) -> list[dict[str, Any]]:
    """The complaints of a conversation as the bot knows them, the newest first: number, subject, whether it is open."""
    return [
        {
            "number": ticket.number,
            "subject": f"{PRODUCT[ticket.product]}{ISSUE[ticket.issue]}",
            "is_open": ticket.status not in ENDED,
        }
        for ticket in tickets[::-1][:TICKETS_MAX]
    ]
