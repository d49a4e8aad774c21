"""Claiming: how a waiting conversation reaches exactly one agent."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.agent.models import Agent as AgentRow
from handoff.agent.states import Availability, Role, SignedIn
from handoff.assignment import service
from handoff.assignment.service import ConversationAlreadyClaimed
from handoff.errors import NotAllowed
from tests.actors import Agent, Customer, in_database
from tests.world import START, World

CLAIMANTS = 50


def test_the_agent_who_claims_holds_it_and_the_customer_hears_the_name(waiting: Customer, amira: Agent):
    answer = amira.claims(waiting)
    assert answer.status_code == 200
    assert answer.json()["status"] == "assigned"
    assert answer.json()["agent"] == {"id": amira.id, "name": "艾米娜"}
    assert waiting.socket.wait_for_event("conversation.assigned")["data"] == {"agent_name": "艾米娜"}
    assert waiting.snapshot()["agent"] == {"name": "艾米娜"}


def test_the_second_claimant_is_told_who_has_it(waiting: Customer, amira: Agent, ben: Agent):
    amira.claims(waiting)
    answer = ben.claims(waiting)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "conversation_already_claimed"
    assert answer.json()["error"]["details"] == {"agent_name": "艾米娜"}


def test_claiming_again_what_one_holds_changes_nothing(helped: Customer, amira: Agent):
    before = helped.snapshot()["last_seq"]
    assert amira.claims(helped).status_code == 200
    assert helped.snapshot()["last_seq"] == before


def test_of_fifty_who_claim_at_once_one_wins(world: World, waiting: Customer):
    agents = [f"a_{number}" for number in range(CLAIMANTS)]
    in_database(world, _hire, agents)

    def claim(agent_id: str) -> str:
        try:
            in_database(world, service.claim, waiting.conversation_id, agent=_signed_in(agent_id), now=START)
        except ConversationAlreadyClaimed as refusal:
            return refusal.details["agent_name"]
        return "won"

    with ThreadPoolExecutor(16) as threads:
        outcomes = list(threads.map(claim, agents))
    assert outcomes.count("won") == 1
    winner = agents[outcomes.index("won")]
    assert set(outcomes) == {"won", winner}
    assigned = [event for event in waiting.log() if event["type"] == "conversation.assigned"]
    assert [event["data"]["agent_name"] for event in assigned] == [winner]


def test_of_two_browsers_that_claim_at_once_one_is_told_it_is_gone(waiting: Customer, amira: Agent, ben: Agent):
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda agent: agent.claims(waiting), [amira, ben]))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_an_agent_takes_no_more_than_their_capacity(world: World, waiting: Customer):
    amira = Agent(world, "amira", name="艾米娜", capacity=1).signs_in()
    another = Customer(world)
    another.calls("POST", "/handoff", json={})
    assert amira.claims(waiting).status_code == 200
    answer = amira.claims(another)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "agent_at_capacity"
    assert answer.json()["error"]["details"] == {"capacity": 1}
    amira.acts(waiting, "close", reason="resolved")
    assert amira.claims(another).status_code == 200


def test_one_who_claims_many_at_once_still_stops_at_their_capacity(world: World):
    amira = Agent(world, "amira", name="艾米娜", capacity=2).signs_in()
    customers = [Customer(world) for _ in range(6)]
    for customer in customers:
        customer.calls("POST", "/handoff", json={})
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(amira.claims, customers))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409, 409, 409, 409]


def test_a_conversation_nobody_waits_in_cannot_be_claimed(chen: Customer, amira: Agent):
    answer = amira.claims(chen)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "conversation_moved"
    assert answer.json()["error"]["details"] == {"status": "bot"}


def test_a_closed_conversation_cannot_be_claimed(waiting: Customer, amira: Agent):
    waiting.calls("POST", "/close", json={})
    assert amira.claims(waiting).json()["error"]["details"] == {"status": "closed"}


def test_a_conversation_that_does_not_exist_is_not_found(amira: Agent):
    answer = amira.http.post("/conversations/c_000000000000000000000000/claim", json={})
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "conversation_not_found"


def test_an_agent_who_is_away_may_claim(waiting: Customer, amira: Agent):
    assert amira.me["agent"]["availability"] == "away"
    assert amira.claims(waiting).status_code == 200


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "trainer"}])
def test_one_who_was_just_sent_away_from_the_desk_claims_nothing(
    world: World, waiting: Customer, amira: Agent, root: Agent, change: dict[str, object]
):
    """The claim was let in while Amira was an agent, and comes to the database after the change."""
    let_in = _signed_in(amira.id)
    root.calls("PATCH", f"/agents/{amira.id}", json=change).raise_for_status()
    with pytest.raises(NotAllowed):
        in_database(world, service.claim, waiting.conversation_id, agent=let_in, now=START)
    assert waiting.snapshot()["status"] == "queued"


def test_a_claim_whose_commit_fails_gives_it_to_nobody(
    world: World, waiting: Customer, amira: Agent, monkeypatch: pytest.MonkeyPatch
):
    dialect = world.app.state.services.database._writer.dialect

    def no_disk(connection: object) -> None:
        raise dialect.dbapi.OperationalError("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(dialect, "do_commit", no_disk)
        answer = amira.claims(waiting)
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "storage_unavailable"
    assert waiting.snapshot()["status"] == "queued"
    assert amira.claims(waiting).status_code == 200


def _hire(session: Session, agents: list[str]) -> None:
    for agent_id in agents:
        row = AgentRow(
            id=agent_id, username=agent_id, name=agent_id, role=Role.AGENT, capacity=5, password_hash="-",
            created_at=START,
        )  # fmt: skip
        session.add(row)
    session.flush()
    assert session.scalars(select(AgentRow.id)).all()


def _signed_in(agent_id: str) -> SignedIn:
    return SignedIn(
        id=agent_id, username=agent_id, name=agent_id, role=Role.AGENT, availability=Availability.ONLINE, capacity=5,
        token_hash="", csrf_token="", expires_at=START,
    )  # fmt: skip
