"""Who holds a conversation, and which moves are legal. No I/O here."""

from enum import StrEnum


class Status(StrEnum):
    BOT = "bot"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    CLOSED = "closed"


ALLOWED: dict[Status, set[Status]] = {
    Status.BOT: {Status.QUEUED, Status.CLOSED},
    Status.QUEUED: {Status.ASSIGNED, Status.BOT, Status.CLOSED},
    Status.ASSIGNED: {Status.QUEUED, Status.BOT, Status.CLOSED},
    Status.CLOSED: {Status.BOT},  # the customer writes again
}


class ActorKind(StrEnum):
    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class CloseReason(StrEnum):
    RESOLVED = "resolved"
    CUSTOMER_LEFT = "customer_left"
    SPAM = "spam"
    OTHER = "other"


class HandoffReason(StrEnum):
    """Why a person must take over: FINANCE.md, "When a person must take over"."""

    ASKED = "asked"
    FRAUD = "fraud"
    HARDSHIP = "hardship"
    SELF_HARM = "self_harm"
    ANGER = "anger"
    MISUNDERSTOOD = "misunderstood"
    ACCOUNT_REQUEST = "account_request"
    ADVICE = "advice"
    GRADE = "grade"
    BOT_FAILURE = "bot_failure"
    TRANSFERRED = "transferred"
    AGENT_VANISHED = "agent_vanished"


class Priority:
    """Order of waiting; a higher one is served first."""

    NORMAL, HIGH, URGENT, EMERGENCY = range(4)


class EventType(StrEnum):
    """What a conversation's log can hold; `docs/wire.md` gives the `data` of each."""

    CONVERSATION_OPENED = "conversation.opened"
    MESSAGE_CREATED = "message.created"
    NOTE_CREATED = "note.created"
    BOT_UNDERSTOOD = "bot.understood"
    BOT_FAILED = "bot.failed"
    CONVERSATION_QUEUED = "conversation.queued"
    HANDOFF_SUMMARISED = "handoff.summarised"
    CONVERSATION_ESCALATED = "conversation.escalated"
    CONVERSATION_ASSIGNED = "conversation.assigned"
    CONVERSATION_RELEASED = "conversation.released"
    CONVERSATION_RETURNED = "conversation.returned"
    CONVERSATION_CLOSED = "conversation.closed"
    CONVERSATION_REOPENED = "conversation.reopened"
    TICKET_CREATED = "ticket.created"
    TICKET_UPDATED = "ticket.updated"
    RATING_REQUESTED = "rating.requested"
    RATING_GIVEN = "rating.given"


INTERNAL: frozenset[EventType] = frozenset(
    {
        EventType.NOTE_CREATED,
        EventType.BOT_UNDERSTOOD,
        EventType.BOT_FAILED,
        EventType.HANDOFF_SUMMARISED,
        EventType.CONVERSATION_ESCALATED,
    }
)
