"""Secrets and the numbers of cards and identity papers are blotted out of every text before it is stored. Pure.

The rules are in docs/concealment.md. Telephone numbers, amounts, dates, orders and tickets stay: people work with them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from handoff.conversation.disguise import Plain, plain
from handoff.conversation.numbers import has_card_shape, is_card, is_date, is_hotline, is_id_number, is_mobile


class Kind(StrEnum):
    BANK_CARD = "bank_card"
    ID_NUMBER = "id_number"
    PASSWORD = "password"  # noqa: S105
    CODE = "code"
    CVV = "cvv"
    EXPIRY = "expiry"


MARKS = {
    Kind.PASSWORD: "[密码已隐藏]",
    Kind.CODE: "[验证码已隐藏]",
    Kind.CVV: "[安全码已隐藏]",
    Kind.EXPIRY: "[有效期已隐藏]",
}


@dataclass(frozen=True, slots=True)
class Concealed:
    """A text that may be stored, and what was taken out of it, in order."""

    text: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    kind: Kind
    mark: str


def conceal(text: str) -> Concealed:
    """The text with cards as `6222 **** **** 1234`, identity numbers as `110***********0021` and secrets as a mark.

    What is concealed already stays as it is.
    """
    kinds: dict[Kind, None] = {}
    for _ in range(_PASSES):
        concealed = _once(text)
        if not concealed.kinds:
            break
        text = concealed.text
        kinds |= dict.fromkeys(concealed.kinds)
    return Concealed(text, tuple(kinds))


_PASSES = 8
"""What is taken out may leave a number by itself that was part of a longer one; two passes usually do."""


def _once(text: str) -> Concealed:
    if not _MAY_HOLD.search(text):
        return Concealed(text, ())
    disguised = plain(text)
    done = [match.span() for match in _DONE.finditer(disguised.folded)]
    found = (find for search in _SEARCHES for find in search(disguised))
    finds = _apart([find for find in found if all(find.end <= start or end <= find.start for start, end in done)])
    for find in reversed(finds):
        start, end = disguised.span(find.start, find.end)
        text = text[:start] + find.mark + text[end:]
    return Concealed(text, tuple(dict.fromkeys(find.kind for find in finds)))


_DONE = re.compile(r"\d{4} \*{4} \*{4} \d{4}|\d{3}\*{7,11}\d{3}[\dX]")
"""What was concealed before."""
_MAY_HOLD = re.compile(
    r"\d|[⓪①-⑨❶-❾⑴-⑼¹²³]|[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{4}|密|口令|pass|pwd", re.IGNORECASE
)
_GAP = r"[ \t\n\-_.·,，、/]{0,2}"
_RUN = re.compile(rf"(?<![\dA-Za-z.¥￥$])\d+(?:{_GAP}\d+)*")
_ID = re.compile(rf"(?<![\dA-Za-z])(?=((?:\d{_GAP}){{14,17}}[\dXx])(?![\dA-Za-z]))")
_UNIT = re.compile(r"\s?(元|块|万|人民币|美元|次|位|秒|s\b|分|天|小时|年|月|日|条|个|岁|%|折|倍|发来|发的|打来)")
_LINK = (
    r"(?:[\s:=,“\"'(\[【]|是|为|就是|即|如下|(?:改|设|换|设置|修改)(?:成|为|了)|输的?是?|填的?是?|输入|我的|"
    r"我?(?:已经?|都)?(?:发|告诉|给|报)(?:给|过)?[你您他她]们?了?|is|was){0,6}"
)
_CODE_WORD = r"验证码|校验码|动态(?:码|口令|密码)|短信码|确认码|一次性密码|verification code|security code|sms code|otp"
_PASSWORD_WORD = r"密码|口令|pin码?|pass(?:word|code|wd)|pwd"  # noqa: S105
_CVV_WORD = r"安全码|cv[vcn]2?码?|(?:背面|签名[条栏])的?[后末]?(?:三|3)位(?:数字?|码)?"
_ANNOUNCED = re.compile(
    rf"(?:(?P<code>{_CODE_WORD})|(?P<cvv>{_CVV_WORD})|(?P<password>{_PASSWORD_WORD}))(?P<link>{_LINK})"
    r"(?P<value>\d(?:[ -]?\d){2,19}(?![A-Za-z\d])|"
    r"(?=[a-z_.+\-]{0,19}[0-9!@#$%^&*])[a-z0-9][a-z0-9!@#$%^&*_+.\-]{3,19}|[a-z]{4,20})(?! \*{4})",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?<![\d.*])(?<!\* )(?P<value>\d{4,8})(?!\d)\s?"
    r"(?:(?:[,(]|就是|这是|这个是|是|为)[^()\d]{0,8}?)(?:验证码|校验码|动态码|动态口令|短信码|(?P<password>密码))"
)
_EXPIRY = re.compile(r"有效期(?:至|到|是|为|[:\s]){0,3}(?P<value>(?:0[1-9]|1[0-2]) ?/? ?[2-4]\d)(?![\d/\-年月.])")
_CARD_WORD = re.compile(
    r"(?:卡号?|账号|账户|帐号|帐户|card(?: ?(?:number|no))?)(?:号码|[\s:=.#]|是|为|我的){0,4}$", re.IGNORECASE
)
_ID_WORD = re.compile(r"身份证(?:件|号码?|编号|[\s:=.]|是|为|我的){0,5}$")
_ORDER_WORD = re.compile(
    r"(?:订单|流水|单号|交易|编号|凭证|工单|运单|快递|合同|保单|商户|发票|参考|回单|批次|条码|order|ticket|id)(?:号码?|[\s:=.#]|是|为){0,5}$",
    re.IGNORECASE,
)
_LOOK_BACK = 14  # characters before a number that may say what it is


def _cards(text: Plain) -> Iterator[_Find]:
    for run in _RUN.finditer(text.folded):
        groups = [(run.start() + g.start(), run.start() + g.end()) for g in re.finditer(r"\d+", run[0])]
        first = 0
        while first < len(groups):
            last = _card_from(text.folded, groups, first)
            if last is not None:
                start, end = groups[first][0], groups[last][1]
                digits = re.sub(r"\D", "", text.folded[start:end])
                yield _Find(start, end, Kind.BANK_CARD, f"{digits[:4]} **** **** {digits[-4:]}")
            first = first + 1 if last is None else last + 1


def _card_from(folded: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The last group of the longest card number that begins with this group."""
    start = groups[first][0]
    before = folded[max(0, start - _LOOK_BACK) : start]
    if _ORDER_WORD.search(before):
        return None
    is_announced, digits, sizes, found = bool(_CARD_WORD.search(before)), "", [], None
    for index in range(first, min(first + 19, len(groups))):
        begin, end = groups[index]
        digits += folded[begin:end]
        sizes.append(end - begin)
        if len(digits) > 19:
            break
        is_number = is_announced and not is_mobile(digits[: sizes[0]]) and not is_date(digits)
        is_whole = len(digits) >= 13 and not _UNIT.match(folded, end)
        if is_whole and (is_number or (has_card_shape(sizes) and is_card(digits))):
            found = index
    return found


