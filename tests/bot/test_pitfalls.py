"""What would shame a bank: short exchanges with the trained bot, and what it must say last, or must not."""

import secrets
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from rehearsal.engine import Engine

NOW = "2026-11-22T10:30:00+08:00"
FEE = "我要投诉，昨天在朝阳支行信用卡多扣了我500元年费，要求退款"

Turn = dict[str, Any]


@pytest.fixture
def talk(engine: Engine) -> Callable[..., Turn]:
    """`talk("我要投诉", "算了")`: a new customer says these one after another; the last answer."""

    def talk(*said: str) -> Turn:
        conversation_id = f"c_{secrets.token_hex(8)}"
        customer = {"is_known": False, "name": None, "phone": None, "tags": []}
        metadata = {"locale": "zh-CN", "now": NOW, "customer": customer}
        answer: Turn = {}
        for number, text in enumerate(said):
            turn = {"turn_id": f"{conversation_id}:{number}", "kind": "message", "text": text, "metadata": metadata}
            answer = post(engine, {"conversation_id": conversation_id, **turn})
        return answer

    return talk


def post(engine: Engine, turn: Turn) -> Turn:
    headers = {"Authorization": f"Bearer {engine.key}"}
    answer = httpx.post(f"{engine.url}/webhooks/zhike/turn", json=turn, headers=headers, trust_env=False, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()


def said_in(answer: Turn) -> list[str]:
    """Names of the responses, none twice."""
    return list(dict.fromkeys(message["name"] for message in answer["messages"]))


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (["我要投诉", "算了", "是的"], ["utter_anything_else"]),
        (["我要投诉", "我不要投诉"], ["utter_complaint_cancelled"]),
        (["我不要投诉啊"], ["utter_nothing_to_stop"]),
        ([FEE, "需要修改"], ["utter_complaint_ask_change"]),
        ([FEE, "李明", "不，我叫王大力"], ["utter_complaint_changed", "utter_complaint_ask_phone"]),
        ([FEE, "五十万"], ["utter_complaint_name_invalid", "utter_complaint_ask_name"]),
        ([FEE, "李明", "13912345678", "asdkfjh"], ["utter_complaint_evidence_invalid", "utter_complaint_ask_evidence"]),
        ([FEE, "李明", "13912345678", "李明"], ["utter_complaint_evidence_invalid", "utter_complaint_ask_evidence"]),
        (["我要投诉", "我要去12378举报"], ["utter_complaint_in_progress", "utter_complaint_ask_description"]),
        (["多少钱"], ["utter_ask_need"]),
        (["能不能帮我把钱洗白"], ["utter_confidential_refused"]),
        (["谢谢你个鬼啊"], ["utter_dissatisfaction_care"]),
        (["信用卡年费怎么收", "你说的不对啊"], ["utter_answer_wrong"]),
        (["我投诉 我投诉 我投诉"], ["utter_complaint_open", "utter_complaint_ask_description"]),
        (["早，请教个事，网点礼拜天上班不"], ["utter_faq/branch_hours"]),
    ],
)
def test_the_answer_fits(talk: Callable[..., Turn], said: list[str], heard: list[str]):
    assert said_in(talk(*said)) == heard


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("贷款利率多少", "utter_faq/deposit_rate"),
        ("保本吗", "utter_faq/renewal_payment"),
        ("要多少钱", "utter_confidential_refused"),
    ],
)
def test_a_question_is_not_answered_with_another_matter(talk: Callable[..., Turn], said: str, never: str):
    assert never not in said_in(talk(said))


def test_a_hotline_is_not_the_sum_of_a_complaint(talk: Callable[..., Turn]):
    answer = talk("我要投诉，昨天在朝阳支行信用卡乱收年费，要求退款，不然我要去12378举报")
    assert answer["form"]["requested_slot"] == "amount"


def test_a_leaked_password_is_warned_of_and_complained_about(talk: Callable[..., Turn]):
    answer = talk("我要投诉，密码123456被你们泄露了")
    assert said_in(answer)[:2] == ["utter_secret_warning", "utter_complaint_open_known"]
    assert "123456" not in answer["slots"]["description"]["value"]


def test_an_unbelievable_sum_is_said_to_be_one(talk: Callable[..., Turn]):
    answer = talk("我要投诉，昨天在朝阳支行信用卡多扣了我1000000000000000元年费，要求退款")
    assert said_in(answer) == [
        "utter_complaint_open_known", "utter_complaint_amount_too_large", "utter_complaint_ask_amount",
    ]  # fmt: skip
