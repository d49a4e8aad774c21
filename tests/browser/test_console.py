"""The console as staff see it: the door, what each role finds, and what is hidden until somebody says why."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.actors import Agent, Customer
from tests.browser.looks import NAMELESS, scrolls_sideways
from tests.browser.people import WAIT_MS, People, Staff
from tests.effort import IS_LONG
from tests.handoff.customer.test_sessions import KEY, signed
from tests.handoff.ticket.complaints import complains
from tests.world import World

NAME, PHONE = "欧阳静怡", "13812345678"
MASKED_PHONE = "138****5678"
PAGES = {
    "agent": ["会话", "工单"],
    "trainer": ["会话"],
    "supervisor": ["会话", "工单", "今日报表", "坐席管理", "操作审计"],
    "admin": ["会话", "工单", "今日报表", "坐席管理", "操作审计"],
}
ENDED_MS = 2_000 if IS_LONG else WAIT_MS  # a session that ended is shown as ended within 2 s (docs/wire.md)


@pytest.fixture
def world(make_world) -> World:
    return make_world(customer_token_key=KEY)


@pytest.fixture
def chen(world: World) -> Customer:
    """陈, whom the bank's own page vouches for, and who waits for a person."""
    chen = Customer(world, customer_token=signed(world, name=NAME, phone=PHONE)).opens_chat()
    chen.says("我想查一下年费")
    chen.hears("您说的是")
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    return chen


@pytest.fixture
def number(world: World) -> str:
    """Of a complaint by somebody else."""
    return complains(world, Customer(world).opens_chat(), name=NAME, phone=PHONE)["number"]


@pytest.fixture
def desk(people: People) -> Staff:
    """艾米娜 at her desk."""
    return people.staff("amira_desk", name="艾米娜").opens_console().signs_in()


def test_a_wrong_password_is_refused_in_words(people: People):
    amira = people.staff("amira_desk", name="艾米娜").opens_console()
    amira.enters("错的密码-wrong")
    expect(amira.told).to_contain_text("用户名或密码不正确")
    expect(amira.page.get_by_label("密码")).to_have_value("")
    expect(amira.page.get_by_label("密码")).to_be_focused()
    expect(amira.menu).to_have_count(0)
    amira.signs_in()


def test_who_is_deactivated_stands_at_the_door_at_once_and_keeps_the_draft(chen: Customer, desk: Staff, root: Agent):
    desk.chooses("客户要求")
    desk.claims()
    desk.reply_field.fill("您好，正在为您核")
    root.calls("PATCH", f"/agents/{desk.account.id}", json={"is_active": False}).raise_for_status()
    expect(desk.door).to_contain_text("登录已失效", timeout=ENDED_MS)
    desk.enters("秋天的银杏叶-Gingko")
    expect(desk.told).to_be_visible()
    root.calls("PATCH", f"/agents/{desk.account.id}", json={"is_active": True}).raise_for_status()
    desk.signs_in()
    expect(desk.door).to_have_count(0)
    expect(desk.reply_field).to_have_value("您好，正在为您核")


@pytest.mark.parametrize("role", PAGES)
def test_each_role_finds_its_pages_and_no_others(people: People, role: str):
    somebody = people.staff("somebody", name="方晴", role=role).opens_console("audit").signs_in()
    expect(somebody.menu.get_by_role("link")).to_have_text(PAGES[role])
    audit = somebody.page.get_by_role("heading", name="操作审计")
    expect(audit).to_have_count(1 if "操作审计" in PAGES[role] else 0)
    for name in PAGES[role]:
        somebody.menu.get_by_role("link", name=name).click()
        place = somebody.lists if name == "会话" else somebody.page.get_by_role("heading", name=name, level=1)
        expect(place).to_be_visible()
        told = somebody.page.locator("body").aria_snapshot()
        assert not NAMELESS.findall(told), f"{name}:\n{told}"


