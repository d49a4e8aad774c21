"""How customers say the codes complaints are made of. The codes and their labels are the tickets' own.

The bot's entity extractor yields these codes, tickets carry them, and customers read the labels.
"""

from handoff.ticket import labels

NONE = "none"
"""Value of a slot the customer was asked for and had nothing to say to ("不涉及金额", "记不清了")."""

PRODUCTS = {code.value: label for code, label in labels.PRODUCT.items()}
ISSUES = {code.value: label for code, label in labels.ISSUE.items()}
DEMANDS = {code.value: label for code, label in labels.DEMAND.items()}

CHANNELS = {
    "app": "手机银行",
    "web": "网上银行",
    "hotline": "电话客服",
    "counter": "网点柜台",
    "atm": "自助设备",
    "wechat": "微信银行",
    "sms": "短信",
}

SLOT_LABELS = {
    "description": "事情经过",
    "product": "业务类型",
    "issue": "问题类型",
    "occurred": "发生时间",
    "place": "发生地点或渠道",
    "amount": "涉及金额",
    "demand": "诉求",
    "name": "姓名",
    "phone": "联系电话",
    "evidence": "相关材料",
    "ticket_number": "受理编号",
}

CHOICES = {"product": PRODUCTS, "issue": ISSUES, "demand": DEMANDS}

_WORDS = {
    "product": {
        "信用卡": "credit_card",
        "贷记卡": "credit_card",
        "借记卡": "debit_card",
        "储蓄卡": "debit_card",
        "银行卡": "debit_card",
        "账户": "account",
        "帐户": "account",
        "贷": "loan",
        "存款": "deposit",
        "存单": "deposit",
        "定期": "deposit",
        "理财": "wealth",
        "基金": "fund",
        "保险": "insurance",
        "证券": "securities",
        "股票": "securities",
        "转账": "payment",
        "支付": "payment",
        "手机银行": "ebank",
        "网银": "ebank",
        "网上银行": "ebank",
        "电子银行": "ebank",
        "app": "ebank",
        "网点": "branch_service",
        "柜台": "branch_service",
        "柜员": "branch_service",
        "个人信息": "personal_information",
        "隐私": "personal_information",
    },
    "issue": {
        "态度": "attitude",
        "流程": "process",
        "时效": "process",
        "太慢": "process",
        "拖": "process",
        "排队": "process",
        "收费": "fee",
        "扣费": "fee",
        "手续费": "fee",
        "误导": "misselling",
        "忽悠": "misselling",
        "资金损失": "fund_loss",
        "盗刷": "fund_loss",
        "冻结": "account_freeze",
        "故障": "system_failure",
        "闪退": "system_failure",
        "泄露": "data_leak",
        "征信": "credit_report",
        "催收": "collection",
        "理赔": "claim",
        "其他": "other",
        "其它": "other",
        "都不是": "other",
    },
    "demand": {
        "退": "refund",
        "赔": "refund",
        "更正": "correction",
        "改正": "correction",
        "解释": "explanation",
        "说法": "explanation",
        "道歉": "apology",
        "恢复": "restoration",
        "解冻": "restoration",
        "追责": "accountability",
        "追究": "accountability",
        "处罚": "accountability",
        "开除": "accountability",
    },
}


def label_of(slot: str, value: str) -> str:
    """What a customer or an agent reads for a slot's value."""
    if value == NONE:
        return "无" if slot in ("amount", "evidence") else "不清楚"
    if slot == "amount":
        return f"{value} 元"
    return CHOICES.get(slot, {}).get(value, value)


def code_in(slot: str, text: str) -> str | None:
    """The code of `slot` whose label or a common word for it occurs in `text`; the longest word wins, 其他 last."""
    words = {label: code for code, label in CHOICES[slot].items()} | _WORDS[slot]
    found = [word for word in words if word in text.lower()]
    return words[max(found, key=lambda word: (len(word), words[word] != "other"))] if found else None
