"""The permission table, walked: every staff route and frame names its operation, and the server asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from websockets.exceptions import InvalidStatus

from handoff.agent.access import Permit
from handoff.agent.schemas import Frame
from handoff.agent.socket import OPERATIONS
from handoff.agent.states import PERMISSIONS, Role, may
from tests.actors import Agent, Customer, new_client_id
from tests.world import World

NOBODY = {("POST", "/api/v1/auth/sign-in")}  # before anybody is signed in
OUTSIDE = ("/api/v1/chat", "/healthz", "/readyz", "/metrics", "/api/v1/openapi.json")  # customers and machines
BODIES: dict[str, Any] = {
    "/auth/password": {"current": "wrong", "new": "another-long-password"},
    "/agents": {"username": "newcomer", "name": "新人", "role": "agent"},
    "/agents/{agent_id}": {"name": "新名"},
    "/agents/me/availability": {"availability": "online"},
    "/conversations/{conversation_id}/messages": {"client_id": "11111111", "text": "您好"},
    "/conversations/{conversation_id}/notes": {"client_id": "22222222", "text": "备注"},
    "/conversations/{conversation_id}/transfer": {"note": "请理财同事接手"},
    "/conversations/{conversation_id}/close": {"reason": "resolved"},
    "/conversations/{conversation_id}/reveal": {"reason": "回电客户"},
    "/customers/{customer_id}/reveal": {"reason": "核实身份"},
    "/tickets/{number}/grade": {"grade": 2, "reason": "涉及资金"},
    "/tickets/{number}/status": {"status": "accepted", "note": "已受理"},
    "/tickets/{number}/reveal": {"reason": "回访客户"},
}


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    names: tuple[str, ...]


def staff_routes(app: FastAPI) -> Iterator[Operation]:
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if not isinstance(route, APIRoute) or context.path.startswith(OUTSIDE):
            continue
        names = tuple(each.call.operation for each in route.dependant.dependencies if isinstance(each.call, Permit))
        for method in sorted(route.methods):
            yield Operation(method, context.path, names)


def test_every_staff_route_names_exactly_one_operation(world: World):
    routes = list(staff_routes(world.app))
    assert len(routes) > 25
    unguarded = [route for route in routes if len(route.names) != 1 and (route.method, route.path) not in NOBODY]
    assert unguarded == []


def test_every_operation_of_the_table_guards_a_route(world: World):
    assert {name for route in staff_routes(world.app) for name in route.names} == set(PERMISSIONS)


@pytest.mark.parametrize("role", Role)
def test_a_role_gets_through_exactly_where_the_table_lets_it(world: World, role: Role):
    person = Agent(world, "person", name="某人", role=role).signs_in()
    for route in staff_routes(world.app):
        if not route.names or route.names == ("account.sign_out",):
            continue
        answer = _call(person, route)
        is_refused = answer.status_code == 403 and answer.json()["error"]["code"] == "not_allowed"
        assert is_refused is not may(role, route.names[0]), (role, route, answer.text)
        assert answer.status_code not in (401, 422) and answer.status_code < 500, (route, answer.text)


def test_nobody_gets_through_without_a_session(world: World, amira: Agent):
    stranger = amira.new_browser()
    for route in staff_routes(world.app):
        if route.names:
            answer = stranger.request(route.method, _path(route), json=_body(route))
            assert answer.status_code == 401, (route, answer.text)


def test_no_unsafe_route_gets_through_without_the_csrf_token(world: World, root: Agent):
    for wrong in ({"X-CSRF-Token": ""}, {"X-CSRF-Token": "guessed"}):
        for route in staff_routes(world.app):
            if route.names and route.method != "GET":
                answer = root.http.request(route.method, _path(route), json=_body(route), headers=wrong)
                assert answer.status_code == 403, (route, answer.text)
                assert answer.json()["error"]["code"] == "csrf_refused"


def test_no_unsafe_route_gets_through_from_another_sites_page(world: World, root: Agent):
    for origin in ("https://evil.example", "null", f"{world.url}.evil.example", "http://127.0.0.1"):
        for route in staff_routes(world.app):
            if route.method != "GET":
                body = {"username": "admin", "password": "x"} if not route.names else _body(route)
                answer = root.http.request(route.method, _path(route), json=body, headers={"Origin": origin})
                assert answer.status_code == 403, (origin, route, answer.text)
                assert answer.json()["error"]["code"] == "origin_refused"


def test_the_services_own_page_and_listed_ones_get_through(make_world: Any):
    world = make_world(staff_origins=("https://desk.example.cn",))
    amira = Agent(world, "amira", name="艾米娜").signs_in()
    for origin in (world.url, "https://desk.example.cn"):
        body = {"availability": "online"}
        assert amira.calls("PUT", "/agents/me/availability", json=body, headers={"Origin": origin}).status_code == 200


def test_a_site_that_may_embed_the_widget_does_nothing_as_staff(make_world: Any):
    """The bank's public site shares our cookie's site: a hole in one of its pages must not open the desk."""
    world = make_world(allowed_origins=("https://www.bank.example",))
    amira = Agent(world, "amira", name="艾米娜").signs_in()
    body, headers = {"availability": "online"}, {"Origin": "https://www.bank.example"}
    answer = amira.calls("PUT", "/agents/me/availability", json=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "origin_refused")
    with pytest.raises(InvalidStatus):
        amira.new_socket(origin="https://www.bank.example")


def test_every_frame_of_the_staff_socket_has_an_operation():
    kinds = set(Frame.__origin__.__args__)
    assert set(OPERATIONS) == kinds
    assert set(OPERATIONS.values()) <= set(PERMISSIONS)


@pytest.mark.parametrize("role", Role)
def test_the_socket_asks_the_same_table(world: World, chen: Customer, role: Role):
    person = Agent(world, "person", name="某人", role=role).signs_in().opens_desk()
    where = {"conversation_id": chen.conversation_id}
    frames = {
        "watch": {"after_seq": 10_000},
        "message.send": {"client_id": new_client_id(), "text": "您好"},
        "note.send": {"client_id": new_client_id(), "text": "备注"},
        "typing": {},
        "read": {"seq": 1},
        "unwatch": {},
    }
    operations = {kind.model_fields["type"].annotation.__args__[0]: name for kind, name in OPERATIONS.items()}
    assert set(frames) == set(operations) - {"hello", "ping"}
    for type, fields in frames.items():
        person.socket.send(type=type, **where, **fields)
        person.socket.send(type="ping")
        is_refused = False
        while (frame := person.socket.receive())["type"] != "pong":
            is_refused |= frame["type"] == "error" and frame["code"] == "not_allowed"
        assert is_refused is not may(role, operations[type]), (role, type)


def _call(person: Agent, route: Operation) -> Any:
    return person.http.request(route.method, _path(route), json=_body(route))


def _path(route: Operation) -> str:
    path = route.path.removeprefix("/api/v1")
    for name, value in {
        "{agent_id}": "a_nobody", "{conversation_id}": "c_nothing", "{customer_id}": "u_nobody",
        "{number}": "TS20261120-7K3Q",
    }.items():  # fmt: skip
        path = path.replace(name, value)
    return path


def _body(route: Operation) -> Any:
    return BODIES.get(route.path.removeprefix("/api/v1"), {}) if route.method != "GET" else None
