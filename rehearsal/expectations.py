"""What a step may expect, one function a key of `expect`; and what holds after every step, expected or not."""

import re
from collections.abc import Callable
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any

from rehearsal.outcome import Data, Outcome

FORBIDDEN = re.compile(
    r"(?<!不)(?<!不承诺)保本(?!浮动)|稳赚|零风险|保证收益|"
    r"(请|需要您?)(提供|发送|告诉我)(您的)?(密码|验证码|CVV|完整卡号)"
)
"""What the bot never says: promises of returns, requests for secrets."""


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def matches(value: Any, wanted: Any) -> bool:
    """Equal, or like a pattern with `*`; amounts are compared as decimals' text."""
    if isinstance(value, Decimal):
        value = f"{value:.2f}"
    if isinstance(wanted, str) and isinstance(value, str):
        return fnmatchcase(value, wanted)
    return value == wanted


def _all_match(values: Data, wanted: Data, what: str) -> None:
    wrong = {key: values.get(key) for key, want in wanted.items() if not matches(values.get(key), want)}
    assert not wrong, f"{what}: got {wrong}, wanted { {key: wanted[key] for key in wrong} }"


def _has_all(text: str, words: list[str], what: str) -> None:
    missing = [word for word in words if word not in text]
    assert not missing, f"{what}: {missing} missing"


def _has_none(text: str, words: list[str], what: str) -> None:
    found = [word for word in words if word in text]
    assert not found, f"{what}: {found} should not be there"


def check_intent(o: Outcome, wanted: Any) -> None:
    assert o.intent in as_list(wanted), f"intent: got {o.intent}, wanted {wanted}"


def check_not_intent(o: Outcome, wanted: Any) -> None:
    assert o.intent not in as_list(wanted), f"intent: {o.intent}"


def check_topic(o: Outcome, wanted: Any) -> None:
    """The topic, or one of them, was recognised, and its answer given."""
    assert o.intent == "faq" and o.topic.get("name") in as_list(wanted), (
        f"topic: got {o.intent}, {o.topic.get('name')}, wanted {wanted}"
    )
    check_name(o, f"utter_faq/{o.topic['name']}")


def check_topics(o: Outcome, wanted: str) -> None:
    """The topics whose answers were given, in this order: "annual_fee,points"."""
    answered = ",".join(topic["name"] for topic in o.trace.get("topics_answered") or [])
    assert answered == wanted, f"topics answered: {answered}, wanted {wanted}"
    for topic in answered.split(","):
        check_name(o, f"utter_faq/{topic}")


def check_is_topic_pressed(o: Outcome, wanted: bool) -> None:
    assert (o.topic.get("title") == o.pressed) is wanted, f"topic: got {o.topic.get('title')}, pressed {o.pressed}"


def check_name(o: Outcome, wanted: str) -> None:
    names = [message.get("name") for message in o.messages]
    assert wanted in names, f"message {wanted} missing: got {names}"


def check_not_name(o: Outcome, wanted: str) -> None:
    assert wanted not in [message.get("name") for message in o.messages], f"message {wanted}"


def check_text(o: Outcome, wanted: Any) -> None:
    _has_all(o.text, as_list(wanted), "text")


def check_first_text(o: Outcome, wanted: Any) -> None:
    _has_all(o.messages[0]["text"] if o.messages else "", as_list(wanted), "first message")


def check_not_text(o: Outcome, wanted: Any) -> None:
    _has_none(o.text, as_list(wanted), "text")


def check_has_risk(o: Outcome, wanted: bool) -> None:
    assert any(message.get("risk") for message in o.messages) is wanted, "risk text"


def check_quick_reply(o: Outcome, wanted: Any) -> None:
    titles = [reply["title"] for reply in o.quick_replies]
    assert set(as_list(wanted)) <= set(titles), f"quick replies: got {titles}, wanted {wanted}"


def check_status(o: Outcome, wanted: str) -> None:
    assert o.status == wanted, f"status: got {o.status}, wanted {wanted}"


