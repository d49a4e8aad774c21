"""Words and facts: what does not fit together is listed."""

import subprocess
from pathlib import Path

import jieba
import pytest

from bot.alignment import DICTIONARY, cutter, dictionary_of, main, recuts, splits, training_texts

OURS = "还款日 1000 n\n转人工 2000 v\n下午扣 90000000 n\n"


@pytest.fixture(scope="module")
def plain() -> jieba.Tokenizer:
    return cutter("")


@pytest.fixture(scope="module")
def ours() -> jieba.Tokenizer:
    return cutter(OURS)


def examples(folder: Path, *lines: str) -> Path:
    body = "".join(f"      - {line}\n" for line in lines)
    (folder / "some.yml").write_text(f"nlu:\n  - intent: faq/some\n    examples: |\n{body}", encoding="utf-8")
    return folder


def test_a_fact_that_ends_inside_a_word_is_listed_with_the_words(ours: jieba.Tokenizer) -> None:
    (split,) = [split for split in splits(["昨天下午扣了500元"], ours) if split.entity == "time"]
    assert split.fact == "昨天下午"
    assert "下午扣" in split.words


def test_facts_that_begin_and_end_where_words_do_are_not_listed(plain: jieba.Tokenizer) -> None:
    assert list(splits(["昨天下午在朝阳支行存500元", "你好"], plain)) == []


def test_a_new_word_shows_the_examples_it_cuts_otherwise(plain: jieba.Tokenizer, ours: jieba.Tokenizer) -> None:
    (cut,) = recuts(["账单的还款日", "你好"], plain, ours)
    assert "还款日" in cut.after
    assert "还款日" not in cut.before
    assert "".join(cut.before) == "".join(cut.after) == cut.text


def test_the_same_dictionary_changes_nothing(ours: jieba.Tokenizer) -> None:
    assert list(recuts(["还款日转人工"], ours, ours)) == []


def test_examples_are_read_as_the_components_see_them_and_once(tmp_path: Path) -> None:
    assert training_texts(examples(tmp_path, "轉人工！！", "转人工!", "你好")) == ["转人工!", "你好"]


def test_another_dictionary_is_a_file_or_a_revision(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(OURS, encoding="utf-8")
    assert dictionary_of(str(other)) == OURS
    with pytest.raises(subprocess.CalledProcessError):
        dictionary_of("no-such-revision")


def test_the_report_says_both_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.txt"
    other.write_text("人工 1000 n\n", encoding="utf-8")
    main(str(other), examples(tmp_path, "转人工", "昨天扣了500元"))
    said = capsys.readouterr().out
    assert "0 facts of 2 examples begin or end inside a word" in said
    assert "转 | 人工  ->  转人工" in said
    assert "1 of 2 examples are cut otherwise" in said


def test_no_word_of_the_dictionary_stands_in_it_twice() -> None:
    words = [line.split()[0] for line in dictionary_of(DICTIONARY).splitlines() if line.strip()]
    assert sorted(words) == sorted(set(words))
