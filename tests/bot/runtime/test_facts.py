"""Facts: amounts, times, branches, contacts and kinds, as customers write them on 2026-11-22, a Sunday, at 10:30."""

from datetime import datetime

import pytest

from bot.components.entities.facts import find_facts
from bot.components.entities.found import Found
from bot.components.text import normalise

NOW = datetime.fromisoformat("2026-11-22T10:30:00+08:00")


def facts(said: str) -> list[Found]:
    return find_facts(normalise(said).text, NOW)


def values(said: str, entity: str) -> list[str]:
    return [fact.value for fact in facts(said) if fact.entity == entity]


def times(said: str) -> list[tuple[str, str]]:
    return [(fact.value["start"][:16], fact.value["grain"]) for fact in facts(said) if fact.entity == "time"]


def test_one_sentence_fills_a_complaint() -> None:
    said = "昨天下午在朝阳支行被多扣了500元年费，要求退回"
    found = {fact.entity: fact.value for fact in facts(said)}
    assert found.pop("time") == {
        "start": "2026-11-21T12:00:00+08:00",
        "end": "2026-11-21T18:00:00+08:00",
        "grain": "part",
    }
    assert found == {
        "branch": "朝阳支行",
        "amount": "500.00",
        "issue": "fee",
        "demand": "refund",
        "product": "credit_card",
    }


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("500元", "500.00"),
        ("五百块", "500.00"),
        ("被扣３０００元", "3000.00"),
        ("损失3.5万", "35000.00"),
        ("三万五", "35000.00"),
        ("1,200.50", "1200.50"),
        ("¥300", "300.00"),
        ("一千二", "1200.00"),
        ("两百五十块五毛", "250.50"),
        ("1块5", "1.50"),
        ("亏了2w", "20000.00"),
        ("金额应该是600", "600.00"),
        ("转了5000给别人", "5000.00"),
        ("500元年费", "500.00"),
        ("一万零五十元", "10050.00"),
        ("二十五万六千块钱", "256000.00"),
        ("卡里多出来一千二", "1200.00"),
        ("多收我三百五", "350.00"),
        ("被划走五千", "5000.00"),
        ("账上没了两千", "2000.00"),
        ("扣了110", "110.00"),
        ("损失12378元", "12378.00"),
        ("多扣了1000000000000000元", "1000000000000000.00"),
    ],
)
def test_amounts_are_decimals_in_yuan(said: str, amount: str) -> None:
    assert values(said, "amount") == [amount]


@pytest.mark.parametrize(
    "said",
    [
        "年费怎么收",
        "我的电话是13800138000",
        "尾号1234的卡",
        "还要等三十天吗",
        "3月5号",
        "年利率3.5%",
        "95000打不通",
        "千万别告诉我",
        "我们一块去",
        "转账多少钱",
        "工单TS20261122-0042",
        "等了3个小时",
        "几百块钱",
        "我要去12378举报",
        "我要向12345反映",
        "要打110报警",
        "投诉到12378",
        "转95588客服",
    ],
)
def test_other_numbers_are_no_amounts(said: str) -> None:
    assert values(said, "amount") == []


@pytest.mark.parametrize(
    ("said", "start", "grain"),
    [
        ("昨天", "2026-11-21T00:00", "day"),
        ("前天", "2026-11-20T00:00", "day"),
        ("大前天", "2026-11-19T00:00", "day"),
        ("今早", "2026-11-22T06:00", "part"),
        ("昨晚八点半", "2026-11-21T20:30", "minute"),
        ("11月3日下午3点", "2026-11-03T15:00", "hour"),
        ("上个月20号", "2026-10-20T00:00", "day"),
        ("9月30号", "2026-09-30T00:00", "day"),
        ("12月25号", "2025-12-25T00:00", "day"),
        ("明天", "2026-11-23T00:00", "day"),
        ("11月30日", "2026-11-30T00:00", "day"),
        ("2026-10-01", "2026-10-01T00:00", "day"),
        ("二零二五年九月一号", "2025-09-01T00:00", "day"),
        ("20号", "2026-11-20T00:00", "day"),
        ("25号", "2026-10-25T00:00", "day"),
        ("上周三", "2026-11-11T00:00", "day"),
        ("周五", "2026-11-20T00:00", "day"),
        ("上周", "2026-11-09T00:00", "week"),
        ("三天前", "2026-11-19T00:00", "day"),
        ("3个小时前", "2026-11-22T07:30", "hour"),
        ("上个月", "2026-10-01T00:00", "month"),
        ("去年12月", "2025-12-01T00:00", "month"),
        ("国庆节", "2026-10-01T00:00", "day"),
        ("晚上8点", "2026-11-21T20:00", "hour"),
        ("去年", "2025-01-01T00:00", "year"),
    ],
)
def test_times_are_counted_from_the_clock_of_the_turn(said: str, start: str, grain: str) -> None:
    assert times(said) == [(start, grain)]


