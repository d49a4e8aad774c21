"""Bot turns: what the bot says and asks for is stored once; when it fails, chat goes on."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from handoff.bot.client import BotFailed, BotMessage, TurnAnswer, TurnRequest
from handoff.bot.policy import FALLBACK_TEXT
from rehearsal.people import WAIT_S
from tests.actors import Agent, Customer
from tests.world import StubBot, World


class SilentBot(StubBot):
    """Takes the question and never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.was_asked = threading.Event()

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        self.was_asked.set()
        await asyncio.Future()
        raise AssertionError


HANDOFF = {"type": "handoff", "reason": "fraud", "priority": 3, "summary": "客户称银行卡被盗刷。"}


def test_an_answer_carries_source_validity_and_risk(world: World, chen: Customer):
    metadata = {"source": "手册", "valid_from": "2026-01-01", "valid_until": "2027-12-31", "risk": "投资须谨慎"}
    message = BotMessage(text="申购费率为 1%。", name="utter_faq/subscription_fee", metadata=metadata)
    world.bot.answers("申购费", TurnAnswer(turn_id="", messages=[message]))
    chen.says("申购费")
    data = chen.hears("申购费率")["data"]
    assert {key: data[key] for key in metadata} == metadata


@pytest.mark.parametrize("dates", [{"valid_until": "2026-11-19"}, {"valid_from": "2026-11-21"}, {"valid_until": "?"}])
def test_an_answer_outside_its_dates_is_not_served(world: World, chen: Customer, dates: dict):
    message = BotMessage(text="旧利率 3%", name="utter_faq/deposit_rate", metadata=dates)
    world.bot.answers("利率", TurnAnswer(turn_id="", messages=[message]))
    chen.says("利率")
    event = chen.hears("正在更新")
    assert [reply["text"] for reply in event["data"]["quick_replies"]] == ["转人工"]
    assert "旧利率" not in str(chen.log())


def test_customers_never_read_what_the_bot_made_of_their_words(world: World, chen: Customer):
    world.bot.answers("你好", "您好", trace={"intent": {"name": "greet", "confidence": 0.99}})
    chen.says("你好")
    chen.hears("您好")
    assert "greet" not in str(chen.log())
    assert {"type", "seq", "conversation_id"} in [set(event) for event in chen.log()]


def test_a_handoff_queues_the_conversation_with_its_reason(world: World, chen: Customer, amira: Agent):
    world.bot.answers("我卡被盗刷了", "请先冻结银行卡。", effects=[HANDOFF])
    chen.says("我卡被盗刷了")
    chen.hears("请先冻结")
    chen.socket.wait_for_event("conversation.queued")
    (item,) = amira.gets("/queue")["waiting"]
    assert (item["reason"], item["priority"]) == ("fraud", 3)
    assert chen.snapshot()["queue"]["position"] == 1


def test_while_the_customer_waits_for_a_person_the_bot_is_silent(world: World, chen: Customer):
    chen.calls("POST", "/handoff")
    chen.says("有人吗")
    assert world.bot.asked == []
    assert chen.snapshot()["status"] == "queued"


def test_a_customer_who_changes_their_mind_has_the_bot_again(world: World, chen: Customer):
    chen.calls("POST", "/handoff")
    assert chen.calls("POST", "/handoff/cancel").json()["status"] == "bot"
    chen.says("年费")
    chen.hears("您说的是：年费")


@pytest.mark.parametrize("reason", ["timeout", "unreachable", "bad_answer", "server_error"])
def test_when_the_bot_fails_the_customer_hears_it_and_has_a_way_to_a_person(world: World, chen: Customer, reason: str):
    world.bot.answers("年费", BotFailed(reason))
    chen.says("年费")
    event = chen.hears("智能客服暂时没有响应")
    assert event["data"]["quick_replies"] == [{"title": "转人工", "text": "转人工"}]
    assert chen.snapshot()["status"] == "bot"


def test_the_second_failure_in_a_row_queues_the_conversation(world: World, chen: Customer, amira: Agent):
    world.bot.answers("年费", BotFailed("timeout"))
    chen.says("年费")
    chen.hears("暂时没有响应")
    chen.says("年费")
    chen.hears("已为您转接人工客服")
    assert amira.gets("/queue")["waiting"][0]["reason"] == "bot_failure"