def check_queued(o: Outcome, wanted: Data) -> None:
    check_status(o, "queued")
    (queued,) = o.all("conversation.queued") or [{}]
    assert queued.get("reason") == wanted.get("reason", queued.get("reason")), f"queued for {queued.get('reason')}"
    priority = queued.get("priority", -1)
    assert priority == wanted.get("priority", priority), f"priority {priority}"
    assert priority >= wanted.get("priority_at_least", 0), f"priority {priority}"
    (summarised,) = o.all("handoff.summarised")
    assert summarised["summary"], "an agent gets no summary"


def check_escalated(o: Outcome, wanted: Data) -> None:
    """The words of a waiting customer moved them forward, and the desk was told."""
    (escalated,) = o.all("conversation.escalated") or [{}]
    _all_match(escalated, wanted, "escalated")


def check_summary(o: Outcome, wanted: Any) -> None:
    _has_all("\n".join(s["summary"] for s in o.all("handoff.summarised")), as_list(wanted), "summary")


def check_facts(o: Outcome, wanted: Data) -> None:
    facts = [fact for summarised in o.all("handoff.summarised") for fact in summarised["facts"]]
    _all_match({fact["name"]: fact["value"] for fact in facts}, wanted, "facts")


def check_slots(o: Outcome, wanted: Data) -> None:
    _all_match(o.values(), wanted, "slots")


def check_slot_status(o: Outcome, wanted: Data) -> None:
    _all_match({slot: (o.slots.get(slot) or {}).get("status") for slot in wanted}, wanted, "slot status")


def check_form(o: Outcome, wanted: str | None) -> None:
    assert o.requested_slot == wanted, f"the form asks for {o.requested_slot}, wanted {wanted}"
    assert wanted or not o.form, f"still in {o.form}"


def check_not_form(o: Outcome, wanted: Any) -> None:
    assert o.requested_slot not in as_list(wanted), f"the form asks for {o.requested_slot} again"


def check_form_name(o: Outcome, wanted: str) -> None:
    assert (o.form or {}).get("name") == wanted, f"form: got {o.form}, wanted {wanted}"


def check_keeps_form(o: Outcome, wanted: bool) -> None:
    """The form stands where it stood, nothing was filled, and the customer is asked again."""
    assert o.before is not None, "there was no step before"
    assert o.form == o.before.form, f"form: {o.before.form} became {o.form}"
    before, after = o.before.values(), o.values()
    changed = {slot: (before.get(slot), value) for slot, value in after.items() if before.get(slot) != value}
    assert not changed.keys() - {"refusals"}, f"swallowed: {changed}"
    check_status(o, "bot")


def check_ticket(o: Outcome, wanted: Data) -> None:
    assert o.tickets, "no ticket"
    _all_match(o.tickets[-1], wanted, "ticket")


def check_tickets(o: Outcome, wanted: int) -> None:
    assert len(o.tickets) == wanted, f"{len(o.tickets)} tickets, wanted {wanted}"
    assert len({ticket["number"] for ticket in o.tickets}) == wanted, "two tickets of one number"


def check_is_silent(o: Outcome, wanted: bool) -> None:
    assert bool(o.messages) is not wanted, f"messages: {o.text}"


CHECKS: dict[str, Callable[[Outcome, Any], None]] = {
    name.removeprefix("check_"): check for name, check in list(globals().items()) if name.startswith("check_")
}


def always(o: Outcome, wanted: None = None) -> None:
    """What holds after every step, whatever it was."""
    assert not o.all("bot.failed"), f"the bot failed: {o.all('bot.failed')}"
    assert not o.all("bot.understood") or o.messages, "the bot said nothing"
    for slot, held in o.slots.items():
        assert held["status"] in ("confirmed", "inferred"), f"{slot}: {held}"
    for message in o.messages:
        _check_message(message)


def _check_message(message: Data) -> None:
    text = message["text"]
    assert text.strip(), "an empty message"
    assert not re.search(r"[{}]", text), f"an unfilled place: {text}"
    assert not FORBIDDEN.search(text), f"must never be said: {text}"
    for reply in message.get("quick_replies") or []:
        assert reply["title"].strip() and reply["text"].strip() and not reply["text"].startswith(("/", "／")), (
            f"a quick reply that cannot be sent: {reply}"
        )
    if (message.get("name") or "").startswith("utter_faq/"):
        assert message["source"] and message["valid_from"] and message["valid_until"], f"no source: {message}"
