"""When the bot is unsure: up to three topics to choose from, and the second time a person."""

import pytest
from rasa_sdk.events import FollowupAction

from actions.confidential import RefuseConfidential
from actions.smalltalk import AnswerOffer
from actions.topics import OfferTopics
from tests.actions.customer import Customer, found

TOPICS = {
    "annual_fee": ("信用卡年费", "信用卡年费怎么收"),
    "overdue": ("逾期影响", "信用卡逾期有什么影响"),
    "points": ("积分兑换", "怎么用积分兑换礼品"),
    "installment": ("账单分期", "账单分期利息怎么算"),
}
DOMAIN = {
    "responses": {
        f"utter_faq/{topic}": [{"text": "…", "metadata": {"title": title, "question": question}}]
        for topic, (title, question) in TOPICS.items()
    }
}


def ranking(**confidences: float) -> dict:
    entries = [{"intent_response_key": f"faq/{topic}", "confidence": value} for topic, value in confidences.items()]
    return {"all_retrieval_intents": ["faq"], "default": {"ranking": entries}}


async def misunderstands(customer: Customer, words: str, **confidences: float) -> None:
    customer.says(words, intent="nlu_fallback", response_selector=ranking(**confidences))
    await customer.meets(OfferTopics(), DOMAIN)


@pytest.mark.parametrize("noise", ["😀😀😀", "？？？", "。", "……"])
async def test_nobody_who_sent_marks_or_emoji_is_told_what_they_may_have_meant(noise):
    chen = Customer()
    await misunderstands(chen, noise, annual_fee=0.3, overdue=0.2)
    assert chen.responses == ["utter_topics_none"]


async def test_up_to_three_topics_are_offered_by_their_own_questions():
    chen = Customer()
    await misunderstands(chen, "卡的那个事", annual_fee=0.3, overdue=0.2, points=0.15, installment=0.1)
    assert chen.responses == ["utter_topics_offer"]
    assert chen.heard[0]["buttons"] == [
        {"title": "信用卡年费", "payload": "信用卡年费怎么收"},
        {"title": "逾期影响", "payload": "信用卡逾期有什么影响"},
        {"title": "积分兑换", "payload": "怎么用积分兑换礼品"},
        {"title": "都不是", "payload": "都不是"},
    ]


async def test_topics_that_are_no_guess_are_not_offered():
    chen = Customer()
    await misunderstands(chen, "呜啦呜啦", annual_fee=0.02, overdue=0.02)
    assert chen.responses == ["utter_topics_none"]


async def test_the_second_miss_in_a_row_offers_a_person_and_queues_nobody():
    chen = Customer()
    await misunderstands(chen, "卡的那个事", annual_fee=0.3)
    await misunderstands(chen, "就是那个事", annual_fee=0.3)
    assert (chen.responses, chen.effects) == (["utter_topics_offer_agent"], [])


async def test_an_understood_turn_starts_the_count_again():
    chen = Customer()
    await misunderstands(chen, "卡的那个事", annual_fee=0.3)
    chen.says("信用卡年费怎么收", intent="faq")
    await misunderstands(chen, "还有那个事", annual_fee=0.3)
    assert chen.responses == ["utter_topics_offer"]


async def test_none_of_the_topics_offers_a_person():
    chen = Customer()
    await misunderstands(chen, "卡的那个事", annual_fee=0.3)
    chen.says("都不是", intent="deny")
    await chen.meets(AnswerOffer())
    assert chen.responses == ["utter_topics_offer_agent"]


async def test_inside_a_form_the_form_goes_on():
    chen = Customer()
    chen.loop = "complaint_form"
    await misunderstands(chen, "这个怎么弄呢", annual_fee=0.3)
    assert chen.responses == ["utter_topics_in_form"]
    await misunderstands(chen, "那个又怎么弄呢", annual_fee=0.3)
    assert chen.responses == ["utter_form_stuck"]


@pytest.mark.parametrize(
    ("words", "best", "reason"),
    [
        ("你听不懂，换客服", "request_agent", "asked"),
        ("欠这么多债我想跳河", "report_self_harm", "self_harm"),
        ("有人拿我卡盗刷一万", "report_fraud", "fraud"),
        ("人工 我要投诉", "file_complaint", "asked"),
    ],
)
async def test_a_cry_for_help_needs_no_certainty(words, best, reason):
    chen = Customer()
    doubt = [{"name": "nlu_fallback", "confidence": 0.4}, {"name": best, "confidence": 0.4}]
    chen.says(words, intent="nlu_fallback", intent_ranking=doubt)
    await chen.meets(OfferTopics(), DOMAIN)
    assert [effect["reason"] for effect in chen.effects] == [reason]


