"""What several thoughts of a message add up to."""

from bot.components.ellipsis import Ellipsis
from bot.components.matters import Bounds, Reading, leans, weigh

BOUNDS = Bounds()


def question(text: str, topic: str, confidence: float = 0.92) -> Reading:
    return Reading(text, "faq", 0.95, [(f"faq/{topic}", confidence), ("faq/other", 0.05)])


def doubt(text: str, topic: str = "other", confidence: float = 0.2) -> Reading:
    return Reading(text, "nlu_fallback", 0.8, [(f"faq/{topic}", confidence)])


def said(text: str, intent: str, confidence: float = 0.9) -> Reading:
    return Reading(text, intent, confidence)


FEE = question("年费多少", "annual_fee")
POINTS = question("积分能抵吗", "points")
WHOLE = doubt("年费多少 积分能抵吗")


def topics(whole: Reading, *clauses: Reading) -> list[str]:
    matters = weigh(whole, clauses, BOUNDS)
    return [asked.topic[0].removeprefix("faq/") for asked in matters.questions] if matters else []


def test_each_topic_that_is_sure_is_asked_once_in_order() -> None:
    again = question("年费怎么收", "annual_fee")
    assert topics(WHOLE, POINTS, FEE, again) == ["points", "annual_fee"]
    assert weigh(WHOLE, [POINTS, FEE], BOUNDS).intent == "ask_several"


def test_no_more_than_three_are_answered() -> None:
    assert len(topics(WHOLE, *(question("怎么弄", f"topic{number}") for number in range(5)))) == 0
    assert len(topics(WHOLE, *(question(f"第{number}个咋转账", f"topic{number}") for number in range(5)))) == 3


def test_what_is_doubtful_adds_no_answer() -> None:
    assert topics(FEE, FEE, question("分期行吗", "installment", 0.4), doubt("那个咋样")) == []


def test_a_condition_is_no_question_of_its_own() -> None:
    assert topics(WHOLE, question("我卖基金的时候", "redemption"), FEE) == []
    assert topics(WHOLE, question("信用卡积分", "points", 0.8), FEE) == []
    assert topics(WHOLE, question("信用卡积分", "points", 0.92), FEE) == ["points", "annual_fee"]


def test_a_whole_that_stands_by_itself_is_not_taken_apart() -> None:
    whole = question("卡丢了怎么补办年费还收吗", "replace_card", 0.7)
    assert topics(whole, FEE, POINTS) == []
    assert topics(whole, FEE, question("积分能抵吗", "points", 0.97)) == ["annual_fee", "points"]
    going_on = question("积分能抵吗 年费多少", "points", 0.99)
    assert topics(going_on, POINTS, question("利息高不高呀", "deposit_rate", 0.8)) == []
    assert topics(said("我要查余额 年费多少 积分能抵吗", "ask_account"), FEE, POINTS) == []


def test_a_question_understood_by_half_is_left_to_be_offered() -> None:
    half = doubt("转账弄到哪一步算完", "transfer_limit", 0.4)
    matters = weigh(WHOLE, [FEE, half], BOUNDS)
    assert (matters.intent, matters.questions, matters.unclear) == ("ask_several", [FEE], half)
    assert weigh(WHOLE, [FEE, doubt("那个咋回事嘛")], BOUNDS) is None
    assert weigh(WHOLE, [FEE, POINTS, doubt("转账弄到哪一步算完")], BOUNDS).unclear is None


def test_a_person_and_an_emergency_go_before_any_answer() -> None:
    assert weigh(WHOLE, [FEE, said("帮我转人工", "request_agent")], BOUNDS).intent == "request_agent"
    both = [FEE, said("帮我转人工", "request_agent"), said("我不想活了", "report_self_harm")]
    assert weigh(WHOLE, both, BOUNDS).intent == "report_self_harm"
    guess = said("客服不管", "request_agent", 0.7)
    assert weigh(WHOLE, [FEE, guess], BOUNDS) is None


def test_a_sure_wish_for_a_person_outweighs_the_matter_beside_it() -> None:
    wish = said("给我接个人吧", "request_agent", 0.95)
    for whole in (doubt("存款到期没转存，给我接个人吧"), said("余额不对，给我接个人吧", "ask_account", 0.99)):
        assert weigh(whole, [doubt("存款到期没转存"), wish], BOUNDS).intent == "request_agent"
        assert weigh(whole, [doubt("存款到期没转存"), said("客服说的", "request_agent", 0.85)], BOUNDS) is None
        assert weigh(whole, [said("钱被骗走了", "report_fraud", 0.5), wish], BOUNDS) is None
    for intent in ("file_complaint", "deny", "stop_form", "report_fraud"):
        assert weigh(said("不用了，给我接个人吧", intent), [wish], BOUNDS) is None


