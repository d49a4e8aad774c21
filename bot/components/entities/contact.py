"""Phone numbers and ticket numbers: digits that are no amounts."""

import re
from collections.abc import Sequence

from bot.components.entities.found import Found, is_free
from bot.components.entities.numerals import DIGITS

_GAP = r"[\s-]?"
TICKET = re.compile(rf"(?<![A-Za-z0-9])T{_GAP}S{_GAP}(20\d{{6}}){_GAP}([0-9A-Z]{{4,6}})(?![A-Za-z0-9])", re.IGNORECASE)
_BREAK = r"[\s\-–—.·,、]{0,2}"
_DIGIT = rf"[\d{''.join(DIGITS)}]"
MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?\(?86\)?{_BREAK})?(1[3-9](?:{_BREAK}\d){{9}})(?!\d)")
SPOKEN_MOBILE = re.compile(
    rf"(?<!{_DIGIT})([幺一1]{_BREAK}[3-9三四五六七八九](?:{_BREAK}{_DIGIT}){{9}})(?!{_DIGIT}|[十百千万])"
)
_EXTENSION = r"(?:(?:-|转|分机)\s?(\d{1,5}))?"
LANDLINE = re.compile(
    rf"(?<!\d)\(?(0(?:10|2\d|[3-9]\d{{2}}))\)?{_BREAK}([2-9]\d{{2,3}}[\s-]?\d{{4}}){_EXTENSION}(?!\d)"
)
LOCAL = re.compile(r"(?:座机|固定?电?话|家里电话|办公电话|单位电话)(?:号码?|是|为|:|\s)*([2-8]\d{6,7})(?!\d)")
"""Hotlines (95588, 400-820-…) are nobody's own number: neither pattern takes them."""


def find_ticket_numbers(text: str) -> list[Found]:
    """Numbers as the service writes them, TS20261122-0042, whatever the case and with or without the dash."""
    return [
        Found("ticket_number", f"TS{match[1]}-{match[2].upper()}", match.start(), match.end(), 0.99)
        for match in TICKET.finditer(text)
    ]


def find_phones(text: str, taken: Sequence[Found]) -> list[Found]:
    """Mobile numbers as 11 digits, landlines as area-number with an extension after another dash."""
    candidates = [
        *(Found("phone", _digits(m[1]), m.start(), m.end(), 0.98) for m in MOBILE.finditer(text)),
        *(Found("phone", _digits(m[1]), m.start(1), m.end(1), 0.9) for m in SPOKEN_MOBILE.finditer(text)),
        *(Found("phone", "-".join(_parts(m)), m.start(), m.end(), 0.9) for m in LANDLINE.finditer(text)),
        *(Found("phone", m[1], m.start(1), m.end(1), 0.7) for m in LOCAL.finditer(text)),
    ]
    found: list[Found] = []
    for phone in candidates:
        if is_free(phone.start, phone.end, [*taken, *found]):
            found.append(phone)
    return found


def _digits(text: str) -> str:
    return "".join(str(DIGITS.get(char, char)) for char in text if char.isdigit() or char in DIGITS)


def _parts(landline: re.Match[str]) -> list[str]:
    """Area, number and extension, as many as there are."""
    return [_digits(part) for part in landline.groups() if part]
