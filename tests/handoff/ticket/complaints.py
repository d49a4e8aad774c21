"""A complaint as the bot hands it over, for tests to vary."""

import uuid
from typing import Any

from handoff.ticket.schemas import ComplaintFacts
from tests.actors import Customer
from tests.world import World

PHONE = "13912345678"
_IN_LETTERS = str.maketrans("0123456789-", "ghijklmnopq")


def a_complaint(**changes: Any) -> dict[str, Any]:
    """The `ticket` effect for a fee of 500 yuan charged by mistake."""
    return {
        "type": "ticket", "complaint_id": str(uuid.uuid4()), "product": "credit_card", "issue": "fee",
        "demand": "refund", "description": "昨天下午在朝阳支行被多扣了500元年费，要求退回", "occurred_at": "2026-11-19",
        "occurred_text": "昨天下午", "place": "朝阳支行", "amount": "500.00", "name": "陈静", "phone": PHONE,
        "evidence": None, "consent": True, **changes,
    }  # fmt: skip


def facts(**changes: Any) -> ComplaintFacts:
    return ComplaintFacts.model_validate(a_complaint(**changes))


def confirmation(effect: dict[str, Any]) -> str:
    """What the customer says to it. In letters: a number of the key may look like a card's, and is concealed then."""
    return f"确认提交 {effect['complaint_id'].translate(_IN_LETTERS)}"


def complains(world: World, customer: Customer, **changes: Any) -> dict[str, Any]:
    """The customer confirms a complaint to the bot; returns the `data` of `ticket.created` as the customer reads it."""
    effect = a_complaint(**changes)
    text = confirmation(effect)
    world.bot.answers(text, "好的，正在为您提交。", effects=[effect])
    customer.says(text)
    return customer.socket.wait_for_event("ticket.created")["data"]
