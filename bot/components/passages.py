"""What an answer says about a question: the sentences of it that are most like the question. Imports no Rasa."""

import numpy as np

from actions.sentences import sentences_of
from bot.components.text import match_key
from bot.embedding import Embedder

MOST = 3
"""Sentences quoted."""
_LEAST = 6
"""Letters; what is shorter is a heading."""
_SHARED = 0.05
"""What characters in common weigh beside the cosine, in which sentences differ by a few hundredths."""
_EVERYWHERE = frozenset("的了吗呢吧啊不能可以要我你您有是就还多少怎么什么啥这那")


def passages(question: str, answer: str, embedder: Embedder) -> list[str]:
    """Up to `MOST` sentences, in the order of the answer; none where it has none."""
    sentences = [text for text in sentences_of(answer) if len(text) >= _LEAST and not text.endswith(("：", ":"))]
    if not sentences:
        return []
    asked, *said = embedder.embed([question, *sentences])
    alike = np.array(said) @ asked + _SHARED * np.array([_shared(question, sentence) for sentence in sentences])
    return [sentences[index] for index in sorted(np.argsort(-alike, kind="stable")[:MOST])]


def _shared(question: str, sentence: str) -> float:
    """The share of the question's characters that tell something and stand in the sentence."""
    asked = set(match_key(question)) - _EVERYWHERE
    return len(asked & set(match_key(sentence))) / max(1, len(asked))