@pytest.mark.parametrize("said", ["2月30日", "5号线", "7日年化收益率", "三点要求", "一般", "2号楼", "13个月定期"])
def test_what_no_calendar_has_is_no_time(said: str) -> None:
    assert times(said) == []


def test_on_the_last_day_of_march_a_month_ago_is_february() -> None:
    found = find_facts("上个月", datetime.fromisoformat("2026-03-31T09:00:00+08:00"))
    assert found[0].value["start"] == "2026-02-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("said", "branch"),
    [
        ("我在朝阳支行办卡", "朝阳支行"),
        ("去建国路网点排队", "建国路网点"),
        ("昨天下午朝阳支行的人", "朝阳支行"),
        ("示例银行上海分行营业部", "示例银行上海分行营业部"),
        ("在和平里支行", "和平里支行"),
        ("投诉从化支行", "从化支行"),
    ],
)
def test_branches_have_their_name_alone(said: str, branch: str) -> None:
    assert values(said, "branch") == [branch]


@pytest.mark.parametrize("said", ["附近网点在哪", "你们支行", "哪个营业厅开门", "去银行网点", "最近的网点"])
def test_a_branch_without_a_name_is_none(said: str) -> None:
    assert values(said, "branch") == []


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("电话+86 13800138000谢谢", "13800138000"),
        ("幺三八零零一三八零零零", "13800138000"),
        ("010-65881234", "010-65881234"),
        ("(0571)87654321转802", "0571-87654321-802"),
    ],
)
def test_phones_lose_their_blanks(said: str, phone: str) -> None:
    assert values(said, "phone") == [phone]


@pytest.mark.parametrize("said", ["6222021234567890123", "1380013800", "12345678901", "138001380000"])
def test_other_digits_are_no_phone(said: str) -> None:
    assert values(said, "phone") == []


@pytest.mark.parametrize(
    ("said", "entity", "value"),
    [
        ("尾号1234的卡", "card_tail", "1234"),
        ("卡号末四位 0193", "card_tail", "0193"),
        ("尾号八八六六", "card_tail", "8866"),
        ("9012结尾的卡", "card_tail", "9012"),
        ("订单号20261105123456", "order_number", "20261105123456"),
        ("流水号：TX-99812a", "order_number", "TX-99812a"),
        ("身份证11010519491231002x", "id_number", "****002X"),
        ("身份证１１０１０５１９４９１２３１００２Ｘ", "id_number", "****002X"),
        ("老身份证130503670401001", "id_number", "****1001"),
        ("卡号6222 0212 3456 7890 128", "bank_card", "****0128"),
        ("4111-1111-1111-1111", "bank_card", "****1111"),
    ],
)
def test_numbers_that_name_something(said: str, entity: str, value: str) -> None:
    assert [(fact.entity, fact.value) for fact in facts(said) if fact.entity != "product"] == [(entity, value)]


