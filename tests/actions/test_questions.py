"""Several questions in one message: an answer each, in order, and never in the way of a complaint."""

from typing import Any

import pytest
from rasa_sdk import Action

from actions.complaint.opening import OpenComplaint
from actions.dissatisfaction import CareDissatisfaction
from actions.questions import AnswerQuestions
from tests.actions.customer import Customer
from tests.actions.test_topics import DOMAIN


def asked(*questions: tuple[str, str], unclear: tuple[str, list[str]] | None = None) -> dict[str, Any]:
    """What the interpreter tells of a message: (topic, words) of each question."""
    answered = [{"topic": f"faq/{topic}", "confidence": 0.8, "text": words} for topic, words in questions]
    left = {"text": unclear[0], "ranking": [f"faq/{topic}" for topic in unclear[1]]} if unclear else None
    return {"questions": {"answered": answered, "unclear": left}}


FEE = ("annual_fee", "年费多少")
POINTS = ("points", "积分能抵吗")


async def test_each_question_gets_its_own_answer_in_the_order_asked():
    chen = Customer()
    chen.says("积分能抵吗 年费多少", intent="ask_several", **asked(POINTS, FEE))
    await chen.meets(AnswerQuestions(), DOMAIN)
    assert chen.responses == ["utter_faq/points", "utter_faq/annual_fee"]


async def test_a_half_understood_question_is_offered_topics_after_the_answers():
    chen = Customer()
    left = ("那个分期怎么算", ["installment", "overdue", "unheard_of"])
    chen.says("年费多少 那个分期怎么算", intent="ask_several", **asked(FEE, unclear=left))
    await chen.meets(AnswerQuestions(), DOMAIN)
    assert chen.responses == ["utter_faq/annual_fee", "utter_questions_unclear"]
    assert chen.heard[1]["words"] == "那个分期怎么算"
    assert [button["title"] for button in chen.heard[1]["buttons"]] == ["账单分期", "逾期影响", "都不是"]


async def test_topics_nobody_wrote_a_title_for_are_not_offered():
    chen = Customer()
    chen.says("年费多少 那个呢怎么弄", intent="ask_several", **asked(FEE, unclear=("那个呢怎么弄", ["unheard_of"])))
    await chen.meets(AnswerQuestions(), DOMAIN)
    assert chen.responses == ["utter_faq/annual_fee"]


async def test_a_question_beside_a_complaint_is_answered_before_the_form_opens():
    chen = Customer()
    chen.says("年费多少 我要投诉你们客服", intent="file_complaint", **asked(FEE))
    await chen.meets(OpenComplaint())
    assert chen.responses == ["utter_faq/annual_fee", "utter_complaint_open"]


async def test_a_question_beside_an_outburst_is_answered_before_the_care():
    chen = Customer()
    chen.says("年费多少？你们真差劲", intent="express_dissatisfaction", **asked(FEE))
    await chen.meets(CareDissatisfaction())
    assert chen.responses == ["utter_faq/annual_fee", "utter_dissatisfaction_care"]


@pytest.mark.parametrize("action", [OpenComplaint(), CareDissatisfaction()])
async def test_a_grievance_put_as_a_question_is_not_answered_with_the_rules(action: Action):
    chen = Customer()
    words = ("annual_fee", "凭什么多扣我年费")
    chen.says("凭什么多扣我年费", intent="file_complaint", **asked(words))
    await chen.meets(action)
    assert "utter_faq/annual_fee" not in chen.responses
