"""Runs one turn with Rasa's processor, keeping all of it or nothing."""

import asyncio

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.actions import WatchedAction
from bot.channel.answer import Answer, build_answer
from bot.channel.context import context_of
from bot.channel.errors import TurnFailed
from bot.channel.request import TurnRequest
from bot.channel.store import durable

CHANNEL = "zhike"
RESUME_INTENT = "resume_conversation"
MOST_EVENTS = 120
"""Events of one session, about a dozen turns. Rasa replays a session at each action and sends it to the action server,
so a longer one is closed between two turns; the new one begins with the same slots, within the same form."""

TURN_TIMEOUT_S = 4.5
"""Shorter than the 5 s the service waits, so that the service hears of the failure, and the next turn finds no lock."""


async def run_turn(agent: Agent, request: TurnRequest) -> Answer:
    """The answer to a turn; to one that has been run already, the same answer again without running anything.

    Raises TurnFailed when an action fails, the limit of actions is reached, time runs out or nothing is said.
    Then nothing is stored: the same turn can be tried again.
    """
    try:
        async with agent.lock_store.lock(request.conversation_id):
            return await asyncio.wait_for(_answer(agent.processor, request), TURN_TIMEOUT_S)
    except TimeoutError as error:
        raise TurnFailed(f"The turn took longer than {TURN_TIMEOUT_S} s.") from error


async def _answer(processor: MessageProcessor, request: TurnRequest) -> Answer:
    store = durable(processor.tracker_store)
    stored = await store.retrieve(request.conversation_id)
    if stored is not None and has_turn(stored, request.turn_id):
        return build_answer(processor, stored, request)
    tracker = await _run(processor, stored, request)
    answer = build_answer(processor, tracker, request)
    await store.save(tracker)
    return answer


def has_turn(tracker: DialogueStateTracker, turn_id: str) -> bool:
    return any(isinstance(event, UserUttered) and event.message_id == turn_id for event in tracker.events)


async def _run(
    processor: MessageProcessor, stored: DialogueStateTracker | None, request: TurnRequest
) -> DialogueStateTracker:
    output = CollectingOutputChannel()
    tracker = stored or await processor.get_tracker(request.conversation_id)
    tracker.model_id = processor.model_metadata.model_id
    tracker.assistant_id = processor.model_metadata.assistant_id
    if stored is None or len(tracker.events) > MOST_EVENTS:
        await _start_session(processor, tracker, output)
    context = context_of(tracker, request.metadata.get("now"), processor.domain)
    await processor._handle_message_with_tracker(_message(request, output, context), tracker)
    tracker = await processor.run_action_extract_slots(output, tracker)
    await _act(processor, tracker, output)
    return tracker


async def _start_session(
    processor: MessageProcessor, tracker: DialogueStateTracker, output: CollectingOutputChannel
) -> None:
    """Begin a session with the slots, and within the form, of the one before."""
    form = tracker.active_loop_name
    action = processor._get_action(ACTION_SESSION_START_NAME)
    prediction = PolicyPrediction.for_action_name(processor.domain, ACTION_SESSION_START_NAME)
    await processor._run_action(action, tracker, output, processor.nlg, prediction)
    if form:
        tracker.update(ActiveLoop(form), processor.domain)


def _message(request: TurnRequest, output: CollectingOutputChannel, context: dict[str, str] | None) -> UserMessage:
    """A resumed conversation is a turn whose intent is given and which has no text."""
    resumed = {"text": "", "intent": {"name": RESUME_INTENT, "confidence": 1.0}, "entities": []}
    return UserMessage(
        text=request.text,
        output_channel=output,
        sender_id=request.conversation_id,
        parse_data=resumed if request.kind == "resume" else None,
        input_channel=CHANNEL,
        message_id=request.turn_id,
        metadata=request.metadata | ({"context": context} if context else {}),
    )


async def _act(processor: MessageProcessor, tracker: DialogueStateTracker, output: CollectingOutputChannel) -> None:
    """Rasa's prediction loop, except that a failing action and too many actions end the turn."""
    is_acting = not tracker.is_paused()
    while is_acting:
        try:
            action, prediction = processor.predict_next_with_tracker_if_should(tracker)
        except ActionLimitReached as error:
            raise TurnFailed("The turn predicted more actions than the limit allows.") from error
        watched = WatchedAction(action)
        is_acting = await processor._run_action(watched, tracker, output, processor.nlg, prediction)
        if watched.failure is not None:
            raise TurnFailed(f"The action {watched.name()} failed.") from watched.failure
        is_acting = is_acting and not tracker.is_paused()
