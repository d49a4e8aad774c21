"""The bot dies, hangs or loses its actions amid a complaint: chat goes on, a person is near, nothing is lost."""

import time
from collections.abc import Callable, Iterator

import pytest

from handoff.bot.policy import FALLBACK_HANDOFF_TEXT, FALLBACK_TEXT
from handoff.settings import Settings
from rehearsal.engine import Engine
from rehearsal.outcome import Outcome
from rehearsal.script import Conversation, Step
from rehearsal.stage import Stage
from tests.actors import Agent
from tests.effort import IS_LONG
from tests.world import World

PROMISED_S = 5.0 if IS_LONG else 15.0  # the customer reads something within 5 s, where nothing else is done
UNTOUCHED_S = 1.0 if IS_LONG else 3.0  # on any machine less than who waits for the bot
TELLING = "昨天下午在朝阳支行被多扣了500元年费，要求退回"


@pytest.fixture
def broken(engine: Engine) -> Iterator[Engine]:
    """The bot's processes, to be broken; whole again afterwards."""
    yield engine
    engine.heal()


@pytest.fixture
def bank(make_bank: Callable[..., World]) -> World:
    """As patient with its bot as it is by default."""
    return make_bank(bot_timeout_s=Settings.model_fields["bot_timeout_s"].default)


@pytest.fixture
def stage(bank: World) -> Stage:
    """A customer in the middle of a complaint: the form asks for the name."""
    stage = Stage(bank, Conversation("投诉登到一半", []))
    says(stage, TELLING)
    assert stage.last.requested_slot == "name", stage.last
    return stage


def says(stage: Stage, text: str) -> Outcome:
    stage.say(text)
    return stage.last


def says_within(stage: Stage, text: str, seconds: float = PROMISED_S) -> Outcome:
    started = time.monotonic()
    outcome = says(stage, text)
    took = time.monotonic() - started
    assert took <= seconds, f"{took:.2f} s for\n{outcome}"
    return outcome


def kill_rasa(engine: Engine) -> None:
    engine.rasa.kill()


def freeze_rasa(engine: Engine) -> None:
    engine.rasa.freeze()


def kill_actions(engine: Engine) -> None:
    engine.actions.kill()


def freeze_actions(engine: Engine) -> None:
    engine.actions.freeze()


FAULTS = [kill_rasa, freeze_rasa, kill_actions, freeze_actions]
Fault = Callable[[Engine], None]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_customer_is_told_in_time_and_offered_a_person(stage: Stage, broken: Engine, fault: Fault):
    fault(broken)
    outcome = says_within(stage, "李娜")
    assert [message["text"] for message in outcome.messages] == [FALLBACK_TEXT]
    assert [reply["title"] for reply in outcome.quick_replies] == ["转人工"]
    assert outcome.status == "bot"


@pytest.mark.parametrize("fault", FAULTS)
def test_who_asks_for_a_person_gets_one_with_what_was_told_so_far(stage: Stage, broken: Engine, fault: Fault):
    fault(broken)
    outcome = says_within(stage, "转人工")
    assert FALLBACK_HANDOFF_TEXT in outcome.text
    assert outcome.status == "queued"
    (queued,), (summarised,) = outcome.all("conversation.queued"), outcome.all("handoff.summarised")
    assert queued["reason"] == "asked"
    facts = {fact["name"]: fact["value"] for fact in summarised["facts"]}
    assert facts["amount"].startswith("500.00") and "朝阳支行" in facts["place"]


@pytest.mark.parametrize("fault", [kill_rasa, freeze_rasa, kill_actions])
def test_two_failures_in_a_row_call_a_person(stage: Stage, broken: Engine, fault: Fault):
    fault(broken)
    assert says_within(stage, "李娜").status == "bot"
    outcome = says_within(stage, "喂？")
    assert outcome.status == "queued"
    assert outcome.all("conversation.queued")[0]["reason"] == "bot_failure"


@pytest.mark.parametrize("fault", FAULTS)
def test_once_the_bot_is_back_the_form_goes_on_where_it_was(stage: Stage, broken: Engine, fault: Fault):
    fault(broken)
    assert says_within(stage, "李娜").all("bot.failed")
    broken.heal()
    outcome = says(stage, "李娜")
    assert not outcome.all("bot.failed")
    assert outcome.requested_slot == "phone", outcome
    assert (outcome.value("name"), outcome.value("amount")) == ("李娜", "500.00"), outcome
    stage.play(
        [
            Step("fills", {"phone": "13812345678", "evidence": "没有"}, {"form": "consent"}),
            Step("customer", "确认提交", {"tickets": 1, "ticket": {"name": "李娜", "amount": "500.00"}}),
        ]
    )


def test_a_restart_of_rasa_that_nobody_notices_changes_nothing(stage: Stage, broken: Engine):
    broken.rasa.kill()
    broken.heal()
    outcome = says(stage, "李娜")
    assert outcome.requested_slot == "phone", outcome
    assert (outcome.value("name"), outcome.value("amount")) == ("李娜", "500.00"), outcome


def test_a_turn_lost_at_the_confirmation_makes_one_ticket_when_confirmed_again(stage: Stage, broken: Engine):
    stage.play([Step("fills", {"name": "李娜", "phone": "13812345678", "evidence": "没有"}, {"form": "consent"})])
    broken.actions.kill()
    assert says_within(stage, "确认提交").all("bot.failed")
    broken.heal()
    outcome = says(stage, "确认提交")
    assert len(outcome.tickets) == 1, outcome
    assert len(says(stage, "确认提交").tickets) == 1


def test_people_are_untouched_while_the_bot_hangs(bank: World, stage: Stage, broken: Engine):
    says(stage, "转人工")
    amira = Agent(bank, "amira", name="艾米娜").signs_in()
    broken.rasa.freeze()
    amira.claims(stage.customer).raise_for_status()
    started = time.monotonic()
    amira.answers(stage.customer, "您好，我来帮您处理。").raise_for_status()
    stage.customer.hears("您好，我来帮您处理。")
    stage.customer.says("好的，谢谢")
    assert time.monotonic() - started <= UNTOUCHED_S
