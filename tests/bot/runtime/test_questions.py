"""The two components around the classifier: thoughts are laid beside a message, read, and taken away again."""

from typing import Any

from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.normaliser import TextNormaliser
from bot.components.questions import QuestionCollector, QuestionSplitter

TAUGHT = {
    "年费多少": ("faq", "faq/annual_fee"),
    "积分能抵吗": ("faq", "faq/points"),
    "帮我转人工": ("request_agent", "faq/hotline"),
    "提前还贷那手续费呢?": ("faq", "faq/early_repayment"),
    "信用卡提前还贷": ("nlu_fallback", "faq/installment"),
    "能少还点吗": ("ask_follow_up", "faq/other"),
    "提前还贷能少还点吗": ("faq", "faq/early_repayment"),
    "我是学生": ("inform", "faq/other"),
    "年费,多少钱": ("faq", "faq/annual_fee"),
    "再讲一遍吧": ("ask_follow_up", "faq/other"),
}
CONTEXT = {"topic": "faq/early_repayment", "title": "提前还贷"}


def read(text: str, **metadata: Any) -> dict[str, Any]:
    """What the pipeline tells of a message, whose classifier knows `TAUGHT` and doubts all else."""
    messages = TextNormaliser().process([Message(data={TEXT: text, "metadata": metadata})])
    messages = QuestionSplitter().process(messages)
    for message in messages:
        intent, topic = TAUGHT.get(message.get(TEXT), ("nlu_fallback", "faq/other"))
        message.set(INTENT, {"name": intent, "confidence": 0.9}, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [message.get(INTENT)], add_to_output=True)
        ranking = [{"intent_response_key": topic, "confidence": 0.8}]
        message.set("response_selector", {"faq": {"ranking": ranking}}, add_to_output=True)
    collected = QuestionCollector({"bounds": {}}).process(messages)
    assert len(collected) == 1
    return collected[0].as_dict(only_output_properties=True)


def topics(told: dict[str, Any]) -> list[str]:
    return [question["topic"] for question in told["questions"]["answered"]]


def test_each_thought_is_read_by_itself_and_none_is_left_over() -> None:
    told = read("年费多少？积分能抵吗")
    assert told["intent"] == {"name": "ask_several", "confidence": 0.9}
    assert told["intent_ranking"][0]["name"] == "ask_several"
    assert topics(told) == ["faq/annual_fee", "faq/points"]
    assert told["text"] == "年费多少?积分能抵吗"


def test_a_message_of_one_thought_passes_untouched() -> None:
    assert len(QuestionSplitter().process([Message(data={TEXT: "年费多少"})])) == 1
    told = read("年费多少")
    assert told["intent"]["name"] == "faq"
    assert not {"questions", "follow_up"} & set(told)


def test_the_thought_that_goes_before_all_is_the_intent() -> None:
    assert read("年费多少，帮我转人工")["intent"]["name"] == "request_agent"


def test_half_a_question_is_read_with_the_title_of_the_topic_before() -> None:
    told = read("那手续费呢？", context=CONTEXT)
    assert told["intent"]["name"] == "ask_follow_up"
    assert told["follow_up"] == {
        "topic": "faq/early_repayment",
        "aspect": "fee",
        "words": "手续费",
        "is_sure": True,
        "ranking": ["faq/early_repayment"],
    }


def test_the_same_of_something_else_is_read_with_the_title_too() -> None:
    told = read("那信用卡呢", context=CONTEXT)["follow_up"]
    assert (told["words"], told["is_sure"], told["ranking"]) == ("信用卡", False, ["faq/installment"])


def test_without_a_topic_before_only_that_which_says_so_leans() -> None:
    assert read("那手续费呢")["follow_up"]["topic"] is None
    assert read("要多久")["intent"]["name"] == "nlu_fallback"


def test_what_was_taught_as_asking_on_is_read_with_the_topic_before() -> None:
    told = read("能少还点吗", context=CONTEXT)
    assert told["intent"]["name"] == "ask_follow_up"
    assert (told["follow_up"]["aspect"], told["follow_up"]["is_sure"]) == (None, True)
    assert told["follow_up"]["ranking"] == ["faq/early_repayment"]


def test_a_half_question_beside_a_statement_leans_and_beside_a_matter_of_its_own_does_not() -> None:
    assert read("我是学生，多少钱", context=CONTEXT)["follow_up"]["aspect"] == "fee"
    assert "follow_up" not in read("年费多少，多少钱", context=CONTEXT)
    assert "follow_up" not in read("我是学生，多少钱")


def test_who_wants_to_read_it_again_does_not_ask_on() -> None:
    assert "follow_up" not in read("再讲一遍吧", context=CONTEXT)


def test_what_may_be_a_theft_is_not_merely_asked_on() -> None:
    for text, intent in (("能少还点吗", "ask_follow_up"), ("钱被骗走了能追回吗", "nlu_fallback")):
        whole, joined = QuestionSplitter().process([Message(data={TEXT: text, "metadata": {"context": CONTEXT}})])
        for message in (whole, joined):
            message.set(INTENT, {"name": "nlu_fallback", "confidence": 0.45})
        ranking = [("nlu_fallback", 0.45), ("ask_follow_up", 0.45), ("report_fraud", 0.4)]
        whole.set(INTENT_RANKING_KEY, [{"name": name, "confidence": share} for name, share in ranking])
        QuestionCollector({"bounds": {}}).process([whole, joined])
        assert whole.get(INTENT)["name"] == intent


def test_messages_read_together_keep_their_own_thoughts() -> None:
    """Tools that evaluate a model hand it many messages at once."""
    texts = ["年费多少？积分能抵吗", "年费多少"]
    messages = QuestionSplitter().process(TextNormaliser().process([Message(data={TEXT: text}) for text in texts]))
    assert len(messages) == 4
    assert [m.get(TEXT) for m in QuestionCollector({"bounds": {}}).process(messages)] == [
        "年费多少?积分能抵吗",
        "年费多少",
    ]
