"""The units of systemd: they are units, they are hardened, and what they start exists."""

import os
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path
from pwd import getpwuid

import pytest

from command.cli import STOPPED
from command.paths import ROOT
from command.process import GRACE_S
from handoff.settings import Settings
from tests.deploy.commands import check
from tests.requirement import lacking

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
PLACE = "/opt/zhike"
EXPOSURE_MAX = 2.5  # of 10, as systemd reckons it; most services of a Debian have 9
named = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)


def read(unit: Path) -> RawConfigParser:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign] — names of systemd have capitals
    parser.read(unit)
    return parser


@named
def test_what_it_starts_exists(unit: Path):
    program, *words = read(unit)["Service"]["ExecStart"].split()
    assert program == f"{PLACE}/zhike"
    check(words)


@named
def test_it_has_the_time_it_needs_to_stop(unit: Path):
    assert int(read(unit)["Service"]["TimeoutStopSec"]) > GRACE_S


def test_told_to_stop_it_stays_stopped_and_is_no_failure():
    """`zhike up` ends a stop with 130, as a shell expects of Ctrl-C."""
    service = read(ROOT / "deploy" / "systemd" / "zhike.service")["Service"]
    assert (service["SuccessExitStatus"], service["Restart"]) == (str(STOPPED), "on-failure")


def test_a_part_without_memory_does_not_end_the_others():
    assert read(ROOT / "deploy" / "systemd" / "zhike.service")["Service"]["OOMPolicy"] == "continue"


@named
def test_every_setting_exists(unit: Path):
    lines = [line for line in unit.read_text().splitlines() if line.startswith("Environment=")]
    given = {line.removeprefix("Environment=").split("=")[0].removeprefix("ZHIKE_").lower() for line in lines}
    assert "data_dir" in given
    assert given <= set(Settings.model_fields)


@named
def test_it_keeps_what_it_must_and_writes_nowhere_else(unit: Path):
    service = read(unit)["Service"]
    assert service["User"] == "zhike"
    assert (service["ProtectSystem"], service["StateDirectory"]) == ("strict", "zhike")
    assert service["ReadWritePaths"] == f"{PLACE}/.tools/tmp"  # jieba's dictionary: command.model.SCRATCH


@named
def test_systemd_takes_it_and_finds_little_to_blame(unit: Path, tmp_path: Path):
    if shutil.which("systemd-analyze") is None:
        lacking("systemd", "systemd-analyze is not installed")
    here = tmp_path / unit.name
    here.write_text(unit.read_text().replace(PLACE, str(ROOT)))
    _analyze("verify", "--man=no", str(here))
    _analyze("security", "--offline=yes", f"--threshold={EXPOSURE_MAX * 10:.0f}", str(here))


def test_roots_command_is_given_in_the_checkout_with_its_owners_home(tmp_path: Path):
    """Root's own home and folder are closed to that user: uv, pip and npm would fail in them."""
    (tmp_path / "runuser").write_text('#!/bin/sh\necho "$HOME|$PWD|$*"\n')
    (tmp_path / "runuser").chmod(0o755)
    me = getpwuid(os.getuid())
    script = (
        ROOT.joinpath("deploy", "zhike").read_text().replace(PLACE, str(tmp_path)).replace("~zhike", f"~{me.pw_name}")
    )
    done = subprocess.run(
        ["sh", "-c", script, "zhike", "backup", "a b"], env={"PATH": f"{tmp_path}:/bin", "HOME": "/elsewhere"}, cwd="/",
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == f"{me.pw_dir}|{tmp_path}|-u zhike -- ./zhike backup a b\n"


def _analyze(*words: str) -> None:
    done = subprocess.run(["systemd-analyze", *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr


def test_the_whole_of_it_is_one_unit_and_its_parts_are_three():
    assert {unit.name for unit in UNITS} == {
        "zhike.service", "zhike-handoff@.service", "zhike-bot.service", "zhike-actions.service"
    }  # fmt: skip
