"""Sentence embeddings: vectors that lie close together when two sentences mean the same. Imports no Rasa.

`open_embedder` gives one; what follows from it (classifier, topics) knows only `Embedder`.
"""

from bot.embedding.cached import CachedEmbedder
from bot.embedding.embedder import Embedder, EmbedderUnavailable
from bot.embedding.opening import open_embedder, open_teacher

__all__ = ["CachedEmbedder", "Embedder", "EmbedderUnavailable", "open_embedder", "open_teacher"]
