"""Who goes away for a moment (等一下，我接个电话), and who is back: 刚去接了个电话, 久等了, 我们说到哪了. Pure."""

import re

_EXCUSE = r"不好意思|抱歉|对不起|那个|[哎唉嗯啊呀哈]"
_CALL = r"[接回打]了?(一?[个通])?(快递|外卖|工作|家里|家人|朋友|领导|老板|同事|公司)?的?电话"
_ERRAND = (
    r"[走离]开|出去|下楼|断网|掉线|网断|没电|走神|没看手机|有(点|个|点儿)?事|忙|开会|吃饭|开(了个|个)?门|倒(了)?杯?水|"
    r"上?(了)?(个|趟)?(厕所|洗手间|卫生间)|[拿取收接]了?个?(快递|外卖|包裹|孩子|娃)|哄(了)?(孩子|娃)"
)
_AWAY = rf"我?(刚刚?才?|方才)([去在又被]|有人)*({_CALL}|{_ERRAND})(去)?了?(一?会儿?|一?下)?"
_RETURN = (
    r"(让[你您])?久等了?|我?(又|可|现在|已经)?(回来|忙完|弄完|上线)了|我?[在好]了|"
    r"(我们|咱们?)?(继续|接着)[说聊来讲问]?吧?"
)
_WHOLE = re.compile(rf"({_EXCUSE}|{_AWAY}|{_RETURN})+")
_SAYS = re.compile(rf"{_AWAY}|久等|回来了|忙完了")
_WHERE = re.compile(
    r"([说聊讲谈]|(我们|咱们?|刚刚?才?)(都)?[问填])到(哪(里|儿|一步)?|啥地方|什么地方|第几[步个])(来着|了|啦)"
)


def comes_back(text: str) -> bool:
    """Whether a customer only says so, or asks where the conversation stood, whatever kept them."""
    said = "".join(char for char in text if char.isalnum())
    return bool(_WHERE.search(said) or (_SAYS.search(said) and _WHOLE.fullmatch(said)))


_WAIT = r"(你|您|请|先|就|那|麻烦|[哎唉])*(等+一?下?(一?会儿?)?|稍等|停一?下|暂停(一?下)?|放一放|别急)[啊哈呀哦]*"
_GOES = (
    r"(我|俺|这边|这里|店里|家里|单位)*(先|去|要|得|有|来|又)*"
    r"(接个?电话|有?电话(进)?来了?|开个?门|来(客人|顾客|活|人|单)了?|有(人|客人|顾客)(来|找|敲门)了?|客人(来|到)了?|上个?(厕所|洗手间)|忙一?[下会]儿?|"
    r"开个?会|吃个?饭|拿个?(快递|外卖)|[处办]理?点?事|看(下|一下)?孩子|(孩子|宝宝|[娃宝]儿?)(醒|哭|闹)了?|喂个?奶|倒杯?水|充个?电|找(一?下)?(卡|单子|身份证|手机))"
)
_SOON = (
    r"(我|一?会儿?|等下|等会|马上|待会儿?|回头|晚点|过会儿?)+(就|再)?(回来?|来|说|聊|继续|接着[说弄填]|弄|填)[啊哈吧]*"
)
_LEAVES = re.compile(rf"(?=.*({_WAIT}|{_SOON}))(?=.*({_GOES}|{_SOON}))({_EXCUSE}|{_WAIT}|{_GOES}|{_SOON})+")
LONGEST = 40
"""Letters: who is called away writes no more."""


def goes_away(text: str) -> bool:
    """Whether the whole text asks to wait: nothing is cancelled, and nobody is called."""
    said = "".join(char for char in text if char.isalnum())
    return len(said) <= LONGEST and bool(_LEAVES.fullmatch(said))


def is_absent(text: str) -> bool:
    """Whether a customer says no more than that they go for a moment, or are back."""
    return goes_away(text) or comes_back(text)
