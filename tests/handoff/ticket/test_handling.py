"""What staff do with a complaint: find it, read it, grade it anew, move it on; and everything they may not."""

import json
from typing import Any

import pytest

from handoff.ticket.states import ALLOWED, TicketStatus
from tests.actors import Agent, Customer
from tests.handoff.ticket.complaints import PHONE, complains
from tests.world import World

NOTE = "已与客户电话核实"
WAYS: dict[str, list[str]] = {  # how to bring a new complaint to each state
    "registered": [],
    "accepted": ["accepted"],
    "not_accepted": ["not_accepted"],
    "investigating": ["accepted", "investigating"],
    "resolution_proposed": ["accepted", "investigating", "resolution_proposed"],
    "feedback_sent": ["accepted", "investigating", "resolution_proposed", "feedback_sent"],
    "confirmed": ["accepted", "investigating", "resolution_proposed", "feedback_sent", "confirmed"],
    "disputed": ["accepted", "investigating", "resolution_proposed", "feedback_sent", "disputed"],
    "closed": ["not_accepted", "closed"],
    "withdrawn": ["withdrawn"],
}
BAD_SEARCHES = ["%", "_", "' OR 1=1 --", "<script>", "\x00", "TS%", "🙂", "\\"]


@pytest.fixture
def number(world: World, chen: Customer) -> str:
    """陈's complaint about a fee."""
    return complains(world, chen)["number"]


def move(agent: Agent, number: str, *targets: str, note: str = NOTE) -> Any:
    for target in targets:
        answer = agent.calls("POST", f"/tickets/{number}/status", json={"status": target, "note": note})
    return answer


def regrade(agent: Agent, number: str, grade: Any, reason: Any = "客户补充了损失证明") -> Any:
    return agent.calls("POST", f"/tickets/{number}/grade", json={"grade": grade, "reason": reason})


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_ticket_is_read_with_facts_reasons_deadlines_and_history(number: str, amira: Agent):
    ticket = amira.gets(f"/tickets/{number}")
    facts = {key: ticket[key] for key in ("product_label", "issue_label", "demand_label", "amount", "place")}
    assert facts == {
        "product_label": "信用卡", "issue_label": "收费", "demand_label": "退款/赔偿", "amount": "500.00",
        "place": "朝阳支行",
    }  # fmt: skip
    assert (ticket["grade"], ticket["grade_label"], ticket["class_label"]) == (3, "三级", "一般投诉")
    assert [reason["text"].endswith("→ 三级") for reason in ticket["grade_reasons"]] == [True]
    assert ticket["deadlines"][0]["arithmetic"].startswith("收到 2026-11-20(五) 10:30；24 小时 →")
    assert [step["kind"] for step in ticket["history"]] == ["submitted", "moved", "graded"]
    assert ticket["allowed_moves"] == ["accepted", "not_accepted", "withdrawn"]
    assert ticket["note_required_for"] == ["not_accepted", "withdrawn"]


def test_a_conversation_shows_the_complaints_made_in_it(number: str, chen: Customer, amira: Agent):
    tickets = amira.gets(f"/conversations/{chen.conversation_id}")["tickets"]
    assert [ticket["number"] for ticket in tickets] == [number]


def test_contacts_are_masked_until_somebody_says_why(number: str, amira: Agent, zhou: Agent):
    ticket = amira.gets(f"/tickets/{number}")
    assert (ticket["name"], ticket["phone"]) == ("陈*", "139****5678")
    assert PHONE not in json.dumps([ticket, amira.gets("/tickets")])
    answer = amira.calls("POST", f"/tickets/{number}/reveal", json={"reason": "回电核实情况"})
    assert answer.json() == {"name": "陈静", "phone": PHONE}
    assert amira.gets(f"/tickets/{number}")["history"][-1]["kind"] == "revealed"
    entry = next(entry for entry in zhou.gets("/audit")["items"] if entry["action"] == "customer.reveal")
    assert (entry["target"], entry["agent_id"]) == (number, amira.id)


def test_what_somebody_typed_as_a_reason_tells_no_contact_either(number: str, amira: Agent):
    ticket = regrade(amira, number, 1, f"陈静来电{PHONE}，要求升级").json()
    assert ticket["grade_reasons"][0]["text"] == "人工调整：陈*来电139****5678，要求升级 → 一级"
    regrade(amira, number, 2, "复核后调整")  # the reason before goes into the history
    everything = json.dumps([amira.gets(f"/tickets/{number}"), amira.gets("/tickets")], ensure_ascii=False)
    assert (PHONE in everything, "陈静" in everything) == (False, False)


