"""Changes while customers talk: another model takes over, the service's processes are restarted, and nobody notices."""

import asyncio
import dataclasses
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

import rehearsal.world
from command import control, model, system
from command.fleet import Fleet
from command.problem import Problem
from command.running import noted
from command.supervisor import Child, Spec, Supervisor
from command.system import BotReadiness, System, answers
from handoff.settings import Settings
from rehearsal.ports import own_port
from tests.actors import Customer, new_client_id
from tests.storage import POSTGRES, drop_database, new_database

STUB = Path(__file__).with_name("stub_bot.py")
KEY = "k" * 32


@dataclasses.dataclass(frozen=True)
class StubSystem(System):
    """Bots and actions that answer with the name of their model; no service of its own unless it has workers."""

    def _actions(self) -> Spec:
        url = f"http://127.0.0.1:{self.actions_port}/health"
        argv = [sys.executable, STUB, str(self.actions_port), "actions"]
        return Spec("actions", argv, lambda: answers(url), self._log("actions"))

    def _bot(self, name: str, port: int) -> Spec:
        ready = BotReadiness(f"http://127.0.0.1:{port}/webhooks/zhike/ready", KEY)
        argv = [sys.executable, STUB, str(port), self.model.name.removesuffix(".tar.gz")]
        return Spec(name, argv, ready, self._log(name))

    def service_specs(self) -> list[Spec]:
        return super().service_specs() if self.worker_ports else []


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """`models("new")`: a model of that name, signed by this installation."""
    monkeypatch.setattr(model, "KEY", tmp_path / "model.key")
    monkeypatch.setattr(model, "MODELS", tmp_path / "models")
    monkeypatch.setattr(system, "REFUSING_S", 0.3)
    model.MODELS.mkdir()

    def make(name: str) -> Path:
        path = model.MODELS / f"{name}.tar.gz"
        path.write_text(name)
        model.signature_of(path).write_text(model.sign(path))
        return path

    return make


@pytest.fixture
def make_settings(tmp_path: Path, template: str) -> Iterator[Callable[..., Settings]]:
    made: list[Settings] = []

    def make(**chosen: Any) -> Settings:
        url = new_database(template, tmp_path)
        about = {"bot_key": KEY, "customer_token_key": KEY, "messages_per_minute": 10_000, "bot_timeout_s": 6.0}
        made.append(Settings(_env_file=None, data_dir=tmp_path, database_url=url, **about | chosen))
        return made[-1]

    yield make
    for settings in made:
        drop_database(settings.database_url)


@asynccontextmanager
async def running(planned: System, said: list[str]) -> AsyncIterator[Fleet]:
    async with Supervisor(said.append) as supervisor, Fleet(supervisor, planned) as fleet:
        for child in fleet.start():
            await child.wait_until_ready()
        yield fleet


@pytest.fixture
def planned(make_settings: Callable[..., Settings], models: Callable[[str], Path]) -> StubSystem:
    bot, actions, more = own_port(), own_port(), own_port()
    about = {"bot_port": bot, "actions_port": actions, "more_bot_ports": (more,)}
    return StubSystem(make_settings(), models("old"), port=0, **about)


@pytest.fixture
def world(planned: StubSystem) -> Iterator[rehearsal.world.World]:
    """The service, whose bots are those of the system."""
    about = planned.settings.model_dump(exclude={"data_dir", "port"}, exclude_unset=True)
    about["bots_file"] = planned.bots_file
    world = rehearsal.world.World(planned.settings.data_dir, None, **about)
    yield world
    world.end()


class Talkers:
    """Customers who say one thing after the other, each once the one before is answered."""

    def __init__(self, world: Any, how_many: int) -> None:
        self._customers = [Customer(world).opens_chat() for _ in range(how_many)]
        self._heard: list[list[str]] = [[] for _ in self._customers]
        self._is_over = threading.Event()
        self._pool = ThreadPoolExecutor(how_many)
        self._talks = list(map(partial(self._pool.submit, self._talk), self._customers, self._heard))

    def _talk(self, customer: Customer, heard: list[str]) -> None:
        while not self._is_over.is_set():
            customer.says(f"第{len(heard)}句")
            heard.append(customer.hears("")["data"]["text"])

    async def hear(self, text: str) -> None:
        """Until each of them has heard it."""
        while not all(text in heard for heard in self._heard):
            assert not any(talk.done() for talk in self._talks), "somebody gave up"
            await asyncio.sleep(0.01)

    def end(self) -> list[list[str]]:
        """What each of them heard."""
        self._is_over.set()
        for talk in self._talks:
            talk.result()
        self._pool.shutdown()
        return self._heard


def pids(children: list[Child]) -> list[int]:
    return [child.pid for child in children if child.pid is not None]


async def use(fleet: Fleet, wanted: Path, said: list[str]) -> None:
    await fleet.use_model({"model": str(wanted)}, said.append)


