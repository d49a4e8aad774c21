"""What makes two sentences the same to the bot: `python -m bot.fold < SENTENCES > FOLDED`, one JSON string a line.

Folded are script, width, case, usual misspellings, blanks and punctuation.
"""

import json
import sys

from bot.components.text import match_key, normalise

if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(match_key(normalise(json.loads(line)).text), ensure_ascii=False))
