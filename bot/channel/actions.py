"""The actions of a domain: each is built once, and what the action server answers is checked without a schema.

Rasa builds all its default actions each time it looks for one, and its check of an answer compiles a JSON schema and
checks that schema first, which takes longer than everything else in a form's turn.
"""

from typing import Any

from rasa.core.actions.action import Action, RemoteAction, action_for_name_or_text
from rasa.core.actions.forms import FormAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError

from bot.channel.call import Call, call_of
from bot.channel.duplicate import duplicate
from bot.channel.endpoint import ActionsEndpoint
from bot.channel.events import read_events

DOMAIN_MISSING = 449
"""What an action server of Rasa's answers to a digest of a domain it was never sent."""


class ServedAction(RemoteAction):
    """An action of the action server. Any failure of the call is raised as it comes."""

    action_endpoint: ActionsEndpoint
    _digest = ""

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """What the action said, then its events. Raises ValueError when the answer is none of an action."""
        call = call_of(self.name(), tracker)
        needs_domain = domain.does_custom_action_explicitly_need_domain(self.name())
        answer = await (self._call_with_domain(call, domain) if needs_domain else self.action_endpoint.post(call))
        events, responses = _parts(answer)
        said = await self._utter_responses(responses, output_channel, nlg, tracker)
        return [*said, *events]

    async def _call_with_domain(self, call: Call, domain: Domain) -> Any:
        """The domain is sent only when the action server says that it does not have it yet."""
        self._digest = self._digest or domain.fingerprint()
        call = call | {"domain_digest": self._digest}
        try:
            return await self.action_endpoint.post(call)
        except ClientResponseError as error:
            if error.status != DOMAIN_MISSING:
                raise
            return await self.action_endpoint.post(call | {"domain": domain.as_dict()})


class ServedForm(FormAction):
    """A form whose check is a ServedAction: one for all turns, because it remembers the digest of the domain."""

    def __init__(self, form_name: str, action_endpoint: ActionsEndpoint) -> None:
        super().__init__(form_name, action_endpoint)
        self._check = ServedAction(f"validate_{form_name}", action_endpoint)

    async def validate_slots(
        self,
        slot_candidates: dict[str, Any],
        tracker: DialogueStateTracker,
        domain: Domain,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
    ) -> list[Event]:
        """As FormAction's: the events of `validate_<form>`, none when there is no such action."""
        if self._check.name() not in domain.action_names_or_texts:
            return []
        candidates: list[Event] = [SlotSet(slot, value) for slot, value in slot_candidates.items()]
        seen = self._temporary_tracker(tracker, candidates, domain)
        return await self._check.run(output_channel, nlg, seen, domain)

    def _temporary_tracker(
        self, current_tracker: DialogueStateTracker, additional_events: list[Event], domain: Domain
    ) -> DialogueStateTracker:
        """The tracker as it would be had the form run and filled its slots."""
        asked = SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker))
        double = duplicate(current_tracker)
        double.update_with_events([asked, ActionExecuted(self.name()), *additional_events], domain)
        return double


class Actions:
    """Looks actions up by their names; they keep nothing between two runs."""

    def __init__(self, domain: Domain, endpoint: ActionsEndpoint) -> None:
        self._domain, self._endpoint = domain, endpoint
        self._known: dict[str, Action] = {}

    def named(self, name: str) -> Action:
        """Raises ActionNotFoundException for a name the domain does not have."""
        if name not in self._known:
            self._known[name] = self._build(name)
        return self._known[name]

    def at(self, index: int) -> Action:
        """By its place among the probabilities of a prediction."""
        return self.named(self._domain.action_names_or_texts[index])

    def _build(self, name: str) -> Action:
        action = action_for_name_or_text(name, self._domain, self._endpoint)
        if type(action) is RemoteAction:
            return ServedAction(name, self._endpoint)
        return ServedForm(name, self._endpoint) if type(action) is FormAction else action


def _parts(answer: Any) -> tuple[list[Event], list[dict[str, Any]]]:
    """Events and responses of an action's answer."""
    if not isinstance(answer, dict):
        raise ValueError("The action answered no object.")
    events, responses = answer.get("events", []), answer.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        raise ValueError("The action's events and responses are no lists.")
    if not all(isinstance(response, dict) for response in responses):
        raise ValueError("A response of the action is no object.")
    return read_events(events), responses
