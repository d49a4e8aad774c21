"""The topic the customer has just read about, as far as it still matters."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.context import LIFETIME, context_of, said_before

NOON = datetime.fromisoformat("2026-11-22T12:00:00+08:00")
TITLES = {"early_repayment": "提前还贷", "points": "信用卡积分"}
DOMAIN = Domain.from_dict(
    {
        "responses": {
            f"utter_faq/{topic}": [{"text": "…", "metadata": {"title": title}}] for topic, title in TITLES.items()
        }
    }
)


def turn(intent: str, *answers: str, minutes: int = 0, **parsed: Any) -> list[Event]:
    """One turn at so many minutes past noon, answered with these topics."""
    now = (NOON + timedelta(minutes=minutes)).isoformat()
    parse = {"intent": {"name": intent}, "entities": [], **parsed}
    said = UserUttered("…", intent={"name": intent}, parse_data=parse, metadata={"now": now})
    return [said, *(BotUttered("…", metadata={"utter_action": f"utter_faq/{answer}"}) for answer in answers)]


def context(*turns: list[Event], minutes: int = 1) -> str | None:
    """The title of what is spoken of at so many minutes past noon."""
    tracker = DialogueStateTracker.from_events("c_1", [event for events in turns for event in events])
    now = (NOON + timedelta(minutes=minutes)).isoformat()
    found = context_of(tracker, now, DOMAIN)
    return found["title"] if found else None


def test_the_topic_answered_last_is_spoken_of() -> None:
    assert context(turn("faq", "points"), turn("faq", "early_repayment")) == "提前还贷"
    assert context(turn("ask_several", "early_repayment", "points")) == "信用卡积分"


def test_a_follow_up_stays_with_its_topic() -> None:
    leaning = {"topic": "faq/points"}
    assert context(turn("faq", "points"), turn("ask_follow_up", follow_up=leaning)) == "信用卡积分"


@pytest.mark.parametrize("intent", ["thank", "greet", "affirm", "nlu_fallback"])
def test_a_word_by_the_way_leaves_it_standing(intent: str) -> None:
    assert context(turn("faq", "points"), turn(intent)) == "信用卡积分"


@pytest.mark.parametrize("intent", ["file_complaint", "request_agent", "ask_advice", "resume_conversation", "inform"])
def test_another_matter_ends_it(intent: str) -> None:
    assert context(turn("faq", "points"), turn(intent)) is None


def test_it_ends_after_half_an_hour() -> None:
    last = int(LIFETIME.total_seconds() / 60)
    assert context(turn("faq", "points"), minutes=last) == "信用卡积分"
    assert context(turn("faq", "points"), minutes=last + 1) is None


def test_before_anything_is_answered_there_is_none() -> None:
    assert context() is None
    assert context(turn("greet")) is None
    assert context(turn("faq", "a_topic_without_a_title")) is None


def said(*turns: list[Event], minutes: int = 1) -> list[str]:
    """What is told with the next message, at so many minutes past noon."""
    tracker = DialogueStateTracker.from_events("c_1", [event for events in turns for event in events])
    return said_before(tracker, (NOON + timedelta(minutes=minutes)).isoformat())


def test_what_was_said_lately_is_told_with_the_next_message() -> None:
    pieces = [turn("inform", text=f"第{number}句") for number in range(8)]
    assert said(*pieces) == ["第3句", "第4句", "第5句", "第6句", "第7句"]
    assert said(*pieces, minutes=61) == []
    assert said(turn("inform", text="前"), turn("report_fraud", text="被骗了"), turn("inform", text="后")) == ["后"]
