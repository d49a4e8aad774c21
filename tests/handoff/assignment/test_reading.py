"""What staff read: lists, search, one conversation; masked, until somebody says why more is needed."""

from typing import Any

import pytest

from handoff.customer.models import Customer as CustomerRow
from tests.actors import Agent, Customer, in_database
from tests.handoff.ticket.complaints import complains
from tests.world import World

NAME, PHONE = "王小明", "13912345678"


@pytest.fixture
def known(world: World, waiting: Customer, amira: Agent) -> Customer:
    """陈's conversation, of a customer the institution vouched for."""
    customer_id = amira.gets(f"/conversations/{waiting.conversation_id}")["customer"]["id"]

    def vouch(session: Any) -> None:
        row = session.get(CustomerRow, customer_id)
        row.name, row.phone, row.external_id, row.tags = NAME, PHONE, "CIF-0042", ["vip"]

    in_database(world, vouch)
    waiting.customer_id = customer_id
    return waiting


def test_a_conversation_shows_its_customer_masked(known: Customer, amira: Agent):
    detail = amira.gets(f"/conversations/{known.conversation_id}")
    customer = detail["customer"]
    assert (customer["name"], customer["phone"]) == ("王**", "139****5678")
    assert (customer["is_known"], customer["tags"]) == (True, ["vip"])
    assert detail["read"] == {"customer_seq": 0, "staff_seq": 0}
    assert detail["tickets"] == []


@pytest.mark.parametrize("path", ["/queue", "/conversations", "/conversations/{id}", "/customers/{customer}"])
def test_no_list_or_page_holds_what_masking_hides(known: Customer, amira: Agent, path: str):
    text = amira.calls("GET", path.format(id=known.conversation_id, customer=known.customer_id)).text
    assert "王**" in text
    for hidden in (NAME, "小明", PHONE, "CIF-0042"):
        assert hidden not in text


def test_who_says_why_sees_the_whole(known: Customer, amira: Agent):
    answer = amira.calls("POST", f"/customers/{known.customer_id}/reveal", json={"reason": "核实身份"})
    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["phone"]) == (NAME, PHONE)


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "   "}, {"reason": "x" * 201}, {"reason": 7}])
def test_without_a_reason_nothing_is_revealed(known: Customer, amira: Agent, zhou: Agent, body: dict[str, Any]):
    answer = amira.calls("POST", f"/customers/{known.customer_id}/reveal", json=body)
    assert answer.status_code == 422
    assert PHONE not in answer.text
    assert "customer.reveal" not in zhou.calls("GET", "/audit").text


def test_a_customer_who_does_not_exist_is_not_found(amira: Agent):
    assert amira.calls("GET", "/customers/u_nobody").json()["error"]["code"] == "customer_not_found"
    assert amira.calls("POST", "/customers/u_nobody/reveal", json={"reason": "核实"}).status_code == 404


@pytest.mark.parametrize("q", [NAME, "王", PHONE, "提前还款", "提前", " 提前还款 "])
def test_search_finds_by_words_whole_names_and_phones(known: Customer, amira: Agent, q: str):
    known.says("我想提前还款")
    assert _found(amira, q) == [known.conversation_id]


def test_search_finds_the_beginning_of_a_long_message_at_once_whatever_its_case(known: Customer, amira: Agent):
    known.says("Apple Pay " + "很" * 500 + "远")
    assert _found(amira, "aPPLE pay 很") == [known.conversation_id]


def test_search_follows_what_the_bot_says(chen: Customer, amira: Agent):
    chen.says("我想提前还款")
    chen.hears("您说的是：我想提前还款")
    assert _found(amira, "您说的是") == [chen.conversation_id]


def test_search_keeps_to_the_filters(known: Customer, amira: Agent):
    known.says("我想提前还款")
    found = [amira.gets("/conversations", q=q, status=s)["items"] for q in ("还款", NAME) for s in ("queued", "closed")]
    assert [len(items) for items in found] == [1, 0, 1, 0]


def test_search_finds_by_the_conversations_id(known: Customer, amira: Agent):
    assert _found(amira, known.conversation_id) == [known.conversation_id]


def test_a_conversation_shows_its_tickets_and_is_found_by_their_numbers(world: World, chen: Customer, amira: Agent):
    number = complains(world, chen)["number"]
    ticket = amira.gets(f"/conversations/{chen.conversation_id}")["tickets"][0]
    assert (ticket["number"], ticket["phone"]) == (number, "139****5678")
    for typed in (number, number.lower(), number.replace("-", " "), "陈静", "13912345678", "139 1234 5678"):
        assert _found(amira, typed) == [chen.conversation_id], typed
    assert _found(amira, "静") == _found(amira, "1391234567") == []
    assert _found(amira, f"{number[:-1]}?") == []