def _identity_numbers(text: Plain) -> Iterator[_Find]:
    for match in _ID.finditer(text.folded):
        digits = re.sub(r"[^\dXx]", "", match[1]).upper()
        start, end = match.span(1)
        is_announced = bool(_ID_WORD.search(text.folded[max(0, start - _LOOK_BACK) : start]))
        if is_id_number(digits) or (is_announced and len(digits) in (15, 18)):
            yield _Find(start, end, Kind.ID_NUMBER, digits[:3] + "*" * (len(digits) - 7) + digits[-4:])


def _announced(text: Plain) -> Iterator[_Find]:
    for match in _ANNOUNCED.finditer(text.folded):
        kind = Kind.CODE if match["code"] else Kind.CVV if match["cvv"] else Kind.PASSWORD
        if _is_secret(kind, match["value"], match["link"]) and not _UNIT.match(text.folded, match.end()):
            yield _Find(*match.span("value"), kind, MARKS[kind])
    for match in _BEHIND.finditer(text.folded):
        if not is_hotline(match["value"]) and not is_date(match["value"]):
            kind = Kind.PASSWORD if match["password"] else Kind.CODE
            yield _Find(*match.span("value"), kind, MARKS[kind])


_SIGN = re.compile(r"是|为|成|[:=]|\bis\b|\bwas\b")
_NO_PASSWORD = re.compile(r"\d+(?:s|min|h|个|g|mb?)|app|atm|pin|otp|cvv|sms|wifi|vip|face ?id|u盾", re.IGNORECASE)


def _is_secret(kind: Kind, value: str, link: str) -> bool:
    """Whether what stands behind the word can be one; a telephone number, a date or a name of a thing is none."""
    digits = re.sub(r"[ -]", "", value)
    if _NO_PASSWORD.fullmatch(value) or is_hotline(digits) or is_mobile(digits) or is_date(digits):
        return False
    if value.isalpha():
        return kind is Kind.PASSWORD and bool(_SIGN.search(link))
    if kind is Kind.CVV:
        return digits.isdigit() and len(digits) in (3, 4)
    if kind is Kind.CODE:
        return 4 <= len(digits) <= 8
    return len(digits) >= 4 or bool(_SIGN.search(link))


def _expiries(text: Plain) -> Iterator[_Find]:
    """Of a card only: an offer has a last day too."""
    if "卡" in text.folded and not re.search(r"活动|优惠|券|身份证|合同", text.folded):
        for match in _EXPIRY.finditer(text.folded):
            yield _Find(*match.span("value"), Kind.EXPIRY, MARKS[Kind.EXPIRY])


_SEARCHES = (_identity_numbers, _cards, _announced, _expiries)


def _apart(finds: list[_Find]) -> list[_Find]:
    """Without those that overlap one found by an earlier search; in order of the text."""
    kept: list[_Find] = []
    for find in finds:
        if all(find.end <= other.start or other.end <= find.start for other in kept):
            kept.append(find)
    return sorted(kept, key=lambda find: find.start)
