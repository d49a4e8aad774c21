"""Telephone numbers."""

import re

from actions.answers.kinds import Answer, Given, Refused
from actions.turn import Turn

MOBILE_DIGITS = 11
LEAST_DIGITS = 5
"""Fewer digits in a row than this are not meant as a telephone number."""

_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_LANDLINE = re.compile(r"^0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}$")
_DIGITS = re.compile(r"(?:\+?86[-\s]?)?(\d(?:[-\s()（）]*\d)+)")


def read_phone(turn: Turn, text: str) -> Answer:
    """A mainland mobile number, or a landline with its area code."""
    for entity in turn.found("phone", text):
        number = normal_phone(str(entity.value))
        if number:
            return Given({"phone": number}, entity.text)
    candidates = [match for match in _DIGITS.finditer(text) if len(_only_digits(match[1])) >= LEAST_DIGITS]
    for match in candidates:
        number = normal_phone(match[1])
        if number:
            return Given({"phone": number}, match[0])
    return _refused_number(_only_digits(candidates[0][1])) if candidates else None


def _refused_number(digits: str) -> Refused:
    if len(digits) == MOBILE_DIGITS:
        return Refused("utter_phone_invalid")
    return Refused("utter_phone_length", {"digits": str(len(digits))})


def normal_phone(number: str) -> str | None:
    """The number as it is stored: 11 digits, or area code-number; None when no such number can exist."""
    digits = _only_digits(number)
    if digits.startswith("86") and len(digits) > MOBILE_DIGITS:
        digits = digits[2:]
    if _MOBILE.match(digits):
        return digits
    if not _LANDLINE.match(digits):
        return None
    area = 3 if digits[1] in "12" else 4
    return f"{digits[:area]}-{digits[area:]}"


def _only_digits(text: str) -> str:
    return re.sub(r"\D", "", text)
