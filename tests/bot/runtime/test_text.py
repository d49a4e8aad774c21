"""Text: one form for what reads the same, and no command left in it."""

import random

import jieba
import pytest

from bot.components.spelling import NUMERALS, SLIPS, correct
from bot.components.text import LEAST_RUN, disarm, greeting_length, match_key, normalise


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("轉 人 工！！！", "转人工!"),
        ("１２００．５０元", "1200.50元"),
        ("請問帳單日係幾號???", "请问账单日系几号?"),
        ("手机银行登陆\u200b不了", "手机银行登录不了"),
        ("  信用卡\t年费  ", "信用卡年费"),
        ("open  app now", "open app now"),
        ("\u202e信用卡\x00", "信用卡"),
        ("", ""),
        (" \u200b\n", ""),
        ("年费贵贵贵贵！！！", "年费贵!"),
        ("尾号八八八八", "尾号八八八八"),
        ("谢谢，天天排队", "谢谢,天天排队"),
        ("貸寬幾時到帳護", "贷款几时到账户"),
        ("卦失我的xyk", "挂失我的信用卡"),
        ("ＹＺＭ收不到", "验证码收不到"),
    ],
)
def test_what_reads_the_same_becomes_the_same(typed: str, meant: str) -> None:
    assert normalise(typed).text == meant


@pytest.mark.parametrize("typed", ["/restart", "／restart", " \u200b/restart", "//／restart", "∕restart", "/ /restart"])
def test_a_leading_slash_is_gone_whatever_it_looks_like(typed: str) -> None:
    assert normalise(disarm(typed)).text == "restart"
    assert not disarm(typed).strip().startswith("/")


@pytest.mark.parametrize("typed", ["/restart", "／x", "\u200b /x", "信用卡/年费", "😀", "\ud800坏", "   "])
def test_disarming_keeps_the_length_and_what_follows(typed: str) -> None:
    disarmed = disarm(typed)
    assert len(disarmed) == len(typed)
    assert disarmed[-1] in (typed[-1], "∕", "\ufffd")
    disarmed.encode()


@pytest.mark.parametrize("typed", ["昨天／被 扣 ５００元", "ﷺ 轉帳，，失敗", "\u200b\u200b銀行", "頭髮 髮型 乾淨"])
def test_every_character_knows_where_it_came_from(typed: str) -> None:
    normalised = normalise(typed)
    assert len(normalised.origins) == len(normalised.text)
    assert list(normalised.origins) == sorted(normalised.origins)
    for char, origin in zip(normalised.text, normalised.origins, strict=True):
        assert char in normalise(typed[origin]).text or char == " " or normalise(typed).text.find(char) >= 0


def test_sentences_that_differ_in_punctuation_only_match() -> None:
    assert match_key(normalise("信用卡，年费怎么收？").text) == match_key(normalise("信用卡年费怎么收").text)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("您好，信用卡年费多少", "信用卡年费多少"),
        ("你好", "你好"),
        ("你好啊", "你好啊"),
        ("嗯那个我的卡丢了", "我的卡丢了"),
        ("早，请教个事，网点周日上班不", "网点周日上班不"),
        ("老师您好，打扰一下，想咨询一下提前还款", "提前还款"),
        ("客服在吗？转账没到账", "转账没到账"),
        ("早还款要罚钱吗", "早还款要罚钱吗"),
        ("客服电话多少", "客服电话多少"),
        ("亲属卡怎么办", "亲属卡怎么办"),
        ("你好，请教个事", "你好,请教个事"),
    ],
)
def test_a_greeting_is_skipped_only_before_something(said: str, rest: str) -> None:
    text = normalise(said).text
    assert text[greeting_length(text) :] == rest


def test_long_text_is_normalised_in_no_time() -> None:
    assert len(normalise("测试 a，，/" * 20_000).text) > 80_000


@pytest.mark.parametrize(
    "said",
    [
        "位置还宽敞吗",
        "还宽限几天",
        "这是秘密吗",
        "台风几号登陆",
        "蚊帐和帐篷",
        "争取宽大处理",
        "刺激话题",
        "关注消息",
        "天鹅度假",
        "fxyks",
        "治愈期",
    ],
)
def test_ordinary_words_are_no_slips(said: str) -> None:
    assert normalise(said).text == said


def test_no_word_of_the_general_dictionary_is_changed_but_into_its_other_spelling() -> None:
    jieba.setLogLevel(60)
    general = jieba.Tokenizer()
    general.initialize()
    changed = {word: correct(word) for word, count in general.FREQ.items() if count and correct(word) != word}
    others = {word for word, corrected in changed.items() if not general.FREQ.get(corrected)}
    assert "帐户" in changed
    assert [word for word in others if "帐" not in word and "登陆" not in word and "登入" not in word] == []


def test_whatever_is_typed_positions_stay_true_and_reading_twice_changes_nothing() -> None:
    chance = random.Random(20261122)
    pieces = [*"还宽帐护贵贵贵卦失登陆入八八八 　，，!!/／\u200b繁體銀行ｘｙｋ密吗优盾1２3.😀", *SLIPS, *NUMERALS]
    for _ in range(500):
        typed = "".join(chance.choices(pieces, k=chance.randint(0, 24)))
        read = normalise(typed)
        assert len(read.origins) == len(read.text)
        assert list(read.origins) == sorted(read.origins)
        assert all(0 <= origin < len(typed) for origin in read.origins)
        assert normalise(read.text).text == read.text
        assert LEAST_RUN * "贵" not in read.text
