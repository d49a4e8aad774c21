"""Where one message holds several thoughts: cut at marks, at blanks and at words that begin another one. Pure."""

import re
from collections.abc import Sequence

from bot.components.text import match_key

MOST_CLAUSES = 6
"""A message of more thoughts is a story, not a list of questions."""
LONGEST = 120
"""Letters of a message that may be a list of questions."""
LEAST = 2
"""Letters of a thought."""

_ASKING = re.compile(
    r"(.)[不没]\1|怎|咋|什么|啥|多少|多久|多长|(?<![好前这那过])几|哪|吗|么$|呢$|如何|为何|能不能|可不可以|可否|能否|是不是|是否|有没有|要不要|会不会|用不用|[不没无]$|"
    r"[想请要]问|问(?:一?下|问|个)|咨询|了解|请教|打听"
)
_POLITELY = re.compile(r"^(?:你好|您好|那|我)*(?:请问|想问|问|咨询|请教)(?:一?下|个事)?")
_CONDITION = re.compile(
    r"(?:的话|时候?|之后|以后|之前|如果.*)$|^(?:如果|要是|假如|因为|由于|关于|对于|只是|比如|当我?|在我)"
)
_NAMED = range(4, 11)
"""Letters of words that only name what they are about ("信用卡额度")."""
_TOLD = re.compile(r"[了没不老就才把被]|的$")
"""Words of a statement, which names nothing but leads to a question."""
_LEAST_ASKED = 4
"""Letters; 咋销 says nothing without the thought before."""

_MARKS = re.compile(r"(?<!\d),|,(?!\d{3})|[。!?;…\n]+|~+")
_JOINTS = re.compile(
    r"(?<!是否)(?:还有|另外|此外|以及)(?:一个|个)?(?:问题|就是|再|想|请)?(?:问|请教|咨询)?(?:一下|下)?(?:,|就是)?"
    r"(?!多少|多久|几|没|钱|余|剩|人|效|用|别的|其他|啥|什么|哪|吗|不|的|机会|办法|优惠|限制|要求)|"
    r"(?:对了|顺便|顺带|再|还|也)(?:再)?(?:想|要)?(?:问|请教|咨询|打听)(?:你们?|您)?(?:一下|下|个事|一个)?|"
    r"(?:^|(?<=.{4}))(?:然后|同时|接着)(?=.{4})|(?<=.{4})(?:和|跟|及|还有)(?=怎么|如何|咋|什么时候|多久|要不要)"
)

_NO_PERSON = re.compile(
    r"((?:不用|不要|不必|别|甭|无需|不需要)(?:再|给我|帮我|急着|着急)*[转接找叫](?:到|接)?(?:人工|客服|真人|人)(?:客服|服务)?[了吧啦]?)"
    r"(?=你|我|直接|就[问说想]|先|麻烦|请|帮|告诉|[说问])"
)
"""That nobody is to be called: a thought of its own, also where nothing parts it from the next."""
_FRAME = re.compile(
    r"^(?:那|[你您]|就|只|直接|先|快|只要|麻烦|请)*(?:告诉我|[跟给]我说|说一?下)(?:一?下)?(?=.{4})|(?<=.{4})就(?:行|好|可以|成)了?$"
)
"""Words around a question that say nothing of it: 你告诉我…就行."""


def clauses_of(text: str, original: str, origins: Sequence[int]) -> list[str]:
    """The thoughts of a normalised text in order; just one when it cannot be several questions.

    `origins` places each character in the customer's `original`, whose blanks the normalised text has lost.
    """
    if len(text) > LONGEST:
        return [text]
    pieces = _cut(_with_blanks(text, original, origins))
    return pieces if 1 < len(pieces) <= MOST_CLAUSES else [text]


def _with_blanks(text: str, original: str, origins: Sequence[int]) -> str:
    """The text with a line break wherever the customer left a blank between two Chinese words."""
    spaced = text[:1]
    for before, (char, here) in zip(origins, list(zip(text, origins, strict=True))[1:], strict=False):
        has_blank = any(skipped.isspace() for skipped in original[before + 1 : here])
        spaced += f"\n{char}" if has_blank else char
    return spaced


def _cut(text: str) -> list[str]:
    joined = _NO_PERSON.sub(r"\1\n", _JOINTS.sub("\n", text))
    pieces = (_FRAME.sub("", piece.strip(" :、\t")) for piece in _MARKS.sub("\n", joined).split("\n"))
    return [piece for piece in pieces if len(match_key(piece)) >= LEAST]


def asks(clause: str) -> bool:
    """Whether the thought asks in so many words."""
    said = _POLITELY.sub("", clause)
    is_told = said != clause and not _ASKING.search(said) and _TOLD.search(said)  # 请问定期没到期
    is_asked = len(match_key(clause)) >= _LEAST_ASKED and bool(_ASKING.search(clause))
    return is_asked and not is_told and not _CONDITION.search(clause)


def names(clause: str) -> bool:
    """Whether the thought may be a question by merely naming a matter; a condition or a statement is none."""
    return len(match_key(clause)) in _NAMED and not _CONDITION.search(clause) and not _TOLD.search(clause)
