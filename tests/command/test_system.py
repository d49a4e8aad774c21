"""The processes of the system: what each is started with."""

import stat
from pathlib import Path

import pytest

from command import model
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
