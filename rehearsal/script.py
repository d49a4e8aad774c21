"""Conversations as they are written down: YAML files of a folder, checked strictly when read.

A file has a `theme` and `conversations`. A conversation has a `title` (a sentence, unique), `steps`, and maybe
`variants` (each a conversation of its own; `words|expected` fills `{variant}` and `{expected}`), `who` (claims of a
customer the bank's site vouches for) and `after` (the title of a conversation that came before).

A step is one of these, with an `expect` (its keys: `expectations.CHECKS`):

| key | what happens |
|---|---|
| `customer` | the customer says this |
| `press`, `press_first` | the customer presses a quick reply of the last answer: this one, or the first |
| `fills` | slot -> answer: the customer answers what the form asks until it asks for the slot `until` (`consent`) |
| `sends_again` | the customer's device sends the last message once more |
| `leaves_queue` | the customer presses 返回智能客服 while waiting |
| `agent_returns` | an agent claims the conversation, says this, and hands it back to the bot |
| `waits` | time passes, as for `timedelta` |
| `is_someone_else` | from here on it is another customer, on another device |

`{number}` is the number of the last ticket, `{number_typed}` the same as customers type it, `{long}` 2000 characters.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from command.paths import ROOT
from rehearsal.expectations import CHECKS

FOLDER = ROOT / "tests" / "bot" / "conversations"
KINDS = {
    "customer", "press", "press_first", "fills", "sends_again", "leaves_queue", "agent_returns", "waits",
    "is_someone_else",
}  # fmt: skip
LONG = "上个月我在你们网点办业务遇到好多事情" * 112


@dataclass(frozen=True)
class Step:
    kind: str
    given: Any
    expect: dict[str, Any] = field(default_factory=dict)
    until: str = "consent"


@dataclass(frozen=True)
class Conversation:
    title: str
    steps: list[Step]
    who: dict[str, Any] | None = None
    after: str | None = None
    variant: str = ""
    expected: str = ""

    @property
    def id(self) -> str:
        return f"{self.title}（{self.variant}）" if self.variant else self.title


def read_all(folder: Path = FOLDER) -> list[Conversation]:
    """Every conversation, variants apart. Raises ValueError for anything misspelt."""
    found = [c for path in sorted(folder.glob("*.yml")) for c in _read(path)]
    ids = [conversation.id for conversation in found]
    if len(set(ids)) != len(ids):
        raise ValueError(f"twice: {sorted({i for i in ids if ids.count(i) > 1})}")
    return found


def _read(path: Path) -> list[Conversation]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    _check_keys(content, {"theme", "conversations"}, path.name)
    return [conversation for raw in content["conversations"] for conversation in _variants(raw)]


def _variants(raw: dict[str, Any]) -> list[Conversation]:
    _check_keys(raw, {"title", "steps", "who", "after", "variants"}, raw.get("title", "?"))
    steps = [_step(step, raw["title"]) for step in raw["steps"]]
    about = {"title": raw["title"], "steps": steps, "who": raw.get("who"), "after": raw.get("after")}
    made = []
    for words in raw.get("variants") or [""]:
        variant, _, expected = str(words).partition("|")
        made.append(Conversation(**about, variant=variant, expected=expected))
    return made


def _step(raw: dict[str, Any], title: str) -> Step:
    _check_keys(raw, KINDS | {"expect", "until"}, title)
    (kind,) = KINDS & raw.keys()
    _check_keys(raw.get("expect") or {}, set(CHECKS), title)
    return Step(kind, raw[kind], raw.get("expect") or {}, raw.get("until", "consent"))


def _check_keys(raw: dict[str, Any], known: set[str], where: str) -> None:
    if raw.keys() - known:
        raise ValueError(f"{where}: unknown {sorted(raw.keys() - known)}")
