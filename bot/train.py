"""Trains a model: `python -m bot.train --config FILE --domain PATH --out FILE --data PATH…`.

The model is the one of `rasa train --force`. That command reads every file three times, copies all examples with each
reading, and takes the fingerprint of all of them after each component, for a cache that a new content never finds
anything in; together that took as long as all learning.
"""

import argparse
import logging
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from rasa.engine.caching import LocalTrainingCache
from rasa.engine.graph import ExecutionContext, GraphNodeHook, GraphSchema
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelStorage
from rasa.engine.training.graph_trainer import GraphTrainer
from rasa.engine.training.hooks import TrainingHook
from rasa.engine.validation import validate
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import E2EImporter, ResponsesSyncImporter, TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.utils.common import configure_logging_and_warnings


class ReadOnce(TrainingDataImporter):
    """What another importer gives, asked for once. Examples are Chinese whatever language is asked for."""

    def __init__(self, inner: TrainingDataImporter) -> None:
        self._inner = inner

    @cached_property
    def _domain(self) -> Domain:
        return self._inner.get_domain()

    @cached_property
    def _stories(self) -> StoryGraph:
        return self._inner.get_stories()

    @cached_property
    def _nlu_data(self) -> TrainingData:
        return self._inner.get_nlu_data()

    def get_domain(self) -> Domain:
        return self._domain

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        return self._stories

    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        return self._nlu_data

    def get_config(self) -> dict[str, Any]:
        config: dict[str, Any] = self._inner.get_config()
        return config

    def get_config_file_for_auto_config(self) -> str | None:
        file: str | None = self._inner.get_config_file_for_auto_config()
        return file


class Runner(DaskGraphRunner):
    """Without the hook that takes fingerprints."""

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> Self:
        kept = [hook for hook in hooks or [] if not isinstance(hook, TrainingHook)]
        runner: Self = super().create(graph_schema, model_storage, execution_context, kept)
        return runner


def importer(config: str, domain: str, data: list[str]) -> TrainingDataImporter:
    """Rasa's own importers, each read once."""
    files = ReadOnce(RasaFileImporter(config, domain, data))
    return ReadOnce(E2EImporter(ResponsesSyncImporter(files)))


def train(config: str, domain: str, data: list[str], out: Path) -> None:
    """Write the model to the archive `out`. Raises RasaException for a setting or a file that cannot be used."""
    source = importer(config, domain, data)
    recipe = Recipe.recipe_for_name(source.get_config().get("recipe"))
    settings, _, _ = recipe.auto_configure(
        source.get_config_file_for_auto_config(), source.get_config(), TrainingType.BOTH
    )
    model = recipe.graph_config_for_recipe(settings, {}, training_type=TrainingType.BOTH)
    validate(model)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        trainer = GraphTrainer(LocalModelStorage(Path(folder)), LocalTrainingCache(), Runner)
        trainer.train(model, source, out, force_retraining=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", required=True)
    parser.add_argument("--domain", required=True)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--data", required=True, nargs="+")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-8s %(name)s  - %(message)s")
    configure_logging_and_warnings(logging.INFO)
    train(arguments.config, arguments.domain, arguments.data, arguments.out)


if __name__ == "__main__":
    main()
