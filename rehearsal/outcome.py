"""What came of one step: everything staff could read in the log about it."""

from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]


@dataclass
class Outcome:
    """`events` are those the step caused, in the staff's form; `before` is the outcome of the step before.

    Slots, form and trace stay as the bot's last turn left them when the bot was not asked.
    """

    said: str
    events: list[Data]
    status: str
    tickets: list[Data]
    before: "Outcome | None" = None
    pressed: str | None = None
    slots: Data = field(init=False, default_factory=dict)
    form: Data | None = field(init=False, default=None)
    trace: Data = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        understood = self.all("bot.understood")
        if understood:
            last = understood[-1]
            self.slots, self.form, self.trace = last["slots"], last["form"], last["trace"]
        elif self.before:
            self.slots, self.form, self.trace = self.before.slots, self.before.form, self.before.trace

    def all(self, type: str) -> list[Data]:
        return [event["data"] for event in self.events if event["type"] == type]

    @property
    def messages(self) -> list[Data]:
        """What the customer read in answer."""
        told = [event for event in self.events if event["type"] == "message.created"]
        return [event["data"] for event in told if event["actor"]["kind"] != "customer"]

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages)

    @property
    def quick_replies(self) -> list[Data]:
        return [reply for message in self.messages for reply in message.get("quick_replies") or []]

    @property
    def intent(self) -> str | None:
        return (self.trace.get("intent") or {}).get("name")

    @property
    def topic(self) -> Data:
        return self.trace.get("topic") or {}

    @property
    def requested_slot(self) -> str | None:
        return (self.form or {}).get("requested_slot")

    def value(self, slot: str) -> Any:
        return (self.slots.get(slot) or {}).get("value")

    def values(self) -> Data:
        return {slot: self.value(slot) for slot in self.slots}

    def __str__(self) -> str:
        """For a failing test: what was said, how it was taken, what came back."""
        intent, topic = self.trace.get("intent") or {}, self.topic
        lines = [
            f"客户：{self.said}",
            f"  intent {intent.get('name')} {intent.get('confidence', 0):.2f}; topic {topic.get('name')} "
            f"{topic.get('confidence') or 0:.2f}; actions {self.trace.get('actions')}",
            f"  entities {[(e['entity'], e['value']) for e in self.trace.get('entities') or []]}",
            f"  form {self.form}; slots { {slot: v for slot, v in self.values().items() if v is not None} }",
            f"  {self.status}; events {[event['type'] for event in self.events]}",
        ]
        return "\n".join(lines + [_shown(message) for message in self.messages])


def _shown(message: Data) -> str:
    buttons = [reply["title"] for reply in message.get("quick_replies") or []]
    return f"  机器人[{message.get('name')}]：{message['text']} {buttons}"
