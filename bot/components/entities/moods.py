"""How a clause is said: as a wish, as a refusal that was met, as something told.

要求更正 and 不给更正 share their words, and only one of them asks. None decides by itself; the judge of the demand
weighs it with the words around it.
"""

import re

MOODS = {
    "wished": (
        r"要求|必须|务必|希望|请(?!假|客|示|了)|麻烦|尽[快早]|赶[紧快]|马上|立[即刻马]|给我|帮我|[畀俾]我|我要|我想|应该|应当|得给|^[把让]|能不能|"
        r"可不可以|快[点啲些]|只要|就行|起码|至少|最好"
    ),
    "refused": r"不[给肯愿予让理认]|没[有给人]?|未|拒|不[了到成动]|[^来]不[下回]来|不[退赔改开]|唔",
    "told": (
        r"说(?!明|法|清|出|说|个|声)|承诺|答应|讲(?!清|明|讲)|回复我|通知我|被|了(?=.)|过|之前|上次|已经|至今|还没|一直|每次|又|还是|到现在|结果"
    ),
    "done_to_me": r"[让要叫罚扣逼]我",
    "asked": r"凭什么|为什么|怎么|吗|多久|什么|哪|谁",
}
_COMPILED = {name: re.compile(words) for name, words in MOODS.items()}


def find_moods(clause: str) -> list[str]:
    """Names of the moods of a normalised clause."""
    return [name for name, words in _COMPILED.items() if words.search(clause)]
