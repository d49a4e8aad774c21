"""The chat on a bad network: what the customer is told, and that every word arrives once, in its order."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Route, WebSocketRoute, expect

from tests.browser.network import Network, Service
from tests.browser.people import People, Visitor
from tests.world import World

UNSENT = "未发送，正在重试"
RECONNECTING = "连接已断开，正在重新连接…"
UNREACHABLE = "暂时连接不上客服系统，正在自动重试"
SOCKET = "**/api/v1/chat/socket"
SESSIONS = "**/api/v1/chat/sessions"
PATIENCE_S = 120  # the longest that is heeded (web/shared/api.ts)
SEEN_DEAD_S = 45  # docs/embedding.md
UNACKED_S = 8 + 1  # an ack's limit, and the pause between two looks
DOUBTED_S = 8 + 5 + 2 + 1.5  # an ack's limit, a probe's, the pause between two looks, and the bar's own patience


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, template: str) -> Iterator[Service]:
    """The service as a process of its own, which can be killed and frozen. Each test leaves it as it found it."""
    running = Service(tmp_path_factory.mktemp("service"), template).serve()
    yield running
    running.thaw()
    running.kill()


@pytest.fixture
def customer_of(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """`customer_of(service)`: 陈, with the chat open."""
    come: list[People] = []

    def visits(place: Service | Network, **options: object) -> Visitor:
        come.append(People(browser, place))
        return come[-1].visitor(loses_line=True, **options).opens_chat()

    yield visits
    for people in come:
        people.leave()


def test_a_service_that_is_killed_and_comes_back_has_every_word_once(service: Service, customer_of):
    chen = customer_of(service, at=service.started_at)
    chen.says("第一句")
    expect(chen.message("第一句")).to_contain_text("已送达")
    service.kill()
    chen.says("第二句")
    chen.says("第三句")
    expect(chen.message("第三句")).to_contain_text(UNSENT)
    service.serve()
    expect(chen.message("第三句")).to_contain_text("已送达")
    expect(chen.chat.get_by_text(UNSENT)).to_have_count(0)
    assert chen.stored() == ["第一句", "第二句", "第三句"]


def test_a_service_that_is_frozen_is_noticed_sooner_by_who_writes(service: Service, customer_of):
    chen = customer_of(service, at=service.started_at)
    bar = chen.chat.get_by_role("status").filter(has_text=RECONNECTING)
    chen.says("你好")
    expect(chen.message("你好")).to_contain_text("已送达")
    service.freeze()
    chen.waits(SEEN_DEAD_S)
    expect(bar).to_be_visible()
    service.thaw()
    expect(bar).to_be_hidden()
    service.freeze()
    chen.says("有人吗")
    chen.waits(3)
    expect(chen.message("有人吗")).to_contain_text(UNSENT)
    expect(bar).to_be_hidden()
    chen.waits(DOUBTED_S - 3)
    expect(bar).to_be_visible()
    service.thaw()
    expect(chen.message("有人吗")).to_contain_text("已送达")
    assert chen.stored() == ["你好", "有人吗"]


def test_a_network_of_two_seconds_is_slow_and_nothing_worse(world: World, customer_of):
    with Network(world.port) as network:
        chen = customer_of(network)
        chen.says("你好")
        chen.hears("您说的是：你好")
        network.change(delay_s=1.0, held_down=True)  # until it was seen that it is under way
        chen.says("慢一点没关系")
        expect(chen.message("慢一点没关系").first).to_contain_text("发送中…")
        network.change(delay_s=1.0)
        chen.hears("您说的是：慢一点没关系")
        network.cut()
        chen.says("断了也没关系")
        chen.hears("您说的是：断了也没关系")
        expect(chen.chat.get_by_text(UNSENT)).to_have_count(0)
        assert [turn.text for turn in world.bot.asked] == ["你好", "慢一点没关系", "断了也没关系"]
        chen.context.close()


def test_a_message_whose_ack_is_lost_is_sent_again_and_stored_once(world: World, people: People):
    chen = people.visitor(loses_line=True)
    lines: list[str] = []
    heard: list[str] = []

    def lose_answers_of_the_first(line: WebSocketRoute) -> None:
        lines.append(line.url)
        is_first = len(lines) == 1
        sent: list[str] = []
        server = line.connect_to_server()

        def tell(frame: str | bytes) -> None:
            if not is_first or "message.send" not in "".join(sent):
                line.send(frame)
                heard.append(str(frame))

        line.on_message(lambda frame: (sent.append(str(frame)), server.send(frame)))
        server.on_message(tell)

    chen.context.route_web_socket(SOCKET, lose_answers_of_the_first)
    chen.opens_chat()
    for _ in range(500):  # a line that is not ready yet would be found dead at once when its clock runs on
        if '"ready"' in "".join(heard):
            break
        chen.page.wait_for_timeout(20)
    chen.says("只说一次")
    chen.waits(UNACKED_S)
    expect(chen.message("只说一次")).to_contain_text(UNSENT)
    chen.waits(DOUBTED_S - UNACKED_S)
    chen.hears("您说的是：只说一次")
    assert len(lines) >= 2, "the message went out again on the line that loses answers"
    assert chen.stored() == ["只说一次"]
    assert [turn.text for turn in world.bot.asked] == ["只说一次"]


@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_for_patience_gets_it_and_the_customer_loses_nothing(world: World, people: People, status: int):
    chen = people.visitor(meets=rf"Failed to load resource: .* status of {status}")
    calls: list[Route] = []

    def busy(call: Route) -> None:
        calls.append(call)
        call.fulfill(status=status, headers={"Retry-After": str(PATIENCE_S)}, body="<html>busy</html>")

    chen.context.route(SESSIONS, busy)
    chen.opens_chat()
    expect(chen.chat.get_by_role("status").filter(has_text=UNREACHABLE)).to_be_visible()
    chen.says("我先写下来")
    expect(chen.message("我先写下来")).to_contain_text(UNSENT)
    chen.waits(PATIENCE_S - 20)  # its clock goes on by itself, too
    assert len(calls) == 1
    chen.context.unroute(SESSIONS)
    chen.waits(20 + 1)
    chen.hears("您说的是：我先写下来")
    expect(chen.chat.get_by_text(UNREACHABLE)).to_be_hidden()
    assert [turn.text for turn in world.bot.asked] == ["我先写下来"]


def test_a_page_the_service_no_longer_understands_says_so_and_is_renewed(people: People):
    chen = people.visitor()
    oddities = {"version": 0}

    def speak_an_old_tongue(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        line.on_message(lambda frame: server.send(json.dumps({**json.loads(frame), **oddities})))

    chen.context.route_web_socket(SOCKET, speak_an_old_tongue)
    chen.opens_chat()
    bar = chen.chat.get_by_role("status").filter(has_text="页面版本较旧，请刷新后继续")
    expect(bar).to_be_visible()
    chen.says("这句不能丢")
    chen.input.fill("这句也不能")
    oddities.clear()
    chen.button("刷新").click()
    chen.hears("您说的是：这句不能丢")
    expect(chen.input).to_have_value("这句也不能")
    expect(bar).to_have_count(0)


def test_a_session_that_has_ended_is_replaced_and_said_and_what_is_unsent_goes_along(world: World, people: People):
    chen = people.visitor(loses_line=True).opens_chat()
    chen.says("上一次的话")
    chen.hears("您说的是：上一次的话")
    chen.context.set_offline(True)
    chen.says("这一次的话")
    expect(chen.message("这一次的话")).to_contain_text(UNSENT)
    world.clock.advance(days=world.settings.customer_session_days + 1)
    chen.context.set_offline(False)
    expect(chen.chat.get_by_text("上次会话已过期，已为您开启新的会话")).to_be_visible()
    chen.hears("您说的是：这一次的话")
    expect(chen.message("上一次的话")).to_have_count(0)
    assert chen.stored() == ["这一次的话"]
