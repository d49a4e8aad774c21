"""What machines that watch the service see, and what surrounds every request."""

import contextlib
import io
import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import psycopg
import pytest
import structlog
from sqlalchemy.exc import DBAPIError

from handoff import logs, pages
from handoff.errors import Conflict
from handoff.middleware import BODY_MAX_BYTES
from tests.actors import Customer
from tests.storage import on_sqlite_only
from tests.world import World


@pytest.fixture
def browse() -> Iterator[Callable[..., httpx.Client]]:
    """`browse(world)`: an HTTP client of that service, closed at the end."""
    with contextlib.ExitStack() as stack:
        yield lambda world, **options: stack.enter_context(
            httpx.Client(base_url=world.url, trust_env=False, follow_redirects=True, **options)
        )


@pytest.fixture
def browser(world: World, browse: Callable[..., httpx.Client]) -> httpx.Client:
    return browse(world)


@pytest.fixture
def built(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A folder of built pages, as Vite lays them out."""
    dist = tmp_path / "dist"
    for name in pages.NAMES:
        (dist / name / "assets").mkdir(parents=True)
        (dist / name / "index.html").write_text(f"<title>{name}</title>")
        (dist / name / "assets" / "main-4f2a.js").write_text("1;" * 2000)
    (dist / "widget" / "loader.js").write_text("2")
    monkeypatch.setattr(pages, "DIST", dist)
    return dist


def sample(metrics: str, line: str) -> float:
    """The value of one line of Prometheus' text; 0 when it is not there."""
    found = [float(row.rsplit(" ", 1)[1]) for row in metrics.splitlines() if row.startswith(line + " ")]
    return found[0] if found else 0.0


# Health


def test_a_service_with_a_database_is_ready(browser: httpx.Client) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}
    answer = browser.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() | {"pages": "?"} == {"status": "ready", "database": "ok", "bot": "ready", "pages": "?"}


def test_without_the_bot_it_is_still_ready_and_says_so(world: World, browser: httpx.Client) -> None:
    world.bot.is_ready = _no
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["bot"]) == (200, "ready", "not_ready")


async def _no() -> bool:
    return False


@on_sqlite_only
def test_without_its_tables_it_is_alive_and_not_ready(world: World, browser: httpx.Client) -> None:
    with contextlib.closing(sqlite3.connect(world.database_file)) as database:
        database.execute("ALTER TABLE conversation RENAME TO gone")
    assert browser.get("/healthz").status_code == 200
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["database"]) == (503, "not_ready", "unavailable")


# Metrics


def test_a_turn_and_its_messages_are_counted(chen: Customer, browser: httpx.Client) -> None:
    before = browser.get("/metrics").text
    chen.says("你好")
    chen.hears("你好")
    after = browser.get("/metrics").text
    for line in (
        'zhike_messages_total{actor="customer"}',
        'zhike_messages_total{actor="bot"}',
        'zhike_bot_turns_total{outcome="ok"}',
        "zhike_bot_turn_seconds_count",
    ):
        assert sample(after, line) - sample(before, line) == 1, line
    assert sample(after, 'zhike_sockets{side="customer"}') >= 1
    assert sample(after, "zhike_write_batch_calls_count") > sample(before, "zhike_write_batch_calls_count")


def test_the_queue_is_counted_by_priority(chen: Customer, browser: httpx.Client) -> None:
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    assert sample(browser.get("/metrics").text, 'zhike_queue_waiting{priority="0"}') == 1


def test_requests_are_counted_by_template_never_by_address(chen: Customer, browser: httpx.Client) -> None:
    chen.snapshot()
    browser.get("/api/v1/nothing-of-ours")
    text = browser.get("/metrics").text
    route = 'route="/api/v1/chat/conversations/{conversation_id}"'
    assert sample(text, f'zhike_requests_total{{method="GET",{route},status="200"}}') >= 1
    assert 'route="unmatched",status="404"' in text
    assert chen.conversation_id not in text
    assert "nothing-of-ours" not in text


def test_metrics_are_for_this_machine_or_for_those_with_the_key(make_world: Callable[..., World], browse: Any) -> None:
    world = make_world(metrics_key="k" * 32)
    elsewhere = browse(world, headers={"X-Forwarded-For": "203.0.113.9"})
    refused = elsewhere.get("/metrics")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_allowed")
    assert elsewhere.get("/metrics", headers={"Authorization": "Bearer " + "k" * 32}).status_code == 200


def test_without_a_key_nobody_elsewhere_reads_metrics(world: World, browse: Any) -> None:
    elsewhere = browse(world, headers={"X-Forwarded-For": "203.0.113.9"})
    assert elsewhere.get("/metrics", headers={"Authorization": "Bearer"}).status_code == 403


# Around a request


def test_a_body_that_announces_its_size_is_refused_unread(chen: Customer) -> None:
    answer = chen.posts("长" * BODY_MAX_BYTES)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")
    assert chen.snapshot()["last_seq"] == 1


