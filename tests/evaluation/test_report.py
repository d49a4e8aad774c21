"""The report: what it counts, what it leaves out, and the page people read."""

import re

import pytest

from evaluation import page
from evaluation.heldout import Line
from evaluation.report import missed
from evaluation.sentence import Nearest, judge
from tests.evaluation.samples import FAR, figure, reading, report_of, sentence

FEE, LOSS, LIMIT = "faq/annual_fee", "faq/report_card_loss", "faq/card_limit"
HOSTILE = '<script>alert("x")</script>&"\''


def a_day() -> list:
    """Four questions, two of them with the right topic and three with it among the first; four others, two right."""
    return [
        sentence("年费怎么收", FEE, reading("faq", FEE, LOSS)),
        sentence("卡丢了", LOSS, reading("faq", LOSS, FEE)),
        sentence("能取多少", LIMIT, reading("faq", FEE, LIMIT)),
        sentence("一天取多少", LIMIT, reading("faq", FEE, LOSS)),
        sentence("火星上有水吗", "out_of_scope", reading("faq", LIMIT)),
        sentence("讲个笑话", "out_of_scope", reading("out_of_scope", FEE)),
        sentence("被骗走三万块", "report_fraud", reading("report_fraud")),
        sentence("你好啊", "greet", reading("thank")),
    ]


def test_shares_are_counted_as_on_paper():
    report = report_of(*a_day())
    counted = {key: (figure(report, key)["value"], figure(report, key)["n"]) for key in ("topic_top1", "topic_top3")}
    assert counted == {"topic_top1": (0.5, 4), "topic_top3": (0.75, 4)}
    assert figure(report, "intent_top1")["value"] == 6 / 8
    assert (figure(report, "false_answers")["value"], figure(report, "false_answers")["n"]) == (0.5, 2)
    assert figure(report, "fraud_recall")["value"] == 1.0
    assert figure(report, "served_right")["value"] == 4 / 8


def test_what_only_looks_like_a_wish_counts_where_it_is_handed_over_and_nowhere_else():
    alike = [
        judge(Line(text, is_not="request_agent"), reading(intent, text=text), FAR)
        for text, intent in (("人工费多少", "request_agent"), ("人工智能", "out_of_scope"))
    ]
    report = report_of(sentence("叫个人来", "request_agent", reading("request_agent")), *alike)
    assert (figure(report, "needless")["value"], figure(report, "needless")["n"]) == (0.5, 2)
    assert figure(report, "agent_recall")["n"] == 1
    assert (report["counts"]["labelled"], report["counts"]["complaints"]) == (1, 0)


def test_the_macro_f1_is_the_mean_over_the_intents_there_are():
    """faq 4 of 4 with one more: 8/9; out_of_scope 1 of 2: 2/3; report_fraud 1; greet 0."""
    assert figure(report_of(*a_day()), "intent_macro_f1")["value"] == pytest.approx((8 / 9 + 2 / 3 + 1 + 0) / 4)


def test_what_was_taught_word_for_word_is_counted_and_left_out():
    same = Nearest("年费怎么收", 1.0, is_same=True)
    report = report_of(*a_day(), sentence("年费怎么收？", FEE, reading("faq", LOSS), same))
    assert report["counts"] | {"untaught": []} == {
        "read": 9, "taught": 1, "labelled": 8, "questions": 4, "complaints": 0, "examples": 1, "untaught": [],
    }  # fmt: skip
    assert figure(report, "topic_top1")["n"] == 4
    assert "年费怎么收？" not in [each["text"] for each in report["sentences"]]


def test_near_duplicates_are_listed_the_nearest_first():
    near = [Nearest("年费怎么收呢", share) for share in (0.85, 0.95)]
    judged = [sentence(f"年费怎么收{n}", FEE, reading("faq", FEE), each) for n, each in enumerate([*near, FAR])]
    nearness = report_of(*judged)["nearness"]
    assert (nearness["near"], nearness["n"]) == (2, 3)
    assert [each["nearness"] for each in nearness["worst"]] == [0.95, 0.85]


def test_labels_nobody_taught_are_named():
    assert report_of(*a_day())["counts"]["untaught"] == sorted([LOSS, LIMIT, "out_of_scope", "report_fraud", "greet"])


def test_a_confusion_is_counted_in_its_row_and_column():
    confusion = report_of(*a_day())["confusion"]
    row, column = confusion["rows"].index("greet"), confusion["columns"].index("thank")
    assert confusion["cells"][row][column] == 1
    assert sum(map(sum, confusion["cells"])) == 8