@pytest.mark.parametrize("q", ["小明", "王小", "明", "1391234", "5678", "CIF-0042", "提后"])
def test_search_does_not_tell_what_masking_hides(known: Customer, amira: Agent, q: str):
    known.says("我想提前还款")
    assert _found(amira, q) == []


@pytest.mark.parametrize(
    "q",
    [
        "' OR '1'='1", "'; DROP TABLE conversation; --", "%", "_", "\\", "%%%", "<script>alert(1)</script>",
        '{"$ne": null}', "\x00", "\u202e", "\ud7ff", "😀", "../../etc/passwd", "${7*7}", "a" * 100,
    ],
)  # fmt: skip
def test_odd_search_text_finds_nothing_and_breaks_nothing(known: Customer, amira: Agent, q: str):
    known.says("我想提前还款")
    answer = amira.calls("GET", "/conversations", params={"q": q})
    assert answer.status_code == 200
    is_nothing = not "".join(char for char in q if char.isprintable()).strip()
    assert len(answer.json()["items"]) == (1 if is_nothing else 0)


@pytest.mark.parametrize("text", ["满减50%_活动\\说明", "<img src=x onerror=alert(1)>", "a'b\"c"])
def test_special_characters_are_found_as_they_are(known: Customer, amira: Agent, text: str):
    known.says(text)
    assert _found(amira, text) == [known.conversation_id]
    assert amira.gets("/conversations")["items"][0]["last_message"]["text"] == text


@pytest.mark.parametrize(
    "params",
    [
        {"status": "open"}, {"limit": 0}, {"limit": 101}, {"limit": "x"}, {"before": "x"}, {"before": "2026-11-20~c_1"},
        {"before": "~"}, {"before": "0001-01-01T00:00:00+14:00~c_1"}, {"before": "9999-12-31T23:59:59-14:00~c_1"},
        {"agent_id": "a'b"}, {"q": "x" * 101},
    ],
)  # fmt: skip
def test_a_malformed_list_request_is_refused(amira: Agent, params: dict[str, Any]):
    answer = amira.calls("GET", "/conversations", params=params)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid_request"


def test_pages_hold_every_conversation_once_newest_activity_first(world: World, amira: Agent):
    customers = []
    for number in range(7):
        if number % 2:
            world.clock.advance(seconds=1)  # some share their moment
        customers.append(Customer(world))
    whole = [item["id"] for item in amira.gets("/conversations")["items"]]
    paged: list[str] = []
    before = None
    while before or not paged:
        page = amira.gets("/conversations", limit=2, **({"before": before} if before else {}))
        paged += [item["id"] for item in page["items"]]
        before = page["next_before"]
    assert paged == whole
    assert sorted(paged) == sorted(customer.conversation_id for customer in customers)


def test_filters_narrow_the_list(world: World, helped: Customer, amira: Agent, ben: Agent):
    Customer(world)
    assert [item["status"] for item in amira.gets("/conversations", status="bot")["items"]] == ["bot"]
    assert amira.gets("/conversations", agent_id=ben.id)["items"] == []
    assert len(amira.gets("/conversations", agent_id=amira.id, status="assigned")["items"]) == 1


@pytest.mark.parametrize("path", ["", "/events"])
def test_what_does_not_exist_is_not_found(amira: Agent, path: str):
    answer = amira.calls("GET", f"/conversations/c_000000000000000000000000{path}")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "conversation_not_found"


@pytest.mark.parametrize("foreign", ["a'--", "c_" + "0" * 60, "%00", "..%2f..%2fagents", "😀"])
def test_an_id_that_is_none_is_refused(amira: Agent, foreign: str):
    answer = amira.calls("GET", f"/conversations/{foreign}")
    assert answer.status_code in (404, 422)


def test_events_come_in_pages_without_a_gap(helped: Customer, amira: Agent):
    for number in range(5):
        amira.answers(helped, f"第{number}条")
    path = f"/conversations/{helped.conversation_id}/events"
    seen: list[int] = []
    while True:
        page = amira.gets(path, after_seq=seen[-1] if seen else 0, limit=3)
        seen += [event["seq"] for event in page["events"]]
        if not page["has_more"]:
            break
    assert seen == list(range(1, helped.snapshot()["last_seq"] + 1))


@pytest.mark.parametrize("params", [{"after_seq": -1}, {"after_seq": 2**70}, {"limit": 301}, {"limit": 0}])
def test_a_malformed_page_of_events_is_refused(helped: Customer, amira: Agent, params: dict[str, Any]):
    assert amira.calls("GET", f"/conversations/{helped.conversation_id}/events", params=params).status_code == 422


def _found(agent: Agent, q: str) -> list[str]:
    return [item["id"] for item in agent.gets("/conversations", q=q)["items"]]
