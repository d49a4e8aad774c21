"""Accounts: the first ones, new ones, and what an admin may change of them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from handoff.agent import service, sessions
from handoff.agent.states import Role
from handoff.database import Database
from tests.actors import Agent, Customer, apart, in_database
from tests.world import START, World


def test_the_first_accounts_are_made_once_with_passwords_that_work(world: World):
    made = in_database(world, service.create_first_accounts, START)
    assert {role for _, role, _ in made} == set(Role)
    assert len({password for _, _, password in made}) == len(made) == 5
    browser = Agent(world, "someone", name="某人").http
    for username, role, password in made:
        answer = browser.post("/auth/sign-in", json={"username": username, "password": password})
        assert answer.json()["agent"]["role"] == role
    assert in_database(world, service.create_first_accounts, START) == []


def test_a_new_account_signs_in_with_the_password_shown_once(root: Agent):
    answer = root.calls("POST", "/agents", json={"username": "li.na", "name": "李娜", "role": "agent", "capacity": 3})
    assert answer.status_code == 201
    agent, password = answer.json()["agent"], answer.json()["password"]
    assert (agent["username"], agent["role"], agent["capacity"], agent["is_active"]) == ("li.na", "agent", 3, True)
    signed_in = root.new_browser().post("/auth/sign-in", json={"username": "li.na", "password": password})
    assert signed_in.json()["agent"]["name"] == "李娜"
    assert password not in root.calls("GET", "/agents").text


def test_a_password_is_kept_as_a_hash_that_is_slow_to_guess(world: World, root: Agent):
    root.calls("POST", "/agents", json={"username": "li.na", "name": "李娜", "role": "agent"}).raise_for_status()
    kept = in_database(world, sessions.find_password_hash, "li.na")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$"), "RFC 9106, second choice"


def test_a_username_is_somebodys_alone(root: Agent, amira: Agent):
    answer = root.calls("POST", "/agents", json={"username": "Amira", "name": "另一位", "role": "agent"})
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "username_taken"


def test_of_two_who_take_a_username_at_once_one_gets_it(root: Agent):
    body = {"username": "li.na", "name": "李娜", "role": "agent"}
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: root.calls("POST", "/agents", json=body), range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "a"}, {"username": "有名"}, {"username": "../etc"}, {"name": ""}, {"name": "  "}, {"name": "a\nb"},
        {"name": "王\u202e芳"}, {"name": "很" * 41}, {"role": "root"}, {"capacity": 0}, {"capacity": "5"},
        {"capacity": 51}, {"is_active": True}, {"password_hash": "x"}, {"id": "a_1"},
    ],
)  # fmt: skip
def test_a_malformed_account_is_refused(root: Agent, wrong: dict[str, Any]):
    body = {"username": "li.na", "name": "李娜", "role": "agent", **wrong}
    answer = root.calls("POST", "/agents", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["details"]["fields"][0]["path"].startswith("body.")


@pytest.mark.parametrize("field", ["id", "username", "password_hash", "availability", "locked_until", "created_at"])
def test_nothing_else_of_an_account_can_be_written(root: Agent, amira: Agent, field: str):
    answer = root.calls("PATCH", f"/agents/{amira.id}", json={field: "x"})
    assert answer.status_code == 422


def test_another_role_ends_the_sessions_and_holds_at_once(root: Agent, amira: Agent):
    amira.opens_desk()
    answer = root.calls("PATCH", f"/agents/{amira.id}", json={"role": "trainer"})
    assert answer.json()["role"] == "trainer"
    assert amira.socket.close_code() == 4401
    assert amira.calls("GET", "/queue").status_code == 401
    amira.signs_in()
    assert amira.calls("GET", "/queue").status_code == 403


def test_a_deactivated_agent_is_out_at_once(root: Agent, amira: Agent):
    amira.opens_desk()
    root.calls("PATCH", f"/agents/{amira.id}", json={"is_active": False})
    assert amira.socket.close_code() == 4401
    assert amira.calls("GET", "/auth/me").status_code == 401
    assert amira.tries_to_sign_in().status_code == 401
    root.calls("PATCH", f"/agents/{amira.id}", json={"is_active": True})
    assert amira.tries_to_sign_in().status_code == 200


def test_a_password_reset_by_the_operator_ends_the_sockets_too(world: World, amira: Agent):
    """`./zhike accounts` writes into the database of the running service, from a process of its own."""
    amira.opens_desk()
    beside = Database(world.settings.sqlalchemy_url)
    reset = partial(service.reset_password_by_operator, username="amira", password_hash="x", now=world.clock.now())
    apart(lambda: asyncio.run(beside.write(reset)))
    beside.close()
    assert amira.socket.close_code() == 4401


def test_what_a_deactivated_agent_held_goes_back_to_the_queue(root: Agent, amira: Agent, helped: Customer):
    root.calls("PATCH", f"/agents/{amira.id}", json={"is_active": False})
    assert helped.socket.wait_for_event("conversation.released")["data"] == {"reason": "agent_vanished"}
    assert helped.snapshot()["status"] == "queued"


def test_a_changed_name_or_capacity_ends_nothing(root: Agent, amira: Agent):
    body = {"name": "艾米", "capacity": 9}
    root.calls("PATCH", f"/agents/{amira.id}", json=body).raise_for_status()
    me = amira.gets("/auth/me")["agent"]
    assert (me["name"], me["capacity"]) == ("艾米", 9)


@pytest.mark.parametrize("change", [{"role": "supervisor"}, {"is_active": False}])
def test_the_last_admin_stays_one(root: Agent, change: dict[str, Any]):
    answer = root.calls("PATCH", f"/agents/{root.id}", json=change)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "last_admin"
    assert root.gets("/auth/me")["agent"]["role"] == "admin"


def test_one_of_two_admins_may_go(world: World, root: Agent):
    Agent(world, "second", name="第二位", role="admin")
    assert root.calls("PATCH", f"/agents/{root.id}", json={"role": "supervisor"}).status_code == 200


def test_a_deactivated_second_admin_does_not_count(world: World, root: Agent):
    second = Agent(world, "second", name="第二位", role="admin")
    root.calls("PATCH", f"/agents/{second.id}", json={"is_active": False})
    assert root.calls("PATCH", f"/agents/{root.id}", json={"role": "agent"}).status_code == 409


def test_of_two_admins_who_demote_each_other_at_once_one_stays(world: World, root: Agent):
    second = Agent(world, "second", name="第二位", role="admin").signs_in()
    pairs = [(root, second), (second, root)]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda pair: pair[0].calls("PATCH", f"/agents/{pair[1].id}", json={"role": "agent"}), pairs))
    roles = in_database(world, lambda session: [each.role for each in service.list_all(session)])
    assert roles.count("admin") == 1


def test_a_reset_password_replaces_the_old_one_and_ends_the_sessions(root: Agent, amira: Agent):
    answer = root.calls("POST", f"/agents/{amira.id}/password")
    assert amira.calls("GET", "/auth/me").status_code == 401
    assert amira.tries_to_sign_in().status_code == 401
    assert amira.tries_to_sign_in(answer.json()["password"]).status_code == 200


def test_a_reset_password_ends_a_lock(root: Agent, amira: Agent):
    for _ in range(5):
        amira.tries_to_sign_in("wrong")
    password = root.calls("POST", f"/agents/{amira.id}/password").json()["password"]
    assert amira.tries_to_sign_in(password).status_code == 200


@pytest.mark.parametrize(("method", "path", "body"), [("PATCH", "", {"name": "某人"}), ("POST", "/password", None)])
def test_an_account_that_does_not_exist_is_not_found(root: Agent, method: str, path: str, body: Any):
    answer = root.calls(method, f"/agents/a_nobody{path}", json=body)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "agent_not_found"


def test_online_counts_who_is_signed_in_and_says_so(world: World, amira: Agent, ben: Agent):
    assert amira.gets("/queue")["agents_online"] == 0
    amira.calls("PUT", "/agents/me/availability", json={"availability": "online"})
    assert ben.gets("/queue")["agents_online"] == 1
    assert ben.calls("PUT", "/agents/me/availability", json={"availability": "asleep"}).status_code == 422
    world.clock.advance(hours=13)
    ben.signs_in()
    assert ben.gets("/queue")["agents_online"] == 0
