"""Questions that only make sense after another one: "要多久", "那手续费呢", "能在手机上办吗". Pure."""

import re
from dataclasses import dataclass

from bot.components.clauses import asks

LONGEST = 16
"""Characters; what is longer says itself what it is about."""

_BEFORE = (
    r"(?:那么?|嗯+|哦+|噢|喔|好的?|行|明白了?|知道了|收到|谢谢|请问|想问(?:下|一下)?|问(?:下|一下)|这个|这|它|一般|大概|大约|"
    r"具体|到底|究竟|的话|还|又|一共|总共|都|我|您?们?那边|你们|,)*"
)
_AFTER = r"(?:不|呢|啊|呀|吗|么|嘛|哈|吧|了|的|来着|谢谢|[,.。!?~…])*"
_DO = r"(?:办理?|弄|搞|操作|申请|做|处理|开通|设置?|开|查询?|看|改|提交|走|取消|用)"

_ASPECTS = {
    "fee": (
        r"(?:[一每][份张次本笔套年月天]|一个月)?(?:要|需要|得|有|会|用|收|是|另外|额外|要不要|有没有|需不需要|是否|会不会|用不用|办理?|办一次)*(?:收|交|付|缴|花|扣)?"
        r"(?:多少|什么|啥|几)*(?:手续费|费用|工本费|服务费|违约金|钱|费)(?:是|要|收|得|怎么|算|多少|高|贵|有|块|钱|不)*(?:一?[份张次本笔套年月天]|一个月)?|"
        r"(?:是|要|是不是|收)*(?:免费|收费|要钱|花钱)(?:不)?|怎么收费|(?:收费)?贵不贵|什么价格?|价格|收费标准(?:是什么)?"
    ),
    "time": (
        r"(?:要|需要|得|等|办理?|处理|审核|审批|到账|下来|生效|办好|时间)*(?:多久|多长(?:时间)?|几天|多少天|几个工作日|多少时间|"
        r"什么时候|啥时候|何时|几时)(?:能|可以|才|会|就)*(?:到账?|办好|办完|好|生效|完成|下来|出结果|收到|拿到|处理完|弄好|可以|行|知道|用)*|"
        r"(?:当天|今天|马上|立刻|立即|当场|即时|实时)(?:就)?(?:能|会|可以)?(?:到账?|好|办好|生效|拿到|知道|出)?|时间|时效"
    ),
    "documents": (
        r"(?:要|需要|得|用|应该)*(?:带|准备|提供|提交|交|拿|携带)(?:些)?(?:什么|哪些|啥)(?:材料|资料|证件|手续|东西|证明|文件)?(?:过?去)?|"
        r"(?:要|需要|得|用|有)*(?:什么|哪些|啥)(?:材料|资料|证件|手续|证明|文件)|(?:材料|资料|证件|手续)(?:有哪些|要哪些|是什么|有啥)?|"
        r"(?:要|需要|用|得)*(?:不)?(?:要|用)?带?(?:身份证|卡|证件)(?:原件)?(?:就)?(?:要|行|可以|够|用|带)*"
    ),
    "channel": (
        r"(?:能不能|可不可以|是不是|可以|可否|能|是否)*(?:直接)?(?:在|用|通过|从|上|去)?"
        r"(?:手机银行|手机app|手机|app|网上银行|网上|网银|线上|线下|微信|电话|柜台|柜面|网点|atm机?|自助机|银行|小程序)(?:上|里|那)?"
        rf"(?:也)?(?:能不能|可不可以|能|可以|行|直接)*{_DO}?(?:理|好)?(?:行不行|行|不)?|"
        r"(?:是不是|要不要|用不用|是否|一定|必须|非得|要|需要|得)+(?:去|到|跑|来)(?:一趟)?(?:柜台|网点|银行|营业厅)(?:办理?|弄)?不?|"
        rf"(?:在|去|到|上)?(?:哪里|哪儿|哪个网点|哪|什么地方)(?:可以|能)?{_DO}"
    ),
    "how": (
        rf"(?:要|应该|该|可以)?(?:怎么|如何|咋|怎样)(?:去|来|个)?{_DO}(?:法|好)?|(?:办理|操作|申请)?(?:流程|步骤)(?:是)?(?:什么|啥|怎么样|怎样)?"
    ),
    "conditions": (
        r"(?:要|需要|有|对|是)*(?:什么|哪些|啥|没有?)?(?:条件|要求|限制|门槛)(?:是|有|什么|哪些)*|"
        r"(?:谁|什么人|哪些人|任何人|所有人|我)(?:也|都)?(?:能|可以)(?:办理?|申请|用)"
    ),
    "proxy": (
        r"(?:可以|能不能|可不可以|能|可否)*(?:找|让|叫|请|由)?(?:别人|他人|家人|家里人|家属|我?(?:老公|老婆|爱人|儿子|女儿|爸|妈|爸妈|父母|孩子|朋友))?"
        r"(?:代办|代理|代领|替我?办|帮我?办|去办|代我?办)(?:理)?不?|(?:是不是|是否|必须|一定|非得|要|需要|得)+(?:要|得)?本人(?:去|来|亲自|到场|办理?)*"
    ),
    "why": (
        r"(?:这是|是)?(?:为什么|为啥|为何|什么原因|啥原因|[怎咋]么?回事)(?:要|会)?(?:这样|这么|如此|规定|办|收)*|"
        r"原因(?:是什么)?|怎么会这样"
    ),
}
_ASKED = re.compile(
    r"[?吗么呢哪怎咋谁几啥何]|什么|多少|多久|多长|能|可以|可否|是否|是不是|免费$|不[?!。~]*$|[要用会行贵需]不",
)
"""What makes a question of it: 手机银行 may as well be the answer to one."""
_WHOLE = {
    aspect: re.compile(_BEFORE + f"(?:{pattern})" + _AFTER, re.IGNORECASE) for aspect, pattern in _ASPECTS.items()
}
_THAT = r"那么?(?![些个种样边里儿时天年家位])"
_OTHER = re.compile(
    rf"(?:{_THAT}|嗯|哦|好的?|,)*(?:还有|要是|如果|假如|换成|换)?(?:是|用)?(?P<words>[^,。!?;]{{1,10}}?)(?:的话|的|方面)?(?:呢|咧|捏|嘞)[?!。~]*|"
    rf"(?:{_THAT}(?:要是|如果|换成)?|要是|如果|换成)(?:是|用)?(?P<named>[^,。!?;]{{1,8}}?)(?:的话)?"
    r"(?:也(?:行|可以|一样|能|算|要|有|是)[吗么不]?|(?:行|可以|一样|怎么样|怎么算|多少)[吗么不]?)[?!。~]*"
)
_NOBODY = re.compile(
    r"^(?:你们?|您|我们?|他们?|她|人|人家|钱|我的钱|人工|客服|结果|答案|回复|什么|怎么|怎么办|咋办|然后|所以|这|算了|我的.*)$"
)


@dataclass(frozen=True)
class Ellipsis:
    """What an incomplete question asks: an `aspect`, or the same of something else. `words` name it."""

    words: str
    aspect: str | None = None
    is_open: bool = False
    """Whether it says 那…呢, as nobody does who has not asked before."""


def ellipsis_of(text: str) -> Ellipsis | None:
    """How a normalised text leans on the question before; None when it stands by itself."""
    if len(text) > LONGEST or not _ASKED.search(text):
        return None
    aspect = next((aspect for aspect, pattern in _WHOLE.items() if pattern.fullmatch(text)), None)
    other = _OTHER.fullmatch(text)
    words = (other["words"] or other["named"]) if other else ""
    if not aspect and (not words or asks(words) or _NOBODY.match(words)):
        return None
    is_open = bool(other and other["words"]) and text.startswith("那")
    return Ellipsis(words or text.strip(",。!?~ "), aspect, is_open)
