"""A complaint in words: the list the customer checks, and the one sentence an agent reads first."""

from datetime import datetime

from actions.complaint.state import ORDER, Complaint
from actions.sensitive import without_numbers
from actions.vocabulary import NONE, SLOT_LABELS, label_of

LONGEST_QUOTE = 80
"""Characters of the customer's words in the agent's sentence."""

_FACTS = ("product", "issue", "occurred", "place", "amount", "demand")
_NEEDED = ("description", "product", "issue", "demand", "name", "phone")


def review_of(complaint: Complaint) -> str:
    """Every slot with its label, a line each, in the order they are asked."""
    slots = [slot for slot in ORDER if slot in SLOT_LABELS and complaint.values.get(slot) is not None]
    return "\n".join(f"{SLOT_LABELS[slot]}：{shown(complaint, slot)}" for slot in slots)


def facts_of(complaint: Complaint) -> str:
    """What the first sentence already told, a line each; empty when it told nothing but itself."""
    told = [slot for slot in _FACTS if complaint.values.get(slot) not in (None, NONE)]
    return "\n".join(f"{SLOT_LABELS[slot]}：{shown(complaint, slot)}" for slot in told)


def shown(complaint: Complaint, slot: str) -> str:
    """A slot's value as people read it; an exact time keeps the customer's words beside it."""
    value = complaint.values[slot]
    if slot == "demand" and value == "other" and complaint.values.get("demand_text"):
        return f"{label_of(slot, value)}（{complaint.values['demand_text']}）"
    if slot != "occurred" or value == NONE:
        return label_of(slot, value)
    words = complaint.values.get("occurred_text")
    written = _written_time(value)
    return f"{written}（{words}）" if words and words != written else written


def sentence_of(complaint: Complaint) -> str:
    """What the customer wants with the facts so far, and what is still missing."""
    values = {slot: shown(complaint, slot) for slot in ORDER if slot in SLOT_LABELS and _is_said(complaint, slot)}
    subject = "的".join(values[slot] for slot in ("product", "issue") if slot in values) or "银行服务"
    parts = [f"客户投诉{subject}{'问题' if 'issue' in values else ''}"]
    circumstances = [values[slot] for slot in ("occurred", "place") if slot in values]
    circumstances += [f"涉及 {values['amount']}"] if "amount" in values else []
    circumstances += [f"要求{values['demand']}"] if "demand" in values else []
    circumstances += [f"客户原话“{quoted(values['description'])}”"] if "description" in values else []
    parts += ["：" + "，".join(circumstances)] if circumstances else []
    lacking = [SLOT_LABELS[slot] for slot in _NEEDED if complaint.values.get(slot) is None]
    parts += ["；尚缺" + "、".join(lacking)] if lacking else []
    return "".join(parts) + "。"


def quoted(text: str) -> str:
    """The text on one line, cut to a length an agent takes in at a glance; telephone and other numbers are masked."""
    line = without_numbers(" ".join(text.split()).rstrip("。.！!"))
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


def _is_said(complaint: Complaint, slot: str) -> bool:
    return complaint.values.get(slot) not in (None, NONE)


def _written_time(value: str) -> str:
    if len(value) <= len("2026-11-21"):
        return value
    try:
        return datetime.fromisoformat(value).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return value
