"""Whether a theft has happened, or is only imagined, feared, guarded against or long settled."""

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

_SHOWN = any_of(
    r"电影|影片|片子|大片|电视|连续剧|短剧|[追看]剧|剧[里中]|[这那]部|综艺|节目|新闻|报道|视频|纪录片|小说|书里|故事|文章|公众号|《[^》]+》",
    r"[看追]了[^,，。我账]{1,10}.{0,8}(里面|里头)的人",
)
"""A film, a series, the news, a book."""
_CAST = any_of(
    r"[里中](面|头|边)?的?(那?[些个位])?(人|老|大[爷妈叔婶]|女|男|主|骗子|受害|小|姑娘|学生)|主角|[男女]主|主人公|剧情|演的",
    r"[有一][个位](老板|大[爷妈叔婶]|老[人头太奶爷]|阿姨|女[的孩生]|男[的孩生]|小伙|姑娘|学生|博士|博主)|[讲说演报](道)?的?(是|了)?.{0,4}(诈骗|骗|老人)",
)
"""Who is robbed there."""
_ONESELF = any_of(
    r"(我|自己|我[妈爸]|老[公婆]|爷爷|奶奶|儿子|女儿|父母|家里?人?)(也|就|才|都|好像|可能|昨天|前天|今天|是|会|真|们|刚)*"
    r"(被|让|给|遭|遇|碰|上当|中招|受骗|转|汇|付|打|投|充|点|下|加|买|按|跟着|照|少|损失|报)",
    r"发现|我的?(钱|卡|账|存款|手机|验证码)|[跟和]我|我也|一模一样|怎么办|咋办|追回|报警|[点扫填转充投买]了|点进|下载|加[了他她我微]",
    r"群|平台|app|软件|老师|客服|链接",
    ignore_case=True,
)
"""What turns the story into one's own: 看完报道才晓得我也中招了."""

_LONG_AGO = any_of(
    r"(大?前|去|那|早)年(?!费)|[两三四五六七八九十几好多\d]年(以)?前|前(几|两|些)年|当年|以前(?!的)|小时候|上大?学(那会|的?时候)"
)
_SETTLED = any_of(
    r"(?<![没未不])(?<!没有)(?<!想)(?<!要)(追|要|拿|讨|赔|退|找|返)(了)?(回来?|还)(?!不)(给?我|[他她])?了?(?!吗|么|没)",
    r"(?<![没未不])(?<!没有)(赔|退|还|补)(偿|付|款)?(给)?(我|[他她]|我们)?了|(?<![没未不])(?<!没有)(破案|结案|抓[到住着]|判刑|判了)",
    r"(?<![没未不])(?<!没有)(解决|处理好|了结|摆平|搞定)了?(?!吗|么|没|不)",
)
_NOT_OVER = any_of(
    r"今天|昨[天晚]|前天|刚|最近|这[几两]?[天周会次]|现在|又(被|遭|给|来|骗)|还(没|在|不)",
    r"没[^,，。 ]{0,3}(追|退|还|赔|破|抓|解决|处理|结果)|[追退要拿]不[回到来]",
    r"能不能|怎么|咋|吗|[?？]|帮|急|快|请|麻烦|必须|要求|应该|希望|得给",
)
"""That it is fresh, or still open."""


def is_over(text: str) -> bool:
    """Whether a theft is told of that happened long ago and was settled: "前年被骗过，后来钱追回来了"."""
    return bool(_LONG_AGO.search(text) and _SETTLED.search(text)) and not _NOT_OVER.search(text)


def is_seen(text: str) -> bool:
    """Whether a theft is told of a film, a book or the news, and nothing of oneself: "电影里的人全被骗光了"."""
    return bool(_SHOWN.search(text) and _CAST.search(text)) and not _ONESELF.search(text)


def has_happened(text: str) -> bool:
    """Whether it is told of as done, or as being done."""
    return bool(_HAPPENED.search(text))


def is_supposed(text: str) -> bool:
    """Whether a theft is only imagined, guarded against ("手机丢了钱会被盗吗"), seen in a film or long over; what has
    happened is told as such."""
    is_feared = bool(_SUPPOSED.search(text)) and not has_happened(text)
    return is_seen(text) or is_over(text) or is_feared or bool(_TO_COME.search(text))
