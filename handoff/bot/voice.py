"""How the bot's side writes into a conversation: events, messages, and the way to a person."""

from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from handoff.bot import policy
from handoff.conversation import service as conversations
from handoff.conversation.models import Conversation
from handoff.conversation.service import Actor
from handoff.conversation.states import ActorKind, EventType, Status
from handoff.queue import service as queues
from handoff.queue.policy import is_within_hours
from handoff.queue.service import Handoff
from handoff.settings import Settings


class Voice:
    """Speaks in one conversation, inside one transaction. `key` names the turn: what is done once a turn carries it."""

    def __init__(self, session: Session, conversation_id: str, *, key: str, now: datetime, settings: Settings) -> None:
        self.session, self.conversation_id, self.key = session, conversation_id, key
        self.now, self.settings = now, settings
        self._bot = Actor(ActorKind.BOT, name=settings.bot_name)

    @cached_property
    def conversation(self) -> Conversation:
        """Loaded for the few turns that do more than speak."""
        return conversations.get(self.session, self.conversation_id, lock=True)

    def append(self, type: EventType, data: dict[str, Any]) -> None:
        conversations.record(self.session, self.conversation_id, type, actor=self._bot, data=data, now=self.now)

    def say(
        self,
        text: str,
        *,
        name: str,
        quick_replies: list[dict[str, Any]] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        data = policy.message_data(text, name=name, quick_replies=quick_replies or [], metadata=metadata or {})
        self.append(EventType.MESSAGE_CREATED, data)

    def call_person(self, handoff: Handoff) -> None:
        """Queue the conversation, unless it is queued already."""
        if self.conversation.status == Status.BOT:
            is_open = is_within_hours(self.now, hours=self.settings.office_hours, zone=self.settings.zone)
            queues.enqueue(self.session, self.conversation, handoff, now=self.now, is_within_hours=is_open)
