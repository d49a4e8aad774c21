"""People with a browser: a visitor of the bank's page who chats, and staff at the console. They see and press only."""

import copy
import json
import re
from collections.abc import Sized
from datetime import datetime
from typing import Any, Self

import httpx
from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Locator, Page, expect

from tests.actors import PASSWORD, Agent
from tests.effort import IS_LONG
from tests.world import START, World

WAIT_MS = 60_000  # how long a person waits for something that must come; only a busy machine needs it
SECOND_MS = 1_000 if IS_LONG else WAIT_MS  # what one side says, the other reads within this on a machine that is not
DESKTOP = {"width": 1280, "height": 800}
# Chromium reports every refused request as an error of the page; that the service refuses is what is tested.
REFUSED = re.compile(r"Failed to load resource: .* status of (401|403|409|422) ")
LINE_LOST = re.compile(r"Failed to load resource: net::ERR_|WebSocket connection to .* failed")


class Person:
    """Somebody with a browser of their own, whose clock agrees with the service's at first.

    `troubles` collects what the page's console says went wrong, `heard` every frame of its sockets. `meets`: what else
    the console may report, as a pattern.
    """

    def __init__(
        self, browser: Browser, world: World, *, loses_line: bool = False, meets: str = "", at: datetime = START,
        **context: Any,
    ) -> None:  # fmt: skip
        options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": DESKTOP, **context}
        self.world = world
        self.context = browser.new_context(base_url=world.url, **options)
        self.context.set_default_timeout(WAIT_MS)
        self.context.clock.install(time=at)
        self._forgiven = [REFUSED, *([LINE_LOST] if loses_line else []), *([re.compile(meets)] if meets else [])]
        self.troubles: list[str] = []
        self.heard: list[str] = []
        self.new_page()

    def other_tab(self) -> Self:
        """The same person in the same browser, with another page before them."""
        other = copy.copy(self)
        other.new_page()
        return other

    def waits_for(self, held: Sized, number: int = 1) -> None:
        """Until so many calls of the page are held back."""
        while len(held) < number:
            self.page.wait_for_timeout(20)

    def waits(self, seconds: float) -> None:
        """What the page does by the clock in this time, done now."""
        self.context.clock.run_for(round(seconds * 1000))

    def new_page(self) -> None:
        """A fresh tab in the same browser, in place of the one before."""
        self.page: Page = self.context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("websocket", lambda line: line.on("framereceived", lambda frame: self.heard.append(str(frame))))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(each.search(message.text) for each in self._forgiven):
            self.troubles.append(message.text)

    def knows(self) -> str:
        """Everything that has reached this browser: the pages as they stand, and what came over the sockets."""
        return "\n".join([frame.content() for frame in self.page.frames] + self.heard)


