"""Calling actions: what they are told, over which connection, and what of their answers is believed."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientConnectionError, web
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.channel.actions import Actions, ServedAction, ServedForm
from bot.channel.call import call_of
from bot.channel.duplicate import duplicate
from bot.channel.endpoint import ActionsEndpoint

RANKING = [{"name": "greet", "confidence": 0.9}]
Reply = Callable[[dict[str, Any]], tuple[int, Any]]


class Server:
    """An action server that answers as told and remembers calls and connections."""

    def __init__(self, reply: Reply) -> None:
        self.reply, self.calls, self.connections = reply, [], set()

    async def handle(self, request: web.Request) -> web.Response:
        self.connections.add(request.transport)
        self.calls.append(await request.json())
        status, answer = self.reply(self.calls[-1])
        return web.Response(status=status, body=json.dumps(answer), content_type="application/json")


def with_server(reply: Reply, play: Callable[[Server, ActionsEndpoint], Awaitable[Any]]) -> Any:
    """What `play` returns, with such a server listening."""

    async def run() -> Any:
        server = Server(reply)
        app = web.Application()
        app.router.add_post("/webhook", server.handle)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        endpoint = ActionsEndpoint.of(EndpointConfig(f"http://127.0.0.1:{port}/webhook"))
        try:
            return await play(server, endpoint)
        finally:
            await endpoint.close()
            await runner.cleanup()

    return asyncio.run(run())


@pytest.fixture
def domain() -> Domain:
    return Domain.from_yaml(
        'version: "3.1"\nintents: [greet]\nslots:\n  phone: {type: text, mappings: [{type: custom}]}\n'
        "actions: [action_check, action_offer: {send_domain: true}, validate_phone_form]\n"
        "forms:\n  phone_form: {required_slots: [phone]}\nresponses:\n  utter_greet: [{text: 您好}]\n"
    )


@pytest.fixture
def tracker(domain: Domain) -> DialogueStateTracker:
    tracker = DialogueStateTracker("c_chen", domain.slots)
    for number in range(1, 4):
        parsed = {"text": "你好", "intent": RANKING[0], "entities": [], "intent_ranking": RANKING}
        said = UserUttered("你好", RANKING[0], [], parsed, message_id=f"c_chen:{number}")
        tracker.update_with_events([ActionExecuted("action_listen"), said, BotUttered("您好")], domain)
    tracker.update_with_events([ActiveLoop("phone_form"), SlotSet("phone", "1")], domain)
    return tracker


async def run(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> list[Event]:
    nlg = TemplatedNaturalLanguageGenerator(domain.responses)
    return await action.run(CollectingOutputChannel(), nlg, tracker, domain)


def test_an_action_is_told_what_rasa_tells_it_but_for_old_rankings(tracker: DialogueStateTracker) -> None:
    states = call_of("action_check", tracker)["tracker"], tracker.current_state(EventVerbosity.ALL)
    told, rasas = (json.loads(json.dumps(state)) for state in states)
    assert told.keys() == rasas.keys()
    assert told["active_loop"].items() <= rasas["active_loop"].items()
    assert told["active_loop"]["name"] == "phone_form"
    same = told.keys() - {"events", "active_loop"}
    assert {key: told[key] for key in same} == {key: rasas[key] for key in same}
    messages = [event for event in told["events"] if event["event"] == "user"]
    assert ["intent_ranking" in message["parse_data"] for message in messages] == [False, True, True]
    for mine, theirs in zip(told["events"], rasas["events"], strict=True):
        theirs.get("parse_data", {}).pop("intent_ranking", None)
        mine.get("parse_data", {}).pop("intent_ranking", None)
        assert mine == theirs
    assert tracker.latest_message.parse_data["intent_ranking"] == RANKING, "the tracker itself keeps them"


def test_what_an_action_says_comes_before_what_it_sets(domain: Domain, tracker: DialogueStateTracker) -> None:
    answer = {"responses": [{"response": "utter_greet"}], "events": [{"event": "slot", "name": "phone", "value": "2"}]}

    async def play(server: Server, endpoint: ActionsEndpoint) -> list[Event]:
        return await run(ServedAction("action_check", endpoint), tracker, domain)

    said, filled = with_server(lambda call: (200, answer), play)
    assert (said.text, filled.key, filled.value) == ("您好", "phone", "2")


def test_all_calls_share_a_connection(domain: Domain, tracker: DialogueStateTracker) -> None:
    async def play(server: Server, endpoint: ActionsEndpoint) -> tuple[int, int]:
        for _ in range(5):
            await run(ServedAction("action_check", endpoint), tracker, domain)
        return len(server.calls), len(server.connections)

    assert with_server(lambda call: (200, {}), play) == (5, 1)


def test_a_connection_that_died_is_made_again(domain: Domain, tracker: DialogueStateTracker) -> None:
    async def play(server: Server, endpoint: ActionsEndpoint) -> int:
        await run(ServedAction("action_check", endpoint), tracker, domain)
        for connection in server.connections:
            connection.abort()
        await run(ServedAction("action_check", endpoint), tracker, domain)
        return len(server.calls)

    assert with_server(lambda call: (200, {}), play) == 2


def test_a_server_that_is_away_is_an_error(domain: Domain, tracker: DialogueStateTracker) -> None:
    async def play() -> None:
        endpoint = ActionsEndpoint.of(EndpointConfig("http://127.0.0.1:9/webhook"))
        try:
            await run(ServedAction("action_check", endpoint), tracker, domain)
        finally:
            await endpoint.close()

    with pytest.raises(ClientConnectionError):
        asyncio.run(play())


def test_the_domain_is_sent_only_to_a_server_that_misses_it(domain: Domain, tracker: DialogueStateTracker) -> None:
    known = set()

    def reply(call: dict[str, Any]) -> tuple[int, Any]:
        if "domain" in call:
            known.add(call["domain_digest"])
        return (200, {}) if call["domain_digest"] in known else (449, {})

    async def play(server: Server, endpoint: ActionsEndpoint) -> list[bool]:
        for _ in range(2):
            await run(ServedAction("action_offer", endpoint), tracker, domain)
        return ["domain" in call for call in server.calls]

    assert with_server(reply, play) == [False, True, False]


def test_the_digest_of_the_domain_is_made_once_for_all_turns_of_a_form(
    domain: Domain, tracker: DialogueStateTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.setattr(domain, "fingerprint", lambda: made.append("digest") or "digest")
    nlg = TemplatedNaturalLanguageGenerator(domain.responses)

    async def play(server: Server, endpoint: ActionsEndpoint) -> list[dict[str, Any]]:
        form = ServedForm("phone_form", endpoint)
        for _ in range(3):
            await form.validate_slots({"phone": "2"}, tracker, domain, CollectingOutputChannel(), nlg)
        return server.calls

    calls = with_server(lambda call: (200, {}), play)
    assert [call["domain_digest"] for call in calls] == ["digest"] * 3
    assert made == ["digest"]


def test_a_form_shows_its_check_the_dialogue_rasa_would_show_it(domain: Domain, tracker: DialogueStateTracker) -> None:
    endpoint = ActionsEndpoint("http://127.0.0.1:9/webhook")
    shown, rasas = (
        form("phone_form", endpoint)._temporary_tracker(tracker, [SlotSet("phone", "2")], domain)
        for form in (ServedForm, FormAction)
    )
    states = [each.current_state(EventVerbosity.ALL) for each in (shown, rasas)]
    for state in states:
        del state["latest_event_time"]
        for event in state["events"][-3:]:
            del event["timestamp"]
    assert states[0] == states[1]
    assert tracker.get_slot("phone") == "1", "the tracker itself is not changed"


def test_an_action_that_does_not_ask_for_the_domain_hears_nothing_of_it(
    domain: Domain, tracker: DialogueStateTracker
) -> None:
    async def play(server: Server, endpoint: ActionsEndpoint) -> set[str]:
        await run(ServedAction("action_check", endpoint), tracker, domain)
        return server.calls[0].keys() & {"domain", "domain_digest"}

    assert with_server(lambda call: (200, {}), play) == set()


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {"events": 5},
        {"responses": {}},
        {"responses": ["您好"]},
        {"events": ["slot"]},
        {"events": [{"event": "nonsense"}]},
        {"events": [{"name": "phone"}]},
    ],
)
def test_an_answer_that_is_none_is_an_error(domain: Domain, tracker: DialogueStateTracker, answer: Any) -> None:
    async def play(server: Server, endpoint: ActionsEndpoint) -> None:
        await run(ServedAction("action_check", endpoint), tracker, domain)

    with pytest.raises(ValueError):
        with_server(lambda call: (200, answer), play)


@pytest.mark.parametrize("status", [302, 400, 404, 500, 503])
def test_any_other_status_is_an_error(domain: Domain, tracker: DialogueStateTracker, status: int) -> None:
    async def play(server: Server, endpoint: ActionsEndpoint) -> None:
        await run(ServedAction("action_check", endpoint), tracker, domain)

    with pytest.raises(ClientResponseError):
        with_server(lambda call: (status, {}), play)


def test_an_action_is_built_once_and_of_its_kind(domain: Domain) -> None:
    actions = Actions(domain, ActionsEndpoint("http://127.0.0.1:9/webhook"))
    assert type(actions.named("action_check")) is ServedAction
    assert type(actions.named("phone_form")) is ServedForm
    assert actions.named("utter_greet").name() == "utter_greet"
    assert actions.named("action_check") is actions.named("action_check")
    assert [actions.at(index).name() for index in range(domain.num_actions)] == domain.action_names_or_texts


def test_a_duplicate_is_in_the_same_state_and_changes_alone(domain: Domain, tracker: DialogueStateTracker) -> None:
    double, before = duplicate(tracker), tracker.current_state(EventVerbosity.ALL)
    assert double.current_state(EventVerbosity.ALL) == before
    assert double == tracker.copy()
    double.update_with_events([SlotSet("phone", "3"), ActiveLoop(None), ActionExecuted("action_listen")], domain)
    double.update(UserUttered("再见", {"name": "greet"}))
    assert tracker.current_state(EventVerbosity.ALL) == before
