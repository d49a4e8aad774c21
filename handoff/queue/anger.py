"""How angry a customer's words are: one lexicon for the bot's actions and for the queue. Pure, Chinese.

A lexicon and not a model: it must count while the bot is not asked, and say why it counted.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

RISEN = 3
"""Points in the latest messages from which anger has risen: an insult and a complaint, or three complaints."""
LOOK_BACK = 6
"""Messages; what was said before them has passed."""
LASTS = timedelta(hours=1)
"""A customer who comes back later starts calm."""
LEAST_REPEATED = 4
"""Letters; shorter messages (在吗, 你好) are said twice without anger."""

_ABUSE = re.compile(
    r"傻[逼比bx叉缺]|煞[笔比]|沙雕|智障|弱智|脑残|白痴|废物|蠢货|蠢猪|猪脑|人渣|混蛋|王八|狗娘|狗屁|狗东西|不要脸|神经病|有病吧|"
    r"滚(?!动|存|利|续|筒)|妈的|特么|尼玛|草泥马|操你|垃圾(?!短信|信息|邮件|电话|分类|桶)|(?<![a-z])(?:sb|tmd|nmd|cnm)(?![a-z])"
)
_THREAT = re.compile(
    r"(?<!\d)(?:12378|12363|12386|12345)(?!\d)|银保监|银监会|监管(?:总?局|部门)|消协|消费者协会|媒体|记者|曝光|上热搜|"
    r"发到?(?:网上|抖音|微博|朋友圈)|起诉|告你们|打官司|律师|法院见|法庭见|信访"
)
_COMPLAINT = re.compile(
    r"气死|气人|生气|火大|恼火|愤怒|太过分|过分了|离谱|无语|失望|寒心|恶心|差劲|太差|真差|烂透|敷衍|糊弄|推诿|推来推去|踢皮球|"
    r"坑人|坑爹|坑客户|黑心|骗子(?:银行|公司)|骗(?:谁|鬼|人的?吧)|就是骗|忽悠(?:谁|人|我)|没人(?:管|理(?!赔|财))|管不管|"
    r"到现在(?:都|还|也)|凭什么|什么(?:态度|玩意|破)|岂有此理|受够|忍无可忍|烦死|等(?:死|了?半天)|还要等|没完了|"
    r"你们(?:都|就|到底|这)?(?:是)?怎么(?:办事|做事|搞|干|当客服|服务)的|(?:这|你们)(?:就)?(?:是)?(?:办|干)的(?:什么|啥|叫什么)事|吃干饭|干什么吃的|你们(?:到底|究竟)行不行|"
    r"[说问]了?(?:多少|几|八百)遍|再不(?:处理|解决|回|给)"
)
_CALMER = re.compile(
    r"[跟和对冲朝]你们?(一?个?机器人?)?(生气|发火|发脾气|吵架?|计较|较劲|急|嚷)[也又都是]*(没用|没意思|没意义|没必要|白搭|有(什么|啥)用)|"
    r"不[跟和对]你们?(生气|计较|吵|发火|较劲)|我?不(生气|发火|吵|骂|气)了|不(应)?该[跟和对冲朝]你们?(发火|发脾气|骂人?|吼|生气|嚷)|"
    r"我(刚才|刚刚|前面)?的?(说话|语气|态度|脾气|话)(有点|有些|说得|是|太|也)*(重|冲|急|不好|难听|过分|过火|大)(?!吗)|"
    r"^(不好意思|对不起|抱歉|算了|哎|唉|[,，。])*(刚才|刚刚|前面)(说话|语气|态度|话)(有点|有些|说得|是|太|也)*(重|冲|急|不好|难听|过分|过火)|"
    r"(不好意思|对不起|抱歉)[,，。]*(刚才|刚刚|前面)?我?(有点|有些|太|是|确实)*(激动|冲动|急|发火|发脾气|骂人|骂了|失态|上火)"
)
"""Who gives anger up, or is sorry for it: 跟你发火没用, 刚才我说话重了. Its words add nothing."""
_MARKS = re.compile(r"[!?]{3,}|!.*!.*!|😡|🤬|💢")
_SIGNS = (("辱骂", 2, _ABUSE), ("扬言投诉曝光", 2, _THREAT), ("不满", 1, _COMPLAINT), ("连续感叹", 1, _MARKS))
"""What the desk reads, points, words."""
_REPEATED = "重复追问"
_LIFE = re.compile(r"不想活|活不下去|想死|自杀|轻生|跳楼|割腕|安眠药|一了百了")
_THEFT = re.compile(r"盗刷|[钱款](?:正在|刚刚?)?被人?(?:转走|刷走|骗走)|[给转](?:骗子|诈骗)")
_SIMPLIFIED = str.maketrans(
    "氣騙監銀記媒體訴過麼態煩廢腦殘誰發網師離無語東沒點幾說問處還",
    "气骗监银记媒体诉过么态烦废脑残谁发网师离无语东没点几说问处还",
)
"""The characters of the words above as they are written in Traditional script."""


@dataclass(frozen=True, slots=True)
class Anger:
    """`points` over the messages, and the signs they come from, in the order of the table."""

    points: int
    signs: tuple[str, ...]

    @property
    def has_risen(self) -> bool:
        return self.points >= RISEN


def measure(texts: Sequence[str]) -> Anger:
    """The anger of a customer's messages, the oldest first; only the latest LOOK_BACK count."""
    latest = [_plain(text) for text in texts[-LOOK_BACK:]]
    found = [found for place in range(len(latest)) for found in _signs_of(latest[place], latest[:place])]
    order = [*(name for name, _, _ in _SIGNS), _REPEATED]
    signs = sorted({name for name, _ in found}, key=order.index)
    return Anger(sum(points for _, points in found), tuple(signs))


def is_rising(texts: Sequence[str]) -> bool:
    """Whether anger has risen, and the newest message had a part in it."""
    return measure(texts).has_risen and measure(texts).points > measure([*texts[-LOOK_BACK:-1], ""]).points


def shows_dissatisfaction(text: str) -> bool:
    """Whether this one message says it in words; marks alone, or asking twice, are only impatience."""
    said = _CALMER.sub("", _plain(text))
    return bool(_ABUSE.search(said) or _COMPLAINT.search(said))


def calms_down(text: str) -> bool:
    """Whether this message says that its anger is over, or was out of place."""
    return bool(_CALMER.search(_plain(text)))


def is_life_in_danger(text: str) -> bool:
    """Whether a waiting customer speaks of ending their life."""
    return bool(_LIFE.search(_plain(text)))


def is_theft_under_way(text: str) -> bool:
    """Whether a waiting customer speaks of money being stolen."""
    return bool(_THEFT.search(_plain(text)))


def _signs_of(text: str, before: Sequence[str]) -> list[tuple[str, int]]:
    said = _CALMER.sub("", text)
    found = [(name, points) for name, points, words in _SIGNS if words.search(said)]
    is_repeated = len(_letters(text)) >= LEAST_REPEATED and _letters(text) in {_letters(earlier) for earlier in before}
    return [*found, (_REPEATED, 1)] if is_repeated else found


def _plain(text: str) -> str:
    """Half width, small letters, simplified where it matters, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).translate(_SIMPLIFIED)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
