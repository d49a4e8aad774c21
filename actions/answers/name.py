"""Names and forms of address."""

import re

from actions.answers.kinds import Answer, Given
from actions.language import bare, is_nothing, is_number, is_unknown
from actions.turn import Turn
from actions.vocabulary import code_in

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳"
    "翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤"
    "阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫|独孤|轩辕|宇文|呼延|完颜"
_ORDINARY = re.compile(
    r"余[额下]|金[额卡融]|费[用率力时]|时[间候效长]|方[便式法案面向]|安[全排]|应[该当付用]|解[决释除冻约绑挂答读]|马上|关[于闭注心系掉]|"
    r"任[何务意]|何[时必况种]|成[功本交立为]|万[一元]|高[兴额低息级于]|严[重格]|全[部额都是没款程]|单[子位独笔日]|简单|申[请诉报购领]|"
    r"项目|程序|连续|曾经|毕竟|于是|胡[说闹]|车[贷险]|房[贷产子租]|路[上过]|商[户家量]|钱[呢款少包没不都也被在给退去怎]|符合|许可|左右|"
    r"付[款了费钱]|凌晨|季度|席位|冷静|文[件字]|范围|农行|管[理我用]|游戏|顾[问客]|和[你解]|温馨|白[天领]|宁[可愿]|包括|"
    r"仇恨|欧元|齐全|雷同|莫名|向[你银]|毛病|贺卡|师[傅父]|阳光"
)
"""What customers of a bank type that begins as a name does and may be none."""
_NICKNAME = re.compile(rf"^[老小大阿](?![师时费单路全应])[{_SURNAMES}]$")
_LEAD = re.compile(
    r"^(?:不[是对](?=[，, ])|(?:好[的嘛]?|行|中|成|要得|得行|可以|嗯+)(?=[，,。 我俺咱])|[我俺咱]的?|"
    r"本人|就|名字|姓名|称呼|全名|叫我|叫|写|填|留|是|为|姓|您?可以|[：: ，,])+"
)
_CALLED = re.compile(
    r"(?:[叫喊]我|称呼我?|管我叫|(?<![不别没])免?贵?姓)(?:做|一声|为|是|个)?"
    r"([\u4e00-\u9fff]{1,4}?)(?:就?(?:行|好|可以|成|得|是)了?|吧|呗|啊|哈)*(?=$|[,，。!！])"
)
_CALLED_SO = re.compile(
    rf"^(?:[小老阿大](?![心时气实概])[\u4e00-\u9fff]|[{_SURNAMES}](?:[姐哥总工叔姨嫂]|大[姐哥爷妈叔]|阿姨|师傅|老师))$"
)
_HONOURED = re.compile(r".(?:先生|女士|小姐|老师|太太|阿姨|叔叔|师傅)$")
_CHINESE_NAME = re.compile(
    r"^[\u4e00-\u9fff]{1,4}(?:[·•・][\u4e00-\u9fff]{1,8}){0,2}(?:先生|女士|小姐|老师|太太|阿姨|叔叔|师傅)?$"
)
_TAIL = re.compile(r"(?:[，, ]|就(?:行|好|可以|成|是)了?|好了|即可|可以了?|吧|呗)+$")
_TWICE = re.compile(r"^(.{1,2})[，, ]+(?:就?叫我?|是)?(?=\1)")
"""A surname before the name with it: 姓陈，陈先生就行."""
_IN_FULL = re.compile(
    rf"(?<![不百])姓({_COMPOUND}|[{_SURNAMES}])[，,、。 ]*(?:全名|名字|大名)?[我俺咱]?[叫是]?[，,：: ]*"
    r"(\1[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐)?)(?=$|[，,。!！ ])"
)
"""A surname, and the name it begins, wherever they stand: 好的 俺姓郝 郝建设."""
_WITHHELD = re.compile(r"^谢谢|^白白|再见|^您?你?好|匿名|保密|不想|不方便|不愿|不留|随便|什么|客户|不告诉|你猜")
_OTHER_KINDS = ("time", "branch", "channel", "product", "issue", "demand", "phone", "ticket_number")
_MATTERS = ("product", "issue", "demand")
_LATIN_NAME = re.compile(r"^[A-Za-z][A-Za-z.' -]{1,40}$")
_FULL_LATIN_NAME = re.compile(r"^[A-Z][a-z'-]+(?: (?:[A-Z]\.?|[A-Z][A-Za-z'-]+))+$")


def read_name(turn: Turn, text: str) -> Answer:
    """A name or a form of address; sure only of what nobody would take for a word: 陈静, 老李, 赵先生, Tom Lee."""
    if full := _named_in_full(text):
        return full
    for entity in turn.found("name", text):
        return Given({"name": str(entity.value)}, entity.text)
    if is_nothing(text) or is_unknown(text) or _WITHHELD.search(text):
        return None
    name = _TWICE.sub("", _TAIL.sub("", _LEAD.sub("", bare(text))))
    if _is_of_another_kind(turn, text) or (is_number(text) and name[:1] not in _SURNAMES):
        return None
    if len(name) == 1 and name in _SURNAMES:
        return Given({"name": f"{name}姓客户"}, text)
    if (_CHINESE_NAME.match(name) and len(name) > 1) or _LATIN_NAME.match(name):
        return Given({"name": name}, text, is_sure=_is_surely_one(name))
    return None


def read_called(turn: Turn) -> Given | None:
    """What the customer asks to be called, be it said beside other words: "真名就不写了，喊我老段就行"."""
    if full := _named_in_full(turn.text):
        return full
    called = _CALLED.search(turn.text)
    answer = read_name(turn, called[1]) if called else None
    is_name = isinstance(answer, Given) and (answer.is_sure or bool(_CALLED_SO.match(answer.values["name"])))
    return answer if isinstance(answer, Given) and is_name else None


def _named_in_full(text: str) -> Given | None:
    named = _IN_FULL.search(_TAIL.sub("", bare(text)))
    return Given({"name": named[2]}, text) if named and _is_surely_one(named[2]) else None


def _is_surely_one(name: str) -> bool:
    """Whether it begins with a surname and is as long as names are, or is written as only names are."""
    if _ORDINARY.match(name):
        return False
    if re.match(_COMPOUND, name) or _NICKNAME.match(name) or "·" in name or _FULL_LATIN_NAME.match(name):
        return True
    return name[0] in _SURNAMES and (len(name) < 4 or bool(_HONOURED.search(name)))


def _is_of_another_kind(turn: Turn, text: str) -> bool:
    """Whether this is a date, a place, or what the complaint is about (信用卡, 给个解释): nobody is called that."""
    return turn.is_all(_OTHER_KINDS, text) or any(code_in(slot, text) for slot in _MATTERS)
