"""The graph runner: a loaded model gives the same without a scheduler."""

from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.runner import StraightRunner

SENTENCES = ["信用卡的年费是多少钱", "转人工", "昨天被扣了500元", "阿巴阿巴", "", "请给我回电话，13800138000"]


@pytest.fixture(scope="module")
def loaded(model: str) -> tuple[Any, DaskGraphRunner]:
    _, metadata, runner = MessageProcessor._load_model(Path(model))
    assert isinstance(runner, DaskGraphRunner)
    return metadata, runner


@pytest.mark.parametrize("text", SENTENCES)
def test_a_message_is_understood_the_same(text: str, loaded: tuple[Any, DaskGraphRunner]) -> None:
    metadata, rasas = loaded
    tracker = DialogueStateTracker.from_events("c_chen", [])
    read = []
    for runner in (rasas, StraightRunner.of(rasas)):
        message = UserMessage(text, message_id="c_chen:1")
        given = {"__message__": [message], "__tracker__": tracker}
        (parsed,) = runner.run(inputs=given, targets=[metadata.nlu_target])[metadata.nlu_target]
        read.append(parsed.as_dict(only_output_properties=True))
    assert read[0] == read[1]


@pytest.mark.parametrize("intent", ["greet", "faq", "leave_phone"])
def test_the_same_action_is_predicted(intent: str, loaded: tuple[Any, DaskGraphRunner]) -> None:
    metadata, rasas = loaded
    tracker = DialogueStateTracker("c_chen", metadata.domain.slots)
    tracker.update_with_events([ActionExecuted("action_listen"), UserUttered("…", {"name": intent})], metadata.domain)
    target = metadata.core_target
    found = [
        runner.run(inputs={"__tracker__": tracker}, targets=[target])[target]
        for runner in (rasas, StraightRunner.of(rasas))
    ]
    assert found[0].probabilities == found[1].probabilities
    assert max(found[0].probabilities) == 1.0


def test_what_a_node_raises_is_raised(loaded: tuple[Any, DaskGraphRunner]) -> None:
    metadata, rasas = loaded
    with pytest.raises(KeyError):
        StraightRunner.of(rasas).run(targets=[metadata.nlu_target])
