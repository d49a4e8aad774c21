"""The main story, from 你好 to the rating: 陈 at the bank's page, 艾米娜 and 卞恩 at the desk, 周岚 who leads them.

The bot is the trained one, with its actions and Rasa as processes. The chapters follow one another in one world, so run
the file whole; when one fails, those after it are skipped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from handoff.bot.client import BotClient
from rehearsal.engine import Engine
from tests.browser.people import SECOND_MS, People, Staff, Visitor
from tests.world import World

pytestmark = pytest.mark.chapters

COMPLAINT = "昨天下午在朝阳支行被多扣了500元年费，要求退回"
FEE_NOTE = "客户语气平和，已答应先核实再回电"
HANDOVER_NOTE = "年费已核实为多扣，请协助安排退回"
PHONE = "13812345678"


@dataclass
class Story:
    """Who takes part, and what the chapters before have brought about."""

    chen: Visitor
    amira: Staff
    ben: Staff
    zhou: Staff
    holder: Staff  # of the conversation, once it is claimed
    other: Staff
    number: str = ""  # of the ticket


@pytest.fixture(scope="module")
def bank(engine: Engine, tmp_path_factory: pytest.TempPathFactory, template: str) -> Iterator[World]:
    """A service whose bot is the trained one."""
    engine.heal()
    folder: Path = tmp_path_factory.mktemp("story")
    world = World(folder, template, messages_per_minute=1000, bot_timeout_s=60)
    world.bot = BotClient(engine.url, engine.key, timeout_s=world.settings.bot_timeout_s)
    world.start()
    yield world
    world.end()


@pytest.fixture(scope="module")
def story(browser: Browser, bank: World) -> Iterator[Story]:
    people = People(browser, bank)
    amira, ben = people.staff("amira", name="艾米娜"), people.staff("ben", name="卞恩")
    zhou = people.staff("zhou", name="周岚", role="supervisor")
    yield Story(people.visitor(), amira, ben, zhou, holder=amira, other=ben)
    people.leave()


def test_chen_is_greeted_and_a_question_is_answered_with_its_source(story: Story):
    chen = story.chen.opens_chat()
    chen.says("你好")
    chen.hears("智能客服小知")
    expect(chen.replies.get_by_role("button", name="我要投诉")).to_be_visible()
    chen.button("信用卡年费").click()
    chen.hears("金卡200元/年")
    answer = chen.log.get_by_role("article").last
    expect(answer.get_by_role("definition").first).to_contain_text("《示例银行信用卡领用合约》")
    expect(answer).to_contain_text("有效期")


def test_a_complaint_is_taken_from_one_sentence_with_a_question_and_a_correction_between(story: Story):
    chen = story.chen
    chen.says(COMPLAINT)
    chen.hears("请留下您的姓名")
    for known in ("信用卡", "收费", "2026-11-19（昨天下午）", "朝阳支行", "500.00 元", "退款/赔偿"):
        expect(chen.message("已根据您的描述记下")).to_contain_text(known)
    chen.says("陈静")
    chen.hears("联系电话")
    chen.says("信用卡晚还两天会上征信吗")
    expect(chen.message("超过宽限期会报送征信")).to_be_visible()
    chen.hears("联系电话")
    chen.says(PHONE)
    chen.hears("相关材料")
    chen.says("不对，是600")
    expect(chen.message("已更正涉及金额为 600.00 元")).to_be_visible()
    chen.button("没有材料").click()
    chen.hears("以上信息是否准确")
    review = chen.log.get_by_role("article").last
    for fact in ("600.00 元", "陈静", PHONE, "朝阳支行", "退款/赔偿"):
        expect(review).to_contain_text(fact)


def test_the_confirmed_complaint_becomes_a_ticket_with_a_number(story: Story):
    chen = story.chen
    chen.button("确认提交").click()
    ticket = chen.chat.get_by_role("region", name="投诉工单")
    expect(ticket).to_have_count(1)
    for fact in ("信用卡 · 收费", "退款/赔偿", "预计办结"):
        expect(ticket).to_contain_text(fact)
    story.number = ticket.get_by_role("strong").inner_text()
    assert story.number.startswith("TS20261120-")
    chen.hears(f"编号 {story.number}")


def test_who_asks_for_a_person_sees_a_place_and_both_agents_see_who_waits(story: Story):
    chen = story.chen
    for agent in (story.amira, story.ben):
        agent.opens_console().signs_in().comes_online()
        expect(agent.lists.get_by_text("当前没有客户排队")).to_be_visible()
    chen.says("转人工")
    expect(chen.queue).to_contain_text("您是下一位")
    for agent in (story.amira, story.ben):
        waiting = agent.lists.get_by_role("link")
        expect(waiting).to_have_count(1, timeout=SECOND_MS)
        expect(waiting).to_contain_text("客户要求")
        agent.chooses("客户要求")
        expect(agent.button("领取")).to_be_enabled()
        expect(agent.page.get_by_text("领取后即可回复")).to_be_visible()


def test_of_two_who_claim_at_once_one_is_told_who_was_faster(story: Story):
    held: list[Route] = []
    agents = (story.amira, story.ben)
    for agent in agents:
        agent.page.route("**/claim", lambda claim: held.append(claim))
        with agent.page.expect_request("**/claim"):
            agent.button("领取").click()
    story.amira.waits_for(held, len(agents))
    for claim in held:  # both are under way before the service hears of either
        claim.continue_()
    for agent in agents:
        expect(agent.button("领取")).to_have_count(0)
    story.holder, story.other = agents if agents[0].page.get_by_text("我接待中").count() else agents[::-1]
    expect(story.other.told).to_have_text(f"已被 {story.holder.name} 领取")
    for agent in agents:
        agent.page.unroute("**/claim")
    expect(story.other.page.get_by_text(f"{story.holder.name} 接待中").first).to_be_visible()
    expect(story.holder.reply_field).to_be_enabled()
    expect(story.other.reply_field).to_be_hidden()
    expect(story.chen.chat.get_by_role("banner")).to_contain_text(f"客服{story.holder.name}为您服务")


def test_the_holder_reads_what_is_known_before_the_first_word(story: Story):
    holder = story.holder
    for known in (f"此前登记了投诉“{COMPLAINT}”", story.number, "三级", "已登记", "收到 2026-11-20(五) 10:30；"):
        expect(holder.info).to_contain_text(known)
    for said in ("你好", COMPLAINT, "不对，是600", "转人工"):
        expect(holder.transcript.get_by_text(said, exact=True).first).to_be_visible()
    holder.info.get_by_role("heading", name="机器人理解").click()
    turn = holder.info.get_by_role("listitem").filter(has_text=COMPLAINT)
    for understood in ("file_complaint", "朝阳支行", "500.00", "complaint_form"):
        expect(turn).to_contain_text(understood)


def test_they_read_each_other_within_a_second_and_see_each_other_type(story: Story):
    chen, holder = story.chen, story.holder
    holder.reply_field.press_sequentially("您")
    expect(chen.chat.get_by_text(f"{holder.name}正在输入")).to_be_visible()
    holder.replies(f"您好，我是{holder.name}，正在为您核实年费")
    chen.hears("正在为您核实年费", within_ms=SECOND_MS)
    expect(chen.log.get_by_role("article").last).to_contain_text(holder.name)
    expect(chen.button("人工服务中")).to_be_disabled()
    chen.input.press_sequentially("好")
    expect(holder.page.get_by_text("客户正在输入…")).to_be_visible()
    chen.says("好的，麻烦尽快")
    expect(holder.transcript.get_by_role("article").last).to_contain_text("好的，麻烦尽快", timeout=SECOND_MS)
    expect(holder.page.get_by_text("客户正在输入…")).to_be_hidden()
    expect(chen.message("好的，麻烦尽快")).to_contain_text("已读")


def test_an_internal_note_never_reaches_the_customer(story: Story):
    chen, holder, other = story.chen, story.holder, story.other
    holder.notes(FEE_NOTE)
    for agent in (holder, other):
        expect(agent.transcript.get_by_role("article").filter(has_text=FEE_NOTE)).to_contain_text("内部备注")
    holder.replies("核实好了，确实多扣了")
    chen.hears("核实好了，确实多扣了")
    assert "核实好了，确实多扣了" in chen.knows()
    assert FEE_NOTE not in chen.knows()


def test_the_conversation_is_passed_on_with_a_note(story: Story):
    chen, first, second = story.chen, story.holder, story.other
    first.button("转回队列").click()
    expect(first.dialog.get_by_role("button", name="确认转回")).to_be_disabled()
    first.dialog.get_by_label("给接手同事的备注").fill(HANDOVER_NOTE)
    first.dialog.get_by_role("button", name="确认转回").click()
    expect(chen.log).to_contain_text("正在为您转接其他客服")
    expect(chen.queue).to_contain_text("您是下一位")
    expect(second.info).to_contain_text(HANDOVER_NOTE)
    second.claims()
    expect(second.transcript.get_by_role("article").filter(has_text=HANDOVER_NOTE)).to_contain_text("转接备注")
    expect(chen.chat.get_by_role("banner")).to_contain_text(f"客服{second.name}为您服务")
    second.replies(f"我是{second.name}，退回已安排")
    chen.hears("退回已安排")
    assert HANDOVER_NOTE not in chen.knows()
    story.holder, story.other = second, first


def test_the_bot_goes_on_when_it_is_handed_back(story: Story):
    chen, holder = story.chen, story.holder
    holder.button("交还机器人").click()
    holder.dialog.get_by_role("button", name="确认交还").click()
    expect(chen.log).to_contain_text("人工服务已完成，智能客服继续为您服务")
    chen.hears("还有什么可以帮您")
    chen.says("银行卡丢了怎么办")
    chen.hears("挂失")
    expect(chen.log.get_by_role("article").last).to_contain_text("来源")
    expect(holder.reply_field).to_be_hidden()


def test_the_conversation_is_closed_and_rated(story: Story):
    chen, holder = story.chen, story.holder
    chen.button("转人工").click()
    expect(chen.queue).to_be_visible()
    holder.claims()
    holder.replies("还有什么可以帮您？")
    chen.hears("还有什么可以帮您")
    holder.button("结束会话").click()
    holder.dialog.get_by_text("已解决", exact=True).click()
    holder.dialog.get_by_role("button", name="确认结束").click()
    expect(chen.chat.get_by_role("banner")).to_contain_text("会话已结束")
    chen.chat.get_by_role("radio", name="5 非常满意").press("Space")
    chen.chat.get_by_role("textbox", name="您的意见").fill("处理得很快，谢谢")
    chen.button("提交评价").click()
    expect(chen.log).to_contain_text("感谢您的评价")
    expect(holder.transcript).to_contain_text("客户评价 5 分：处理得很快，谢谢")


def test_a_reload_keeps_everything(story: Story):
    chen = story.chen
    before = chen.log.get_by_role("article").all_inner_texts()
    chen.page.reload()
    chen.launcher.click()
    expect(chen.log).to_contain_text("感谢您的评价")
    expect(chen.log.get_by_role("article")).to_have_text(before, use_inner_text=True)
    expect(chen.chat.get_by_role("region", name="投诉工单")).to_contain_text(story.number)
    expect(chen.chat.get_by_role("banner")).to_contain_text("会话已结束")


def test_the_supervisor_reads_a_day_that_adds_up(story: Story):
    zhou = story.zhou.opens_console("report").signs_in()
    figures = {
        "会话": "1", "转人工会话": "1", "已结束": "1", "放弃排队": "0", "投诉工单": "1", "平均满意度": "5.0 / 5",
    }  # fmt: skip
    for label, value in figures.items():
        expect(zhou.page.get_by_role("group", name=label, exact=True)).to_contain_text(value)
    expect(zhou.page.get_by_role("group", name="平均满意度")).to_contain_text("1 份评价")
    scores = zhou.page.get_by_role("table", name="满意度分布").get_by_role("row").filter(has_text="5 分")
    expect(scores.get_by_role("cell")).to_have_text("1")