async def test_another_model_takes_over_and_every_turn_is_answered_by_one_of_the_two(
    planned: StubSystem, world: rehearsal.world.World, models: Callable[[str], Path]
):
    said: list[str] = []
    async with running(planned, said) as fleet:
        await asyncio.to_thread(world.start)
        before = pids(fleet._bots)
        talkers = await asyncio.to_thread(Talkers, world, 6)
        await talkers.hear("old")
        await use(fleet, models("new"), said)
        await talkers.hear("new")
        heard = await asyncio.to_thread(talkers.end)
        assert not any(psutil.pid_exists(pid) for pid in before)
        assert said[-1].endswith("serves.")
    for texts in heard:
        assert set(texts) == {"old", "new"}  # and no sentence of ours about a bot that is away
        assert texts == sorted(texts, reverse=True), "a turn went back to the model of before"


@pytest.mark.parametrize("name", ["broken", "dies"])
async def test_a_model_that_does_not_get_ready_changes_nothing(
    planned: StubSystem, world: rehearsal.world.World, models: Callable[[str], Path], name: str
):
    said: list[str] = []
    async with running(planned, said) as fleet:
        await asyncio.to_thread(world.start)
        before, told = pids(fleet._bots), planned.bots_file.read_text()
        talkers = await asyncio.to_thread(Talkers, world, 2)
        await talkers.hear("old")
        with pytest.raises(Problem, match=r"old\.tar\.gz keeps serving"):
            await use(fleet, models(name), said)
        heard = await asyncio.to_thread(talkers.end)
        assert {text for texts in heard for text in texts} == {"old"}
        assert (pids(fleet._bots), planned.bots_file.read_text()) == (before, told)
        assert model.chosen(planned.settings.data_dir, print) is None
        children = psutil.Process().children(recursive=True)
        assert {child.pid for child in children if str(STUB) in child.cmdline()} == set(before)


