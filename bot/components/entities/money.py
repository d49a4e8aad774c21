"""How money is said: the patterns of amounts, put together from lists of words."""

import re

from bot.components.entities.numerals import ARABIC, CHINESE, DIGITS, NUMBER, SCALED
from bot.components.entities.words import any_of

_NUMERALS = "".join(DIGITS)
_SMALL = rf"[{_NUMERALS}\d]"
YUAN = any_of("元钱? 块钱 块 圆 人民币 RMB CNY rmb cny yuan 大洋 蚊")
WITH_UNIT = re.compile(
    rf"(?:(?:人民币|RMB|rmb|[¥￥])\s?)?(?<![几数好上\d.])(?P<number>\d{{13,}}|{NUMBER})[多来余]?\s?{YUAN}"
    rf"(?:(?P<jiao>{_SMALL})(?:[角毛](?:(?P<fen>{_SMALL})分)?|(?![\d{_NUMERALS}年月日号天点个次十百千万])))?"
)
WITH_SIGN = re.compile(rf"(?:[¥￥$]|(?:人民币|RMB|rmb)\s?)\s?(?P<number>{NUMBER})")
SMALL_ONLY = re.compile(rf"(?<![元块\d])(?P<jiao>{_SMALL})[角毛]钱?")

_MOVES = any_of(
    r"""
    扣 收 转 汇 少 多 缺 亏 损失 赔 退 还 存 取 刷 花 付 充 交 欠 骗 借 贷 买 盗[用刷]? 挪用? 套 冒领 提现 消费
    投 要(?!去) 缴 划 补 冻结 吞 算 垫 罚 领 吐 剩 报销 入账 到账
    出来 进来 不见 没(?=了) [高多]达 [降涨变][到成至为] 只[有给到] 才给 出现
    [一每单两那这]笔 显示 写[着成] 价值 各 透支 差额? [里上面]有 送 奖励 补贴 赚 抵扣 优惠 立减 加上 还有 [从由]
    [应实]付 返现? 说好 充话费 每[年月天日次] 一(?:年|个?月|天)(?:白?白?[交扣收])? POS机? [卡账]里的
    (?<=[\d元块])[和跟、及与]
    """
)
_TO = "(?:走|掉|款|账|了|咗|我|你|给|出|来|去|他|她|它|进|费|的|过|失|购|取|多扣|成|值|下){0,4}"
_SUMS = any_of(
    "费 违约金 滞纳金 手续费 服务费 利息 本金 金额 损失 余额 理?赔款 工资 保费 存款 现金 贷款 额度 月供 定金 押金"
)
MONEY_VERB = (
    rf"(?:{_MOVES}{_TO}|{_SUMS}(?:应该|一共|才|就|只|共)?(?:是|为|有|:|改成|改为|变成)?|一共|总共|合计)"
    r"(?:大概|大约|约|差不多|将近|近|人民币)?"
)
_COUNTERS = "个次天年月周日号点岁张笔人%％期位分秒小条遍件份户倍米楼度套股项层级趟回星礼步名后柜折"
_COUNTED = any_of("火急 积分 公里 粉丝 美[元金] 港[币元] 欧元 英镑 日元")
_CALLED = "去?" + any_of("举报 投诉 反映 热线 电话 咨询 报警 求助 客服 平台 打不通 接通 拨打")
_MORE = r"[\d.零〇二两三四五六七八九十百千万亿点半几]|一(?!直|笔|共|分|毛|年|个月|次|月|天|季)|-\d"
NO_MONEY = (
    rf"(?:多|来|余)?+(?!{_MORE}|只(?![到出有给剩取能收扣退赔还返存])|[{_COUNTERS}]|手(?!续)|{_COUNTED}|{_CALLED})"
)
"""What must not follow: things are counted then, or the number goes on, or it is somebody's telephone."""
AFTER_VERB = re.compile(rf"(?P<verb>{MONEY_VERB})(?P<number>{NUMBER}){NO_MONEY}")

_CHINESE_ROUND = rf"[{_NUMERALS}十](?=[百千万亿{_NUMERALS}十])[{_NUMERALS}十百千万亿]*[百千万亿][{_NUMERALS}半]?"
ROUND = re.compile(rf"(?<![几数好上第\d.A-Za-z{_NUMERALS}])(?P<number>{SCALED}|{_CHINESE_ROUND}){NO_MONEY}")
"""二十万, 8千, 三百五: hardly ever said of anything but money, unless a counted thing follows."""

_CHINESE_EXACT = rf"(?<![{_NUMERALS}十百千万亿])[{_NUMERALS}]百[{_NUMERALS}十百千万亿]*"
_GOODS = any_of(
    "现金 定期 活期 存[款单] 理财 基金 保险 本金 利息 工资 奖金 贷款 房贷 货款 定金 押金 保证金 罚息 额度 余额"
    r" [\u4e00-\u9fff]{1,4}(?:费(?!用)|金|款|险)"
)
BEFORE_GOODS = re.compile(rf"(?<![几数好上第\d.A-Za-z-])(?P<number>{ARABIC}|{_CHINESE_EXACT})(?:多|来|余)?+的?{_GOODS}")
_STILL = any_of("的 全 都 也 就 还 一直 至今 迟迟 到现在 凭空 莫名")
_FATE = any_of(
    """
    没[了有到退给打返]? 不见 被[转扣刷盗划冻] 消失 丢了 不翼而飞 取不 到不了 不到账 变[成少] 涨[到成] [降调减][到成为至]
    一分 [退转打]给 的(?:消费|分期|账单|快捷|扣款|支出|交易|转账|套餐|会员|卡费|东西)
    """
)
BEFORE_FATE = re.compile(
    r"(?<![几数好上第\d.A-Za-z:-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{2,9}(?:\.\d{1,2})?)多?"
    rf"(?:{_STILL}{{0,3}}{_FATE}|/[年月次天笔])"
)
"""3000被转走, 那6500到现在没到账: what becomes of money; or a price, 10/月."""
ALONE = re.compile(
    r"(?:不对|不是|错了|嗯|哦|应该|就是|是|有|大概|大约|约|差不多|一共|总共|合计|,|\s)*"
    rf"(?P<number>{SCALED}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d{{1,9}}\.\d{{1,2}}|{CHINESE})(?:多|吧|左右|的|。|,)*"
)
"""A whole message that is a number no one would write for anything but money: 3.5万, 1,200.50, 一千二."""

_ENDS = r"(?=$|[,。!?;、\s])"
OF_ITS_OWN = re.compile(
    rf"(?:^|(?<=[,。!?;]))(?P<number>[{_NUMERALS}十][百千万][{_NUMERALS}十百千万亿]*"
    rf"|(?!(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9]){_ENDS})\d{{1,9}}\.\d{{1,2}}){_ENDS}"
)
"""A clause that is a number and nothing else, said behind its story: 扣了双份,两千三百五十. 10.23 may be a day."""
TO_THE_CENT = re.compile(r"(?<![\d.,A-Za-z])(?P<number>\d{1,3}(?:,\d{3})+\.\d{2})(?![\d%])")
"""1,206.78: thousands apart and two places are written of money alone."""

PATTERNS = (
    (WITH_UNIT, 0.95),
    (WITH_SIGN, 0.95),
    (SMALL_ONLY, 0.9),
    (TO_THE_CENT, 0.7),
    (AFTER_VERB, 0.7),
    (ROUND, 0.7),
    (BEFORE_GOODS, 0.7),
    (BEFORE_FATE, 0.7),
    (OF_ITS_OWN, 0.6),
)
"""Each with its confidence, the surest first."""
