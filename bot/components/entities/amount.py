"""Amounts of money in CNY: a number with a unit of money, or after a verb that moves money."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.components.entities.found import Found, is_free
from bot.components.entities.money import ALONE, PATTERNS
from bot.components.entities.numerals import DIGITS, parse_number

HOTLINE = re.compile(r"1(?:10|19|20|22)|123\d[1-9]|123[1-9]0|9[56]\d{3}|100(?:00|10|86)")
"""Public telephone numbers: police, complaint lines, banks, carriers."""
_DONE = ("了", "走", "掉", "我", "是", "为", "到", ":", "额", "失", "共", "计")
"""A verb that ends like this has moved money: 扣了110; 要打110 has not."""
TENS = re.compile(r"十[\u4e00-\u9fff]?万")
"""十万, 十二万六: a number that begins with its unit, as 千万别 does not."""
MOST_DIGITS = 9
"""A longer bare number after a verb is a card, an account or an order, not money."""


def find_amounts(text: str, taken: Sequence[Found]) -> list[Found]:
    """Amounts in order; value is a decimal string with two places. `taken`: numbers, phones and times already read."""
    found: list[Found] = []
    for pattern, confidence in PATTERNS:
        for match in pattern.finditer(text):
            amount = _amount(match, confidence)
            if amount and is_free(amount.start, amount.end, [*taken, *found]):
                found.append(amount)
    alone = ALONE.fullmatch(text)
    if alone and not found and not taken:
        found += filter(None, [_amount(alone, 0.6)])
    return sorted(found, key=lambda amount: amount.start)


def _amount(match: re.Match[str], confidence: float) -> Found | None:
    groups = match.groupdict()
    number = groups.get("number") or ""
    value = parse_number(number) if number else Decimal(0)
    bare = confidence < 0.9
    if bare and HOTLINE.fullmatch(number) and not (groups.get("verb") or "").endswith(_DONE):
        return None
    if value is None or _is_together(match) or (bare and _is_no_money(number, value)):
        return None
    value += _tenths(groups.get("jiao")) + _tenths(groups.get("fen")) / 10
    start = match.start("number") if bare else match.start()
    end = match.end("number") if bare else match.end()
    return Found("amount", f"{value:.2f}", start, end, confidence)


def _is_no_money(number: str, value: Decimal) -> bool:
    """Bare numbers that are something else: 多一点, 千万别, an account number."""
    is_word = number[0] not in DIGITS and not number[0].isdigit() and not TENS.match(number)
    is_small_word = not number[0].isdigit() and len(number) == 1
    return value < 2 or is_word or is_small_word or len(re.sub(r"\D", "", number)) > MOST_DIGITS


def _is_together(match: re.Match[str]) -> bool:
    """一块 that means together (一块去, 一块儿), not one yuan."""
    return match[0] == "一块" and match.end() < len(match.string) and match.string[match.end()].isalnum()


def _tenths(digit: str | None) -> Decimal:
    if not digit:
        return Decimal(0)
    return Decimal(DIGITS.get(digit, digit)) / 10
