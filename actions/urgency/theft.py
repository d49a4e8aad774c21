"""A theft or fraud under way; what the bank's own people sold, and money on its way or sent astray, is none."""

import re

from actions.bereaved import is_bereaved
from actions.urgency.supposed import is_supposed
from actions.urgency.words import ORDINARY, any_of

_FRAUD = any_of(
    # cheated
    r"盗刷(?!险|保险)|杀猪盘|骗走|刷单.{0,6}骗|骗.{0,8}(转|汇|打|投[资进了]|付)",
    r"(被|让|叫|遭|给)(人|别人|他们|人家|网上|电话)?(给|的人)?(诈)?骗(了|走|子|我|钱|\d|[一二三四五六七八九十几两])",
    r"我(好像|可能|刚|刚刚|应该|怕是)?(被|上当受)骗|遭遇?(了)?(电信|网络)?诈骗",
    r"(转|汇|打|付).{0,8}骗子|骗子.{0,8}(转|汇|打|钱|拿|骗)|(转|汇|打)(到|去|进).{0,4}安全账户",
    # none of my doing
    r"(?<!如果)(?<!是不)(?<!要)不是我(本人)?(刷|消费|操作|转|取|买|交易|贷|办)的?|非本人(操作|交易|消费)",
    r"(没|未)(刷|消费|取|买|转)过.{0,8}(扣|少|没)",
    # somebody took it, or is taking it
    r"(钱|存款|余额|款).{0,6}(被|让人)(人)?(转走|取走|刷走|盗|偷|划走|转空)|(卡|账户|(?<!游戏)账号|手机).{0,4}被(人)?盗",
    r"(有人|别人|陌生人|黑客).{0,6}(正在|在|刚)?(刷|盗|转走|转(?!给)|取|用).{0,2}我的?(卡|钱|账|存款)",
    r"(卡|账户|账号)被黑|(存款|钱|余额).{0,3}(不翼而飞|失窃|被(人)?(冒领|清空|盗领))",
    # in my name, with my card
    r"冒(充|用).{0,12}(骗|转|贷|办卡|买)|盗用我|(用|拿)我的?卡(转|取|刷|消费|买)",
    r"(冒用|盗用|冒|用|拿)(了?我的?|了?本人)(名义?|身份证?|信息|资料|脸).{0,4}(去|来)?(贷|借|办|开)了?",
    r"(贷款|信用卡|卡|借款|网贷).{0,6}(根本|都|并)?不是我(本人)?(借|办|申请|贷|开)的",
    # a link, a code, another's hand on the telephone
    r"(链接|共享屏幕|屏幕共享|验证码.{0,6}(给|告诉)|(给|告诉).{0,4}验证码).{0,12}(没了|少了|转走|不见)",
    r"(共享了?屏幕|屏幕共享|远程(操作|控制|协助)?).{0,12}(转走|转了|没了|少了|扣了|被扣|空了|不见)",
    r"(手机|电脑)被(人|远程)?(控制|操作|黑)",
    # who pretended to be somebody
    r"(骗子|诈骗|冒充|冒名|假(的?客服|冒|警察|公安|民警|领导|网站|平台|老师)|自称).{0,24}"
    r"(转走|划走|扣走|卷走|(转|汇|打|付|交|给|充)(了|过去|出去)|没了)",
    # work that is paid for in advance, deposits for a loan
    r"(刷单|做任务|返利|返佣|佣金|补单|抢单|垫付|垫资|兼职).{0,20}"
    r"(取不出|提不(了|出)|不返|不退|要不回|回不来|出不来|拿不(回|出)|没了|亏了|骗)",
    r"(解冻|保证|认证|会员|手续|验资|定|押)[金费].{0,10}(交|打|付|转)了.{0,12}"
    r"(没放款|没下来|还不|不给|又要|联系不上|失联|拉黑|跑|消失|没影|没了)",
    # a platform that is gone
    r"(平台|网站|app|软件|对方|老师|群).{0,8}(打不开|登不上|进不去|跑路|跑了|消失|失联|拉黑|解散|没影).{0,12}(投|充|转|钱|万|千)",
    r"(投|充|转|打|付|垫|给)(了|进去|过去).{0,16}(提不(了|出)|取不出|不(给|让)提|跑路|跑了|消失|失联|联系不上|拉黑|解散|没影)",
    # blackmail
    r"(裸聊|裸照|视频|照片|通讯录).{0,12}(敲诈|勒索|威胁|转|给).{0,4}(了|钱)",
    # spent where I was not
    r"(境外|国外|海外|外国|外地|异地|美国|日本|泰国|香港).{0,10}(消费|刷|取|扣|交易).{0,12}"
    r"(我?人?(在|没)(家|国内|身边|出|去)|我没|不是我|没出过?国)",
    r"(没去过|没出过?国|人在(家|国内)|卡(就|一直|还)?在(我)?(手|身|家|包)).{0,14}(消费|刷了|被刷|被取|取走|取了|扣了)",
    # gone overnight
    r"(一觉(睡)?醒来?|睡(醒|着)|半夜|凌晨|莫名其?妙?|无缘无故|平白无故|突然).{0,12}(钱|余额|存款|卡里|账户|账上).{0,6}"
    r"(没了|不见|清零|归零|空了|变(成)?(零|0)|转(走|出))",
    # to be stopped; the police
    r"(急|快|赶紧|马上|立即|帮我).{0,4}(拦|截)(住|下|一下).{0,10}(转|钱|款|汇)|我要报案|诈骗报案",
    r"(民警|警察|派出所|公安|反诈中心|110).{0,6}(让我|叫我|说).{0,10}(冻结|止付|联系(你们|银行))",
)
_OF_THE_BANK = re.compile(r"你们|经理|柜员|业务员|销售|保险|理财")
"""Who is said to have been cheated by the bank's own people complains; nobody is robbing them this minute."""
_AT_THE_BANK = re.compile(r"柜台|柜员|大堂|保安|网点|营业厅|窗口")
_CHARGED = re.compile(
    r"(扣|收)[^,，。]{0,10}(年费|月费|管理费|手续费|短信费|工本费|服务费|利息|违约金|滞纳金|保费|会费)|"
    r"(年费|月费|管理费|手续费|短信费|工本费|服务费|利息|违约金|滞纳金|保费|会费)[^,，。]{0,8}(扣|收)"
)
"""What the institution takes under a name of its own is disputed, not stolen."""
_NOT_MINE = re.compile(r"没(动|去|用|操作|办|授权|同意)过?|(没|未)(经我|授权)|不认识|陌生")
_ON_ITS_WAY = re.compile(r"[没未不](有)?(到账|入账|收到|到他|到我|到对方|到卡)")
_STRAYED = re.compile(r"(转|打|汇|付)错|错(转|打|汇)|(多|重复)(转|付|扣)了?")
"""Money that the customer sent to the wrong place, or that was taken twice."""
_ROBBED = re.compile(r"骗|盗|诈|偷|刷走|转走|取走|不是我|冒|黑客|拉黑|假")
_PARTING = re.compile(r"谢|再见|拜拜|(?:先|我)走[了一]")
_PRETENDED = re.compile(r"冒充|假冒|假装|谎称|自称")
HINT = any_of(
    # thieves and their trades
    r"骗|盗|诈|偷|(被|乱|盗|在|谁|人)刷|刷(了|走|掉|爆|过|的|我|出|单|光)|黑(客|我|了我|卡)|钓鱼|木马|病毒|冒(充|名|用|领)|假(的|网|冒|客服|装|链|警)",
    r"传销|杀猪|仙人跳|敲诈|勒索|威胁|裸聊|刷单|洗(钱|黑)|黄牛|补单|返佣|做任务|换脸|自称|明星|粉丝群|网恋|假平台",
    # gone
    r"跑路|跑了|拉黑|失联|联系不上|消失|解散|归零|清零|不回我|收了钱",
    # not me; strangers
    r"不是(我|本人)|非本人|不是自己|没(动|去|用|操作|买|刷|消费|取|转|办)过|(没|未)(出过?国|授权|经我)",
    r"不认识|陌生|(莫名|无缘无故|平白无故)(?!.{0,6}(锁|限|停|冻|用不|打不开|登不|拒))|可疑|异常|未授权|有人|被人|别人|人家|谁(转|刷|取|动)",
    # elsewhere
    r"异地|境外|国外|海外|外地",
    # money taken, handed over, little left
    r"(转|取|划|刷|扣|套|卷|提|拿|盗)(走|空|光)|道走|连扣|(钱|存款|余额|卡里|账户).{0,6}(没了|不见|没有了|少了|空了|不翼而飞)",
    r"少了|没了|剩(两|几|一)|给出去|打过去|转过去|转了",
    # wanted back, cannot be drawn
    r"拦截|拦一?下|追回|追得回|要不回|退不回|止付|冻结.{0,6}(对方|收款)|解冻|保证金",
    r"(提|拿|退|领|取)不(了|出|回|到)|不能提现|不(给|让)提",
    # the police; screens, codes and links
    r"报警|公安|安全账户|屏幕共享|共享屏幕|远程|复制",
    r"验证码.{0,8}(给|告|发|说)|(给|告诉|发).{0,6}验证码|点(了|开).{0,6}链接",
    # fallen for it
    r"上当|中招|受害|着了道|不对劲",
    # by sound
    r"pian|片子",
    # English
    r"\b(fraud|scam\w*|stolen|steal\w*|hack\w*|unauthori[sz]ed|phish\w*|cheated|not me|wasn't me)\b",
    ignore_case=True,
)
HINT_ABROAD = any_of(
    r"\b(fraud\w*|scam\w*|stole\w*|steal\w*|robbed|hack\w*|phish\w*|cheat\w*|unauthori[sz]ed|fake|blackmail\w*|"
    r"pretend\w*|stranger|"
    r"disappeared|vanished|emptied|police|not me|wasn't me|(did not|didn't|never) (make|made|authori[sz]e\w*|"
    r"spend|spent|buy|do)|"
    r"(someone|somebody|they) (is |are |has |have )?(us(ed|ing)|took|tak(en|ing)|spen[dt]\w*|logged|withdrew|"
    r"transferred|made me)|"
    r"(savings|money|funds?) (is|are|was|were|has|have)? ?(all )?(gone|missing)|(gave|told|sent) .{0,20}code|clicked|"
    r"in (another|a foreign) country|abroad|but i('m| am) in)\b",
    ignore_case=True,
)


def is_theft(text: str) -> bool:
    """Whether these words leave no doubt."""
    return bool(_FRAUD.search(text)) and not _is_of_the_bank(text) and not is_supposed(text)


def may_be_theft(text: str) -> bool:
    return not _is_no_theft(text) and not is_supposed(text)


def tells_of_theft(text: str) -> bool:
    """Whether a word of it stands in the text, and the money is neither with the bank's own people, nor on its way, nor
    a fee."""
    is_fee = _CHARGED.search(text) and not (_ROBBED.search(text) or _NOT_MINE.search(text))
    return bool(HINT.search(text)) and not (_is_of_the_bank(text) or _ON_ITS_WAY.search(text) or is_fee)


def _is_no_theft(text: str) -> bool:
    """Whether nothing of it is a theft: trade, a parting, a death in the family, money sent astray."""
    if is_bereaved(text) or _STRAYED.search(text):
        return not _ROBBED.search(text)
    is_else = ORDINARY.search(text) or _AT_THE_BANK.search(text) or _PARTING.search(text)
    return bool(is_else) and not HINT.search(text)


def _is_of_the_bank(text: str) -> bool:
    return bool(_OF_THE_BANK.search(text)) and not _PRETENDED.search(text)
