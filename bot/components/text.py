"""What a customer's text looks like to the interpreter: one script, one width, no invisible characters.

Pure functions. Every character of the result remembers where it came from, so that an entity found in the
normalised text can be shown in the customer's own words.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from opencc import OpenCC

from bot.components.spelling import NUMERALS, correct

SLASHES = "/\\∕⁄／"
"""Characters a command of Rasa could start with, or that look the same."""

LEAST_RUN = 3
"""So often a character of a word never stands in a row: 谢谢, 天天 and 妈妈 have two."""


@dataclass(frozen=True)
class Normalised:
    """Normalised `text`; `origins[i]` is the index in the customer's text of the character `text[i]` came from."""

    text: str
    origins: tuple[int, ...]


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Traditional script to simplified, as many characters as before.

    Phrase tables may change the length; then each character is converted alone, which keeps positions true.
    """
    if text.isascii():
        return text
    converted = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    singles = (_converter().convert(char) for char in text)
    return "".join(single if len(single) == 1 else char for single, char in zip(singles, text, strict=True))


def is_cjk(char: str) -> bool:
    """Whether `char` is a Chinese character or Chinese punctuation, between which white space means nothing."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char in "，。？！；：、“”‘’（）《》"


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _visible(text: str) -> list[tuple[str, int]]:
    """Characters with their origins: half-width, without control and zero-width ones, any white space a blank."""
    kept: list[tuple[str, int]] = []
    for index, char in enumerate(text):
        if char.isspace():
            kept.append((" ", index))
        elif unicodedata.category(char)[0] != "C":
            kept.extend((folded, index) for folded in unicodedata.normalize("NFKC", char))
    return kept


def _squeeze(chars: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """A run of one punctuation mark or of white space becomes one, and so does 贵贵贵, a word's character."""
    kept: list[tuple[str, int]] = []
    for char, run in groupby(chars, key=lambda pair: pair[0]):
        same = list(run)
        means_one = char == " " or _is_punctuation(char) or (len(same) >= LEAST_RUN and _is_shouted(char))
        kept += same[:1] if means_one else same
    return kept


def _is_shouted(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" and char not in NUMERALS


def _join(chars: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """White space stays only between two words of another script or two numbers."""
    edge = (" ", -1)
    around = zip([edge, *chars], chars, [*chars[1:], edge], strict=False)
    return [
        here
        for before, here, after in around
        if here[0] != " " or not any(char == " " or is_cjk(char) for char in (before[0], after[0]))
    ]


def normalise(text: str) -> Normalised:
    """One form for what is the same to a reader. A leading slash goes: to Rasa it would be a command."""
    chars = _join(_squeeze(_visible(text)))
    while chars and (chars[0][0] in SLASHES or chars[0][0] == " "):
        chars.pop(0)
    simplified = correct(to_simplified("".join(char for char, _ in chars)))
    chars = _squeeze([(char, origin) for char, (_, origin) in zip(simplified, chars, strict=True)])
    return Normalised("".join(char for char, _ in chars), tuple(origin for _, origin in chars))


def match_key(normalised_text: str) -> str:
    """What two sentences share that differ only in case, punctuation or blanks; "" when nothing else is in them."""
    return "".join(char for char in normalised_text.casefold() if char.isalnum())


def disarm(text: str) -> str:
    """The same text, safe to hand to Rasa as a message: as long as before, and no command.

    Lone surrogates cannot be stored and become U+FFFD. A slash that Rasa (or a reader of its log) could take for
    the start of a command becomes U+2215, the division slash.
    """
    storable = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    for index, char in enumerate(storable):
        if char in SLASHES:
            return storable[:index] + "∕" + storable[index + 1 :]
        if not char.isspace() and unicodedata.category(char)[0] != "C":
            return storable
    return storable


POLITE = re.compile(
    r"^(?:(?:你们?好|您好|大家好|hi|hello|hey|哈喽|嗨|喂"
    r"|在不在|在吗|在么|有人吗|有人在吗|早上好|早安|早啊|早(?=[,，.。!！~ ])|上午好|中午好|下午好|晚上好"
    r"|(?:小知|客服|老师|师傅|美女|帅哥|亲)(?=[,，.。!！?？~ 你您在])|亲(?!属|子|友)"
    r"|不好意思|打扰一下|打扰了?|劳驾|辛苦了"
    r"|(?:我?想|麻烦|请)?(?:请教|咨询|请问|问)(?:一下|下|一?个事儿?|点事儿?|一?个问题|您?个问题)(?!题)"
    r"|请问|请教|想请问|麻烦问下|麻烦您?|嗯|呃|额|那个|就是)"
    r"[啊呀哦呢哈,，.。!！?？~ ]*)+",
    re.IGNORECASE,
)
"""Greetings and fillers at the beginning: they say nothing of what the customer wants."""

LEAST_LEFT = 3
"""A sentence that would be shorter without its greeting *is* a greeting, or too short to judge without it."""


def greeting_length(normalised_text: str) -> int:
    """How many characters at the beginning only greet; 0 when little else would be left."""
    match = POLITE.match(normalised_text)
    length = match.end() if match else 0
    return length if len(match_key(normalised_text[length:])) >= LEAST_LEFT else 0
