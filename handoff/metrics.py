"""What Prometheus reads at `/metrics`. Labels are few and bounded: never an id, never a text."""

from prometheus_client import Counter, Histogram

BOT_TURNS = Counter("zhike_bot_turns_total", "Bot turns by how they ended", ["outcome"])
BOT_TURN_SECONDS = Histogram(
    "zhike_bot_turn_seconds",
    "Seconds the bot took to answer",
    buckets=(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
