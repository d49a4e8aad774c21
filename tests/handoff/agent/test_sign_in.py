"""Signing in: who gets a session, how guessing is slowed, and when a session is over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.actors import PASSWORD, Agent
from tests.world import World

WRONG = "not-the-password"


def test_whoever_knows_the_password_gets_a_session(world: World):
    amira = Agent(world, "amira", name="艾米娜")
    answer = amira.tries_to_sign_in()
    assert answer.status_code == 200
    assert answer.json()["agent"] == {
        "id": "a_amira", "username": "amira", "name": "艾米娜", "role": "agent", "availability": "away", "capacity": 5,
    }  # fmt: skip
    assert "message.send" in answer.json()["permissions"]
    assert "agent.create" not in answer.json()["permissions"]
    assert amira.gets("/auth/me") == answer.json()


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World):
    flags = _cookie_flags(Agent(world, "amira", name="艾米娜").tries_to_sign_in())
    assert {"httponly", "samesite=lax", "path=/api/v1", "max-age=43200"} <= flags
    assert "secure" not in flags


def test_behind_https_the_cookie_is_secure(make_world: Callable[..., World]):
    flags = _cookie_flags(Agent(make_world(is_cookie_secure=True), "amira", name="艾米娜").tries_to_sign_in())
    assert "secure" in flags


def test_names_are_not_case_sensitive(world: World):
    amira = Agent(world, "amira", name="艾米娜")
    assert amira.http.post("/auth/sign-in", json={"username": " Amira ", "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize("password", [WRONG, PASSWORD.lower(), PASSWORD + " ", "\x00", "x" * 200])
def test_a_wrong_password_gets_none(world: World, password: str):
    answer = Agent(world, "amira", name="艾米娜").tries_to_sign_in(password)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "sign_in_refused"
    assert "set-cookie" not in answer.headers


def test_a_broken_character_is_refused_by_its_form(world: World):
    amira = Agent(world, "amira", name="艾米娜")
    body = '{"username": "amira", "password": "\\ud800"}'
    answer = amira.http.post("/auth/sign-in", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


def test_unknown_wrong_locked_and_deactivated_look_the_same(make_world: Callable[..., World]):
    world = make_world(sign_in_failures=1)
    amira, ben = Agent(world, "amira", name="艾米娜"), Agent(world, "ben", name="卞恩")
    root = Agent(world, "admin", name="管理员", role="admin").signs_in()
    root.calls("PATCH", f"/agents/{ben.id}", json={"is_active": False}).raise_for_status()
    nobody = {"username": "nobody", "password": WRONG}
    answers = [
        amira.http.post("/auth/sign-in", json=nobody),
        amira.tries_to_sign_in(WRONG),
        amira.tries_to_sign_in(),  # locked by now
        ben.tries_to_sign_in(),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1


def test_too_many_failures_in_a_row_lock_for_a_growing_time(world: World):
    amira = Agent(world, "amira", name="艾米娜")
    _fail(amira, 5)
    assert amira.tries_to_sign_in().status_code == 401
    world.clock.advance(seconds=61)
    assert amira.tries_to_sign_in(WRONG).status_code == 401  # the sixth: two minutes now
    world.clock.advance(seconds=61)
    assert amira.tries_to_sign_in().status_code == 401
    world.clock.advance(seconds=61)
    assert amira.tries_to_sign_in().status_code == 200


def test_one_failure_less_than_allowed_does_not_lock(world: World):
    amira = Agent(world, "amira", name="艾米娜")
    _fail(amira, 4)
    assert amira.tries_to_sign_in().status_code == 200
    _fail(amira, 4)  # success began the count anew
    assert amira.tries_to_sign_in().status_code == 200


def test_guesses_side_by_side_are_counted_one_by_one(world: World):
    amira = Agent(world, "amira", name="艾米娜")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: amira.tries_to_sign_in(WRONG), range(8)))
    assert {answer.status_code for answer in answers} == {401}
    assert amira.tries_to_sign_in().status_code == 401


def test_an_address_that_tries_too_often_is_told_when_to_come_back(make_world: Callable[..., World]):
    world = make_world(sign_ins_per_minute=3)
    amira = Agent(world, "amira", name="艾米娜")
    _fail(amira, 3)
    answer = amira.tries_to_sign_in()
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_a_token_from_before_signing_in_is_never_taken_over(world: World):
    amira = Agent(world, "amira", name="艾米娜")
    amira.http.cookies.set("zhike_session", "planted-by-somebody", domain="127.0.0.1", path="/api/v1")
    answer = amira.tries_to_sign_in()
    assert "planted-by-somebody" not in answer.headers["set-cookie"]
    stranger = amira.new_browser()
    stranger.cookies.set("zhike_session", "planted-by-somebody")
    assert stranger.get("/auth/me").status_code == 401


def test_signing_in_again_ends_the_browsers_earlier_session_and_its_socket(amira: Agent, ben: Agent):
    amira.opens_desk()
    before = amira.cookie
    body = {"username": "ben", "password": PASSWORD}
    assert amira.http.post("/auth/sign-in", json=body).status_code == 200
    assert amira.cookie != before
    assert amira.gets("/auth/me")["agent"]["username"] == "ben"
    assert amira.socket.close_code() == 4401
    assert _is_signed_in(amira, before) is False


def test_signing_out_ends_the_session_and_its_socket(amira: Agent):
    amira.opens_desk()
    token = amira.cookie
    assert amira.calls("POST", "/auth/sign-out").status_code == 204
    assert amira.socket.close_code() == 4401
    assert "zhike_session" not in amira.http.cookies
    assert _is_signed_in(amira, token) is False


def test_who_signs_out_everywhere_is_away(world: World, amira: Agent, zhou: Agent):
    amira.calls("PUT", "/agents/me/availability", json={"availability": "online"})
    assert zhou.gets("/queue")["agents_online"] == 1
    amira.calls("POST", "/auth/sign-out")
    assert zhou.gets("/queue")["agents_online"] == 0
    assert next(each for each in zhou.gets("/agents") if each["id"] == amira.id)["availability"] == "away"


def test_a_session_ends_by_itself(world: World, amira: Agent):
    world.clock.advance(hours=11, minutes=59)
    assert amira.calls("GET", "/auth/me").status_code == 200
    world.clock.advance(minutes=2)
    answer = amira.calls("GET", "/auth/me")
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "staff_session_ended"


def test_a_socket_does_not_outlive_its_session(world: World, amira: Agent):
    amira.opens_desk()
    world.clock.advance(hours=13)
    amira.socket.send(type="ping")
    assert amira.socket.close_code() == 4401


def test_a_changed_password_ends_the_other_sessions_only(amira: Agent):
    elsewhere = amira.new_browser()
    amira.tries_to_sign_in(http=elsewhere)
    amira.opens_desk()
    body = {"current": PASSWORD, "new": "冬天的腊梅花-Plum"}
    assert amira.calls("POST", "/auth/password", json=body).status_code == 204
    assert elsewhere.get("/auth/me").status_code == 401
    assert amira.calls("GET", "/auth/me").status_code == 200
    amira.socket.send(type="ping")
    amira.socket.wait_for("pong")
    assert amira.tries_to_sign_in(PASSWORD, http=elsewhere).status_code == 401
    assert amira.tries_to_sign_in("冬天的腊梅花-Plum", http=elsewhere).status_code == 200


def test_a_password_is_not_changed_without_the_current_one(amira: Agent):
    answer = amira.calls("POST", "/auth/password", json={"current": WRONG, "new": "冬天的腊梅花-Plum"})
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "password_wrong"
    assert amira.tries_to_sign_in().status_code == 200


@pytest.mark.parametrize("weak", ["short", "Amira-2026-zhike", "aaaaaaaaaaaa", "password1234", "1212121212", "x" * 129])
def test_a_password_easy_to_guess_is_refused(amira: Agent, weak: str):
    answer = amira.calls("POST", "/auth/password", json={"current": PASSWORD, "new": weak})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "password_too_weak"


def test_the_same_password_again_is_no_change(amira: Agent):
    answer = amira.calls("POST", "/auth/password", json={"current": PASSWORD, "new": PASSWORD})
    assert answer.json()["error"]["code"] == "password_too_weak"


@pytest.mark.parametrize(
    "body",
    [
        {}, {"username": "amira"}, {"username": 1, "password": "x"}, {"username": "amira", "password": None},
        {"username": "amira", "password": PASSWORD, "role": "admin"}, {"username": "a" * 65, "password": "x"}, [], "x",
        {"username": "amira\x00", "password": "x"}, {"username": " ", "password": "x"},
    ],
)  # fmt: skip
def test_a_malformed_sign_in_is_refused_by_its_form(world: World, body: Any):
    answer = Agent(world, "amira", name="艾米娜").http.post("/auth/sign-in", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid_request"
    assert PASSWORD not in answer.text


def _cookie_flags(answer: Any) -> set[str]:
    return {flag.strip().lower() for flag in answer.headers["set-cookie"].split(";")[1:]}


def _fail(agent: Agent, times: int) -> None:
    for _ in range(times):
        assert agent.tries_to_sign_in(WRONG).status_code == 401


def _is_signed_in(agent: Agent, token: str) -> bool:
    browser = agent.new_browser()
    browser.cookies.set("zhike_session", token)
    return browser.get("/auth/me").status_code == 200
