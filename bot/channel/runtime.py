"""What a loaded bot runs its turns with: Rasa's parts, and ours where Rasa's would cost more than the turn itself."""

from dataclasses import dataclass
from typing import Self

from rasa.core.agent import Agent
from rasa.core.lock_store import LockStore
from rasa.core.processor import MessageProcessor
from rasa.shared.exceptions import RasaException

from bot.channel.actions import Actions
from bot.channel.endpoint import ActionsEndpoint
from bot.channel.runner import StraightRunner
from bot.channel.store import DialogueStore, dialogues


@dataclass(frozen=True)
class Runtime:
    """One a process. `processor` is Rasa's, with the way to the actions and the runner of the graph replaced."""

    processor: MessageProcessor
    store: DialogueStore
    locks: LockStore
    actions: Actions
    endpoint: ActionsEndpoint

    @classmethod
    def of(cls, agent: Agent) -> Self:
        """Takes over the parts of `agent`, whose model is loaded. Raises RasaException when one is missing."""
        processor = agent.processor
        if processor is None or agent.action_endpoint is None:
            raise RasaException("A model and an action_endpoint are needed.")
        endpoint = ActionsEndpoint.of(agent.action_endpoint)
        processor.action_endpoint = endpoint
        processor.graph_runner = StraightRunner.of(processor.graph_runner)
        store = dialogues(agent.tracker_store)
        return cls(processor, store, agent.lock_store, Actions(processor.domain, endpoint), endpoint)