async def test_a_chosen_model_serves_at_the_next_start_until_the_choice_ends(
    planned: StubSystem, models: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(model, "current", lambda: model.MODELS / "old.tar.gz")
    settings = dataclasses.replace(planned, settings=planned.settings.model_copy(update={"bot_timeout_s": 0.1}))
    async with running(settings, []) as fleet:
        await use(fleet, models("new"), [])
        assert model.chosen(planned.settings.data_dir, print) == model.MODELS / "new.tar.gz"
        await use(fleet, model.MODELS / "old.tar.gz", [])
        assert model.chosen(planned.settings.data_dir, print) is None


def test_a_chosen_model_that_is_gone_keeps_nothing_from_starting(
    tmp_path: Path, models: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(model, "current", lambda: model.MODELS / "old.tar.gz")
    said: list[str] = []
    model.choose(tmp_path, models("new"))
    assert model.chosen(tmp_path, said.append) == model.MODELS / "new.tar.gz"
    assert said == []
    (model.MODELS / "new.tar.gz").unlink()
    assert model.chosen(tmp_path, said.append) is None
    assert "no model" in said[0]


@pytest.mark.parametrize("harm", ["unsigned", "changed", "missing"])
async def test_a_model_that_is_not_ours_is_not_even_started(
    planned: StubSystem, models: Callable[[str], Path], harm: str
):
    wanted = models("new")
    if harm == "unsigned":
        model.signature_of(wanted).unlink()
    elif harm == "changed":
        wanted.write_text("somebody's code")
    else:
        wanted.unlink()
    said: list[str] = []
    async with running(planned, said) as fleet:
        with pytest.raises(Problem, match=r"signature|no model"):
            await use(fleet, wanted, said)
    assert said == []


@pytest.mark.skipif(not POSTGRES, reason="several workers need PostgreSQL: set ZHIKE_TEST_POSTGRES")
async def test_workers_are_restarted_one_by_one_and_no_message_is_lost(
    make_settings: Callable[..., Settings], models: Callable[[str], Path]
):
    said: list[str] = []
    bot, actions, *workers = (own_port() for _ in range(4))
    settings = make_settings(workers=2, port=own_port())
    about = {"bot_port": bot, "actions_port": actions, "worker_ports": tuple(workers)}
    planned = StubSystem(settings, models("old"), port=settings.port, **about)
    environment = {"ZHIKE_DATABASE_URL": settings.database_url, "ZHIKE_MESSAGES_PER_MINUTE": "10000"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        async with running(planned, said) as fleet:
            before = pids(fleet._services)
            writer = _Writer(settings.port)
            writing = asyncio.create_task(asyncio.to_thread(writer.write_on))
            await writer.writes(10)
            await fleet.restart({}, said.append)
            await writer.writes(10)
            writer.is_over.set()
            await writing
            assert not set(before) & set(pids(fleet._services))
            assert await asyncio.to_thread(writer.kept) == writer.said
    assert said == ["Restarting handoff-1 …", "Restarting handoff-2 …", "2 restarted."]


class _Writer:
    """A customer whose app posts, and posts again what was not answered: the same message, by its id."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/api/v1/chat"
        self.is_over = threading.Event()
        self.said: list[str] = []
        session = httpx.post(f"{self.url}/sessions", json={"channel": "web", "locale": "zh-CN"}, trust_env=False).json()
        self.headers = {"Authorization": f"Bearer {session['session_token']}"}
        self.path = f"{self.url}/conversations/{session['conversation_id']}"

    async def writes(self, number: int) -> None:
        """Until so many more are said."""
        wanted = len(self.said) + number
        while len(self.said) < wanted:  # noqa: ASYNC110 — said on another thread
            await asyncio.sleep(0.01)

    def write_on(self) -> None:
        while not self.is_over.is_set():
            text = f"第{len(self.said)}句"
            self._post({"client_id": new_client_id(), "text": text})
            self.said.append(text)

    def _post(self, body: dict[str, str]) -> None:
        for _ in range(100):
            try:  # a new line each time, so that both workers are met
                answer = httpx.post(f"{self.path}/messages", json=body, headers=self.headers, trust_env=False)
            except httpx.TransportError:
                continue
            assert answer.status_code in (200, 201), answer.text
            return
        raise AssertionError("nobody answers")

    def kept(self) -> list[str]:
        events, more = [], True
        while more:
            after = events[-1]["seq"] if events else 0
            page = httpx.get(
                f"{self.path}/events", params={"after_seq": after}, headers=self.headers, trust_env=False
            ).json()
            events, more = events + page["events"], page["has_more"]
        messages = [event for event in events if event["type"] == "message.created"]
        return [event["data"]["text"] for event in messages if event["actor"]["kind"] == "customer"]


async def test_the_bots_end_after_those_who_ask_them(planned: StubSystem, monkeypatch: pytest.MonkeyPatch):
    """Else the last turns before every stop would be answered with the sentence of a bot that is away."""
    alive: list[bool] = []
    service = [sys.executable, STUB, str(own_port()), "service"]

    async def is_ready() -> bool:
        return True

    monkeypatch.setattr(StubSystem, "service_specs", lambda self: [Spec("handoff", service, is_ready, self._log("h"))])
    async with running(planned, []) as fleet:
        bots, (handoff,) = pids(fleet._bots), fleet._services
        handoff.tasks[0].add_done_callback(lambda _: alive.extend(map(psutil.pid_exists, bots)))
    assert alive == [True] * len(bots)
    assert not any(psutil.pid_exists(pid) for pid in bots)


# How an order reaches the running system


@asynccontextmanager
async def desk(folder: Path, **orders: control.Order) -> AsyncIterator[list[str]]:
    said: list[str] = []
    with noted(folder, "http://127.0.0.1:1"):
        async with control.listening(folder, orders, said.append):
            yield said


async def test_an_order_is_carried_out_and_both_sides_read_how_it_goes(tmp_path: Path):
    async def wave(request: control.Request, say: control.Say) -> None:
        say(f"{request['to']}, hello")

    heard: list[str] = []
    async with desk(tmp_path, wave=wave) as said:
        await control.give(tmp_path, "wave", heard.append, to="陈")
    assert heard == said == ["陈, hello"]


async def test_what_stops_an_order_stops_the_command_that_gave_it(tmp_path: Path):
    async def refuse(request: control.Request, say: control.Say) -> None:
        raise Problem("The old model keeps serving.")

    async with desk(tmp_path, refuse=refuse):
        with pytest.raises(Problem, match=r"^The old model keeps serving\.$"):
            await control.give(tmp_path, "refuse", print)
        with pytest.raises(Problem, match="no order"):
            await control.give(tmp_path, "anything else", print)


async def test_a_second_order_is_refused_while_one_is_under_way(tmp_path: Path):
    began, may_end = asyncio.Event(), asyncio.Event()

    async def wait(request: control.Request, say: control.Say) -> None:
        began.set()
        await may_end.wait()

    async with desk(tmp_path, wait=wait):
        first = asyncio.create_task(control.give(tmp_path, "wait", print))
        await began.wait()
        with pytest.raises(Problem, match="under way"):
            await control.give(tmp_path, "wait", print)
        may_end.set()
        await first


async def test_nobody_else_on_the_machine_can_give_orders(tmp_path: Path):
    async with desk(tmp_path):
        assert (tmp_path / control.NAME).stat().st_mode & 0o777 == 0o600


async def test_without_a_running_system_the_command_says_so(tmp_path: Path):
    with pytest.raises(Problem, match="not running"):
        await control.give(tmp_path, "restart", print)


async def test_a_path_too_long_for_a_socket_does_not_stop_the_system(tmp_path: Path):
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    async with desk(folder) as said:
        assert "too long" in said[0]
