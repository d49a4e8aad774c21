"""A question that leans on the one before: what the answer says of it, or an honest word."""

import re
from typing import Any

import pytest
import yaml

from actions.follow_up import LABELS, AnswerFollowUp
from actions.smalltalk import AnswerOffer
from command.paths import ROOT
from tests.actions.customer import Customer

REPAYMENT: dict[str, Any] = {
    "text": "1. 申请：App“贷款—提前还款”。\n2. 时间：消费贷款实时扣款；房贷15个工作日内。\n信用卡分期不适用。",
    "metadata": {
        "title": "提前还贷",
        "question": "贷款怎么提前还款",
        "source": "《须知》",
        "valid_from": "2026-01-01",
        "valid_until": "2027-12-31",
        "risk": "请量力而行。",
        "aspects": {"fee": "满1年后免收违约金。"},
    },
}
FEE: dict[str, Any] = {"text": "免费。", "metadata": {"title": "转账手续费", "question": "转账要手续费吗"}}
DOMAIN = {"responses": {"utter_faq/early_repayment": [REPAYMENT], "utter_faq/transfer_fee": [FEE]}}


async def asks(customer: Customer, text: str, aspect: str | None = None, **leaning: Any) -> None:
    """Says words that lean on early repayment."""
    follow_up = {"topic": "faq/early_repayment", "aspect": aspect, "words": text, "is_sure": False, "ranking": []}
    customer.says(text, intent="ask_follow_up", follow_up=follow_up | leaning)
    await customer.meets(AnswerFollowUp(), DOMAIN)


async def test_what_is_written_of_the_aspect_is_told_with_its_source_and_risk():
    chen = Customer()
    await asks(chen, "那手续费呢", "fee", is_sure=True, ranking=["faq/transfer_fee"])
    assert chen.responses == ["utter_follow_up_answer"]
    told = chen.heard[0]
    assert (told["title"], told["told"]) == ("提前还贷", "满1年后免收违约金。")
    carried = {name: REPAYMENT["metadata"][name] for name in ("source", "valid_from", "valid_until", "risk")}
    assert told["metadata"] == carried


async def test_without_a_written_aspect_the_answer_itself_is_quoted():
    chen = Customer()
    await asks(chen, "要多久", "time")
    assert chen.heard[0]["told"] == "时间：消费贷款实时扣款；房贷15个工作日内。"


async def test_the_same_of_something_else_is_looked_for_by_its_name():
    chen = Customer()
    await asks(chen, "信用卡")
    assert chen.heard[0]["told"] == "信用卡分期不适用。"


async def test_what_the_answer_says_nothing_of_is_answered_by_the_topic_both_are_about():
    chen = Customer()
    await asks(chen, "跨行", is_sure=True, ranking=["faq/transfer_fee", "faq/early_repayment"])
    assert chen.responses == ["utter_faq/transfer_fee"]


@pytest.mark.parametrize(
    "guess",
    [{"is_sure": False, "ranking": ["faq/transfer_fee"]}, {"is_sure": True, "ranking": ["faq/early_repayment"]}],
)
async def test_what_nobody_wrote_is_admitted_with_a_person_to_ask(guess: dict[str, Any]):
    chen = Customer()
    await asks(chen, "为什么", "why", **guess)
    assert chen.responses == ["utter_follow_up_unknown"]
    assert (chen.heard[0]["title"], chen.heard[0]["words"]) == ("提前还贷", "原因")
    others = ["转账手续费"] if guess["ranking"] == ["faq/transfer_fee"] else []
    assert [button["title"] for button in chen.heard[0]["buttons"]] == [*others, "转人工"]


async def test_what_the_answer_says_about_it_is_quoted_with_a_way_to_a_person():
    chen = Customer()
    passages = ["房贷15个工作日内", "信用卡分期不适用"]
    await asks(chen, "可以只还一半吗", is_sure=True, ranking=["faq/early_repayment"], passages=passages)
    assert chen.responses == ["utter_follow_up_passages"]
    assert chen.heard[0]["told"] == "· 房贷15个工作日内。\n· 信用卡分期不适用。"
    assert chen.heard[0]["metadata"]["risk"] == "请量力而行。"


async def test_another_topic_that_is_sure_goes_before_what_the_answer_says():
    chen = Customer()
    await asks(chen, "转到别的行要钱不", is_sure=True, ranking=["faq/transfer_fee"], passages=["房贷15个工作日内"])
    assert chen.responses == ["utter_faq/transfer_fee"]


async def test_a_plain_yes_to_that_queues_the_customer():
    chen = Customer()
    await asks(chen, "为什么", "why")
    chen.says("好", intent="affirm")
    await chen.meets(AnswerOffer())
    assert [effect["reason"] for effect in chen.effects] == ["misunderstood"]


@pytest.mark.parametrize(("loop", "response"), [(None, "utter_ask_need"), ("complaint_form", "utter_topics_in_form")])
async def test_words_that_lean_on_nothing_are_asked_about(loop: str | None, response: str):
    chen = Customer()
    chen.loop = loop
    await asks(chen, "那手续费呢", "fee", topic=None)
    assert chen.responses == [response]


# What the domain says of aspects

ANSWERS = {
    name: variations[0]
    for path in sorted((ROOT / "bot" / "domain" / "faq").rglob("*.yml"))
    for name, variations in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items()
}
DESCRIBED = {name: answer for name, answer in ANSWERS.items() if "aspects" in answer["metadata"]}


def test_every_topic_describes_its_aspects():
    assert set(ANSWERS) - set(DESCRIBED) == set()


@pytest.mark.parametrize("name", DESCRIBED)
def test_an_aspect_says_no_number_that_the_answer_does_not_say(name: str):
    """Nothing contradicts the answer where both can be checked: fees, days, limits, hotlines."""
    answer, aspects = DESCRIBED[name]["text"], DESCRIBED[name]["metadata"]["aspects"]
    assert set(aspects) <= set(LABELS)
    for told in aspects.values():
        assert told.endswith("。")
        numbers = re.findall(r"\d+(?:[.:]\d+)?", told)
        assert set(numbers) <= set(re.findall(r"\d+(?:[.:]\d+)?", answer)), told
