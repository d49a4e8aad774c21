"""The script `zhike`: what it finds, what it installs, and what it says when it cannot."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from command.paths import LOCKS, ZHIKE

TOOLS = ("sh", "dirname", "readlink", "cmp", "cp", "rm", "mkdir", "sleep", "kill", "cat", "ln")
FAKE_UV = """#!/bin/sh
echo "$@" >>"{log}"
case $1 in
--version) echo "uv 0.13.9" ;;
venv) for last; do :; done; mkdir -p "$last/bin"; ln -sf "{python}" "$last/bin/python" ;;
pip) [ ! -e "{folder}/offline" ] || {{ echo "error: Failed to fetch" >&2; exit 2; }} ;;
esac
"""
# New enough, and with neither venv nor pip.
BARE_PYTHON = """#!/bin/sh
case "$*" in
*print*) echo "$0" ;;
*version_info*) exit 0 ;;
*) exit 1 ;;
esac
"""


class Checkout:
    """A copy of the script beside locks and a `command` that tells how it was called, with a PATH of our own."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a checkout"
        self.bin = folder / "bin"
        self.log = folder / "uv.log"
        self.bin.mkdir(parents=True)
        (self.root / "command").mkdir(parents=True)
        shutil.copy(ZHIKE, self.root / "zhike")
        shutil.copytree(LOCKS, self.root / "locks")
        (self.root / "command" / "__main__.py").write_text(
            "import os, sys\nprint(os.getcwd(), *sys.argv[1:], sep='|')\n"
        )
        for tool in TOOLS:
            found = shutil.which(tool)
            if found:
                (self.bin / tool).symlink_to(found)

    def add(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(script)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def add_python(self) -> None:
        (self.bin / "python3").symlink_to(sys.executable)

    def add_uv(self) -> None:
        self.add("uv", FAKE_UV.format(log=self.log, python=sys.executable, folder=self.root))

    def run(
        self, *arguments: str, script: Path | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [script or self.root / "zhike", *arguments], env={"PATH": str(self.bin), "HOME": str(self.root)}, cwd=cwd,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def uv_calls(self) -> list[str]:
        calls = self.log.read_text().splitlines() if self.log.exists() else []
        return [call for call in calls if call != "--version"]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    checkout.add_python()
    checkout.add_uv()
    return checkout


def test_arguments_and_the_folder_of_the_caller_reach_the_command(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "command").mkdir(parents=True)  # must not be taken for ours
    done = ready.run("up", "a b", cwd=tmp_path / "elsewhere")
    assert done.stdout == f"{tmp_path / 'elsewhere'}|up|a b\n", done.stderr


def test_it_finds_its_folder_through_a_chain_of_links(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "first").symlink_to("a checkout/zhike")
    (tmp_path / "bin" / "zhike").symlink_to("../first")
    assert ready.run("up", script=tmp_path / "bin" / "zhike", cwd=tmp_path).stdout.endswith("|up\n")


def test_the_environment_is_made_once_and_again_when_the_lock_changes(ready: Checkout) -> None:
    ready.run("up")
    ready.run("up")
    assert [call.split()[0] for call in ready.uv_calls()] == ["venv", "pip"]
    with (ready.root / "locks" / "service.txt").open("a") as lock:
        lock.write("# changed\n")
    ready.run("up")
    assert [call.split()[0] for call in ready.uv_calls()] == ["venv", "pip", "pip"]


def test_a_python_that_uv_fetches_stays_in_the_checkout(ready: Checkout) -> None:
    """A unit of systemd is shown no home, and a checkout may be carried to a machine without a network."""
    (ready.root / "command" / "__main__.py").write_text("import os\nprint(os.environ['UV_PYTHON_INSTALL_DIR'])\n")
    assert ready.run("up").stdout == f"{ready.root}/.tools/python\n"


def test_once_the_tests_were_run_their_packages_stay(ready: Checkout) -> None:
    ready.run("test")
    ready.run("up")
    (_, sync) = ready.uv_calls()
    assert sync.endswith("locks/test.txt")


def test_without_a_network_it_says_what_to_check_and_tries_again_next_time(ready: Checkout) -> None:
    (ready.root / "offline").touch()
    failed = ready.run("up")
    assert failed.returncode == 1
    assert "check the network, the disk and uv's mirror" in failed.stderr
    assert failed.stdout == ""
    (ready.root / "offline").unlink()
    assert ready.run("up").returncode == 0


def test_installed_once_it_needs_neither_uv_nor_another_python(ready: Checkout) -> None:
    ready.run("up")
    (ready.bin / "uv").unlink()
    (ready.bin / "python3").unlink()
    assert ready.run("up").returncode == 0


def test_too_old_a_python_is_named(checkout: Checkout) -> None:
    checkout.add_uv()
    checkout.add("python3", '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\n[ "$1" = --version ]\n')
    done = checkout.run("up")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "zhike: needs Python 3.11 to 3.14, and this machine's python3 is Python 3.9.2: "
        "install one of them and start again."
    )


def test_no_python_at_all_is_one_sentence(checkout: Checkout) -> None:
    checkout.add_uv()
    done = checkout.run("up")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert "this machine has none" in done.stderr


def test_a_python_without_venv_and_pip_is_told_what_to_install(checkout: Checkout) -> None:
    checkout.add("python3", BARE_PYTHON)
    done = checkout.run("up")
    assert done.returncode == 1
    assert "neither venv nor pip" in done.stderr


def test_an_old_uv_is_not_used(checkout: Checkout) -> None:
    checkout.add("python3", BARE_PYTHON)
    checkout.add("uv", "#!/bin/sh\necho 'uv 0.4.30'\n")
    assert "neither venv nor pip" in checkout.run("up").stderr


@pytest.mark.skipif(shutil.which("dash") is None, reason="dash is not installed")
def test_it_is_plain_posix_shell() -> None:
    assert subprocess.run(["dash", "-n", ZHIKE], check=False).returncode == 0
    assert os.access(ZHIKE, os.X_OK)
