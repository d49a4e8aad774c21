"""Numbers that name something: the end of a card, a whole card, an identity card, an order."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.components.entities.found import Found, is_free
from bot.components.entities.numerals import DIGITS
from bot.components.entities.words import any_of

SECRET = ("bank_card", "id_number")
"""Whole card and identity numbers are nobody's to keep: only their last four are told, ****0123."""
_SPOKEN = "".join(char for char in DIGITS if char not in "两俩")
_DIGIT = rf"[\d{_SPOKEN}]"
_IS = r"(?:都?是|为|:|就是|,|=|\s|的)?\s?"
_FOUR = rf"(?P<tail>{_DIGIT}(?:[\s-]?{_DIGIT}){{3}})(?!{_DIGIT}|[元块万千百])"
_FOURTH = r"(?:四|4)位(?:数字?|号码?)?"
_END = any_of(
    rf"""
    卡?尾号?数? 卡?[后末]尾?{_FOURTH} 卡号?(?:最后|后面|末尾|尾巴)的?(?:{_FOURTH})? 最[后末]的?{_FOURTH}
    """
)
CARD_TAIL = re.compile(
    rf"{_END}(?:号码?|数字|卡号|[四4]位)?{_IS}{_FOUR}"
    rf"|(?<!\d){_FOUR.replace('?P<tail>', '?P<before>')}\s?的?[这那]?[张个]?的?"
    r"(?:尾号|结尾|收尾|尾数|末尾|做?尾(?!款|盘))(?!号?是?\s?\d)"
)
_PAPERS = any_of(
    "订 定 运 保 凭 流水 交易 业务 参考 支付 转账 汇款 回单 申请 受理 合同 商户 退款 扣款 账单 批 小票 凭证 电子"
)
_PAPER = any_of("保险单 单 流水 交易 参考 凭证 回单 申请 业务 合同 支付 受理 序列 批 检索 授权 小票")
_NUMBER_OF = rf"(?:{_PAPERS}{{0,3}}{_PAPER}的?(?:编?号码?|编码|流水号?|no\.?)|流水|订单|运单|保单|单据|编号|序号)"
ORDER = re.compile(
    rf"{_NUMBER_OF}(?:都?是|为|:|,|\s|#|就是|写的是|显示的?是?){{0,3}}"
    r"(?P<order>(?<![A-Za-z0-9])[A-Za-z0-9](?:[-_/]?[A-Za-z0-9]){5,39})(?!\s?(?:元|块|万|年\d|月))",
    re.IGNORECASE,
)
IDENTITY = re.compile(r"(?<![\dA-Za-z])\d(?:[\s-]?\d){16}[\s-]?[\dXx](?![\dA-Za-z])")
OLD_IDENTITY = re.compile(r"(?<![\dA-Za-z])\d{15}(?![\dA-Za-z])")
CARD = re.compile(r"(?<![\dA-Za-z])[3-69](?:[\s-]?\d){12,18}(?![\dA-Za-z])")
_WEIGHTS = [2**power % 11 for power in range(17, -1, -1)]
_PROVINCES = {f"{code}" for code in (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55))}
_PROVINCES |= {f"{code}" for code in (*range(61, 66), 71, 81, 82, 83)}
"""First two digits of an identity number, GB/T 2260."""


def find_numbers(text: str, taken: Sequence[Found]) -> list[Found]:
    """Named numbers first (订单号…, 尾号…), then those that prove themselves by their check digit."""
    found: list[Found] = []
    for search in (_orders, _tails, _identities, _cards):
        found += [number for number in search(text) if is_free(number.start, number.end, [*taken, *found])]
    return found


def _orders(text: str) -> Iterator[Found]:
    for match in ORDER.finditer(text):
        if sum(char.isdigit() for char in match["order"]) >= 4:
            yield Found("order_number", match["order"], match.start("order"), match.end("order"), 0.95)


def _tails(text: str) -> Iterator[Found]:
    for match in CARD_TAIL.finditer(text):
        group = "tail" if match["tail"] else "before"
        digits = (str(DIGITS.get(char, char)) for char in match[group] if char not in " -")
        yield Found("card_tail", "".join(digits), match.start(group), match.end(group), 0.95)


def _identities(text: str) -> Iterator[Found]:
    for pattern, is_valid in ((IDENTITY, is_identity), (OLD_IDENTITY, is_old_identity)):
        for match in pattern.finditer(text):
            if is_valid(_bare(match[0])):
                yield _masked("id_number", match)


def _cards(text: str) -> Iterator[Found]:
    return (_masked("bank_card", match) for match in CARD.finditer(text) if is_card(_bare(match[0])))


def _masked(entity: str, match: re.Match[str]) -> Found:
    return Found(entity, "****" + _bare(match[0])[-4:], match.start(), match.end(), 0.98)


def _bare(number: str) -> str:
    return re.sub(r"[\s-]", "", number).upper()


def is_identity(number: str) -> bool:
    """Whether the last of 18 characters is the check of the others (ISO 7064, MOD 11-2), in a known province."""
    values = [10 if char == "X" else int(char) for char in number]
    is_checked = sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True)) % 11 == 1
    return is_checked and number[:2] in _PROVINCES and _is_day(number[6:14])


def is_old_identity(number: str) -> bool:
    """15 digits of before 1999: a province, a day of the last century; no check digit. Not a card of 15 digits."""
    return number[:2] in _PROVINCES and _is_day("19" + number[6:12]) and not is_card(number)


def is_card(number: str) -> bool:
    """Whether the digits pass Luhn's check: every second one from the right doubled, the sum a multiple of ten."""
    digits = [int(char) for char in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
