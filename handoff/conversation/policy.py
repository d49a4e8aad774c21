"""Which text a message may hold. Pure."""

import re
import unicodedata

from handoff.conversation.concealment import Concealed, conceal
from handoff.errors import InvalidRequest

# Control characters but tab and newline; bidirectional overrides, which can make text read as what it is not; and lone
# surrogates, which no database stores. Joiners stay: emoji and several scripts are written with them.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_INVISIBLE = {"Cf", "Zs", "Zl", "Zp", "Cc", "Mn", "Me"}


SEARCHED_CHARS = 500  # of a message: an index takes no more than 2,700 bytes (PostgreSQL), and rows stay small


class MessageEmpty(InvalidRequest):
    code, message = "message_empty", "消息不能为空，请输入内容后再发送。"


class MessageTooLong(InvalidRequest):
    code, message = "message_too_long", "消息太长了，请分成几条发送。"


def clean_remark(text: str | None) -> str | None:
    """What may be left out, cleaned and concealed like a message; None when nothing visible is in it."""
    cleaned = _UNWANTED.sub("", text or "").strip()
    return None if _is_blank(cleaned) else conceal(cleaned).text


def clean_line(text: str | None) -> str | None:
    """The same on one line: a name, which must not look like another or like two lines."""
    return clean_remark(" ".join(_UNWANTED.sub("", text or "").split()))


def clean_text(text: str, *, max_chars: int) -> str:
    """The text to store, as `clean_message` makes it."""
    return clean_message(text, max_chars=max_chars).text


def clean_message(text: str, *, max_chars: int) -> Concealed:
    """The text to store: newlines unified, unwanted characters gone, outer space trimmed, secrets concealed.

    Raises MessageEmpty when nothing visible is left and MessageTooLong above `max_chars` code points; marks of what was
    concealed may be longer than what they stand for, and are not counted.
    """
    if len(text) > max_chars * 4:  # before any work is done on it
        raise MessageTooLong(max_chars=max_chars)
    cleaned = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if _is_blank(cleaned):
        raise MessageEmpty
    if len(cleaned) > max_chars:
        raise MessageTooLong(max_chars=max_chars)
    return conceal(cleaned)


def searchable(text: str) -> str:
    """As searches compare words: the beginning, in lower case."""
    return text[:SEARCHED_CHARS].lower()[:SEARCHED_CHARS]


def _is_blank(text: str) -> bool:
    return all(unicodedata.category(char) in _INVISIBLE for char in text)
