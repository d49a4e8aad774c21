"""The chat when the line or the service is gone: unsent is shown as unsent, kept, and sent exactly once."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import People, Visitor
from tests.world import World

RECONNECTING = "连接已断开，正在重新连接…"
OFFLINE = "网络已断开，恢复后将自动重新连接"


@pytest.fixture
def chen(people: People) -> Visitor:
    """陈, who has talked with the bot already."""
    chen = people.visitor(loses_line=True).opens_chat()
    chen.says("你好")
    chen.hears("您说的是：你好")
    return chen


def expect_sent_once(world: World, chen: Visitor, *texts: str) -> None:
    """Each text stands once in the log, in this order and with its answer, and the bot was asked once."""
    chen.hears(f"您说的是：{texts[-1]}")
    expect(chen.chat.get_by_text("未发送，正在重试")).to_have_count(0)
    for text in texts:
        expect(chen.log.get_by_text(text, exact=True)).to_have_count(1)
    assert [request.text for request in world.bot.asked] == ["你好", *texts]


def test_what_is_written_while_the_service_is_down_is_sent_once_it_is_back(world: World, chen: Visitor):
    world.stop()
    chen.says("第一句")
    chen.says("第二句")
    expect(chen.message("第二句")).to_contain_text("未发送，正在重试")
    expect(chen.chat.get_by_role("status").filter(has_text=RECONNECTING)).to_be_visible()
    world.start()
    expect_sent_once(world, chen, "第一句", "第二句")
    expect(chen.chat.get_by_text(RECONNECTING)).to_be_hidden()


def test_it_outlives_the_page(world: World, chen: Visitor):
    world.stop()
    chen.says("关机前的话")
    expect(chen.message("关机前的话")).to_contain_text("未发送，正在重试")
    chen.page.close()
    world.start()
    chen.new_page()
    chen.opens_chat()
    expect_sent_once(world, chen, "关机前的话")
    chen.page.reload()
    chen.launcher.click()
    expect_sent_once(world, chen, "关机前的话")


def test_a_browser_without_network_says_so_and_keeps_the_draft(world: World, chen: Visitor):
    chen.input.fill("还没写完")
    chen.context.set_offline(True)
    expect(chen.chat.get_by_role("status").filter(has_text=OFFLINE)).to_contain_text("95000")
    expect(chen.input).to_have_value("还没写完")
    chen.input.press("Enter")
    expect(chen.message("还没写完")).to_contain_text("未发送，正在重试")
    chen.context.set_offline(False)
    expect_sent_once(world, chen, "还没写完")
    expect(chen.chat.get_by_text(OFFLINE)).to_be_hidden()


def test_a_person_who_is_wanted_while_the_line_is_down_is_asked_for_once_it_is_back(world: World, chen: Visitor):
    world.stop()
    chen.button("转人工").click()
    expect(chen.chat.get_by_text("恢复后会自动为您转接人工")).to_be_visible()
    world.start()
    expect(chen.queue).to_contain_text("您是下一位")


def test_a_draft_outlives_the_page(chen: Visitor):
    chen.input.fill("写到一半")
    chen.page.reload()
    chen.launcher.click()
    expect(chen.input).to_have_value("写到一半")