def test_a_customer_is_masked_until_somebody_says_why(chen: Customer, desk: Staff, people: People):
    desk.chooses("客户要求")
    expect(desk.info).to_contain_text(MASKED_PHONE)
    assert NAME not in desk.knows() and PHONE not in desk.knows()
    desk.info.get_by_role("button", name="查看完整信息").click()
    expect(desk.dialog.get_by_role("button", name="查看", exact=True)).to_be_disabled()
    desk.dialog.get_by_label("查看原因").fill("客户来电核对预留手机号")
    desk.dialog.get_by_role("button", name="查看", exact=True).click()
    expect(desk.info).to_contain_text(PHONE)
    expect(desk.info).to_contain_text(NAME)
    desk.info.get_by_role("button", name="隐藏完整信息").click()
    expect(desk.info).not_to_contain_text(PHONE)
    zhou = people.staff("zhou", name="周岚", role="supervisor").opens_console("audit").signs_in()
    entries = zhou.page.get_by_role("row").filter(has_text="查看客户完整信息")
    expect(entries).to_have_count(2)  # the customer's data, and the transcript
    for entry in entries.all():
        expect(entry).to_contain_text("艾米娜")
        expect(entry).to_contain_text("客户来电核对预留手机号")


def test_a_ticket_gets_another_grade_only_with_a_reason(number: str, desk: Staff):
    desk.menu.get_by_role("link", name="工单").click()
    desk.page.get_by_role("link", name=number).click()
    ticket = desk.page.get_by_role("dialog", name=f"工单 {number}")
    expect(ticket).to_contain_text("三级")
    expect(ticket).to_contain_text(MASKED_PHONE)
    ticket.get_by_role("button", name="调整等级").click()
    form = desk.page.get_by_role("dialog", name="调整等级")
    form.get_by_text("二级", exact=True).click()
    expect(form.get_by_role("button", name="保存")).to_be_disabled()
    form.get_by_label("调整原因（必填）").fill("客户已向媒体反映")
    form.get_by_role("button", name="保存").click()
    expect(desk.told).to_have_text("等级已调整")
    expect(form).to_have_count(0)
    expect(ticket.get_by_role("listitem").filter(has_text="三级 → 二级")).to_contain_text("客户已向媒体反映")


