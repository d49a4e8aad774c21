"""What an answer says about a question that leans on it."""

import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components import answer_reader
from bot.components.answer_reader import AnswerReader
from bot.components.ellipsis import ellipsis_of
from bot.components.parts import ELLIPSIS
from bot.components.passages import MOST, passages
from bot.components.questions import LEANING
from tests.bot.runtime.embedding import LetterEmbedder

ANSWER = """存单可以提前取出：
1. 手机开立的：打开存单页面，资金实时转入活期。
2. 纸质存单：本人带证件到网点；亲属代办带双方证件。
每笔可部分支取一次，剩余金额不低于50元。"""


def test_the_sentences_most_like_the_question_are_quoted_in_their_order() -> None:
    found = passages("能部分支取吗 亲属代办行不", ANSWER, LetterEmbedder())
    assert len(found) == MOST
    assert found[-2:] == ["亲属代办带双方证件", "每笔可部分支取一次，剩余金额不低于50元"]


def test_headings_and_numbers_of_a_list_are_no_sentences() -> None:
    found = {
        sentence for asked in ("存单", "网点", "实时", "50元") for sentence in passages(asked, ANSWER, LetterEmbedder())
    }
    assert "存单可以提前取出：" not in found
    assert "纸质存单：本人带证件到网点" in found
    assert passages("年费", "免费。", LetterEmbedder()) == []


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> AnswerReader:
    monkeypatch.setattr(answer_reader, "open_embedder", lambda *_: LetterEmbedder())
    return AnswerReader(AnswerReader.get_default_config())


def message(text: str, answer: str = ANSWER) -> Message:
    return Message({TEXT: text, "metadata": {"answer": answer}, LEANING: {"topic": "faq/early_withdrawal"}})


def test_whoever_asks_on_is_told_what_the_answer_says(reader: AnswerReader) -> None:
    (read,) = reader.process([message("可以支取一部分吗")])
    assert "每笔可部分支取一次，剩余金额不低于50元" in read.as_dict(only_output_properties=True)[LEANING]["passages"]


def test_half_a_question_is_left_to_its_words_and_no_question_to_itself(reader: AnswerReader) -> None:
    half, other = message("那手续费呢"), message("今天天气好", answer="")
    half.set(ELLIPSIS, ellipsis_of("那手续费呢"))
    for read in reader.process([half, other]):
        assert "passages" not in read.get(LEANING)


def test_a_condition_is_looked_for_in_the_answer_as_a_name_is_not(reader: AnswerReader) -> None:
    condition, name = message("要是只支取一部分呢"), message("那存折呢")
    for asked in (condition, name):
        asked.set(ELLIPSIS, ellipsis_of(asked.get(TEXT)))
    reader.process([condition, name])
    assert "每笔可部分支取一次，剩余金额不低于50元" in condition.get(LEANING)["passages"]
    assert "passages" not in name.get(LEANING)


def test_a_wrong_setting_is_said_by_name() -> None:
    with pytest.raises(InvalidConfigException, match=r"AnswerReader\.threads"):
        AnswerReader(AnswerReader.get_default_config() | {"threads": 0})
