"""Which digits are the number of a card, an identity paper, a telephone, a day. Pure."""

import re
from collections.abc import Sequence
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"
_ISSUERS = re.compile(r"[3-69]|2[2-7]")  # how numbers of bank cards begin; 20 and 1 begin dates and counters
_SHAPES = ({4}, {1})  # sizes of all groups but the last
_UNEVEN = ((4, 6, 5), (4, 6, 4), (6, 6), (6, 6, 7), (6, 7), (6, 10), (6, 13))  # cards written in other groups


def is_card(digits: str) -> bool:
    """13 to 19 digits that begin like a bank card and whose Luhn sum is right."""
    if not 13 <= len(digits) <= 19 or not _ISSUERS.match(digits) or len(set(digits)) == 1:
        return False
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def has_card_shape(sizes: Sequence[int]) -> bool:
    """Whether digits in groups of these sizes are written as one number, and not a list of several."""
    if len(sizes) == 1 or tuple(sizes) in _UNEVEN:
        return True
    return set(sizes[:-1]) in _SHAPES and sizes[-1] <= sizes[0]


def is_id_number(digits: str) -> bool:
    """18 characters with a possible day of birth and the right check character (GB 11643, ISO 7064 MOD 11-2)."""
    if not re.fullmatch(r"[1-8]\d{16}[\dX]", digits) or not _is_day(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == digits[17]


def is_mobile(digits: str) -> bool:
    return bool(re.fullmatch(r"1[3-9]\d{9}", digits))


def is_hotline(digits: str) -> bool:
    """95588, 12378, 4008005000: numbers one calls or hears from."""
    return bool(re.fullmatch(r"95\d{3,4}|12[0-9]{3}|10\d{3}|400\d{7}|106\d{5,}", digits))


def is_date(digits: str) -> bool:
    """A day (20261122), or a day with a time or a counter behind it."""
    return _is_day(digits[:8]) and digits.startswith("20")


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date.fromisoformat(digits).year <= 2100
    except ValueError:
        return False
