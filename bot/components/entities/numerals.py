"""Numbers as customers write them: 1,200.50, 3.5万, 三万五, 一千二, 两百五, 十二点五, 3w."""

import re
from decimal import Decimal

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "幺": 1}
DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
LETTERS = {"w": 10_000, "W": 10_000, "k": 1000, "K": 1000}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,4})?"
SCALED = rf"{ARABIC}\s?(?:[十百千]?[万亿]|[百千]|[wWkK](?![a-zA-Z]))\d?(?!\d)"
CHINESE = f"[{''.join(DIGITS)}{''.join(UNITS)}半]" + f"[{''.join(DIGITS)}{''.join(UNITS)}万亿点半]{{0,24}}"
NUMBER = rf"(?:{SCALED}|{ARABIC}|{CHINESE})"
_SCALED = re.compile(rf"({ARABIC})\s?([十百千万亿wWkK]+)(\d?)")


def parse_number(text: str) -> Decimal | None:
    """The number a text says; None when it says none."""
    scaled = _SCALED.fullmatch(text)
    if scaled:
        scale = _scale(scaled[2])
        return _plain(scaled[1]) * scale + Decimal(scaled[3] or 0) * scale / 10  # 1万2 is 12,000
    if re.fullmatch(ARABIC, text) or text.isdecimal():
        return _plain(text)
    return _chinese_decimal(text)


def _plain(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _scale(units: str) -> int:
    product = 1
    for unit in units:
        product *= UNITS.get(unit) or MYRIADS.get(unit) or LETTERS[unit]
    return product


def _chinese_decimal(text: str) -> Decimal | None:
    """三点五万, 两万半 and whole numbers."""
    point = re.fullmatch(rf"([^点]+)点([{''.join(DIGITS)}]+)([万亿]?)", text)
    if point:
        whole = chinese_integer(point[1])
        decimals = "".join(str(DIGITS[char]) for char in point[2])
        scale = MYRIADS.get(point[3], 1)
        return None if whole is None else Decimal(f"{whole}.{decimals}") * scale
    if text == "半":
        return Decimal("0.5")
    whole = chinese_integer(text)
    return None if whole is None else Decimal(whole)


def chinese_integer(text: str) -> int | None:
    """The whole number Chinese numerals say: 六百 600, 一千二 1200, 三万五 35000, 一百零五 105, 二零二六 2026."""
    if not text or any(char not in DIGITS and char not in UNITS and char not in MYRIADS for char in text):
        return None
    if all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total = section = digit = 0
    shortened = 1
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            shortened = 1 if digit == 0 else shortened
        elif char in UNITS:
            section += (digit or 1) * UNITS[char]
            digit, shortened = 0, UNITS[char] // 10
        else:
            total = (total + section + digit) * MYRIADS[char]
            section, digit, shortened = 0, 0, MYRIADS[char] // 10
    return total + section + digit * max(shortened, 1)
