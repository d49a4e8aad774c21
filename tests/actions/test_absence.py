"""Who goes away for a moment, and who is back."""

import pytest

from actions.absence import comes_back, goes_away


@pytest.mark.parametrize(
    "text",
    [
        "稍等，我开个门",
        "等一下哈，店里来顾客了",
        "先放一放，开个会，回头再填",
        "娃哭了 一会儿回来",
        "我去接个电话，马上回来",
    ],
)
def test_who_asks_to_wait_goes_away(text: str):
    assert goes_away(text)
    assert not comes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "稍等，转人工",
        "停一下，不投诉了",
        "等了半小时没人接电话",
        "来顾客了都没人管",
        "先放一放这笔贷款",
        "我去网点，一会儿到",
    ],
)
def test_what_says_more_does_not(text: str):
    assert not goes_away(text)
