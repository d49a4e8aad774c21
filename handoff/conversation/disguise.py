"""What a text says beneath its disguise: full width, ①, 六二二二, zero-width characters, Traditional script. Pure."""

import re
import unicodedata
from dataclasses import dataclass

_TRADITIONAL = str.maketrans(
    "碼驗證號帳賬戶訂單動態設換給發為輸嗎確認儲貸資條後", "码验证号帐账户订单动态设换给发为输吗确认储贷资条后"
)
_CHINESE_DIGITS = dict(zip("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "001234567891234567891", strict=True))
_CHINESE_RUN = re.compile("[{}]{{4,}}".format("".join(_CHINESE_DIGITS)))
_DASHES = "‐‑‒–—―−－"


class _Folding(dict[int, str | None]):
    """For `str.translate`: every character becomes one or none. Filled as characters come."""

    def __missing__(self, code: int) -> str | None:
        self[code] = folded = _fold(chr(code))
        return folded


def _fold(char: str) -> str | None:
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return None
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if char in _DASHES:
        return "-"
    composed = unicodedata.normalize("NFKC", char)
    return (composed if len(composed) == 1 else char).translate(_TRADITIONAL)


_FOLDING = _Folding()


@dataclass(frozen=True, slots=True)
class Plain:
    """A text folded to plain digits and simplified words; `span` leads back to the original."""

    folded: str
    _places: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `folded[start:end]` stands in the original text, with what was hidden inside it."""
        return (start, end) if self._places is None else (self._places[start], self._places[end - 1] + 1)


def plain(text: str) -> Plain:
    """Fold a text. Runs of four or more Chinese digits count as digits; 一个 and 三万 stay words."""
    folded = text.translate(_FOLDING)
    places = None
    if len(folded) != len(text):
        places = tuple(place for place, char in enumerate(text) if _FOLDING[ord(char)] is not None)
    digits = _CHINESE_RUN.sub(lambda run: "".join(_CHINESE_DIGITS[char] for char in run[0]), folded)
    return Plain(digits, places)
