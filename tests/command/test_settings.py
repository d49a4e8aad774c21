"""Settings that are off: the operator reads which one and what to write, before anything is started."""

from pathlib import Path

import pytest

from command import up
from command.problem import Problem
from handoff.settings import Settings


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("TIMEZONE", "Asia/Nowhere", "like Asia/Shanghai"),
        ("OFFICE_HOURS", "25-3", "like 08:30-21:00"),
        ("OFFICE_HOURS", "21:00-08:30", "like 08:30-21:00"),
        ("OFFICE_HOURS", "", "like 08:30-21:00"),
        ("DATABASE_URL", "mysql://root@localhost/zhike", r"postgresql\+psycopg://USER@HOST/NAME"),
        ("PORT", "abc", "valid integer"),
    ],
)
def test_a_setting_that_is_off_is_named_with_what_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, remedy: str
):
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv(f"ZHIKE_{name}", value)
    with pytest.raises(Problem, match=rf"ZHIKE_{name} \(.*{remedy}.*docs/settings.md"):
        up.load_settings()


async def test_a_database_nobody_answers_for_is_said_with_its_setting(tmp_path: Path):
    url = "postgresql+psycopg://zhike:secret@127.0.0.1:1/zhike?connect_timeout=2"
    settings = Settings(_env_file=None, data_dir=tmp_path, database_url=url, bot_key="k" * 32)
    with up.Steps() as steps, pytest.raises(Problem, match=r"cannot be used: .*Check ZHIKE_DATABASE_URL") as told:
        await up.prepare_database(settings, steps)
    assert "secret" not in str(told.value)
