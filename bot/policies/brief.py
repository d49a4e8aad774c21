"""Rasa's RulePolicy, looking back no further than its longest rule.

Rasa describes the whole conversation, state by state, for each prediction, and once more with the words instead of the
intent, so that a turn costs more the longer the talk is; but a rule is compared with as many of the latest states as it
has itself. And it compares with every rule, where only those can fit that end with the latest action and intent. The
predictions are the same.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

Found = tuple[str | None, str | None, bool]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class BriefRulePolicy(RulePolicy):
    """Trained as RulePolicy is; `lookup` is there once it has been trained."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: TrackerFeaturizer | None = None,
        lookup: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer, lookup)
        parts = [(lookup or {}).get(part, {}) for part in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH)]
        rules = [json.loads(key) for part in parts for key in part]
        self._reach = max(map(len, rules), default=0) + 1  # one more, so that what fits no rule looks like none
        self._reads_words = lookup is None or any(may_match_words(rule) for rule in rules)
        self._is_trained = lookup is not None
        self._ends = Ends(key for part in parts for key in part)

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        if not self._is_trained:
            return super()._prediction_states(tracker, domain, use_text_for_last_user_input, rule_only_data)
        states = latest_states(tracker, domain, self._reach)
        self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
        return states

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> Found:
        if use_text_for_last_user_input and not self._reads_words:
            return None, None, False
        return super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        if not self._is_trained:
            return super()._get_possible_keys(lookup, states)
        near = {key: lookup[key] for key in self._ends.like(states[-1]) if key in lookup}
        return super()._get_possible_keys(near, states)


class Ends:
    """The keys of rules by the action and the intent their last states demand, None where they demand none."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
        for key in dict.fromkeys(keys):
            self._keys[_demands(json.loads(key)[-1])].append(key)

    def like(self, state: State) -> list[str]:
        """Of all rules that can end with this state, and of few others."""
        action, intent = _end(state)
        return [key for end in {(action, intent), (action, None)} for key in self._keys.get(end, ())]


def _end(state: State) -> tuple[str | None, str | None]:
    return (state.get(PREVIOUS_ACTION) or {}).get(ACTION_NAME), state.get(USER, {}).get(INTENT)


def _demands(state: State) -> tuple[str | None, str | None]:
    """A rule for the beginning of a conversation asks for nothing else: Rasa does not look at its intent."""
    action, intent = _end(state)
    is_free = action is None or intent == SHOULD_NOT_BE_SET
    return action, None if is_free else intent


def may_match_words(rule: list[State]) -> bool:
    """Whether a rule can fit a turn of which only the words are looked at, not the intent."""
    last = rule[-1]
    previous = (last.get(PREVIOUS_ACTION) or {}).get(ACTION_NAME, ACTION_LISTEN_NAME)
    return not last.get(USER, {}).get(INTENT) and previous == ACTION_LISTEN_NAME


def latest_states(tracker: DialogueStateTracker, domain: Domain, most: int) -> list[State]:
    """The last of the states `tracker.past_states` gives: before each action and now, at most so many."""
    events = tracker.applied_events()
    before = [index for index, event in enumerate(events) if isinstance(event, ActionExecuted)]
    wanted = set(before[max(0, len(before) - most + 1) :])
    replayed = tracker.init_copy()
    states: list[State] = []
    for index, event in enumerate(events):
        if index in wanted:
            states.append(domain.get_active_state(replayed))
        replayed.update(event)
    return [*states, domain.get_active_state(replayed)]
