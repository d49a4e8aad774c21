"""`zhike check-answers`: nothing a customer can be told breaks a rule of the forbidden list or is out of date."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from command.paths import ROOT
from command.up import load_settings
from handoff.bot.forbidden import ForbiddenPolicy, load_forbidden

CHINESE = re.compile(r"[一-鿿]")
CODE = ("actions", "handoff")
REPLIES = "data/policy/replies.yml"
PAGES = "web/widget/src/locales"
PATTERNS = {"compile"}  # arguments of re.compile are read from customers, not said to them


@dataclass(frozen=True, slots=True)
class Text:
    """Something that can be said: where it stands (`bot/domain/x.yml`), as what (a response's name, a line)."""

    file: str
    place: str
    words: str
    valid_until: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    text: Text
    phrase: str
    why: str

    def __str__(self) -> str:
        return f"{self.text.file}: {self.text.place}: “{self.phrase}”: {self.why}"


def check() -> list[Finding]:
    """The project's own texts, today."""
    settings = load_settings()
    today = datetime.now(settings.zone).date()
    return find(texts(ROOT), load_forbidden(settings.forbidden_file), today=today)


def find(said: Iterator[Text], policy: ForbiddenPolicy, *, today: date) -> list[Finding]:
    """What breaks a rule, in the order of the texts."""
    found = []
    for text in said:
        if broken := policy.find(text.words):
            rule, phrase = broken
            found.append(Finding(text, phrase, rule.why))
        if text.valid_until and date.fromisoformat(text.valid_until) < today:
            found.append(Finding(text, text.valid_until, "valid_until is past: it is not served any more"))
    return found


def texts(root: Path) -> Iterator[Text]:
    """Every text under `root` that can reach a customer."""
    for file in sorted((root / "bot" / "domain").rglob("*.yml")):
        yield from _responses(file, root)
    for reply in yaml.safe_load((root / REPLIES).read_text(encoding="utf-8"))["replies"]:
        yield Text(REPLIES, reply["title"], reply["text"])
    for folder in CODE:
        for file in sorted((root / folder).rglob("*.py")):
            yield from _strings(file, root)
    for file in sorted((root / PAGES).glob("*.ts")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            yield Text(str(file.relative_to(root)), f"line {number}", line)


def _responses(file: Path, root: Path) -> Iterator[Text]:
    """All variations of a response, with its buttons and everything in its metadata."""
    domain = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    for name, variations in (domain.get("responses") or {}).items():
        for variation in variations:
            until = (variation.get("metadata") or {}).get("valid_until")
            words = [words for words in _leaves(variation) if words != until]
            yield Text(str(file.relative_to(root)), name, "\n".join(words), until)


def _leaves(value: Any) -> Iterator[str]:
    """What is said: titles of buttons, and not what they send, which the customer says."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in ("payload", "question"):
                yield from _leaves(each)


def _strings(file: Path, root: Path) -> Iterator[Text]:
    """Chinese string literals of a module; docstrings and regular expressions are said to nobody."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in PATTERNS:
            silent |= {id(node) for argument in call.args for node in ast.walk(argument)}
    for node in ast.walk(tree):
        is_said = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
        if is_said and CHINESE.search(node.value):
            yield Text(str(file.relative_to(root)), f"line {node.lineno}", node.value)
