"""The proxy's example: nginx takes it, and through it a chat works, and nobody can pass for another."""

import json
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from handoff import pages
from rehearsal.ports import own_port
from tests.actors import Agent, Customer, Socket
from tests.deploy.nginx import SITE, Nginx, program, with_certificate, write
from tests.world import World

OF_THE_BOT = (  # Rasa's, and its actions'
    "/webhooks/zhike/ready", "/webhooks/zhike/turn", "/webhooks/rest/webhook", "/webhook", "/model/parse", "/model",
    "/status", "/version", "/domain", "/conversations/c_1/tracker/events", "/conversations/c_1/execute",
)  # fmt: skip
TRICKS = ("/metrics/", "//metrics", "/%6detrics", "/metrics?x=1", "/x/../metrics", "/METRICS", "/./readyz", "/healthz/")


class Proxied:
    """A service as people reach it through the proxy."""

    def __init__(self, nginx: Nginx) -> None:
        self.nginx, self.port, self.url = nginx, nginx.port, nginx.url
        self.at_end: list[Callable[[], Any]] = []


@pytest.fixture
def proxied(make_world: Callable[..., World], tmp_path: Path) -> Iterator[tuple[Proxied, World]]:
    """The example without TLS, before a service that counts sessions by address, and a process that is away."""
    world = make_world(sessions_per_minute=3, sockets_per_address=1)
    with Nginx(tmp_path, [own_port(), world.port]) as nginx:
        there = Proxied(nginx)
        yield there, world
        for close in reversed(there.at_end):
            close()


