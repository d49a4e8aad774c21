"""A yes and a no, also as they are said in the provinces."""

import pytest

from actions.language import is_agreement, is_disagreement, says_to_record


@pytest.mark.parametrize(
    "text", ["要得", "得行", "中", "成", "可以噻", "好嘛", "行咧", "要得要得", "中，提交吧", "成，就这样嘛"]
)
def test_a_yes_of_the_provinces_is_a_yes(text: str):
    assert is_agreement(text)


@pytest.mark.parametrize("text", ["要不得", "不得行", "不中", "不成"])
def test_a_no_of_the_provinces_is_a_no(text: str):
    assert is_disagreement(text)
    assert not is_agreement(text)


@pytest.mark.parametrize("text", ["你好", "成都", "中国", "嘛", "要得到赔偿"])
def test_a_word_that_holds_one_is_neither(text: str):
    assert not is_agreement(text)
    assert not is_disagreement(text)


@pytest.mark.parametrize(
    "text",
    [
        "要得，你帮我登记嘛",
        "中，你给我记一笔",
        "好嘛 那你记一下吧",
        "得行登记嘛",
        "行 把这个事给我立个案",
        "成，给我写上",
    ],
)
def test_a_yes_may_have_the_wish_behind_it_that_all_be_taken_down(text: str):
    assert says_to_record(text, after_yes=True)


@pytest.mark.parametrize("text", ["帮我登记一下", "那你记下来"])
def test_the_wish_may_stand_alone(text: str):
    assert says_to_record(text)
    assert not says_to_record(text, after_yes=True)


@pytest.mark.parametrize(
    "text",
    ["好的，给我写个证明", "行，给我登记挂失", "他给我登记错了", "你给我记住", "别给我登记", "我给他写过信", "要得"],
)
def test_another_wish_or_a_telling_is_none(text: str):
    assert not says_to_record(text)
