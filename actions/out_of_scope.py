"""What the bank does not do: a plain no, and of another firm's product what can be said of it all the same."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.foreign import is_foreign
from actions.language import is_number
from actions.story import reply_to_piece
from actions.turn import Turn

_OTHER_FIRM = re.compile(
    r"余额宝|余利宝|零钱通|理财通|支付宝|微信(?!银行|公众号|小程序)|蚂蚁|花呗|借呗|微粒贷|微业贷|微众|网商|京东|白条|金条|小金库|"
    r"度小满|陆金所|天天基金|美团|抖音|拼多多|滴滴|苏宁|工行|农行|中行|建行|交行|邮储|招行|(工商|农业|建设|交通|招商|浦发|中信|民生|兴业|光大|平安|华夏|广发)银行|"
    r"(别的|其他|其它|别家|另一家|隔壁)[^,，。]{0,3}(银行|平台|机构|农商行)"
)
"""Names of others' products and of other institutions, as customers say them."""
_OF_MONEY = re.compile(
    r"安全|靠谱|可靠|可信|能信|保本|风险|亏|倒闭|会不会倒|收益|利息|利率|年化|赚|存|贷|借|还款|逾期|征信|额度|提现|转出|转入|赎回|理财|基金|开通|关闭|注销|卡"
)
"""What is asked of a firm as of money; 微信怎么加好友 is no such thing."""
_OF_TRUST = re.compile(r"安全|靠谱|靠不靠|可靠|可信|能信|信得过|保本|有没有风险|倒闭|会不会(倒|亏|跑路)")
"""What is asked when money lies there already; 微信支付限额多少 may be about a card of ours."""


class SayOutOfScope(Action):
    def name(self) -> str:
        return "action_say_out_of_scope"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """A response."""
        text = Turn.of(tracker).text
        piece = None if is_foreign(text) or is_of_another_firm(text) else reply_to_piece(tracker)
        dispatcher.utter_message(response=piece or _response_to(text))
        return []


def _response_to(text: str) -> str:
    """A number alone asks nothing, and so is beyond no scope."""
    if is_foreign(text):
        return "utter_foreign"
    if is_number(text):
        return "utter_ask_need"
    return "utter_out_of_scope_other_firm" if is_of_another_firm(text) else "utter_out_of_scope"


def is_of_another_firm(text: str) -> bool:
    """Whether money at another institution is asked about: "余额宝安全吗"."""
    return bool(_OTHER_FIRM.search(text) and _OF_MONEY.search(text))


def doubts_another_firm(text: str) -> bool:
    """Whether it is asked if money is safe at another institution: "微信理财通靠谱吗"."""
    return bool(_OTHER_FIRM.search(text) and _OF_TRUST.search(text))
