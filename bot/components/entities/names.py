"""Names of persons, where the sentence says that one follows."""

import re

from bot.components.entities.found import Found

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安"
    "常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计成戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万柯管卢莫房裴陆荣翁荀羊甄家封芮储靳松井段富巫焦巴牧山谷车侯全秋仲伊宫宁仇甘厉武符刘景龙叶幸司黎薄印白蒲鄂索赖卓屠池乔翟谭贡申冉桑桂牛寿尚温庄晏柴瞿阎"
    "连习艾容向古易慎戈廖终居衡步都耿满匡国文寇广欧利师巩聂晁勾敖冷辛那简饶曾沙关相查游权益丁邓程洪包左石崔吉龚单钮肖涂覃闫佟岳冼"
)
COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫|独孤"
_GIVEN = r"[\u4e00-\u9fff]"
NAME = rf"(?:(?:{COMPOUND}){_GIVEN}{{1,2}}|[{SURNAMES}]{_GIVEN}{{1,2}}(?:·{_GIVEN}{{1,6}})?)"
_END = r"(?=$|[^\u4e00-\u9fffA-Za-z0-9]|的|是|我|电话|手机|,|来|在|要|想|反映|投诉|先生|女士|小姐)"
INTRODUCED = re.compile(
    r"(?:我叫做?|我的?名字(?:叫|是)?|姓名(?:是|叫|为)?[:\s]*|本人(?:叫|是|名叫)?|名叫|客户名?是?|联系人(?:是|叫)?[:\s]*)"
    rf"({NAME}){_END}"
)
SURNAME_ONLY = re.compile(rf"(?:我|本人|免贵)姓({COMPOUND}|[{SURNAMES}])(?![\u4e00-\u9fff]{{0,1}}名)")
I_AM = re.compile(rf"我是({NAME})(?=$|[,。!.?;、\s]|先生|女士)")
NO_NAMES = re.compile(
    r"任何|何时|方便|高兴|安全|余额|金卡|白金|黄金|房贷|车贷|车主|家长|家属|国企|国内|文员|平时|平安|明天"
    r"|全部|连续|那个|那边|那天|单位|成年|常客|储户|储蓄|计划|管理|经理|关于|相关|查询|查一|白领|幸好|利息"
    r"|都是|都不"
)


def find_names(text: str) -> list[Found]:
    """A full name after 我叫, 本人, 姓名; a surname after 我姓 only when no full name is given."""
    full = [_name(match, 0.9) for match in INTRODUCED.finditer(text)]
    full += [_name(match, 0.75) for match in I_AM.finditer(text)]
    named = [name for name in full if name]
    return named or [_surname(match) for match in SURNAME_ONLY.finditer(text)][:1]


def _name(match: re.Match[str], confidence: float) -> Found | None:
    if NO_NAMES.match(match[1]):
        return None
    return Found("name", match[1], match.start(1), match.end(1), confidence)


def _surname(match: re.Match[str]) -> Found:
    return Found("name", match[1], match.start(1), match.end(1), 0.6)