class Visitor(Person):
    """A customer on the bank's demo page."""

    def opens_page(self) -> "Visitor":
        self.page.goto("/demo/")
        return self

    def opens_chat(self) -> "Visitor":
        self.opens_page()
        self.launcher.click()
        expect(self.input).to_be_editable()
        return self

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name="打开在线客服")

    @property
    def chat(self) -> FrameLocator:
        return self.page.get_by_title("在线客服", exact=True).content_frame

    @property
    def log(self) -> Locator:
        return self.chat.get_by_role("log")

    @property
    def input(self) -> Locator:
        return self.chat.get_by_role("textbox", name="输入消息")

    @property
    def replies(self) -> Locator:
        return self.chat.get_by_role("group", name="快捷回复")

    @property
    def queue(self) -> Locator:
        return self.chat.get_by_role("region", name="正在排队")

    def button(self, name: str) -> Locator:
        return self.chat.get_by_role("button", name=name, exact=True)

    def message(self, text: str) -> Locator:
        """Messages with this text in them, whoever said it."""
        return self.log.get_by_role("article").filter(has_text=text)

    def says(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def stored(self) -> list[str]:
        """What the service holds of this customer's words, in its order."""
        held = self.log.evaluate("() => localStorage.getItem('zhike.session')")
        session = json.loads(held)
        answer = httpx.get(
            f"{self.world.url}/api/v1/chat/conversations/{session['conversation_id']}/events", trust_env=False,
            headers={"Authorization": f"Bearer {session['session_token']}"}, timeout=60,
        )  # fmt: skip
        events = answer.raise_for_status().json()["events"]
        said = [event for event in events if event["type"] == "message.created"]
        return [event["data"]["text"] for event in said if event["actor"]["kind"] == "customer"]

    def hears(self, text: str, *, within_ms: int = WAIT_MS) -> None:
        """The newest message, whose text holds `text`."""
        expect(self.log.get_by_role("article").last).to_contain_text(text, timeout=within_ms)


class Staff(Person):
    """A person of the institution, with an account, at the console."""

    def __init__(self, browser: Browser, world: World, account: Agent, **context: Any) -> None:
        super().__init__(browser, world, **context)
        self.username, self.name, self.account = account.username, account.name, account

    def opens_console(self, route: str = "") -> "Staff":
        self.page.goto(f"/console/#/{route}")
        return self

    def signs_in(self, password: str = PASSWORD) -> "Staff":
        self.enters(password)
        expect(self.menu).to_be_visible()
        return self

    def comes_online(self) -> None:
        """Customers count on who is online; everybody is away at first."""
        switch = self.page.get_by_role("switch", name="接待状态")
        switch.click()
        expect(switch).to_be_checked()

    def enters(self, password: str) -> None:
        """Fill in the door's form and press 登录."""
        self.page.get_by_label("用户名").fill(self.username)
        self.page.get_by_label("密码").fill(password)
        self.button("登录").click()

    @property
    def door(self) -> Locator:
        return self.page.get_by_role("dialog", name="客服工作台登录")

    @property
    def menu(self) -> Locator:
        return self.page.get_by_role("navigation", name="页面")

    @property
    def lists(self) -> Locator:
        return self.page.get_by_role("navigation", name="会话列表")

    @property
    def transcript(self) -> Locator:
        return self.page.get_by_role("log", name="会话记录")

    @property
    def info(self) -> Locator:
        return self.page.get_by_role("complementary", name="会话信息")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def told(self) -> Locator:
        """The short message that the console shows after something was done or refused."""
        return self.page.get_by_role("alert")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def chooses(self, text: str) -> None:
        """The first conversation in the list with this text."""
        self.lists.get_by_role("link").filter(has_text=text).first.click()

    def claims(self) -> None:
        self.button("领取").click()
        expect(self.reply_field).to_be_enabled()

    @property
    def reply_field(self) -> Locator:
        return self.page.get_by_role("textbox", name="回复内容")

    def replies(self, text: str) -> None:
        self.page.get_by_role("radio", name="回复客户").click()
        self.reply_field.fill(text)
        self.reply_field.press("Enter")

    def notes(self, text: str) -> None:
        self.page.get_by_role("radio", name="内部备注").click()
        field = self.page.get_by_role("textbox", name="备注内容")
        field.fill(text)
        self.button("保存备注").click()


class People:
    """Opens a browser for each who comes to one service; `leave` closes them and tells what their consoles said."""

    def __init__(self, browser: Browser, world: World) -> None:
        self._browser, self._world = browser, world
        self._here: list[Person] = []

    def visitor(self, **options: Any) -> Visitor:
        """`options`: of Person, and of a Playwright browser context."""
        return self._came(Visitor(self._browser, self._world, **options))

    def staff(self, username: str, *, name: str, role: str = "agent", capacity: int = 5, **options: Any) -> Staff:
        account = Agent(self._world, username, name=name, role=role, capacity=capacity)
        return self._came(Staff(self._browser, self._world, account, **options))

    def _came(self, person: Any) -> Any:
        self._here.append(person)
        return person

    def leave(self) -> None:
        troubles = [trouble for person in self._here for trouble in person.troubles]
        for person in self._here:
            person.context.close()
        assert not troubles, "the console of a page reports errors:\n" + "\n".join(troubles)
