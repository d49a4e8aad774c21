"""What the bot is tried on, it was not trained on: else the conversations would only show its memory."""

import re

import yaml

from command.paths import ROOT
from evaluation.heldout import read_heldout
from rehearsal.script import Conversation, read_all

LEAST_LETTERS = 7  # "转人工客服" can only be said one way; a sentence as long as this cannot be there by chance


CHINESE = re.compile("[一-鿿]")  # commands and markup in other scripts are what they are, in both places


def letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def spoken(script: Conversation) -> list[str]:
    """What the customer types; what they press is the bot's own text."""
    texts = [step.given for step in script.steps if step.kind == "customer"]
    texts += [text for step in script.steps if step.kind == "fills" for text in step.given.values()]
    return [text.replace("{variant}", script.variant) for text in texts]


def judged() -> set[str]:
    """Every example of what a complaint is about or asks for, as letters alone."""
    paths = (ROOT / "data" / "complaints").glob("*.tsv")
    return {letters(line.split("\t")[0]) for path in paths for line in path.read_text(encoding="utf-8").splitlines()}


def trained() -> set[str]:
    """Every training example of every intent, and of complaints, as letters alone."""
    examples = judged()
    for path in (ROOT / "data" / "nlu").rglob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or []:
            examples |= {letters(re.sub(r"^- ", "", line)) for line in (entry.get("examples") or "").splitlines()}
    return examples


def test_no_sentence_of_a_conversation_is_a_training_example():
    examples = trained()
    assert len(examples) > 1000
    said = {text for script in read_all() for text in spoken(script)}
    sentences = {text for text in said if len(letters(text)) >= LEAST_LETTERS and CHINESE.search(text)}
    assert len(sentences) > 200
    seen = sorted(text for text in sentences if letters(text) in examples)
    assert not seen


def test_no_held_out_sentence_is_an_example_of_a_complaint():
    examples = judged()
    assert len(examples) > 1000
    held_out = {letters(line.text) for line in read_heldout(ROOT / "tests" / "bot" / "heldout")}
    assert not [text for text in examples & held_out if len(text) >= LEAST_LETTERS]
