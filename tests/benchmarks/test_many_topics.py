"""The benchmark of a thousand topics: what it makes up, and what training is given."""

from pathlib import Path

import pytest
import yaml

from benchmarks.many_topics import ASKED, MOST, make_topics, sentences, write
from command.paths import ROOT
from command.problem import Problem


def test_a_thousand_topics_are_a_thousand_different_ones() -> None:
    topics = make_topics(1000)
    assert len({topic.name for topic in topics}) == len({(topic.product, topic.wish) for topic in topics}) == 1000


def test_no_sentence_that_is_read_was_taught() -> None:
    topics = make_topics(300)
    taught = {example for topic in topics for example in topic.asked(ASKED)}
    asked = sentences(topics, 200)
    assert len(set(asked)) == len(asked) == 200
    assert not taught & set(asked)
    assert asked == sentences(topics, 200)


def test_the_made_up_topics_stand_beside_ours(tmp_path: Path) -> None:
    write(tmp_path / "bench", make_topics(3), examples=4)
    made = yaml.safe_load((tmp_path / "bench" / "nlu.yml").read_text(encoding="utf-8"))["nlu"]
    assert [(block["intent"], block["examples"].count("- ")) for block in made] == [
        ("faq/made_0", 4), ("faq/made_1", 4), ("faq/made_2", 4),
    ]  # fmt: skip
    answers = yaml.safe_load((tmp_path / "bench" / "domain" / "made.yml").read_text(encoding="utf-8"))["responses"]
    assert list(answers) == ["utter_faq/made_0", "utter_faq/made_1", "utter_faq/made_2"]
    assert (tmp_path / "bench" / "domain" / "ours").resolve() == ROOT / "bot" / "domain"
    config = yaml.safe_load((tmp_path / "bench" / "config.yml").read_text(encoding="utf-8"))
    ours = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    assert [part["name"] for part in config["pipeline"]] == [part["name"] for part in ours["pipeline"]]
    assert config["policies"] == ours["policies"]


@pytest.mark.parametrize(("topics", "examples"), [(0, 10), (MOST + 1, 10), (2, 1), (2, len(ASKED) + 1)])
def test_what_cannot_be_made_up_is_refused(tmp_path: Path, topics: int, examples: int) -> None:
    with pytest.raises(Problem, match="made-up"):
        write(tmp_path / "bench", make_topics(topics), examples)
