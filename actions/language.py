"""How a Chinese sentence reads: as a question, a grievance, a wish to stop, a correction. Pure, no I/O."""

import re

_NOT_ASKING = re.compile(
    r"(不知道|不清楚|不晓得|不明白|没说|没告诉我?)(是)?(为什么|为啥|怎么|什么|多少|哪)|没(有)?什么|不怎么|什么都|怎么都|怎么也|"
    r"不管怎么|无论如何|怎么说都|谁都|哪都|多少(次|遍|回)了|几(次|遍|回|个小时|天)了|好几|十几|几百|几千|几万|几十"
)
_ASKING = re.compile(
    r"[?？]|怎么|怎样|咋|如何|什么|啥|为何|为什么|多少|多久|多长|几(号|天|点|次|分|期|年|月|个|家|张|笔)|哪|吗|"
    r"么[?？!！。 ]*$|呢[?？!！。 ]*$|能不能|可不可以|能否|是不是|是否|有没有|要不要|需不需要|行不行|请问"
)
_GRIEVANCE = re.compile(
    r"多扣|乱扣|扣了|扣走|扣掉|被扣|多收|乱收|收了我|少了|少给|没到账|未到账|不到账|不给|不退|不让|拒绝|拖了|推诿|推来推去|"
    r"态度|骂|吼|爱[搭答理]不[理睬]|甩脸|翻白眼|[有太真好够挺](点|些)?坑|坑(人|爹|啊|我)|还收我|骗|误导|忽悠|强制|冻结了|被冻结|无缘无故|无故|莫名|私自|擅自|没经过|未经|泄露|骚扰|故障|崩溃|闪退|"
    r"没人(管|理|处理|接|回)|一直(没|不|在)|还没|还不|至今|到现在|凭什么|损失|亏了|盗刷|被(盗|骗|刷|拒|扣|收|吞|停)|吞(了|卡|钱)|丢了我"
)
_TIMES = r"(?:两|2|二|三|3|四|4|好几|多)"
_OF_CHARGE = r"(?:年费|月费|手续费|管理费|工本费|服务费|短信费|利息|保费|月供|还款|账单|款|费|钱)"
_CHARGED_TWICE = re.compile(
    rf"(?:扣|收(?!到|款|货|入)|划|入账|刷了?我)[^,，。!！?？;；]{{0,8}}?(?<!第){_TIMES}(?:次|遍|回|笔|道|份|重|轮)|"
    rf"{_OF_CHARGE}[^,，。!！?？;；]{{0,6}}(?:交|缴|付|还|算|计)(?:了|过|我|的){{0,3}}{_TIMES}(?:次|遍|回|笔|份)|"
    rf"(?<!分){_TIMES}(?:次|遍|回|笔|份)[^,，。!！?？;；]{{0,3}}(?:扣|划|收)(?:了|走|我|的)|"
    r"(?:同一|一个|一)(?:笔|项|次|单|个|期)[^,，。!！?？;；]{0,8}(?:扣|收|划|刷|付|交|还|算)(?:了|我|的|成)*(?:两|2|二|双)|"
    r"重复(?:地|给我)?(?:扣|收|划|计|入账|出账|记账|刷)|(?:扣|收|划|算|计)(?:了|我|成|的)*双(?:份|倍|重)|"
    r"多(?:扣|收|划|刷)(?:了|我){0,2}一(?:次|遍|回)|又(?:给我|把我|多)?(?:扣|收|划)(?:了|我|走|掉)*一(?:次|遍|回|道)"
)
_SUPPOSED_TWICE = re.compile(
    r"会不会|是不是|是否|有没有|要不要|需不需要|如果|假如|万一|要是|避免|防止|以免|担心|怕|还是一|(?:不|才|就|只)会|"
    r"(?:会|要|得|能|可以)(?!员|计|求|到|了)[^,，。!！]{0,16}(?:吗|么|嘛|不|[?？])|(?:次|遍|回|笔|份)[^,，。!！]{0,6}(?:吗|么|嘛|没有?)[?？。]*$"
)
_DONE = re.compile(r"了|被|让你|给我|已经|凭什么|为(?:什么|啥|何)|怎么(?!收|算|扣(?!我)|办)|咋")
_STOP = re.compile(
    r"^((明白|知道|了解|清楚|好|行)(的|了|吧)?[,，。 ]*)?(那|还是|唉|哎)?(就)?(算了|罢了)?(吧|了)?[,， ]*"
    r"(我)?(真的?|可|又|并|先|也|都)*(不|没|没有|别|放弃)(是|想|要|用|需要|打算|准备|说|来|再)*"
    r"(投诉|登记|填|填写|提交|查|查询|弄|办|继续)(了|吧|啦|啊|呀|的|你们)*$|"
    r"^((那就?|还是|唉|哎|嗯|哦)[,，。 ]*)*算了(吧|啊|啦)?$|"
    r"^(我要|请|帮我|还是)?(取消|退出|停止|终止|放弃|撤销|撤回)(这次|本次|掉|了|吧)?"
    r"(投诉|登记|投诉登记|填写|提交|查询)?(了|吧)?$"
)
_NOTHING = re.compile(
    r"^(暂时|目前|应该|好像|都|也|其实)?(没有|没|无|暂无|不涉及|没涉及|不需要|不用|没得|没啥)(了|的|吧|啊)?"
    r"(涉及|牵涉)?(到)?(任何|什么|啥)?(金额|钱|材料|证据|凭证|资金|截图)?(了|的|吧|啊)?$|^(不涉及|没(有)?涉及)(到)?(金额|钱|资金)?$"
)
_UNKNOWN = re.compile(
    r"^(我|这个|具体|也|真的|都)*(不清楚|不知道|不晓得|不确定|记不清|记不得|记不住|不记得|忘记|忘|没注意|说不清|说不准|不好说|想不起来)"
    r"(楚|具体)?(时间|日期|地点|金额|多少|多少钱|哪天|哪里)?(了|啊|呢)?$"
)
_KIND = r"(选项|业务|类型|类别|类|分类|问题|事情?|方面|产品|项目|情况|诉求)"
_THESE = r"(这|那|上面|以上|其中|里面|你(给|列|说)的|列(出来|的))[些几里个项样类种面边的任何一]*"
_NONE_OF_THESE = re.compile(
    r"^((我的?|这个|这些|这几[个项样类]|这|那些|上面|以上|里面?|好像|应该|感觉|可能|没有|嗯|[,，。 ])*("
    r"(都|全都?|一个都|哪[个类种]都)(不太?)(是|对|像|合适|属于|符合|沾边|搭边|算)|(都|全都?|一个都|哪[个类种]都)(没有?|对不上)|"
    rf"(都|也|好像)?(不是|不属于|不在|不算|没在){_THESE}|"
    r"(没有?|找不到|没看[到见]|看不到|没列|没找到)(一个)?(我|能|可以)?(要|想|说|投诉|需要|选|找)?的?"
    r"(对应|合适|符合|相关|匹配|对得?上|接近|沾边|我的|这个|这一?[类项种]|那[个类项]|能选|是|对|像)|(没有?|找不到)我[要想说选找投诉]+|"
    rf"选不(出来?|了)|(是|选|要|属于|算|投诉|归)?(别的|(其他|其它|另外)的?)(?=$|{_KIND})|里面?没有|除了这些)的?{_KIND}?(都)?[的了啊呀吧呢哦哈]*$)"
)
_CORRECTION = re.compile(
    r"不对|不是|错了|写错|说错|打错|填错|记错|弄错|搞错|应该是|应为|改成|改为|改一下|改下|改到|更正|修改|换成|纠正|有误|重新(说|填|写)|"
    r"^不[,，。.!！ ]"
)
_AGREE = re.compile(
    r"^(?=.*(好|是|对|嗯|行|可以|没问题|没错|同意|确认|确定|无误|准确|正确|ok|yes|提交|要得|中|成(?!都)))("
    r"好的?|是的?|对的?|嗯+|行|可以的?|没问题|没错|同意|确认|确定|无误|准确|正确|okay|ok|yes|提交吧?|"
    r"请提交|信息|都|我|并|就这样|谢谢|要得|得行|中|成(?!都)|[嘛噻咧嘞撒]|吧|了|呀|啊|的|[,，。.!！、 ])++$",
    re.IGNORECASE,
)
"""A possessive ++, here and elsewhere, never takes back what it read: 可以的 forty times could be read in 2⁴⁰ ways."""
_RECORD = re.compile(
    r"(?:那|就|麻烦|请|[你您]们?|快|赶紧|再|先|都|把?这(?:个|件)?事情?|把?我说的|[,，。 ])*(?:[帮给替](?:我们?|俺|咱))?"
    r"(?:记录|登记|[记登写报填录立提]|投诉)"
    r"(?:一?[下笔个条份哈]|上去?|下[来去]?|起来?|[成为]|投诉|这[个件]?事|案|嘛|吧|噻|咧|呗|哈|啊|谢谢|[,，。!！ ])*"
)
"""帮我登记上, 那你记一下吧: that what was told is to be taken down, and nothing else."""
_YES = re.compile(
    r"(?:好[的嘛啊吧]?|行[咧啊吧]?|可以[噻的]?|要得|得行|[中成]|嗯+|对|是的?)"
    r"(?:[,，。!！、 ]+|(?=[那你您帮给替投登记]))"
)
_DISAGREE = re.compile(r"^(不(是|对|行|同意|准确|可以|中|成|得行)?|要不得|否|不太对)[了的吧。! ]*$")
_CHANGE = re.compile(
    r"^(有误|信息有误|(我|还|是|先|想|要|得|需要|请|帮我|麻烦|可以)*(修改|更正|改)(一下|下|一项|信息|内容)*|"
    r"(我|刚才|刚刚|前面|上面|都|好像)*(说|写|填|打|记|弄|搞)错了?)[了的吧吗。! ]*$"
)
_DISPUTE = re.compile(
    r"(说|讲|答|回答|回复|解释)(的|得)?(都|根本|完全)?(不对|错|有误|不准|不是)|胡说|瞎说|乱说|答非所问|不是我(要|想)?问的"
)
_NUMBER_ALONE = re.compile(
    r"^(大概|大约|约|差不多|一共|总共|就|是|才)*[\d.,，零〇一二两三四五六七八九十百千万亿几多半]+(元|块|毛|角|分)*钱?(多|左右|吧|的|整)*$"
)
_URGENT = re.compile(
    r"死|自杀|轻生|活|跳楼|跳河|割腕|遗书|解脱|骗|盗|刷|转走|没了|不见|冻结|止付|不是我|还不|没钱|失业|困难|延期|宽限|协商|"
    r"人工|真人|活人|客服|坐席|领导|经理|来个人|找个人|换个?人|密码|验证码|卡号|cvv",
    re.IGNORECASE,
)
_BARE_PRICE = re.compile(
    r"^(这个|那个|要|得|需要|一共|大概|办|办理|收|是|一年|一个月|每月)*(多少钱|几多钱|什么价格?|价格|费用|怎么收费)(呢|啊|呀)?$"
)
_AGAIN = re.compile(
    r"^((麻烦|请|能|可以|不好意思|抱歉|啊|喂|嗯|[你您]|[,，。?？!！ ])*("
    r"(刚才|刚刚|刚|上面|前面)?(说|讲)的?(了|的|是|的是)?(啥|什么|甚么|些啥|些什么)|再(说|讲|发|来|念|解释)(一|上?一)?(遍|次|回|下)|"
    r"(刚才)?(我)?没(有)?(看|听)(清楚?|见|到)|重复(一)?(遍|下|次))[了吗么呢啊呀吧不行可以好]*){1,2}$"
)
_POINTS = re.compile(
    r"(?:刚刚?才?|前面|上面|之前|先前|一开始|开头|方才|早就|已经|不是都?|都)(?:我|跟你们?|给你们?|和你们?|就|都|已经|不是|早就)*"
    r"(?:说|讲|提|写|发|打字|告诉|反映)(?!好|明|我|不|没|会|能|可以)|"
    r"(?:刚刚?才?|前面|上面|之前|先前|一开始|方才)(?:的|讲的|说的)?(?:那|这)[个件些]|"
    r"(?:刚刚?才?|前面|上面|之前|先前|一开始|方才)的?(?:内容|事情?|情况|问题|话|经过|描述)|[跟同如见](?:前面|上面?|刚才|之前)|往上[翻看]|(?:说|讲)过了"
)
_POINTING = re.compile(
    r"刚刚?才?|前面|上面|之前|先前|一开始|开头|方才|早就|已经|不是|就是|还是|还要|怎么|又|再|也|都|就|投诉|反映|内容|事情?|情况|问题|经过|描述|"
    r"告诉|聊天|记录|往上|自己|一样|看看|说|讲|提|写|发|打字|翻|看|问|要|想|跟|同|如|见|和|给|对|按|把|我|你|您|们|的|了|过|到|得|在|是|那|这|"
    r"[一几多]?[个件些句条段遍次样]|吗|么|嘛|吧|啊|呀|呢|啦|哦|嗯|哎|喂|里|来|去"
)
_VAGUE = re.compile(
    r"上次|上回|那回|这样|那样|一样|老样子|照旧|照常|还能|东西|反正|咱们?|心里|有数|清楚|明白|知道|晓得|懂|呗|喏|啥|哪|办|回|事|嗯哼"
)
MOST_BESIDE = 3
"""Letters beside the words that point back: 收费, 那张卡. More of them tell something of their own."""
_EDGES = " \t\n，。！？；、：,.!?;:~～…"


