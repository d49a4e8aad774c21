"""What a trainer calls an intent, a topic, an entity, an outcome."""

from collections.abc import Mapping

INTENTS = {
    "affirm": "肯定",
    "ask_account": "查办账户",
    "ask_advice": "投资建议",
    "ask_bot": "问机器人",
    "ask_complaint_status": "投诉进度",
    "ask_confidential": "打听机密",
    "correct_answer": "更正信息",
    "deny": "否定",
    "express_dissatisfaction": "发泄不满",
    "faq": "业务咨询",
    "file_complaint": "投诉",
    "greet": "问候",
    "inform": "提供信息",
    "ask_follow_up": "接着上文问",
    "nlu_fallback": "没听懂",
    "out_of_scope": "业务外",
    "report_fraud": "涉诈报案",
    "report_hardship": "还款困难",
    "report_self_harm": "轻生",
    "request_agent": "要人工",
    "say_goodbye": "告别",
    "share_secret": "泄露密码",
    "stop_form": "中止填写",
    "thank": "致谢",
}
ENTITIES = {
    "amount": "金额",
    "branch": "网点",
    "card_tail": "卡尾号",
    "city": "城市",
    "demand": "诉求",
    "issue": "问题类型",
    "order_number": "订单号",
    "phone": "电话",
    "product": "产品",
    "ticket_number": "工单号",
    "time": "时间",
}
OUTCOMES = {
    "right": "处理正确",
    "wrong": "处理错误",
    "asks": "反问，列出了正确主题",
    "asks in vain": "反问，未猜中",
}


def label_name(label: str, titles: Mapping[str, str]) -> str:
    """In Chinese where there is a name for it, else the label itself."""
    return titles.get(label) or INTENTS.get(label) or label