@pytest.mark.parametrize(
    "said",
    [
        "110105194912310021",
        "6222021234567890123",
        "400-820-8888",
        "订单什么时候到",
        "尾号多少",
        "199912310000000",
        "单号12",
    ],
)
def test_numbers_that_do_not_prove_themselves_name_nothing(said: str) -> None:
    assert facts(said) == []


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("3号到5号", "2026-11-03T00:00", "2026-11-06T00:00"),
        ("上个月到现在", "2026-10-01T00:00", "2026-11-22T10:30"),
        ("今年以来", "2026-01-01T00:00", "2026-11-22T10:30"),
        ("近三个月", "2026-08-22T00:00", "2026-11-22T10:30"),
        ("最近7天", "2026-11-15T00:00", "2026-11-22T10:30"),
    ],
)
def test_a_span_between_two_times_is_one(said: str, start: str, end: str) -> None:
    (found,) = [fact for fact in facts(said) if fact.entity == "time"]
    assert (found.value["start"][:16], found.value["end"][:16]) == (start, end)


@pytest.mark.parametrize(
    ("said", "entity", "value"),
    [
        ("在柜台买的理财亏了", "product", "wealth"),
        ("办信用卡的柜员态度差", "product", "branch_service"),
        ("手机银行买基金总闪退", "product", "ebank"),
        ("排队半天还多扣我钱", "issue", "fee"),
        ("要你们道歉并且退钱", "demand", "refund"),
    ],
)
def test_what_a_complaint_is_about_is_the_surest(said: str, entity: str, value: str) -> None:
    named = [fact for fact in facts(said) if fact.entity == entity]
    assert len(named) > 1
    assert max(named, key=lambda fact: fact.confidence).value == value


@pytest.mark.parametrize(
    "said", ["TS20261122-0042", "ts20261122 0042", "ＴＳ２０２６１１２２００４２", "编号TS 20261122-0042吗"]
)
def test_ticket_numbers_have_one_form(said: str) -> None:
    assert values(said, "ticket_number") == ["TS20261122-0042"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("我叫王芳，投诉", "王芳"),
        ("本人李强", "李强"),
        ("我姓陈", "陈"),
        ("姓名：欧阳明月", "欧阳明月"),
        ("我是张伟。", "张伟"),
    ],
)
def test_names_follow_an_introduction(said: str, name: str) -> None:
    assert values(said, "name") == [name]


@pytest.mark.parametrize("said", ["我是你们的客户", "我叫你们退钱", "本人信用卡", "我是黄金客户"])
def test_not_every_word_after_me_is_a_name(said: str) -> None:
    assert values(said, "name") == []


@pytest.mark.parametrize(
    ("said", "product"),
    [
        ("借记卡年费", "debit_card"),
        ("房贷逾期", "loan"),
        ("基金亏了", "fund"),
        ("APP打不开", "ebank"),
        ("柜员态度差", "branch_service"),
        ("被多收年费", "credit_card"),
        ("大堂态度差", "branch_service"),
    ],
)
def test_a_named_product_goes_before_an_implied_one(said: str, product: str) -> None:
    assert values(said, "product") == [product]


@pytest.mark.parametrize(
    ("said", "demand"),
    [
        ("把钱退给我", ["refund"]),
        ("要求赔礼道歉", ["apology"]),
        ("给我个说法", ["explanation"]),
        ("不用赔偿，道歉就行", ["apology"]),
        ("要求更正征信", ["correction"]),
        ("更正我的记录", ["correction"]),
        ("征信有误，请更正", ["correction"]),
        ("需要修改", []),
        ("更正一下，是两万", []),
    ],
)
def test_demands(said: str, demand: list[str]) -> None:
    assert values(said, "demand") == demand


@pytest.mark.parametrize("said", ["客服态度差", "热线排队排了半小时", "催收的人态度恶劣"])
def test_who_is_rude_on_the_telephone_is_not_the_branch(said: str) -> None:
    assert values(said, "product") == []


def test_long_nonsense_is_read_in_bounded_time() -> None:
    for noise in (
        "扣取" * 10_000,
        "订单交易流水" * 4_000,
        "1 " * 10_000,
        "138 " * 5_000,
        "尾号" * 9_000,
        "说存款变" * 5_000,
    ):
        facts(noise)
    for noise in ("1" * 20_000, "年月日号" * 5_000, "一二三四万" * 4_000, "支行" * 10_000, "退" * 20_000):
        facts(noise)
