"""Praise: thanked for; a person can pass it on. Right after an outburst it is none."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.dissatisfaction import CareDissatisfaction
from actions.handoff import was_upset
from actions.turn import Turn

_HEARTFELT = re.compile(
    r"谢|辛苦|多亏|(解决|搞定|弄好|办好|办妥|办成|修好|处理好|查到|找到|到账|收到|退回来?|恢复|好使|能用|会用|弄懂|明白|懂)(了|啦)|(可以|好|行)了"
)
"""That the matter is settled, or thanks."""


class ThankPraise(Action):
    def name(self) -> str:
        return "action_thank_praise"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Thanks, and the offer of a person to pass it on; inside a form only a word, as its question follows. Who
        was angry just before and says nothing of a settled matter is not praising ("服务真好，该给五星")."""
        if was_upset(tracker) and not _HEARTFELT.search(Turn.of(tracker).text):
            return await CareDissatisfaction().run(dispatcher, tracker, domain)
        response = "utter_praise_in_form" if tracker.active_loop_name else "utter_praise_thanks"
        dispatcher.utter_message(response=response)
        return []
