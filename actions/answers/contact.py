"""Names and telephone numbers."""

import re

from actions.answers.kinds import Answer, Given, Refused
from actions.language import bare, is_nothing, is_number, is_unknown
from actions.turn import Turn
from actions.vocabulary import code_in

MOBILE_DIGITS = 11
LEAST_DIGITS = 5
"""Fewer digits in a row than this are not meant as a telephone number."""

_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_LANDLINE = re.compile(r"^0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}$")
_DIGITS = re.compile(r"(?:\+?86[-\s]?)?(\d(?:[-\s()（）]*\d)+)")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳"
    "翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤"
    "阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲"
)
_LEAD = re.compile(r"^(?:我的?|本人|名字|姓名|称呼|全名|叫我|叫|写|填|留|是|为|姓|您?可以|[：: ，,])+")
_CHINESE_NAME = re.compile(r"^[\u4e00-\u9fff]{1,4}(?:·[\u4e00-\u9fff]{1,8})?(?:先生|女士|小姐|老师|太太|阿姨|叔叔)?$")
_TAIL = re.compile(r"(?:[，, ]|就(?:行|好|可以|成|是)了?|好了|即可|可以了?|吧|呗)+$")
_TWICE = re.compile(r"^(.{1,2})[，, ]+(?:就?叫我?|是)?(?=\1)")
"""A surname before the name with it: 姓陈，陈先生就行."""
_WITHHELD = re.compile(r"^谢+|^白白|再见|^您?你?好|匿名|保密|不想|不方便|不愿|不留|随便|什么|客户|不告诉|你猜")
_OTHER_KINDS = ("time", "branch", "channel", "product", "issue", "demand", "phone", "ticket_number")
_MATTERS = ("product", "issue", "demand")
_LATIN_NAME = re.compile(r"^[A-Za-z][A-Za-z.' -]{1,40}$")


def read_phone(turn: Turn, text: str) -> Answer:
    """A mainland mobile number, or a landline with its area code."""
    for entity in turn.found("phone", text):
        number = normal_phone(str(entity.value))
        if number:
            return Given({"phone": number}, entity.text)
    candidates = [match for match in _DIGITS.finditer(text) if len(_only_digits(match[1])) >= LEAST_DIGITS]
    for match in candidates:
        number = normal_phone(match[1])
        if number:
            return Given({"phone": number}, match[0])
    return _refused_number(_only_digits(candidates[0][1])) if candidates else None


def _refused_number(digits: str) -> Refused:
    if len(digits) == MOBILE_DIGITS:
        return Refused("utter_phone_invalid")
    return Refused("utter_phone_length", {"digits": str(len(digits))})


def normal_phone(number: str) -> str | None:
    """The number as it is stored: 11 digits, or area code-number; None when no such number can exist."""
    digits = _only_digits(number)
    if digits.startswith("86") and len(digits) > MOBILE_DIGITS:
        digits = digits[2:]
    if _MOBILE.match(digits):
        return digits
    if not _LANDLINE.match(digits):
        return None
    area = 3 if digits[1] in "12" else 4
    return f"{digits[:area]}-{digits[area:]}"


def _only_digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def read_name(turn: Turn, text: str) -> Answer:
    """A name or a form of address. A bare word is only sure to be a name when it starts with a surname."""
    for entity in turn.found("name", text):
        return Given({"name": str(entity.value)}, entity.text)
    if is_nothing(text) or is_unknown(text) or _WITHHELD.search(text):
        return None
    name = _TWICE.sub("", _TAIL.sub("", _LEAD.sub("", bare(text))))
    if _is_of_another_kind(turn, text) or (is_number(text) and name[:1] not in _SURNAMES):
        return None
    if name in _SURNAMES:
        return Given({"name": f"{name}姓客户"}, text)
    if _CHINESE_NAME.match(name) and len(name) > 1:
        return Given({"name": name}, text, is_sure=name[0] in _SURNAMES and len(name) <= 4)
    return Given({"name": name}, text, is_sure=False) if _LATIN_NAME.match(name) else None


def _is_of_another_kind(turn: Turn, text: str) -> bool:
    """Whether this is a date, a place, or what the complaint is about (信用卡, 给个解释): nobody is called that."""
    return turn.is_all(_OTHER_KINDS, text) or any(code_in(slot, text) for slot in _MATTERS)
