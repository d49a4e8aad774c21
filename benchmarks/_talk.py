"""What the customers of a benchmark say, and how: one customer is one connection and one conversation after another.

Every sentence is a new one, for its name or its sum of money has not been said before: an answer that is only
remembered would flatter.
"""

import asyncio
import itertools
import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import httpx

OPENING = "我要投诉"
# Each with one place for a name or a number; the form's are said in this order, after the opening. None may call
# a person, whatever the name: after that the bot says nothing more.
SENTENCES = {
    "utter": (
        "我是{name}，谢谢你", "好的谢谢，我叫{name}", "你好，我是{name}", "早上好，{name}来了",
        "多谢多谢，我是{name}", "谢谢你的帮助，我是{name}",
    ),
    "faq": (
        "我有{sum}元，跨行转账要手续费吗", "存了{sum}元的信用卡年费是多少", "网点几点开门，我要取{sum}元",
        "账单{sum}元，最低还款怎么算", "{sum}元的定期能提前支取吗", "怎么修改手机银行的转账限额，现在是{sum}元",
    ),
    "form": (
        "昨天下午在朝阳支行被多扣了{sum}元年费", "信用卡", "不对，是{sum}元", "要求退还{sum}元",
        "我叫{name}", "13{phone}", "没有材料",
    ),
}  # fmt: skip
KINDS = tuple(SENTENCES)
QUESTIONS = 8  # of one conversation of questions; a customer asks one to three, and a dozen turns make a session
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红鑫鹏宇"

JSON = "Content-Type: application/json\r\n"

_numbers = itertools.count(int(time.time()) % 100_000)


def sentences(kind: str) -> Iterator[tuple[str, bool]]:
    """What one conversation says, and whether the turn is one to measure."""
    if kind == "form":
        yield OPENING, False
        yield from ((_filled(text), True) for text in SENTENCES[kind])
        return
    for _ in range(QUESTIONS):
        texts = SENTENCES[kind]
        yield _filled(texts[next(_numbers) % len(texts)]), True


def _filled(text: str) -> str:
    number = next(_numbers)
    given = GIVEN[number // len(SURNAMES) % len(GIVEN)] + GIVEN[number // len(SURNAMES) // len(GIVEN) % len(GIVEN)]
    name = SURNAMES[number % len(SURNAMES)] + given
    return text.format(name=name, sum=100 + number, phone=f"{number % 10**9:09d}")


@dataclass(frozen=True)
class Bot:
    """One process: where it listens, what is sent to it, and whether an answer is what the kind of turn is for."""

    port: int
    path: str
    key: str
    body: Callable[[str, int, str], dict[str, Any]]
    is_meant: Callable[[str, Any], bool]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


def zhike(port: int, key: str) -> Bot:
    """Ours, through our channel."""

    def body(conversation: str, number: int, text: str) -> dict[str, Any]:
        metadata = {"locale": "zh-CN", "now": datetime.now(UTC).isoformat(), "customer": {"is_known": False}}
        turn = f"{conversation}:{number}"
        return {"conversation_id": conversation, "turn_id": turn, "kind": "message", "text": text, "metadata": metadata}

    def is_meant(kind: str, answer: Any) -> bool:
        actions = answer["trace"]["actions"]
        if kind == "form":
            return "complaint_form" in actions
        return actions == ["utter_faq"] if kind == "faq" else len(actions) == 1 and actions[0].startswith("utter_")

    return Bot(port, "/webhooks/zhike/turn", key, body, is_meant)


def rasa(port: int) -> Bot:
    """Rasa's default, through its REST channel, which tells only what was said."""

    def body(conversation: str, number: int, text: str) -> dict[str, Any]:
        return {"sender": conversation, "message": text}

    return Bot(port, "/webhooks/rest/webhook", "", body, lambda kind, answer: bool(answer))


async def rasa_answers(port: int) -> bool:
    """Whether a process with Rasa's REST channel says something: its port is open before a model is usable."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        try:
            said = await http.post(f"http://127.0.0.1:{port}/webhooks/rest/webhook", json={"message": "你好"})
        except httpx.HTTPError:
            return False
        return bool(said.status_code == httpx.codes.OK and said.json())


@dataclass
class Turns:
    """Seconds of each turn measured, how many of them were answered as meant, and how many turns there were in all."""

    seconds: list[float] = field(default_factory=list)
    meant: int = 0
    said: int = 0


async def talk(bots: list[Bot], kind: str, turns: Turns, *, until: float) -> None:
    """One conversation after another; each keeps to one of the processes."""
    lines = [await Wire.to(bot.port) for bot in bots]
    try:
        while time.monotonic() < until:
            conversation = f"bench-{uuid.uuid4().hex}"
            place = hash(conversation) % len(bots)
            bot = bots[place]
            for number, (text, is_measured) in enumerate(sentences(kind), start=1):
                body = json.dumps(bot.body(conversation, number, text)).encode()
                started = time.perf_counter()
                answer = await lines[place].ask("POST", bot.path, body, f"Authorization: Bearer {bot.key}\r\n{JSON}")
                turns.said += 1
                if is_measured:
                    turns.seconds.append(time.perf_counter() - started)
                    turns.meant += bot.is_meant(kind, json.loads(answer))
    finally:
        for line in lines:
            line.close()


class Wire:
    """An HTTP connection that stays open, with as little work of its own as can be."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> Self:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, method: str, path: str, body: bytes = b"", headers: str = "") -> bytes:
        """The body of the answer. `headers` end with a line break each. Raises RuntimeError for anything but 200."""
        head = f"{method} {path} HTTP/1.1\r\nHost: bot\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        status, *answered = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in answered if line.startswith("content-length"))
        answer = await self._reader.readexactly(length)
        if " 200 " not in status:
            raise RuntimeError(f"{status}: {answer.decode()[:200]}")
        return answer

    def close(self) -> None:
        self._writer.close()
