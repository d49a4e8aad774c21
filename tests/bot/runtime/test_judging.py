"""What a complaint is about and what is wanted, judged from the whole of it."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.components.cascade import Cascade
from bot.components.cascade_config import CascadeConfig
from bot.components.entities.lexicon import COMPILED
from bot.components.entities.moods import find_moods
from bot.components.judging import (
    CLEAR,
    MOST_PIECES,
    NONE,
    Judgement,
    example,
    judge_demands,
    judge_issue,
    read_examples,
)
from bot.components.text import normalise
from bot.components.verdict import with_demand, with_issue
from bot.entity_score import EXAMPLES, JUDGED, _entity, judged_facts, learn_judges, score
from tests.bot.runtime.embedding import LetterEmbedder
from tests.bot.runtime.test_told import rows, told

LEAST_EXAMPLES = 50
TAUGHT = {
    "refund": ["退我钱", "把钱退给我", "要求退款"],
    "apology": ["给我道歉", "让他道歉", "要求道歉"],
    NONE: ["排队半天", "卡丢了", "年费多少", "没有道歉", "不给退款"],
}


@pytest.fixture(scope="module")
def judges() -> dict[str, Cascade]:
    """Taught what the bot is taught."""
    return learn_judges()


@pytest.fixture
def little(tmp_path: Path) -> Cascade:
    """Knows two demands."""
    file = tmp_path / "demand.tsv"
    file.write_text("".join(f"{text}\t{code}\n" for code, texts in TAUGHT.items() for text in texts), encoding="utf-8")
    return Cascade.learn(read_examples(file, "demand"), LetterEmbedder(), CascadeConfig())


@pytest.mark.parametrize("entity", JUDGED)
def test_every_code_is_taught_in_many_ways(entity: str) -> None:
    lessons = read_examples(EXAMPLES / f"{entity}.tsv", entity)
    counts = Counter(lesson.label for lesson in lessons)
    assert set(counts) == {*COMPILED[entity], "other", NONE}
    assert min(counts.values()) >= LEAST_EXAMPLES
    assert len({lesson.text for lesson in lessons}) == len(lessons)


def test_a_line_without_a_code_is_named(tmp_path: Path) -> None:
    (tmp_path / "issue.tsv").write_text("柜员骂人\tattitude\n排队三小时\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"issue\.tsv, line 2: not text<TAB>code"):
        read_examples(tmp_path / "issue.tsv", "issue")


def test_each_clause_is_judged_at_its_place(little: Cascade) -> None:
    judged = judge_demands("年费多少,退我钱。", little, may_embed=True)
    assert [(j.code, j.start, j.end, j.confidence) for j in judged] == [(NONE, 0, 4, 1.0), ("refund", 5, 8, 1.0)]


def test_a_blank_ends_a_clause(little: Cascade) -> None:
    judged = judge_demands("卡丢了退我钱", little, may_embed=True, gaps=[3])
    assert [(j.code, j.start, j.end) for j in judged] == [(NONE, 0, 3), ("refund", 3, 6)]


def test_words_that_begin_a_wish_begin_a_clause(little: Cascade) -> None:
    judged = judge_demands("排队半天要求道歉", little, may_embed=True)
    assert [(j.code, j.start, j.end) for j in judged] == [(NONE, 0, 4), ("apology", 4, 8)]


def test_of_a_long_story_only_the_end_is_read_for_a_demand(little: Cascade) -> None:
    story = "退我钱," + "卡丢了," * MOST_PIECES
    assert {j.code for j in judge_demands(story, little, may_embed=True)} == {NONE}


def test_in_a_doubt_the_judge_names_what_it_lies_between(judges: dict[str, Cascade]) -> None:
    stories = [normalise(text).text for text in ("多扣我五百块年费", "卡的事", "那件事你们到现在这样")]
    clear, *vague = [judge_issue(text, [], judges["issue"], may_embed=True) for text in stories]
    assert (clear.code, clear.rivals) == ("fee", ())
    for judgement in vague:
        assert (len(set(judgement.rivals)) == 2) == (judgement.confidence < CLEAR)
        assert NONE not in judgement.rivals


def test_a_doubtful_issue_is_marked_whoever_found_it() -> None:
    words = {"entity": "issue", "value": "fee", "confidence_entity": 0.9}
    unsure = Judgement("issue", "process", 0.4, 0, 9, ("process", "fee"))
    assert with_issue([words], unsure, _entity) == [{**words, "rivals": ["process", "fee"]}]
    believed = Judgement("issue", "process", 0.55, 0, 9, ("process", "fee"))
    assert all(entity["rivals"] == ["process", "fee"] for entity in with_issue([words], believed, _entity))
    agreed = Judgement("issue", "fee", 0.55, 0, 9, ("fee", "process"))
    assert "rivals" not in with_issue([words], agreed, _entity)[0]
    assert "rivals" not in with_issue([words], Judgement("issue", "fee", 0.8, 0, 9), _entity)[0]


def test_words_that_ask_are_taken_away_only_where_all_surely_ask_for_nothing() -> None:
    words = {"entity": "demand", "value": "apology", "confidence_entity": 0.9}
    surely, perhaps = (Judgement("demand", NONE, confidence, 0, 4) for confidence in (0.85, 0.7))
    assert with_demand([words], [surely, surely], dict) == []
    assert with_demand([words], [surely, perhaps], dict) == [words]


def test_marks_alone_ask_for_nothing(little: Cascade) -> None:
    assert judge_demands("?!,", little, may_embed=True) == []


def test_what_is_told_without_the_usual_words_is_understood(judges: dict[str, Cascade]) -> None:
    lines = [
        told(text, "issue", [pair[6:] for pair in pairs if pair.startswith("issue=")]) for text, pairs in rows("kinds")
    ]

    def judged(text: str, now: datetime) -> list[dict[str, Any]]:
        return judged_facts(text, now, judges)

    assert score(lines, judged)["issue"].f1 >= 0.93


@pytest.mark.parametrize(
    ("text", "issue", "demand"),
    [
        ("扣了我两次年费，把多扣的退给我", "fee", "refund"),
        ("柜员把单子扔我脸上，连道歉都没有", "attitude", NONE),
        ("钱转出去四天了对方没收到，他们还不肯退", "process", NONE),
        ("存单到期一看成了分红险，这事必须给我一个交代", "misselling", "explanation"),
        ("机器没吐钞却扣了账，赶紧把机器修好", "system_failure", "restoration"),
        ("催账的打到我爸妈家里，必须处罚这家公司", "collection", "accountability"),
        ("報告上多了一筆我沒借過的貸款，給我改過來", "credit_report", "correction"),
        ("多扣我五百块年费 要求退回 我要投诉", "fee", "refund"),
        ("我要投诉一下 理财经理说保本结果亏了两成", "misselling", NONE),
        ("我要投诉", NONE, NONE),
        ("上周三下午两点", NONE, NONE),
    ],
)
def test_the_issue_is_judged_from_the_story_and_the_demand_from_its_clause(
    judges: dict[str, Cascade], text: str, issue: str, demand: str
) -> None:
    text = normalise(text).text
    demands = judge_demands(text, judges["demand"], may_embed=True)
    assert {j.code for j in demands if j.is_believed} == {demand} - {NONE}
    assert judge_issue(text, demands, judges["issue"], may_embed=True).code == issue


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("多扣年费不退,我要投诉!", "多扣年费不退"),
        ("多扣年费不退我要投诉你们", "多扣年费不退"),
        ("我想投诉一下柜员骂人", "柜员骂人"),
        ("我要投诉", "我要投诉"),
        ("我要投诉的事没人管", "我要投诉的事没人管"),
        ("投诉没人管", "投诉没人管"),
        ("他说那你去投诉啊", "他说那你去投诉啊"),
    ],
)
def test_the_announcement_of_a_complaint_is_no_part_of_its_story(text: str, kept: str) -> None:
    assert example(text, "issue").kept.rstrip(",") == kept


def test_a_wish_and_a_refusal_of_the_same_thing_differ_in_mood() -> None:
    assert find_moods("要求更正") == ["wished"]
    assert find_moods("不给更正") == ["refused"]
    assert find_moods("客服说会更正") == ["told"]
