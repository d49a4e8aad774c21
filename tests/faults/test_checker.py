"""The checker finds what it is there to find, and names it."""

from collections.abc import Callable

import pytest

from tests.faults.checker import Fault, check, report
from tests.faults.history import History, Row

LOG = [Row(1, "", ""), Row(2, "a", "一"), Row(3, "b", "二"), Row(4, "", "答")]


@pytest.fixture
def history() -> History:
    """One customer said 一 and 二, was acknowledged, and read everything on two pages."""
    history = History()
    for client_id, text, seq in (("a", "一", 2), ("b", "二", 3)):
        history.send("陈", "c_1", client_id, text)
        history.ack(client_id, seq)
    for name, after_seq in (("first page", 0), ("second page", 2)):
        reader = history.reader(name, "c_1", after_seq=after_seq)
        reader.seen += LOG[after_seq:]
        reader.has_caught_up = True
    history.log("c_1", LOG)
    return history


def seen(history: History) -> list[Row]:
    return history.readers[0].seen


def lose_in_the_log(history: History) -> None:
    history.log("c_1", [*LOG[:2], Row(3, "", "答")])
    for reader in history.readers:
        reader.seen[:] = history.logs["c_1"][reader.after_seq :]


def lose_for_a_reader(history: History) -> None:
    seen(history).pop()


def double_in_the_log(history: History) -> None:
    row = Row(5, "a", "一")
    history.logs["c_1"].append(row)
    for reader in history.readers:
        reader.seen.append(row)


def double_for_a_reader(history: History) -> None:
    seen(history).append(LOG[3])


def swap_in_the_log(history: History) -> None:
    history.log("c_1", [LOG[0], Row(2, "b", "二"), Row(3, "a", "一"), LOG[3]])
    history.acked.clear()
    for reader in history.readers:
        reader.seen[:] = history.logs["c_1"][reader.after_seq :]


def swap_for_a_reader(history: History) -> None:
    seen(history)[1], seen(history)[2] = seen(history)[2], seen(history)[1]


def show_another_message_in_its_place(history: History) -> None:
    seen(history)[1] = Row(2, "b", "二")


def skip_a_number_in_the_log(history: History) -> None:
    history.log("c_1", [*LOG[:3], Row(5, "", "答")])
    for reader in history.readers:
        reader.seen[:] = history.logs["c_1"][reader.after_seq :]


def skip_a_number_for_a_reader_who_is_still_behind(history: History) -> None:
    history.readers[0].has_caught_up = False
    del seen(history)[1]


def acknowledge_with_another_number(history: History) -> None:
    history.ack("b", 4)


def acknowledge_what_was_never_stored(history: History) -> None:
    history.send("陈", "c_1", "c", "三")
    history.ack("c", 5)


def store_what_nobody_said(history: History) -> None:
    history.sent[1:] = []
    history.acked[1:] = []


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [
        (lose_in_the_log, Fault.LOST),
        (lose_for_a_reader, Fault.LOST),
        (acknowledge_what_was_never_stored, Fault.LOST),
        (double_in_the_log, Fault.DOUBLED),
        (double_for_a_reader, Fault.DOUBLED),
        (swap_in_the_log, Fault.MISORDERED),
        (swap_for_a_reader, Fault.MISORDERED),
        (show_another_message_in_its_place, Fault.MISORDERED),
        (skip_a_number_in_the_log, Fault.GAP),
        (skip_a_number_for_a_reader_who_is_still_behind, Fault.GAP),
        (acknowledge_with_another_number, Fault.OTHER_SEQ),
        (store_what_nobody_said, Fault.CHANGED),
    ],
)
def test_what_is_wrong_is_named(history: History, break_it: Callable[[History], None], fault: Fault):
    break_it(history)
    assert fault in {finding.fault for finding in check(history)}


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [(lose_for_a_reader, Fault.LOST), (double_for_a_reader, Fault.DOUBLED), (swap_for_a_reader, Fault.MISORDERED)],
)
def test_nothing_else_is_blamed(history: History, break_it: Callable[[History], None], fault: Fault):
    break_it(history)
    assert {finding.fault for finding in check(history)} == {fault}


def test_a_clean_history_is_clean(history: History):
    assert check(history) == []


def test_what_was_sent_and_never_acknowledged_may_be_missing(history: History):
    history.send("陈", "c_1", "c", "三")
    assert check(history) == []


def test_the_report_counts_and_names_what_is_wrong(history: History):
    history.recoveries += [0.5, 1.0, 4.0]
    lose_for_a_reader(history)
    text = report(history, check(history))
    assert "sent 2, acked 2, lost 1, doubled 0, misordered 0, recovery p50/p95/max s 1.00/4.00/4.00" in text
    assert "first page never saw [4]" in text
