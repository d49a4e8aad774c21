"""Plain words: what they rule out is doubt again, a life in danger is never something else, others' money is theirs."""

from typing import Any

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.cascade import BY_HEART, WORDS, Reading
from bot.components.learning import READING
from bot.components.plain_words import PlainWords


def guarded(
    text: str,
    *ranking: tuple[str, float],
    topic: str = "",
    found: str = "",
    before: list[str] | None = None,
    reading: Reading | None = None,
    tickets: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The message after the guard, read as `ranking`, and as a question about `topic`, before it; with one entity.

    `before` is what the customer said before it; `tickets` are the complaints of the conversation."""
    ranked = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    selected = {"faq": {"ranking": [{"intent_response_key": topic, "confidence": 0.9}] if topic else []}}
    message = Message(data={TEXT: text, INTENT: ranked[0], INTENT_RANKING_KEY: ranked, "response_selector": selected})
    message.set("metadata", {"said_before": before or [], "tickets": tickets or []})
    message.set(READING, reading)
    message.set(ENTITIES, [{"entity": found}] if found else [])
    (after,) = PlainWords().process([message])
    return {"intent": after.get(INTENT)["name"], "ranking": [entry["name"] for entry in after.get(INTENT_RANKING_KEY)]}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("现在就新买了永安，又继续买了广添鑫", "report_self_harm"),
        ("如果手机丢了钱会被盗吗", "report_fraud"),
        ("人工智能相关的基金", "request_agent"),
        ("/resume_form_now", "request_agent"),
    ],
)
def test_a_false_alarm_is_doubt_with_its_ranking_kept(text: str, intent: str):
    after = guarded(text, (intent, 0.5), ("faq", 0.3))
    assert after == {"intent": "nlu_fallback", "ranking": ["nlu_fallback", intent, "faq"]}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我的卡被盗刷了", "report_fraud"),
        ("转人工", "request_agent"),
        ("zhuan rengong", "request_agent"),
        ("睡一觉起来存款剩两毛", "report_fraud"),
    ],
)
def test_a_true_alarm_stays(text: str, intent: str):
    assert guarded(text, (intent, 0.6), ("faq", 0.3))["intent"] == intent


def test_who_says_hello_and_who_they_are_is_greeted_whatever_was_guessed():
    assert guarded("你好,我是王伟", ("ask_account", 0.6), ("greet", 0.1))["intent"] == "greet"
    assert guarded("你好,我是王伟,查下余额", ("ask_account", 0.6), ("greet", 0.1))["intent"] == "ask_account"


def test_a_life_in_danger_is_heard_whatever_was_guessed():
    after = guarded("利率这么高，我不想活了", ("faq", 0.9), ("report_self_harm", 0.05))
    assert after == {"intent": "report_self_harm", "ranking": ["report_self_harm", "faq"]}


@pytest.mark.parametrize("guess", ["faq", "ask_account", "ask_complaint_status", "abuse"])
def test_a_call_for_a_person_goes_before_the_matter_beside_it(guess: str):
    assert guarded("来个人，查一下我这笔退款", (guess, 0.8), ("request_agent", 0.1))["intent"] == "request_agent"


def test_a_person_told_of_is_no_call():
    assert guarded("昨天客服说三天到账，怎么还没到", ("faq", 0.8), ("request_agent", 0.1))["intent"] == "faq"
    assert guarded("找客服，推来推去没人管", ("file_complaint", 0.8))["intent"] == "file_complaint"


def test_what_was_taught_word_for_word_is_no_matter_of_words():
    text, taught = "来个人,查一下我这笔退款", Reading({"faq": 1.0, "request_agent": 0.0}, BY_HEART)
    assert guarded(text, ("faq", 1.0), ("request_agent", 0.0), reading=taught)["intent"] == "faq"
    for other in (Reading({"faq": 0.5, "request_agent": 0.5}, BY_HEART), Reading({"faq": 1.0}, WORDS)):
        assert guarded(text, ("faq", 1.0), ("request_agent", 0.0), reading=other)["intent"] == "request_agent"


def test_a_wish_that_was_taught_is_one_whatever_words_stand_in_it():
    for reading, intent in ((Reading({"request_agent": 1.0}, BY_HEART), "request_agent"), (None, "nlu_fallback")):
        assert guarded("人工智能相关的基金", ("request_agent", 1.0), reading=reading)["intent"] == intent


def test_what_others_said_in_the_end_asks_nothing():
    about = {"topic": "faq/app_update"}
    assert guarded("结果柜台讲系统在升级", ("faq", 0.9), **about)["intent"] == "nlu_fallback"
    assert guarded("结果柜台讲系统在升级,那怎么更新", ("faq", 0.9), **about)["intent"] == "faq"
    assert guarded("系统升级说明", ("faq", 0.9), **about)["intent"] == "faq"


def test_who_did_not_catch_it_is_not_angry():
    again = guarded("没看清,麻烦再说一遍", ("express_dissatisfaction", 0.6), ("faq", 0.2))
    assert again["intent"] == "nlu_fallback"


def test_a_scam_goes_before_what_was_taught():
    text, taught = "怎么转账", Reading({"faq": 1.0}, BY_HEART)
    told = ["有个自称公安局的打电话", "让我把钱转到安全账户"]
    assert guarded(text, ("faq", 1.0), reading=taught, before=told)["intent"] == "report_fraud"


def test_somebody_elses_account_is_confidential():
    after = guarded("帮我查下我老婆账户", ("ask_account", 0.8), ("ask_confidential", 0.1))
    assert after == {"intent": "ask_confidential", "ranking": ["ask_confidential", "ask_account"]}
    assert guarded("给我老婆卡里转五百", ("ask_account", 0.8))["intent"] == "ask_account"


@pytest.mark.parametrize(
    ("text", "found", "intent"),
    [
        ("之前那件 TS20261120-QX7KM 办得怎么样了", "ticket_number", "ask_complaint_status"),
        ("TS20261120-QX7KM 帮我查查", "ticket_number", "ask_complaint_status"),
        ("之前那件办得怎么样了", "", "nlu_fallback"),
        ("TS20261120-QX7KM 再补充一点，查监控", "ticket_number", "nlu_fallback"),
        ("TS20261120-QX7KM 没结果就撤了吧", "ticket_number", "nlu_fallback"),
        ("TS20261120-QX7KM", "ticket_number", "nlu_fallback"),
    ],
)
def test_who_names_a_number_and_asks_how_it_goes_is_understood_whatever_the_number(text: str, found: str, intent: str):
    ranking = [("nlu_fallback", 0.5), ("add_to_complaint", 0.3), ("ask_complaint_status", 0.2)]
    assert guarded(text, *ranking, found=found)["intent"] == intent


def test_a_theft_that_happened_is_no_question():
    happened, supposed = "我的卡昨晚被盗刷了怎么办", "要是我的卡被盗刷了怎么办"
    for topic in ("faq/fraud_prevention", "faq/report_card_loss"):
        assert guarded(happened, ("faq", 0.9), topic=topic)["intent"] == "report_fraud"
        assert guarded(supposed, ("faq", 0.9), topic=topic)["intent"] == "faq"
    assert guarded(happened, ("faq", 0.9), topic="faq/disputed_transaction")["intent"] == "faq"


@pytest.mark.parametrize(
    ("text", "meant", "confidence"),
    [("钱打过去人就没影了", "report_fraud", 0.2), ("让小周出来跟我讲两句人话", "request_agent", 0.25)],
)
def test_what_may_be_urgent_is_a_doubt_however_likely_something_else_is(text: str, meant: str, confidence: float):
    assert guarded(text, ("ask_account", 0.75), (meant, confidence))["intent"] == "nlu_fallback"
    assert guarded(text, ("ask_account", 0.75), (meant, confidence - 0.01))["intent"] == "ask_account"


def test_without_a_word_of_it_nothing_urgent_is_suspected():
    assert guarded("信用卡年费多少", ("faq", 0.7), ("report_fraud", 0.25))["intent"] == "faq"
    assert guarded("基金净值在哪看", ("faq", 0.7), ("request_agent", 0.3))["intent"] == "faq"
    assert guarded("盗刷险怎么买", ("faq", 0.7), ("report_fraud", 0.1))["intent"] == "faq"


def test_a_doubt_is_not_doubted_twice():
    after = guarded("钱打过去人就没影了", ("nlu_fallback", 0.4), ("faq", 0.4), ("report_fraud", 0.3))
    assert after["ranking"] == ["nlu_fallback", "faq", "report_fraud"]


def test_who_asks_for_a_person_is_not_merely_chatting():
    assert guarded("真人在吗", ("greet", 0.7))["intent"] == "request_agent"
    assert guarded("你是真人还是机器人", ("ask_bot", 0.7))["intent"] == "ask_bot"
    assert guarded("人工客服电话多少", ("faq", 0.9), topic="faq/hotline")["intent"] == "faq"


def test_what_is_not_urgent_is_let_through():
    assert guarded("信用卡年费多少", ("faq", 0.9))["intent"] == "faq"


def test_what_was_taken_twice_is_no_question_about_the_fee():
    charged, asked = "一笔年费被你们扣了两遍", "换卡的话年费会扣两遍吗"
    assert guarded(charged, ("faq", 0.95), topic="faq/annual_fee")["intent"] == "nlu_fallback"
    assert guarded(asked, ("faq", 0.95), topic="faq/annual_fee")["intent"] == "faq"
    assert guarded(charged, ("faq", 0.95), topic="faq/disputed_transaction")["intent"] == "nlu_fallback"
    assert guarded("饭店刷了我两次", ("faq", 0.95), topic="faq/disputed_transaction")["intent"] == "faq"


STORY = ["刚有人给我打电话", "说他是公安局的"]


def test_a_scam_told_in_pieces_is_a_theft_and_one_piece_is_none():
    demand = "让我把钱转到一个账户"
    assert guarded(demand, ("faq", 0.9), before=STORY)["intent"] == "report_fraud"
    assert guarded(demand, ("faq", 0.9), before=["我妈刚打电话来"])["intent"] == "faq"
    assert guarded("你好", ("greet", 0.9), before=STORY)["intent"] == "greet"


def test_money_paid_to_somebody_known_is_no_theft_and_is_heard_as_none():
    after = guarded("我转了三千", ("report_fraud", 0.9), ("faq", 0.05), before=["房东让我交押金"])
    assert after == {"intent": "nlu_fallback", "ranking": ["nlu_fallback", "faq"]}
    assert guarded("我转了三千", ("report_fraud", 0.9), before=STORY)["intent"] == "report_fraud"


def test_of_another_language_only_what_was_taught_is_believed():
    asked = "how do I change my card limit"
    assert guarded(asked, ("ask_advice", 0.8))["intent"] == "nlu_fallback"
    assert guarded(asked, ("faq", 0.95))["intent"] == "faq"
    assert guarded("thank you for the help", ("thank", 0.6))["intent"] == "thank"
    assert guarded("信用卡额度怎么调", ("ask_advice", 0.8))["intent"] == "ask_advice"


def test_a_death_in_the_family_and_money_gone_astray_are_no_theft():
    assert guarded("我爷爷上个月走了 折子里剩八千", ("report_fraud", 0.7))["intent"] == "nlu_fallback"
    assert guarded("打错卡号 转给陌生人两百", ("report_fraud", 0.7))["intent"] == "nlu_fallback"
    assert guarded("我爸走了以后卡被人取走了钱", ("report_fraud", 0.7))["intent"] == "report_fraud"


def test_who_tells_of_strangers_or_begins_a_story_asks_for_nobody():
    for text in ("这件事我给你们讲讲", "有人打电话来要我的码", "网上有人说能代办"):
        assert guarded(text, ("request_agent", 0.8))["intent"] == "nlu_fallback"
    assert guarded("我跟你说不明白 换个人", ("request_agent", 0.8))["intent"] == "request_agent"


def test_who_tires_of_typing_is_in_no_danger():
    for text in ("不想再打字了", "那个网页我点开看了"):
        assert guarded(text, ("report_self_harm", 0.7))["intent"] == "nlu_fallback"
    assert guarded("不想打字了，活着没意思", ("report_self_harm", 0.7))["intent"] == "report_self_harm"


@pytest.mark.parametrize("text", ["给我接人工吧.算了不用了", "转人工,哦先别转", "帮我叫个客服吧,等会儿再转,我再看看"])
def test_a_wish_for_a_person_taken_back_in_the_same_breath_is_declined(text: str):
    assert guarded(text, ("request_agent", 0.95))["intent"] == "deny"


@pytest.mark.parametrize(
    "text",
    ["唉算了,给我转人工", "不用了,换个真人", "转人工算了", "转人工,先别让机器人回", "接人工吧,不用了.还是转吧"],
)
def test_a_wish_behind_what_is_given_up_stays(text: str):
    assert guarded(text, ("request_agent", 0.95))["intent"] == "request_agent"


def test_who_was_away_for_a_moment_raises_no_alarm():
    for intent in ("request_agent", "report_fraud", "greet", "out_of_scope"):
        assert guarded("刚去接了个同事的电话,聊到哪里了", (intent, 0.9))["intent"] == "nlu_fallback"
    assert guarded("说到哪了,转人工吧", ("request_agent", 0.9))["intent"] == "request_agent"


def test_a_theft_in_a_film_is_none():
    assert guarded("这部剧里的老人都被骗光了积蓄", ("report_fraud", 0.98))["intent"] == "nlu_fallback"
    assert guarded("看完新闻报道才晓得我也被骗了", ("report_fraud", 0.98))["intent"] == "report_fraud"


def test_who_has_a_complaint_and_takes_it_back_means_the_complaint():
    ticket = {"number": "TS20261122-7K3QM", "subject": "信用卡收费", "is_open": True}
    closed = {**ticket, "is_open": False}
    for text in ("行吧,还是撤了", "考虑清楚了撤掉它吧", "那就撤"):
        assert guarded(text, ("faq", 0.9), tickets=[ticket])["intent"] == "withdraw_complaint"
        assert guarded(text, ("faq", 0.9), tickets=[closed])["intent"] == "faq"
        assert guarded(text, ("faq", 0.9))["intent"] == "faq"
    for text in ("先不撤了", "委托的单子怎么撤", "能不能撤"):
        assert guarded(text, ("faq", 0.9), tickets=[ticket])["intent"] == "faq"
