"""Urgent words: every cry for help can be heard, and what only looks like one is left to other guesses.

A cry must never be ruled out (`may_be`); most are settled by their words alone (`said_plainly`). A near miss must never
be settled by its words, and those the interpreter is known to stumble over must be ruled out.
"""

from pathlib import Path

import pytest
import yaml

from actions.urgency import FRAUD, PERSON, SELF_HARM, may_be, said_plainly

LINES = yaml.safe_load(Path(__file__).with_name("urgency.yml").read_text(encoding="utf-8"))
CRIES = [(intent, text) for intent, texts in LINES["cries"].items() for text in texts]
MISSES = [(intent, text) for intent, texts in LINES["near_misses"].items() for text in texts]


def test_there_are_enough_of_both():
    assert len(CRIES) >= 60
    assert len(MISSES) >= 60


@pytest.mark.parametrize(("intent", "text"), CRIES)
def test_no_cry_is_ruled_out(intent: str, text: str):
    assert may_be(intent, text)


@pytest.mark.parametrize(("intent", "text"), CRIES)
def test_no_cry_is_settled_as_another_one(intent: str, text: str):
    assert said_plainly(text) in (intent, None)


def test_most_cries_need_no_interpreter():
    for intent in (SELF_HARM, FRAUD, PERSON):
        cries = [text for kind, text in CRIES if kind == intent]
        assert sum(said_plainly(text) == intent for text in cries) / len(cries) >= 0.6, intent


@pytest.mark.parametrize(("intent", "text"), MISSES)
def test_no_near_miss_is_settled_by_its_words(intent: str, text: str):
    assert said_plainly(text) != intent


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        (SELF_HARM, "新年美食自驾线路，你想走哪一条？"),
        (SELF_HARM, "嗯，我现在就新买了永安，然后又继续买了广添鑫"),
        (SELF_HARM, "被保险人自杀保险公司赔不赔"),
        (PERSON, "人工智能相关的基金"),
        (PERSON, "探讨人工智能在农业中的应用"),
        (PERSON, "个人征信怎么查"),
        (FRAUD, "我刚转到申万菱信医药了，观察看看，医药被套挺久了"),
        (FRAUD, "这18号已经有中证五百反弹了"),
        *(
            (FRAUD, text)
            for text in LINES["near_misses"][FRAUD]
            if text.startswith(("如果", "如何", "怎么防", "万一", "要是"))
        ),
    ],
)
def test_what_only_looks_urgent_is_ruled_out(intent: str, text: str):
    assert not may_be(intent, text)
