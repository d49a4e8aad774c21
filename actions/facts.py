"""What a free sentence says of a complaint, without being asked: slot -> value."""

from actions.answers import READERS, Given, Refused
from actions.answers.amount import checked_amount
from actions.answers.choice import foremost, in_own_words
from actions.answers.contact import normal_phone
from actions.answers.occasion import checked_time, place_of
from actions.answers.telling import substance
from actions.language import is_correction, is_grievance, is_question
from actions.turn import Entity, Turn
from actions.vocabulary import CHOICES

LONG = 12
"""Letters of a complaint that say more than what it is about: 投诉信用卡中心 has fewer."""
_TELLING_ENTITIES = {"amount", "time", "branch", "demand"}


def facts_in(turn: Turn) -> dict[str, str]:
    """What the extractor found in the turn and passes the form's checks: a future date is left to be asked."""
    issue = _code(turn, "issue")
    facts = {slot: value for slot in CHOICES if (value := _code(turn, slot, issue))} | _demand(turn)
    facts |= _guesses(turn)
    if "issue_guesses" in facts:
        del facts["issue"]
    amount, time = _meant(turn, "amount"), _meant(turn, "time")
    facts |= _values(checked_amount(str(amount.value), amount.text)) if amount else {}
    facts |= _values(checked_time(time, turn.now)) if time else {}
    return facts | _place(turn) | _contact(turn)


def doubtful_in(turn: Turn) -> list[Refused]:
    """What is wrong with facts that are left to be asked: a day to come, an amount beyond belief."""
    amount, time = _meant(turn, "amount"), _meant(turn, "time")
    answers = [checked_time(time, turn.now)] if time else []
    answers += [checked_amount(str(amount.value), amount.text)] if amount else []
    return [answer for answer in answers if isinstance(answer, Refused)]


def _meant(turn: Turn, kind: str) -> Entity | None:
    """The first of a kind, unless the customer took it back in the same breath ("上周五，不对，是上周四")."""
    found = turn.found(kind)
    if not found:
        return None
    meant = found[0]
    for later in found[1:]:
        between = turn.text[turn.text.find(meant.text) + len(meant.text) : turn.text.find(later.text)]
        meant = later if is_correction(between) else meant
    return meant


def telling_in(turn: Turn) -> dict[str, str]:
    """The turn as the description of a complaint, if it tells of something; else nothing."""
    kinds = {entity.kind for entity in turn.entities}
    is_told = len(kinds & _TELLING_ENTITIES) > 1 or (turn.intent == "file_complaint" and substance(turn.text) >= LONG)
    tells = is_grievance(turn.text) or (is_told and not is_question(turn.text))
    return _values(READERS["description"](turn, turn.text)) if tells else {}


def _code(turn: Turn, slot: str, issue: str | None = None) -> str | None:
    entity = foremost(slot, turn.told(slot), issue)
    return entity.value if entity else None


def _guesses(turn: Turn) -> dict[str, str]:
    """The issues a doubtful one lies between, the likeliest first: to be asked, not to be filled in."""
    entity = foremost("issue", turn.told("issue"))
    known = [code for code in entity.rivals if code in CHOICES["issue"]] if entity else []
    return {"issue_guesses": ",".join(known)} if len(known) > 1 else {}


def _demand(turn: Turn) -> dict[str, str]:
    entity = foremost("demand", turn.told("demand"))
    return in_own_words(entity.value, entity.text) if entity else {}


def _place(turn: Turn) -> dict[str, str]:
    """A city alone tells no place of a complaint: money may have been sent there."""
    branch = _meant(turn, "branch")
    for entity in [branch] if branch else turn.found("channel"):
        return {"place": place_of(entity, turn)}
    return {}


def _contact(turn: Turn) -> dict[str, str]:
    names = [str(entity.value) for entity in turn.found("name")]
    phones = [phone for entity in turn.found("phone") if (phone := normal_phone(str(entity.value)))]
    return ({"name": names[0]} if names else {}) | ({"phone": phones[0]} if phones else {})


def _values(answer: object) -> dict[str, str]:
    return answer.values if isinstance(answer, Given) else {}
