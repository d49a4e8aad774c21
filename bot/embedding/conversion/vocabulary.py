"""Which pieces of the vocabulary are kept, and the tokenizer that cuts a sentence into them.

Of 250,000 pieces in a hundred languages the customers of a Chinese bank type a few: the rest would be nine tenths of
the table and of the time it takes to load.
"""

import re

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from bot.embedding.conversion.weights import Weights

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
"""At the beginning of the vocabulary, in this order."""

CHINESE = re.compile(
    r"(?=.*[\u3000-\u9fff\uff00-\uffef])[▁!-~·—…‘’“”\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]*"
)
CAPITALS = re.compile(r"▁?[A-Z]{2,4}")  # ATM, LPR, POS, VIP
LATIN = re.compile(r"[▁ -~¥€£°²×÷éàèüöä]*")
MOST_FREQUENT = 40_000
"""Pieces stand in the order of their frequency; a rarer Latin word is cut into more than one."""


def kept_pieces(weights: Weights) -> np.ndarray:
    """Ids, ascending: the special ones, everything in Chinese, and the Latin pieces that are frequent or capitals."""
    return np.array([id_ for id_, piece in enumerate(weights.pieces) if _is_kept(id_, piece)], np.int64)


def _is_kept(id_: int, piece: str) -> bool:
    if id_ < len(SPECIAL):
        return True
    if piece == "<mask>":
        return False
    return bool(
        CHINESE.fullmatch(piece) or CAPITALS.fullmatch(piece) or (id_ < MOST_FREQUENT and LATIN.fullmatch(piece))
    )


def tokenizer(weights: Weights, kept: np.ndarray) -> Tokenizer:
    """SentencePiece's unigram model as the original has it, over the pieces that are kept."""
    vocabulary = [(weights.pieces[id_], float(weights.scores[id_])) for id_ in kept]
    made = Tokenizer(Unigram(vocabulary, unk_id=SPECIAL.index("<unk>")))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[(name, SPECIAL.index(name)) for name in ("<s>", "</s>")]
    )
    return made
