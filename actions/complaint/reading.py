"""How one turn inside the complaint form is read: an answer, a correction, something else altogether.

A form of Rasa takes whatever is said for the answer it waits for. Here a turn fills a slot only where its words
fit it; anything else is an *aside*: the form steps back, the rules answer, and the form asks again.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from actions.absence import is_absent
from actions.answers import READERS, Given, Refused
from actions.answers.name import read_called
from actions.answers.telling import LONGEST_DESCRIPTION, announced_words, substance
from actions.complaint.asides import asks_how_long, asks_to_see, unwilling
from actions.complaint.corrections import (
    SHORT,
    SLOT_OF_ENTITY,
    corrections_in,
    named_slots,
    slots_named_only,
    takes_back,
)
from actions.complaint.state import Complaint
from actions.doubt import URGENT, gives_up_complaint
from actions.facts import LONG, facts_in, telling_in
from actions.language import (
    is_agreement,
    is_correction,
    is_disagreement,
    is_grievance,
    is_none_of_these,
    is_nothing,
    is_number,
    is_question,
    is_stop,
    is_unknown,
    letters,
    points_back,
    sounds_urgent,
    wants_change,
)
from actions.tickets import ticket_number_in
from actions.turn import Turn
from actions.urgency import is_declined, is_taken_back, said_plainly
from actions.vocabulary import CHOICES

Kind = Literal[
    "answer",
    "addition",
    "reference",
    "doubt",
    "correction",
    "change",
    "refusal",
    "review",
    "time",
    "aside",
    "stop",
    "agreed",
]

SMALL_TALK = {"greet", "thank", "say_goodbye", "ask_bot", "give_praise"}
OTHER_MATTERS = {
    "faq", "ask_several", "ask_follow_up", "ask_advice", "ask_account", "ask_confidential", "out_of_scope",
    "express_dissatisfaction", "abuse", "ask_complaint_status", "add_to_complaint", "withdraw_complaint",
    "file_complaint",
}  # fmt: skip
_EARLIER = re.compile(r"之前|以前|上次|上回|上一|前几天|昨天|登记过|登记的|提交过|提交的|已经")
"""Words of a complaint that is registered already, not of the one in hand."""
_ANOTHER = re.compile(r"另外|另一|还要投诉|也要投诉|还有一|再投诉|再登记|还想投诉|同时投诉")
"""Words of a complaint beside the one in hand."""
_STOPS = re.compile(
    r"停|取消|算|不|别|甭|放弃|退出|撤|结束|终止|为止|拉倒|罢|改天|quit|exit|stop|cancel|end", re.IGNORECASE
)


@dataclass(frozen=True)
class Reading:
    """What a turn is. `values` are the slots it fills, None to ask one again; `refusal` says why it cannot be taken."""

    kind: Kind
    values: dict[str, str | None] = field(default_factory=dict)
    refusal: Refused | None = None


def read(turn: Turn, complaint: Complaint) -> Reading:
    """The turn as the form's question `complaint.asked` leaves it to be understood."""
    reading = _read(turn, complaint)
    is_lost = reading.kind in ("aside", "refusal")
    return Reading("time", reading.values) if is_lost and _asks_how_long(turn) else reading


def _read(turn: Turn, complaint: Complaint) -> Reading:
    if turn.intent == "resume_conversation":
        return Reading("aside")
    if complaint.asked == "name" and (name := _called(turn)):
        return Reading("answer", _new(turn, complaint) | name.values)
    if turn.intent not in URGENT and gives_up_complaint(turn.text) and not ticket_number_in(turn):
        return Reading("stop")
    if is_absent(turn.text) or (turn.intent not in URGENT and (is_declined(turn.text) or is_taken_back(turn.text))):
        return Reading("aside")
    if complaint.asked in CHOICES and is_none_of_these(turn.text):
        return _read_answer(turn, complaint)
    if complaint.asked == "description" and turn.intent not in URGENT and points_back(turn.text):
        return Reading("reference")
    if asks_to_see(turn.text):
        return Reading("review")
    if turn.intent not in URGENT and (refusal := unwilling(turn.text, complaint.asked)):
        return _refusal(complaint, refusal)
    if is_stop(turn.text) or (turn.intent == "stop_form" and _may_stop(turn)):
        return Reading("stop")
    if turn.intent == "withdraw_complaint" and letters(turn.text) <= 2 * SHORT:
        return Reading("aside") if _means_registered(turn) else Reading("stop")
    if turn.intent in URGENT and not _is_only_an_answer(turn, complaint):
        return Reading("aside", _side_facts(turn, complaint))
    if turn.intent == "add_to_complaint" and complaint.asked not in ("description", "evidence"):
        return _read_addition(turn, complaint)
    if complaint.asked == "consent":
        return _read_at_the_end(turn, complaint)
    if complaint.asked == "description":
        return _read_telling(turn, complaint)
    reading = _read_doubted(turn, complaint) or _read_correction(turn, complaint) or _read_answer(turn, complaint)
    is_lost = reading.kind in ("aside", "refusal")
    return _read_addition(turn, complaint) if is_lost and _tells_more(turn, complaint) else reading


