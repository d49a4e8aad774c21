"""Tests of Rasa's side, run in Rasa's environment.

PYTHONPATH=. bot/.venv/bin/python -m pytest -c bot/pyproject.toml --confcutdir tests/bot/runtime tests/bot/runtime
"""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

if find_spec("rasa") is None:
    collect_ignore_glob = ["test_*.py"]  # the services' environment has no Rasa and leaves this folder alone
else:
    from bot.components import learning
    from tests.bot.runtime.actions import FakeActions
    from tests.bot.runtime.embedding import LetterEmbedder
    from tests.bot.runtime.process import Bot, trained_model

    @pytest.fixture(scope="session")
    def model() -> str:
        """Path of a small model trained with the project's own config.yml."""
        return str(trained_model())

    @pytest.fixture(scope="session")
    def running(model: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bot, FakeActions]]:
        with FakeActions() as actions, Bot(model, actions, tmp_path_factory.mktemp("bot")) as bot:
            yield bot, actions

    @pytest.fixture
    def actions(running: tuple[Bot, FakeActions]) -> Iterator[FakeActions]:
        """The action server, in order again after each test."""
        yield running[1]
        running[1].repair()

    @pytest.fixture
    def bot(running: tuple[Bot, FakeActions], actions: FakeActions) -> Bot:
        return running[0]

    @pytest.fixture
    def embedder(monkeypatch: pytest.MonkeyPatch) -> LetterEmbedder:
        """The one that components open."""
        opened = LetterEmbedder()
        for name in ("open_embedder", "open_teacher"):
            monkeypatch.setattr(learning, name, lambda *arguments: opened)
        return opened
