"""Takes the pictures of README: `python -m tests.browser.screenshots` writes docs/images/widget.png and console.png.

They show a real conversation with the trained bot, which is trained first where the content has no model yet.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from command.paths import ROOT
from handoff.bot.client import BotClient
from rehearsal.engine import Engine
from tests.bot.engine import trained_model
from tests.browser.chromium import chromium, have_pages
from tests.browser.people import People, Staff, Visitor
from tests.browser.pictures import shrunk
from tests.browser.test_story import COMPLAINT, FEE_NOTE, PHONE
from tests.storage import make_template
from tests.world import World

IMAGES = ROOT / "docs" / "images"
SIZE_MAX = 200_000  # bytes: a reader on a slow line waits for them
DESK = {"width": 1440, "height": 900}


@contextmanager
def bank(folder: Path) -> Iterator[World]:
    """A service with the trained bot, on data of its own."""
    engine = Engine(folder, trained_model())
    world = World(folder / "world", make_template(folder))
    try:
        engine.heal()
        world.bot = BotClient(engine.url, engine.key, timeout_s=world.settings.bot_timeout_s)
        world.start()
        yield world
        world.end()
    finally:
        engine.close()


def complains(chen: Visitor) -> None:
    """陈 begins a complaint, up to the question for evidence."""
    chen.opens_chat()
    chen.says("你好")
    chen.hears("智能客服小知")
    for said, heard in (
        (COMPLAINT, "您的姓名"),
        ("陈静", "联系电话"),
        (PHONE, "相关材料"),
        ("不对，是600", "相关材料"),
    ):
        chen.says(said)
        chen.hears(heard)
        expect(chen.message("600.00" if "600" in said else heard).first).to_be_visible()


def hands_in_and_asks_for_a_person(chen: Visitor) -> None:
    chen.button("没有材料").click()
    chen.button("确认提交").click()
    expect(chen.chat.get_by_role("region", name="投诉工单")).to_be_visible()
    chen.button("转人工").click()
    expect(chen.queue).to_be_visible()


def serves(amira: Staff, chen: Visitor) -> None:
    amira.chooses("客户要求")
    amira.claims()
    amira.replies("您好，我是艾米娜，正在为您核实这笔年费，请稍等")
    chen.hears("正在为您核实")
    chen.says("好的，麻烦尽快")
    amira.notes(FEE_NOTE)
    amira.replies("已核实确为多扣，600 元将在 1 个工作日内退回您的信用卡")
    chen.hears("1 个工作日内退回")


def take(page: Page, name: str) -> None:
    """Raises AssertionError when the picture is larger than a README should carry."""
    browser = page.context.browser
    assert browser
    picture = shrunk(browser, page.screenshot(animations="disabled", caret="hide"))
    assert len(picture) <= SIZE_MAX, f"{name} has {len(picture)} bytes, more than {SIZE_MAX}"
    (IMAGES / name).write_bytes(picture)
    print(f"docs/images/{name}: {len(picture)} bytes")


def play(browser: Browser, world: World) -> None:
    people = People(browser, world)
    chen, zhao = people.visitor(), people.visitor()
    amira = people.staff("amira", name="艾米娜", viewport=DESK)
    complains(chen)
    take(chen.page, "widget.png")
    hands_in_and_asks_for_a_person(chen)
    amira.opens_console().signs_in().comes_online()
    serves(amira, chen)
    zhao.opens_chat()
    zhao.says("我的卡刚才被盗刷了三千块，快帮我冻结")
    expect(zhao.queue).to_be_visible()
    amira.info.get_by_role("heading", name="机器人理解").click()
    take(amira.page, "console.png")
    people.leave()


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        assert have_pages(Path(folder)), "the pages are not built: run ./zhike up"
        with bank(Path(folder)) as world, chromium() as browser:
            play(browser, world)


if __name__ == "__main__":
    main()
