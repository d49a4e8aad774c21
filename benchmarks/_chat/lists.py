"""The desk's lists and searches over a history of many conversations, put straight into the tables."""

import itertools
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import Connection, Engine, create_engine, exists, insert, select, text
from sqlalchemy.pool import NullPool

from benchmarks._chat.history import percentiles
from benchmarks._chat.people import sign_in
from benchmarks._chat.service import Service, client
from handoff.conversation.policy import searchable
from handoff.tables import Base

CHUNK = 10_000  # rows a statement
DAYS = 180
WAITING, HELD, WITH_BOT = 60, 300, 2_000  # the rest is closed
AGENTS = 60
POLL_S = 0.5
TIMES = 20  # each question is asked
RARE_ONE_IN = 5_000
PAST = 25_000
PAST_ONE_IN = 2  # of the oldest conversations
TOPICS = ("信用卡年费", "跨行转账", "定期存款", "手机银行", "理财产品", "房贷利率", "账单分期", "网点时间", "挂失补办")
WISHES = ("怎么办理", "要收多少钱", "什么时候到账", "能不能提前还", "需要带什么材料", "为什么被拒绝了", "谢谢，再见")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
QUESTIONS: dict[str, dict[str, str]] = {
    "first page": {},
    "first page of the closed": {"status": "closed"},
    "first page of the held": {"status": "assigned"},
    "first page of one agent's": {"agent_id": "a_bench7"},
    "a common word": {"q": "年费"},
    "a rare word": {"q": "蓝鲸"},
    "a word nobody said": {"q": "麒麟"},
    "a word of the past": {"q": "龙年"},
    "two common ones nobody said together": {"q": "年费我的"},
    "a long one nobody said": {"q": "从来没有人说过这句话"},
    "a word nobody said, among the closed": {"q": "麒麟", "status": "closed"},
    "a Latin word nobody said": {"q": "unicorn"},
    "a surname nobody has": {"q": "濮"},
    "a whole name": {"q": "王伟芳"},
    "a whole phone": {"q": "13900000777"},
    "an id": {"q": "c_bench0000000000000000777"},
    "a ticket's number": {"q": "TS20260101-ABCDE"},
}


async def measure(service: Service, *, conversations: int, messages: int) -> dict[str, Any]:
    """Milliseconds of each question, asked one after the other; `worst_p95` is what the target is about."""
    started = time.perf_counter()
    seed(service.database_url, conversations=conversations, messages=messages)
    seeded_s = time.perf_counter() - started
    row: dict[str, Any] = {"conversations": conversations, "messages": messages, "seeded_s": round(seeded_s, 1)}
    async with client(service) as http:
        await sign_in(http, "admin", service.admin)
        row["queue"] = await _ask(http, "/queue", {})
        for name, params in QUESTIONS.items():
            row[name] = await _ask(http, "/conversations", params)
        row["a page far back"] = await _ask(http, "/conversations", {"before": _half_way()})
        row["a conversation's events"] = await _ask(http, f"/conversations/{_id(5)}/events", {})
    row["worst_p95"] = max(figures["p95"] for figures in row.values() if isinstance(figures, dict))
    return row


async def _ask(http: httpx.AsyncClient, path: str, params: dict[str, str]) -> dict[str, float]:
    seconds = []
    for _ in range(TIMES):
        started = time.perf_counter()
        answer = await http.get(path, params=params)
        seconds.append(time.perf_counter() - started)
        answer.raise_for_status()
    return percentiles(seconds)


