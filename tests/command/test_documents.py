"""Documents and code in step: settings, metrics, commands, the OpenAPI document."""

import json
import re
from pathlib import Path

import typer.main
from prometheus_client import REGISTRY
from pydantic import SecretStr

import handoff.metrics  # noqa: F401 — registers the metrics
from command import openapi
from command.cli import app
from command.paths import ROOT
from handoff.settings import Settings

DOCS = ROOT / "docs"
MADE = {"bot_key", "customer_token_key"}  # at the first start


def settings_rows() -> dict[str, str]:
    """Setting, in lower case, -> its default as the page gives it."""
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    return {name.lower(): default for name, default in re.findall(r"^\| `ZHIKE_(\w+)` \| (.*?) \|", page, re.MULTILINE)}


def test_every_setting_is_on_its_page_and_no_other() -> None:
    assert set(settings_rows()) == set(Settings.model_fields)


def test_the_page_gives_the_defaults_of_the_code() -> None:
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    assert settings_rows() == {name: shown(name, value) for name, value in defaults.items()}


def shown(name: str, value: object) -> str:
    """A default as the page writes it."""
    if isinstance(value, SecretStr) or value == "":
        return "made" if name in MADE else "empty"
    if isinstance(value, Path):
        place = value.relative_to(ROOT)
        return "`var` in the project's folder" if name == "data_dir" else f"`{place}`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{json.dumps(value) if isinstance(value, tuple) else value}`"


def test_every_metric_is_explained_to_the_operator() -> None:
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    ours = {metric.name for metric in REGISTRY.collect() if metric.name.startswith("zhike_")}
    assert {name for name in ours if f"`{name}" not in page} == set()


def test_every_command_is_explained_to_the_operator() -> None:
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    group = typer.main.get_command(app)
    assert {name for name in group.commands if f"`./zhike {name}" not in page} == set()  # type: ignore[attr-defined]


def test_the_openapi_document_is_that_of_the_code() -> None:
    """Out of step? `./zhike openapi` writes it, `npm run types` in web/ makes the pages' types of it."""
    assert openapi.TARGET.read_text(encoding="utf-8") == openapi.document()


def test_every_operation_has_a_summary_and_its_answers() -> None:
    for path, operations in openapi.json.loads(openapi.document())["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description") or operation.get("summary"), f"{method} {path}"
            assert operation["responses"], f"{method} {path}"
