"""The customer's name in a complaint: a word that may be none is asked about once, and then taken."""

import pytest

from tests.actions.customer import Customer
from tests.actions.test_complaint_form import FEE, FIRST_SENTENCE


@pytest.fixture
async def chen() -> Customer:
    """陈 is asked for the name."""
    customer = Customer()
    await customer.complains(FIRST_SENTENCE, *FEE)
    return customer


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("陈静", "陈静"),
        ("欧阳娜娜", "欧阳娜娜"),
        ("上官婉儿", "上官婉儿"),
        ("谢娜", "谢娜"),
        ("王", "王姓客户"),
        ("王先生", "王先生"),
        ("买买提·艾力", "买买提·艾力"),
        ("Tom Lee", "Tom Lee"),
        ("老李", "老李"),
        ("夏天", "夏天"),
        ("叫王芳就行", "王芳"),
    ],
)
async def test_a_name_is_taken_whatever_the_interpreter_makes_of_it(chen: Customer, said: str, name: str):
    assert await chen.answers(said, intent="out_of_scope")
    assert (chen.slots["name"], chen.slots["requested_slot"]) == (name, "phone")


WORDS = [
    "进度",
    "查询",
    "还款",
    "手机",
    "退款",
    "怎么",
    "可以",
    "什么",
    "谢谢",
    "好的",
    "余额",
    "时间",
    "费用",
    "马上处理",
    "解决一下",
    "钱不见了",
    "先生",
    "老师",
    "在吗",
]


@pytest.mark.parametrize("word", WORDS)
async def test_a_word_is_no_name(chen: Customer, word: str):
    await chen.answers(word)
    assert chen.slots.get("name") is None
    assert chen.slots["requested_slot"] == "name"


async def test_a_word_out_of_scope_may_be_a_name(chen: Customer):
    assert await chen.answers("佘婧", intent="out_of_scope")
    assert chen.responses == ["utter_complaint_name_unsure"]
    assert not await chen.answers("今天天气好不好", intent="out_of_scope")


@pytest.mark.parametrize("insists", ["是的", "佘婧", "我就叫佘婧", "对"])
async def test_a_rare_name_is_asked_about_once(chen: Customer, insists: str):
    await chen.answers("佘婧")
    assert chen.responses == ["utter_complaint_name_unsure"]
    await chen.answers(insists, intent="ask_account")
    assert (chen.slots["name"], chen.slots["requested_slot"]) == ("佘婧", "phone")


async def test_who_says_that_it_is_none_is_asked_for_the_name(chen: Customer):
    await chen.answers("进度")
    await chen.answers("不是", intent="deny")
    assert chen.responses[:2] == ["utter_complaint_name_invalid", "utter_form_stuck"]
    await chen.answers("不是，陈静", intent="correct_answer")
    assert chen.slots["name"] == "陈静"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("真名就不留了，喊我小段好了", "小段"),
        ("别问那么全，称呼我阿强就行", "阿强"),
        ("不方便写名字 叫我郝大姐吧", "郝大姐"),
        ("免贵姓陶", "陶姓客户"),
        ("不愿意说名字，我姓殷就行", "殷姓客户"),
    ],
)
@pytest.mark.parametrize("intent", ["request_agent", "deny", "nlu_fallback", "express_dissatisfaction"])
async def test_who_says_what_to_be_called_has_given_a_name(chen: Customer, said: str, name: str, intent: str):
    assert await chen.answers(said, intent=intent)
    assert (chen.slots["name"], chen.slots["requested_slot"]) == (name, "phone")


@pytest.mark.parametrize("said", ["叫你们领导来", "喊我回家等", "叫我小心点", "转人工，叫我小段就行", "他们叫我别管"])
async def test_what_somebody_is_told_to_do_is_no_name(chen: Customer, said: str):
    await chen.answers(said, intent="request_agent")
    assert chen.slots.get("name") is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("行 俺姓郝 郝建设", "郝建设"),
        ("行俺姓郝郝建设", "郝建设"),
        ("中俺叫鲁春花", "鲁春花"),
        ("好的，我姓汤 汤小燕", "汤小燕"),
        ("免贵姓殷,殷国庆", "殷国庆"),
        ("俺姓欧阳，叫欧阳雪", "欧阳雪"),
        ("中 钟大力", "钟大力"),
        ("俺叫鲁春花", "鲁春花"),
    ],
)
@pytest.mark.parametrize("intent", ["out_of_scope", "request_agent", "nlu_fallback"])
async def test_the_full_name_behind_a_surname_or_a_yes_is_the_name(chen: Customer, said: str, name: str, intent: str):
    assert await chen.answers(said, intent=intent)
    assert chen.slots["name"] == name


async def test_what_follows_a_surname_and_is_no_name_of_it_leaves_the_surname(chen: Customer):
    await chen.answers("免贵姓方，方便的时候打给我", intent="nlu_fallback")
    assert chen.slots["name"] == "方姓客户"
