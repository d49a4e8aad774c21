"""`zhike ask`: what it makes of the events after a sentence, and a whole run against a running service."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from command import ask
from command.outcomes import is_over, read_outcome
from command.problem import Problem
from command.running import noted
from handoff.bot.client import BotFailed, BotMessage, TurnAnswer
from tests.world import World


def said(name: str, text: str = "好的") -> dict[str, Any]:
    return {"type": "message.created", "actor_kind": "bot", "data": {"text": text, "name": name}}


def understood(intent: str, *, topic: str | None = None, form: str | None = None) -> dict[str, Any]:
    trace = {"intent": {"name": intent, "confidence": 0.9}, "topic": topic and {"name": topic, "confidence": 0.8}}
    data = {"trace": trace, "form": form and {"name": form}, "in_reply_to": 2}
    return {"type": "bot.understood", "actor_kind": "system", "data": data}


QUEUED = {"type": "conversation.queued", "actor_kind": "bot", "data": {"reason": "fraud", "priority": 3}}
FAILED = {"type": "bot.failed", "actor_kind": "system", "data": {"code": "timeout", "in_reply_to": 2}}


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ([said("utter_faq/annual_fee"), understood("faq", topic="annual_fee")], "answered"),
        ([said("utter_topics_offer"), understood("nlu_fallback")], "offered topics"),
        ([said("utter_topics_none"), understood("nlu_fallback")], "asked to rephrase"),
        ([said("utter_topics_offer_agent"), understood("nlu_fallback")], "offered a person"),
        ([said("utter_confidential_refused"), understood("ask_confidential")], "refused politely"),
        ([said("utter_fraud_emergency"), QUEUED, understood("report_fraud")], "handed over: fraud"),
        ([said("utter_complaint_open"), understood("file_complaint", form="complaint_form")], "complaint form started"),
        ([said("utter_greet"), understood("greet")], "small talk"),
        ([FAILED, said("fallback")], "failed"),
        ([FAILED, said("fallback"), QUEUED], "failed"),
    ],
)
def test_each_end_of_a_turn_has_its_name(events: list[dict[str, Any]], outcome: str) -> None:
    assert read_outcome("…", events).outcome == outcome


def test_a_question_is_shown_with_its_topic_and_that_topics_confidence() -> None:
    read = read_outcome("年费", [said("utter_faq/annual_fee", "首年免年费"), understood("faq", topic="annual_fee")])
    assert (read.understood, read.confidence, read.answer) == ("faq/annual_fee", 0.8, "首年免年费")


def test_a_turn_is_over_only_when_its_own_message_was_answered() -> None:
    assert not is_over([said("utter_greet")], 2)
    assert not is_over([understood("greet")], 3)
    assert is_over([understood("greet")], 2)
    assert is_over([FAILED], 2)


def answer(name: str, intent: str, **more: Any) -> TurnAnswer:
    trace = {"intent": {"name": intent, "confidence": 0.9}, "topic": None}
    return TurnAnswer(turn_id="", messages=[BotMessage(text="好的", name=name)], trace=trace, **more)


async def test_every_line_of_a_file_goes_through_a_running_service(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.bot.answers("你好", answer("utter_greet", "greet"))
    world.bot.answers("转人工", answer("utter_handoff_asked", "request_agent", effects=[_HANDOFF]))
    world.bot.answers("坏了", BotFailed("timeout"))
    file = tmp_path / "lines.txt"
    file.write_text("# a comment\n你好\n\n转人工\n坏了\n" + "长" * 3000 + "\n", encoding="utf-8")
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(world.settings.data_dir))
    with noted(world.settings.data_dir, world.url):
        await ask.ask(file, as_json=True, limit=None)
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    outcomes = [line["outcome"] for line in report["lines"]]
    assert outcomes == ["small talk", "handed over: asked", "failed", "refused: message_too_long"]
    assert report["summary"] == dict.fromkeys(outcomes, 1)
    assert {request.conversation_id for request in world.bot.asked[:2]} != {world.bot.asked[0].conversation_id}


_HANDOFF = {"type": "handoff", "reason": "asked", "priority": 0, "summary": "客户要求人工服务。"}


async def test_without_a_running_system_it_says_how_to_start_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lines.txt"
    file.write_text("你好\n", encoding="utf-8")
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(tmp_path / "data"))
    with pytest.raises(Problem, match=r"not running: start it with \./zhike up"):
        await ask.ask(file, as_json=True, limit=None)


def test_a_file_that_is_not_text_is_refused_and_a_limit_is_kept(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(os.urandom(64) + b"\xff\xfe")
    with pytest.raises(Problem, match="cannot be read as UTF-8 text"):
        ask.read_lines(bad, None)
    good = tmp_path / "good.txt"
    good.write_text("\ufeff一\n二\n三\n", encoding="utf-8")
    assert ask.read_lines(good, 2) == ["一", "二"]