def test_nobody_is_revealed_without_a_reason(number: str, amira: Agent):
    answer = amira.calls("POST", f"/tickets/{number}/reveal", json={"reason": " \u200b "})
    assert refused(answer) == (422, "message_empty")
    assert PHONE not in answer.text


def test_the_customer_hears_each_step_that_is_theirs_to_know(number: str, chen: Customer, amira: Agent):
    assert move(amira, number, *WAYS["feedback_sent"], "confirmed", "closed").json()["status"] == "closed"
    chen.socket.wait_for_event("ticket.updated", status="closed")
    told = [event["data"] for event in chen.log() if event["type"] == "ticket.updated"]
    assert [data["status"] for data in told] == ["accepted", "investigating", "feedback_sent", "confirmed", "closed"]
    assert told[0]["due_at"] == "2026-12-05T09:30:00.000Z"
    assert told[-1]["due_at"] is None
    assert NOTE not in json.dumps(chen.log(), ensure_ascii=False)


def test_each_step_is_in_the_history_with_who_and_why(number: str, amira: Agent):
    ticket = move(amira, number, "withdrawn", note="客户来电撤诉").json()
    step = ticket["history"][-1]
    assert (step["kind"], step["text"], step["note"]) == ("withdrawn", "已登记 → 已撤诉", "客户来电撤诉")
    assert (step["actor"]["kind"], step["actor"]["id"]) == ("agent", amira.id)
    assert step["data"] == {"from": "registered", "to": "withdrawn"}


@pytest.mark.parametrize("status", WAYS)
def test_only_legal_moves_are_made(status: str, number: str, amira: Agent):
    """Every move that the table lacks is refused and changes nothing."""
    if WAYS[status]:
        move(amira, number, *WAYS[status])
    before = amira.gets(f"/tickets/{number}")
    assert before["status"] == status
    assert set(before["allowed_moves"]) == ALLOWED[TicketStatus(status)]
    for target in set(TicketStatus) - ALLOWED[TicketStatus(status)]:
        answer = move(amira, number, target)
        assert refused(answer) == (409, "ticket_move_not_allowed"), target
        assert answer.json()["error"]["details"]["status"] == status
    assert amira.gets(f"/tickets/{number}") == before


@pytest.mark.parametrize(("steps", "target"), [
    ([], "not_accepted"), ([], "withdrawn"), (WAYS["investigating"], "resolution_proposed"),
    (WAYS["feedback_sent"], "disputed"), (["withdrawn"], "investigating"),
])  # fmt: skip
def test_a_step_that_must_be_explained_needs_a_note(steps: list[str], target: str, number: str, amira: Agent):
    if steps:
        move(amira, number, *steps)
    before = amira.gets(f"/tickets/{number}")
    assert refused(move(amira, number, target, note="  ")) == (422, "ticket_note_missing")
    assert amira.gets(f"/tickets/{number}") == before
    assert move(amira, number, target).json()["status"] == target


def test_of_two_who_take_the_same_step_one_is_told_it_is_done(number: str, amira: Agent, ben: Agent):
    assert move(amira, number, "accepted").status_code == 200
    assert refused(move(ben, number, "accepted")) == (409, "ticket_move_not_allowed")


def test_a_person_sets_another_grade_with_a_reason_and_the_history_keeps_both(number: str, amira: Agent):
    ticket = regrade(amira, number, 1).json()
    assert (ticket["grade"], ticket["complaint_class"], ticket["lead"]) == (1, "major", "总行或分行负责人")
    assert ticket["grade_reasons"] == [{"rule": "person", "grade": 1, "text": "人工调整：客户补充了损失证明 → 一级"}]
    step = ticket["history"][-1]
    assert (step["text"], step["note"]) == ("三级 → 一级", "客户补充了损失证明")
    assert step["data"]["reasons_before"][0]["rule"] == "default"


def test_a_new_grade_that_changes_the_promise_is_told_to_the_customer_without_the_grade(
    number: str, chen: Customer, amira: Agent
):
    due_at = regrade(amira, number, 1).json()["due_at"]
    event = chen.socket.wait_for_event("ticket.updated")
    assert event["data"] == {"number": number, "status": "registered", "due_at": due_at}


def test_a_new_grade_that_keeps_the_promise_is_the_staffs_own_business(number: str, chen: Customer, amira: Agent):
    regrade(amira, number, 2)
    assert "ticket.updated" not in {event["type"] for event in chen.log()}


def test_a_repeat_that_is_graded_up_stays_a_repeat(world: World, chen: Customer, amira: Agent, number: str):
    again = complains(world, chen)["number"]
    ticket = regrade(amira, again, 2).json()
    assert (ticket["complaint_class"], ticket["is_repeat"], ticket["repeat_of"]) == ("urgent", True, number)