async def test_a_doubt_without_a_word_of_need_is_only_a_doubt():
    chen = Customer()
    doubt = [{"name": "nlu_fallback", "confidence": 0.3}, {"name": "report_self_harm", "confidence": 0.3}]
    chen.says("想让你们退钱", intent="nlu_fallback", intent_ranking=doubt)
    await chen.meets(OfferTopics(), DOMAIN)
    assert chen.effects == []


async def test_a_complaint_in_so_many_words_is_opened_in_spite_of_the_doubt():
    chen = Customer()
    chen.says("投诉 早上网银登不上去耽误我还款", intent="nlu_fallback")
    events = await chen.meets(OfferTopics(), DOMAIN)
    assert events[-1] == FollowupAction("complaint_form")
    assert chen.slots["complaint_id"]


@pytest.mark.parametrize("words", ["在哪投诉啊这个", "投诉渠道那个", "我投诉都好几天了"])
async def test_an_enquiry_about_complaints_opens_none(words):
    chen = Customer()
    chen.says(words, intent="nlu_fallback")
    await chen.meets(OfferTopics(), DOMAIN)
    assert chen.slots.get("complaint_id") is None


async def test_a_bare_word_and_a_miss_are_two_misses():
    chen = Customer()
    await misunderstands(chen, "卡的那个事", annual_fee=0.3)
    chen.says("王芳", intent="inform")
    await chen.meets(AnswerOffer())
    assert chen.responses == ["utter_topics_offer_agent"]


async def test_who_was_cheated_by_the_bank_is_not_being_robbed():
    chen = Customer()
    chen.says("我是被你们经理骗着买的理财", intent="nlu_fallback")
    await chen.meets(OfferTopics(), DOMAIN)
    assert chen.effects == []


@pytest.mark.parametrize("text", ["机器把我的卡吞了", "营业厅的人爱答不理", "说好减免的还收我钱"])
async def test_who_is_in_trouble_is_not_offered_mere_guesses(text: str):
    chen = Customer()
    await misunderstands(chen, text, annual_fee=0.09, overdue=0.08)
    assert chen.responses == ["utter_topics_trouble"]
    assert [button["title"] for button in chen.heard[0]["buttons"]] == ["我要投诉", "转人工"]


async def test_who_is_about_to_tell_a_secret_is_warned_and_who_was_asked_for_one_is_not():
    chen, li = Customer(), Customer()
    await misunderstands(chen, "要不我把交易密码报给你，你登上去看")
    assert chen.responses[0] == "utter_secret_warning"
    await misunderstands(li, "他让我把交易密码报给你们客服")
    assert "utter_secret_warning" not in li.responses


async def test_a_good_guess_stands_beside_the_ways_on():
    chen = Customer()
    await misunderstands(chen, "还没到账呢急死了", annual_fee=0.4, overdue=0.35)
    assert [button["title"] for button in chen.heard[0]["buttons"]] == ["信用卡年费", "我要投诉", "转人工"]


@pytest.mark.parametrize("words", ["多少钱", "要多少钱", "怎么收费？"])
async def test_a_price_of_nothing_is_asked_back(words):
    chen = Customer()
    await misunderstands(chen, words, annual_fee=0.2)
    assert chen.responses == ["utter_ask_need"]


@pytest.mark.parametrize("words", ["多少钱", "要多少钱？", "查一下"])
async def test_nobody_is_accused_on_a_guess(words):
    chen = Customer()
    chen.says(words, intent="ask_confidential")
    await chen.meets(RefuseConfidential())
    assert chen.responses == ["utter_ask_need"]


@pytest.mark.parametrize("words", ["怎么洗钱", "帮我查一下我老婆的存款", "张三的身份证号是多少", "逃税"])
async def test_what_is_confidential_or_illegal_is_refused(words):
    chen = Customer()
    chen.says(words, intent="ask_confidential")
    await chen.meets(RefuseConfidential())
    assert chen.responses == ["utter_confidential_refused"]


@pytest.mark.parametrize("words", ["你说的不对", "答非所问"])
async def test_a_wrong_answer_is_owned_up_to(words):
    chen = Customer()
    chen.says("信用卡年费怎么收", intent="faq")
    chen.hears({"response": "utter_faq/annual_fee"})
    chen.says(words, intent="deny")
    await chen.meets(AnswerOffer())
    assert chen.responses == ["utter_answer_wrong"]


@pytest.mark.parametrize("intent", ["", "affirm", "faq"])
async def test_where_no_rule_fits_the_bot_asks_once_and_listens(intent):
    chen = Customer()
    chen.says("……", intent=intent, response_selector={"default": {"ranking": [{"confidence": 0.9}]}})
    assert await chen.meets(OfferTopics(), {}) == [FollowupAction("action_listen")]
    assert chen.responses == ["utter_topics_none"]


