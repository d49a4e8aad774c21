"""A telling that comes in pieces (乱收费 … 信用卡 … 昨天): none of them says what happened, together they do."""

from typing import Any

from rasa_sdk import Tracker

from actions import history
from actions.answers.telling import (
    LEAST_BESIDE_FACTS,
    LONGEST_DESCRIPTION,
    SHORTEST_DESCRIPTION,
    is_varied,
    substance,
)
from actions.language import is_number, is_question, letters
from actions.sensitive import masked

ASKS = "utter_complaint_ask_description"
_TELLS = {"inform", "express_dissatisfaction", "file_complaint", "nlu_fallback", "correct_answer"}
"""Intents of a piece: what is asked, agreed to or chatted in between belongs to no story."""


def told_in_pieces(tracker: Tracker) -> str | None:
    """What the customer answered to "what happened" so far, in one line; None while it tells nobody anything."""
    pieces = [said for said in history.answers_to(tracker, ASKS) if _is_piece(said)]
    whole = "，".join(dict.fromkeys(said["text"].strip("，。,. ") for said in pieces))
    is_told = substance(whole) >= SHORTEST_DESCRIPTION and is_varied(whole) and len(whole) <= LONGEST_DESCRIPTION
    tells_more = sum(map(_letters_beside_facts, pieces)) >= LEAST_BESIDE_FACTS
    return masked(whole) if len(pieces) > 1 and is_told and tells_more else None


def _is_piece(said: dict[str, Any]) -> bool:
    intent = (said["parse_data"].get("intent") or {}).get("name")
    return intent in _TELLS and not is_question(said["text"])


def _letters_beside_facts(said: dict[str, Any]) -> int:
    """Letters that are no date, amount, name or number: those are asked for by themselves."""
    facts = [e for e in said["parse_data"].get("entities") or [] if e["entity"] not in ("product", "issue", "demand")]
    beside = letters(said["text"]) - sum(letters(e.get("text") or "") for e in facts)
    return 0 if is_number(said["text"]) else max(beside, 0)
