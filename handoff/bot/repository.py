"""All SQL about bot turns."""

from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, exists, func, insert, select, update
from sqlalchemy.orm import Session

from handoff.bot.models import BotTurn
from handoff.bot.states import TurnKind, TurnStatus
from handoff.conversation.models import Conversation, Event
from handoff.customer.models import Customer
from handoff.database import connection_of
from handoff.prepared import Prepared
from handoff.ticket.models import Ticket


class TakenTurn(NamedTuple):
    """A turn that is about to end. `said` is the `data` of the event it answers, `holder` who has the conversation."""

    conversation_id: str
    seq: int
    kind: str
    status: str
    said: dict[str, Any]
    holder: str


class OwedTurn(NamedTuple):
    """A turn with what the bot is told of it: what was said, and who the customer is."""

    conversation_id: str
    seq: int
    kind: str
    data: dict[str, Any]  # of the event it answers
    locale: str
    external_id: str | None
    name: str | None
    phone: str | None
    tags: list[str]
    has_tickets: bool
    is_last: bool  # no other is owed in this conversation


_TURN, _EVENT, _CONVERSATION, _CUSTOMER, _TICKET = (
    cast(Table, model.__table__).c for model in (BotTurn, Event, Conversation, Customer, Ticket)
)
_ADD = Prepared(
    insert(BotTurn.__table__).values(
        conversation_id=bindparam("conversation_id"), seq=bindparam("seq"), kind=bindparam("kind"),
        status=bindparam("status"), created_at=bindparam("now"),
    )
)  # fmt: skip
_END = Prepared(
    update(BotTurn.__table__)
    .where(_TURN.conversation_id == bindparam("of"), _TURN.seq == bindparam("number"))
    .values(status=bindparam("status"), failure=bindparam("failure"), finished_at=bindparam("finished_at"))
)
_LATER = cast(Table, BotTurn.__table__).alias("later").c
_TAKE = Prepared(
    select(_TURN.kind, _TURN.status, _EVENT.data, _CONVERSATION.status)
    .join_from(BotTurn.__table__, Event.__table__,
               (_EVENT.conversation_id == _TURN.conversation_id) & (_EVENT.seq == _TURN.seq))
    .join(Conversation.__table__, _CONVERSATION.id == _TURN.conversation_id)
    .where(_TURN.conversation_id == bindparam("of"), _TURN.seq == bindparam("number"))
    .with_for_update(of=[Conversation.__table__, BotTurn.__table__])
)  # fmt: skip
_OWED = Prepared(
    select(
        _TURN.conversation_id, _TURN.seq, _TURN.kind, _EVENT.data, _CONVERSATION.locale, _CUSTOMER.external_id,
        _CUSTOMER.name, _CUSTOMER.phone, _CUSTOMER.tags,
        exists().where(_TICKET.conversation_id == _TURN.conversation_id),
        ~exists().where(
            _LATER.conversation_id == _TURN.conversation_id, _LATER.seq > _TURN.seq,
            _LATER.status == TurnStatus.PENDING,
        ),
    )
    .join_from(BotTurn.__table__, Event.__table__,
               (_EVENT.conversation_id == _TURN.conversation_id) & (_EVENT.seq == _TURN.seq))
    .join(Conversation.__table__, _CONVERSATION.id == _TURN.conversation_id)
    .join(Customer.__table__, _CUSTOMER.id == _CONVERSATION.customer_id)
    .where(_TURN.conversation_id == bindparam("conversation_id"), _TURN.status == TurnStatus.PENDING)
    .order_by(_TURN.seq)
    .limit(1)
)  # fmt: skip


def add(session: Session, conversation_id: str, seq: int, *, kind: TurnKind, now: datetime) -> None:
    """A turn that is owed, for a message or a conversation handed back."""
    values = {"conversation_id": conversation_id, "seq": seq, "kind": kind, "now": now}
    _ADD.run(connection_of(session), values | {"status": TurnStatus.PENDING})


def take(session: Session, conversation_id: str, seq: int) -> TakenTurn | None:
    """To end it: other writers of the turn and of its conversation wait for the transaction (PostgreSQL)."""
    row = _TAKE.first(connection_of(session), {"of": conversation_id, "number": seq})
    return row and TakenTurn(conversation_id, seq, *row)


def find_owed(session: Session, conversation_id: str) -> OwedTurn | None:
    """The oldest, in one statement: this is asked with every turn."""
    row = _OWED.first(connection_of(session), {"conversation_id": conversation_id})
    return row and OwedTurn(*row)


def end(session: Session, turn: TakenTurn, status: TurnStatus, *, failure: str | None, now: datetime) -> None:
    values = {"status": status, "failure": failure, "finished_at": now}
    _END.run(connection_of(session), values | {"of": turn.conversation_id, "number": turn.seq})


def list_owing(session: Session) -> list[str]:
    query = (
        select(BotTurn.conversation_id)
        .where(BotTurn.status == TurnStatus.PENDING)
        .group_by(BotTurn.conversation_id)
        .order_by(func.min(BotTurn.created_at))
    )
    return list(session.scalars(query))
