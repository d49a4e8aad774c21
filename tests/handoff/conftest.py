"""What tests of several domains need."""

import threading
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy.orm import Session

from handoff.customer import service as customers
from rehearsal.people import WAIT_S


@dataclass
class Held:
    """A message on its way to the disk: `arrived` when it is held, until it `may_go_on`."""

    arrived: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def held_post(monkeypatch: pytest.MonkeyPatch) -> Held:
    """What customers write from now on is held."""
    held, post = Held(), customers.post_message

    def slow(session: Session, *args: Any, **about: Any) -> Any:
        held.arrived.set()
        assert held.may_go_on.wait(WAIT_S)
        return post(session, *args, **about)

    monkeypatch.setattr(customers, "post_message", slow)
    return held
