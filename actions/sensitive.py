"""Secrets a customer may type by mistake never reach a ticket or a summary."""

import re

_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){11,15}((?:\d[ -]?){3}\d)(?!\d)")
_SECRET = re.compile(
    r"((?:密码|验证码|校验码|安全码|cvv2?|cvc|有效期)(?:是|为|[:： ])*)([A-Za-z0-9/]{3,})", re.IGNORECASE
)
_TALK = re.compile(r"密码|验证码|校验码|安全码|cvv|cvc|卡号|三位数", re.IGNORECASE)


def tells_secret(text: str) -> bool:
    """Whether a card number, a password or a code is in the text, or talked of. Any other number is no secret."""
    return masked(text) != text or bool(_TALK.search(text))


def masked(text: str) -> str:
    """The text with card numbers (15-19 digits) cut to their last four, and passwords and codes blotted out."""
    without_secrets = _SECRET.sub(r"\1******", text)
    return _CARD.sub(lambda card: "****" + re.sub(r"\D", "", card[1]), without_secrets)
