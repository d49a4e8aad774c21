"""What became of a customer's sentence, read from the events that followed it. No I/O here."""

from dataclasses import dataclass
from typing import Any

# The outcome of a message of this name; of several messages the first listed outcome counts.
BY_MESSAGE = {
    "refused politely": (
        "utter_advice_refused", "utter_confidential_refused", "utter_secret_warning", "utter_out_of_scope",
        "utter_out_of_scope_other_firm",
    ),
    "offered topics": ("utter_topics_offer",),
    "asked to rephrase": ("utter_topics_none", "utter_topics_rephrase"),
    "offered a person": (
        "utter_topics_offer_agent", "utter_account_identity", "utter_dissatisfaction_care", "utter_hardship_care",
    ),
}  # fmt: skip
BY_FORM = {"complaint_form": "complaint form started", "status_form": "complaint status asked"}
FAILED = "failed"
HANDED_OVER = "handed over"
ANSWERED = "answered"
SMALL_TALK = "small talk"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the report. `understood` is the intent, and for a question its topic; `confidence` 0-1 or None."""

    line: str
    outcome: str
    understood: str = ""
    confidence: float | None = None
    answer: str = ""


def is_over(events: list[dict[str, Any]], seq: int) -> bool:
    """Whether the bot is done with message `seq`: it answered, or failed."""
    return any(
        event["type"] in {"bot.understood", "bot.failed"} and event["data"].get("in_reply_to") == seq
        for event in events
    )


def read_outcome(line: str, events: list[dict[str, Any]]) -> Outcome:
    """`events` are those after the message, as `{"type", "actor_kind", "data"}`, oldest first."""
    data = {event["type"]: event["data"] for event in events}
    trace = data.get("bot.understood", {}).get("trace", {})
    texts = [event["data"]["text"] for event in events if _is_answer(event)]
    understood, confidence = _understood(trace)
    return Outcome(line, _outcome(events, data), understood, confidence, " / ".join(texts))


def _outcome(events: list[dict[str, Any]], data: dict[str, Any]) -> str:
    if "bot.failed" in data:
        return FAILED
    if "conversation.queued" in data:
        return f"{HANDED_OVER}: {data['conversation.queued'].get('reason')}"
    form = (data.get("bot.understood", {}).get("form") or {}).get("name")
    if form in BY_FORM:
        return BY_FORM[form]
    names = {event["data"].get("name") for event in events if _is_answer(event)}
    for outcome, members in BY_MESSAGE.items():
        if names & set(members):
            return outcome
    return ANSWERED if any((name or "").startswith("utter_faq/") for name in names) else SMALL_TALK


def _understood(trace: dict[str, Any]) -> tuple[str, float | None]:
    intent, topic = trace.get("intent") or {}, trace.get("topic")
    if topic:
        return f"{intent.get('name')}/{topic['name']}", topic["confidence"]
    return intent.get("name") or "", intent.get("confidence")


def _is_answer(event: dict[str, Any]) -> bool:
    return event["type"] == "message.created" and event["actor_kind"] in {"bot", "system"}
