"""Scores entities that were found already: `python -m bot.entity_report < LINES`, JSON lines to one JSON object.

A line is a held-out complaint with `found`, the entities the serving model gave for it. Printed is entity -> its
score's `right`, `wrong`, `missed` and `spurious`.
"""

import json
import sys
from dataclasses import asdict

from bot.entity_score import score

if __name__ == "__main__":
    lines = [json.loads(line) for line in sys.stdin]
    found = {(line["text"], line["now"]): line["found"] for line in lines}
    scores = score(lines, lambda text, now: found[text, now.isoformat()])
    print(json.dumps({entity: asdict(total) for entity, total in scores.items()}))
