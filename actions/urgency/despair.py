"""A life in danger: the customer's, or that of somebody near."""

import re

from actions.urgency.words import ORDINARY, any_of

_DESPAIR = any_of(
    # named
    r"自杀|(?<!年)轻生|寻死|寻短见",
    # not to live on
    r"不想活(?!期|动|跃)|活不下去|活不成|没法活|不活了|活着(没意思|没意义|真?没劲|太累|有什么意(思|义)|干[嘛什])",
    # to be dead
    r"(?<!笑)想死(?!者|亡|期|你|您|卡)|去死(?!者|亡)|死了算了|不如死|一死了之|一了百了|寻死觅活|死给(你|你们|他们)看",
    # by which means
    r"跳楼(?!价|大?甩卖|促销|机)|跳河|跳江|跳桥|割腕|割脉|上吊|吞药|喝农药|喝药(自|死)|遗书",
    r"(吃|买|备|吞|囤)(了|好|下)*(很多|一瓶|一把|整瓶)?的?安眠药|安眠药.{0,6}(吃|吞)",
    # to end it; on the edge of a roof
    r"(结束|了结)(自己|生命|这一切|我的?命)(?!的?(债|贷|账|合同|业务))",
    r"(站|坐|爬)(在|到|上).{0,4}(楼顶|天台|桥上|桥边|窗台)",
)
_NOT_DESPAIR = any_of(
    # insults
    r"(你|你们|他们?|她|骗子|机器人|垃圾).{0,3}(怎么)?(还)?(不)?去死|^[都快赶紧给我]*去死吧?(你|银行|机器)|怎么不去死",
    # what insurance pays for
    r"(保险|理赔|赔付|赔(不|吗|偿)|拒赔|免责|条款|保额|受益人|意外险|寿险|等待期|免赔).{0,20}(自杀|轻生|身故)",
    r"(自杀|轻生).{0,16}(保险|理赔|赔付|赔(不|吗|么|偿)|给赔|拒赔|免责|条款|受益人|险)",
    # a legacy; a story
    r"遗书.{0,10}(公证|继承|效力|有效|取款|存款|法律)|(小说|电影|新闻|游戏|台词|歌词|书名|电视剧)",
)
_IDIOM = re.compile(
    r"(困|累|饿|气|急|烦|热|冷|冻|吓|笑|忙|堵|挤|疼|痛|晒|渴|馋|撑|闷|无聊|尴尬|羡慕|爱|贵|慢)(得要|得|个半)?死(我|人|个人|宝宝|老子)?了?|"
    r"(锁|卡|绑|焊|写|套)死|死(期|机|循环|规定|板)"
)
"""Manners of speaking, which are no death."""
_OF_ONESELF = re.compile(r"我(都|就|真|也|已经|快|要|想|不)")
HINT = any_of(
    # death, and life at stake
    r"死|自杀|轻生|短见|不想活|活(不|着|够|腻|受|下去)|没(法|有?)活路|不活|再活",
    r"要命|没命|命(不要|都没|给|抵|还)|(拿|用|把).{0,2}命",
    # means
    r"跳(楼|河|江|桥|下|湖|海)|从.{0,6}(楼|桥).{0,4}跳|割|手腕|动脉|上吊|绳子|煤气",
    r"安眠药|农药|吃药|药.{0,4}(准备|备|买)好|整瓶|吞|安定",
    # places
    r"楼顶|天台|桥上|桥边|窗台|栏杆|江边|河边|海边|海里|水库|铁轨",
    # a farewell
    r"遗书|遗言|绝笔|后事|解脱|消失|(离开|告别|再见|留恋).{0,4}(世界|人世|人间)|世界.{0,4}(留恋|再见)|这个世上|人世",
    r"来世|下辈子|来生|想走了|走了之|一了百了|不在了|没有我|先走一步|对不起.{0,6}(爸|妈|孩子)",
    # no strength, no hope, a burden
    r"撑不(下|住)|熬不(下|住|过)|绝望|崩溃|没(有)?(希望|意义|意思|盼头|出路|退路|奔头)|太苦|痛苦|想不开",
    r"拖累|累赘|负担|多余的",
    # typed to be overlooked
    r"不想(火|huo)|想si\b",
    # never again
    r"(永远|再也不|不想|不要)(地)?(睡|醒)|长眠|一睡不|最后一(次|面|句)|结束(自己|生命|这一切|一切|了)|了结|伤害自己|自残",
    # English
    r"\b(suicid\w*|kill (my|him|her)self|die|dying|death|dead|end (it|my life)|hurt myself|hopeless|"
    r"no reason to live|can'?t go on|no way out|don'?t want to (live|be here))\b",
    ignore_case=True,
)


def is_despair(text: str) -> bool:
    """Whether these words leave no doubt."""
    return bool(_DESPAIR.search(text)) and not _NOT_DESPAIR.search(text)


def may_be_despair(text: str) -> bool:
    """Whether nothing speaks against it: people cry for help in words no list holds."""
    rest = _IDIOM.sub("", text)
    is_slip = not HINT.search(rest) and (rest != text or ORDINARY.search(text))
    return not is_slip and (not _NOT_DESPAIR.search(text) or bool(_OF_ONESELF.search(text)))
