"""Amounts of money in CNY: a number with a unit of money, or after a verb that moves money."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.components.entities.found import Found, is_free
from bot.components.entities.numerals import ARABIC, CHINESE, DIGITS, NUMBER, SCALED, parse_number

YUAN = r"(?:元钱?|块钱|块|圆|人民币|RMB|CNY|rmb|cny|yuan|大洋|蚊)"
_SMALL = rf"[{''.join(DIGITS)}\d]"
WITH_UNIT = re.compile(
    rf"(?:(?:人民币|RMB|rmb|[¥￥])\s?)?(?<![几数好上\d.])(?P<number>\d{{13,}}|{NUMBER})[多来余]?\s?{YUAN}"
    rf"(?:(?P<jiao>{_SMALL})(?:[角毛](?:(?P<fen>{_SMALL})分)?|(?![\d{''.join(DIGITS)}年月日号天点个次十百千万])))?"
)
WITH_SIGN = re.compile(rf"(?:[¥￥$]|(?:人民币|RMB|rmb)\s?)\s?(?P<number>{NUMBER})")
SMALL_ONLY = re.compile(rf"(?<![元块\d])(?P<jiao>{_SMALL})[角毛]钱?")
MONEY_VERB = (
    r"(?:扣|收|转|汇|少|多|亏|损失|赔|退|还|存|取|刷|花|付|充|交|欠|骗|借|贷|买|盗|提现|消费|投|要(?!去)|缴|划|补|冻结|不见|没(?=了)"
    r"|吞|算|垫|罚|领|吐|剩|报销|入账|到账|出来|进来|[高多]达|降到|降至|降成|降为|变成|变为|涨到|涨成|只有|只给|才给|出现|[一每单两那这]笔|显示|写着|价值|各|透支|差额?|[里上面]有|送|奖励|补贴|赚|抵扣|优惠|立减|(?<=[\d元块])[和跟、及与]|加上|还有|[从由]|[应实]付|每[年月天日次]|一(?:年|个?月|天)(?:白?白?(?:交|扣|收)?)?|POS机?|返现?|说好|写成|只到|充话费|就|[卡账]里的)"
    r"(?:走|掉|款|账|了|咗|我|你|给|出|来|去|他|她|它|进|费|的|过|失|购|取|多扣|成|值|下)*"
    r"|(?:费|利息|本金|金额|损失|余额|理赔款|赔款|工资|保费|存款|现金|贷款|额度|月供|定金|押金)(?:应该|一共|才|就|只|共)?(?:是|为|有|:|改成|改为|变成)?"
    r"|一共|总共|合计"
)
_COUNTED = (
    r"(?:多|来|余)?+(?![\d.]|[零〇二两三四五六七八九十百千万亿点半几]|一(?!直|笔|共|分|毛|年|个月|次|月|天|季)|-\d|只(?![到出有给剩取能收扣退赔还返存])"
    r"|[个次天年月周日号点岁张笔人%％期位分秒小条遍件份户倍米楼度套手股项层级趟回星礼步名后柜折]"
    r"|积分|公里|粉丝|美[元金]|港[币元]|欧元|英镑|日元|去?(?:举报|投诉|反映|热线|电话|咨询|报警|求助|客服|平台|打不通|接通|拨打))"
)
"""What must not follow: things are counted then, or the number goes on, or it is somebody's telephone."""
AFTER_VERB = re.compile(rf"(?P<verb>{MONEY_VERB})(?:大概|大约|约|差不多|将近|近|人民币)?(?P<number>{NUMBER}){_COUNTED}")
_ROUND = rf"(?:{SCALED}|[{''.join(DIGITS)}十](?=[百千万亿{''.join(DIGITS)}十])[{''.join(DIGITS)}十百千万亿]*[百千万亿][{''.join(DIGITS)}半]?)"
ROUND = re.compile(rf"(?<![几数好上第\d.A-Za-z{''.join(DIGITS)}])(?P<number>{_ROUND}){_COUNTED}")
"""二十万, 8千, 三百五: hardly ever said of anything but money, unless a counted thing follows."""
_GOODS = r"(?:的?(?:现金|定期|活期|存[款单]|理财|基金|保险|本金|利息|工资|奖金|贷款|房贷|货款|定金|押金|保证金|罚息|额度|余额|[\u4e00-\u9fff]{1,4}(?:费(?!用)|金|款|险)))"
BEFORE_GOODS = re.compile(rf"(?<![几数好上第\d.A-Za-z-])(?P<number>{ARABIC})(?:多|来|余)?+{_GOODS}")
_FATE = (
    r"(?:的?(?:全|都|也|就|还|一直|至今|迟迟|到现在|凭空|莫名)*"
    r"(?:没[了有到退给打返]?|不见|被[转扣刷盗划冻]|消失|丢了|不翼而飞|取不|到不了|不到账|变[成少]|涨[到成]|[降调减][到成为至]|一分|退给|转给|打给)"
    r"|的(?:消费|分期|账单|快捷|扣款|支出|交易|转账|套餐|会员|卡费|东西))"
)
BEFORE_FATE = re.compile(
    rf"(?<![几数好上第\d.A-Za-z:-])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d{{2,9}}(?:\.\d{{1,2}})?)多?(?:{_FATE}|/[年月次天笔])"
)
"""3000被转走, 那6500到现在没到账: what becomes of money."""
HOTLINE = re.compile(r"1(?:10|19|20|22)|123\d[1-9]|123[1-9]0|9[56]\d{3}|100(?:00|10|86)")
"""Public telephone numbers: police, complaint lines, banks, carriers."""
ALONE = re.compile(
    r"(?:不对|不是|错了|嗯|哦|应该|就是|是|有|大概|大约|约|差不多|一共|总共|合计|,|\s)*"
    rf"(?P<number>{SCALED}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d{{1,9}}\.\d{{1,2}}|{CHINESE})(?:多|吧|左右|的|。|,)*"
)
"""A whole message that is a number no one would write for anything but money: 3.5万, 1,200.50, 一千二."""
_DONE = ("了", "走", "掉", "我", "是", "为", "到", ":", "额", "失", "共", "计")
"""A verb that ends like this has moved money: 扣了110; 要打110 has not."""
MOST_DIGITS = 9
"""A longer bare number after a verb is a card, an account or an order, not money."""


