"""The first seconds of the chat, and browsers that refuse to keep anything: there is a word, and a way out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Locator, expect

from tests.browser.people import People, Visitor
from tests.world import World

GIVEN_UP_S = 3  # after the browser called the frame loaded, 2 s
TRIED_AGAIN_S = 4  # the first wait is 3 s
UNSENT = "未发送，正在重试"
KEEP_OPEN = "请勿关闭页面"
PHONE = {"width": 390, "height": 844}

# Storage as a browser with blocked site data, and one whose quota is used up, shows it to a page.
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }});"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


def cover(chen: Visitor) -> Locator:
    """What stands where the chat will be."""
    return chen.page.get_by_role("status").filter(has_text="在线客服")


def test_until_the_chat_has_come_a_phone_shows_a_word_and_a_way_out(people: People):
    chen = people.visitor(viewport=PHONE, has_touch=True)
    held = []
    chen.context.route("**/widget/", lambda call: held.append(call))
    chen.opens_page().launcher.click()
    expect(cover(chen)).to_have_text("正在打开在线客服…")
    chen.page.get_by_role("button", name="收起", exact=True).click()
    expect(cover(chen)).to_be_hidden()
    chen.launcher.click()
    chen.waits_for(held)
    held[0].continue_()
    expect(chen.input).to_be_visible()
    expect(cover(chen)).to_be_hidden()


@pytest.mark.parametrize("lost", ["the page", "its script"])
def test_a_chat_that_cannot_come_says_so_and_comes_when_it_can(people: People, lost: str):
    chen = people.visitor(loses_line=True, viewport=PHONE, has_touch=True)
    address = "**/widget/" if lost == "the page" else "**/widget/assets/index-*.js"
    chen.context.route(address, lambda call: call.abort("connectionrefused"))
    chen.opens_page().launcher.click()
    chen.waits(GIVEN_UP_S)
    expect(cover(chen)).to_have_text("暂时连接不上在线客服，正在自动重试。")
    expect(chen.page.get_by_role("link", name="请拨打客服热线 95000")).to_have_attribute("href", "tel:95000")
    expect(chen.page.get_by_role("button", name="立即重试")).to_be_in_viewport(ratio=1)
    chen.context.unroute(address)
    chen.waits(TRIED_AGAIN_S)
    expect(chen.input).to_be_visible()
    chen.says("你好")
    chen.hears("您说的是：你好")


@pytest.mark.parametrize("script", [BLOCKED, FULL], ids=["blocked", "full"])
def test_without_storage_the_chat_works_and_says_what_closing_would_lose(world: World, people: People, script: str):
    chen = people.visitor(loses_line=True)
    chen.context.add_init_script(script)
    chen.opens_chat()
    chen.says("你好")
    chen.hears("您说的是：你好")
    world.stop()
    chen.says("关掉就没了")
    expect(chen.message("关掉就没了")).to_contain_text(KEEP_OPEN)
    assert asks_before_leaving(chen, lambda: chen.page.close(run_before_unload=True))
    world.start()
    chen.hears("您说的是：关掉就没了")
    expect(chen.chat.get_by_text(UNSENT)).to_have_count(0)
    assert [turn.text for turn in world.bot.asked] == ["你好", "关掉就没了"]


def asks_before_leaving(chen: Visitor, leave: Callable[[], None]) -> bool:
    """True when the browser asks whether to leave; it is answered with no."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    with chen.page.expect_event("dialog") as shown:
        chen.page.on("dialog", stay)
        leave()
    return shown.value.type == "beforeunload" and asked == ["beforeunload"]
