"""Rasa's loop of predicting an action and running it, until it listens: the same steps, with less ado and no mercy.

Rasa's own replays the whole tracker for each action, copies every event for a debug log, and swallows what an action
raises, so that a turn whose action server is down ends as a silent or half-said answer. Here such a turn fails.
"""

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.constants import ACTION_EXTRACT_SLOTS
from rasa.shared.core.events import ActionExecutionRejected, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.duplicate import duplicate
from bot.channel.errors import TurnFailed
from bot.channel.runtime import Runtime


async def act(runtime: Runtime, tracker: DialogueStateTracker, output: CollectingOutputChannel) -> None:
    """Run what the policies predict until they listen. Raises TurnFailed for a failing action and for too many."""
    processor = runtime.processor
    is_acting = True
    while is_acting and not tracker.is_paused():
        may_act = processor.should_predict_another_action(tracker.latest_action_name)
        if processor.is_action_limit_reached(tracker, may_act):
            raise TurnFailed("The turn predicted more actions than the limit allows.")
        prediction = processor._predict_next_with_tracker(tracker)
        action = runtime.actions.at(prediction.max_confidence_index)
        await run(runtime, action, tracker, output, prediction)
        is_acting = processor.should_predict_another_action(action.name())


async def run(
    runtime: Runtime,
    action: Action,
    tracker: DialogueStateTracker,
    output: CollectingOutputChannel,
    prediction: PolicyPrediction,
) -> None:
    """Run one action and put what came of it on the tracker; a form's rejection of the turn is an event like others."""
    domain, nlg = runtime.processor.domain, runtime.processor.nlg
    seen = duplicate(tracker)
    seen.update_with_events(prediction.events, domain)
    try:
        events = await action.run(output, nlg, seen, domain) or []
    except ActionExecutionRejection:
        tracker.update(ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence))
        return
    except Exception as error:
        raise TurnFailed(f"The action {action.name()} failed.") from error
    if not any(isinstance(event, ActionExecutionRejected) for event in events):
        tracker.update_with_events(prediction.events, domain)
        tracker.update(action.event_for_successful_execution(prediction))
    tracker.update_with_events(events, domain)
    if any(isinstance(event, UserUttered) for event in events):
        await extract_slots(runtime, tracker, output)


async def extract_slots(runtime: Runtime, tracker: DialogueStateTracker, output: CollectingOutputChannel) -> None:
    """Fill the slots that are mapped to what the customer has just said."""
    domain, nlg = runtime.processor.domain, runtime.processor.nlg
    events = await runtime.actions.named(ACTION_EXTRACT_SLOTS).run(output, nlg, tracker, domain)
    tracker.update_with_events(events, domain)