def find_amounts(text: str, taken: Sequence[Found]) -> list[Found]:
    """Amounts in order; value is a decimal string with two places. `taken`: numbers, phones and times already read."""
    found: list[Found] = []
    for pattern, confidence in (
        (WITH_UNIT, 0.95),
        (WITH_SIGN, 0.95),
        (SMALL_ONLY, 0.9),
        (AFTER_VERB, 0.7),
        (ROUND, 0.7),
        (BEFORE_GOODS, 0.7),
        (BEFORE_FATE, 0.7),
    ):
        for match in pattern.finditer(text):
            amount = _amount(match, confidence)
            if amount and is_free(amount.start, amount.end, [*taken, *found]):
                found.append(amount)
    alone = ALONE.fullmatch(text)
    if alone and not found and not taken:
        found += filter(None, [_amount(alone, 0.6)])
    return sorted(found, key=lambda amount: amount.start)


def _amount(match: re.Match[str], confidence: float) -> Found | None:
    groups = match.groupdict()
    number = groups.get("number") or ""
    value = parse_number(number) if number else Decimal(0)
    bare = confidence < 0.9
    if bare and HOTLINE.fullmatch(number) and not (groups.get("verb") or "").endswith(_DONE):
        return None
    if value is None or _is_together(match) or (bare and _is_no_money(number, value)):
        return None
    value += _tenths(groups.get("jiao")) + _tenths(groups.get("fen")) / 10
    start = match.start("number") if bare else match.start()
    end = match.end("number") if bare else match.end()
    return Found("amount", f"{value:.2f}", start, end, confidence)


def _is_no_money(number: str, value: Decimal) -> bool:
    """Bare numbers that are something else: 多一点, 千万别, an account number."""
    is_word = number[0] not in DIGITS and not number[0].isdigit()
    is_small_word = not number[0].isdigit() and len(number) == 1
    return value < 2 or is_word or is_small_word or len(re.sub(r"\D", "", number)) > MOST_DIGITS


def _is_together(match: re.Match[str]) -> bool:
    """一块 that means together (一块去, 一块儿), not one yuan."""
    return match[0] == "一块" and match.end() < len(match.string) and match.string[match.end()].isalnum()


def _tenths(digit: str | None) -> Decimal:
    if not digit:
        return Decimal(0)
    return Decimal(DIGITS.get(digit, digit)) / 10
