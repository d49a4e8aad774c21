"""Actions whose failures are not swallowed.

Rasa's processor catches whatever an action raises, logs it and goes on, so that a turn whose action server is down
ends as a silent or half-said answer. Wrapped in `WatchedAction`, the action remembers what it raised.
"""

from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.events import ActionExecuted, Event


class WatchedAction(Action):
    """Behaves as the action it wraps; `failure` is what running it raised, a form's rejection aside."""

    def __init__(self, action: Action) -> None:
        self._action = action
        self.failure: Exception | None = None

    def name(self) -> str:
        return self._action.name()

    async def run(self, *args: Any, **kwargs: Any) -> list[Event]:
        """Same arguments as the wrapped action's."""
        try:
            return await self._action.run(*args, **kwargs)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            self.failure = error
            raise

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> ActionExecuted:
        return self._action.event_for_successful_execution(prediction)
