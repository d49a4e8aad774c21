"""The policy that looks back only a little predicts, in any conversation, what Rasa's own predicts."""

import json
import random
import tarfile
from collections.abc import Callable

import pytest
from rasa.core.featurizers.tracker_featurizers import FullDialogueTrackerFeaturizer as Featurizer
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import SHOULD_NOT_BE_SET
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    LoopInterrupted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.brief import BriefRulePolicy, Ends, latest_states, may_match_words

CONVERSATIONS = range(30)
STEPS = 40


@pytest.fixture(scope="module")
def domain(model: str) -> Domain:
    """Of the trained model, with the actions that training adds."""
    return Domain.from_yaml(read(model, "/domain_provider/domain.yml"))


@pytest.fixture(scope="module")
def policies(model: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[RulePolicy, BriefRulePolicy]:
    """Rasa's policy and ours, both with the rules of the trained model and the settings of config.yml."""
    lookup = json.loads(read(model, "/rule_policy.json"))["lookup"]
    config = RulePolicy.get_default_config() | {"core_fallback_action_name": "action_offer_topics"}
    storage, context = LocalModelStorage(tmp_path_factory.mktemp("model")), ExecutionContext(GraphSchema({}))
    parts = storage, Resource("policy"), context, Featurizer(), lookup
    return RulePolicy(config, *parts), BriefRulePolicy(config, *parts)


def read(model: str, ending: str) -> str:
    """The one file of the model's archive whose path ends so."""
    with tarfile.open(model) as archive:
        (name,) = [name for name in archive.getnames() if name.endswith(ending)]
        file = archive.extractfile(name)
        assert file is not None
        return file.read().decode()


def turn(chance: random.Random, domain: Domain) -> list[Event]:
    """Something a customer says, and maybe something that came of it."""
    intent = {"name": chance.choice(domain.intents), "confidence": 1.0}
    said = UserUttered(chance.choice(["你好", "13800138000"]), intent, [])
    return [ActionExecuted("action_listen"), said]


def step(chance: random.Random, domain: Domain) -> list[Event]:
    form = chance.choice(["phone_form", None])
    makers: list[Callable[[], list[Event]]] = [
        lambda: turn(chance, domain),
        lambda: turn(chance, domain),
        lambda: [ActionExecuted(chance.choice(domain.action_names_or_texts)), BotUttered("您好")],
        lambda: [ActionExecuted("phone_form"), ActiveLoop(form), SlotSet("requested_slot", form and "phone")],
        lambda: [ActionExecutionRejected("phone_form"), LoopInterrupted(chance.random() < 0.5)],
        lambda: [SlotSet("phone", chance.choice(["1", None]))],
        lambda: [SessionStarted()] if chance.random() < 0.1 else [],
    ]
    return chance.choice(makers)()


@pytest.mark.parametrize("seed", CONVERSATIONS)
def test_it_predicts_what_rasas_policy_predicts(
    seed: int, domain: Domain, policies: tuple[RulePolicy, BriefRulePolicy]
) -> None:
    chance = random.Random(seed)
    tracker = DialogueStateTracker("c_chen", domain.slots)
    rasas, ours = policies
    predicted = set()
    for _ in range(STEPS):
        tracker.update_with_events(step(chance, domain), domain)
        wanted, found = (policy.predict_action_probabilities(tracker, domain) for policy in (rasas, ours))
        assert found.probabilities == wanted.probabilities
        assert found.events == wanted.events
        assert found.is_no_user_prediction == wanted.is_no_user_prediction
        assert found.hide_rule_turn == wanted.hide_rule_turn
        predicted.add(found.max_confidence_index)
    assert len(predicted) > 1


@pytest.mark.parametrize("most", [1, 2, 5, 1000])
def test_the_latest_states_are_the_end_of_all_states(most: int, domain: Domain) -> None:
    chance = random.Random(most)
    tracker = DialogueStateTracker("c_chen", domain.slots)
    for _ in range(STEPS):
        tracker.update_with_events(step(chance, domain), domain)
        assert latest_states(tracker, domain, most) == tracker.past_states(domain)[-most:]


def test_a_rule_is_looked_for_by_the_action_and_the_intent_it_ends_with() -> None:
    def state(action: str | None = None, intent: str | None = None) -> State:
        previous = {"prev_action": {"action_name": action}} if action else {}
        return previous | ({"user": {"intent": intent}} if intent else {})

    rules = {
        "greets": [state("action_listen", "greet")],
        "thanks": [state("action_listen", "thank")],
        "listens": [state("action_listen", "greet"), state("utter_greet", "greet")],
        "whatever is said": [state("phone_form")],
        "any intent but one": [state("action_listen", SHOULD_NOT_BE_SET)],
        "at the beginning": [state(intent="greet")],
    }
    names = {json.dumps(rule): name for name, rule in rules.items()}
    ends = Ends(names)

    def found(action: str | None = None, intent: str | None = None) -> set[str]:
        return {names[key] for key in ends.like(state(action, intent))}

    assert found("action_listen", "greet") == {"greets", "any intent but one"}
    assert found("action_listen") == {"any intent but one"}
    assert found("utter_greet", "greet") == {"listens"}
    assert found("phone_form", "greet") == found("phone_form") == {"whatever is said"}
    assert found(intent="thank") == found() == {"at the beginning"}
    assert found("utter_thank") == set()


def test_words_matter_only_to_a_rule_that_names_no_intent() -> None:
    listens = {"prev_action": {"action_name": "action_listen"}}
    assert may_match_words([listens | {"user": {"text": "你好"}}])
    assert may_match_words([{"slots": {"phone": [1.0]}}])
    assert not may_match_words([listens | {"user": {"intent": "greet"}}])
    assert not may_match_words([listens, {"prev_action": {"action_name": "phone_form"}}])
