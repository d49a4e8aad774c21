"""Every operation of the API, called with what its schema allows and with what it forbids, by everybody there is.

No answer is a 5xx, has a status or a shape that the OpenAPI document does not name, or tells what we are made of.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from handoff.agent.states import Role
from handoff.conversation import service as conversations
from tests.actors import Agent, Customer, in_database
from tests.effort import times
from tests.handoff.ticket.complaints import complains
from tests.world import World

EXAMPLES = times(6, long=300)  # calls of one operation by one caller
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
# The service runs in a thread of this process, and what it rolls there is not what Hypothesis means.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
INTERNALS = re.compile(
    r'Traceback|File "|\.py\b|site-packages|sqlalchemy|sqlite|psycopg|errors\.pydantic|SELECT |INSERT INTO|/work/|/tmp/'
)
NOBODY, CUSTOMER = "nobody", "customer"


@pytest.fixture
def unlimited(make_world: Callable[..., World], quick_passwords: None) -> World:
    """A service without the limits that such a caller would meet at once."""
    limits = ("messages_per_minute", "sessions_per_minute", "lookups_per_minute", "sign_ins_per_minute")
    return make_world(**dict.fromkeys(limits, 10**6))


class Caller:
    """Calls operations as `who`: mostly on what there is, sometimes on what there is not."""

    def __init__(self, world: World, who: str) -> None:
        self.world, self.who = world, who
        self.chen = Customer(world).opens_chat()
        conversation = in_database(world, conversations.get, self.chen.conversation_id)
        self.there_is = {
            "conversation_id": self.chen.conversation_id, "customer_id": conversation.customer_id,
            "number": complains(world, self.chen)["number"], "agent_id": Agent(world, "other", name="同事").id,
        }  # fmt: skip
        self.person = None if who in (NOBODY, CUSTOMER) else Agent(world, "person", name="某人", role=who)
        self.session = requests.Session()
        self.session.trust_env = False
        world.at_end.append(self.session.close)
        self.statuses: set[int] = set()

        self._identify()

    def calls(self, case: Case) -> None:
        response = case.call(base_url=self.world.url, session=self.session, timeout=30)
        self.statuses.add(response.status_code)
        if response.status_code == 401:  # it may have signed itself out
            self._identify()
        case.validate_response(response, checks=CHECKS)
        assert not INTERNALS.search(response.text), (case.method, case.path, response.text)

    def _identify(self) -> None:
        if self.who == CUSTOMER:
            self.session.headers["Authorization"] = f"Bearer {self.chen.token}"
        if self.person:
            if self.person.http.get("/auth/me").status_code == 401:
                self.person.signs_in()
            self.session.cookies.set("zhike_session", self.person.cookie, domain="127.0.0.1")
            self.session.headers["X-CSRF-Token"] = self.person.me["csrf_token"]


def cases(operation: APIOperation, there_is: dict[str, str]) -> st.SearchStrategy[Case]:
    """What the schema allows, and what it forbids where it forbids anything."""
    takes_anything = operation.path_parameters or operation.query or operation.body
    modes = GenerationMode if takes_anything else [GenerationMode.POSITIVE]
    strange = st.one_of([operation.as_strategy(mode) for mode in modes])
    return st.builds(_aimed, strange, st.integers(0, 3), st.just(there_is))


def _aimed(case: Case, chance: int, there_is: dict[str, str]) -> Case:
    if chance:
        case.path_parameters = {name: there_is.get(name, value) for name, value in case.path_parameters.items()}
    return case


@pytest.mark.parametrize("who", [NOBODY, CUSTOMER, *Role])
def test_no_operation_is_shaken_by_what_it_is_called_with(unlimited: World, who: str):
    caller = Caller(unlimited, who)
    document = schemathesis.openapi.from_dict(unlimited.app.openapi())
    for result in document.get_all_operations():
        _call_often(caller, result.ok())
    assert {200, 422} <= caller.statuses
    assert caller.chen.says("还在吗")["seq"]


def _call_often(caller: Caller, operation: APIOperation) -> Any:
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(cases(operation, caller.there_is))
    def call(case: Case) -> None:
        caller.calls(case)

    call()