def bare(text: str) -> str:
    """The text without white space and marks at its edges."""
    return text.strip(_EDGES)


def is_question(text: str) -> bool:
    """Whether a person reading this would feel asked. "不知道为什么扣我钱" does not ask."""
    return bool(_ASKING.search(_NOT_ASKING.sub("", text)))


def is_grievance(text: str) -> bool:
    """Whether the text tells of something that was done to the customer, even where it is put as a question."""
    return bool(_GRIEVANCE.search(text)) or is_charged_twice(text)


def is_charged_twice(text: str) -> bool:
    """Whether the same was taken twice: "年费收了我两次", also where it is asked why. "会不会收两次" only asks."""
    if not _CHARGED_TWICE.search(text) or _SUPPOSED_TWICE.search(text):
        return False
    return not is_question(text) or bool(_DONE.search(text))


def is_stop(text: str) -> bool:
    """Whether the whole text asks to end what is being filled in. "取消年费" does not."""
    return bool(_STOP.match(bare(text)))


def is_nothing(text: str) -> bool:
    """Whether the whole text says that there is none: "没有", "没有涉及金额"."""
    return bool(_NOTHING.match(bare(text)))


def is_unknown(text: str) -> bool:
    """Whether the whole text says that the customer does not know."""
    return bool(_UNKNOWN.match(bare(text)))


