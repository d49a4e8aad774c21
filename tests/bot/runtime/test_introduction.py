"""Who only says hello and who they are is greeted, whatever the name; a matter behind it is no part of a greeting."""

import pytest

from bot.components.introduction import introduces


@pytest.mark.parametrize(
    "text",
    [
        "你好,我是王伟", "您好 我叫欧阳娜娜", "早上好,陈桂英来了", "下午好!我是赵老师", "hello,我姓孙",
        "喂你好我是周涛啊", "晚上好,我的名字是韩磊", "嗨,李小姐来啦~",
    ],
)  # fmt: skip
def test_a_name_behind_a_greeting_is_an_introduction(text: str):
    assert introduces(text)


@pytest.mark.parametrize(
    "text",
    [
        "我是王伟", "你好", "你好,我是白金卡客户", "你好,我是车主", "你好,我是王伟,查一下余额",
        "你好,我是来投诉的", "你好,钱来了", "早上好,经理来了吗", "你好,我是安全问题被锁了",
    ],
)  # fmt: skip
def test_a_name_alone_or_a_matter_is_none(text: str):
    assert not introduces(text)
