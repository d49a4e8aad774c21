"""Loads a model and reads sentences, each once: `python -m bot.nlu_probe MODEL < sentences.json > result.json`.

In comes a JSON list of sentences; out {"predictions": [[best intent, whether the bot falls back], …],
"seconds": [of each sentence], "processor_s": [the same], "load_s", "resident_mib": the most it held}. The benchmarks
`nlu_pipeline` and `many_topics` run it.
"""

import asyncio
import json
import logging
import resource
import sys
import time
from typing import Any

from rasa.core.agent import Agent, load_agent
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.utils.log_utils import configure_structlog

WARM_UP = ("你好", "暖机用的一句话", "在被测句子之外的另一句话")
"""Wakes lazily loaded dictionaries and threads; none of the sentences measured."""


async def probe(model: str, sentences: list[str]) -> dict[str, Any]:
    configure_structlog(logging.ERROR)  # or every sentence is printed
    started = time.perf_counter()
    agent = await load_agent(model_path=model)
    load_s = time.perf_counter() - started
    if not agent.is_ready():
        raise SystemExit(f"{model} cannot be loaded.")
    for sentence in WARM_UP:
        await agent.parse_message(sentence)
    read = [await _read(agent, sentence, number, len(sentences)) for number, sentence in enumerate(sentences, start=1)]
    return {
        "predictions": [said for said, _, _ in read],
        "seconds": [taken for _, taken, _ in read],
        "processor_s": [worked for _, _, worked in read],
        "load_s": load_s,
        "resident_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


Read = tuple[tuple[str | None, bool], float, float]


async def _read(agent: Agent, sentence: str, number: int, total: int) -> Read:
    started, worked = time.perf_counter(), time.process_time()
    parsed = await agent.parse_message(sentence)
    taken, worked = time.perf_counter() - started, time.process_time() - worked
    if number % 500 == 0 or number == total:
        print(f"  read {number} of {total}", file=sys.stderr, flush=True)
    ranking = [entry["name"] for entry in parsed["intent_ranking"]]
    best = next((name for name in ranking if name != DEFAULT_NLU_FALLBACK_INTENT_NAME), None)
    return (best, parsed["intent"]["name"] == DEFAULT_NLU_FALLBACK_INTENT_NAME), taken, worked


if __name__ == "__main__":
    out = sys.stdout
    sys.stdout = sys.stderr  # what libraries print is no result
    json.dump(asyncio.run(probe(sys.argv[1], json.load(sys.stdin))), out)
