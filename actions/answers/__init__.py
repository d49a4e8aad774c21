"""Reading an answer: what a customer's words give for the slot that is asked, one module a kind of value."""

from collections.abc import Callable

from actions.answers.amount import read_amount
from actions.answers.choice import read_demand, read_issue, read_product
from actions.answers.contact import read_phone
from actions.answers.kinds import Answer, Given, Refused
from actions.answers.name import read_name
from actions.answers.occasion import read_occurred, read_place
from actions.answers.telling import read_description, read_evidence
from actions.turn import Turn

READERS: dict[str, Callable[[Turn, str], Answer]] = {
    "description": read_description,
    "product": read_product,
    "issue": read_issue,
    "occurred": read_occurred,
    "place": read_place,
    "amount": read_amount,
    "demand": read_demand,
    "name": read_name,
    "phone": read_phone,
    "evidence": read_evidence,
}
"""slot -> reader of (turn, the part of its text that may hold the answer)."""

__all__ = ["READERS", "Answer", "Given", "Refused"]
