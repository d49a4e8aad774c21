"""Decides over a history: nothing lost, nothing doubled, one order, dense numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tests.faults.history import History, Reader, Row, Sent


class Fault(StrEnum):
    LOST = "lost"  # acknowledged and not stored, or not shown to a reader who caught up
    DOUBLED = "doubled"  # stored twice, or shown twice
    MISORDERED = "misordered"  # stored or shown in another order
    GAP = "gap"  # a number is missing
    OTHER_SEQ = "other seq"  # acknowledged with a number that is not its own
    CHANGED = "changed"  # stored as something else, or stored and never sent


@dataclass(frozen=True, slots=True)
class Finding:
    fault: Fault
    conversation_id: str
    what: str


def check(history: History) -> list[Finding]:
    """Everything that is wrong; empty for a clean history. Each conversation's log must have been read."""
    sent = {message.client_id: message for message in history.sent}
    findings: list[Finding] = []
    for conversation_id, log in history.logs.items():
        findings += _check_log(conversation_id, log, sent)
    findings += _check_acks(history, sent)
    for reader in history.readers:
        findings += _check_reader(reader, history.logs[reader.conversation_id])
    return findings


def _check_log(conversation_id: str, log: list[Row], sent: dict[str, Sent]) -> Iterator[Finding]:
    yield from _check_numbers("the log", conversation_id, [row.seq for row in log], after_seq=0)
    for client_id, times in Counter(row.client_id for row in log if row.client_id).items():
        if times > 1:
            yield Finding(Fault.DOUBLED, conversation_id, f"{client_id} is stored {times} times")
    orders: dict[str, list[int]] = defaultdict(list)
    position = {client_id: number for number, client_id in enumerate(sent)}
    for row in sorted(log, key=lambda row: row.seq):
        if not row.client_id:
            continue
        message = sent.get(row.client_id)
        if message is None or message.conversation_id != conversation_id or message.text != row.text:
            yield Finding(Fault.CHANGED, conversation_id, f"{row.client_id} is stored as {row.text!r}")
        else:
            orders[message.sender].append(position[row.client_id])
    for sender, order in orders.items():
        if any(later < earlier for earlier, later in pairwise(order)):
            yield Finding(Fault.MISORDERED, conversation_id, f"{sender}'s messages are stored in another order")


def _check_acks(history: History, sent: dict[str, Sent]) -> Iterator[Finding]:
    stored = {(id, row.client_id): row.seq for id, log in history.logs.items() for row in log if row.client_id}
    for client_id, seqs in _seqs_told(history).items():
        conversation_id = sent[client_id].conversation_id
        seq = stored.get((conversation_id, client_id))
        if seq is None:
            yield Finding(Fault.LOST, conversation_id, f"{client_id} was acknowledged and is not stored")
        elif seqs != {seq}:
            yield Finding(Fault.OTHER_SEQ, conversation_id, f"{client_id} is {seq} and was acknowledged as {seqs}")


def _seqs_told(history: History) -> dict[str, set[int]]:
    told: dict[str, set[int]] = defaultdict(set)
    for ack in history.acked:
        told[ack.client_id].add(ack.seq)
    return told


def _check_reader(reader: Reader, log: list[Row]) -> Iterator[Finding]:
    seqs = [row.seq for row in reader.seen]
    yield from _check_numbers(reader.name, reader.conversation_id, seqs, after_seq=reader.after_seq)
    stored = {row.seq: row for row in log}
    for row in reader.seen:
        if stored.get(row.seq) != row:
            what = f"{reader.name} saw {row}, and the log has {stored.get(row.seq)}"
            yield Finding(Fault.MISORDERED, reader.conversation_id, what)
    if reader.has_caught_up:
        missing = sorted({seq for seq in stored if seq > reader.after_seq} - set(seqs))
        if missing:
            yield Finding(Fault.LOST, reader.conversation_id, f"{reader.name} never saw {missing[:10]}")


def _check_numbers(whose: str, conversation_id: str, seqs: list[int], *, after_seq: int) -> Iterator[Finding]:
    if repeated := [seq for seq, times in Counter(seqs).items() if times > 1]:
        yield Finding(Fault.DOUBLED, conversation_id, f"{whose} has {repeated[:10]} more than once")
    if any(later < earlier for earlier, later in pairwise(seqs)):
        yield Finding(Fault.MISORDERED, conversation_id, f"{whose} is not in the order of the numbers")
    if missing := sorted(set(range(after_seq + 1, max(seqs, default=after_seq) + 1)) - set(seqs)):
        yield Finding(Fault.GAP, conversation_id, f"{whose} lacks {missing[:10]}")


def report(history: History, findings: list[Finding]) -> str:
    """One line of figures, and one for each finding."""
    counts = Counter(finding.fault for finding in findings)
    figures = {
        "sent": len(history.sent),
        "acked": len({ack.client_id for ack in history.acked}),
        **{str(fault): counts[fault] for fault in (Fault.LOST, Fault.DOUBLED, Fault.MISORDERED)},
        "recovery p50/p95/max s": "/".join(f"{part:.2f}" for part in _spread(history.recoveries)) or "-",
    }
    line = ", ".join(f"{key} {value}" for key, value in figures.items())
    return "\n".join([line, *(f"  {found.fault}: {found.what} ({found.conversation_id})" for found in findings)])


def _spread(values: list[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 1.0)] if ordered else []
