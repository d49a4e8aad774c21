"""The processes of the system: what each is started with."""

import stat
from pathlib import Path

import pytest

from command import model
from command.system import System
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
