"""Scams told in pieces to the trained bot (`tests/actions/scams.yml`), and ordinary payments that are no alarm."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from rehearsal.engine import Engine
from tests.actions.test_scam import CONVERSATIONS
from tests.bot.test_pitfalls import NOW, post

Turn = dict[str, Any]


def answers(engine: Engine, said: list[str]) -> Iterator[Turn]:
    """What a new customer is answered to each message."""
    conversation_id = f"c_{secrets.token_hex(8)}"
    customer = {"is_known": False, "name": None, "phone": None, "tags": []}
    metadata = {"locale": "zh-CN", "now": NOW, "customer": customer}
    for number, text in enumerate(said):
        turn = {"turn_id": f"{conversation_id}:{number}", "kind": "message", "text": text, "metadata": metadata}
        yield post(engine, {"conversation_id": conversation_id, **turn})


def alarm(engine: Engine, said: list[str]) -> tuple[int, str] | None:
    """The number of the message that reached the fraud path, and what the agent reads; None where none did."""
    for number, answer in enumerate(answers(engine, said), start=1):
        for effect in answer["effects"]:
            if effect.get("reason") == "fraud":
                return number, effect["summary"]
    return None


@pytest.mark.parametrize("scam", CONVERSATIONS["scams"], ids=lambda scam: scam["said"][0])
def test_a_scam_reaches_the_fraud_path_before_its_end(engine: Engine, scam: dict[str, Any]):
    number, _ = alarm(engine, scam["said"]) or (99, "")
    assert number <= scam["by"]


@pytest.mark.parametrize("said", CONVERSATIONS["ordinary"], ids=lambda said: said[0])
def test_an_ordinary_conversation_raises_no_alarm(engine: Engine, said: list[str]):
    assert alarm(engine, said) is None


def test_the_agent_reads_all_the_pieces(engine: Engine):
    _, summary = alarm(engine, ["刚有人给我打电话", "说他是公安局的", "叫我把存款都汇到他们的账户"]) or (0, "")
    assert all(piece in summary for piece in ("有人给我打电话", "公安局", "汇到他们的账户"))
