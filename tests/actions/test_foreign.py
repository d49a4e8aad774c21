"""Customers who write another language: answered in English, and heard in danger and when they want a person."""

import pytest

from actions.foreign import asks_for_english, is_foreign
from actions.fraud import ReportFraud
from actions.handoff import RequestAgent
from actions.out_of_scope import SayOutOfScope
from actions.self_harm import ReportSelfHarm
from actions.smalltalk import AnswerOffer
from actions.topics import OfferTopics
from actions.urgency import FRAUD, PERSON, SELF_HARM, may_be
from tests.actions.customer import Customer


@pytest.mark.parametrize(
    "text",
    [
        "Can I change my phone number online?",
        "the app keeps crashing when I log in",
        "my salary is not in my account",
        "loan interest rate?",
        "refund",
        "сколько стоит перевод",
        "ありがとうございます",
        "계좌를 열고 싶어요",
    ],
)
def test_another_language_is_recognised(text):
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "APP打不开 help",
        "wo de ka diu le",
        "ni hao",
        "women yao tousu",
        "ok",
        "ETF",
        "Li Ming",
        "insert into users values (1)",
        "<b>hello there</b>",
        "sdfkj wlekr",
        "13800138000",
        "の",
        "",
    ],
)
def test_chinese_pinyin_names_code_and_noise_are_none(text):
    assert not is_foreign(text)


async def test_who_is_not_understood_in_english_is_told_in_english_and_offered_a_person_every_time():
    chen = Customer()
    for _ in range(2):
        chen.heard.clear()
        chen.says("where can I see the exchange rate", intent="nlu_fallback")
        await chen.meets(OfferTopics())
        assert chen.responses[-1] == "utter_foreign"


async def test_a_yes_to_it_queues_nobody_unasked():
    chen = Customer()
    chen.says("where can I see the exchange rate", intent="nlu_fallback")
    await chen.meets(OfferTopics())
    chen.says("ok", intent="affirm")
    await chen.meets(AnswerOffer())
    assert chen.effects == []


async def test_what_is_out_of_scope_is_said_in_english_too():
    chen = Customer()
    chen.says("where is the nearest supermarket", intent="out_of_scope")
    await chen.meets(SayOutOfScope())
    assert chen.responses == ["utter_foreign"]


@pytest.mark.parametrize(
    ("action", "text", "response"),
    [
        (ReportFraud(), "my card was stolen and used", "utter_foreign_fraud"),
        (ReportSelfHarm(), "i want to end my life", "utter_foreign_self_harm"),
        (RequestAgent(), "let me speak to somebody", "utter_foreign_handoff"),
    ],
)
async def test_danger_and_a_person_are_answered_in_both_languages(action, text, response):
    chen, wang = Customer(), Customer()
    chen.says(text)
    await chen.meets(action)
    wang.says("转人工")
    await wang.meets(action)
    assert response in chen.responses
    assert response not in wang.responses
    assert [effect["type"] for effect in chen.effects] == ["handoff"]


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        (FRAUD, "somebody used my card in another country"),
        (FRAUD, "all my savings are gone"),
        (FRAUD, "I told the caller my code"),
        (PERSON, "could somebody from the bank help me"),
        (PERSON, "I would rather talk to a human"),
        (PERSON, "who can I speak to"),
        (SELF_HARM, "there is no way out, I can't go on"),
    ],
)
def test_in_english_what_is_urgent_is_not_ruled_out(intent, text):
    assert may_be(intent, text)


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        (FRAUD, "the teller was rude to me"),
        (FRAUD, "my salary has not come yet"),
        (PERSON, "do you understand English"),
        (PERSON, "which number do I call for the mortgage"),
        (SELF_HARM, "everything in the app is frozen"),
    ],
)
def test_in_english_nothing_is_urgent_on_a_guess(intent, text):
    assert not may_be(intent, text)


@pytest.mark.parametrize(
    ("text", "asks"), [("有会说英文的人吗", True), ("有没有英语服务", True), ("英文流水怎么开", False)]
)
def test_who_asks_in_chinese_for_english_is_answered_so(text, asks):
    assert asks_for_english(text) is asks
