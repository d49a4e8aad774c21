"""Grading: every reason is told, the most serious grade wins, and a repeat stays a repeat."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from handoff.settings import ROOT
from handoff.ticket.policy import find_words, grade_complaint
from handoff.ticket.schemas import GradingPolicy, Rule, load_grading_policy
from handoff.ticket.states import ComplaintClass, Grade
from tests.handoff.ticket.complaints import facts

POLICY = load_grading_policy(ROOT / "handoff" / "ticket" / "policy.yml")
EARLIER = "TS20261001-AAAAA"


def grade(*, repeat_of: str | None = None, **changes: object):
    return grade_complaint(facts(**changes), POLICY, repeat_of=repeat_of)


def texts(**changes: object) -> list[str]:
    return [reason["text"] for reason in grade(**changes).reasons]


def test_lost_money_is_urgent_and_the_reasons_say_why():
    assert texts(issue="fund_loss", amount="12000.00", description="卡里的钱没了") == [
        "问题类型为“资金损失/盗刷” → 二级",
        "涉及资金损失 12,000 元 ≥ 10,000 → 二级",
    ]


@pytest.mark.parametrize(("issue", "wanted"), [
    ("data_leak", Grade.MAJOR), ("fund_loss", Grade.URGENT), ("account_freeze", Grade.URGENT),
    ("system_failure", Grade.URGENT), ("attitude", Grade.GENERAL), ("fee", Grade.GENERAL),
    ("collection", Grade.GENERAL),
])  # fmt: skip
def test_the_issue_alone_gives_a_grade(issue: str, wanted: Grade):
    assert grade(issue=issue, amount=None).grade is wanted


@pytest.mark.parametrize(("amount", "wanted"), [
    (None, Grade.GENERAL), ("9999.99", Grade.GENERAL), ("10000", Grade.URGENT), ("99999.99", Grade.URGENT),
    ("100000.00", Grade.MAJOR),
])  # fmt: skip
def test_the_amount_counts_from_the_threshold_on(amount: str | None, wanted: Grade):
    assert grade(amount=amount).grade is wanted


@pytest.mark.parametrize("words", [
    "再不处理我就找媒体", "我要打12378", "我要打 12378 。", "准备起诉你们", "要向金融监管总局举报",
    "打１２３７８投诉", "找 媒 体 曝 光", "我要向銀保監投訴",
])  # fmt: skip
def test_a_threat_of_publicity_or_a_regulator_is_major(words: str):
    assert grade(description=words).grade is Grade.MAJOR


@pytest.mark.parametrize("words", ["卡号6222123785550000被多扣年费", "多扣了年费，请退回", "在流媒平台付款失败"])
def test_what_only_looks_like_a_threat_is_not_one(words: str):
    assert grade(description=words).grade is Grade.GENERAL


def test_a_threat_is_found_in_the_evidence_too():
    assert grade(evidence="录音，已发给记者").grade is Grade.MAJOR


def test_a_plain_complaint_has_a_reason_too():
    assert texts() == ["未涉及资金损失、信息泄露、服务中断或外部升级风险 → 三级"]


def test_a_repeat_of_a_general_complaint_is_of_the_fourth_grade():
    graded = grade(repeat_of=EARLIER)
    assert (graded.grade, graded.complaint_class, graded.is_repeat) == (Grade.REPEAT, ComplaintClass.REPEAT, True)
    assert graded.reasons[0]["text"] == f"90 天内就同一产品和问题再次投诉（前次 {EARLIER}） → 四级"


def test_a_repeat_of_a_major_complaint_is_major_and_a_repeat():
    graded = grade(issue="data_leak", repeat_of=EARLIER)
    assert (graded.grade, graded.complaint_class, graded.is_repeat) == (Grade.MAJOR, ComplaintClass.MAJOR, True)
    assert [reason["grade"] for reason in graded.reasons] == [1, 4]


def test_words_are_found_whatever_their_width_and_spacing():
    assert find_words("Ｍedia 曝 光", ("media", "曝光", "起诉")) == ["media", "曝光"]


@pytest.mark.parametrize("changes", [
    {"issues": ["fee"], "is_repeat": True}, {}, {"amount_at_least": "0"}, {"words": ["一"]}, {"issues": ["gossip"]},
    {"is_repeat": True, "colour": "red"}, {"is_repeat": True, "grade": 5},
])  # fmt: skip
def test_a_rule_with_a_mistake_is_refused(changes: dict):
    with pytest.raises(ValidationError):
        Rule.model_validate({"name": "x", "grade": 2, "source": "y", **changes})


def test_a_policy_names_each_rule_once_and_a_leader_for_each_grade():
    whole = POLICY.model_dump()
    for broken in ({**whole, "rules": [*whole["rules"], whole["rules"][0]]}, {**whole, "leads": {1: "行长"}}):
        with pytest.raises(ValidationError):
            GradingPolicy.model_validate(broken)


def test_amounts_are_exact():
    assert facts(amount="0.1").amount == Decimal("0.1")
    with pytest.raises(ValidationError):
        facts(amount=float("nan"))
