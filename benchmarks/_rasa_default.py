"""Rasa as it comes, taught our data: what a bot turn is measured against.

- Pipeline: Rasa's default one with its tokenizer for Chinese (Jieba; regex, lexical and two count featurizers; DIET;
  a response selector for the topics; the fallback classifier). Policies: Memoization, Rule, UnexpecTEDIntent and TED.
- Data: our domain, our rules, the first 10 examples of each intent and topic, and as stories the rules that begin with
  an intent, for TED learns from stories alone. DIET and the selector learn 30 epochs, the two TED policies 5; more
  would teach them better and run no faster.
- It runs as `rasa run` does: REST channel, trackers in memory, dask, an HTTP session a call of an action. Two things
  make it faster than it comes, so that the ratios are the least one gets: the domain is sent only to the action that
  asks for it, and jsonschema is the fast release 3.2 of our environment.

Its answers are not compared: without our extractor most answers to the form are refused. A turn is one all the same.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from command.model import rasa_environment
from command.paths import BOT_LOCK, BOT_PYTHON, ROOT
from command.problem import Problem

CACHE = ROOT / "var" / "cache" / "rasa-default"
EXAMPLES = 10
TRAINING_S = 3600.0  # three minutes on two idle cores
SOURCES = (ROOT / "bot" / "domain", ROOT / "data" / "nlu", ROOT / "data" / "rules")

CONFIG: dict[str, Any] = {
    "recipe": "default.v1",
    "assistant_id": "rasa-default",
    "language": "zh",
    "pipeline": [
        {"name": "JiebaTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 30, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", "retrieval_intent": "faq", "epochs": 30, "constrain_similarities": True},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
    "policies": [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy", "core_fallback_action_name": "action_offer_topics"},
        {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": 5},
        {"name": "TEDPolicy", "max_history": 5, "epochs": 5, "constrain_similarities": True},
    ],
}
ENDPOINTS = """\
action_endpoint:
  url: ${ZHIKE_ACTIONS_URL}
  enable_selective_domain: true
"""


def trained() -> Path:
    """The model of the present data, kept in var/cache. What training says goes to stderr."""
    folder = CACHE / _digest()
    model = folder / "model.tar.gz"
    if not model.exists():
        _write(folder)
        print("Training Rasa's default on our data, once; this takes minutes …", file=sys.stderr)
        data = [folder / "data", ROOT / "data" / "rules"]
        argv = [BOT_PYTHON, "-m", "rasa", "train", "--config", folder / "config.yml", "--domain", "bot/domain"]
        argv += ["--data", *data, "--out", folder, "--fixed-model-name", "model"]
        environment = os.environ | rasa_environment()
        done = subprocess.run(argv, cwd=ROOT, env=environment, stdout=sys.stderr, timeout=TRAINING_S, check=False)
        if done.returncode or not model.exists():
            raise Problem("Rasa's default could not be trained.")
    return model


def argv(model: Path, port: int) -> list[str | Path]:
    """`rasa run` with the REST channel, on loopback."""
    folder = model.parent
    files = ["--credentials", folder / "credentials.yml", "--endpoints", folder / "endpoints.yml"]
    return [BOT_PYTHON, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port), "--model", model, *files]


def _digest() -> str:
    files = sorted(path for folder in SOURCES for path in folder.rglob("*.yml"))
    content = b"".join(path.read_bytes() for path in [Path(__file__), BOT_LOCK, *files])
    return hashlib.sha256(content).hexdigest()[:12]


def _write(folder: Path) -> None:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    _dump(folder / "config.yml", CONFIG)
    _dump(folder / "credentials.yml", {"rest": None})
    _dump(folder / "data" / "nlu.yml", {"version": "3.1", "nlu": list(_examples())})
    _dump(folder / "data" / "stories.yml", {"version": "3.1", "stories": list(_stories())})
    (folder / "endpoints.yml").write_text(ENDPOINTS, encoding="utf-8")


def _dump(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _examples() -> Iterator[dict[str, str]]:
    """Intents with their first examples; an intent that stands in several files counts once."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for part in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in part:
                found.setdefault(part["intent"], []).extend(part["examples"].splitlines())
    return ({"intent": intent, "examples": "\n".join(lines[:EXAMPLES]) + "\n"} for intent, lines in found.items())


def _stories() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "data" / "rules").rglob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            if "condition" not in rule and "intent" in rule["steps"][0]:
                yield {"story": rule["rule"], "steps": rule["steps"]}
