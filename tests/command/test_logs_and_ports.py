"""Small parts of `zhike up`: log files, ports, the note of a running system, words for failures."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import install, ports
from command.problem import Problem, explain
from command.rotating import RotatingLog
from command.running import find_running, noted


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_full_log_starts_anew_and_the_newest_are_kept(tmp_path: Path) -> None:
    log = RotatingLog(tmp_path / "a.log", max_bytes=10, kept=2)
    for number in range(5):
        log.write(f"line {number}\n".encode())
    log.close()
    assert (tmp_path / "a.log").read_text() == "line 4\n"
    assert (tmp_path / "a.log.1").read_text() == "line 3\n"
    assert (tmp_path / "a.log.2").read_text() == "line 2\n"
    assert not (tmp_path / "a.log.3").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_ends_nothing() -> None:
    log = RotatingLog(Path("/dev/full"))
    log.write(b"lost\n")
    log.close()


def test_a_log_goes_on_where_it_ended(tmp_path: Path) -> None:
    for text in (b"one\n", b"two\n"):
        log = RotatingLog(tmp_path / "a.log")
        log.write(text)
        log.close()
    assert (tmp_path / "a.log").read_text() == "one\ntwo\n"


def test_a_taken_port_is_refused_with_the_process_that_has_it(taken: int) -> None:
    with pytest.raises(Problem, match=rf"Port {taken}.*\(process {os.getpid()}\).*choose another"):
        ports.check_free(taken, "127.0.0.1", what="the service", remedy="choose another")


def test_another_inner_port_is_found_when_the_usual_one_is_taken(taken: int) -> None:
    found = ports.free_port(taken)
    assert found != taken
    assert ports.is_free(found)
    assert ports.free_port(0) > 0


def test_a_running_system_is_found_by_its_note_and_not_after_it(tmp_path: Path) -> None:
    assert find_running(tmp_path) is None
    with noted(tmp_path, "http://127.0.0.1:1"):
        running = find_running(tmp_path)
        assert running is not None
        assert (running.pid, running.url) == (os.getpid(), "http://127.0.0.1:1")
    assert find_running(tmp_path) is None


def test_a_note_whose_process_number_was_used_again_is_not_believed(tmp_path: Path) -> None:
    note = {"pid": os.getpid(), "created": 1.0, "url": "http://127.0.0.1:1"}
    (tmp_path / "run.json").write_text(json.dumps(note))
    assert find_running(tmp_path) is None


def test_a_full_disk_is_refused_before_anything_is_installed(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"needs 1000000 GB and this disk has .* make room"):
        install.check_disk(tmp_path, needed_gb=1e6)
    install.check_disk(tmp_path, needed_gb=0.0)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("npm error code ENOTFOUND", "check the network, or name a mirror"),
        ("error: Failed to fetch: `https://…`", "check the network, or name a mirror"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("npm error code EINTEGRITY", "does not match its lock"),
        ("something else entirely", "its log says why"),
    ],
)
def test_a_known_cause_is_said_in_words(output: str, words: str) -> None:
    problem = explain("Installing", output, Path("/var/x.log"))
    assert words in str(problem)
    assert "/var/x.log" in str(problem)
