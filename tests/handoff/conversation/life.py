"""What should come of each step in a conversation's life, told by a few lists: the model its tests hold the service to.

It knows nothing of the service's code. Each method gives the refusal it expects, or None and the events it expects.
"""

from dataclasses import dataclass, field

INTERNAL = {"note.created", "bot.understood", "bot.failed", "handoff.summarised"}
FAILURES_MAX = 2  # `bot_failures_before_handoff`
LEAD = "zhuguan"
CAPACITY = {"amira": 2, "ben": 1, LEAD: 2}


@dataclass
class Bot:
    is_broken: bool = False
    is_thinking: bool = False  # it keeps what it is asked until it is done


@dataclass
class Talk:
    """One conversation. `log` is the types of its events in order, so that the next number is always known."""

    bot: Bot
    log: list[str] = field(default_factory=lambda: ["conversation.opened"])
    status: str = "bot"
    holder: str | None = None
    can_rate: bool = False
    failures: int = 0
    owed: int = 0  # turns the bot has not given yet
    sent: dict[str, int] = field(default_factory=dict)  # client_id of the customer -> seq
    answered: dict[str, tuple[str, int]] = field(default_factory=dict)  # client_id of an agent -> who, seq
    ticket: str | None = None
    effects: list[str] = field(default_factory=list)  # what the bot's next answer brings about

    def add(self, *types: str) -> int:
        self.log += types
        return len(self.log)

    # The customer

    def says(self, client_id: str) -> int:
        """The number the message gets."""
        if client_id in self.sent:
            return self.sent[client_id]
        if self.status == "closed":
            self._reopen()
        self.sent[client_id] = self.add("message.created")
        if self.status == "bot":
            self._owe()
        return self.sent[client_id]

    def asks_for_person(self) -> None:
        if self.status == "closed":
            self._reopen()
        if self.status == "bot":
            self._queue()

    def changes_mind(self) -> str | None:
        if self.status in ("assigned", "closed"):
            return "conversation_moved"
        if self.status == "queued":
            self.status = "bot"
            self.add("conversation.returned")
        return None

    def closes(self, *, note: bool = False) -> None:
        if self.status == "closed":
            return
        was_helped = self.status == "assigned"
        self.add(*["note.created"] * note, "conversation.closed", *["rating.requested"] * was_helped)
        self.status, self.holder, self.can_rate = "closed", None, was_helped

    def rates(self) -> str | None:
        if not self.can_rate:
            return "rating_not_open"
        self.can_rate = False
        self.add("rating.given")
        return None

    # Agents

    def claims(self, agent: str, *, held: int) -> str | None:
        if self.holder == agent:
            return None
        if self.status != "queued":
            return "conversation_already_claimed" if self.status == "assigned" else "conversation_moved"
        if held >= CAPACITY[agent]:
            return "agent_at_capacity"
        self.status, self.holder = "assigned", agent
        self.add("conversation.assigned")
        return None

    def answers(self, agent: str, client_id: str) -> tuple[str | None, int]:
        """The refusal, or the number the message gets."""
        before = self.answered.get(client_id)
        if before and before[0] == agent:
            return None, before[1]
        if self.holder != agent:
            return "conversation_not_yours", 0
        self.answered[client_id] = (agent, self.add("message.created"))
        return None, len(self.log)

    def is_transferred(self, agent: str) -> str | None:
        if self.status != "assigned":
            return "conversation_moved"
        if agent not in (self.holder, LEAD):
            return "conversation_not_yours"
        self.is_released()
        return None

    def is_released(self) -> None:
        self.add("conversation.released")
        self.status, self.holder = "bot", None
        self._queue()

    def is_handed_back(self, agent: str) -> str | None:
        if self.holder != agent:
            return "conversation_not_yours"
        self.status, self.holder, self.failures = "bot", None, 0
        self.add("conversation.returned")
        self._owe()
        return None

    def is_closed_by(self, agent: str, *, note: bool) -> str | None:
        if self.status == "closed":
            return None
        if agent not in (self.holder, LEAD):
            return "conversation_not_yours"
        self.closes(note=note)
        return None

    # The bot

    def bot_gives_turns(self) -> None:
        """All it owes; what it says to a conversation that others hold by then is dropped."""
        while self.owed:
            self.owed -= 1
            if self.status == "bot":
                self._fail() if self.bot.is_broken else self._answer()

    def _owe(self) -> None:
        self.owed += 1
        if not self.bot.is_thinking:
            self.bot_gives_turns()

    def _answer(self) -> None:
        self.failures = 0
        self.add("bot.understood", "message.created", *self.effects)
        self.effects = []

    def _fail(self) -> None:
        self.failures += 1
        self.add("bot.failed", "message.created")
        if self.failures >= FAILURES_MAX:
            self._queue()

    def _queue(self) -> None:
        self.status = "queued"
        self.add("conversation.queued", "handoff.summarised")

    def _reopen(self) -> None:
        self.status, self.can_rate = "bot", False
        self.add("conversation.reopened")
