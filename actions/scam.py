"""A scam told in pieces: 有人给我打电话, 说是公安局的, 让我把钱转到一个账户. No piece shows it, together they do. Pure.

Money that is demanded under a pretext of scams, or given to a stranger who demanded it, is one. Who says that they
fell for nothing, or only asks what scams are like, raises no alarm.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from actions.urgency import is_supposed

LOOK_BACK = 6
"""Messages that belong together, the newest included."""
LASTS = timedelta(hours=1)
"""What was said before has passed."""

_SUM = r"[\d一二两三四五六七八九十几百]+[百千万kw块元]"
_STRANGER = re.compile(
    r"(?:有人|有个|一个|陌生|不认识|对方|自称).{0,12}(?:电话|来电|打来|打过来|联系|加了?我|发.{0,3}(?:短信|消息|信息|链接)|找我|说是|说我)|自称|网友|网恋|"
    r"(?:接到?|收到)了?.{0,8}(?:电话|来电|短信|信息|消息)|(?:打|发)(?:过来|来)(?:电话|短信)?说|来电显示|"
    r"(?:网上|微信|抖音|快手|qq|群里|交友|相亲|直播|小红书|闲鱼|app|软件|群).{0,10}(?:认识|加了|聊|谈|找|申请|有人|女朋友|男朋友|对象)|"
    r"(?:看|刷)(?:到|了)?.{0,6}(?:直播|广告|视频).{0,8}(?:加|群|链接)|加了(?:个|一个)?.{0,6}(?:老师|群)",
    re.IGNORECASE,
)
_ACQUAINTED = (
    r"(?:(?<!自称)(?<!说是)(?<!称是)(?<!冒充)(?:你们|咱们|95000|客户经理|理财经理)|房东|中介|物业|医院|学校|幼儿园|班主任|培训班|单位|公司|财务|"
    r"开发商|税务局|保险公司|快递员|供应商|同学|同事|(?<!女)(?<!男)(?<!认识的)朋友(?!圈)|亲戚|邻居|老[婆公板乡家]|(?<![他她爸妈])[爸妈]|父母|爷爷|奶奶|儿子|女儿|孩子|表?[哥弟姐妹])"
)
_KNOWN = re.compile(_ACQUAINTED)
"""Who is no stranger to the customer."""
_FOR_KNOWN = re.compile(
    rf"{_ACQUAINTED}[^,，]{{0,10}}(?:[让叫要找请催]|住院|上学|读书|通知)|(?:给|帮|替|为|请)了?我?{_ACQUAINTED}|{_ACQUAINTED}请"
)
_PRETEXT = re.compile(
    r"公安|警察|警官|民警|刑警|刑侦|检察|公检法|银保?监|网警|通信管理|通管局|是[^,，。]{0,4}(?:派出所|法院)|传票|撤案|贩毒|涉(?:嫌|案|毒|黑)|洗黑?钱|通缉|逮捕|"
    r"配合(?:调查|工作|他们|核)|资金(?:核查|清查|审查)|用我(?:的)?(?:名字|身份)|身份证被人|医保卡?异常|安全账户|"
    r"百万保障|(?:会员|白条|借呗|花呗|网贷|校园贷)[^,，。]{0,6}(?:关|注销|到期|扣)|注销[^,，。]{0,4}(?:贷|账户)|洗白|修复征信|双倍赔|三倍赔|"
    r"(?:抖音|淘宝|京东|拼多多|快递|平台|支付宝|商家)(?:的|官方)?客服|"
    r"做任务|刷单|刷信誉|返[利佣]|佣金|内幕|稳赚|高回报|私募|原始股|(?:养老|投资)项目|带[我她他](?:投|赚|炒|做)|炒(?:外汇|币|黄金)|后台漏洞|虚拟币|博彩|"
    r"(?:领导|老板|局长|校长|书记)[^,，。]{0,8}(?:加了?我|新(?:号|微信|qq)|换了?(?:号|微信|qq|手机))|绑架|赎人|解冻[费金]|(?:刷|包装)流水|放款前|放款[^,，。]{0,6}[先要]",
    re.IGNORECASE,
)
"""What is told before nothing but a scam."""
_STORY = re.compile(
    r"出事|被抓|撞了?人|私了|保证金|影响征信|(?:快递|包裹)[^,，。]{0,10}(?:丢|损|赔)|[赔退](?:给?我)?(?:钱|差价)|航班[^,，。]{0,4}(?:取消|延误)|退票|"
    r"微信客服|兼职|点赞|彩票|卡号.{0,3}[填输]错|中奖|领奖|抽到|提额|解冻"
)
"""What is told before a scam as well as in an ordinary matter: there it takes somebody unknown who wants money."""
_MONEY = (
    r"(?:(?:[转汇充垫投取存贷借交付拿]|打(?!电话|印|开|车|卡|折))(?:账|钱|款|到|去|进|给|过去|出|值|[^,，。]{0,4}[\d一二两三四五六七八九十几])|"
    r"把[^,，。]{0,8}(?:钱|存款|定期))"
)
_DEMAND = re.compile(
    r"(?:[让叫喊催逼教]|要(?!是|多久)|要求|说要|必须)(?:我|他|她|老人)?(?:[妈爸])?(?![^,，。]{0,3}(?:别|不要|不能|勿))[^,，。]{0,12}?"
    rf"(?:{_MONEY}|共享屏幕|屏幕共享|验证码|密码|链接|跟着投|解冻费|保证金)|先[^,，。]{{0,2}}(?:{_MONEY}|垫|交)|[转汇打]给(?:他|她|对方|客服|那边)|"
    r"安全账户|(?:指定|核查|清查|他给的|她给的|他们的)账[户号]|不[让许准][^,，。]{0,3}(?:挂|告诉|跟家|报警|说出去)",
)
"""Money or access that somebody else wants."""
_MOVED = re.compile(
    r"(?<!没)(?<!没有)(?<!不)(?:[转汇打充投垫付交给存]|[转弄操作]完)(?:了|过去|进去|出去|完)(?![^,，。]{0,3}(?:电话|我妈|我爸|儿子|女儿))|"
    rf"给(?:他|她|对方|那边)[转汇打]了?{_SUM}|扣了我|被扣|转走|刚?[弄转]完|弄好了|没了|少了"
)
_ABOUT_TO = re.compile(
    rf"(?:准备|正在|马上|打算|现在|这就|正要|已经在|去)[^,，。]{{0,4}}(?:[转汇充取]|打(?!电话|印|开|车))|怎么[转汇]|限额|[转汇取]{_SUM}|最快"
)
_BARE = re.compile(
    r"^(?:我|刚[刚才]?|已经|都|就|也|又|先|今天|昨天|微信|那|嗯|他|她|[,，。 ])*+"
    r"(?:[转汇充投垫付交给存刷]|打)(?:账|款|钱)?(?:了|过去了?|进去了?|出去了?|完了)+(?:他|她)?"
    rf"(?:{_SUM})?[多吧啊呀,，。!！ ]*$"
)
"""That money was sent, and nothing else."""
_CARE = re.compile(
    r"[让叫劝醒]我?(?:不要|别|勿)[^,，。挂]{0,8}[转汇]|核实[^,，。]{0,14}本人|(?:公安|法院|警方)[^,，。]{0,10}冻结"
)
"""What the bank, or the police, does to keep a customer from harm."""
_ROBBED = re.compile(
    r"威胁|骗|盗|(?<!反)诈|偷|黑客|拉黑|失联|联系不[到上]|冒|假|(?<!是)不是我|异常|没了|不见|被扣|提不|取不|"
    r"(?<!是)不是(?:他|她|本人|真)|才?发现|没有?这(?:回|个)?事|本人[^,，。]{0,4}(?:不知|没)|没收(?:过|到)|不承认"
)
_SAFE = re.compile(r"没(?:有)?(?:转|信|理|上当|给|打钱|汇|听)|挂(?:了|断)|拉黑了他|识破|(?:知道|看出)是骗")
_SEEN_THROUGH = re.compile(r"冒充|假冒|骗子|诈骗")
_GENERAL = re.compile(
    r"会(?:不会)?[^,，。]{0,20}(?:吗|么|嘛|[?？])|会不会|怎么(?:识别|防)|(?:要|得|能)[^,，。]{0,14}[吗么][?？]?$"
)


def is_unfolding(said: Sequence[str]) -> bool:
    """Whether a customer's messages, the oldest first, add up to a scam with the newest. One alone never does."""
    *before, newest = said[-LOOK_BACK:] or [""]
    told = [text for text in before if not _is_idle(text)]
    if not told or _is_idle(newest) or any(map(_SAFE.search, [*told, newest])):
        return False
    whole = "。".join([*told, newest])
    moves = _MOVED.search(newest) or _ABOUT_TO.search(newest)
    if not (moves or _DEMAND.search(newest)):
        return False
    is_demanded, is_known = bool(_DEMAND.search(whole)), bool(_FOR_KNOWN.search(whole))
    has_pretext = bool(_PRETEXT.search(whole) or (_STORY.search(whole) and not is_known))
    if has_pretext and is_demanded and (moves or not _SEEN_THROUGH.search(whole)):
        return True
    is_stranger = bool(_STRANGER.search(whole)) and not _KNOWN.search(whole)
    return is_stranger and bool((is_demanded and moves) or (has_pretext and _MOVED.search(newest)))


def is_harmless(said: Sequence[str]) -> bool:
    """Whether the newest of a customer's messages only tells of paying somebody known, or of paying and nothing else,
    and nothing of a stranger, a pretext or a theft was said; or of somebody's care, who asks for no money."""
    whole, newest = "。".join(said[-LOOK_BACK:]), said[-1] if said else ""
    if _CARE.search(newest) and not (_ROBBED.search(newest) or _takes(_CARE.sub("", whole))):
        return True
    if any(pattern.search(whole) for pattern in (_STRANGER, _PRETEXT, _ROBBED)):
        return False
    return bool(_FOR_KNOWN.search(whole) or (_BARE.match(newest) and not _STORY.search(whole)))


def _takes(whole: str) -> bool:
    """Whether somebody is to part with money: 让我别转账 keeps it."""
    return bool(_DEMAND.search(whole) or _MOVED.search(whole))


def _is_idle(text: str) -> bool:
    """Whether scams are only asked about."""
    return bool(_GENERAL.search(text)) or is_supposed(text)
