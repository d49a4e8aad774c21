"""Whose money is asked about: the customer's own, or somebody else's, which is nobody's business but theirs. Pure."""

import re

_OTHERS = (
    r"(?:老婆|老公|妻子|丈夫|爱人|对象|男朋?友|女朋?友|前[夫妻任]|儿子|女儿|孩子|父母|父亲|母亲|[爸妈]{1,2}|爷爷|奶奶|外[公婆]|岳[父母]|公公|婆婆|"
    r"哥哥?|姐姐?|弟弟?|妹妹?|亲戚|朋友|同事|同学|邻居|室友|别人|他人|人家|对方|老板|领导|客户|员工|债务人|欠我钱的人|他|她)"
)
_MONEY = (
    r"(?:账户|帐户|账号|余额|流水|存款|明细|工资|征信|"
    r"消费记录|交易记录|转账记录|开房|资产|名下|卡里|银行卡|信用卡|手机号|身份证号|有多少钱|有没有钱)"
)
_LOOK = r"(?:查|看|问|告诉我|知道|了解|调|打印|导出|核实)"
_ASKED = re.compile(rf"{_LOOK}.{{0,6}}{_OTHERS}们?的?.{{0,8}}{_MONEY}|{_OTHERS}的?.{{0,6}}{_MONEY}.{{0,8}}{_LOOK}")
_ALLOWED = re.compile(r"转给|转账给|汇给|打给|收款|代办|委托|授权|监护|继承|去世|过世|遗产|给我转|转我|附属卡|被")


def asks_of_another(text: str) -> bool:
    """Whether somebody else's account is to be looked into: "帮我查下我老婆账户". Sending them money is one's own."""
    return bool(_ASKED.search(text)) and not _ALLOWED.search(text)
