"""Whole conversations with the trained bot, as customers write them: `conversations/*.yml`, one test each."""

import pytest

from rehearsal.script import Conversation, read_all
from rehearsal.stage import Stage
from tests.world import World

SCRIPTS = read_all()
BY_TITLE = {script.title: script for script in SCRIPTS}


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.id for script in SCRIPTS])
def test_conversation(bank: World, script: Conversation):
    stage = Stage(bank, script)
    if script.after:
        stage.play(BY_TITLE[script.after].steps)
    stage.play(script.steps)


def test_the_conversations_cover_what_customers_come_for():
    """Forty topics over every area, and each kind of trouble: so that nobody thins them out unnoticed."""
    topics = {str(step.expect["topic"]) for script in SCRIPTS for step in script.steps if "topic" in step.expect}
    queued = {
        step.expect["queued"].get("reason") for script in SCRIPTS for step in script.steps if "queued" in step.expect
    }
    assert len(topics) >= 40
    assert {"asked", "fraud", "hardship", "self_harm", "anger", "misunderstood", "account_request", "grade"} <= queued
    assert len({script.title for script in SCRIPTS}) >= 55
