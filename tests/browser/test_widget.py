"""The chat on the bank's page, as a customer sees, hears and types it. The bot is the stub."""

import pytest
from playwright.sync_api import expect

from handoff.bot.client import BotMessage, QuickReply, TurnAnswer
from tests.actors import Agent, new_client_id
from tests.browser.looks import NAMELESS, scrolls_sideways, size_of_type
from tests.browser.people import People, Visitor
from tests.world import World

MARKUP = "<img src=x onerror=\"window.broken='image'\"><script>window.broken='script'</script><b>粗体</b>"
TAB_PRESSES = 40  # more than the demo page has places to stop at


@pytest.fixture
def chen(people: People) -> Visitor:
    """陈, who has opened the chat."""
    return people.visitor().opens_chat()


def offers(text: str, *titles: str) -> TurnAnswer:
    replies = [QuickReply(title=title, text=title) for title in titles]
    return TurnAnswer(turn_id="", messages=[BotMessage(text=text, quick_replies=replies)])


def serves(agent: Agent, *moves: tuple[str, dict[str, str]]) -> None:
    """What the agent does with the one who waits."""
    waiting = agent.gets("/queue")["waiting"][0]["id"]
    for verb, body in moves:
        agent.calls("POST", f"/conversations/{waiting}/{verb}", json=body).raise_for_status()


def test_the_chat_is_used_with_the_keyboard_alone(people: People):
    chen = people.visitor().opens_page()
    for _ in range(TAB_PRESSES):
        chen.page.keyboard.press("Tab")
        if chen.launcher.evaluate("each => each.getRootNode().activeElement === each"):
            break
    expect(chen.launcher).to_be_focused()
    chen.page.keyboard.press("Enter")
    expect(chen.input).to_be_focused()
    chen.page.keyboard.type("第一行")
    chen.page.keyboard.press("Shift+Enter")
    chen.page.keyboard.type("第二行")
    chen.page.keyboard.press("Enter")
    chen.hears("您说的是：第一行\n第二行")
    expect(chen.input).to_have_value("")
    expect(chen.input).to_be_focused()
    chen.page.keyboard.press("Escape")
    expect(chen.input).to_be_hidden()
    expect(chen.launcher).to_be_focused()


def test_a_screen_reader_finds_a_log_and_a_name_for_everything(world: World, chen: Visitor):
    world.bot.answers("你好", offers("您好，请问有什么可以帮您？", "我要投诉", "转人工"))
    chen.says("你好")
    chen.hears("请问有什么可以帮您")
    expect(chen.log).to_have_accessible_name("对话记录")
    expect(chen.log).to_have_attribute("aria-live", "polite")
    chen.button("更多设置").click()
    told = chen.chat.locator("body").aria_snapshot()
    assert not NAMELESS.findall(told), told
    assert 'button "我要投诉"' in told, told


def test_quick_replies_belong_to_the_last_message_only(world: World, chen: Visitor):
    world.bot.answers("你好", offers("您好", "信用卡年费", "我要投诉"))
    world.bot.answers("信用卡年费", offers("普卡 100 元", "还有问题"))
    chen.says("你好")
    expect(chen.replies.get_by_role("button")).to_have_text(["信用卡年费", "我要投诉"])
    chen.button("信用卡年费").click()
    expect(chen.replies.get_by_role("button")).to_have_text(["还有问题"])
    expect(chen.message("信用卡年费")).to_have_count(1)
    chen.says("谢谢")
    chen.hears("您说的是：谢谢")
    expect(chen.replies).to_have_count(0)


def test_a_long_answer_is_read_from_its_beginning_and_a_short_one_to_its_end(world: World, chen: Visitor):
    world.bot.answers("年费", offers("开头\n" + "很长的说明，" * 300 + "结尾", "还有问题"))
    chen.says("你好")
    chen.hears("您说的是：你好")
    expect(chen.message("您说的是：你好")).to_be_in_viewport(ratio=1)
    chen.says("年费")
    expect(chen.message("很长的说明").get_by_role("time")).to_be_in_viewport()
    expect(chen.button("还有问题")).not_to_be_in_viewport()
    chen.chat.get_by_role("button", name="回到最新消息").click()
    expect(chen.button("还有问题")).to_be_in_viewport(ratio=1)
    chen.button("还有问题").click()
    expect(chen.input).to_be_focused()
    expect(chen.message("您说的是：还有问题")).to_be_in_viewport(ratio=1)


def test_large_type_and_language_are_kept(chen: Visitor):
    chen.says("你好")
    chen.hears("您说的是：你好")
    before = size_of_type(chen.message("您说的是").get_by_text("您说的是：你好"))
    chen.button("更多设置").click()
    chen.chat.get_by_role("switch", name="大字模式").click()
    expect(chen.chat.get_by_role("switch", name="大字模式")).to_be_checked()
    chen.button("English").click()
    expect(chen.chat.get_by_role("log", name="Conversation")).to_be_visible()
    chen.page.reload()
    chen.launcher.click()
    expect(chen.button("Human agent")).to_be_enabled()
    expect(chen.chat.locator("html")).to_have_attribute("lang", "en")
    assert size_of_type(chen.message("您说的是").get_by_text("您说的是：你好")) >= before * 1.2
    chen.button("More options").click()
    expect(chen.chat.get_by_role("switch", name="Large type")).to_be_checked()


