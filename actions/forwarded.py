"""A message that somebody else sent to the customer, pasted into the chat: 【某银行】您尾号…. Pure."""

import re

_SENDER = re.compile(r"^[^【】]{0,12}【[^】]{2,20}】.{12}", re.DOTALL)
_LURES = re.compile(
    r"https?:|www\.|\.(?:cn|com|cc|top|xyz|net)\b|链接|点击|点此|登录网址|下载|回拨|回电|致电(?!95000)|加微信|扫码"
)
_MOVES_MONEY = re.compile(r"支出|支付|消费|扣款|扣费|转出|转账|取现|支取|交易|汇款")


def response_to(text: str) -> str | None:
    """The name of what is said to it; None where the text is no such message, or one that asks and moves nothing."""
    if not _SENDER.search(text):
        return None
    if _LURES.search(text):
        return "utter_topics_forwarded_link"
    return "utter_topics_forwarded_charge" if _MOVES_MONEY.search(text) else None
