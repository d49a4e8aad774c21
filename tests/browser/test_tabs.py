"""One person with two tabs: both show the same, neither sends twice, neither throws the other out."""

from playwright.sync_api import expect

from tests.actors import Agent, Customer
from tests.browser.people import People
from tests.world import World


def waits_for_a_person(world: World, question: str) -> Customer:
    chen = Customer(world).opens_chat()
    chen.says(question)
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    return chen


def test_a_customers_tabs_show_one_conversation_and_send_each_message_once(world: World, people: People):
    here = people.visitor(loses_line=True).opens_chat()
    here.says("这边说的")
    here.hears("您说的是：这边说的")
    there = here.other_tab().opens_chat()
    there.says("那边说的")
    for tab in (here, there):
        tab.hears("您说的是：那边说的")
    world.stop()
    here.says("断线时这边")
    there.says("断线时那边")
    expect(there.message("断线时那边")).to_contain_text("未发送，正在重试")
    world.start()
    for tab in (here, there):
        expect(tab.message("您说的是：断线时那边")).to_have_count(1)
        expect(tab.log.get_by_text("断线时这边", exact=True)).to_have_count(1)
        expect(tab.chat.get_by_text("未发送")).to_have_count(0)
    assert sorted(turn.text for turn in world.bot.asked) == sorted(["这边说的", "那边说的", "断线时这边", "断线时那边"])


def test_an_agents_tabs_together_hold_no_more_than_one_agent_may(world: World, people: People):
    waits_for_a_person(world, "年费怎么收")
    waits_for_a_person(world, "怎么销户")
    here = people.staff("amira", name="艾米娜", capacity=1).opens_console().signs_in()
    there = here.other_tab().opens_console()
    here.lists.get_by_role("link").nth(0).click()
    there.lists.get_by_role("link").nth(1).click()
    expect(there.button("领取")).to_be_visible()
    here.claims()
    there.button("领取").click()
    expect(there.told).to_contain_text("已达上限")
    expect(there.reply_field).to_be_hidden()
    there.lists.get_by_role("tab", name="我的").click()
    expect(there.lists.get_by_role("tabpanel", name="我的").get_by_role("link")).to_have_count(1)


def test_signing_in_again_in_two_tabs_throws_neither_out(world: World, people: People, root: Agent):
    waits_for_a_person(world, "年费怎么收")
    here = people.staff("amira", name="艾米娜").opens_console().signs_in()
    there = here.other_tab().opens_console()
    expect(there.menu).to_be_visible()
    address = f"/agents/{here.account.id}"
    for is_active in (False, True):
        root.calls("PATCH", address, json={"is_active": is_active}).raise_for_status()
    for tab in (here, there):
        expect(tab.door).to_be_visible()
    here.signs_in()
    there.signs_in()
    for tab in (here, there):
        expect(tab.door).to_have_count(0)
    here.chooses("客户要求")
    here.claims()
    expect(there.lists.get_by_role("tab", name="我的")).to_contain_text("1")
