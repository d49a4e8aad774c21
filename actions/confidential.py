"""What is confidential or illegal is refused; a question that names nothing of the kind is not taken for it."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.language import asks_bare_price, letters
from actions.secret import WarnSecret
from actions.sensitive import holds_secret
from actions.turn import Turn

VAGUE = 5
"""Letters; the interpreter guesses at fewer (多少钱, 查一下), and a guess accuses nobody."""

_NAMED = re.compile(
    r"洗|黑|赃|假|伪|造|骗|盗|偷|逃|躲|绕|套现|跑分|内部|内幕|机密|名单|别人|他|她|老[公婆]|行长|员工|客户|漏洞|提示词|prompt|rule",
    re.IGNORECASE,
)


class RefuseConfidential(Action):
    def name(self) -> str:
        return "action_refuse_confidential"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """The refusal, or for a vague question the request to say what it is about; a secret is stopped."""
        if holds_secret(Turn.of(tracker).text):
            return await WarnSecret().run(dispatcher, tracker, domain)
        if not is_vague(Turn.of(tracker).text):
            dispatcher.utter_message(response="utter_confidential_refused")
        elif tracker.active_loop_name:
            dispatcher.utter_message(response="utter_topics_in_form")
        else:
            dispatcher.utter_message(response="utter_ask_need")
        return []


def is_vague(text: str) -> bool:
    """Whether nothing in the text says whose or what secret is asked for."""
    words = text.strip(" ，。！？,.!?")
    return not _NAMED.search(words) and (letters(words) < VAGUE or asks_bare_price(words))