def _asks_how_long(turn: Turn) -> bool:
    """Whether it is asked when one will hear of the complaint in hand, and not of a registered one."""
    is_guess = turn.intent in ("nlu_fallback", "request_agent") and not said_plainly(turn.text)
    is_of_complaint = turn.intent == "ask_complaint_status" or (is_guess and not turn.found("product"))
    return is_of_complaint and asks_how_long(turn.text) and not _means_registered(turn)


def _called(turn: Turn) -> Given | None:
    """What the customer wants to be called, though a person was guessed; whoever surely calls one gives no name."""
    is_free = turn.intent not in URGENT or (turn.intent == "request_agent" and not said_plainly(turn.text))
    return read_called(turn) if is_free and not is_question(turn.text) else None


def _tells_more(turn: Turn, complaint: Complaint) -> bool:
    """Whether the story of the complaint in hand goes on, which the interpreter takes for the beginning of one.

    What was merely overheard is no story yet: another takes its place.
    """
    if "description" in complaint.overheard:
        return False
    is_story = turn.intent == "file_complaint" and bool(telling_in(turn)) and not is_question(turn.text)
    return is_story and complaint.values["description"] is not None and not _ANOTHER.search(turn.text)


def _may_stop(turn: Turn) -> bool:
    """Whether a short turn that is taken for the wish to stop has a word of it: 退 asks for the money, 不记得了 answers
    the question, and 前面不是说了吗 has answered it."""
    is_word = bool(_STOPS.search(turn.text)) and not is_unknown(turn.text)
    return letters(turn.text) <= SHORT and is_word and not (named_slots(turn.text) or points_back(turn.text))


def _means_registered(turn: Turn) -> bool:
    return bool(ticket_number_in(turn) or _EARLIER.search(turn.text))


def _read_addition(turn: Turn, complaint: Complaint) -> Reading:
    """More about the complaint in hand, when nothing says that a registered one is meant."""
    if ticket_number_in(turn):
        return Reading("aside")
    words = announced_words(turn)
    before = complaint.values["description"]
    if words is None or before is None:
        return Reading("change")
    whole = f"{before}\n{words}"
    if len(whole) > LONGEST_DESCRIPTION:
        return _refusal(complaint, Refused("utter_complaint_description_too_long"))
    return Reading("addition", complaint.missing(facts_in(turn)) | {"description": whole})


def _is_only_an_answer(turn: Turn, complaint: Complaint) -> bool:
    """Whether an urgent intent was only seen in the words of an answer ("打了三次转人工都没人接" as a description)."""
    if complaint.asked == "description":
        is_told = letters(turn.text) > SHORT or bool(turn.found("time"))
        is_story = is_told and is_grievance(turn.text) and not is_question(turn.text)
        return turn.intent == "request_agent" and is_story
    answer = READERS[complaint.asked](turn, turn.text) if complaint.asked in READERS else None
    is_sure = isinstance(answer, Given) and answer.is_sure
    return is_sure and (not sounds_urgent(turn.text) or (complaint.asked == "amount" and is_nothing(turn.text)))


def _read_at_the_end(turn: Turn, complaint: Complaint) -> Reading:
    """The answer to the read-back."""
    if is_disagreement(turn.text):
        return Reading("change")
    if turn.intent not in OTHER_MATTERS or not is_question(turn.text):
        changes = corrections_in(turn, complaint) if _may_correct(turn) else {}
        if changes:
            return _corrected(changes)
    if is_agreement(turn.text) or (turn.intent == "affirm" and not is_question(turn.text)):
        return Reading("agreed")
    if turn.intent == "deny":
        return Reading("change")
    return Reading("aside") if _is_aside(turn) else _refusal(complaint)


def _may_correct(turn: Turn) -> bool:
    return bool(turn.entities or is_correction(turn.text) or slots_named_only(turn.text))


def _read_telling(turn: Turn, complaint: Complaint) -> Reading:
    """The answer to "what happened": a story may well mention fees, or be put as a question."""
    if turn.intent == "correct_answer" and letters(turn.text) <= 2 * SHORT:
        correction = _read_correction(turn, complaint)
        if correction:
            return correction
    is_abuse = turn.intent == "abuse" and not is_grievance(turn.text)
    if (turn.intent in SMALL_TALK or is_abuse) and letters(turn.text) <= SHORT:
        return Reading("aside")
    answer = READERS["description"](turn, turn.text)
    if isinstance(answer, Refused):
        return _refusal(complaint, answer)
    if answer and (not is_question(turn.text) or is_grievance(turn.text)):
        return Reading("answer", _new(turn, complaint) | complaint.missing(answer.values))
    if _is_aside(turn):
        return Reading("aside")
    return Reading("refusal", _side_facts(turn, complaint), _invalid(complaint))


def _read_correction(turn: Turn, complaint: Complaint) -> Reading | None:
    """A correction of what was said before, if it is one; "不是A，是B" may also answer the question."""
    only_asks = turn.intent in OTHER_MATTERS and all(is_question(clause) for clause in turn.clauses)
    if only_asks or not takes_back(turn, complaint):
        return None
    is_bare_no = wants_change(turn.text) or (is_disagreement(turn.text) and complaint.asked != "evidence")
    if is_bare_no and complaint.status:
        return Reading("change")
    changes = corrections_in(turn, complaint)
    return _corrected(changes) if changes else None


