"""How often, how many at once, and whose doing it is: a caller cannot pass for another."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from pydantic import ValidationError

from command.paths import ROOT
from handoff.errors import TooManyRequests
from handoff.limits import RateLimit, line_of
from handoff.settings import Settings
from rehearsal.people import WAIT_S
from tests.actors import Customer, Socket
from tests.handoff.conftest import Held
from tests.world import World

SESSION = {"channel": "web", "locale": "zh-CN"}
PATH = "/api/v1/chat/socket"


def begins(world: World, forwarded_for: str, *, come_from: str = "127.0.0.1") -> int:
    """The status of a new session. `come_from` is the address of the line itself: 127.0.0.1 is a proxy of ours."""
    transport = httpx.HTTPTransport(local_address=come_from)
    with httpx.Client(transport=transport, base_url=world.url) as http:
        answer = http.post("/api/v1/chat/sessions", json=SESSION, headers={"X-Forwarded-For": forwarded_for})
        return answer.status_code


# Whose doing it is


def test_behind_a_proxy_each_caller_has_a_limit_of_their_own(make_world: Callable[..., World]):
    world = make_world(sessions_per_minute=1)
    assert [begins(world, "198.51.100.7"), begins(world, "198.51.100.8")] == [201, 201]
    assert [begins(world, "198.51.100.7"), begins(world, "198.51.100.8")] == [429, 429]


def test_what_a_caller_puts_before_the_address_a_proxy_saw_changes_nothing(make_world: Callable[..., World]):
    world = make_world(sessions_per_minute=2)
    spoofed = [begins(world, f"203.0.113.{number}, 198.51.100.7") for number in range(4)]
    assert spoofed == [201, 201, 429, 429]
    assert begins(world, "127.0.0.1, 198.51.100.7") == 429


def test_a_stranger_who_speaks_for_others_is_counted_as_a_stranger(make_world: Callable[..., World]):
    world = make_world(sessions_per_minute=2)
    answers = [begins(world, f"203.0.113.{number}", come_from="127.0.0.2") for number in range(4)]
    assert answers == [201, 201, 429, 429]
    assert begins(world, "203.0.113.0") == 201  # whose name was used may still come


def test_a_proxy_elsewhere_is_believed_when_it_is_named(make_world: Callable[..., World]):
    world = make_world(sessions_per_minute=1, trusted_proxies=["127.0.0.2/32"])
    assert [begins(world, f"203.0.113.{number}", come_from="127.0.0.2") for number in range(3)] == [201] * 3
    assert [begins(world, f"203.0.113.{number}") for number in range(2)] == [201, 429]


def test_a_stranger_cannot_pass_for_this_machine_to_read_the_metrics(world: World):
    with httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.1"), base_url=world.url) as http:
        assert http.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1, 198.51.100.7"}).status_code == 403


def test_everybody_is_no_proxy():
    with pytest.raises(ValidationError, match="trusted_proxies"):
        Settings(_env_file=None, trusted_proxies=["*"])


def test_sockets_are_counted_by_the_address_a_proxy_saw(make_world: Callable[..., World]):
    world = make_world(sockets_per_address=1)
    first = Socket(world, PATH, additional_headers={"X-Forwarded-For": "198.51.100.7"})
    first.send(type="hello", session_token=Customer(world).token, after_seq=0)
    first.wait_for("ready")
    second = Socket(world, PATH, additional_headers={"X-Forwarded-For": "203.0.113.1, 198.51.100.7"})
    assert second.close_code() == 4429
    Customer(world).opens_chat().says("我从别处来")


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
        ("a name", "a name"),
    ],
)
def test_one_line_is_one_address(address: str, counted: str):
    assert line_of(address) == counted


# How often


def test_a_limit_counts_what_others_allowed():
    now = [0.0]
    limit = RateLimit(3, 60, monotonic=lambda: now[0])
    limit.check("陈")
    limit.count("陈")
    limit.count("陈")
    with pytest.raises(TooManyRequests) as refusal:
        limit.check("陈")
    assert refusal.value.details == {"retry_after_s": 60}
    limit.check("李")
    now[0] = 61
    limit.check("陈")


def test_a_key_is_forgotten_when_nothing_of_it_is_in_the_window():
    """Else whoever came in an hour, and when each of them did what, would stay in the memory."""
    now = [0.0]
    limit = RateLimit(1000, 60, monotonic=lambda: now[0])
    for second in range(600):
        now[0] = float(second)
        limit.check(f"guest {second}")
        limit.check("always there")
    assert len(limit._seen) == 60 + 1
    assert len(limit._seen["always there"]) == 60


def test_a_flood_of_keys_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handoff.limits.KEYS_MAX", 5)
    limit = RateLimit(1, 60)
    for guest in range(50):
        limit.check(f"guest {guest}")
    assert list(limit._seen) == [f"guest {guest}" for guest in range(45, 50)]


# How many at once


def test_one_request_too_many_is_refused_with_a_time_and_health_is_still_told(
    make_world: Callable[..., World], held_post: Held
):
    world = make_world(requests_max=1)
    chen = Customer(world)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(chen.posts, "转账没到账")
        assert held_post.arrived.wait(WAIT_S)
        refused = httpx.get(f"{world.url}/api/v1/chat/conversations/{chen.conversation_id}", trust_env=False)
        well = httpx.get(f"{world.url}/readyz", trust_env=False)
        held_post.may_go_on.set()
        assert first.result().status_code == 201
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert refused.json()["error"]["code"] == "too_busy"
    assert well.status_code == 200
    assert chen.snapshot()["status"] == "bot"


@pytest.mark.parametrize(("hard", "allowed", "is_told"), [(4_000, 2_200, False), (1_500, 1_500, True)])
def test_the_process_takes_the_descriptors_it_needs_or_says_that_it_may_not(hard: int, allowed: int, is_told: bool):
    code = (
        "import resource\n"
        f"resource.setrlimit(resource.RLIMIT_NOFILE, (256, {hard}))\n"
        "from handoff.server import allow_descriptors\n"
        "from handoff.settings import Settings\n"
        "allow_descriptors(Settings(_env_file=None, sockets_max=1_500, requests_max=500))\n"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split()[-1] == str(allowed)
    assert ("few_descriptors" in done.stdout) is is_told