def test_the_number_of_a_complaint_is_never_broken_across_lines(world: World, people: People):
    chen = people.visitor(viewport={"width": 390, "height": 844}, has_touch=True).opens_chat()
    for before in range(20):
        chen.says("问" * before + "TS20261122-7K3QM")
        chen.hears("问" * before + "TS20261122-7K3QM")
    for number in chen.log.get_by_text("TS20261122-7K3QM", exact=True).all():
        assert number.evaluate("each => each.getClientRects().length") == 1


@pytest.mark.parametrize("width", [360, 320])
def test_a_phone_shows_it_without_scrolling_sideways(world: World, people: People, width: int):
    long = "https://example.com/" + "a" * 300
    world.bot.answers("年费", offers(f"见 {long}", "信用卡年费的收取标准和减免条件", "我要投诉", "转人工客服"))
    chen = people.visitor(viewport={"width": width, "height": 640}, has_touch=True).opens_chat()
    chen.button("更多设置").click()
    chen.chat.get_by_role("switch", name="大字模式").click()
    chen.page.keyboard.press("Escape")
    chen.says("年费")
    expect(chen.replies.get_by_role("button")).to_have_count(3)
    chen.says("字" * 300)
    chen.button("转人工").click()
    expect(chen.queue).to_be_visible()
    assert not scrolls_sideways(chen.log)
    expect(chen.input).to_be_in_viewport(ratio=1)
    expect(chen.button("收起")).to_be_in_viewport(ratio=1)
    expect(chen.button("返回智能客服")).to_be_in_viewport(ratio=1)
    chen.button("收起").click()
    expect(chen.launcher).to_be_in_viewport(ratio=1)
    assert not scrolls_sideways(chen.page.get_by_role("main"))


def test_markup_from_anybody_stays_text(world: World, chen: Visitor):
    mallory = Agent(world, "mallory", name=MARKUP[:64]).signs_in()
    world.bot.answers(MARKUP, offers(MARKUP + " javascript:alert(1)", MARKUP[:80]))
    chen.says(MARKUP)
    expect(chen.message(MARKUP)).to_have_count(2)
    expect(chen.replies.get_by_role("button")).to_have_text([MARKUP[:80]])
    chen.button("转人工").click()
    expect(chen.queue).to_be_visible()
    serves(mallory, ("claim", {}), ("messages", {"client_id": new_client_id(), "text": MARKUP}))
    expect(chen.message(MARKUP)).to_have_count(3)
    expect(chen.log.locator("img, script, b, a")).to_have_count(0)
    assert chen.log.evaluate("each => each.ownerDocument.defaultView.broken") is None


def test_2000_characters_may_be_sent_and_not_one_more(world: World, chen: Visitor):
    chen.input.fill("问" * 1801)
    expect(chen.chat.get_by_text("还可输入 199 字")).to_be_visible()
    chen.input.fill("😀" * 2001)
    expect(chen.chat.get_by_text("超出 1 字，请删减后发送")).to_be_visible()
    expect(chen.button("发送")).to_be_disabled()
    chen.input.press("Enter")
    expect(chen.input).to_have_value("😀" * 2001)
    chen.input.fill("😀" * 2000)
    chen.button("发送").click()
    chen.hears("您说的是：😀")
    assert [request.text for request in world.bot.asked] == ["😀" * 2000]


def test_who_waits_may_go_back_to_the_bot(chen: Visitor):
    chen.button("转人工").click()
    expect(chen.queue).to_contain_text("您是下一位")
    chen.queue.get_by_role("button", name="返回智能客服").click()
    expect(chen.log).to_contain_text("已返回智能客服")
    expect(chen.queue).to_have_count(0)
    chen.says("还在吗")
    chen.hears("您说的是：还在吗")


def test_a_rating_is_asked_for_once_and_may_be_put_aside(world: World, chen: Visitor, amira: Agent):
    chen.button("转人工").click()
    expect(chen.queue).to_be_visible()
    serves(amira, ("claim", {}), ("close", {"reason": "resolved"}))
    question = chen.chat.get_by_role("group", name="请为本次服务打分")
    expect(question.get_by_role("radio")).to_have_count(5)
    expect(chen.button("提交评价")).to_be_disabled()
    chen.button("暂不评价").click()
    expect(question).to_have_count(0)
    chen.page.reload()
    chen.launcher.click()
    question.get_by_role("radio", name="2 不满意").press("Space")
    question.get_by_role("radio", name="2 不满意").press("ArrowRight")
    expect(question.get_by_role("radio", name="3 一般")).to_be_checked()
    chen.button("提交评价").click()
    expect(chen.log).to_contain_text("感谢您的评价")
    expect(question).to_have_count(0)
