"""Whether a theft has happened, or is only imagined, feared or guarded against."""

from actions.urgency.words import any_of

_SUPPOSED = any_of(
    # if
    r"如果|假如|假设|倘若|若是?(?!干)|万一|要是|一旦",
    # how to guard against it
    r"防止|预防|防范|避免|怎么防|如何防|谨防|以防|(如何|怎[么样]).{0,6}(保证|保障|保护|确保|识别|辨别|分辨)",
    r"怎么(核实|识破|识别|分辨|辨别)|(措施|机制|制度|政策|流程|规定).{0,8}(吗|么|？|\?|哪些|什么|$)",
    # whether it can be
    r"(会不会|会|能不能|可能)(被|遭).{0,12}(吗|么|嘛|？|\?|$)|(会不会|能不能).{0,8}(盗|骗)|会不会(让|叫|要求)我",
    # what it is, and whether it is true
    r"什么是|是什么(意思)?(？|\?|$)|有哪些(手段|套路|类型)|骗局(怎么|如何|有哪些|吗|？)",
    r"能信吗|可信|是不是(骗|假)|真的吗|是真是假",
)
_TO_COME = any_of(
    r"没被骗|(?<!是)不是(被)?(盗刷|诈骗|被骗)|真被[骗盗]|哪天|以后被|将来",
    # 我没被盗，只是问问
    r"没有?(真的?)?被(人)?(盗|刷)[^，。,]{0,4}[，。, ]*我?(只|就)(是|想)?(来)?(随便)?(问|咨询|了解)",
)
_HAPPENED = any_of(
    # when
    r"已经|刚刚?(才)?(被|转|发|收|给|点)|正在|昨[天晚]|今[天早晚]|上午|中午|刚才|方才|这会儿",
    r"(?<!发)现在(?!如果)(还)?(在|被|卡|钱|怎么办)",
    # to me, and how much
    r"我(被|让|遭|上当)|(转|汇|打|付|骗|少|没|损失)了?.{0,4}[\d一二两三四五六七八九十几]+(千|万|百|块|元|k|w)",
    r"(转|汇|打|付|刷|取|骗)(走|出去|过去|完|给)了|救(我|命)|(着|好|很|啊|急)急",
)


def has_happened(text: str) -> bool:
    """Whether it is told of as done, or as being done."""
    return bool(_HAPPENED.search(text))


def is_supposed(text: str) -> bool:
    """Whether a theft is only imagined or guarded against ("手机丢了钱会被盗吗"); what has happened is told as such."""
    return bool(_TO_COME.search(text) or (_SUPPOSED.search(text) and not has_happened(text)))
