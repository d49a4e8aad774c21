"""Runs one turn with Rasa's processor, keeping all of it or nothing."""

import asyncio

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import loop
from bot.channel.answer import Answer, build_answer
from bot.channel.context import context_of, said_before
from bot.channel.errors import TurnFailed
from bot.channel.request import TurnRequest
from bot.channel.runtime import Runtime
from bot.channel.store import KeptTracker
from bot.channel.topics import answer_of

CHANNEL = "zhike"
RESUME_INTENT = "resume_conversation"
MOST_EVENTS = 120
"""Events of one session, about a dozen turns. Rasa replays a session at each action and sends it to the action server,
so a longer one is closed between two turns; the new one begins with the same slots, within the same form."""

TURN_TIMEOUT_S = 4.5
"""Shorter than the 5 s the service waits, so that the service hears of the failure, and the next turn finds no lock."""


async def run_turn(runtime: Runtime, request: TurnRequest) -> Answer:
    """The answer to a turn; to one that has been run already, the same answer again without running anything.

    Raises TurnFailed when an action fails, the limit of actions is reached, time runs out or nothing is said.
    Then nothing is stored: the same turn can be tried again.
    """
    try:
        async with runtime.locks.lock(request.conversation_id):
            return await asyncio.wait_for(_answer(runtime, request), TURN_TIMEOUT_S)
    except TimeoutError as error:
        raise TurnFailed(f"The turn took longer than {TURN_TIMEOUT_S} s.") from error


async def _answer(runtime: Runtime, request: TurnRequest) -> Answer:
    stored = await runtime.store.retrieve(request.conversation_id)
    if stored is not None and has_turn(stored, request.turn_id):
        return build_answer(runtime.processor, stored, request)
    tracker = stored or _begin(runtime, request.conversation_id)
    await _run(runtime, tracker, request)
    answer = build_answer(runtime.processor, tracker, request)
    await runtime.store.save(tracker)
    return answer


def has_turn(tracker: DialogueStateTracker, turn_id: str) -> bool:
    return any(isinstance(event, UserUttered) and event.message_id == turn_id for event in tracker.events)


def _begin(runtime: Runtime, conversation_id: str) -> KeptTracker:
    """A dialogue that waits for its first words."""
    tracker = runtime.store.init_tracker(conversation_id)
    tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
    return tracker


async def _run(runtime: Runtime, tracker: KeptTracker, request: TurnRequest) -> None:
    processor, output = runtime.processor, CollectingOutputChannel()
    tracker.model_id = processor.model_metadata.model_id
    tracker.assistant_id = processor.model_metadata.assistant_id
    if not tracker.stored or len(tracker.events) > MOST_EVENTS:
        await _start_session(runtime, tracker, output)
    tracker.update(_heard(runtime, tracker, request))
    await loop.extract_slots(runtime, tracker, output)
    await loop.act(runtime, tracker, output)


async def _start_session(runtime: Runtime, tracker: DialogueStateTracker, output: CollectingOutputChannel) -> None:
    """Begin a session with the slots, and within the form, of the one before."""
    form = tracker.active_loop_name
    domain = runtime.processor.domain
    prediction = PolicyPrediction.for_action_name(domain, ACTION_SESSION_START_NAME)
    await loop.run(runtime, runtime.actions.named(ACTION_SESSION_START_NAME), tracker, output, prediction)
    if form:
        tracker.update(ActiveLoop(form), domain)


def _heard(runtime: Runtime, tracker: DialogueStateTracker, request: TurnRequest) -> UserUttered:
    """What the customer says, understood in the light of what was said before, which is not stored with it again.

    A resumed conversation is a turn whose intent is given and has no text.
    """
    now, domain = request.metadata.get("now"), runtime.processor.domain
    context = context_of(tracker, now, domain)
    metadata = request.metadata | ({"context": context} if context else {})
    about = {"input_channel": CHANNEL, "message_id": request.turn_id, "metadata": metadata}
    before = {
        "said_before": said_before(tracker, now),
        "answer": answer_of(context["topic"], domain) if context else "",
    }
    read = about | {"metadata": metadata | before}
    message = UserMessage(request.text, sender_id=request.conversation_id, **read)
    if request.kind == "resume":
        parsed = {"text": "", "intent": {"name": RESUME_INTENT, "confidence": 1.0}, "entities": []}
    else:
        parsed = runtime.processor._parse_message_with_graph(message, tracker)
        runtime.processor._update_full_retrieval_intent(parsed)
    return UserUttered(message.text, parsed["intent"], parsed["entities"], parsed, **about)
