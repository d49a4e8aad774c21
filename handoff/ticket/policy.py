"""Grading a complaint, its number, and what a customer reads about it. Pure, but for the dice of `new_number`."""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from handoff.settings import Settings
from handoff.sla.service import say_time
from handoff.ticket import labels
from handoff.ticket.states import CLASS_OF, ENDED, ComplaintClass, Grade, Issue, TicketStatus

if TYPE_CHECKING:
    from handoff.ticket.models import Ticket
    from handoff.ticket.schemas import ComplaintFacts, GradingPolicy, Rule

NUMBER_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread or misheard: no 0 O, 1 I L
NUMBER_TAIL = 5  # 31**5 = 28.6 million a day, and a look-up needs the phone as well
_NUMBER = re.compile(r"(?:TS)?(\d{8})([A-Z0-9]{4,6})")
_NOT_ALNUM = re.compile(r"[^A-Z0-9]+")
_SPACE = re.compile(r"\s+")

NO_MATCH_TEXT = (
    "没有查到与该编号和联系电话相符的投诉。请核对后重新告诉我投诉编号（TS 开头）和登记时留下的电话，或转人工客服查询。"
)


@dataclass(frozen=True, slots=True)
class Grading:
    """The grade and what speaks for it, the weightiest reason first."""

    grade: Grade
    reasons: list[dict[str, object]]
    is_repeat: bool
    version: str

    @property
    def complaint_class(self) -> ComplaintClass:
        return CLASS_OF[self.grade]


def grade_complaint(facts: "ComplaintFacts", policy: "GradingPolicy", *, repeat_of: str | None) -> Grading:
    """Try every rule; each that holds is a reason, and the most serious grade wins. A repeat stays marked as one."""
    reasons = [
        {"rule": rule.name, "grade": int(rule.grade), "text": f"{ground} → {labels.GRADE[rule.grade]}"}
        for rule in policy.rules
        for ground in _grounds(rule, facts, policy, repeat_of=repeat_of)
    ]
    if not reasons:
        text = f"未涉及资金损失、信息泄露、服务中断或外部升级风险 → {labels.GRADE[policy.default_grade]}"
        reasons = [{"rule": "default", "grade": int(policy.default_grade), "text": text}]
    reasons.sort(key=lambda reason: reason["grade"])
    return Grading(Grade(reasons[0]["grade"]), reasons, repeat_of is not None, policy.version)


def _grounds(rule: "Rule", facts: "ComplaintFacts", policy: "GradingPolicy", *, repeat_of: str | None) -> Iterator[str]:
    if facts.issue in rule.issues:
        yield f"问题类型为“{labels.ISSUE[facts.issue]}”"
    if rule.amount_at_least is not None and facts.amount is not None and facts.amount >= rule.amount_at_least:
        what = "涉及资金损失" if facts.issue is Issue.FUND_LOSS else "涉及金额"
        yield f"{what} {say_amount(facts.amount)} 元 ≥ {say_amount(rule.amount_at_least)}"
    if rule.words and (found := find_words(f"{facts.description}\n{facts.evidence or ''}", rule.words)):
        yield f"客户提到{'、'.join(f'“{word}”' for word in found)}"
    if rule.is_repeat and repeat_of:
        yield f"{policy.repeat_within_days} 天内就同一产品和问题再次投诉（前次 {repeat_of}）"


def find_words(text: str, words: tuple[str, ...]) -> list[str]:
    """Which of `words` the text holds, whatever its width, case and spaces. A number counts only as a whole number."""
    flat = _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    spaced = unicodedata.normalize("NFKC", text)
    return [
        word
        for word in words
        if (re.search(rf"(?<!\d){word}(?!\d)", spaced) if word.isdigit() else word.casefold() in flat)
    ]


def say_amount(amount: Decimal) -> str:
    """12000.00 → 12,000; 12000.5 → 12,000.50"""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def new_number(today: date) -> str:
    """TS20261122-7K3QM: the day of receipt in the institution's zone, and five random characters."""
    tail = "".join(secrets.choice(NUMBER_ALPHABET) for _ in range(NUMBER_TAIL))
    return f"TS{today:%Y%m%d}-{tail}"


def normalise_number(text: str) -> str | None:
    """However it was typed (ts20261122 7k3qm, full-width, no dash) → TS20261122-7K3QM; None when it cannot be one."""
    flat = _NOT_ALNUM.sub("", unicodedata.normalize("NFKC", text[:80]).upper())
    match = _NUMBER.fullmatch(flat)
    return f"TS{match[1]}-{match[2]}" if match else None


