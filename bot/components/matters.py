"""What a message is after when its thoughts are read one by one, and when it leans on the topic before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from actions.urgency import is_declined, is_taken_back
from bot.components.clauses import asks, names
from bot.components.ellipsis import Ellipsis, ellipsis_of
from handoff.queue.anger import calms_down

QUESTION = "faq"
DOUBT = "nlu_fallback"
SEVERAL = "ask_several"
FOLLOW_UP = "ask_follow_up"
AT_ONCE = ("report_self_harm", "report_fraud", "share_secret", "request_agent", "report_hardship")
"""Intents that go before any answer, the most urgent first."""
URGENT = {"report_self_harm", "report_fraud", "share_secret"}
"""What is dealt with before anybody is called."""
WISH = "request_agent"
BESIDE_A_WISH = {QUESTION, DOUBT, "express_dissatisfaction", "ask_account", "ask_complaint_status", "out_of_scope"}
"""What a message is taken for whose matter outweighs the wish for a person beside it (年费扣错了，给我接个人吧)."""
DECLINED = "deny"
AFTER_ANSWERS = ("file_complaint", "express_dissatisfaction")
"""Intents that are dealt with when the questions beside them have been answered."""
ANGER = {"express_dissatisfaction"}
"""Of a whole message, which who calms down only seems to be."""
PARTING, THANKS = "say_goodbye", "thank"
POLITE = {PARTING, THANKS, "affirm"}
"""Thoughts that ask for nothing: together they are thanks, or a parting where one of them is (多谢，我先走了)."""
DECIDING = {QUESTION, *AT_ONCE, *AFTER_ANSWERS, *POLITE}
"""Intents of a thought that can make a message something else than it seems as a whole."""
NO_MATTER = {"inform", "correct_answer", "greet", "deny", FOLLOW_UP, THANKS, "affirm"}
"""What is said beside a half question that still leans on the topic before (多少钱，我是储蓄卡)."""
LEANING = {QUESTION, DOUBT, FOLLOW_UP, "inform", "out_of_scope", "ask_account", "ask_confidential", "correct_answer"}
"""What "那信用卡呢" is taken for when it is read alone."""

MOST_QUESTIONS = 3
"""Answers to one message; more nobody reads."""


@dataclass(frozen=True)
class Bounds:
    """Least confidences, so high that sentences of the conversations that ask one thing are not taken for several."""

    question: float = 0.75
    """Of the topic of a thought that asks, and is answered beside others."""
    named: float = 0.9
    """Of the topic of a thought that only names it."""
    matter: float = 0.7
    """Of the intent of a thought that decides for the whole message."""
    at_once: float = 0.8
    """Of the intent of a thought that goes before all others."""
    wish: float = 0.9
    """Of the intent of a thought that wishes for a person, beside whatever matter."""
    certain: float = 0.95
    """Of the topic of a thought that stands beside a whole message that is sure of another."""
    sure: float = 0.9
    """Of the topic of a whole message, beside which a thought must be certain to be more than a part of it."""
    guess: float = 0.3
    """Of the topic of a thought in doubt that is offered."""
    standing: float = 0.6
    """Of the topic of words that stand by themselves, whatever was spoken of before."""


@dataclass(frozen=True)
class Reading:
    """How the classifier and the selector understood some words. `topics`: (name, confidence), best first."""

    text: str
    intent: str
    confidence: float
    topics: Sequence[tuple[str, float]] = ()

    @property
    def topic(self) -> tuple[str, float]:
        return self.topics[0] if self.intent == QUESTION and self.topics else ("", 0.0)


@dataclass(frozen=True)
class Matters:
    """The intent of the whole message, and the questions in it: one a topic, in the order asked.

    `unclear` was asked as well, and is to be offered topics for.
    """

    intent: str
    confidence: float
    questions: list[Reading] = field(default_factory=list)
    unclear: Reading | None = None


def may_be_several(intent: str) -> bool:
    """Of a whole message; any other intent stands, whatever its thoughts are taken for."""
    return intent in (QUESTION, DOUBT, DECLINED, *AFTER_ANSWERS)


def weigh(whole: Reading, clauses: Sequence[Reading], bounds: Bounds) -> Matters | None:
    """What several thoughts add up to; None when the message is what it seems as a whole."""
    if polite := _courtesies(whole, clauses, bounds):
        return polite
    if is_taken_back(whole.text):
        clauses = [clause for clause in clauses if clause.intent != WISH]
    if asked := _beside_nothing(whole, clauses, bounds):
        return asked
    clauses = [clause for clause in clauses if not calms_down(clause.text)]
    if wish := _wish(whole, clauses, bounds):
        return wish
    if not may_be_several(whole.intent):
        return None
    sure = [clause for clause in clauses if clause.confidence >= bounds.matter]
    told = {clause.intent: clause.confidence for clause in sure}
    told |= {whole.intent: whole.confidence}
    questions = [q for q in _questions(clauses, bounds) if not _is_part(q, whole, bounds)]
    said_first = [question for question in questions if asks(question.text)]
    for intent in AT_ONCE:
        if said_first and told.get(intent, 0) >= bounds.at_once:
            return Matters(intent, told[intent])
    # 到底啥原因 only asks on, angry as it sounds
    telling = {whole.intent, *(clause.intent for clause in sure if not ellipsis_of(clause.text))}
    for intent in AFTER_ANSWERS:
        if intent in telling:
            return Matters(intent, told[intent], said_first) if said_first else None
    return _several(whole, clauses, questions, bounds)


def _courtesies(whole: Reading, clauses: Sequence[Reading], bounds: Bounds) -> Matters | None:
    """What thoughts are together that all are polite, where the whole is in doubt or but perhaps thanks."""
    is_open = whole.intent == DOUBT or (whole.intent == THANKS and whole.confidence < bounds.sure)
    said = {clause.intent: clause.confidence for clause in clauses if is_open}
    if not said or not said.keys() <= POLITE or min(said.values()) < bounds.matter:
        return None
    meant = next((intent for intent in (PARTING, THANKS) if intent in said), None)
    return Matters(meant, said[meant]) if meant else None


def _beside_nothing(whole: Reading, clauses: Sequence[Reading], bounds: Bounds) -> Matters | None:
    """The questions of a message whose other thoughts ask for nothing: a person is declined, or anger is over. One
    that is only half understood leaves the message in doubt."""
    is_calm = whole.intent in ANGER and any(calms_down(clause.text) for clause in clauses)
    is_open = is_calm or whole.intent in (DOUBT, DECLINED)
    if not is_open or not any(_asks_nothing(clause, bounds) for clause in clauses):
        return None
    if any(clause.intent in AT_ONCE and clause.confidence >= bounds.matter for clause in clauses):
        return None
    questions = [question for question in _questions(clauses, bounds) if asks(question.text)]
    if questions:
        return Matters(SEVERAL, min(question.confidence for question in questions), questions)
    unclear = whole.intent != DOUBT and any(_is_unclear(clause, [], bounds) for clause in clauses)
    return Matters(DOUBT, whole.confidence) if unclear else None


def _asks_nothing(clause: Reading, bounds: Bounds) -> bool:
    is_no = clause.intent == DECLINED and clause.confidence >= bounds.matter
    return is_no or is_declined(clause.text) or calms_down(clause.text)


def _wish(whole: Reading, clauses: Sequence[Reading], bounds: Bounds) -> Matters | None:
    if whole.intent not in BESIDE_A_WISH or any(clause.intent in URGENT for clause in clauses):
        return None
    sure = max((clause.confidence for clause in clauses if clause.intent == WISH), default=0.0)
    return Matters(WISH, sure) if sure >= bounds.wish else None


def _several(whole: Reading, clauses: Sequence[Reading], questions: list[Reading], bounds: Bounds) -> Matters | None:
    """Two questions or more; or one, beside another that is understood by half and makes the whole unclear."""
    topics = [question.topic[0] for question in questions]
    best = max((question.topic[1] for question in questions), default=0.0)
    is_other = whole.topic[0] not in topics
    if is_other and whole.topic[1] >= bounds.standing and best < bounds.certain:
        return None
    unclear = next((clause for clause in clauses if _is_unclear(clause, topics, bounds)), None)
    is_half = is_other and questions and unclear
    if not (len(topics) > 1 or is_half):
        return None
    return Matters(SEVERAL, min(question.confidence for question in questions), questions, unclear)


def _questions(clauses: Sequence[Reading], bounds: Bounds) -> list[Reading]:
    asked: dict[str, Reading] = {}
    for clause in clauses:
        if _is_question(clause, bounds):
            asked.setdefault(clause.topic[0], clause)
    return list(asked.values())[:MOST_QUESTIONS]


def _is_part(question: Reading, whole: Reading, bounds: Bounds) -> bool:
    """Whether a thought only goes on about what the whole message surely is about ("利息高不高")."""
    topic, confidence = whole.topic
    return confidence >= bounds.sure and question.topic[0] != topic and question.topic[1] < bounds.certain


def _is_question(clause: Reading, bounds: Bounds) -> bool:
    confidence = clause.topic[1]
    if clause.confidence < bounds.matter or ellipsis_of(clause.text):
        return False
    is_asked = asks(clause.text) and confidence >= bounds.question
    return is_asked or (names(clause.text) and confidence >= bounds.named)


def _is_unclear(clause: Reading, topics: Sequence[str], bounds: Bounds) -> bool:
    """Whether a thought asks something that is only half understood, and is not what is answered anyway."""
    if clause.intent not in (DOUBT, QUESTION) or not clause.topics:
        return False
    if not asks(clause.text) or ellipsis_of(clause.text):
        return False
    topic, confidence = clause.topics[0]
    return confidence >= bounds.guess and topic not in topics


def half_asked(thoughts: Sequence[Reading]) -> Ellipsis | None:
    """The one half question of a message whose other thoughts are no matter of their own."""
    halves = [(ellipsis_of(thought.text), thought) for thought in thoughts]
    asked = [ellipsis for ellipsis, _ in halves if ellipsis and ellipsis.aspect]
    others = {thought.intent for ellipsis, thought in halves if not ellipsis}
    return asked[0] if len(asked) == 1 and others <= NO_MATTER else None


def leans(whole: Reading, ellipsis: Ellipsis, bounds: Bounds) -> bool:
    """Whether incomplete words are about the topic before, and do not stand by themselves after all."""
    if ellipsis.aspect:
        return whole.intent not in AT_ONCE
    return whole.intent in LEANING and whole.topic[1] < bounds.standing