@pytest.mark.parametrize(("grade", "reason", "refusal"), [
    (3, "还是三级", (409, "ticket_grade_unchanged")), (1, "  ", (422, "message_empty")),
    (1, "", (422, "invalid_request")), (0, "x", (422, "invalid_request")), (5, "x", (422, "invalid_request")),
    ("1", "x", (422, "invalid_request")), (True, "x", (422, "invalid_request")), (1, None, (422, "invalid_request")),
    (1, "长" * 2001, (422, "invalid_request")),
])  # fmt: skip
def test_a_grade_that_makes_no_sense_is_refused(
    number: str, amira: Agent, grade: Any, reason: Any, refusal: tuple[int, str]
):
    before = amira.gets(f"/tickets/{number}")
    assert refused(regrade(amira, number, grade, reason)) == refusal
    assert amira.gets(f"/tickets/{number}") == before


def test_an_ended_complaint_is_not_graded(number: str, amira: Agent):
    move(amira, number, "withdrawn")
    assert refused(regrade(amira, number, 1)) == (409, "ticket_move_not_allowed")


@pytest.mark.parametrize("body", [
    {"status": "won", "note": NOTE}, {"note": NOTE}, {"status": "accepted", "note": 7}, {"status": None},
    {"status": "accepted", "note": NOTE, "grade": 1}, {"status": "accepted", "note": "长" * 2001},
])  # fmt: skip
def test_odd_moves_are_refused(number: str, amira: Agent, body: dict):
    answer = amira.calls("POST", f"/tickets/{number}/status", json=body)
    assert refused(answer) == (422, "invalid_request")


@pytest.mark.parametrize("other", ["TS20261120-22222", "nonsense", "%", "🙂"])
def test_what_is_not_there_is_not_found(amira: Agent, other: str):
    for method, path, body in [
        ("GET", "", None), ("POST", "/grade", {"grade": 1, "reason": "x"}), ("POST", "/reveal", {"reason": "x"}),
        ("POST", "/status", {"status": "accepted", "note": ""}),
    ]:  # fmt: skip
        assert refused(amira.calls(method, f"/tickets/{other}{path}", json=body)) == (404, "ticket_not_found")


def test_the_list_is_newest_first_in_pages_without_gaps(world: World, chen: Customer, amira: Agent):
    made = []
    for minutes in (0, 0, 0, 5, 5):  # three in the same instant
        world.clock.advance(minutes=minutes)
        made.append(complains(world, chen)["number"])
    seen, before = [], {}
    while True:
        page = amira.gets("/tickets", limit=2, **before)
        seen += [item["number"] for item in page["items"]]
        if page["next_before"] is None:
            break
        before = {"before": page["next_before"]}
    assert seen == [made[4], made[3], *sorted(made[:3], reverse=True)]


def test_the_list_filters_by_status_grade_and_words(world: World, chen: Customer, amira: Agent):
    fee = complains(world, chen)["number"]
    other = {"issue": "fund_loss", "description": "卡被盗刷_100%", "phone": "13800000001", "name": "陈冬"}
    theft = complains(world, chen, **other)["number"]
    move(amira, fee, "accepted")

    def found(**filters: Any) -> set[str]:
        return {item["number"] for item in amira.gets("/tickets", **filters)["items"]}

    assert found(status="accepted") == {fee}
    assert found(grade=2) == {theft}
    for q in ("盗刷", "138 0000 0001", "陈冬", "_100%"):
        assert found(q=q) == {theft}, q
    assert found(q=fee.lower()) == found(q=fee.replace("-", "")) == {fee}
    assert found(q="1380000") == set()  # a part of a phone tells nothing
    assert found(grade=2, status="accepted") == set()


@pytest.mark.parametrize("q", BAD_SEARCHES)
def test_odd_words_are_looked_for_as_they_are(number: str, amira: Agent, q: str):
    expected = [number] if not q.strip("\x00") else []
    assert [item["number"] for item in amira.gets("/tickets", q=q)["items"]] == expected


@pytest.mark.parametrize("params", [
    {"status": "won"}, {"grade": 5}, {"grade": "x"}, {"limit": 0}, {"limit": 101}, {"before": "TS20261120-22222"},
    {"before": "x"}, {"q": "长" * 101},
])  # fmt: skip
def test_odd_filters_are_refused(amira: Agent, params: dict):
    assert refused(amira.calls("GET", "/tickets", params=params)) == (422, "invalid_request")


def test_trainers_read_no_complaints(number: str, world: World):
    xu = Agent(world, "xu", name="许文", role="trainer").signs_in()
    for path in ("/tickets", f"/tickets/{number}"):
        assert refused(xu.calls("GET", path)) == (403, "not_allowed")
