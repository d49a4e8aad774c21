"""The console when the line, the service or the session is gone, or the page is older than the service."""

import pytest
from playwright.sync_api import expect

from tests.actors import Agent, Customer
from tests.browser.people import People, Staff
from tests.world import World

UNSENT = "未发送，正在重试"
OFFLINE = "网络已断开，请检查网络"


@pytest.fixture
def desk(waiting: Customer, people: People) -> Staff:
    """艾米娜, who helps 陈."""
    desk = people.staff("amira_desk", name="艾米娜", loses_line=True).opens_console().signs_in()
    desk.chooses("客户要求")
    desk.claims()
    return desk


def test_a_reply_written_without_a_network_is_shown_as_unsent_and_goes_out_once(waiting: Customer, desk: Staff):
    reply = desk.transcript.get_by_role("article").filter(has_text="正在为您核实")
    desk.context.set_offline(True)
    expect(desk.page.get_by_role("status").filter(has_text=OFFLINE)).to_be_visible()
    desk.replies("您好，我是艾米娜\n" * 12)  # so that the end of the transcript is not in view by itself
    desk.replies("正在为您核实")
    expect(reply.get_by_text(UNSENT)).to_be_in_viewport(ratio=1)
    desk.context.set_offline(False)
    waiting.hears("正在为您核实")
    expect(reply).to_contain_text("已送达")
    expect(desk.page.get_by_text(OFFLINE)).to_be_hidden()
    said = [event["data"]["text"] for event in waiting.log() if event["type"] == "message.created"]
    assert said.count("正在为您核实") == 1


def test_a_reply_to_somebody_who_was_passed_on_meanwhile_is_refused_with_the_reason(
    waiting: Customer, desk: Staff, zhou: Agent
):
    reply = desk.transcript.get_by_role("article").filter(has_text="您好，请讲")
    desk.context.set_offline(True)
    desk.replies("您好，请讲")
    expect(reply).to_contain_text(UNSENT)
    zhou.acts(waiting, "transfer", note="坐席掉线，转给其他同事").raise_for_status()
    desk.context.set_offline(False)
    expect(reply).to_contain_text("发送失败：会话已不在您名下")
    assert "您好，请讲" not in str(waiting.log())
    reply.get_by_role("button", name="重新编辑").click()
    desk.claims()
    expect(desk.reply_field).to_have_value("您好，请讲")


def test_what_fails_in_another_conversation_does_not_fail_unseen(waiting: Customer, desk: Staff, zhou: Agent):
    desk.context.set_offline(True)
    desk.replies("稍后回电给您")
    expect(desk.transcript.get_by_text(UNSENT)).to_be_visible()
    desk.menu.get_by_role("link", name="会话").click()
    zhou.acts(waiting, "transfer", note="转给其他同事").raise_for_status()
    desk.context.set_offline(False)
    expect(desk.told.filter(has_text="有一条消息发送失败")).to_contain_text("稍后回电给您")


def test_a_console_opened_while_the_service_is_away_opens_when_it_is_back(world: World, people: People):
    amira = people.staff("amira", name="艾米娜", meets=r"status of 503").opens_console().signs_in()
    amira.context.route("**/api/v1/auth/me", lambda call: call.fulfill(status=503, body="<html>busy</html>"))
    amira.page.reload()
    expect(amira.told).to_contain_text("暂时连接不上服务，正在自动重试")
    amira.context.unroute("**/api/v1/auth/me")
    amira.waits(10)
    expect(amira.menu).to_be_visible()


def test_a_page_that_is_no_more_after_an_update_says_so_and_comes_after_a_refresh(people: People):
    zhou = people.staff("zhou_desk", name="周岚", role="supervisor", meets=r"status of 404").opens_console().signs_in()
    parts = "**/assets/ReportPage-*.js"
    zhou.context.route(parts, lambda call: call.fulfill(status=404, body="Not Found"))
    zhou.menu.get_by_role("link", name="今日报表").click()
    expect(zhou.page.get_by_role("status").filter(has_text="工作台已更新，请刷新页面")).to_be_visible()
    zhou.context.unroute(parts)
    zhou.button("刷新").click()
    expect(zhou.page.get_by_role("heading", name="今日报表")).to_be_visible()
