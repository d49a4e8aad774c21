"""Scams told over several messages, and ordinary conversations that look a little like them."""

from pathlib import Path

import pytest
import yaml

from actions.scam import is_unfolding

CONVERSATIONS = yaml.safe_load((Path(__file__).parent / "scams.yml").read_text(encoding="utf-8"))


def alarm(said: list[str]) -> int | None:
    """The number of the message that raises it."""
    return next((count for count in range(1, len(said) + 1) if is_unfolding(said[:count])), None)


@pytest.mark.parametrize("scam", CONVERSATIONS["scams"], ids=lambda scam: scam["said"][0])
def test_a_scam_is_heard_before_its_end(scam: dict):
    assert 1 < (alarm(scam["said"]) or 99) <= scam["by"]


@pytest.mark.parametrize("said", CONVERSATIONS["ordinary"], ids=lambda said: said[0])
def test_an_ordinary_conversation_raises_no_alarm(said: list[str]):
    assert alarm(said) is None
