"""Documents and code in step: every error code and event type is named where a reader looks for it."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import handoff
from handoff.conversation.states import INTERNAL, EventType
from handoff.errors import ZhikeError
from handoff.realtime.connection import CloseCode

DOCS = Path(__file__).resolve().parent.parent / "docs"


def all_errors(kind: type[ZhikeError] = ZhikeError) -> Iterator[type[ZhikeError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from all_errors(child)


def import_everything() -> None:
    for module in pkgutil.walk_packages(handoff.__path__, "handoff."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def test_every_error_is_in_the_list_with_its_status():
    import_everything()
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    missing = {f"| `{kind.code}` | {kind.status} |" for kind in all_errors()} - set(_rows(page))
    assert not missing


def test_the_list_of_errors_names_no_code_that_is_gone():
    import_everything()
    codes = {kind.code for kind in all_errors()}
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    assert {row.split("`")[1] for row in _rows(page)} <= codes | {"http_error"}


def test_no_two_errors_share_a_code():
    import_everything()
    kinds = {kind for kind in all_errors() if kind.__module__.startswith("handoff")}
    assert len({kind.code for kind in kinds}) == len(kinds)


def test_every_event_is_on_the_wire_page_with_its_audience():
    page = (DOCS / "wire.md").read_text(encoding="utf-8")
    for type in EventType:
        row = next((line for line in page.splitlines() if line.startswith(f"| `{type}`")), None)
        assert row is not None, type
        assert row.rstrip(" |").endswith("internal") is (type in INTERNAL), type


def test_every_close_code_of_a_socket_is_on_the_wire_page():
    page = (DOCS / "wire.md").read_text(encoding="utf-8")
    explained = {int(code) for code in re.findall(r"^\| (4\d{3}) \|", page, re.MULTILINE)}
    assert explained == set(CloseCode)


def test_every_test_the_page_of_reliability_cites_is_there():
    page = (DOCS / "reliability.md").read_text(encoding="utf-8")
    cited = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", page)
    assert len(cited) > 20
    for file, name in cited:
        source = (DOCS.parent / file).read_text(encoding="utf-8")
        assert not name or re.search(rf"^(async )?def {name}\(", source, re.MULTILINE), f"{file}::{name}"


def _rows(page: str) -> list[str]:
    return ["|".join(line.split("|")[:3]) + "|" for line in page.splitlines() if line.startswith("| `")]