def _corrected(changes: dict[str, str | None] | Refused) -> Reading:
    return Reading("refusal", refusal=changes) if isinstance(changes, Refused) else Reading("correction", changes)


def _read_doubted(turn: Turn, complaint: Complaint) -> Reading | None:
    """The plain yes or no to "“进度”是您的姓名吗"."""
    if complaint.asked != "name" or complaint.doubted is None:
        return None
    if is_disagreement(turn.text):
        return _refusal(complaint)
    return Reading("answer", {"name": complaint.doubted}) if is_agreement(turn.text) else None


def _read_answer(turn: Turn, complaint: Complaint) -> Reading:
    """The answer to a question for one value. What is asked in the same breath is answered as well."""
    statement = "".join(clause for clause in turn.clauses if not is_question(clause))
    asks = len(statement) < len(turn.text)
    answer = READERS[complaint.asked](turn, statement) if statement else None
    if isinstance(answer, Given) and complaint.asked == "name" and not asks and _is_doubtful(turn, answer, complaint):
        return Reading("doubt", refusal=Refused("utter_complaint_name_unsure", answer.values))
    if isinstance(answer, Given) and (_is_settled(answer, complaint) or _takes_any_words(turn, asks=asks)):
        values = _new(turn, complaint) | answer.values if not asks else answer.values
        return Reading("aside" if asks and turn.intent in OTHER_MATTERS else "answer", values)
    if isinstance(answer, Refused) and turn.intent not in SMALL_TALK:
        return _refusal(complaint, answer)
    facts = {} if asks else _side_facts(turn, complaint)
    if _is_aside(turn):
        return Reading("aside", facts)
    return Reading("answer", facts) if facts else _refusal(complaint)


def _is_settled(answer: Given, complaint: Complaint) -> bool:
    """Whether the value stands, whatever the interpreter makes of the words: also a name that is insisted on."""
    return answer.is_sure or answer.values.get("name", "") == complaint.doubted


def _is_doubtful(turn: Turn, answer: Given, complaint: Complaint) -> bool:
    """Whether a word may be a name or not, also one that means nothing to the bank (佘婧, which is out of scope)."""
    is_word = turn.intent == "out_of_scope" or _takes_any_words(turn, asks=False)
    return is_word and not _is_settled(answer, complaint)


def _takes_any_words(turn: Turn, *, asks: bool) -> bool:
    """Whether words of no known form may be the value: a known other matter is never one, nor a yes, a no or a wish to
    stop."""
    return not asks and turn.intent not in OTHER_MATTERS | SMALL_TALK | {"affirm", "deny", "stop_form"}


def _is_aside(turn: Turn) -> bool:
    if turn.intent == "out_of_scope" and _is_a_slip(turn):
        return False
    if turn.intent in OTHER_MATTERS | SMALL_TALK:
        return True
    return turn.intent == "nlu_fallback" and is_question(turn.text)


def _is_a_slip(turn: Turn) -> bool:
    """Whether a date, a number or keys hit at random were taken for a matter the bank does not deal with."""
    is_noise = " " not in turn.text and not any("\u4e00" <= char <= "\u9fff" for char in turn.text)
    is_value = is_number(turn.text) or turn.is_all((*SLOT_OF_ENTITY, "city"), turn.text)
    return (is_noise or is_value) and not is_question(turn.text)


def _new(turn: Turn, complaint: Complaint) -> dict[str, str | None]:
    """What the turn tells and was not known. Another story than the outburst before takes its place."""
    facts = facts_in(turn)
    if not _is_another_story(turn, complaint, facts):
        return {**complaint.missing(facts)}
    forgotten = dict.fromkeys(complaint.overheard)
    return forgotten | complaint.given(forgotten).missing(facts | telling_in(turn))


def _is_another_story(turn: Turn, complaint: Complaint, facts: dict[str, str]) -> bool:
    """Whether the turn tells at length of another product, or of another wrong where no product was known."""
    slot = "product" if complaint.values["product"] else "issue"
    tells = substance(turn.text) >= LONG and bool(telling_in(turn))
    return tells and slot in complaint.overheard and facts.get(slot) not in (None, complaint.values[slot])


def _side_facts(turn: Turn, complaint: Complaint) -> dict[str, str | None]:
    """What an aside or a refused answer tells by the way; a question tells nothing."""
    if is_question(turn.text) and not is_grievance(turn.text):
        return {}
    return complaint.missing(telling_in(turn)) | _new(turn, complaint)


def _refusal(complaint: Complaint, refusal: Refused | None = None) -> Reading:
    return Reading("refusal", refusal=refusal or _invalid(complaint))


def _invalid(complaint: Complaint) -> Refused:
    if complaint.asked == "phone":
        return Refused("utter_phone_invalid")
    return Refused(f"utter_complaint_{complaint.asked}_invalid")
