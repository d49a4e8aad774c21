"""What the intent classifier and the topic selector share: words of a message, exact matches, storing both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.text import greeting_length, match_key
from bot.components.text_model import Shape, TextModel

RANKING_LENGTH = 10
"""Rankings are stored with every message and sent with every action: ten is what a reader looks at (as in Rasa)."""


def sentence(message: Message) -> tuple[str, list[str]]:
    """The text and the words that count: a greeting glued to a question is left out."""
    text = message.get(TEXT) or ""
    skipped = greeting_length(text)
    words = [token.text for token in message.get(TOKENS_NAMES[TEXT], []) if token.start >= skipped]
    return text[skipped:], words


class Learnt:
    """A text model, and the training examples by heart: what was taught word for word is understood for certain."""

    def __init__(self, model: TextModel, by_heart: dict[str, str]) -> None:
        self._model = model
        self._by_heart = by_heart

    @classmethod
    def learn(cls, examples: Sequence[Message], labels: Sequence[str], shape: Shape) -> Learnt:
        model = TextModel.fit([sentence(example) for example in examples], labels, shape)
        known: dict[str, set[str]] = {}
        for example, label in zip(examples, labels, strict=True):
            known.setdefault(match_key(example.get(TEXT)), set()).add(label)
        by_heart = {key: taught.pop() for key, taught in known.items() if key and len(taught) == 1}
        return cls(model, by_heart)

    def rank(self, message: Message) -> dict[str, float]:
        """Label to confidence, best first. An exact match has 1.0 and leaves nothing to the others."""
        taught = self._by_heart.get(match_key(message.get(TEXT) or ""))
        predicted = self._model.predict(*sentence(message))
        if taught is None:
            return predicted
        return {taught: 1.0} | {label: 0.0 for label in predicted if label != taught}

    def save(self, folder: Path) -> None:
        self._model.save(folder)
        (folder / "by_heart.json").write_text(json.dumps(self._by_heart, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Learnt:
        by_heart = json.loads((folder / "by_heart.json").read_text(encoding="utf-8"))
        return cls(TextModel.load(folder), by_heart)
