"""Amounts of money in CNY: a number with a unit of money, or after a verb that moves money."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.components.entities.found import Found, is_free
from bot.components.entities.numerals import CHINESE, DIGITS, NUMBER, SCALED, parse_number

YUAN = r"(?:元钱?|块钱|块|圆|人民币|RMB|CNY|rmb|cny|大洋)"
_SMALL = rf"[{''.join(DIGITS)}\d]"
WITH_UNIT = re.compile(
    rf"(?:(?:人民币|RMB|rmb|[¥￥])\s?)?(?<![几数好上\d.])(?P<number>\d{{13,}}|{NUMBER})\s?{YUAN}"
    rf"(?:(?P<jiao>{_SMALL})(?:[角毛](?:(?P<fen>{_SMALL})分)?|(?![\d{''.join(DIGITS)}年月日号天点个次十百千万])))?"
)
WITH_SIGN = re.compile(rf"(?:[¥￥$]|(?:人民币|RMB|rmb)\s?)\s?(?P<number>{NUMBER})")
SMALL_ONLY = re.compile(rf"(?<![元块\d])(?P<jiao>{_SMALL})[角毛]钱?")
MONEY_VERB = (
    r"(?:扣|收|转|汇|少|多|亏|损失|赔|退|还|存|取|刷|花|付|充|交|欠|骗|借|贷|买|盗|提现|消费|投|要(?!去)|缴|划|补|冻结|不见|没(?=了))"
    r"(?:走|掉|款|了|我|给|出|来|去|他|她|它|进|费|的|过|失|购|取|多扣)*|(?:费|利息|本金|金额|损失)(?:应该)?(?:是|为|:|改成|改为)?|一共|总共|合计"
)
AFTER_VERB = re.compile(
    rf"(?P<verb>{MONEY_VERB})(?:大概|大约|约|差不多|将近|近)?(?P<number>{NUMBER})(?:多|来)?"
    r"(?![\d.]|[零〇一二两三四五六七八九十百千万亿点半几]|[个次天年月周日号点岁张笔人%％期位分秒小条遍件份户只倍米楼度套手股项层级遍趟回星礼几]|-\d"
    r"|去?(?:举报|投诉|反映|热线|电话|咨询|报警|求助|客服|平台|打不通|接通|拨打))"
)
HOTLINE = re.compile(r"1(?:10|19|20|22)|123\d[1-9]|123[1-9]0|9[56]\d{3}|100(?:00|10|86)")
"""Public telephone numbers: police, complaint lines, banks, carriers."""
ALONE = re.compile(
    r"(?:不对|不是|错了|嗯|哦|应该|就是|是|有|大概|大约|约|差不多|一共|总共|合计|,|\s)*"
    rf"(?P<number>{SCALED}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d{{1,9}}\.\d{{1,2}}|{CHINESE})(?:多|吧|左右|的|。|,)*"
)
"""A whole message that is a number no one would write for anything but money: 3.5万, 1,200.50, 一千二."""
_DONE = ("了", "走", "掉", "我", "是", "为", "到", ":", "额", "失", "共", "计")
"""A verb that ends like this has moved money: 扣了110; 要打110 has not."""
MOST_DIGITS = 9
"""A longer bare number after a verb is a card, an account or an order, not money."""


def find_amounts(text: str, taken: Sequence[Found]) -> list[Found]:
    """Amounts in order; value is a decimal string with two places. `taken`: numbers, phones and times already read."""
    found: list[Found] = []
    for pattern, confidence in ((WITH_UNIT, 0.95), (WITH_SIGN, 0.95), (SMALL_ONLY, 0.9), (AFTER_VERB, 0.7)):
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
    is_word = number[0] not in DIGITS and not number[0].isdigit()
    is_small_word = not number[0].isdigit() and len(number) == 1
    return value < 2 or is_word or is_small_word or len(re.sub(r"\D", "", number)) > MOST_DIGITS


def _is_together(match: re.Match[str]) -> bool:
    """一块 that means together (一块去, 一块儿), not one yuan."""
    return match[0] == "一块" and match.end() < len(match.string) and match.string[match.end()].isalnum()


def _tenths(digit: str | None) -> Decimal:
    if not digit:
        return Decimal(0)
    return Decimal(DIGITS.get(digit, digit)) / 10
