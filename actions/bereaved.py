"""Money of somebody who died, asked for by the family: no theft, and nobody's secret. Pure."""

import re

_DIED = re.compile(
    r"(爸|妈|父|母|爷爷?|奶奶?|姥[爷姥]|外[公婆]|公公|婆婆|岳[父母]|老伴|老公|老婆|丈夫|妻子|爱人|哥|姐|弟|妹|儿子|女儿|老人|亲人|家人|家属|长辈)亲?"
    r"(她|他|都|刚|已经?|上个?月|上个?(礼拜|星期|周)|去年|前[天年]|昨天|今年|因病|突然|年前|早就|就)*"
    r"(走了|没了|不在了|去世|过世|病故|离世|过身|辞世|故去)|已故|遗产|死者|逝者"
)
_MONEY = re.compile(r"钱|款|卡|折|存单|账户|定期|养老金|理财|遗产|销户|万|密码")


def is_bereaved(text: str) -> bool:
    """Whether somebody of the family has died."""
    return bool(_DIED.search(text))


def asks_for_legacy(text: str) -> bool:
    """Whether the money of somebody who died is spoken of: "我爸走了，他卡里还有十几万"."""
    return is_bereaved(text) and bool(_MONEY.search(text))
