"""The wire shapes of a conversation: what HTTP and sockets carry (docs/wire.md)."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from handoff.conversation.models import Event, NewEvent


def to_wire_time(value: datetime) -> str:
    """`2026-11-22T02:30:00.123Z`."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


WireTime = Annotated[datetime, PlainSerializer(to_wire_time)]
ClientId = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]

NUMBER_MAX = 2**31 - 1  # what a column holds: PostgreSQL refuses to compare it with more
Seq = Annotated[int, Field(ge=0, le=NUMBER_MAX)]


class Body(BaseModel):
    """A request body: unknown fields and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class MessagePost(Body):
    client_id: ClientId
    text: str


class MessageReceipt(BaseModel):
    client_id: str
    seq: int
    created_at: WireTime


class RatingPost(Body):
    score: int = Field(ge=1, le=5)
    comment: str | None = Field(default=None, max_length=500)


class QueuePlace(BaseModel):
    """`position` counts from 1; `estimated_wait_s` is null when nothing honest can be said."""

    position: int
    ahead: int
    estimated_wait_s: int | None


class AgentName(BaseModel):
    name: str


class ReadMarks(BaseModel):
    customer_seq: int
    staff_seq: int


class Snapshot(BaseModel):
    """A conversation as its customer sees it."""

    id: str
    status: Literal["bot", "queued", "assigned", "closed"]
    last_seq: int
    queue: QueuePlace | None
    agent: AgentName | None
    can_rate: bool
    read: ReadMarks


class EventRead(BaseModel):
    """One event. For customers an internal one is only `conversation_id`, `seq` and type `internal`."""

    model_config = ConfigDict(extra="allow")
    conversation_id: str
    seq: int
    type: str


class EventPage(BaseModel):
    events: list[EventRead]
    has_more: bool


def event_to_wire(event: Event | NewEvent) -> dict[str, Any]:
    """The event as staff read it."""
    return {
        "conversation_id": event.conversation_id,
        "seq": event.seq,
        "type": event.type,
        "actor": {"kind": event.actor_kind, "id": event.actor_id, "name": event.actor_name},
        "audience": [] if event.is_internal else ["customer"],
        "client_id": event.client_id,
        "created_at": to_wire_time(event.created_at),
        "data": event.data,
    }


STAFF_ONLY_DATA = frozenset({"grade", "complaint_class", "agent_id"})  # keys of public events that customers never see
# Our judgement of a customer (anger, spam, a grave complaint) and how urgent we find them: for the desk alone.
STAFF_ONLY_DATA_OF: dict[str, frozenset[str]] = {
    "conversation.queued": frozenset({"reason", "priority"}),
    "conversation.closed": frozenset({"reason"}),
}


def customer_view(wire: dict[str, Any]) -> dict[str, Any]:
    """What a customer may read of a staff event: only the number of an internal one, no staff ids, no judgements."""
    if "customer" not in wire["audience"]:
        return {"conversation_id": wire["conversation_id"], "seq": wire["seq"], "type": "internal"}
    hidden = STAFF_ONLY_DATA | STAFF_ONLY_DATA_OF.get(wire["type"], frozenset())
    data = {key: value for key, value in wire["data"].items() if key not in hidden}
    return {**wire, "actor": {**wire["actor"], "id": None}, "data": data}
