"""Plain words against a guess: no cry for help is missed, a fund's name raises no alarm, another's money is theirs."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.absence import is_absent
from actions.bereaved import asks_for_legacy
from actions.doubt import says_complaint, withdraws
from actions.foreign import is_foreign
from actions.forwarded import response_to
from actions.language import asks_again, is_charged_twice, is_question, says_to_record
from actions.others import asks_of_another
from actions.scam import is_harmless, is_unfolding
from actions.urgency import (
    FRAUD,
    PERSON,
    SELF_HARM,
    asks_outright,
    has_happened,
    heard,
    is_taken_back,
    may_be,
    said_plainly,
)
from bot.components.cascade import BY_HEART
from bot.components.doubt import fall_back
from bot.components.introduction import introduces
from bot.components.learning import READING
from bot.components.parts import PART_OF
from bot.components.stateless import StatelessComponent

QUESTION = "faq"
OF_FRAUD = {"faq/fraud_prevention", "faq/phishing_sms"}
OF_PURCHASES = "faq/disputed_transaction"
"""The one topic that answers who does not recognise a charge."""
OF_TAKEN_TWICE = {OF_PURCHASES, "faq/wrong_transfer", "faq/fund_regular_investment"}
"""Topics whose answers say what to do about money that went twice, where nothing of ours took it."""
_OF_OURS = re.compile(r"费|息|还款|月供|账单")
_RECOUNTS = re.compile(r"^(最后|最後|结果|后来|然后|完了|到头来)[^?]{0,6}(说|讲|告诉|回我)")
"""How somebody goes on with what others said: 最后说系统升级办不了."""
CHAT = {"greet", "thank", "ask_bot", "express_dissatisfaction", "affirm", "deny", "stop_form"}

ORDINARY = {QUESTION, "ask_account", "ask_confidential", "out_of_scope"}
"""Intents that nothing is lost by when actions read the words once more."""
TAKEN_FOR = {*ORDINARY, PERSON, DEFAULT_NLU_FALLBACK_INTENT_NAME}
"""What a yes with the wish behind it that all be taken down (行，你记一下) is guessed to be."""
MATTERS = {*ORDINARY, "ask_complaint_status", "ask_advice", "abuse", "give_praise"}
"""Intents that a call for a person, in words of its own beside the matter, goes before: 来个人，查一下退款."""
SURE_OF_FOREIGN = 0.9
"""Least confidence of what is believed of another language, of which little was taught."""
STATUS, GREETING, WITHDRAWAL, DECLINED, AGREED = (
    "ask_complaint_status", "greet", "withdraw_complaint", "deny", "affirm",
)  # fmt: skip
_ASKS_STATUS = re.compile(r"处理|进度|进展|到哪|到什么|怎么?样|结果|查|多久|状态|办好|解决了?[吗没]")
_MORE_THAN_STATUS = re.compile(r"撤|取消|不投诉|补充|追加|加上|加一|再加|人工")
HEARD_ABROAD = {SELF_HARM, FRAUD, PERSON, "report_hardship", "share_secret", *CHAT, "thank", "say_goodbye"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PlainWords(StatelessComponent):
    """Stands after the selector. An urgent intent the words rule out becomes `nlu_fallback`, ranking kept; a life
    said to be in danger is `report_self_harm`, whatever else was guessed; another's account is `ask_confidential`.
    A theft that happened is no question, who asks for a person does not merely chat or ask, what may be urgent is
    not settled. A scam that was told in pieces is a theft, and money paid to somebody known is none. Who only says
    hello and who they are is greeted. What was taught word for word is what it was taught as. Of another language
    nothing is believed but what was taught nearly word for word. A wish for a person that is taken back in the same
    breath is declined, 行，你记一下 is a yes, and 撤了吧 means the complaint, where one is registered in the
    conversation. Who names a complaint's number and asks how it goes is understood whatever letters the number has."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text, intent = message.get(TEXT) or "", message.get(INTENT) or {}
            said = GREETING if introduces(text) else _settled(message, text)
            if said:
                _decide(message, said)
            elif _is_taught(message):
                pass
            elif _withdraws(message, text):
                _decide(message, WITHDRAWAL)
            elif intent.get("name") in (PERSON, DEFAULT_NLU_FALLBACK_INTENT_NAME) and is_taken_back(text):
                _decide(message, DECLINED)
            elif intent.get("name") in TAKEN_FOR and _agrees(text):
                _decide(message, AGREED)
            elif intent.get("name") == DEFAULT_NLU_FALLBACK_INTENT_NAME and _asks_status(message, text):
                _decide(message, STATUS)
            elif intent.get("name") == "ask_account" and asks_of_another(text):
                _decide(message, "ask_confidential")
            elif intent and (_is_for_actions(message, intent, text) or _is_slip(message, intent, text)):
                fall_back(message)
            if said != FRAUD and is_harmless(_told(message, text)):
                _forget_theft(message)
        return messages


