"""What customers ask of the complaint form itself: what it has noted down, why it asks, whether they must say. Pure."""

import re

from actions.answers.kinds import Refused
from actions.language import letters

LONGEST = 24
"""Letters: a longer sentence tells something, and asks nothing of the form."""

_SEES = re.compile(
    r"(看|念|读|说|讲|告诉|发|列|给我?).{0,8}(你|都|刚才|刚刚|前面|已经|现在)?(记|填|写|登记)(了|的|下|好)|"
    r"(你|都|刚才|刚刚|前面|现在|已经)(们)?(都|刚才)?(记|填|写|登记)(了|的|下|成)?(是|的是|了)?(啥|些?什么|哪|"
    r"些啥|多少|谁)|"
    r"(时间|日期|地点|地址|金额|电话|号码|名字|姓名|诉求|产品|业务)(你|们|现在|上面)*(记|填|写|登记)(的|成|"
    r"了)?(是|的是)?(哪|啥|什么|多少|谁|几)|"
    r"(看|核对|检查|过)(一?下|一?遍|看|个)?.{0,3}(完整|全部|所有|整个|内容|记录|登记的|填的|写的|记的|单子)|"
    r"(记|填|写|登记)(的|得)?(对|全|完整)(不对|不全|了?[吗么没])"
)
_HOW_LONG = re.compile(
    r"(多久|多长时间|几天|几个?工作日|几号|哪天|什么时候|啥时候|何时)[^,，。]{0,8}(答复|回复|结果|处理|解决|办好|办完|回音|回话|回信|消息|说法|交代|联系我|给信|有信)|"
    r"(答复|回复|结果|处理|解决|办好|消息|联系我)[^,，。]{0,6}(要|得|需要|大概|一般)?(多久|多长时间|几天|几个?工作日|哪天|什么时候|啥时候|何时)"
)
_OF_PHONE = re.compile(r"电话|手机|号码|联系方式")
_OF_NAME = re.compile(r"名字|姓名|姓啥|姓什么|叫什么|名儿|匿名|实名|身份|我是谁")
_ASKS_WHY = re.compile(
    r"(为什么|为啥|干嘛|干啥|干什么|凭什么|做什么用?|有什么用|有啥用|何必|怎么(还|老|总)?)(要|得|非要|一定要|"
    r"还要|老|总)*(问|填|说|写|登记|留|知道|提供|这么多)|"
    r"(问|填)(得|的)?(这么|那么|好|太)多|(干嘛|为什么|为啥|凭什么)(非|还)?要我?的?(名|姓|电|手机|号|身份)|(要|问|留|填).{0,6}(干嘛|干啥|干什么|做什么|有什么用|有啥用)"
)
_ASKS_WHETHER = re.compile(
    r"(可以|能|可不可以|能不能|行不行|必须|一定要|非得|非要).{0,6}(匿名|不留|不说|不填|不写|不给|留|填|写|说|"
    r"实名).{0,8}(吗|么|嘛|不|[?？]|$)|匿名.{0,4}(吗|么|行|可以|成)"
)
_WITHHOLDS = re.compile(
    r"(不|别|没)(想|愿意?|能|方便|敢|会|打算|可能|太想|要)?(说|讲|留|给|写|填|提供|告诉|透露|报)(你|您|你们)?|"
    r"匿名|保密|怕.{0,4}(骚扰|泄)"
)
_PARTS = re.compile(r"拜拜|再见|先不|晚点|回头|改天|等会|不投诉")
"""Who leaves it for now withholds nothing."""


def asks_to_see(text: str) -> bool:
    """Whether what is noted down so far is to be shown: "你记了些啥", "电话记的是哪个"."""
    return letters(text) <= LONGEST and bool(_SEES.search(text))


def asks_how_long(text: str) -> bool:
    """Whether it is asked how long a complaint takes: "报上去几天有回音"."""
    return bool(_HOW_LONG.search(text))


def unwilling(text: str, asked: str | None) -> Refused | None:
    """What is said to who asks why the form asks, or will not say a name or a number, whatever is `asked` now."""
    if letters(text) > LONGEST or any(char.isdigit() for char in text) or _PARTS.search(text):
        return None
    slot = _slot(text, asked)
    withholds = asked != "description" and _WITHHOLDS.search(text)
    if slot and (withholds or _ASKS_WHY.search(text) or _ASKS_WHETHER.search(text)):
        return Refused(f"utter_complaint_{slot}_needed")
    return Refused("utter_complaint_why") if _ASKS_WHY.search(text) and _is_of_form(text) else None


def _slot(text: str, asked: str | None) -> str | None:
    """The name or the phone: as it is named, else as it is asked."""
    if _OF_NAME.search(text):
        return "name"
    if _OF_PHONE.search(text):
        return "phone"
    return asked if asked in ("name", "phone") else None


def _is_of_form(text: str) -> bool:
    return bool(re.search(r"[问填]", text))
