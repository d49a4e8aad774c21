"""The image and the compose file: no Docker here to run them, so what they name is held against the code."""

import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from command.install import BOT_PYTHON_VERSION
from command.paths import ROOT
from command.process import GRACE_S
from handoff.settings import Settings
from tests.deploy.commands import check

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "zhike:local"}
PARTS = {name: service for name, service in OURS.items() if "command" in service}
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    """The arguments of every such instruction of the Dockerfile."""
    return re.findall(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)


def test_every_part_is_there():
    assert set(PARTS) == {"migrate", "bot", "actions", "handoff"}
    assert set(OURS) - set(PARTS) == {"inside"}
    assert set(SERVICES) - set(OURS) == {"postgres", "redis"}


@pytest.mark.parametrize("name", PARTS)
def test_every_command_exists(name: str):
    check(OURS[name]["command"])


@pytest.mark.parametrize("name", PARTS)
def test_every_setting_exists_and_has_a_value_that_is_taken(name: str, monkeypatch: pytest.MonkeyPatch):
    given = OURS[name]["environment"]
    assert {key.removeprefix("ZHIKE_").lower() for key in given} <= set(Settings.model_fields)
    for key, value in given.items():
        monkeypatch.setenv(key, re.sub(r"\$\{\w+:\?[^}]*\}", "a-password", value))
    settings = Settings(_env_file=None)
    assert settings.bot_urls == ("http://bot:5005",)
    assert settings.sqlalchemy_url == "postgresql+psycopg://zhike:a-password@postgres/zhike"


def test_the_proxy_on_this_machine_is_believed_and_nobody_else():
    (network,) = COMPOSE["networks"]["default"]["ipam"]["config"]
    assert json.loads(OURS["handoff"]["environment"]["ZHIKE_TRUSTED_PROXIES"]) == [network["gateway"]]


def test_only_the_service_is_published_and_only_on_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"handoff"}
    assert all(port.startswith("127.0.0.1:") for port in published["handoff"])


def test_bot_and_actions_share_a_network_that_survives_both():
    """Docker gives a container that died a new network; one that had joined the old would stay behind in it."""
    owners = {name: service["network_mode"] for name, service in SERVICES.items() if "network_mode" in service}
    assert owners == {"bot": "service:inside", "actions": "service:inside"}
    assert SERVICES["inside"]["entrypoint"] == ["sleep", "infinity"]
    asked = urlsplit(OURS["handoff"]["environment"]["ZHIKE_BOT_URL"])
    assert SERVICES["inside"]["networks"]["default"]["aliases"] == [asked.hostname]


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_fills_the_disk_with_its_log(name: str):
    assert set(SERVICES[name]["logging"]["options"]) == {"max-size", "max-file"}


@pytest.mark.parametrize("name", OURS)
def test_a_break_in_gains_nothing(name: str):
    service = OURS[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert "no-new-privileges:true" in service["security_opt"]


def test_whoever_is_waited_for_is_there_and_able_to_say_so():
    for name, service in SERVICES.items():
        for other, about in service.get("depends_on", {}).items():
            assert other in SERVICES, name
            assert about["condition"] != "service_healthy" or "healthcheck" in SERVICES[other]


@pytest.mark.parametrize(("name", "path"), [("handoff", "/readyz"), ("bot", "/webhooks/zhike/ready")])
def test_a_part_is_healthy_when_it_is_ready(name: str, path: str):
    code = OURS[name]["healthcheck"]["test"][-1]
    compile(code, name, "exec")
    assert f"{path}'" in code


@pytest.mark.parametrize("name", ["handoff", "bot"])
def test_it_has_the_time_it_needs_to_stop(name: str):
    assert int(OURS[name]["stop_grace_period"].removesuffix("s")) > GRACE_S


def test_volumes_are_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_the_image_needs_nothing_but_python_and_the_locks():
    assert {line.split()[0] for line in instructions("FROM")} == {f"python:{BOT_PYTHON_VERSION}-slim-bookworm"}
    assert not re.search(r"apt-get|curl|wget|https?://|ADD ", DOCKERFILE)


def test_the_image_is_prepared_and_runs_by_commands_that_exist():
    prepared = [line for line in instructions("RUN") if "./zhike" in line]
    assert [shlex.split(line)[:2] for line in prepared] == [["./zhike", "prepare"]]
    check(["prepare"])
    assert json.loads(instructions("ENTRYPOINT")[0]) == ["./zhike"]
    check(json.loads(instructions("CMD")[0]))


def test_what_python_compiles_is_in_the_image():
    """Containers are read-only, and each start would compile everything anew."""
    assert any("UV_COMPILE_BYTECODE=1" in line for line in instructions("ENV"))
    compiled = next(shlex.split(line) for line in instructions("RUN") if "compileall" in line)
    assert {"actions", "bot", "command", "handoff"} <= set(compiled)
    assert "PYTHONDONTWRITEBYTECODE" not in DOCKERFILE


def test_the_image_does_not_run_as_root():
    stages = DOCKERFILE.split("FROM ")[1:]
    assert all(re.search(r"^USER zhike$", stage, re.MULTILINE) for stage in stages)


def test_the_image_takes_nothing_of_this_machine_with_it():
    kept_out = set((ROOT / ".dockerignore").read_text().split())  # there, since not every builder reads one elsewhere
    ignored = {line.strip("/") for line in Path(ROOT / ".gitignore").read_text().split()}
    for secret_or_large in ("models", "var", ".tools", "web/dist"):
        assert secret_or_large in ignored
        assert secret_or_large in kept_out
    assert {"**/.venv", "**/node_modules", "**/zhike.env", "**/.env", ".git"} <= kept_out
    assert {"zhike.env", ".env"} <= ignored