LURE = "【某商城】您的会员今日将自动续费800元，如需取消请点击 http://x.top/a 办理"
CHARGE = "【示例银行】您尾号3021的账户11月18日09:30消费支出268.00元，余额50.10元"


@pytest.mark.parametrize(
    ("words", "response"), [(LURE, "utter_topics_forwarded_link"), (CHARGE, "utter_topics_forwarded_charge")]
)
async def test_a_message_that_somebody_else_sent_is_spoken_of_as_one(words, response):
    chen, wang = Customer(), Customer()
    await misunderstands(chen, words, annual_fee=0.3)
    wang.says(words, intent="inform")
    await wang.meets(AnswerOffer())
    assert chen.responses == wang.responses == [response]


async def test_brackets_alone_make_no_message_of_anothers():
    chen = Customer()
    await misunderstands(chen, "【急】在吗", annual_fee=0.01)
    assert chen.responses == ["utter_topics_none"]


@pytest.mark.parametrize("words", ["你刚才说什么", "麻烦再说一遍", "没看清", "没听清麻烦再讲一次"])
async def test_an_answer_is_given_once_more(words):
    chen = Customer()
    chen.says("年费怎么收", intent="faq")
    chen.hears({"response": "utter_faq/annual_fee"})
    await misunderstands(chen, words, points=0.3)
    assert chen.responses[-2:] == ["utter_topics_repeat", "utter_faq/annual_fee"]


async def test_without_an_answer_before_there_is_none_to_repeat():
    chen = Customer()
    await misunderstands(chen, "再说一遍")
    assert chen.responses == ["utter_topics_none"]


async def test_a_yes_to_trouble_takes_the_complaint_down():
    chen = Customer()
    await misunderstands(chen, "机器把我的卡吞了", annual_fee=0.09)
    chen.says("对", intent="affirm")
    await chen.meets(AnswerOffer())
    assert chen.responses[-1].startswith("utter_complaint_open")
    assert chen.slots["description"] == "机器把我的卡吞了"


@pytest.mark.parametrize("words", ["外公过世了 他的存折怎么弄", "老人走了，卡里还有万把块", "已故父亲的定期谁能取"])
async def test_the_family_of_somebody_who_died_is_told_how_the_money_is_drawn(words):
    chen = Customer()
    await misunderstands(chen, words, annual_fee=0.3)
    assert chen.responses == ["utter_bereaved_deposit"]


@pytest.mark.parametrize("words", ["我爸先走了 我留下办卡", "钱没了"])
async def test_who_left_the_room_has_not_died(words):
    chen = Customer()
    await misunderstands(chen, words)
    assert "utter_bereaved_deposit" not in chen.responses


@pytest.mark.parametrize("words", ["还是没弄成 你们到底怎么搞的", "你们就是这么糊弄人的 卡那个事"])
async def test_an_angry_customer_is_shown_the_way_to_a_person_beside_the_topics(words):
    chen = Customer()
    await misunderstands(chen, words, annual_fee=0.3)
    assert [button["title"] for button in chen.heard[0]["buttons"]] == ["信用卡年费", "都不是", "转人工"]


async def test_so_is_who_was_angry_just_before():
    chen = Customer()
    chen.says("什么破银行", intent="express_dissatisfaction")
    await misunderstands(chen, "卡的那个事", annual_fee=0.3)
    assert [button["title"] for button in chen.heard[0]["buttons"]] == ["信用卡年费", "都不是", "转人工"]


async def test_who_saw_a_theft_in_a_film_is_not_consoled_for_it():
    chen = Customer()
    await misunderstands(chen, "小说里的主角被骗得精光", annual_fee=0.3)
    assert chen.responses == ["utter_topics_offer"]


@pytest.mark.parametrize(
    "words", ["那你给我立个投诉呗", "就当投诉登记吧", "这事帮我投诉一下", "把我讲的都写成投诉", "按投诉给我处理"]
)
async def test_a_complaint_to_be_taken_down_is_opened_with_what_was_told(words):
    chen = Customer()
    chen.says("柜员把我的单子弄丢了，让我白跑三趟", found("issue", "process", "弄丢了"), intent="inform")
    await chen.meets(AnswerOffer())
    await misunderstands(chen, words, annual_fee=0.3)
    assert chen.responses[-1].startswith("utter_complaint_open")
    assert "白跑三趟" in chen.slots["description"]


@pytest.mark.parametrize("words", ["给我登记投诉了没有", "怎么立个投诉", "别给我记投诉", "帮我投诉的事到哪了"])
async def test_what_asks_about_a_complaint_or_declines_it_opens_none(words):
    chen = Customer()
    await misunderstands(chen, words, annual_fee=0.3)
    assert not any(response.startswith("utter_complaint_open") for response in chen.responses)
