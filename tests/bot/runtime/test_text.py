"""Text: one form for what reads the same, and no command left in it."""

import pytest

from bot.components.text import disarm, greeting_length, match_key, normalise


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
