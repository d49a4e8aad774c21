"""Plain words: what they rule out is doubt again, a life in danger is never something else, others' money is theirs."""

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.plain_words import PlainWords


def guarded(text: str, *ranking: tuple[str, float]) -> dict[str, Any]:
    """The message after the guard, read as `ranking` before it."""
    ranked = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    message = Message(data={TEXT: text, INTENT: ranked[0], INTENT_RANKING_KEY: ranked})
    (after,) = PlainWords().process([message])
    return {"intent": after.get(INTENT)["name"], "ranking": [entry["name"] for entry in after.get(INTENT_RANKING_KEY)]}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("现在就新买了永安，又继续买了广添鑫", "report_self_harm"),
        ("如果手机丢了钱会被盗吗", "report_fraud"),
        ("人工智能相关的基金", "request_agent"),
    ],
)
def test_a_false_alarm_is_doubt_with_its_ranking_kept(text: str, intent: str):
    after = guarded(text, (intent, 0.5), ("faq", 0.3))
    assert after == {"intent": "nlu_fallback", "ranking": ["nlu_fallback", intent, "faq"]}


@pytest.mark.parametrize(
    ("text", "intent"),
    [("我的卡被盗刷了", "report_fraud"), ("转人工", "request_agent"), ("睡一觉起来存款剩两毛", "report_fraud")],
)
def test_a_true_alarm_stays(text: str, intent: str):
    assert guarded(text, (intent, 0.6), ("faq", 0.3))["intent"] == intent


def test_a_life_in_danger_is_heard_whatever_was_guessed():
    after = guarded("利率这么高，我不想活了", ("faq", 0.9), ("report_self_harm", 0.05))
    assert after == {"intent": "report_self_harm", "ranking": ["report_self_harm", "faq"]}


def test_somebody_elses_account_is_confidential():
    after = guarded("帮我查下我老婆账户", ("ask_account", 0.8), ("ask_confidential", 0.1))
    assert after == {"intent": "ask_confidential", "ranking": ["ask_confidential", "ask_account"]}
    assert guarded("给我老婆卡里转五百", ("ask_account", 0.8))["intent"] == "ask_account"


def test_what_is_not_urgent_is_let_through():
    assert guarded("信用卡年费多少", ("faq", 0.9))["intent"] == "faq"