def test_a_body_sent_in_chunks_is_refused_when_it_grows_too_large(chen: Customer) -> None:
    chunks = (b"x" * 65_536 for _ in range(10))
    answer = chen.calls("POST", "/messages", content=chunks, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")


def test_the_largest_message_passes(chen: Customer) -> None:
    assert chen.posts("龘" * 2000).status_code == 201


def test_answers_are_neither_kept_nor_guessed_nor_framed(chen: Customer) -> None:
    headers = chen.calls("GET").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_behind_https_browsers_are_told_to_stay_there(make_world: Callable[..., World]) -> None:
    world = make_world(is_cookie_secure=True)
    assert "Strict-Transport-Security" in httpx.get(f"{world.url}/healthz", trust_env=False).headers


# Logs


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Logging as the service itself sets it up; call it for what was logged so far."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("INFO", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_request_is_one_line_with_ids_and_without_words(chen: Customer, lines: Any) -> None:
    chen.posts("我的卡号是6222021234567890")
    logged = lines()
    (request,) = [line for line in logged if line["event"] == "http.request"]
    assert request["route"] == "/api/v1/chat/conversations/{conversation_id}/messages"
    assert (request["method"], request["status"]) == ("POST", 201)
    assert request["conversation_id"] == chen.conversation_id
    assert request["ms"] > 0
    everything = json.dumps(logged, ensure_ascii=False)
    assert "6222021234567890" not in everything
    assert chen.token not in everything


@pytest.mark.parametrize("made_up", ["13912345678", "李明13912345678", "c_1%0a%1b%5b31mFAKE", "x" * 3000])
def test_what_a_caller_makes_up_for_an_id_is_not_logged(world: World, lines: Any, made_up: str) -> None:
    httpx.get(f"{world.url}/api/v1/chat/conversations/{made_up}", trust_env=False)
    (request,) = [line for line in lines() if line["event"] == "http.request"]
    assert request["route"] == "/api/v1/chat/conversations/{conversation_id}"
    assert "conversation_id" not in request


def test_a_bug_is_answered_like_everything_else_and_found_by_its_request_id(
    chen: Customer, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise KeyError("13912345678")

    monkeypatch.setattr("handoff.customer.service.snapshot", broken)
    answer = chen.calls("GET")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")
    bug, request = (line for line in lines() if line["event"].startswith("http."))
    assert (bug["event"], bug["error"], request["status"]) == ("http.unexpected_error", "KeyError", 500)
    assert bug["request_id"] == request["request_id"] == answer.headers["X-Request-Id"]
    assert "13912345678" not in json.dumps([bug, request])


def test_watchers_leave_no_lines(browser: httpx.Client, lines: Any) -> None:
    browser.get("/healthz")
    browser.get("/metrics")
    assert [line for line in lines() if line["event"] == "http.request"] == []


def test_an_error_is_logged_by_class_and_place_not_by_its_message(lines: Any) -> None:
    try:
        try:
            raise ValueError("input_value='我叫王芳'")
        except ValueError as cause:
            raise Conflict("13912345678") from cause
    except Conflict:
        structlog.get_logger("any").exception("something.failed", conversation_id="c_1")
    try:
        raise FileNotFoundError(2, "No such file", "/var/nowhere")
    except OSError:
        logging.getLogger("uvicorn.error").exception("the standard library's logger")
    ours, standard = lines()
    assert [link["type"] for link in ours["exception"]] == ["Conflict", "ValueError"]
    assert "test_operation.py" in ours["exception"][0]["at"][-1]
    assert "王芳" not in json.dumps(ours, ensure_ascii=False)
    assert "13912345678" not in json.dumps(ours)
    assert "/var/nowhere" in standard["exception"][0]["message"]


def test_what_a_database_says_is_logged_without_the_row_it_says_it_of(lines: Any) -> None:
    told = "duplicate key value violates a constraint DETAIL: Key (external_id)=(kh-13912345678) already exists."
    for orig in (psycopg.errors.UniqueViolation(told), psycopg.OperationalError("connection refused")):
        try:
            raise DBAPIError("INSERT", {"phone": "13912345678"}, orig)
        except DBAPIError:
            structlog.get_logger("any").exception("something.failed")
    violated, lost = (line["exception"][0]["message"] for line in lines())
    assert (violated, lost) == ("UniqueViolation: 23505", "OperationalError: connection refused")


# Pages


def test_before_they_are_built_a_page_says_what_to_do(
    world: World, monkeypatch: Any, make_world: Any, tmp_path: Any
) -> None:
    monkeypatch.setattr(pages, "DIST", tmp_path / "nothing")
    answer = httpx.get(f"{make_world().url}/console/", trust_env=False)
    assert answer.status_code == 503
    assert "./zhike up" in answer.text


@pytest.mark.usefixtures("built")
def test_pages_are_asked_about_and_their_assets_kept_forever(make_world: Callable[..., World], browse: Any) -> None:
    http = browse(make_world())
    page = http.get("/console")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-cache")
    again = http.get("/console/", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    asset = http.get("/console/assets/main-4f2a.js")
    assert "immutable" in asset.headers["Cache-Control"]
    assert asset.headers["Content-Encoding"] == "gzip"
    loader = http.get("/widget/loader.js")
    assert (loader.headers["Cache-Control"], loader.headers["Cross-Origin-Resource-Policy"]) == (
        "no-cache",
        "cross-origin",
    )


@pytest.mark.usefixtures("built")
def test_only_sites_that_were_allowed_may_embed_the_widget_and_none_the_console(
    make_world: Callable[..., World],
) -> None:
    world = make_world(allowed_origins=("https://www.bank.example",))
    policies = {
        name: httpx.get(f"{world.url}/{name}/", trust_env=False).headers["Content-Security-Policy"]
        for name in pages.NAMES
    }
    assert policies["widget"].endswith("frame-ancestors 'self' https://www.bank.example")
    assert policies["console"].endswith("frame-ancestors 'none'")
    assert all("script-src 'self';" in policy for policy in policies.values())


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    "path", ["/widget/../../pyproject.toml", "/widget/%2e%2e/%2e%2e/pyproject.toml", "/widget/nothing.js"]
)
def test_nothing_outside_the_pages_is_served(make_world: Callable[..., World], path: str) -> None:
    answer = httpx.get(make_world().url + path, trust_env=False)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