def test_a_complaint_keeps_the_question_beside_it() -> None:
    matters = weigh(WHOLE, [FEE, said("我要投诉你们", "file_complaint")], BOUNDS)
    assert (matters.intent, matters.questions) == ("file_complaint", [FEE])
    assert weigh(said("年费多收了 我要投诉", "file_complaint"), [doubt("年费多收了")], BOUNDS) is None


def test_half_a_question_that_sounds_angry_leaves_the_question_what_it_is() -> None:
    refused, angry = question("我贷款咋没给过", "loan_rejected"), said("到底啥原因", "express_dissatisfaction")
    whole = question("我贷款咋没给过 到底啥原因", "loan_rejected")
    assert weigh(whole, [refused, angry], BOUNDS) is None
    outburst = said("气死我了", "express_dissatisfaction")
    assert weigh(whole, [refused, outburst], BOUNDS).intent == "express_dissatisfaction"


def test_half_a_question_leans_unless_it_is_urgent_or_stands_alone() -> None:
    assert leans(said("要多久", "ask_complaint_status"), Ellipsis("要多久", "time"), BOUNDS)
    assert not leans(said("钱呢", "report_fraud"), Ellipsis("钱", "fee"), BOUNDS)
    assert leans(doubt("那信用卡呢"), Ellipsis("信用卡"), BOUNDS)
    assert not leans(question("那积分呢", "points"), Ellipsis("积分"), BOUNDS)
    assert not leans(said("那投诉呢", "file_complaint"), Ellipsis("投诉"), BOUNDS)


def test_courtesies_are_thanks_and_with_a_parting_a_parting() -> None:
    thanks, parting = said("多谢", "thank"), said("我先走了", "say_goodbye")
    for whole in (doubt("多谢，我先走了"), said("多谢，我先走了", "thank", 0.8)):
        assert weigh(whole, [thanks, parting], BOUNDS).intent == "say_goodbye"
    assert weigh(doubt("好的，多谢"), [said("好的", "affirm"), thanks], BOUNDS).intent == "thank"


def test_courtesies_in_doubt_or_beside_something_else_are_none() -> None:
    unsure = said("先走了", "say_goodbye", 0.5)
    assert weigh(doubt("多谢 先走了"), [said("多谢", "thank"), unsure], BOUNDS) is None
    assert weigh(doubt("好的 行"), [said("好的", "affirm"), said("行", "affirm")], BOUNDS) is None
    whole = said("多谢 我要查余额", "thank")
    assert weigh(whole, [said("多谢", "thank"), said("我要查余额", "ask_account")], BOUNDS) is None


def test_a_question_beside_a_no_to_a_person_is_answered() -> None:
    no = said("先不用转人工", "deny")
    for whole in (said("先不用转人工 年费多少", "deny"), doubt("先不用转人工 年费多少")):
        assert topics(whole, no, FEE) == ["annual_fee"]
    half = doubt("跨行那个多少钱", "transfer_fee", 0.5)
    assert weigh(said("先不用转人工 跨行那个多少钱", "deny"), [no, half], BOUNDS).intent == "nlu_fallback"
    assert weigh(said("不用了 谢谢", "deny"), [said("不用了", "deny"), said("谢谢", "thank")], BOUNDS) is None


def test_a_question_behind_a_wish_that_is_taken_back_is_answered() -> None:
    whole = said("转人工吧.哎算了.年费多少", "deny")
    assert topics(whole, said("转人工吧", "request_agent"), said("哎算了", "deny"), FEE) == ["annual_fee"]


def test_who_calms_down_and_asks_is_answered_and_not_angry() -> None:
    over = said("唉我跟你发火也没用", "express_dissatisfaction")
    assert topics(said("唉我跟你发火也没用 年费多少", "express_dissatisfaction"), over, FEE) == ["annual_fee"]
    assert weigh(question("唉我跟你发火也没用 年费多少", "annual_fee"), [over, FEE], BOUNDS) is None
    angry = said("气死我了", "express_dissatisfaction")
    assert weigh(FEE, [angry, FEE], BOUNDS).intent == "express_dissatisfaction"
