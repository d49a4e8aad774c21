"""The processes of the system: what each is started with."""

import stat
from pathlib import Path

import pytest

from command import model, part, up
from command.problem import Problem
from command.system import System, plan
from handoff.settings import Settings


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    monkeypatch.setattr(model, "SCRATCH", tmp_path / "tools" / "tmp")
    settings = Settings(_env_file=None, data_dir=tmp_path, bot_key="k" * 32, customer_token_key="t" * 32)
    return System(settings, tmp_path / "model.tar.gz", port=1, bot_port=2, actions_port=3)


def test_the_bots_temporary_files_are_this_users_alone(system: System):
    (bot,) = [spec for spec in system.specs() if spec.name == "bot"]
    scratch = Path(bot.env["TMPDIR"])
    assert stat.S_IMODE(scratch.stat().st_mode) == 0o700


def test_a_folder_somebody_opened_to_others_is_closed_again(system: System):
    model.SCRATCH.mkdir(parents=True)
    model.SCRATCH.chmod(0o777)
    system.specs()
    assert stat.S_IMODE(model.SCRATCH.stat().st_mode) == 0o700


def test_secrets_are_in_no_command_line(system: System):
    """Command lines are read by everybody on the machine; environments by their owner."""
    for spec in system.specs():
        line = " ".join(map(str, spec.argv))
        assert "kkkk" not in line
        assert "tttt" not in line


def test_several_workers_share_the_public_port_and_have_one_each_to_be_asked_on(tmp_path: Path):
    settings = Settings(
        _env_file=None, data_dir=tmp_path, port=0, workers=3, bots=2, database_url="postgresql+psycopg://x@127.0.0.1/x"
    )
    planned = plan(settings, tmp_path / "model.tar.gz")
    specs = {spec.name: spec for spec in planned.specs()}
    assert list(specs) == ["actions", "bot-1", "bot-2", "handoff-1", "handoff-2", "handoff-3"]
    inner = [planned.actions_port, *planned.bot_ports, *planned.worker_ports]
    assert len(set(inner)) == 1 + 2 + 3
    workers = [spec.env for name, spec in specs.items() if name.startswith("handoff")]
    assert [env["ZHIKE_WORKER_PORT"] for env in workers] == [str(port) for port in planned.worker_ports]
    urls = ",".join(f"http://127.0.0.1:{port}" for port in planned.bot_ports)
    assert {env["ZHIKE_BOT_URL"] for env in workers} == {urls}


def test_one_of_each_needs_no_ports_of_their_own(tmp_path: Path):
    planned = plan(Settings(_env_file=None, data_dir=tmp_path, port=0), tmp_path / "model.tar.gz")
    assert [spec.name for spec in planned.specs()] == ["actions", "bot", "handoff"]
    assert planned.worker_ports == ()


def test_several_workers_on_the_embedded_database_are_refused_with_the_way_out(tmp_path: Path):
    with pytest.raises(Problem, match="ZHIKE_DATABASE_URL"):
        plan(Settings(_env_file=None, data_dir=tmp_path, port=0, workers=2), tmp_path / "model.tar.gz")


# One part alone


def command_of(name: part.Part, folder: Path, **settings: object) -> tuple[list[str], dict[str, str]]:
    chosen = {"data_dir": folder, "bot_key": "k" * 32, "customer_token_key": "t" * 32, **settings}
    return part.command_of(name, Settings(_env_file=None, **chosen), interface="10.0.0.20")


def test_the_service_alone_asks_the_bots_that_its_settings_name(tmp_path: Path):
    argv, environment = command_of("handoff", tmp_path, bot_url="http://10.0.0.20:5005")
    assert argv[-2:] == ["-m", "handoff"]
    assert not any(name.startswith("ZHIKE_") for name in environment)  # what is set stays as it is


def test_the_service_has_few_heaps_whoever_starts_it(system: System, tmp_path: Path):
    _, alone = command_of("handoff", tmp_path)
    heaps = {spec.name: spec.env.get("MALLOC_ARENA_MAX") for spec in system.specs()}
    assert [alone["MALLOC_ARENA_MAX"], heaps] == ["2", {"actions": None, "bot": None, "handoff": "2"}]


def test_the_bot_alone_listens_where_it_is_told_on_the_port_the_service_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(model, "SCRATCH", tmp_path / "tmp")
    monkeypatch.setattr(model, "KEY", tmp_path / "model.key")
    monkeypatch.setattr(model, "current", lambda: tmp_path / "model.tar.gz")
    with pytest.raises(Problem, match="prepare"):
        command_of("bot", tmp_path)
    model.current().write_text("a model")
    with pytest.raises(Problem, match="signature"):
        command_of("bot", tmp_path)
    model.signature_of(model.current()).write_text(model.sign(model.current()))
    argv, environment = command_of("bot", tmp_path, bot_url="http://bot:5006", actions_port=5056)
    assert argv[argv.index("--interface") + 1] == "10.0.0.20"
    assert argv[argv.index("-p") + 1] == "5006"
    assert environment["ZHIKE_ACTIONS_URL"] == "http://127.0.0.1:5056/webhook"
    assert "k" * 32 not in " ".join(argv)


def test_the_actions_alone_stay_on_loopback(tmp_path: Path):
    argv, _ = command_of("actions", tmp_path, actions_port=5056)
    assert argv[-3:] == ["actions", "--port", "5056"]


async def test_migrating_an_empty_database_shows_the_first_accounts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    settings = Settings(_env_file=None, data_dir=tmp_path)
    monkeypatch.setattr(up, "load_settings", lambda: settings)
    await up.migrate()
    assert "amira" in capsys.readouterr().out
    await up.migrate()
    assert "amira" not in capsys.readouterr().out