def test_nginx_takes_the_example_as_it_is(tmp_path: Path):
    options = write(tmp_path, with_certificate(tmp_path, SITE))
    done = subprocess.run([program(), "-t", *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_a_chat_goes_through_though_one_process_is_away(proxied: tuple[Proxied, World]):
    there, _ = proxied
    chen = Customer(there).opens_chat()
    chen.says("信用卡年费多少")
    chen.hears("您说的是：信用卡年费多少")
    assert chen.posts("还有呢").status_code == 201


def test_an_agents_page_is_taken_for_our_own(proxied: tuple[Proxied, World]):
    there, world = proxied
    amira = Agent(world, "amira", name="艾米娜")
    amira.world = there
    amira.http = amira.new_browser()
    amira.http.headers["Origin"] = there.url
    assert amira.tries_to_sign_in().status_code == 200
    amira.signs_in().opens_desk().socket.send(type="ping")
    assert amira.socket.wait_for("pong")
    amira.http.headers["Origin"] = "https://elsewhere.example"
    assert amira.tries_to_sign_in().status_code == 403


def test_what_callers_claim_about_their_address_ends_at_the_proxy(proxied: tuple[Proxied, World]):
    there, _ = proxied
    body = {"channel": "web", "locale": "zh-CN"}
    with httpx.Client(base_url=there.url, trust_env=False) as http:
        answers = [
            http.post("/api/v1/chat/sessions", json=body, headers={"X-Forwarded-For": address})
            for address in ("203.0.113.1", "203.0.113.2", "127.0.0.1", "::1")
        ]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]


def opens(there: Proxied, address: str) -> httpx.Response:
    """A chat, from another of this machine's own addresses."""
    transport = httpx.HTTPTransport(local_address=address)
    with httpx.Client(base_url=there.url, transport=transport) as http:
        return http.post("/api/v1/chat/sessions", json={"channel": "web", "locale": "zh-CN"})


def test_everybody_has_limits_of_their_own(proxied: tuple[Proxied, World]):
    there, _ = proxied
    assert [opens(there, "127.0.0.2").status_code for _ in range(4)] == [201, 201, 201, 429]
    assert opens(there, "127.0.0.3").status_code == 201


def test_an_address_has_its_own_number_of_sockets(proxied: tuple[Proxied, World]):
    there, _ = proxied
    chen = Customer(there).opens_chat()
    refused = Socket(there, "/api/v1/chat/socket")
    assert refused.wait_for("error")["code"] == "too_many_sockets"
    assert refused.close_code() == 4429
    line = socket.create_connection(("127.0.0.1", there.port), source_address=("127.0.0.2", 0))
    elsewhere = Socket(there, "/api/v1/chat/socket", sock=line)
    elsewhere.send(type="hello", session_token=chen.token, after_seq=0)
    assert elsewhere.wait_for("ready")
    assert chen.says("我还在")["seq"]


def test_a_frame_too_large_ends_with_a_reason(proxied: tuple[Proxied, World]):
    chen = Customer(proxied[0]).opens_chat()
    chen.socket.send(type="message.send", client_id="x", text="长" * 70_000)
    assert chen.socket.close_code() == 4413


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/healthz"])
def test_watchers_ask_on_the_inside(proxied: tuple[Proxied, World], path: str):
    assert httpx.get(proxied[0].url + path, trust_env=False).status_code == 404


@pytest.mark.parametrize("path", TRICKS)
def test_no_other_spelling_leads_to_the_inside(proxied: tuple[Proxied, World], path: str):
    there, _ = proxied
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{there.port}", "Connection: close", "", ""]
    with socket.create_connection(("127.0.0.1", there.port), timeout=60) as line:  # a client would tidy up the path
        line.sendall("\r\n".join(lines).encode())
        answer = b"".join(iter(lambda: line.recv(65_536), b"")).decode()
    status = int(answer.split()[1])
    assert status in (400, 404) or (status == 307 and "location" in answer.lower()), answer
    assert "zhike_" not in answer
    assert '"database"' not in answer


@pytest.mark.parametrize("path", OF_THE_BOT)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_reaches_the_bot_but_the_service(proxied: tuple[Proxied, World], method: str, path: str):
    there, world = proxied
    answer = httpx.request(method, there.url + path, json={"text": "/restart"}, trust_env=False)
    assert answer.status_code == 404
    assert world.bot.asked == []


def test_a_body_too_large_ends_at_the_proxy(proxied: tuple[Proxied, World]):
    answer = httpx.post(f"{proxied[0].url}/api/v1/chat/sessions", content=b"x" * 300_000, trust_env=False)
    assert answer.status_code == 413


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages such as a build leaves them."""
    for name in pages.NAMES:
        (tmp_path / "dist" / name / "assets").mkdir(parents=True)
        (tmp_path / "dist" / name / "index.html").write_text(f"<!doctype html><title>{name}</title>")
    (tmp_path / "dist" / "widget" / "loader.js").write_text("/* 挂件 */" + "x" * 4_000)
    monkeypatch.setattr(pages, "DIST", tmp_path / "dist")


@pytest.mark.usefixtures("built")
def test_over_tls_pages_come_whole_and_a_chat_works(make_world: Callable[..., World], tmp_path: Path):
    """As customers meet it: sent on from port 80, the page and its loader, and a socket."""
    world = make_world()
    with Nginx(tmp_path, [world.port], is_tls=True) as nginx:
        trusting = ssl.create_default_context(cafile=str(nginx.ca))
        with httpx.Client(base_url=nginx.url, verify=trusting, trust_env=False) as http:
            sent_on = httpx.get(f"http://127.0.0.1:{nginx.plain_port}/widget/?a=1", trust_env=False)
            assert (sent_on.status_code, sent_on.headers["Location"]) == (301, "https://127.0.0.1/widget/?a=1")
            assert "<title>demo</title>" in http.get("/", follow_redirects=True).text
            loader = http.get("/widget/loader.js")
            assert loader.headers["Content-Encoding"] == "gzip"
            assert loader.text.startswith("/* 挂件 */")
            session = http.post("/api/v1/chat/sessions", json={"channel": "web", "locale": "zh-CN"}).json()
        hello = {"type": "hello", "session_token": session["session_token"], "after_seq": 0}
        with connect(f"wss://127.0.0.1:{nginx.port}/api/v1/chat/socket", ssl=trusting, proxy=None) as line:
            line.send(json.dumps(hello))
            assert json.loads(line.recv(60))["type"] in ("ready", "event")
