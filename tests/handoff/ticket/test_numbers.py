"""Ticket numbers and idempotency below HTTP: one ticket a complaint, one number a ticket, also for two at once."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.clock import FakeClock
from handoff.database import Database
from handoff.settings import Settings
from handoff.ticket import repository, service
from handoff.ticket.policy import NUMBER_ALPHABET, digits_of, is_same_phone, new_number, normalise_number
from handoff.ticket.schemas import ComplaintFacts
from handoff.ticket.service import Opened
from tests.handoff.ticket.complaints import facts


async def create(database: Database, settings: Settings, complaint: ComplaintFacts, at: datetime, **who: Any) -> Opened:
    people = {"conversation_id": None, "customer_id": None, **who}
    return await database.write(service.create_complaint, facts=complaint, now=at, settings=settings, **people)


async def test_of_fifty_confirmations_at_once_one_makes_the_ticket(
    database: Database, settings: Settings, clock: FakeClock
):
    complaint = facts()
    made = await asyncio.gather(*(create(database, settings, complaint, clock.now()) for _ in range(50)))
    assert sum(opened.is_new for opened in made) == 1
    assert len({opened.ticket.number for opened in made}) == 1


async def test_a_confirmation_that_another_process_stored_in_between_finds_its_ticket(
    database: Database, settings: Settings, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
):
    """Both looked before either had written: the unique constraint decides."""
    complaint = facts()
    first = await create(database, settings, complaint, clock.now())
    look, looks = repository.find_by_complaint_id, []

    def look_too_early(*args: Any) -> Any:
        looks.append(args)
        return None if len(looks) == 1 else look(*args)

    monkeypatch.setattr(repository, "find_by_complaint_id", look_too_early)
    second = await create(database, settings, complaint, clock.now())
    assert (second.is_new, second.ticket.number, len(looks)) == (False, first.ticket.number, 2)


async def test_a_number_that_is_taken_is_drawn_again(
    database: Database, settings: Settings, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
):
    drawn = iter(["TS20261120-AAAAA", "TS20261120-AAAAA", "TS20261120-BBBBB"])
    monkeypatch.setattr(service, "new_number", lambda today: next(drawn))
    numbers = [(await create(database, settings, facts(), clock.now())).ticket.number for _ in range(2)]
    assert numbers == ["TS20261120-AAAAA", "TS20261120-BBBBB"]


async def test_the_number_carries_the_institutions_day(database: Database, settings: Settings):
    just_after_midnight = datetime(2026, 11, 20, 16, 5, tzinfo=UTC)  # 00:05 of the 21st in Shanghai
    opened = await create(database, settings, facts(), just_after_midnight)
    assert opened.ticket.number.startswith("TS20261121-")


@pytest.mark.parametrize(
    ("changes", "days", "is_repeat"),
    [({}, 89, True), ({}, 91, False), ({"product": "loan"}, 1, False), ({"issue": "attitude"}, 1, False),
     ({"phone": "139 1234 5678"}, 1, True), ({"phone": "13900000000"}, 1, False)],
    ids=["within 90 days", "after 90 days", "other product", "other issue", "same phone", "other phone"],
)  # fmt: skip
async def test_a_repeat_is_the_same_person_product_and_issue_within_ninety_days(
    database: Database, settings: Settings, clock: FakeClock, changes: dict, days: int, is_repeat: bool
):
    first = await create(database, settings, facts(), clock.now())
    clock.advance(days=days)
    second = await create(database, settings, facts(**changes), clock.now())
    assert second.ticket.is_repeat is is_repeat
    assert second.ticket.repeat_of == (first.ticket.number if is_repeat else None)


async def test_amounts_survive_the_database_to_the_fen(database: Database, settings: Settings, clock: FakeClock):
    for amount in ("0.01", "123456789012.34", "1000000000000"):
        opened = await create(database, settings, facts(amount=amount), clock.now())
        stored = await database.read(service.get, opened.ticket.number)
        assert f"{stored.amount:.2f}" == f"{float(amount):.2f}"


def test_numbers_have_no_characters_that_are_misread():
    tails = "".join(new_number(date(2026, 11, 22)).partition("-")[2] for _ in range(500))
    assert set(tails) <= set(NUMBER_ALPHABET)
    assert not set("01OIL") & set(NUMBER_ALPHABET)


@given(st.sampled_from(NUMBER_ALPHABET), st.text(alphabet=" -－—_.　", max_size=3), st.booleans())
def test_a_number_is_recognised_however_it_is_written(char: str, between: str, is_lower: bool):
    number = f"TS20261122-7K3Q{char}"
    typed = between.join(["TS", "20261122", f"7K3Q{char}"])
    assert normalise_number(typed.lower() if is_lower else typed) == number


@given(st.text(max_size=100))
def test_any_text_is_a_number_or_none(text: str):
    normalised = normalise_number(text)
    assert normalised is None or normalise_number(normalised) == normalised


@pytest.mark.parametrize("typed", ["+86 139-1234-5678", "008613912345678", "１３９１２３４５６７８", "(139) 1234 5678"])
def test_a_phone_is_the_same_however_it_is_typed(typed: str):
    assert is_same_phone("13912345678", typed)


def test_a_landline_that_begins_with_86_keeps_it():
    assert digits_of("8610-8888") == "86108888"


@given(st.text(max_size=40))
def test_no_other_text_is_the_phone(text: str):
    assert is_same_phone("13912345678", text) is (digits_of(text) == "13912345678")
