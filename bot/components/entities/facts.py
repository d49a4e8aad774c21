"""All facts of a sentence, numbers settled among themselves first."""

from datetime import datetime

from bot.components.entities.amount import find_amounts
from bot.components.entities.branch import find_branches
from bot.components.entities.city import find_cities
from bot.components.entities.contact import find_phones, find_ticket_numbers
from bot.components.entities.found import Found
from bot.components.entities.kinds import find_kinds
from bot.components.entities.names import find_names
from bot.components.entities.numbers import find_numbers
from bot.components.entities.time import find_times

MAX_CHARACTERS = 2000
"""A complaint may be this long; what stands behind is not searched for facts, and time stays bounded."""


def find_facts(text: str, now: datetime) -> list[Found]:
    """Facts of a normalised text in order of their place. `now` is aware: days are counted from it, in its zone.

    A number is read once: as a ticket number, else as one that names a card or an order, else as a phone, a time, and
    at last an amount.
    """
    text = text[:MAX_CHARACTERS]
    tickets = find_ticket_numbers(text)
    numbers = [*tickets, *find_numbers(text, tickets)]
    contacts = [*numbers, *find_phones(text, numbers)]
    times = find_times(text, now, contacts)
    amounts = find_amounts(text, [*contacts, *times])
    branches = find_branches(text, [*contacts, *times, *amounts])
    named = [*contacts, *times, *amounts, *branches, *find_names(text)]
    found = [*named, *find_cities(text, named), *find_kinds(text)]
    return sorted(found, key=lambda fact: (fact.start, fact.end))
