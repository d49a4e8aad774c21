"""Amounts of money, in CNY."""

import re
from decimal import Decimal, InvalidOperation

from actions.answers.contact import normal_phone
from actions.answers.kinds import Answer, Given, Refused
from actions.language import bare, is_nothing, is_unknown
from actions.turn import Turn
from actions.vocabulary import NONE

LARGEST = Decimal("999999999999.99")
"""More than this many yuan is a slip of the finger or a card number, not a complaint."""

CARD_DIGITS = 15
"""So many digits without a unit are a card or an account, and not even too large an amount."""

_AROUND = r"(?:大概|大约|约|差不多|一共|总共|共|合计|是|应该是|就|有)*"
_ENDING = r"(?:整|左右|上下|多|出头|吧|呢)*"
_DIGITS = re.compile(
    rf"^{_AROUND}[¥￥]?(-|负)?([\d,]+(?:\.\d+)?)([千万亿])?(?:元|块钱?|人民币|rmb)?{_ENDING}$", re.IGNORECASE
)
_CHINESE = re.compile(rf"^{_AROUND}([零〇一二两三四五六七八九十百千万亿]+)(?:元|块钱?)?{_ENDING}$")
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}


def read_amount(turn: Turn, text: str) -> Answer:
    """The first amount of the text; a bare number counts, as the customer was asked for one."""
    found = turn.found("amount", text)
    if found:
        is_negative = bool(re.search(r"[-负]\s*[¥￥]?$", text[: text.find(found[0].text)]))
        return checked_amount(str(found[0].value), found[0].text, is_negative=is_negative)
    if is_nothing(text) or is_unknown(text):
        return Given({"amount": NONE}, text)
    return _bare_number(bare(text))


def checked_amount(value: str, words: str, *, is_negative: bool = False) -> Answer:
    """`value` as an amount with two decimals; refused unless positive and believable."""
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    if is_negative or amount <= 0:
        return Refused("utter_complaint_amount_not_positive")
    if amount > LARGEST:
        return Refused("utter_complaint_amount_too_large")
    return Given({"amount": f"{amount:.2f}"}, words)


def _bare_number(text: str) -> Answer:
    digits = _DIGITS.match(text)
    if digits:
        scale = {"千": 1000, **_MYRIADS}.get(digits[3] or "", 1)
        value = str(Decimal(digits[2].replace(",", "") or "0") * scale)
        if normal_phone(digits[2]):
            return None
        if len(digits[2]) >= CARD_DIGITS:
            return Refused("utter_complaint_amount_invalid")
        return checked_amount(value, text, is_negative=bool(digits[1]))
    chinese = _CHINESE.match(text)
    return checked_amount(str(chinese_number(chinese[1])), text) if chinese else None


def chinese_number(numerals: str) -> int:
    """The number Chinese numerals say: 六百 600, 三千五 3500, 两万 20000, 一百零五 105."""
    total = section = digit = 0
    last_unit = 1
    for char in numerals:
        if char in _NUMERALS:
            digit = _NUMERALS[char]
            last_unit = 1 if digit == 0 else last_unit
        elif char in _UNITS:
            last_unit = _UNITS[char]
            section += (digit or 1) * last_unit
            digit = 0
        else:
            last_unit = _MYRIADS[char]
            total = (total + section + digit) * last_unit
            section = digit = 0
    shortened = last_unit // 10 if last_unit >= 100 else 1  # 三千五 leaves out the 百
    return total + section + digit * shortened
