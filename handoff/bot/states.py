"""What a bot turn is and how it ends. No I/O here."""

from enum import StrEnum


class TurnKind(StrEnum):
    MESSAGE = "message"  # a customer's message
    RESUME = "resume"  # a person handed the conversation back


class TurnStatus(StrEnum):
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"  # the customer got the fallback sentence
    DROPPED = "dropped"  # the bot no longer held the conversation when its answer came
