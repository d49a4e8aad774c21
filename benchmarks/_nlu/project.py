"""A Rasa project in a folder of its own: the pipeline under test, the examples, and one rule and story an intent."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks._nlu.labelled import Labelled, Names, as_message
from command.paths import ROOT

ANSWER = "utter_answer"

DEFAULT_PIPELINE: list[dict[str, Any]] = [
    # What `rasa init` writes in release 3.6, with jieba for the white-space tokeniser, which knows no Chinese words.
    {"name": "JiebaTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]


DEFAULT_POLICIES: list[dict[str, Any]] = [
    # What release 3.6 runs where a configuration names none, as that of `rasa init` does.
    {"name": "MemoizationPolicy"},
    {"name": "RulePolicy"},
    {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": 100},
    {"name": "TEDPolicy", "max_history": 5, "epochs": 100, "constrain_similarities": True},
]


@dataclass(frozen=True)
class Setup:
    pipeline: list[dict[str, Any]]
    policies: list[dict[str, Any]]


DEFAULT = Setup(DEFAULT_PIPELINE, DEFAULT_POLICIES)


@dataclass(frozen=True)
class Project:
    """Nothing is shared with another project, least of all Rasa's cache of trained components."""

    name: str
    folder: Path

    @property
    def model(self) -> Path:
        return self.folder / "models" / "model.tar.gz"

    def write(self, setup: Setup, train: Labelled, names: Names) -> None:
        self.folder.mkdir(parents=True)
        # JSON, because in Rasa's YAML brackets in a sentence would be an entity.
        examples = [{"text": as_message(text), "intent": names.safe(label)} for text, label in train]
        nlu = json.dumps({"rasa_nlu_data": {"common_examples": examples}}, ensure_ascii=False)
        (self.folder / "nlu.json").write_text(nlu, encoding="utf-8")
        config = {"recipe": "default.v1", "assistant_id": "bench", "language": "zh"}
        self._write("config.yml", {**config, "pipeline": setup.pipeline, "policies": setup.policies})
        answer = {ANSWER: [{"text": "好的。"}]}
        self._write("domain.yml", {"version": "3.1", "intents": list(names), "responses": answer})
        turns = {name: [{"intent": name}, {"action": ANSWER}] for name in [*names, "nlu_fallback"]}
        rules = [{"rule": name, "steps": steps} for name, steps in turns.items()]
        stories = [{"story": name, "steps": steps} for name, steps in turns.items()]  # what TED learns from
        self._write("rules.yml", {"version": "3.1", "rules": rules, "stories": stories})
        self._write("credentials.yml", {"rest": None})

    def _write(self, name: str, content: dict[str, Any]) -> None:
        (self.folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


_PATHS = ("dictionary_path", "examples")
"""Settings of components that are relative to where the bot is started."""


def pipeline() -> list[dict[str, Any]]:
    """That of `config.yml`, its paths made absolute."""
    components: list[dict[str, Any]] = _config()["pipeline"]
    for component in components:
        component |= {name: str(ROOT / component[name]) for name in _PATHS if name in component}
    return components


def ours() -> Setup:
    """Pipeline and policy of `config.yml`; of the policy, which follows rules alone, only the name: it names an action.

    What learns from examples of its own (the judges of complaints) is left out: it has nothing to do with the labelled
    files, and reads what the product's intents call a complaint.
    """
    (policy,) = _config()["policies"]
    return Setup([component for component in pipeline() if "examples" not in component], [{"name": policy["name"]}])


def _config() -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    return config
