"""What masking hides in a conversation, for who says why: audit entry and answer are one transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from handoff.agent.states import SignedIn
from handoff.assignment.reading import mask_of
from handoff.assignment.schemas import Revealed
from handoff.audit import service as audit
from handoff.conversation import service as conversations
from handoff.conversation.policy import clean_text
from handoff.conversation.schemas import event_to_wire
from handoff.customer.masking import StaffView

PAGE = 300
REASON_MAX_CHARS = 200


def reveal(
    session: Session, conversation_id: str, *, agent: SignedIn, reason: str, address: str, now: datetime
) -> Revealed:
    """Nothing is shown that was not recorded. Raises ConversationNotFound, and MessageEmpty for no reason."""
    view = StaffView(mask_of(session, conversation_id))
    audit.record(
        session, "customer.reveal", at=now, agent_id=agent.id, agent_name=agent.name, target=conversation_id,
        address=address, reason=clean_text(reason, max_chars=REASON_MAX_CHARS),
    )  # fmt: skip
    hidden, seq = [], 0
    while events := conversations.list_events(session, conversation_id, after_seq=seq, limit=PAGE):
        wires = [event_to_wire(event) for event in events]
        hidden += [wire for wire in wires if view(wire)["data"] != wire["data"]]
        seq = events[-1].seq
    return Revealed.model_validate({"events": hidden})
