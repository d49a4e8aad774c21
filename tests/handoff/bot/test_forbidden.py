"""What must never be said: the list finds it in any answer, leaves the contrary alone, and stops it on its way out."""

from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY
from pydantic import ValidationError

from command import answers
from command.paths import ROOT
from handoff.bot.client import BotMessage, QuickReply, TurnAnswer
from handoff.bot.forbidden import ForbiddenPolicy, load_forbidden, without_quotations
from tests.actors import Agent, Customer
from tests.world import START, World

POLICY = load_forbidden(ROOT / "data" / "policy" / "forbidden.yml")
RULES = {rule.name: rule for rule in POLICY.rules}


@pytest.mark.parametrize(("rule", "text"), [(rule.name, text) for rule in POLICY.rules for text in rule.wrong])
def test_what_a_rule_calls_wrong_is_found(rule: str, text: str):
    found = POLICY.find(f"您好。{text}请问还有其他问题吗？")
    assert found is not None
    assert found[0].name == rule


@pytest.mark.parametrize("text", [text for rule in POLICY.rules for text in rule.right])
def test_what_a_rule_calls_right_is_left_alone(text: str):
    assert POLICY.find(text) is None


@pytest.mark.parametrize("text", ["这款 保 本", "保\u200b本保收益", "稳**赚**不赔", "请提供您的 cvv2"])
def test_blanks_and_marks_hide_nothing(text: str):
    assert POLICY.find(text) is not None


def test_every_family_has_a_rule():
    assert set(RULES) >= {"promised_return", "purchase_advice", "invented_refusal", "asked_secret", "untrue_promise"}


def test_a_pattern_with_a_mistake_is_told_when_the_file_is_read(tmp_path: Path):
    rule = {"name": "x", "why": "x", "says": ["(保本"], "wrong": ["保本"], "right": ["不保本"]}
    file = tmp_path / "forbidden.yml"
    file.write_text(yaml.safe_dump({"version": "1", "rules": [rule]}), encoding="utf-8")
    with pytest.raises(ValidationError, match="no regular expression"):
        load_forbidden(file)


# The check of everything that can be said


def test_nothing_a_customer_can_be_told_breaks_a_rule():
    found = answers.find(answers.texts(ROOT), POLICY, today=START.date())
    assert [str(finding) for finding in found] == []


def test_the_check_reads_answers_actions_service_and_widget():
    files = {text.file.split("/")[0] + "/" + text.file.split("/")[1] for text in answers.texts(ROOT)}
    assert {"bot/domain", "handoff/bot", "handoff/ticket", "web/widget"} <= files
    assert any(text.file.startswith("actions/") for text in answers.texts(ROOT))


def a_project(folder: Path) -> Path:
    """A project with one bad answer of each kind: a second variation, a button, an aspect, a sentence in code."""
    domain = {
        "responses": {
            "utter_faq/fund": [
                {
                    "text": "基金有风险。",
                    "metadata": {"valid_until": "2026-01-31", "aspects": {"risk": "它保本保收益。"}},
                },
                {"text": "现在正是买入的好时机。", "buttons": [{"title": "稳赚不赔", "payload": "保本吗"}]},
            ]
        }
    }
    (folder / "bot" / "domain" / "faq").mkdir(parents=True)
    (folder / "bot" / "domain" / "faq" / "fund.yml").write_text(yaml.safe_dump(domain), encoding="utf-8")
    (folder / "actions").mkdir()
    module = (
        '"""保本 in a docstring."""\nimport re\nASKED = re.compile("保本|稳赚")\nTEXT = f"请提供您的密码，{ASKED}"\n'
    )
    (folder / "actions" / "bad.py").write_text(module, encoding="utf-8")
    (folder / "data" / "policy").mkdir(parents=True)
    replies = "replies: [{title: 承诺, text: 您放心，包赚。}]"
    (folder / "data" / "policy" / "replies.yml").write_text(replies, encoding="utf-8")
    return folder


def test_a_bad_answer_is_named_with_file_response_and_phrase(tmp_path: Path):
    found = answers.find(answers.texts(a_project(tmp_path)), POLICY, today=START.date())
    told = [(finding.text.file, finding.text.place, finding.phrase) for finding in found]
    assert told == [
        ("bot/domain/faq/fund.yml", "utter_faq/fund", "保本"),
        ("bot/domain/faq/fund.yml", "utter_faq/fund", "2026-01-31"),
        ("bot/domain/faq/fund.yml", "utter_faq/fund", "稳赚"),
        ("data/policy/replies.yml", "承诺", "包赚"),
        ("actions/bad.py", "line 4", "提供您的密码"),
    ]


# The last gate


def withheld(rule: str) -> float:
    return REGISTRY.get_sample_value("zhike_bot_answers_withheld_total", {"rule": rule}) or 0.0


def test_a_forbidden_answer_is_not_sent_and_a_person_is_called(world: World, chen: Customer, amira: Agent):
    before = withheld("promised_return")
    world.bot.answers("基金", "这只基金保本保收益。")
    chen.says("基金")
    chen.hears("正在为您转接人工")
    chen.socket.wait_for_event("conversation.queued")
    assert "保本" not in str(chen.log())
    assert "保本" not in str(amira.gets(f"/conversations/{chen.conversation_id}/events"))
    (waiting,) = amira.gets("/queue")["waiting"]
    assert (waiting["reason"], waiting["priority"]) == ("bot_failure", 1)
    assert withheld("promised_return") == before + 1


def test_a_forbidden_button_is_withheld_too(world: World, chen: Customer):
    message = BotMessage(text="请选择：", quick_replies=[QuickReply(title="零风险产品", text="产品")])
    world.bot.answers("产品", TurnAnswer(turn_id="", messages=[message]))
    chen.says("产品")
    chen.hears("正在为您转接人工")


def test_a_customers_own_words_may_be_read_back_to_them(world: World, chen: Customer):
    told = "经理说保本稳赚不赔，结果亏了3万元"
    slots = {"description": {"value": told, "status": "confirmed"}}
    world.bot.answers("核对", f"事情经过：{told.replace('3万', '*')}\n以上信息对吗？", slots=slots)
    chen.says("核对")
    assert "经理说保本" in chen.hears("以上信息对吗")["data"]["text"]


def test_what_a_customer_asked_is_no_excuse_to_affirm_it(world: World, chen: Customer):
    world.bot.answers("这个保本吗", "是的，这个保本。", slots={"product": {"value": "wealth", "status": "inferred"}})
    chen.says("这个保本吗")
    chen.hears("正在为您转接人工")


def test_short_words_of_a_customer_take_nothing_out_of_an_answer():
    assert without_quotations("这个保本", ["保本", "这个"]) == "这个保本"


def test_an_answer_is_served_on_its_last_day_and_not_on_the_next(world: World, chen: Customer):
    metadata = {"valid_from": "2026-01-01", "valid_until": START.date().isoformat()}
    message = BotMessage(text="利率是 1.5%。", name="utter_faq/deposit_rate", metadata=metadata)
    world.bot.answers("利率", TurnAnswer(turn_id="", messages=[message]))
    chen.says("利率")
    chen.hears("利率是 1.5%")
    world.clock.advance(days=1)
    chen.says("利率")
    chen.hears("正在更新")


def test_the_policy_has_a_version():
    assert isinstance(POLICY, ForbiddenPolicy)
    assert POLICY.version
