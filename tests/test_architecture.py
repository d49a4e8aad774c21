"""The house as DESIGN says: which module may import which. Walks every import of `handoff/`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HANDOFF = ROOT / "handoff"
DOMAINS = {path.name for path in HANDOFF.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
PRIVATE = {"repository"}  # of a domain: nobody else's business
OWN_MODELS_ONLY_IN = {"repository", "models"}
ORDER = ["states", "models", "repository", "service", "access", "endpoints"]  # a file imports only to its left


def modules() -> Iterator[Path]:
    return (path for path in sorted(HANDOFF.rglob("*.py")) if "versions" not in path.parts)


def imports(path: Path) -> set[str]:
    """Dotted names of what a file imports from `handoff`, at module level or inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("handoff"):
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names if alias.name.startswith("handoff")}
    return names


def split(name: str) -> tuple[str, str] | None:
    """`handoff.queue.service.place` → (queue, service); None outside a domain."""
    parts = name.split(".")
    return (parts[1], parts[2]) if len(parts) > 2 and parts[1] in DOMAINS else None


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_keep_the_order_of_the_house(path: Path):
    parts = path.relative_to(HANDOFF).with_suffix("").parts
    domain, file = (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
    for name in imports(path):
        target = split(name)
        if target is None:
            continue
        other, other_file = target
        if other != domain:
            assert other_file not in PRIVATE, f"{path.name} reaches into {name}"
            assert domain != "realtime", f"realtime imports a domain: {name}"
        elif file in ORDER and other_file in ORDER:
            assert ORDER.index(other_file) < ORDER.index(file), f"{file} imports {name}"


def test_only_the_bot_domain_talks_to_rasa():
    for path in modules():
        if path.relative_to(HANDOFF).parts[0] != "bot":
            assert "webhooks/zhike" not in path.read_text(encoding="utf-8"), path


def test_only_the_database_commits():
    for path in modules():
        if path.name != "database.py" and "migrations" not in path.parts:
            assert ".commit()" not in path.read_text(encoding="utf-8"), path


def test_services_read_no_clock_of_their_own():
    allowed = {"clock.py", "tokens.py"}
    for path in modules():
        if path.name not in allowed:
            source = path.read_text(encoding="utf-8")
            assert "datetime.now(" not in source, path
            assert "utcnow(" not in source, path


def test_actions_import_no_rasa_of_the_bots_environment():
    for path in (ROOT / "actions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name == "rasa" or name.startswith("rasa.") for name in names), path