def test_topics_that_are_mistaken_have_a_row_and_what_is_rare_is_put_together():
    """LIMIT is taken for FEE twice, for LOSS once; LOSS has no row, for it is never mistaken itself."""
    more = sentence("取钱限制", LIMIT, reading("faq", LOSS))
    assert report_of(*a_day(), more)["topic_confusion"] == {
        "rows": [LIMIT], "columns": [LIMIT, FEE, ""], "cells": [[0, 2, 1]],
    }  # fmt: skip


def test_entities_are_scored_together_and_apart():
    counts = {
        "amount": {"right": 8, "wrong": 1, "missed": 1, "spurious": 0},
        "time": {"right": 2, "wrong": 0, "missed": 0, "spurious": 2},
    }
    report = report_of(*a_day(), entities=counts)
    assert figure(report, "entity_f1")["value"] == pytest.approx(20 / (20 + 2 + 1 + 2))
    assert figure(report, "entity_amount")["value"] == pytest.approx(16 / (16 + 2 + 1))
    assert figure(report, "entity_amount")["n"] == 10
    assert [row["recall"] for row in report["entities"]] == [0.8, 1.0]


def test_what_a_complaint_is_about_has_a_figure_of_its_own_and_the_same_target():
    counts = {
        "amount": {"right": 9, "wrong": 0, "missed": 1, "spurious": 0},
        "issue": {"right": 6, "wrong": 1, "missed": 2, "spurious": 0},
        "demand": {"right": 2, "wrong": 0, "missed": 0, "spurious": 1},
    }
    report = report_of(*a_day(), entities=counts)
    found, judged = figure(report, "entity_f1"), figure(report, "kind_f1")
    assert (found["value"], found["n"]) == (pytest.approx(18 / 19), 10)
    assert (judged["value"], judged["n"]) == (pytest.approx(16 / 21), 11)
    assert found["target"] == judged["target"] == 0.95
    assert judged["is_met"] is False
    assert [row["entity"] for row in report["entities"]] == ["amount", "issue", "demand"]


def test_what_there_was_nothing_to_measure_by_is_missed_and_not_passed_over():
    phone = figure(report_of(*a_day()), "entity_phone")
    assert (phone["value"], phone["is_met"]) == (None, False)


def test_conversations_left_out_have_no_figure_and_failed_ones_do():
    assert "conversations" not in [each["key"] for each in report_of(*a_day())["figures"]]
    played = [
        {"title": "一", "step": 2, "complaint": ""},
        {"title": "二", "step": 3, "complaint": "intent: got a, wanted b"},
    ]
    report = report_of(*a_day(), conversations=played)
    assert figure(report, "conversations")["value"] == 0.5
    assert "二 · 第 3 步：intent: got a, wanted b" in page.render(report)


def test_a_missed_target_is_shown_as_missed_and_a_reached_one_as_reached():
    report = report_of(*a_day())
    assert "topic_top1" in [each["key"] for each in missed(report)]
    assert "fraud_recall" not in [each["key"] for each in missed(report)]
    html = page.render(report)
    assert "未达标" in _row(html, "Topic top-1 accuracy")
    assert "✓ 达标" in _row(html, "Fraud recall")
    assert "达标" not in _row(html, "Intent top-1 accuracy")


def test_a_wrong_sentence_is_on_the_page_and_nothing_in_it_is_markup():
    wrong = sentence(HOSTILE, HOSTILE, reading("faq", HOSTILE), Nearest(HOSTILE, 0.9))
    played = [{"title": HOSTILE, "step": 1, "complaint": HOSTILE}]
    html = page.render(report_of(wrong, conversations=played, made={"model": HOSTILE, "command": HOSTILE}))
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in html
    assert HOSTILE not in html
    assert html.count("<script") == 1


def test_the_page_needs_nothing_from_elsewhere():
    html = page.render(report_of(*a_day()))
    assert not re.search(r"(src|href)=[\"'](?!#)|https?://|@import|url\(", html)


def test_a_report_where_everything_is_right_says_so():
    html = page.render(report_of(sentence("年费怎么收", FEE, reading("faq", FEE))))
    assert "全部处理正确" in html


def _row(html: str, metric: str) -> str:
    start = html.index(metric)
    return html[start : html.index("</tr>", start)]
