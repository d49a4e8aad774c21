"""The wish for a person instead of the bot: somebody of the staff, by office or name, or a call back."""

import re

from actions.forwarded import response_to
from actions.urgency import people
from actions.urgency.outright import has_outright_clause
from actions.urgency.people import STAFF, SURNAME
from actions.urgency.words import any_of

_COLLEAGUE = (
    rf"(?:[小老][{SURNAME}]|"
    rf"[{SURNAME}](?:姐|哥|工|总|老师|师傅|小姐|女士|主任|经理|科长|行长))"
)
"""A person of the bank by name: 小李, 王姐, 刘老师."""
_THE_ONE_BEFORE = (
    r"(?:上次|上回|昨天|前天|刚才|刚刚|之前|早上|上午|下午|原来|那天)[^,.!?，。！？好]{0,8}"
    r"(?:那位|那个|客服|小姑娘|小伙子?|小哥|姑娘|大姐|同事|坐席|的人)"
)
_PERSON = any_of(
    # named alone, and nothing of 人工智能, 真人认证, 个人贷款, 换人民币
    r"人工(?!资|智能|费|成本|湖|降雨|养|草|授精|合成|岛|审|授权|降息|重审|核(?!实)|复核|操作|干预|识别|录入|批|林|"
    r"骨|关节|流产|晶体|心脏|耳蜗|受孕|榨|种|湿地|繁育)",
    r"真人(?!秀|认证|验证|核验|识别|头像|检测|cs|版|照)|(?<!养)(?<!救)活人(?!墓)|人类(客服|坐席|吗|$)|[要找换]个?人类",
    r"(?<!宴会)(?<!剧场)[坐座]席(?!卡|忙|全忙|费|位|怎么)",
    r"(来|找|换|叫|喊|派|寻|搵|揣|(?<!突)出)个人(?!贷|信|征|账|消费|经营|住房|养老|所得|业务|网银|理财|客户|税|金|汽车|综合|实名|担保|名义|商户|"
    r"简历|合伙|外汇|资料|手机)|[转接](一?个|位)人($|[,，。!！ ]|吧|呗|啊|谢|行)",
    r"(?<!置)(?<!益人)(?<!主)(?<!法)(?<!系人)(?<!责人)换人(?!民币|脸|身|家|寿|了)|(?:该|得|快|赶紧|给我)换人了",
    r"(?<![a-z])(human|(real|live) (person|one|agent))(?![a-z])|\bcall me back\b",
    r"\b(transfer|connect|put) me (to|through)\b",
    r"\b(speak|talk|chat) (to|with) (a |an |your |the |my )?"
    r"(staff|person|someone|somebody|manager|supervisor|representative)\b",
    r"\b(give|get|want|need) (me )?(a |an |the )?(person|manager|supervisor|representative)\b",
    # turn me to, find me one of the staff
    r"(?<!不)(?<!别)(?<!投诉)(转|接|找|换|叫|喊|派|请|要|联系)"
    rf"(一?下|到|给|通|[个位]|一[个位]|你们?|银行|值班|的|我|咱|俺){{0,3}}{STAFF}(?!电话|热线|号码|时间|几点|态度|骂|骗|说|道歉|赔)",
    r"让(你们?|值班)的?(经理|领导|主管|负责人)|(找|联系)(一下|下|到)?" + _COLLEAGUE,
    r"[把将](你们?|银行|值班|[的个]){0,2}(人|经理|领导|主管|负责人|老板)(给我)?[叫喊请]",
    rf"^(请|麻烦|帮我|给我|能不能|可以|[,，。 ])*(转|接|安排)(?!账|钱|错)[^,，。!！?？]{{0,8}}"
    rf"(柜员|顾问|主任|技术员?|{STAFF})(吧|谢谢|那里|对接|沟通)?$",
    r"(请|让|叫|派|安排|能不能让|可以让)(你们|您们|恁|柜面|柜台|网点|支行|总行|部门|信用卡|贷款|上面|内部|那边|那儿|这边|懂行|[的里个])"
    r"{1,4}(人|同事|柜员|老师|专员|经理|主管)[^,，。]{0,4}(来|出来|跟我|和我|给我|加我|联系|打字|解释)",
    rf"(?<!不)(?<!别)(找|叫|转给?|转回|联系){_THE_ONE_BEFORE}",
    # to talk with one
    rf"(?<!不)(想|要|得|能|直接|只)(直接)?[跟和同](你们)?的?(人|{STAFF})(直接)?(说|讲|聊|谈|沟通|对话|通话)",
    r"(?<!不)(想|要|得|能)(直接)?[跟和同与](你们|[的里个])*"
    r"((贵行|柜面|柜台|风控|技术|催收|审核|法务|内部|银行|部门|[的里个]|你们)*(人|姑娘|小姐姐|老师|主任|同事|工作人员)|"
    r"(贵行|柜面|柜台|风控|技术|催收|审核|法务|银行))(直接)?(说|讲|聊|谈|沟通|对话|通话)(话|几句|两句|一下|清楚|分期)*$",
    # one that lives and speaks
    r"有?(没有?|来个|找个|给个|换个|给我个)(会?喘气儿?|活|会说人话|能说话)的(?!希望|意义|路|办法|钱|利率|定|期)",
    # no machine
    r"别(再|老)?(让|用|拿|给我)?.{0,3}(机器|电脑|程序|ai|自动回复).{0,4}[回答应糊敷对说聊]",
    r"(能不能|可不?可以)别(是|用|让|给)?.{0,2}机器",
    r"不(想|要|愿意?)?[跟和对].{0,2}(机器人?|电脑|程序|ai)(说|讲|聊|谈|打交道|废话)",
    r"不(想|要|愿意?)[跟和对].{0,3}(机器人?|电脑|程序|ai)(浪费|扯|耗|较劲|啰嗦)",
    r"(不要|不用|停止|退出|关掉|关了)(ai|机器人|智能客服|自动(回复|应答))"
    r"(了|回我|吗|行吗|吧|啊|[,，。!！ ])*($|要|给|换|接|转|找|叫)",
    r"(?<!我)(?<!他)(?<!她)不要机器",
    # ring me
    r"(?<!别)(?<!不要)(能不能|可以|可不可以|麻烦|请|让|叫|安排|找人|派人)((?![别不再老总]|天天|骗).){0,8}"
    r"([给跟]我(打|回)[个一]?下?电话|(打|回)个?电?话?给我|回个?电|联系我|打过来)",
    r"[让叫].{1,6}给我[打回](过来)?$",
    r"^(请|麻烦|能|可以|尽快|你们|[,，。 ])*(给我)?(回电|回拨|致电)(给我|我|一下|谢谢|吧|[,，。!！ ])*$",
    r"^(请|麻烦|能|可以|尽快|快|你们|[,，。 ])*给我(来|回|打)个电话"
    r"(说|讲|谈|吧|行|可以|好|清楚|一下|[吗嘛,，。!！ ])*$",
    r"(专员|专人|客服|经理|主管|柜员|行员|理专|同事|(?<!没)人)(尽快)?"
    r"(致电|回拨|回电|给我(打|回|来)个?电话)(?!.{0,4}(说|骗))",
    # is one of them there
    r"(经理|主管|主任|行长|领导|专员|柜员|顾问|信贷员|理财师|接线员|值班的?(人|客服)?|"
    rf"{_COLLEAGUE}|{_THE_ONE_BEFORE})(现在|今天|还)?在(不在|不|吗|么|嘛|没|线|岗|位)",
    r"(拍板|做主|作主|说了算|管事|当家)的人?(在|呢|来|出来)|^(是?谁|哪位)(在|今天)?值班",
    r"工号\d+(现在|今天|还)?在(吗|不|么|线)|[,，]接.{1,6}的人$",
    # where is one of them
    _COLLEAGUE + r"(人?呢|(人)?去哪)",
    r"(领导|主管|经理|负责人|老板|老大|头头|头儿|行长|主任|值班的?人?|管事的?|专员|工作人员)(人)?"
    r"(呢|在哪|去哪了?|哪去了)($|[,，。!！ ]|出来|叫)",
    _THE_ONE_BEFORE + r"(人)?呢$",
    # where is anybody
    r"(没有?|没)客服了(吗|是吗|是吧|吧)|来个真的|(级别|职位)高.{0,3}的(来|人)|^(?!.*[有没]).{0,16}[,，!！ ]人呢$",
    r"^(你们的?)?人都?(呢|咧|嘞|哪去了|在哪|去哪了?)[啊呀]?$|有得?人没得|一个(真人|活人|喘气的|活的|人)都(没有|找不)",
    r"(到底|究竟|怎么|咋|你们)[还就都]?(有没有|没有?)(一?个)?(真|活)?人(上班|值班|在线|在|接待|回复?|理我?)?[啊呀吗呢]*$",
    # a bare call
    r"(?<![不别的用想么])[叫喊找换来](个)?人(来|吧|啊|呐|呀|哈)*$",
    r"^(我|就|只|请|快|赶紧|帮我|给我|[,，。 ])*([转接要给]|要活的)?(真|活|专)?人(呗|吧|啊|呢|谢谢)*$",
    r"^(主管|领导|值班经理|客服经理)$",
    ignore_case=True,
)
_TAKES_BACK = any_of(
    r"(?<=[,，。.…!！~哎唉哦嗯啊吧])算了",
    r"(?<!再)(不用|不要|不必)了(?!解)",
    r"(?<!再)(先|还是|要不|就|等等|等下|等一下)[,，]*(先|就|暂时)?[不别]([用要])?[转接找叫]",
    r"(?<!再)(?<!么)(?<!都)别[转接找叫](?=人工|客服|了|吧|$|[,，。!！])",
    r"([等待过一]一?(会儿?|下)|回头|晚点|等)再[转接找叫说]",
)
"""Behind a wish: 哎算了, 不用了, 先别转, 等会儿再转. 转人工算了 is one."""
_AFTER_ALL = re.compile(r"[转接找]吧|还是[转接找]")
_WANTED = re.compile(r"[要想]找|[转接叫找]人$|人呢|快(给我)?[转接]|^[^,，]{0,3}(给我)?[转接]$")
HINT = any_of(
    r"人|客服|[坐座]席|经理|领导|主管|专员|柜[员面]|理专|行员|顾问|负责|管事|当家|接线|值班|同事|姑娘|小伙",
    r"机器|自动回复|电话|回电|回拨|致电|打给|联系我",
    r"\b(agent|human|person|people|someone|somebody|representative|operator|staff|manager|supervisor|customer|"
    r"advisor|support|call|talk|speak)\b",
    ignore_case=True,
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_IN_PINYIN = any_of(
    r"\bren\b|(zhao|lai|yao|jiao)(ge)?ren|\bz?rg(kf)?\b|ren ?gong|ke ?fu|(zhen|huo) ?ren|zuo ?xi|zhuan|"
    r"jing ?li|zhu ?guan|ling ?dao|ji ?qi ?ren|da (wo )?(dian ?hua|shou ?ji)|hui ?dian",
    ignore_case=True,
)
HINT_ABROAD = any_of(
    r"\b(human|(real|live) (person|one)|robots?|(chat ?)?bot|transfer me|call ?back|speak (with|to)|"
    r"person|agent|representative|rep|operator|supervisor|employee|"
    r"customer (service|support|care)|"
    r"call me|(speak|talk|chat|connect|transfer|pass|put|get|need|want|have|with|there|me|to) .{0,28}(someone|"
    r"somebody|anyone|anybody|staff|manager|"
    r"advisor|people)|(someone|somebody|anyone|anybody) (real|there|here|help|from|who)|(someone|somebody|"
    r"anyone|anybody) (to|can) help|who can (i|help)|"
    r"not (talking to )?a (bot|robot|machine))\b",
    ignore_case=True,
)


def is_wish(text: str) -> bool:
    """Whether these words leave no doubt."""
    return _names(text) and not (people.is_in_passing(text) or _is_no_wish(text))


def asks_outright(text: str) -> bool:
    """Whether a wish has a clause of its own, whatever matter stands before or behind it."""
    return has_outright_clause(text) and is_wish(text)


def is_taken_back(text: str) -> bool:
    """Whether a wish is withdrawn in the same breath ("给我接人工，哎不用了"), and not made again behind that."""
    taken_back = list(_TAKES_BACK.finditer(text))
    if not taken_back or not _names(text[: taken_back[0].start()]):
        return False
    behind = text[taken_back[-1].end() :]
    return not (_names(behind) or _AFTER_ALL.search(behind))


def _names(text: str) -> bool:
    return bool(_PERSON.search(text)) or has_outright_clause(text)


def may_be_wish(text: str) -> bool:
    """Whether nothing speaks against it, and what is not Chinese has a word of it. What is pasted wishes for nobody."""
    if _is_no_wish(text) or _tells_of_errands(text) or people.tells_us(text) or response_to(text):
        return False
    if not _CHINESE.search(text):
        return bool(HINT.search(text) or _IN_PINYIN.search(text))
    return people.without_words_for_nobody(text) == text or speaks_of_people(text) or bool(_PERSON.search(text))


def speaks_of_people(text: str) -> bool:
    """Whether a word of it stands in the text."""
    return bool(HINT.search(people.without_words_for_nobody(text)))


def _tells_of_errands(text: str) -> bool:
    """Whether it is told what others had the customer do, and beside that no word of people stands."""
    rest = people.without_errands(text)
    return rest != text and not (_names(text) or speaks_of_people(rest))


def _is_no_wish(text: str) -> bool:
    """Whether people are spoken of, and none is wished for: declined, asked about, or told of."""
    rest = people.without_talk_of_people(text)
    is_declined = people.is_declined(text) or is_taken_back(text)
    return is_declined or (rest != text and not (_PERSON.search(rest) or _WANTED.search(rest)))
