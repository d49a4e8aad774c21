"""Odd frames: a seeded source of what no page of ours sends, by value, by shape and by byte."""

import json
import random
from collections.abc import Callable
from typing import Any

Frame = tuple[str | bytes, bool]  # what to send, and whether as text (bytes as text may be no UTF-8)

ODD_VALUES: list[Any] = [
    None, True, -1, 0, 0.5, 2**53, 2**64, "", " ", "\x00", "\ud800", "\u202e", "😀" * 500, "a" * 70_000, [], {}, [[]],
    {"$ne": None}, "../../etc/passwd", "' OR 1=1 --", "c_" + "0" * 24, "<script>", "{{7*7}}", "/restart",
]  # fmt: skip
ODD_TYPES = ["", "hello", "HELLO", "error", "ack", "event", "message.create", "watch", "\x00", "\ud83d", "__proto__"]
ODD_NAMES = ["role", "status", "actor", "agent_id", "\ud800", "\x00", "__class__", "after_seq", "a" * 5000, ""]
RAW = [
    "", " ", "null", "[]", "{", "}", "NaN", "-Infinity", '"', "[" * 60_000, '{"type":' * 9_000, "9" * 5_000, "\ufeff{}",
    '{"type":"ping","type":"hello"}', "{'type':'ping'}", '{"type":"ping"}{"type":"ping"}', "\x00", "<xml/>",
    "GET / HTTP/1.1", '{"type":"read","seq":1e400}', '{"type":"ping"' + " " * 60_000 + "}",
]  # fmt: skip
NO_UTF8 = [b"\xff", b"\xc0\x80", b'{"type":"ping\xed\xa0\x80"}', b"\xf0\x9f", b'{"type":"\xe4\xbd"}']


class OddFrames:
    """`next(frame)` makes something odd, often of `frame`, which is valid. The same seed makes the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._ways: list[Callable[[dict[str, Any]], Frame]] = [
            self._with_odd_value, self._with_odd_value, self._with_odd_type, self._with_odd_field,
            self._without_a_field, self._nested, self._cut, self._scrambled, self._raw, self._binary,
            self._no_utf8, self._deep_inside, self._as_it_is,
        ]  # fmt: skip

    def next(self, frame: dict[str, Any]) -> Frame:
        return self.pick(self._ways)(dict(frame))

    def pick(self, among: list[Any]) -> Any:
        return self._random.choice(among)

    def _as_it_is(self, frame: dict[str, Any]) -> Frame:
        return _text(frame)

    def _with_odd_value(self, frame: dict[str, Any]) -> Frame:
        return _text(frame | {self.pick(list(frame)): self.pick(ODD_VALUES)})

    def _with_odd_type(self, frame: dict[str, Any]) -> Frame:
        return _text(frame | {"type": self.pick(ODD_TYPES)})

    def _with_odd_field(self, frame: dict[str, Any]) -> Frame:
        return _text(frame | {self.pick(ODD_NAMES): self.pick(ODD_VALUES)})

    def _without_a_field(self, frame: dict[str, Any]) -> Frame:
        del frame[self.pick(list(frame))]
        return _text(frame)

    def _nested(self, frame: dict[str, Any]) -> Frame:
        return _text(self.pick([[frame], {"frame": frame}, json.dumps(frame), [frame] * 100]))

    def _deep_inside(self, frame: dict[str, Any]) -> Frame:
        depth = self.pick([50, 500, 5_000])
        text = json.dumps(frame | {self.pick(list(frame)): "HERE"})
        return text.replace('"HERE"', "[" * depth + "]" * depth), True

    def _cut(self, frame: dict[str, Any]) -> Frame:
        text = json.dumps(frame)
        return text[: self._random.randrange(len(text))], True

    def _scrambled(self, frame: dict[str, Any]) -> Frame:
        text = list(json.dumps(frame, ensure_ascii=False))
        for _ in range(self._random.randint(1, 4)):
            text[self._random.randrange(len(text))] = chr(self._random.choice([0, 34, 92, 123, 0x4E2D, 0x1F600]))
        return "".join(text), True

    def _raw(self, frame: dict[str, Any]) -> Frame:
        return self.pick(RAW), True

    def _binary(self, frame: dict[str, Any]) -> Frame:
        return self.pick([json.dumps(frame).encode(), self._random.randbytes(40), b""]), False

    def _no_utf8(self, frame: dict[str, Any]) -> Frame:
        return self.pick(NO_UTF8), True


def _text(value: Any) -> Frame:
    return json.dumps(value), True
