"""Answers: what a customer's words give for the value they were asked for."""

import pytest

from actions.answers import READERS, Given, Refused
from actions.answers.amount import chinese_number
from tests.actions.customer import a_turn, found, on, value_of


def read(slot: str, text: str, *entities) -> object:
    return READERS[slot](a_turn(text, *entities), text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500", "500.00"),
        ("一共1,200.5元", "1200.50"),
        ("大概3.5万左右", "35000.00"),
        ("六百", "600.00"),
        ("二十万整", "200000.00"),
        ("三千五", "3500.00"),
        ("两万块", "20000.00"),
        ("没有涉及金额", "none"),
        ("不涉及", "none"),
        ("记不清了", "none"),
    ],
)
def test_an_amount_is_understood_as_people_write_it(text, value):
    assert value_of(read("amount", text), "amount") == value


def test_an_amount_the_extractor_found_wins_over_the_words():
    answer = read("amount", "好像是五百来块", found("amount", "500.00", "五百来块"))
    assert value_of(answer, "amount") == "500.00"


@pytest.mark.parametrize("text", ["0", "0元", "-500", "负500元"])
def test_an_amount_must_be_positive(text):
    assert read("amount", text) == Refused("utter_complaint_amount_not_positive")


def test_a_minus_before_a_found_amount_is_seen():
    answer = read("amount", "-500元", found("amount", "500.00", "500元"))
    assert answer == Refused("utter_complaint_amount_not_positive")


def test_a_card_number_is_no_amount():
    assert read("amount", "6222020200112233445") == Refused("utter_complaint_amount_invalid")


@pytest.mark.parametrize(
    ("numerals", "number"),
    [
        ("六百", 600),
        ("三千五", 3500),
        ("一百零五", 105),
        ("十二", 12),
        ("两万三", 23000),
        ("一万零三百", 10300),
        ("三亿", 3 * 10**8),
    ],
)
def test_chinese_numerals_say_numbers(numerals, number):
    assert chinese_number(numerals) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13800138000", "13800138000"),
        ("我的手机是 138-0013-8000", "13800138000"),
        ("+86 13800138000", "13800138000"),
        ("010-66668888", "010-66668888"),
        ("0755 26668888", "0755-26668888"),
    ],
)
def test_a_phone_number_is_taken_in_any_spelling(text, value):
    assert value_of(read("phone", text), "phone") == value


def test_a_number_that_is_too_short_says_how_many_digits_it_has():
    assert read("phone", "1380013800") == Refused("utter_phone_length", {"digits": "10"})


def test_eleven_digits_that_are_no_mobile_number_are_refused():
    assert read("phone", "12345678901") == Refused("utter_phone_invalid")


def test_words_are_no_phone_number():
    assert read("phone", "稍等我找一下") is None


def test_a_day_is_kept_as_a_date_with_the_customers_words():
    answer = read("occurred", "昨天", on("2026-11-21T00:00:00+08:00", "昨天"))
    assert answer.values == {"occurred": "2026-11-21", "occurred_text": "昨天"}


def test_an_hour_is_kept_as_a_time():
    answer = read("occurred", "今天早上9点", on("2026-11-22T09:00:00+08:00", "今天早上9点", grain="hour"))
    assert answer.values["occurred"] == "2026-11-22T09:00+08:00"


def test_a_month_is_not_made_more_exact_than_it_was():
    answer = read("occurred", "上个月", on("2026-10-01T00:00:00+08:00", "上个月", grain="month"))
    assert answer.values["occurred"] == "上个月"


def test_what_has_not_happened_yet_is_refused():
    answer = read("occurred", "明天", on("2026-11-23T00:00:00+08:00", "明天"))
    assert answer == Refused("utter_complaint_occurred_in_future")


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("place", "在手机银行上", "手机银行上"),
        ("place", "不清楚", "none"),
        ("product", "信用卡", "credit_card"),
        ("product", "是我的房贷", "loan"),
        ("issue", "柜员态度太差", "attitude"),
        ("issue", "说不上来就是不舒服", "other"),
        ("demand", "把钱退给我", "refund"),
        ("demand", "给我一个说法", "explanation"),
        ("name", "我叫王芳", "王芳"),
        ("name", "陈先生", "陈先生"),
        ("name", "我姓马", "马姓客户"),
        ("name", "姓贺，叫我贺女士就好", "贺女士"),
        ("name", "孟先生就可以了", "孟先生"),
        ("name", "写丁小姐吧", "丁小姐"),
        ("evidence", "没有", "none"),
        ("evidence", "有短信截图", "有短信截图"),
    ],
)
def test_words_become_values(slot, text, value):
    assert value_of(read(slot, text), slot) == value


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("product", "说不清"),
        ("name", "不清楚"),
        ("name", "没有"),
        ("name", "匿名"),
        ("issue", "13800138000"),
        ("evidence", "好的"),
    ],
)
def test_words_that_are_no_value_are_none(slot, text):
    assert read(slot, text) is None


@pytest.mark.parametrize("text", ["啊啊啊啊啊啊啊啊", "？？？？？？", "我要投诉你们", "11111111111111", "很差"])
def test_noise_and_boilerplate_do_not_describe_anything(text):
    assert read("description", text) is None


def test_a_description_has_a_length_limit():
    assert read("description", "昨天在网点被多收了钱" * 201) == Refused("utter_complaint_description_too_long")