def seed(url: str, *, conversations: int, messages: int) -> None:
    """Rows as the service writes them, in one transaction; then the statistics that autovacuum would keep."""
    engine = create_engine(url, poolclass=NullPool)
    tables = Base.metadata.tables
    with engine.begin() as connection:
        _insert(connection, tables["agent"], _agents())
        _insert(connection, tables["customer"], (_customer(number) for number in range(conversations)))
        each = -(-messages // conversations)
        _insert(connection, tables["conversation"], (_conversation(number, each) for number in range(conversations)))
        _insert(connection, tables["event"], _events(conversations, each))
    _wait_for_index(engine)
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _wait_for_index(engine: Engine) -> None:
    """The service's own worker goes through what was seeded, the conversation that is silent longest first."""
    progress, conversation = (Base.metadata.tables[name].c for name in ("search_progress", "conversation"))
    behind = exists().where(conversation.last_event_at > progress.through)
    with engine.connect() as connection:
        while connection.scalar(select(behind)):
            connection.rollback()
            time.sleep(POLL_S)


def _insert(connection: Connection, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    while chunk := list(itertools.islice(rows, CHUNK)):
        connection.execute(insert(table), chunk)


def _agents() -> Iterator[dict[str, Any]]:
    for number in range(AGENTS):
        yield {
            "id": f"a_bench{number}", "username": f"bench{number}", "name": f"坐席{number}", "role": "agent",
            "password_hash": "", "availability": "away", "capacity": 5, "is_active": True, "failed_sign_ins": 0,
            "created_at": _at(0, 0),
        }  # fmt: skip


def _customer(number: int) -> dict[str, Any]:
    name = SURNAMES[number % 20] + GIVEN[number // 20 % 20] + GIVEN[number // 400 % 20]
    return {
        "id": f"u_bench{number}", "external_id": None, "name": name, "phone": f"139{number:08d}", "tags": [],
        "attributes": {}, "created_at": _at(number, 0),
    }  # fmt: skip


def _conversation(number: int, messages: int) -> dict[str, Any]:
    status = _status(number)
    return {
        "id": _id(number), "customer_id": f"u_bench{number}", "channel": "web", "locale": "zh-CN", "page_url": None,
        "status": status, "agent_id": f"a_bench{number % AGENTS}" if status in ("assigned", "closed") else None,
        "priority": number % 4 if status == "queued" else 0,
        "queued_at": _at(number, 0) if status == "queued" else None,
        "assigned_at": None, "queue_reason": None, "summary": "客户咨询业务办理。",
        "bot_state": {"slots": {}, "form": None, "facts": []}, "bot_failures": 0, "last_seq": messages + 1,
        "customer_read_seq": messages, "staff_read_seq": messages, "close_reason": None, "closed_at": None,
        "can_rate": False, "created_at": _at(number, 0), "last_event_at": _at(number, messages),
        "last_words": searchable(_text(number, messages)),
    }  # fmt: skip


def _events(conversations: int, each: int) -> Iterator[dict[str, Any]]:
    for number in range(conversations):
        yield _event(number, 0, "conversation.opened", "system", {"channel": "web", "locale": "zh-CN"})
        for place in range(1, each + 1):
            said = {"text": _text(number, place)}
            yield _event(number, place, "message.created", "customer" if place % 2 else "agent", said)


def _text(number: int, place: int) -> str:
    chance = number * 31 + place * 17
    words = f"{TOPICS[chance % len(TOPICS)]}{WISHES[chance // 7 % len(WISHES)]}，我的尾号是{chance % 10_000:04d}。"
    rare = "蓝鲸卡也一样吗？" if number % RARE_ONE_IN == 0 else ""
    past = "龙年纪念币。" if number % PAST_ONE_IN == 0 and number < PAST and place == 1 else ""
    return words + rare + past + "麻烦尽快帮我看一下，之前问过一次没有得到答复。"[: chance % 24]


def _event(number: int, place: int, type: str, actor: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "conversation_id": _id(number), "seq": place + 1, "type": type, "actor_kind": actor, "actor_id": None,
        "actor_name": None, "is_internal": False, "sender": actor,
        "client_id": f"bench-{number}-{place}" if place else None, "created_at": _at(number, place), "data": data,
    }  # fmt: skip


def _id(number: int) -> str:
    return f"c_bench{number:019d}"


def _status(number: int) -> str:
    """The open ones are spread over the whole time, as a desk's are over its last days."""
    place = number * 7919 % 100_000
    if place < WAITING:
        return "queued"
    if place < WAITING + HELD:
        return "assigned"
    return "bot" if place < WAITING + HELD + WITH_BOT else "closed"


def _at(number: int, place: int) -> datetime:
    begun = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(seconds=number * 86_400 * DAYS // 100_000)
    return begun + timedelta(seconds=20 * place)


def _half_way() -> str:
    return f"{_at(50_000, 0).isoformat().replace('+00:00', 'Z')}~{_id(50_000)}"
