"""How near a sentence is to the nearest one that was taught.

The measure is the cosine of the two sets of characters and pairs of neighbouring characters, of folded texts whose
beginning and end count in pairs: what both hold over the geometric mean of what each holds. Nine characters of which
one is another have 0.84; 1.0 is the same set.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

MEASURE = "cosine of the sets of characters and character pairs"
NEAR = 0.8
"""Above this a sentence differs from a taught one by a character or two."""


def parts(folded: str) -> frozenset[str]:
    bounded = f"\x02{folded}\x03"
    return frozenset(folded) | {bounded[index : index + 2] for index in range(len(bounded) - 1)}


class Taught:
    """Folded training examples, indexed by part: only those that share one are compared."""

    def __init__(self, folded: Sequence[str]) -> None:
        self._sizes = [len(parts(text)) for text in folded]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(folded):
            for part in parts(text):
                self._holders[part].append(number)

    def nearest(self, folded: str) -> tuple[int, float]:
        """(index of the nearest example, nearness 0-1); (-1, 0.0) when none shares a part. Of equals the first."""
        own = parts(folded)
        shared = Counter(number for part in own for number in self._holders.get(part, ()))
        cosine = {number: both / math.sqrt(len(own) * self._sizes[number]) for number, both in shared.items()}
        return max(cosine.items(), key=lambda found: (found[1], -found[0]), default=(-1, 0.0))
