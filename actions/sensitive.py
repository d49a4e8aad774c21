"""Secrets a customer may type by mistake never reach a ticket or a summary."""

import re

_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){11,15}((?:\d[ -]?){3}\d)(?!\d|\s?(?:元|块|人民币))")
_SECRET = re.compile(
    r"((?:密码|验证码|校验码|安全码|cvv2?|cvc|有效期)(?:是|为|[:： ])*)([A-Za-z0-9/]{3,})", re.IGNORECASE
)
_MOBILE = re.compile(r"(?<![\dA-Za-z])(1[3-9]\d)(?:[ -]?\d){4}((?:[ -]?\d){4})(?!\d)")
_LONG_NUMBER = re.compile(r"(?<![\dA-Za-z.])(\d{3})\d*(\d{4})(?![\d.]|\s?(?:元|块|万))")
_HIDDEN = re.compile(r"\d{4} \*{4} \*{4} \d{4}|\d{3}\*{8,}[\dX]{4}|\[(?:密码|验证码|安全码|有效期)已隐藏\]")
"""What the service puts where a customer wrote a card, an identity number or a secret."""
_ASKED_FOR = re.compile(r"(让|叫|要|喊|请)(我|他|她)|骗|对方|自称|不(能|要|可以|会|敢)|别")
_TALK = re.compile(r"密码|验证码|校验码|安全码|cvv|cvc|卡号|三位数", re.IGNORECASE)


_OFFERS = re.compile(
    r"(把|将)[^,，。]{0,6}(密码|验证码|校验码|安全码|cvv|卡号)[^,，。]{0,4}(发|告诉|给|报|说|念)给?(你|您|给?客服)|"
    r"(密码|验证码|校验码|安全码|cvv)(我)?(直接)?(发|告诉|报|念)给?(你|您)",
    re.IGNORECASE,
)


def offers_secret(text: str) -> bool:
    """Whether one is about to be told: "我把密码发你". What others ask for is no offer."""
    return bool(_OFFERS.search(text)) and not _ASKED_FOR.search(text)


def tells_secret(text: str) -> bool:
    """Whether a card number, a password or a code is in the text, or talked of. Any other number is no secret."""
    return holds_secret(text) or bool(_TALK.search(text))


def holds_secret(text: str) -> bool:
    """Whether a card number, a password or a code itself is in the text, or the mark of one the service took out."""
    return masked(text) != text or bool(_HIDDEN.search(text))


def without_numbers(text: str) -> str:
    """The text with telephone and other long numbers cut to 139****5678; amounts and ticket numbers stay."""
    without_phones = _MOBILE.sub(lambda phone: f"{phone[1]}****{re.sub(r'[^0-9]', '', phone[2])}", text)
    return _LONG_NUMBER.sub(r"\1****\2", without_phones)


def masked(text: str) -> str:
    """The text with card numbers (15-19 digits) cut to their last four, and passwords and codes blotted out."""
    without_secrets = _SECRET.sub(r"\1******", text)
    return _CARD.sub(lambda card: "****" + re.sub(r"\D", "", card[1]), without_secrets)