def is_none_of_these(text: str) -> bool:
    """Whether the whole text says that nothing of what was offered fits: "都不是", "没有对应的", "别的"."""
    return bool(_NONE_OF_THESE.match(bare(text)))


def is_correction(text: str) -> bool:
    """Whether the text takes something back."""
    return bool(_CORRECTION.search(text))


def is_agreement(text: str) -> bool:
    """Whether the text says yes and nothing else."""
    return bool(_AGREE.match(bare(text)))


def says_to_record(text: str, *, after_yes: bool = False) -> bool:
    """Whether the whole text says to take down what was told: "要得，帮我登记上". `after_yes`: only behind a yes."""
    yes = _YES.match(bare(text))
    rest = bare(text)[yes.end() :] if yes else bare(text)
    return (yes is not None or not after_yes) and bool(_RECORD.fullmatch(rest))


def is_disagreement(text: str) -> bool:
    """Whether the text says no, or that something is to be changed, and nothing else."""
    return bool(_DISAGREE.match(bare(text))) or wants_change(text)


def wants_change(text: str) -> bool:
    """Whether the text only announces a correction, without saying of what: "需要修改", "我刚才说错了"."""
    return bool(_CHANGE.match(bare(text)))


def disputes(text: str) -> bool:
    """Whether the text says that what was just said is wrong."""
    return bool(_DISPUTE.search(text))


