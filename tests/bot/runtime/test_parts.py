"""Which parts of a message are worth reading: those that can change what the whole is taken for."""

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.ellipsis import ellipsis_of
from bot.components.matters import AFTER_ANSWERS, AT_ONCE, FOLLOW_UP, QUESTION, Bounds, Reading, weigh
from bot.components.parts import ELLIPSIS, JOINED, PART_OF, counts


def part_of(text: str, intent: str, confidence: float = 0.95) -> Message:
    whole = Message({TEXT: text, INTENT: {"name": intent, "confidence": confidence}})
    return Message({TEXT: text[:2], PART_OF: whole})


def test_a_whole_message_always_counts() -> None:
    assert counts(Message({TEXT: "年费多少"}))


@pytest.mark.parametrize("intent", [QUESTION, "deny", *AFTER_ANSWERS])
def test_parts_count_where_the_whole_may_hold_several_matters(intent: str) -> None:
    assert counts(part_of("太差了，年费多少", intent))


def test_parts_of_a_message_that_is_sure_of_another_matter_do_not_count() -> None:
    assert not counts(part_of("谢谢，我叫王伟", "thank"))


def test_parts_of_a_message_that_may_yet_be_doubted_count() -> None:
    assert counts(part_of("谢谢，我叫王伟", "thank", confidence=0.6))
    assert counts(part_of("今天天气好，年费多少", "report_fraud")), "the words rule the alarm out"


def test_the_words_read_with_the_topic_before_count() -> None:
    part = part_of("那手续费呢", "thank")
    part.get(PART_OF).set(ELLIPSIS, ellipsis_of("那手续费呢"))
    assert counts(part)


def test_a_question_behind_the_title_of_the_topic_before_counts_for_who_asks_on() -> None:
    for intent, is_read in ((FOLLOW_UP, True), (QUESTION, False)):
        part = part_of("能少还点吗", intent)
        part.set(JOINED, True)
        assert counts(part) == is_read


@pytest.mark.parametrize("intent", ["thank", "greet", "ask_bot", *AT_ONCE])
def test_parts_that_do_not_count_never_change_the_whole(intent: str) -> None:
    questions = [Reading(f"{word}多少钱", QUESTION, 1.0, [(f"faq/{word}", 1.0)]) for word in ("年费", "利息")]
    assert weigh(Reading("谢谢", intent, 0.95), questions, Bounds()) is None
    assert weigh(Reading("谢谢", QUESTION, 0.95), questions, Bounds()) is not None
