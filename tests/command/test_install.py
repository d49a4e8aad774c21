"""What `zhike up` finds installed, built and trained already, and what it does again."""

import json
from pathlib import Path

import pytest

from command import install, model, pages, report, system
from command.problem import Problem
from command.report import Counts
from command.steps import Steps


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small pages' workspace with its lock and its sources."""
    folder = tmp_path / "web"
    for name in ("widget", "node_modules/vue", "dist"):
        (folder / name).mkdir(parents=True)
    (folder / "widget" / "main.ts").write_text("1")
    lock = {
        "packages": {
            "": {},
            "node_modules/vue": {"version": "3.5.0"},
            "node_modules/mac": {"version": "1", "optional": True},
        }
    }
    (folder / "package-lock.json").write_text(json.dumps(lock))
    monkeypatch.setattr(pages, "WEB", folder)
    monkeypatch.setattr(pages, "STAMP", folder / "dist" / "built-from")
    monkeypatch.setattr("command.digest.ROOT", tmp_path)
    return folder


def has_installed(web: Path, version: str) -> None:
    lock = {"packages": {"node_modules/vue": {"version": version}}}
    (web / "node_modules" / ".package-lock.json").write_text(json.dumps(lock))


def test_packages_are_installed_when_each_needed_one_has_its_version(web: Path) -> None:
    assert not pages.are_packages_installed()
    has_installed(web, "3.4.0")
    assert not pages.are_packages_installed()
    has_installed(web, "3.5.0")
    assert pages.are_packages_installed()


@pytest.mark.parametrize(
    ("file", "is_source"), [("widget/main.ts", True), ("widget/main.test.ts", False), ("node_modules/vue/x.js", False)]
)
def test_pages_are_built_again_when_a_source_changed(web: Path, file: str, is_source: bool) -> None:
    (web / "dist" / "built-from").write_text(pages.sources())
    assert pages.are_built()
    (web / file).write_text("2")
    assert pages.are_built() is not is_source


def test_an_environment_counts_as_installed_only_for_its_own_lock(tmp_path: Path) -> None:
    environment, lock = tmp_path / "env", tmp_path / "lock.txt"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").touch()
    lock.write_text("a==1")
    assert not install.is_installed(environment, lock)
    (environment / "zhike.lock").write_text("a==1")
    assert install.is_installed(environment, lock)
    lock.write_text("a==2")
    assert not install.is_installed(environment, lock)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models, a key of its own, and training that writes a few bytes in place of a minute's work."""
    monkeypatch.setattr(model, "MODELS", tmp_path / "models")
    monkeypatch.setattr(model, "KEY", tmp_path / "model.key")
    monkeypatch.setattr(
        model, "argv", lambda out: ["sh", "-c", f"echo trained >> {tmp_path}/log; echo m > '{out}/model.tar.gz'"]
    )
    return tmp_path


def trainings(models: Path) -> int:
    return len((models / "log").read_text().splitlines())


async def test_the_same_content_is_trained_once(models: Path) -> None:
    with Steps() as steps:
        first = await model.train(steps, models)
        assert await model.train(steps, models) == first == model.current()
        assert trainings(models) == 1
        await model.train(steps, models, is_forced=True)
    assert trainings(models) == 2
    assert [path.name for path in first.parent.iterdir() if path.is_dir()] == []


async def test_a_model_that_was_exchanged_is_not_loaded_but_made_anew(models: Path) -> None:
    with Steps() as steps:
        made = await model.train(steps, models)
        made.write_bytes(b"somebody else's")
        assert not model.is_signed(made)
        await model.train(steps, models)
    assert trainings(models) == 2
    assert model.is_signed(made)
    assert made.read_bytes() == b"m\n"


def test_another_checkouts_signature_does_not_count(models: Path) -> None:
    (models / "models").mkdir()
    made = models / "models" / "m.tar.gz"
    made.write_bytes(b"model")
    model.signature_of(made).write_text(model.sign(made))
    assert model.is_signed(made)
    model.KEY.unlink()
    assert not model.is_signed(made)


def test_a_report_counts_what_the_runners_counted(tmp_path: Path) -> None:
    junit = tmp_path / "junit.xml"
    junit.write_text('<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>')
    assert report.read_junit(junit) == Counts(passed=5, failed=2, skipped=2)
    vitest = tmp_path / "vitest.json"
    vitest.write_text(json.dumps({"numPassedTests": 3, "numFailedTests": 0, "numPendingTests": 1, "numTodoTests": 1}))
    assert report.read_vitest(vitest) == Counts(passed=3, failed=0, skipped=2)
    assert str(Counts(1, 2, 3)) == "1 passed, 2 failed, 3 skipped"


def test_a_runner_that_broke_is_a_failure_even_without_a_report(tmp_path: Path) -> None:
    assert report.of_runner(report.read_junit(tmp_path / "none.xml"), exit_code=5) == Counts(failed=1)
    assert report.of_runner(Counts(failed=2), exit_code=1) == Counts(failed=2)
    assert report.of_runner(Counts(passed=2), exit_code=0) == Counts(passed=2)


# The bot's readiness


async def test_a_bot_that_refuses_its_probe_for_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = iter([None, 503, None, 503, 503, 503])
    clock = iter([100.0, 100.0, 200.0, 200.0, 210.0, 216.0])

    async def status(url: str, *, key: str = "") -> int | None:
        return next(statuses)

    monkeypatch.setattr(system, "_status", status)
    readiness = system.BotReadiness("http://127.0.0.1:1", "key", monotonic=lambda: next(clock))
    assert [await readiness() for _ in range(5)] == [False] * 5  # a restart in between begins the wait anew
    with pytest.raises(Problem, match="does not understand its probe sentence"):
        await readiness()


async def test_silence_and_errors_are_not_an_answer() -> None:
    assert not await system.answers("http://127.0.0.1:1/health")


async def test_what_is_missing_is_not_made_where_the_checkout_cannot_be_written(
    web: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As inside a unit of systemd or a container."""
    monkeypatch.setattr(install.os, "access", lambda path, mode: False)
    monkeypatch.setattr(install, "BOT_LOCK", tmp_path / "another.lock")
    (tmp_path / "another.lock").write_text("rasa==4")
    monkeypatch.setattr(model, "current", lambda: tmp_path / "models" / "zhike-new.tar.gz")
    for make in (install.install_bot, pages.build, model.train):
        with pytest.raises(Problem, match="is not prepared and cannot be written from here"):
            await make(Steps(), tmp_path)
    assert not (tmp_path / "models").exists()