def test_secrets_do_not_stay_in_a_description():
    answer = read("description", "我的卡6222020200112233445被多扣了钱，密码是123456")
    assert isinstance(answer, Given)
    assert answer.values["description"] == "我的卡****3445被多扣了钱，密码是******"


def test_of_two_demands_the_weightier_is_kept():
    words = "我想要个说法，还要把钱退了"
    entities = found("demand", "explanation", "说法"), found("demand", "refund", "退")
    assert value_of(read("demand", words, *entities), "demand") == "refund"


def test_a_product_in_a_wish_does_not_make_it_another_answer():
    answer = read("demand", "加开窗口", found("product", "branch_service", "窗口"), found("channel", "counter", "窗口"))
    assert answer.values == {"demand": "other", "demand_text": "加开窗口"}


def test_a_story_that_begins_at_the_counter_is_about_what_was_sold_there():
    entities = found("product", "branch_service", "大堂经理"), found("product", "insurance", "保险")
    assert value_of(read("product", "大堂经理让我妈买保险", *entities), "product") == "insurance"


def test_of_two_issues_the_weightier_is_kept():
    entities = found("issue", "process", "排队"), found("issue", "misselling", "骗老年人")
    assert value_of(read("issue", "排队半天还骗老年人", *entities), "issue") == "misselling"


@pytest.mark.parametrize(
    ("slot", "text", "entities"),
    [
        ("evidence", "李明", ()),
        ("evidence", "asdkfjh", ()),
        ("name", "五十万", (found("amount", "500000.00", "五十万"),)),
        ("name", "信用卡", (found("product", "credit_card", "信用卡"),)),
        ("name", "信用卡的", (found("product", "credit_card", "信用卡"),)),
        ("name", "就是贷款", ()),
        ("name", "基金", ()),
        ("name", "态度问题", ()),
        ("name", "给个解释", ()),
        ("issue", "一分钱", ()),
        ("issue", "没有", ()),
        ("demand", "没有", ()),
        ("demand", "五十万", ()),
        ("place", "前天", (on("2026-11-20T00:00:00+08:00", "前天"),)),
        ("place", "一分钱", ()),
    ],
)
def test_an_answer_to_another_question_is_none_to_this_one(slot, text, entities):
    assert read(slot, text, *entities) is None


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("evidence", "手机里都存着", "手机里都存着"),
        ("evidence", "我同事可以作证", "我同事可以作证"),
        ("name", "万芳", "万芳"),
        ("place", "信用卡中心", "信用卡中心"),
        ("place", "家里", "家里"),
        ("demand", "没有别的，道歉就行", "apology"),
    ],
)
def test_an_answer_in_unusual_words_is_still_one(slot, text, value):
    product = (found("product", "credit_card", "信用卡"),) if "信用卡" in text else ()
    assert value_of(read(slot, text, *product), slot) == value


@pytest.mark.parametrize("slot", ["product", "issue", "demand"])
@pytest.mark.parametrize(
    "text",
    [
        "都不是",
        "不是这些",
        "别的",
        "没有对应的",
        "其他业务",
        "以上都不对",
        "没有我要的",
        "这里面没有",
        "都不属于",
    ],
)
def test_what_fits_nothing_that_was_offered_is_other(slot, text):
    answer = read(slot, text)
    assert answer.values == {slot: "other"}
    assert answer.is_sure


@pytest.mark.parametrize("text", ["不是", "没有", "都不给我退", "别", "也不是"])
def test_a_bare_no_names_no_product(text):
    assert read("product", text) is None


def test_a_product_that_is_named_is_more_than_其他():
    assert value_of(read("product", "其他银行的转账"), "product") == "payment"


def test_more_money_than_there_is_is_said_to_be_too_much():
    answer = read("amount", "1000000000000000元", found("amount", "1000000000000000.00", "1000000000000000元"))
    assert answer == Refused("utter_complaint_amount_too_large")


@pytest.mark.parametrize("text", ["我要去12378举报", "我要去银保监会投诉你们", "我一定要向媒体举报你们银行"])
def test_a_threat_does_not_say_what_happened(text):
    assert read("description", text) is None


@pytest.mark.parametrize(
    ("text", "city", "channel", "place"),
    [
        ("苏州这边的取款机", "苏州", ("atm", "取款机"), "苏州自助设备"),
        ("在深圳市南山区，柜台", "深圳市南山区", ("counter", "柜台"), "深圳市南山区网点柜台"),
        ("苏州用手机银行", "苏州", ("app", "手机银行"), "手机银行"),
        ("给上海的儿子汇款在柜台", "上海", ("counter", "柜台"), "网点柜台"),
    ],
)
def test_a_machine_or_counter_has_the_city_said_right_before_it(text, city, channel, place):
    told = [found("city", city, city), found("channel", *channel)]
    starts = [text.index(entity["text"]) for entity in told]
    entities = [e | {"start": start, "end": start + len(e["text"])} for e, start in zip(told, starts, strict=True)]
    assert value_of(read("place", text, *entities), "place") == place


def test_a_city_alone_is_a_place_when_that_is_asked_and_more_words_are_kept():
    assert read("place", "就在杭州", found("city", "杭州", "杭州")) == Given({"place": "杭州"}, "就在杭州")
    shop = read("place", "在杭州的一家超市", found("city", "杭州", "杭州"))
    assert shop == Given({"place": "杭州的一家超市"}, "在杭州的一家超市", is_sure=False)
