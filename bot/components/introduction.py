"""Who greets and says who they are, and no more: 你好，我是王伟. Pure."""

import re

from bot.components.entities.names import COMPOUND, NAME, NO_NAMES, SURNAMES

_HELLO = r"(?:[你您]们?好|大家好|早上好|上午好|中午好|下午好|晚上好|早安|早|嗨+|哈[喽罗啰]|喂|hi|hello)"
_PAUSE = r"[啊呀哦,。!.~\s]*"
_TITLE = r"(?:先生|女士|小姐|老师|师傅)?"
_INTRODUCED = re.compile(
    rf"(?:{_HELLO}{_PAUSE})++(?:我(?:是|叫|的名字[是叫]|姓)({NAME}|{COMPOUND}|[{SURNAMES}]){_TITLE}|({NAME})来[了啦]){_PAUSE}",
    re.IGNORECASE,
)


def introduces(text: str) -> bool:
    """Of a normalised text. The name may be any, so that no model of the words can know it."""
    found = _INTRODUCED.fullmatch(text)
    return found is not None and not NO_NAMES.match(found[1] or found[2])
