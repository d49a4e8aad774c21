"""The wire shapes of the desk: conversations as staff see them, and what staff send (docs/wire.md)."""

from typing import Literal

from pydantic import BaseModel, Field

from handoff.agent.schemas import Plain
from handoff.conversation.schemas import Body, EventRead, ReadMarks, WireTime
from handoff.ticket.schemas import TicketItem

StatusName = Literal["bot", "queued", "assigned", "closed"]


class Holder(BaseModel):
    id: str
    name: str


class CustomerBrief(BaseModel):
    """Names are masked; `is_known` when the institution vouched for who it is. `told_name`: what somebody without a
    name says theirs is, which nobody has checked; null outside a conversation."""

    id: str
    name: str | None
    told_name: str | None
    is_known: bool
    tags: list[str]


class CustomerMasked(CustomerBrief):
    phone: str | None
    created_at: WireTime


class LastMessage(BaseModel):
    text: str
    actor_kind: str
    created_at: WireTime


class Item(BaseModel):
    """One line of a list. `waiting_s` is counted now and null when nobody waits; `unread` counts a waiting or helped
    customer's messages that the holder has not seen. `found`: the newest message with the words that were searched,
    from shortly before them; null where that is the last message, and without a search."""

    id: str
    status: StatusName
    channel: str
    priority: int
    reason: str | None
    summary: str | None
    queued_at: WireTime | None
    waiting_s: int | None
    agent: Holder | None
    customer: CustomerBrief
    last_message: LastMessage | None
    found: LastMessage | None
    last_seq: int
    unread: int
    created_at: WireTime


class ItemPage(BaseModel):
    """`next_before` is the key of the next page, null on the last."""

    items: list[Item]
    next_before: str | None


class Detail(Item):
    customer: CustomerMasked
    read: ReadMarks
    tickets: list[TicketItem]


class QueueCounts(BaseModel):
    waiting: int
    assigned: int
    bot: int


class QueueRead(BaseModel):
    """`waiting` is most urgent first, then longest; the first 200 of `counts.waiting`."""

    waiting: list[Item]
    counts: QueueCounts
    agents_online: int


class Assignment(BaseModel):
    conversation_id: str
    status: StatusName
    agent: Holder | None
    last_seq: int


class Empty(Body):
    """A body that says nothing."""


class TransferPost(Body):
    note: str = Field(min_length=1, max_length=4000)


class ClosePost(Body):
    reason: Literal["resolved", "customer_left", "spam", "other"]
    note: str | None = Field(default=None, max_length=4000)


class RevealPost(Body):
    reason: Plain = Field(min_length=2, max_length=200)


class Revealed(BaseModel):
    """Events in full: those of a conversation that hold something masked, oldest first."""

    events: list[EventRead]