def _settled(message: Message, text: str) -> str | None:
    """The urgent intent that plain words make of another guess."""
    said, guessed = said_plainly(text), (message.get(INTENT) or {}).get("name")
    if SELF_HARM not in (said, guessed) and is_unfolding(_told(message, text)):
        return FRAUD
    if _is_taught(message):
        return None
    is_settled = said == SELF_HARM or (said == FRAUD and _asks_robbed(message, text))
    if is_settled or said != PERSON:
        return said if is_settled else None
    return said if guessed in CHAT or (guessed in MATTERS and asks_outright(text)) else None


def _is_taught(message: Message) -> bool:
    """Whether these words were taught, letter for letter and under one intent: a trainer knows better than any list."""
    reading = message.get(READING)
    return reading is not None and reading.step == BY_HEART and next(iter(reading.ranking.values()), 0.0) == 1.0


def _told(message: Message, text: str) -> list[str]:
    """What the customer said lately, this message last; for a part of a message, the whole of it."""
    whole: Message = message.get(PART_OF) or message
    return [*((whole.get("metadata") or {}).get("said_before") or []), whole.get(TEXT) or text]


def _forget_theft(message: Message) -> None:
    """Of money paid to somebody known no theft is believed: what was taken for one is a doubt."""
    others = [entry for entry in message.get(INTENT_RANKING_KEY) or [] if entry["name"] != FRAUD]
    message.set(INTENT_RANKING_KEY, others, add_to_output=True)
    if (message.get(INTENT) or {}).get("name") == FRAUD:
        fall_back(message)


def _hides_urgent(message: Message, text: str) -> bool:
    """Whether something urgent is to be heard behind what is thought likelier: a doubt, which the actions settle."""
    ranking = {entry["name"]: entry["confidence"] for entry in message.get(INTENT_RANKING_KEY) or []}
    first = next(iter(ranking), None)
    return first != DEFAULT_NLU_FALLBACK_INTENT_NAME and heard(ranking, text) not in (None, first)


def _is_unsure_abroad(intent: dict[str, Any], text: str) -> bool:
    is_known = intent["name"] in HEARD_ABROAD or intent["name"] == DEFAULT_NLU_FALLBACK_INTENT_NAME
    return not is_known and intent["confidence"] < SURE_OF_FOREIGN and is_foreign(text)


def _is_slip(message: Message, intent: dict[str, Any], text: str) -> bool:
    is_ruled_out = _is_unsure_abroad(intent, text) or not may_be(intent["name"], text)
    return is_ruled_out or _hides_urgent(message, text)


def _is_for_actions(message: Message, intent: dict[str, Any], text: str) -> bool:
    """Whether a pasted message, the money of somebody who died, or a charge that was taken twice is taken for an
    ordinary matter, what others said for a question, or a wish to hear it again, or that somebody is back, for
    anything."""
    if asks_again(text) or (is_absent(text) and not said_plainly(text)):
        return intent["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME
    if intent["name"] == QUESTION and _RECOUNTS.search(text) and not is_question(text):
        return True
    if intent["name"] not in ORDINARY:
        return False
    is_answered = _topic(message) in OF_TAKEN_TWICE and not _OF_OURS.search(text)
    is_taken_twice = is_charged_twice(text) and not is_answered
    return is_taken_twice or asks_for_legacy(text) or response_to(text) is not None


def _agrees(text: str) -> bool:
    """Whether a yes has the wish behind it that all be taken down, and 投诉 is not named: that is a complaint."""
    return says_to_record(text, after_yes=True) and not says_complaint(text)


def _asks_status(message: Message, text: str) -> bool:
    has_number = any(entity["entity"] == "ticket_number" for entity in message.get(ENTITIES) or [])
    return has_number and bool(_ASKS_STATUS.search(text)) and not _MORE_THAN_STATUS.search(text)


def _withdraws(message: Message, text: str) -> bool:
    tickets = (message.get("metadata") or {}).get("tickets") or []
    return any(ticket["is_open"] for ticket in tickets) and withdraws(text)


def _asks_robbed(message: Message, text: str) -> bool:
    """Whether a message with plain words of theft is taken for a question, and is none of how thefts are prevented."""
    topic = _topic(message)
    return topic in OF_FRAUD or (topic not in (None, OF_PURCHASES) and has_happened(text))


def _topic(message: Message) -> str | None:
    """Of a message taken for a question."""
    ranking = (message.get("response_selector") or {}).get(QUESTION, {}).get("ranking")
    is_question = (message.get(INTENT) or {}).get("name") == QUESTION
    return ranking[0]["intent_response_key"] if ranking and is_question else None


def _decide(message: Message, intent: str) -> None:
    """Make this the intent, ranked first."""
    decided = {"name": intent, "confidence": 1.0}
    others = [entry for entry in message.get(INTENT_RANKING_KEY) or [] if entry["name"] != intent]
    message.set(INTENT, decided, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [decided, *others], add_to_output=True)
