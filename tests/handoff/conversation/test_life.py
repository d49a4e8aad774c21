"""The whole life of conversations in any order: everybody does what they can at every moment, and what they cannot.

Hypothesis chooses the steps (`steps.py`), the model says what must come of each (`life.py`), and every reader sees it
(`scene.py`). `ZHIKE_TEST_LONG=1` tries thousands of steps, other ones each time.
"""

from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.effort import IS_LONG, times
from tests.handoff.conversation.life import CAPACITY, LEAD
from tests.handoff.conversation.steps import Steps

TALKS_MAX = 3
TALKS = st.integers(0, TALKS_MAX - 1)
CHANCE = st.integers(0, 29)
HOW = st.sampled_from(["helped", "waits", "to_talk", "helped"])
AGENTS = st.sampled_from(list(CAPACITY))
HOLDER = "whoever holds it"
ANYBODY = st.sampled_from([HOLDER, *CAPACITY, HOLDER])  # so that half of what is tried is allowed
# Few rules with many verbs: Hypothesis leaves out whole rules at a time, and a long story needs them all.
CUSTOMER_VERBS = st.sampled_from(
    ["says", "asks_for_person", "complains", "sends_again", "loses_the_line", "changes_mind", "closes", "rates", "says",
     "asks_for_person"]
)  # fmt: skip
AGENT_VERBS = st.sampled_from(
    ["claims", "answers", "takes_a_step", "notes", "transfers", "hands_back", "ends", "reveals_names", "claims",
     "takes_a_step", "claims"]
)  # fmt: skip
OTHER_VERBS = st.sampled_from(
    ["bot_thinks", "bot_is_done", "bot_breaks", "bot_heals", "signs_out", "signs_in", "goes_away_or_comes_back",
     "time_passes", "is_restarted", "bot_is_done", "signs_in"]
)  # fmt: skip


class Life(RuleBasedStateMachine):
    template: ClassVar[str]

    @initialize(how=HOW, name=AGENTS)
    def begins(self, how: str, name: str) -> None:
        self.steps = Steps(self.template)
        for each in CAPACITY:
            self.steps.signs_in(each, 0)
        self.comes(how, name)

    @precondition(lambda self: len(self.steps.talks) < TALKS_MAX)
    @rule(how=HOW, name=AGENTS)
    def comes(self, how: str, name: str) -> None:
        """With a wish, so that stories need not begin at their beginning."""
        self.steps.someone_comes()
        index = len(self.steps.talks) - 1
        if how != "to_talk":
            self.customer(index, "asks_for_person", 0)
        if how == "helped":
            self.agent(index, name, "claims", 0)

    @rule(index=TALKS, verb=CUSTOMER_VERBS, chance=CHANCE)
    def customer(self, index: int, verb: str, chance: int) -> None:
        index %= len(self.steps.talks)
        getattr(self.steps, verb)(index, chance)
        self.steps.check_talk(index)

    @rule(index=TALKS, name=ANYBODY, verb=AGENT_VERBS, chance=CHANCE)
    def agent(self, index: int, name: str, verb: str, chance: int) -> None:
        index %= len(self.steps.talks)
        if name == HOLDER:
            name = self.steps.talks[index].holder or LEAD
        if self.steps.tabs[name]:
            getattr(self.steps, verb)(index, name, chance)
        else:
            self.steps.is_turned_away(index, name, ["claim", "return"][chance % 2])
        self.steps.check_talk(index)

    @rule(name=AGENTS, verb=OTHER_VERBS, chance=CHANCE)
    def anything_else(self, name: str, verb: str, chance: int) -> None:
        getattr(self.steps, verb)(name, chance)
        for index in range(len(self.steps.talks)):
            self.steps.check_talk(index)

    @invariant()
    def one_holder_and_none_with_too_many(self) -> None:
        self.steps.check_holders()

    def teardown(self) -> None:
        steps = self.steps
        try:
            steps.bot_is_done("", 0)
            for index in range(len(steps.talks)):
                steps.check_talk(index)
                steps.check_readers(index)
            steps.check_reveals()
        finally:
            steps.end()


def test_whatever_they_do_everybody_sees_the_same_and_nothing_is_lost(template: str):
    Life.template = template
    chosen = settings(
        max_examples=times(12, long=300), stateful_step_count=times(40, long=60), derandomize=not IS_LONG,
        deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, *[Phase.shrink] * IS_LONG],  # shrinking a story takes minutes
    )  # fmt: skip
    run_state_machine_as_test(Life, settings=chosen)