def digits_of(phone: str) -> str:
    """The digits of a phone number in any width and punctuation, without mainland China's 86 before a mobile number."""
    digits = "".join(char for char in unicodedata.normalize("NFKC", phone) if char in "0123456789")
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)


def is_same_phone(kept: str, given: str) -> bool:
    """In constant time for its length, so that answers do not leak how much of a number was right."""
    return hmac.compare_digest(kept.encode(), digits_of(given).encode())


def receipt_text(ticket: "Ticket", *, settings: Settings) -> str:
    """What the customer reads when the complaint is registered: the number, and what happens next by when."""
    promises = []
    if ticket.feedback_due_at and (ticket.due_at is None or ticket.feedback_due_at < ticket.due_at):
        promises.append(f"{_by(ticket.feedback_due_at, settings)} 前向您反馈办理情况")
    if ticket.due_at:
        promises.append(f"{_by(ticket.due_at, settings)} 前告知您处理结果")
    return (
        f"您的投诉已登记，编号 {ticket.number}。我们会尽快安排专人核实，最晚 {'，'.join(promises)}。"
        "办理期间如需补充材料，会有工作人员与您联系；您也可以随时凭编号和联系电话在这里查询进度。"
    )


def status_text(ticket: "Ticket", *, settings: Settings) -> str:
    """Where the complaint stands, and what happens next by when. Never its grade."""
    opening = f"您于 {_on(ticket.created_at, settings)}提交的投诉（编号 {ticket.number}）"
    status = TicketStatus(ticket.status)
    text = f"{opening}{_STANDING[status]}"
    if status in _AWAITS_RESULT and ticket.due_at:
        text += f"我们最晚会在 {_by(ticket.due_at, settings)} 前告知您处理结果。"
    if status in ENDED:
        text += "如有新的情况，可以随时联系我们或转人工客服。"
    return text


def added_text(ticket: "Ticket") -> str:
    """What the customer reads when more was added to the complaint."""
    return f"您补充的内容已添加到投诉 {ticket.number}，经办人员核实时会一并查看。如还有要补充的，可以继续告诉我。"


def not_added_text(ticket: "Ticket") -> str:
    """Why nothing can be added any more, and what can be done instead."""
    return (
        f"您的投诉（编号 {ticket.number}）{_STANDING[TicketStatus(ticket.status)]}现在不能再补充内容。"
        "如有新的情况，可以转人工客服申请重新办理，也可以登记一件新的投诉。"
    )


def withdrawn_text(ticket: "Ticket", *, settings: Settings) -> str:
    """What the customer reads when the complaint is withdrawn: the procedure ends that day."""
    ended = f"，办理程序自{_on(ticket.closed_at, settings)}起终止" if ticket.closed_at else ""
    return f"投诉 {ticket.number} 已按您的意愿撤回{ended}。之后如需重新办理，可以随时转人工客服申请。"


def not_withdrawn_text(ticket: "Ticket") -> str:
    """Why there is nothing to withdraw (any more)."""
    return (
        f"您的投诉（编号 {ticket.number}）{_STANDING[TicketStatus(ticket.status)]}现在不需要、也不能再撤回。"
        "如有疑问，可以转人工客服。"
    )


_STANDING: dict[TicketStatus, str] = {
    TicketStatus.SUBMITTED: "已提交，正在登记。",
    TicketStatus.REGISTERED: "已登记，正在安排受理。",
    TicketStatus.ACCEPTED: "已受理，即将开始调查核实。",
    TicketStatus.NOT_ACCEPTED: "经审核未予受理，原因已由工作人员向您说明。",
    TicketStatus.INVESTIGATING: "正在调查核实。",
    TicketStatus.RESOLUTION_PROPOSED: "已完成调查，处理意见正在审核。",
    TicketStatus.FEEDBACK_SENT: "已有处理结果，并已告知您。如对结果有异议，请告诉我们，我们会继续核查。",
    TicketStatus.CONFIRMED: "的处理结果您已确认，即将结案。",
    TicketStatus.DISPUTED: "您对处理结果提出了异议，我们正在安排复核。",
    TicketStatus.CLOSED: "已结案。",
    TicketStatus.WITHDRAWN: "已按您的意愿撤回。",
}
_AWAITS_RESULT = frozenset(
    {
        TicketStatus.SUBMITTED,
        TicketStatus.REGISTERED,
        TicketStatus.ACCEPTED,
        TicketStatus.INVESTIGATING,
        TicketStatus.RESOLUTION_PROPOSED,
        TicketStatus.DISPUTED,
    }
)


def _by(value: datetime, settings: Settings) -> str:
    return say_time(value, zone=settings.zone)


def _on(value: datetime, settings: Settings) -> str:
    local = value.astimezone(settings.zone)
    return f"{local.month}月{local.day}日"