def test_one_good_answer_between_two_failures_starts_the_count_again(world: World, chen: Customer):
    world.bot.answers("坏", BotFailed("timeout"))
    for text, heard in (("坏", "暂时没有响应"), ("好", "您说的是：好"), ("坏", "暂时没有响应")):
        chen.says(text)
        chen.hears(heard)
    assert chen.snapshot()["status"] == "bot"


def test_asking_for_a_person_works_while_the_bot_is_down(world: World, chen: Customer, amira: Agent):
    world.bot.answers("转人工", BotFailed("unreachable"))
    chen.says("转人工")
    chen.socket.wait_for_event("conversation.queued")
    assert amira.gets("/queue")["waiting"][0]["reason"] == "asked"


def test_turns_are_given_one_at_a_time_and_in_order(world: World, chen: Customer):
    for n in range(10):
        chen.posts(f"第{n}句")
    chen.hears("第9句")
    assert [request.text for request in world.bot.asked] == [f"第{n}句" for n in range(10)]


def test_a_turn_owed_when_the_service_died_is_given_after_the_restart(make_world: Callable[..., World]):
    world = make_world(bot_timeout_s=60)  # the bot is silent until the service dies, however long that takes
    chen = Customer(world)
    world.stop()
    healthy, world.bot = world.bot, SilentBot()
    world.start()
    chen.opens_chat()
    chen.says("还在吗")
    assert world.bot.was_asked.wait(WAIT_S)
    world.stop()
    world.bot = healthy
    world.start()
    chen.opens_chat()
    chen.hears("您说的是：还在吗")
    assert [request.text for request in healthy.asked] == ["还在吗"]


def test_who_waits_for_a_place_before_a_silent_bot_is_told_in_time(make_world: Callable[..., World]):
    world = make_world(bot_concurrency=1, bot_timeout_s=2)
    world.bot.turn = SilentBot().turn
    customers = [Customer(world).opens_chat() for _ in range(10)]
    started = time.monotonic()
    for customer in customers:
        customer.says("你好")
    for customer in customers:
        customer.hears(FALLBACK_TEXT)
    assert time.monotonic() - started < 10  # one after the other would take 20


def test_an_effect_that_makes_no_sense_brings_a_person(world: World, chen: Customer):
    world.bot.answers("投诉", "好的", effects=[{"type": "ticket", "amount": "很多"}])
    chen.says("投诉")
    chen.hears("已为您转接人工客服")
    assert chen.snapshot()["status"] == "queued"


CARE = ["转人工", "我要投诉"]


def test_an_answer_to_an_angry_question_is_followed_by_care_and_the_ways_on(world: World, chen: Customer):
    world.bot.answers("到现在还没到账，骗人的吧", "跨行转账一般实时到账。")
    chen.says("到现在还没到账，骗人的吧")
    chen.hears("实时到账")
    assert [reply["text"] for reply in chen.hears("很抱歉")["data"]["quick_replies"]] == CARE


def test_who_is_offered_a_person_already_is_not_offered_one_twice(world: World, chen: Customer):
    message = BotMessage(text="非常抱歉。", quick_replies=[{"title": "转人工", "text": "转人工"}])
    world.bot.answers("太过分了", TurnAnswer(turn_id="", messages=[message]))
    world.bot.answers("骗子银行", "请稍候。", effects=[HANDOFF])
    for words in ("太过分了", "骗子银行"):
        chen.says(words)
    chen.socket.wait_for_event("conversation.queued")
    assert "care" not in [event["data"].get("name") for event in chen.log() if event["type"] == "message.created"]


def test_in_a_form_only_rising_anger_is_answered_and_the_forms_question_comes_last(world: World, chen: Customer):
    form = {"name": "complaint_form", "requested_slot": "phone"}
    for words in ("太过分了", "垃圾"):
        world.bot.answers(words, f"请留下联系电话（{words}）。", form=form)
    chen.says("太过分了")
    chen.hears("联系电话（太过分了）")
    chen.says("垃圾")
    chen.hears("联系电话（垃圾）")
    said = [
        event["data"]["name"] for event in chen.log() if event["type"] == "message.created" and "name" in event["data"]
    ]
    assert said == ["", "care", ""]
