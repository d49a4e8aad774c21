"""Reads sentences as the serving bot does: `python -m bot.read MODEL < LINES > READINGS`, both JSON lines.

A line is `{"text", "now"}`; its reading is what Rasa makes of it, as the actions are given it. The model is loaded
once and `{"model": NAME}` written when it is ready; a reading follows each line, in the same order.
"""

import asyncio
import json
import logging
import sys
from typing import Any, TextIO

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.utils.log_utils import configure_structlog

from bot.channel.trace import model_name
from bot.components.text import disarm


async def read(model: str, readings: TextIO) -> None:
    processor = Agent.load(model).processor
    _write({"model": model_name(processor)}, readings)
    for line in sys.stdin:
        asked = json.loads(line)
        message = UserMessage(text=disarm(asked["text"]), metadata={"now": asked["now"]})
        _write(await processor.parse_message(message), readings)


def _write(value: dict[str, Any], readings: TextIO) -> None:
    """Confidences may be numpy's floats."""
    readings.write(json.dumps(value, ensure_ascii=False, default=float) + "\n")
    readings.flush()


if __name__ == "__main__":
    readings, sys.stdout = sys.stdout, sys.stderr  # what Rasa prints does not get between the lines
    configure_structlog(logging.WARNING)
    asyncio.run(read(sys.argv[1], readings))
