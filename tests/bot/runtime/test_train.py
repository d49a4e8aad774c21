"""Training without what only Rasa's cache needs: the same model."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
import rasa.model_training
import yaml

from bot.train import train
from tests.bot.runtime.process import PROJECT, ROOT

CONFIG = {
    "recipe": "default.v1",
    "assistant_id": "test",
    "language": "zh",
    "pipeline": [
        {"name": "bot.components.normaliser.TextNormaliser"},
        {"name": "JiebaTokenizer", "dictionary_path": str(ROOT / "bot" / "dictionary")},
        {"name": "bot.components.intent_classifier.CascadeIntentClassifier"},
        {"name": "bot.components.faq_selector.FaqSelector"},
    ],
    "policies": [{"name": "bot.policies.brief.BriefRulePolicy"}],
}


def unordered(value: Any) -> Any:
    """Rasa writes sets of rules in any order."""
    if isinstance(value, dict):
        return {key: unordered(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted((unordered(inner) for inner in value), key=lambda inner: json.dumps(inner, sort_keys=True))
    return value


def learnt(model: Path) -> dict[str, Any]:
    """The files of a model by their names, its description left out: that has times and random ids."""
    with tarfile.open(model) as archive:
        files = {file.name: archive.extractfile(file).read() for file in archive if file.isfile()}
    del files["metadata.json"]
    return {name: unordered(json.loads(text)) if name.endswith(".json") else text for name, text in files.items()}


def test_what_is_learnt_is_what_rasa_train_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "false")
    monkeypatch.setenv("RASA_CACHE_DIRECTORY", str(tmp_path / "cache"))
    config, domain, data = tmp_path / "config.yml", str(PROJECT / "domain.yml"), [str(PROJECT / "data")]
    config.write_text(yaml.safe_dump(CONFIG), encoding="utf-8")
    theirs = rasa.model_training.train(
        domain, str(config), data, output=str(tmp_path), force_training=True, fixed_model_name="theirs"
    )
    assert theirs.code == 0
    train(str(config), domain, data, tmp_path / "ours.tar.gz")
    ours = learnt(tmp_path / "ours.tar.gz")
    assert ours == learnt(tmp_path / "theirs.tar.gz")
    assert any("FaqSelector" in name for name in ours)