def asks_bare_price(text: str) -> bool:
    """Whether the text asks what it costs without saying what."""
    return bool(_BARE_PRICE.match(bare(text)))


def asks_again(text: str) -> bool:
    """Whether the whole text asks for what was just said once more: "你刚才说啥", "再说一遍"."""
    return bool(_AGAIN.match(bare(text)))


def points_back(text: str) -> bool:
    """Whether the text only points to what was said before: "就刚才说的那个", "前面不是说了吗"."""
    return bool(_POINTS.search(text)) and letters(_POINTING.sub("", text)) <= MOST_BESIDE


def is_vague(text: str) -> bool:
    """Whether the text leaves it to the reader what is meant: "老样子", "那件事你清楚的"."""
    return letters(_POINTING.sub("", _VAGUE.sub("", text))) < 2 and letters(text) > MOST_BESIDE


def is_number(text: str) -> bool:
    """Whether the whole text is a number or a sum of money: it names nobody, no place and no wish."""
    return bool(_NUMBER_ALONE.match(bare(text)))


def sounds_urgent(text: str) -> bool:
    """Whether a word of danger, need or a person is in it: without one, an urgent intent is the classifier's slip."""
    return bool(_URGENT.search(text))


def letters(text: str) -> int:
    """How many letters, digits and Chinese characters there are: punctuation and emoji say nothing."""
    return sum(char.isalnum() for char in text)
