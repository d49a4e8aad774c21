"""A question that leans on the one before: "要多久", "那手续费呢", "那信用卡呢", "可以只取一半吗"."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue import buttons_of, metadata_of, response_of
from actions.sentences import quoted, sentences_of

LABELS = {
    "fee": "费用", "time": "时间", "documents": "材料", "channel": "办理渠道", "how": "办理方法", "conditions": "条件",
    "proxy": "代办", "why": "原因",
}  # fmt: skip
"""What an aspect is called to a customer; the keys are those of `aspects` in the metadata of an answer."""

MOST_SENTENCES = 2
"""Of an answer, quoted again for what is asked about it."""
MOST_OTHERS = 2
"""Other topics beside the way to a person."""

_CARRIED = ("source", "valid_from", "valid_until", "risk")
_TELLS = {
    "fee": re.compile(r"费|免费|不收|收取"),
    "time": re.compile(r"工作日|分钟|小时|即时|实时|当场|当日|次日|\d天|立即生效"),
    "documents": re.compile(r"身份证|材料|证件|资料|证明"),
    "channel": re.compile(r"App|网点|95000|柜台|ATM"),
    "how": re.compile(r"App|打开|申请|办理|拨打"),
    "conditions": re.compile(r"条件|年满|须|方可|用卡满|才能"),
    "proxy": re.compile(r"本人|代办"),
}


class AnswerFollowUp(Action):
    """Needs the domain: the answers, and what they say of single aspects."""

    def name(self) -> str:
        return "action_answer_follow_up"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """What the topic before says of it; else the topic that both together are about; else the sentences of its
        answer that are most like the question; else what is known, and who knows more."""
        asked = (tracker.latest_message or {}).get("follow_up") or {}
        topic, ranking = asked.get("topic"), asked.get("ranking") or []
        if not topic:
            dispatcher.utter_message(response="utter_topics_in_form" if tracker.active_loop_name else "utter_ask_need")
        elif told := told_of(topic, asked, domain):
            _tell(dispatcher, "utter_follow_up_answer", topic, told, domain)
        elif asked.get("is_sure") and ranking[0] != topic:
            dispatcher.utter_message(response=f"utter_{ranking[0]}")
        elif passages := asked.get("passages"):
            _tell(dispatcher, "utter_follow_up_passages", topic, "\n".join(f"· {each}。" for each in passages), domain)
        else:
            _admit(dispatcher, topic, asked, domain)
        return []


def told_of(topic: str, asked: dict[str, Any], domain: dict[str, Any]) -> str | None:
    """What the topic's metadata, else its answer, says of the aspect or of the thing that is asked about."""
    aspect = asked.get("aspect")
    written = (metadata_of(topic, domain).get("aspects") or {}).get(aspect)
    if written:
        return str(written)
    pattern = _TELLS.get(aspect) if aspect else re.compile(re.escape(asked.get("words") or ""), re.IGNORECASE)
    sentences = sentences_of(response_of(topic, domain).get("text") or "")
    found = [sentence for sentence in sentences if pattern and pattern.search(sentence)]
    return quoted(found[:MOST_SENTENCES]) if found else None


def _tell(dispatcher: CollectingDispatcher, response: str, topic: str, told: str, domain: dict[str, Any]) -> None:
    """What is told comes from the topic's answer, and so do its source, dates and risk."""
    about = metadata_of(topic, domain)
    carried = {name: about[name] for name in _CARRIED if about.get(name)}
    dispatcher.utter_message(response=response, title=about.get("title"), told=told, metadata=carried)


def _admit(dispatcher: CollectingDispatcher, topic: str, asked: dict[str, Any], domain: dict[str, Any]) -> None:
    """Say that this is not known, and offer what is near and a person."""
    others = [other for other in asked.get("ranking") or [] if other != topic]
    buttons = buttons_of(others, domain)[:MOST_OTHERS]
    words = LABELS.get(asked.get("aspect") or "", asked.get("words"))
    dispatcher.utter_message(
        response="utter_follow_up_unknown",
        title=metadata_of(topic, domain).get("title"),
        words=words,
        buttons=[*buttons, {"title": "转人工", "payload": "转人工"}],
    )
