"""Phone numbers and ticket numbers: digits that are no amounts."""

import re
from collections.abc import Sequence

from bot.components.entities.found import Found, is_free
from bot.components.entities.numerals import DIGITS

_GAP = r"[\s-]?"
TICKET = re.compile(rf"(?<![A-Za-z0-9])T{_GAP}S{_GAP}(20\d{{6}}){_GAP}([0-9A-Z]{{4,6}})(?![A-Za-z0-9])", re.IGNORECASE)
MOBILE = re.compile(rf"(?<!\d)(?:\+?86{_GAP})?(1[3-9](?:{_GAP}\d){{9}})(?!\d)")
SPOKEN_MOBILE = re.compile(rf"[幺一][{''.join(DIGITS)}]{{10}}(?![{''.join(DIGITS)}十百千万])")
LANDLINE = re.compile(r"(?<!\d)\(?(0(?:10|2\d|[3-9]\d{2}))\)?[\s-]?([2-9]\d{6,7})(?:(?:-|转)(\d{1,5}))?(?!\d)")


def find_ticket_numbers(text: str) -> list[Found]:
    """Numbers as the service writes them, TS20261122-0042, whatever the case and with or without the dash."""
    return [
        Found("ticket_number", f"TS{match[1]}-{match[2].upper()}", match.start(), match.end(), 0.99)
        for match in TICKET.finditer(text)
    ]


def find_phones(text: str, taken: Sequence[Found]) -> list[Found]:
    """Mobile numbers as 11 digits, landlines as area-number with an extension after another dash."""
    candidates = [
        *(Found("phone", re.sub(r"\D", "", m[1]), m.start(), m.end(), 0.98) for m in MOBILE.finditer(text)),
        *(Found("phone", _spoken(m[0]), m.start(), m.end(), 0.9) for m in SPOKEN_MOBILE.finditer(text)),
        *(Found("phone", "-".join(filter(None, m.groups())), m.start(), m.end(), 0.9) for m in LANDLINE.finditer(text)),
    ]
    return [phone for phone in candidates if is_free(phone.start, phone.end, taken)]


def _spoken(text: str) -> str:
    return "".join(str(DIGITS[char]) for char in text)
