"""A complaint's life, which moves are legal, and what each state settles. No I/O here."""

from enum import IntEnum, StrEnum

from handoff.sla.states import DeadlineKind


class TicketStatus(StrEnum):
    SUBMITTED = "submitted"
    REGISTERED = "registered"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    INVESTIGATING = "investigating"
    RESOLUTION_PROPOSED = "resolution_proposed"
    FEEDBACK_SENT = "feedback_sent"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


_S = TicketStatus
ALLOWED: dict[TicketStatus, set[TicketStatus]] = {
    _S.SUBMITTED: {_S.REGISTERED, _S.WITHDRAWN},
    _S.REGISTERED: {_S.ACCEPTED, _S.NOT_ACCEPTED, _S.WITHDRAWN},
    _S.ACCEPTED: {_S.INVESTIGATING, _S.WITHDRAWN},
    _S.NOT_ACCEPTED: {_S.ACCEPTED, _S.CLOSED},  # accepted after all, on review
    _S.INVESTIGATING: {_S.RESOLUTION_PROPOSED, _S.WITHDRAWN},
    _S.RESOLUTION_PROPOSED: {_S.FEEDBACK_SENT, _S.INVESTIGATING, _S.WITHDRAWN},  # back when it is not approved
    _S.FEEDBACK_SENT: {_S.CONFIRMED, _S.DISPUTED, _S.CLOSED, _S.WITHDRAWN},  # closed when the customer stays silent
    _S.CONFIRMED: {_S.CLOSED},
    _S.DISPUTED: {_S.INVESTIGATING, _S.CLOSED, _S.WITHDRAWN},
    _S.CLOSED: {_S.INVESTIGATING},  # reopened
    _S.WITHDRAWN: {_S.INVESTIGATING},  # reopened
}

ENDED = frozenset({_S.NOT_ACCEPTED, _S.CLOSED, _S.WITHDRAWN})  # no deadline runs any more
_NEEDS_NOTE = frozenset({_S.NOT_ACCEPTED, _S.RESOLUTION_PROPOSED, _S.DISPUTED, _S.WITHDRAWN})
CUSTOMER_IS_TOLD = frozenset(set(_S) - {_S.SUBMITTED, _S.REGISTERED, _S.RESOLUTION_PROPOSED})  # the last is internal

# What reaching a state settles.
MEETS: dict[TicketStatus, set[DeadlineKind]] = {
    _S.REGISTERED: {DeadlineKind.REGISTRATION},
    _S.ACCEPTED: {DeadlineKind.FIRST_FEEDBACK},
    _S.NOT_ACCEPTED: {DeadlineKind.FIRST_FEEDBACK, DeadlineKind.RESULT_TOLD},
    _S.INVESTIGATING: {DeadlineKind.ACTION, DeadlineKind.FIRST_FEEDBACK},
    _S.RESOLUTION_PROPOSED: {DeadlineKind.FINDINGS},
    _S.FEEDBACK_SENT: {DeadlineKind.RESOLUTION, DeadlineKind.RESULT_TOLD, DeadlineKind.IMPROVEMENT_PLAN},
}

# What a complaint goes through when nothing goes wrong.
_PATH = (_S.REGISTERED, _S.ACCEPTED, _S.INVESTIGATING, _S.RESOLUTION_PROPOSED, _S.FEEDBACK_SENT)
_STANDS_LIKE = {_S.DISPUTED: _S.INVESTIGATING, _S.CONFIRMED: _S.FEEDBACK_SENT}

# What runs again, from the day a settled complaint is taken up once more.
SECOND_ROUND = frozenset({DeadlineKind.FINDINGS, DeadlineKind.RESOLUTION, DeadlineKind.RESULT_TOLD})
_TAKEN_UP_AGAIN = {
    (_S.CLOSED, _S.INVESTIGATING),
    (_S.WITHDRAWN, _S.INVESTIGATING),
    (_S.NOT_ACCEPTED, _S.ACCEPTED),
}


def is_reopening(status: TicketStatus, target: TicketStatus) -> bool:
    """Whether the procedure had ended and goes on."""
    return (status, target) in _TAKEN_UP_AGAIN


def needs_note(status: TicketStatus, target: TicketStatus) -> bool:
    """Whether this step must be explained."""
    return target in _NEEDS_NOTE or is_reopening(status, target)


def starts_second_round(status: TicketStatus, target: TicketStatus) -> bool:
    """Whether clocks start anew: the complaint is reopened, or the customer disputes the result."""
    return is_reopening(status, target) or target == _S.DISPUTED


def settled_by(status: TicketStatus) -> set[DeadlineKind]:
    """Everything that has happened when a complaint stands at `status`."""
    place = _STANDS_LIKE.get(status, status)
    passed = _PATH[: _PATH.index(place) + 1] if place in _PATH else ()
    return {kind for step in passed for kind in MEETS[step]}


class Grade(IntEnum):
    """1 is the most serious."""

    MAJOR, URGENT, GENERAL, REPEAT = range(1, 5)


class ComplaintClass(StrEnum):
    MAJOR = "major"
    URGENT = "urgent"
    GENERAL = "general"
    REPEAT = "repeat"


CLASS_OF: dict[Grade, ComplaintClass] = {
    Grade.MAJOR: ComplaintClass.MAJOR,
    Grade.URGENT: ComplaintClass.URGENT,
    Grade.GENERAL: ComplaintClass.GENERAL,
    Grade.REPEAT: ComplaintClass.REPEAT,
}


class HistoryKind(StrEnum):
    """What a row of a ticket's history tells."""

    SUBMITTED = "submitted"
    MOVED = "moved"
    GRADED = "graded"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    NOTED = "noted"
    REVEALED = "revealed"
    DEADLINE_WARNED = "deadline_warned"
    DEADLINE_BREACHED = "deadline_breached"
    ESCALATED = "escalated"


class Product(StrEnum):
    ACCOUNT = "account"
    DEBIT_CARD = "debit_card"
    CREDIT_CARD = "credit_card"
    LOAN = "loan"
    DEPOSIT = "deposit"
    WEALTH = "wealth"
    FUND = "fund"
    INSURANCE = "insurance"
    SECURITIES = "securities"
    PAYMENT = "payment"
    EBANK = "ebank"
    BRANCH_SERVICE = "branch_service"
    PERSONAL_INFORMATION = "personal_information"
    OTHER = "other"


class Issue(StrEnum):
    ATTITUDE = "attitude"
    PROCESS = "process"
    FEE = "fee"
    MISSELLING = "misselling"
    FUND_LOSS = "fund_loss"
    ACCOUNT_FREEZE = "account_freeze"
    SYSTEM_FAILURE = "system_failure"
    DATA_LEAK = "data_leak"
    CREDIT_REPORT = "credit_report"
    COLLECTION = "collection"
    CLAIM = "claim"
    OTHER = "other"


class Demand(StrEnum):
    REFUND = "refund"
    CORRECTION = "correction"
    EXPLANATION = "explanation"
    APOLOGY = "apology"
    RESTORATION = "restoration"
    ACCOUNTABILITY = "accountability"
    OTHER = "other"
