"""What judgements make of the entities that words gave. Pure; entities are Rasa's dictionaries."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.components.entities.found import Found
from bot.components.entities.kinds import BESIDE, SURE
from bot.components.entities.weight import foremost
from bot.components.judging import NONE, Judgement

Entities = list[dict[str, Any]]
Tell = Callable[[Found], dict[str, Any]]
"""How a finding becomes an entity."""
NOTHING = 0.8
"""Confidence with which every clause must ask for nothing before words that seem to ask are taken away.

Most clauses taught ask for nothing, and at 0.6 some that ask were lost with them.
"""
REST = 0.5
"""Share of the judged code's confidence that is left to the other codes words show."""


def with_demand(entities: Entities, judgements: Sequence[Judgement], tell: Tell) -> Entities:
    """The surest demand foremost; none at all where every clause surely asks for nothing ("连道歉都没有")."""
    asked = max((j for j in judgements if j.is_believed), key=lambda j: j.confidence, default=None)
    if asked:
        return _settled(entities, asked, tell)
    if all(j.code == NONE and j.confidence >= NOTHING for j in judgements):
        return [entity for entity in entities if entity["entity"] != "demand"]
    return entities


def with_issue(entities: Entities, judgement: Judgement, tell: Tell) -> Entities:
    """The issue foremost, and of several products the one it means; in a doubt, marked with what it lies between.

    What words show and the judge finds likeliest is no doubt.
    """
    issues = [entity for entity in entities if entity["entity"] == "issue"]
    shown = max(issues, key=lambda entity: entity["confidence_entity"])["value"] if issues else None
    if judgement.is_believed:
        entities = _weighed(_settled(entities, judgement, tell), judgement.code)
    if shown in judgement.rivals[:1] or not judgement.rivals:
        return entities
    rivals = list(judgement.rivals)
    return [{**entity, "rivals": rivals} if entity["entity"] == "issue" else entity for entity in entities]


def _settled(entities: Entities, judgement: Judgement, tell: Tell) -> Entities:
    """The judged code foremost: where its words stand if there are any, else as an entity marked `is_judged`."""
    kind, code = judgement.entity, judgement.code
    settled = [_with_confidence(entity, judgement) if entity["entity"] == kind else entity for entity in entities]
    if any(entity["entity"] == kind and entity["value"] == code for entity in settled):
        return settled
    found = Found(kind, code, judgement.start, judgement.end, judgement.confidence)
    return [*settled, {**tell(found), "is_judged": True}]


def _with_confidence(entity: dict[str, Any], judgement: Judgement) -> dict[str, Any]:
    share = 1 if entity["value"] == judgement.code else REST
    return {**entity, "confidence_entity": judgement.confidence * share}


def _weighed(entities: Entities, issue: str) -> Entities:
    products = [entity["value"] for entity in entities if entity["entity"] == "product"]
    if len(products) < 2:
        return entities
    meant = foremost("product", products, issue)
    sure = {product: SURE if product == meant else BESIDE for product in products}
    return [
        {**entity, "confidence_entity": sure[entity["value"]]} if entity["entity"] == "product" else entity
        for entity in entities
    ]
