"""How angry words are: what counts, what only sounds like it, and how it adds up over a conversation."""

import pytest

from handoff.queue.anger import LOOK_BACK, calms_down, is_rising, measure, shows_dissatisfaction
from handoff.queue.policy import find_escalation


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("你们是不是脑残", "辱骂"),
        ("腦殘", "辱骂"),
        ("ＳＢ客服", "辱骂"),
        ("再拖我就打12378", "扬言投诉曝光"),
        ("我要找記者", "扬言投诉曝光"),
        ("到现在都没人给个说法", "不满"),
        ("太 过 分 了", "不满"),
        ("快点啊！！！", "连续感叹"),
        ("快点！我等着用！真的急！", "连续感叹"),
    ],
)
def test_each_sign_is_seen_however_it_is_written(text: str, sign: str):
    assert sign in measure([text]).signs


@pytest.mark.parametrize(
    "text",
    [
        "垃圾短信怎么退订",
        "本息滚动续存怎么操作",
        "我电话13123781234",
        "sbi基金是什么",
        "没人理赔过怎么办理赔",
        "怎么识别诈骗",
        "信用卡年费多少？",
        "你好！在吗",
    ],
)
def test_what_only_sounds_like_it_is_no_anger(text: str):
    assert measure([text]).points == 0


def test_a_question_asked_again_word_for_word_counts_and_a_short_call_does_not():
    assert measure(["转账还没到账", "转账还没到账？"]).signs == ("重复追问",)
    assert measure(["在吗", "在吗", "在吗"]).points == 0


def test_anger_adds_up_over_turns_and_passes():
    outbursts = ["什么态度", "太过分了", "凭什么"]
    assert not measure(outbursts[:2]).has_risen
    assert measure(outbursts).has_risen
    assert not measure([*outbursts, *["好的"] * LOOK_BACK]).has_risen


def test_it_rises_with_the_message_that_adds_to_it_alone():
    angry = ["你们是骗子银行", "垃圾"]
    assert is_rising(angry)
    assert not is_rising([*angry, "好吧，那怎么办"])
    assert not is_rising([])


def test_marks_and_repetition_alone_ask_for_no_words_of_care():
    assert shows_dissatisfaction("太让人失望了")
    assert not shows_dissatisfaction("怎么还没到账？？？")
    assert not shows_dissatisfaction("12378是什么电话")


def test_anger_gives_high_and_what_cannot_wait_more():
    assert find_escalation(["转人工", "快点"]) is None
    angry = find_escalation(["垃圾银行", "没人理吗"])
    assert angry is not None
    assert (angry.reason, angry.priority, angry.text) == ("anger", 1, "情绪升级：辱骂、不满")
    for text, reason, priority in (("我不想活了", "self_harm", 3), ("我卡正在被盗刷", "fraud", 2)):
        urgent = find_escalation(["垃圾", text])
        assert urgent is not None
        assert (urgent.reason, urgent.priority) == (reason, priority)


def test_what_was_urgent_before_is_not_urgent_news():
    assert find_escalation(["我卡被盗刷了", "好的我等着"]) is None


@pytest.mark.parametrize(
    "text", ["唉我跟你发火也没用", "对不起刚才太激动了", "不跟你生气了", "刚才说话有点重", "不该冲你发脾气"]
)
def test_who_calms_down_adds_nothing(text: str):
    assert calms_down(text)
    assert measure([text]).points == 0
    assert not shows_dissatisfaction(text)


@pytest.mark.parametrize("text", ["你们客服说话太冲", "柜员态度不好", "气死我了", "你们别惹我生气"])
def test_who_tells_of_anger_does_not_calm_down(text: str):
    assert not calms_down(text)


def test_how_do_you_work_is_dissatisfaction():
    assert shows_dissatisfaction("你们到底怎么办事的")
    assert not shows_dissatisfaction("你们怎么办信用卡")
