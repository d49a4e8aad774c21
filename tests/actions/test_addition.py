"""Adding to a registered complaint: in the same breath, after a question, or by number and phone."""

import pytest

from actions.addition import OpenAddition, SubmitAddition, ValidateAdditionForm
from tests.actions.customer import Customer

NUMBER, EARLIER = "TS20261122-7K3QM", "TS20261120-4HJ6R"
MORE = "补充一下，当时柜员姓王"


async def adds(customer: Customer, words: str) -> None:
    about = {"intent": "add_to_complaint", "words": words, "opening": OpenAddition()}
    await customer.fills(ValidateAdditionForm(), SubmitAddition(), **about)


async def answers(customer: Customer, words: str, intent: str = "inform") -> bool:
    customer.says(words, intent=intent)
    return await customer.goes_on(ValidateAdditionForm(), SubmitAddition())


def note(number: str, text: str, phone: str | None = None) -> list[dict]:
    return [{"type": "ticket_note", "number": number, "phone": phone, "text": text}]


async def test_what_is_told_in_the_same_breath_is_added_at_once_to_the_newest_open_complaint():
    chen = Customer()
    chen.has_ticket(EARLIER)
    chen.has_ticket(NUMBER)
    await adds(chen, MORE)
    assert chen.effects == note(NUMBER, MORE)
    assert chen.responses == []


async def test_who_only_announces_it_is_asked_what_to_add():
    chen = Customer()
    chen.has_ticket(NUMBER)
    await adds(chen, "我要补充材料")
    assert chen.responses == ["utter_addition_ask_addition"]
    await answers(chen, "我还有当时的通话录音")
    assert chen.effects == note(NUMBER, "我还有当时的通话录音")
    assert (chen.slots["ticket_number"], chen.slots["addition"]) == (None, None)


async def test_the_complaint_that_is_named_is_the_one_that_is_meant():
    chen = Customer()
    chen.has_ticket(EARLIER)
    chen.has_ticket(NUMBER)
    await adds(chen, f"给{EARLIER}补充：当时柜员姓王")
    assert chen.effects[0]["number"] == EARLIER


async def test_a_complaint_of_another_conversation_takes_number_and_phone():
    chen = Customer()
    await adds(chen, MORE)
    assert chen.responses == ["utter_addition_none", "utter_addition_ask_ticket_number"]
    await answers(chen, "ts20261122 7k3qm")
    assert chen.responses == ["utter_addition_ask_phone"]
    await answers(chen, "13800138000")
    assert chen.effects == note(NUMBER, MORE, "13800138000")


async def test_when_all_is_over_a_person_is_offered_and_nothing_asked():
    chen = Customer()
    chen.has_ticket(NUMBER, is_open=False)
    await adds(chen, MORE)
    assert (chen.responses, chen.effects, chen.loop) == (["utter_addition_ended"], [], None)


@pytest.mark.parametrize(("words", "intent"), [("算了", "stop_form"), ("不补充了", "stop_form")])
async def test_who_thinks_better_of_it_adds_nothing(words: str, intent: str):
    chen = Customer()
    chen.has_ticket(NUMBER)
    await adds(chen, "我要补充材料")
    await answers(chen, words, intent)
    assert (chen.responses, chen.effects) == (["utter_addition_cancelled"], [])


@pytest.mark.parametrize(
    ("words", "intent"), [("信用卡年费多少", "faq"), ("我不想活了", "report_self_harm"), ("谢谢", "thank")]
)
async def test_other_matters_are_never_added(words: str, intent: str):
    chen = Customer()
    chen.has_ticket(NUMBER)
    await adds(chen, "我要补充材料")
    assert not await answers(chen, words, intent)
    assert chen.effects == []


async def test_words_that_only_the_interpreter_finds_urgent_are_added():
    chen = Customer()
    chen.has_ticket(NUMBER)
    await adds(chen, "我要补充材料")
    await answers(chen, "我老婆当时也在场 她拍了视频", "report_fraud")
    assert chen.effects == note(NUMBER, "我老婆当时也在场 她拍了视频")


async def test_secrets_are_not_added():
    chen = Customer()
    chen.has_ticket(NUMBER)
    await adds(chen, "补充：扣款的卡是6222020200112233445")
    assert "6222020200112233445" not in chen.effects[0]["text"]


async def test_in_the_form_more_goes_to_the_complaint_in_hand():
    chen = Customer()
    await chen.complains("昨天在网点排队两小时没人管，太不像话")
    assert await chen.answers(MORE, intent="add_to_complaint")
    assert chen.slots["description"] == f"昨天在网点排队两小时没人管，太不像话\n{MORE}"
    assert chen.responses[0] == "utter_complaint_added"
    assert chen.effects == []


async def test_in_the_form_a_number_means_the_registered_one():
    chen = Customer()
    await chen.complains("昨天在网点排队两小时没人管，太不像话")
    assert not await chen.answers(f"给{NUMBER}补充：当时柜员姓王", intent="add_to_complaint")
