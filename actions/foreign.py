"""Whether a customer writes another language than Chinese: English, or any that has a script of its own. Pure."""

import re

from actions.language import bare

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SCRIPT = re.compile(
    r"[\u3040-\u30ff]{3}|[\uac00-\ud7af]{2}|[\u0400-\u04ff]{3}|[\u0600-\u06ff]{3}|[\u0e00-\u0e7f]{3}|[\u0900-\u097f]{3}"
)
"""Kana, Hangul, Cyrillic, Arabic, Thai, Devanagari; one の stands in Chinese advertisements."""
_CODE = re.compile(r"[<>{}=;\\_/@#*|]|\w\(")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?", re.IGNORECASE)
_ENGLISH = frozenset(
    re.findall(
        r"\S+",
        """
        i i'm i've i'd i'll my mine me you your yours we our they them their he she it its it's this that these
        those there here is are was were am been being be do does did don't didn't doesn't can't cannot could
        would should will won't have has had haven't what what's where when which who why how the of to in on at
        for from with by into about not but and or if any some someone somebody anyone anybody everything nothing
        please help need want know think tell get got give take make made use speak talk call understand english
        chinese money bank card account cards accounts transfer payment pay paid loan fee fees rate rates balance
        branch password refund charge charged complaint complain stolen lost fraud scam scammed open opening
        close hours passport documents statement deposit withdraw withdrawal cash limit app login exchange
        interest annual mortgage insurance freeze frozen blocked block report reset arrived pending change phone
        number online name address find see check update real person human bot agent like rather really morning
        night hello thanks send sent receive received work working new old buy sell still yet today yesterday
        tomorrow very
        """,
    )
)
_ALSO_PINYIN = {"me", "we", "he", "she", "to", "do", "an", "can", "no", "so", "a", "men", "you", "long"}
"""English words that read like a syllable of Chinese too: they alone tell nothing."""
_ALONE = {"english", "refund", "password", "balance", "complaint", "mortgage", "scammed", "passport"}
LEAST_SHARE = 1 / 3
"""Of the words, that are known English ones: names and slips are not."""
_ASKS_ENGLISH = re.compile(
    r"(?:english|英语|英文|外语)[^,，。]{0,6}(?:service|服务|客服|support|人工|人员|吗)|(?:讲|说|会|懂)(?:英语|英文|english)",
    re.IGNORECASE,
)


def is_foreign(text: str) -> bool:
    """Whether nothing of it is Chinese, pinyin, code or noise, but another language."""
    if _SCRIPT.search(text):
        return True
    if _CHINESE.search(text) or _CODE.search(text):
        return False
    words = [word.lower().replace("’", "'") for word in _WORD.findall(bare(text))]
    if len(words) == 1:
        return words[0] in _ALONE
    known = [word for word in words if word in _ENGLISH or word in _ALSO_PINYIN]
    tells = any(word not in _ALSO_PINYIN for word in known)
    return tells and len(known) >= LEAST_SHARE * len(words)


def asks_for_english(text: str) -> bool:
    """Whether it is asked in Chinese if somebody speaks English: "有英文服务吗"."""
    return bool(_ASKS_ENGLISH.search(text))