def test_times_are_the_banks_wherever_the_browser_stands(world: World, number: str, people: People):
    far = (
        people.staff("amira_far", name="艾米娜", timezone_id="America/Los_Angeles").opens_console("tickets").signs_in()
    )
    row = far.page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text(f"{world.clock.now().astimezone(world.settings.zone):%Y-%m-%d %H:%M}")
    far.page.get_by_role("link", name=number).click()
    due = far.page.get_by_role("dialog", name=f"工单 {number}").get_by_role("listitem").filter(has_text="首次反馈")
    expect(due.get_by_role("time")).to_have_text(re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"))
    counted = due.inner_text()
    assert counted.count(due.get_by_role("time").inner_text()[-5:]) >= 2, counted


def test_a_new_colleague_gets_a_password_that_is_shown_once(people: People):
    root = people.staff("root", name="系统管理员", role="admin").opens_console("agents").signs_in()
    root.button("新建人员").click()
    root.dialog.get_by_label("用户名").fill("lin")
    root.dialog.get_by_label("姓名").fill("林悦")
    root.dialog.get_by_text("接待客户、处理工单").click()
    root.button("创建").click()
    once = root.page.get_by_role("dialog", name="林悦 的初始密码")
    password = once.get_by_role("code").inner_text()
    once.get_by_role("button", name="我已记下").click()
    expect(root.page.get_by_role("row").filter(has_text="lin")).to_contain_text("坐席")
    root.page.reload()
    expect(root.page.get_by_role("row").filter(has_text="林悦")).to_be_visible()
    assert password not in root.knows()
    lin = people.staff("another", name="别人").opens_console()
    lin.username = "lin"
    lin.signs_in(password)
    expect(lin.page.get_by_role("button", name="林悦 的账户菜单")).to_be_visible()


def test_a_phone_holds_the_whole_desk(chen: Customer, people: People):
    phone = {"width": 390, "height": 844}
    amira = people.staff("amira_desk", name="艾米娜", viewport=phone, has_touch=True).opens_console().signs_in()
    expect(amira.lists).to_be_in_viewport()
    assert not scrolls_sideways(amira.page.get_by_role("main"))
    amira.chooses("客户要求")
    amira.claims()
    assert not scrolls_sideways(amira.page.get_by_role("main"))
    amira.replies("您好，我是艾米娜")
    chen.hears("您好，我是艾米娜")
    expect(amira.reply_field).to_be_in_viewport(ratio=1)
    amira.page.get_by_role("button", name="会话信息").click()
    expect(amira.info).to_be_in_viewport()
    expect(amira.info).to_contain_text(MASKED_PHONE)
    assert not scrolls_sideways(amira.page.get_by_role("main"))
    amira.page.get_by_role("button", name="返回会话").click()
    amira.page.get_by_role("link", name="返回列表").click()
    expect(amira.lists).to_be_in_viewport()
    for name in PAGES["agent"]:
        amira.menu.get_by_role("link", name=name).click()
        assert not scrolls_sideways(amira.page.get_by_role("main"))


def test_a_note_begun_while_a_claim_is_under_way_stays_a_note(chen: Customer, desk: Staff):
    desk.chooses("客户要求")
    held: list[Route] = []
    desk.page.route("**/api/v1/queue", lambda call: held.append(call))
    with desk.page.expect_request("**/api/v1/queue"):
        desk.claims()
    desk.waits_for(held)
    desk.page.get_by_role("radio", name="内部备注").click()
    note = desk.page.get_by_role("textbox", name="备注内容")
    note.fill("先看工单")
    with desk.page.expect_response("**/api/v1/queue"):
        for call in held:
            call.continue_()
    desk.page.unroute("**/api/v1/queue")
    expect(desk.lists.get_by_role("tab", name="我的")).to_have_attribute("aria-selected", "true")
    expect(desk.lists.get_by_role("link").filter(has_text="[草稿]")).to_be_visible()
    expect(note).to_have_value("先看工单")
    expect(note).to_be_focused()


def test_markup_from_a_customer_stays_text(world: World, desk: Staff):
    markup = "<img src=x onerror=\"window.broken='image'\"><script>window.broken='script'</script>"
    name = "<svg onload=\"window.broken='name'\">Mallory</svg>"  # none of it in the message, where it would be masked
    mallory = Customer(world, customer_token=signed(world, sub="kh-9", name=name)).opens_chat()
    mallory.says(markup)
    mallory.calls("POST", "/handoff", json={}).raise_for_status()
    desk.chooses("客户要求")
    expect(desk.transcript.get_by_text(markup, exact=True)).to_have_count(1)
    expect(desk.page.get_by_role("main").locator("img, script, svg[onload]")).to_have_count(0)
    assert desk.page.evaluate("window.broken") is None


def test_a_sentence_at_hand_is_found_put_in_and_sent_only_by_hand(chen: Customer, desk: Staff):
    desk.chooses("客户要求")
    desk.claims()
    desk.page.keyboard.press("/")
    search = desk.page.get_by_role("combobox", name="搜索常用语")
    expect(search).to_be_focused()
    options = desk.page.get_by_role("listbox", name="常用语").get_by_role("option")
    expect(options.first).to_contain_text("客服艾米娜")
    search.fill("网点")
    search.press("ArrowDown")
    chosen = desk.page.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("95000")
    search.press("Enter")
    expect(desk.reply_field).to_have_value(re.compile("拨打 95000 确认"))
    expect(desk.reply_field).to_be_focused()
    assert "到网点办理" not in desk.transcript.inner_text()
    desk.page.keyboard.press("Enter")
    chen.hears("到网点办理")
    desk.button("常用语").click()
    search.fill("没有这样的话")
    expect(desk.page.get_by_text("没有匹配的常用语")).to_be_visible()
    search.press("Escape")
    expect(search).to_have_count(0)
    expect(desk.reply_field).to_be_focused()


def test_the_desk_is_worked_with_keys(chen: Customer, desk: Staff):
    expect(desk.lists.get_by_role("link").filter(has_text="客户要求")).to_be_visible()
    desk.page.keyboard.press("j")
    expect(desk.button("领取")).to_be_visible()
    desk.page.keyboard.press("Control+Enter")
    expect(desk.reply_field).to_be_focused()
    desk.page.keyboard.type("您好，请讲")
    desk.page.keyboard.press("Enter")
    chen.hears("您好，请讲")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("n")
    expect(desk.page.get_by_role("textbox", name="备注内容")).to_be_focused()
    desk.page.keyboard.type("语气平和")
    desk.page.keyboard.press("Enter")
    expect(desk.transcript.get_by_role("article").filter(has_text="语气平和")).to_contain_text("内部备注")
    desk.button("转回队列").press("Enter")
    expect(desk.dialog.get_by_label("给接手同事的备注")).to_be_focused()
    desk.page.keyboard.type("请继续核实")
    desk.page.keyboard.press("Control+Enter")
    expect(desk.told).to_have_text("已转回队列")
