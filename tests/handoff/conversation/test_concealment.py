"""Concealment: what of a text is blotted out before it is stored, and what people need is left alone."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.conversation.concealment import conceal
from handoff.conversation.numbers import is_card, is_id_number

CARD, CARD_16, ID = "6222021234567890128", "4111111111111111", "11010519491231002X"
SHORT = "6222 **** **** 0128"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (f"我的卡{CARD}丢了", f"我的卡{SHORT}丢了"),
        (f"{CARD_16} 被盗刷500元", "4111 **** **** 1111 被盗刷500元"),
        ("卡号：6222 0212 3456 7890 128", f"卡号：{SHORT}"),
        ("6222-0212-3456-7890-128", SHORT),
        ("6 2 2 2 0 2 1 2 3 4 5 6 7 8 9 0 1 2 8", SHORT),
        ("６２２２０２１２３４５６７８９０１２８", SHORT),
        ("6222\u200b0212\u200b3456\u200b7890\u200b128谢谢", f"{SHORT}谢谢"),
        ("６２２２　０２１２　３４５６　７８９０　１２８", SHORT),
        ("六二二二零二一二三四五六七八九零一二八", SHORT),
        ("⑥②②②⓪②①②③④⑤⑥⑦⑧⑨⓪①②⑧", SHORT),
        ("卡号6222021234567890123打错一位也是卡号", "卡号6222 **** **** 0123打错一位也是卡号"),
        ("卡號是6222021234567890123", "卡號是6222 **** **** 0123"),
        (f"电话13800138000，卡{CARD}", f"电话13800138000，卡{SHORT}"),
        (f"13800138000 {CARD_16}", "13800138000 4111 **** **** 1111"),
        (f"{CARD} 13800138000", f"{SHORT} 13800138000"),
        (f"两张卡{CARD}和{CARD_16}", f"两张卡{SHORT}和4111 **** **** 1111"),
        (f"身份证{ID}", "身份证110***********002X"),
        ("身份证号是11010519491231002x", "身份证号是110***********002X"),
        ("110105 19491231 002X", "110***********002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "110***********002X"),
        ("身份證号码：110105491231002", "身份證号码：110********1002"),
        ("身份证号110105194912310021抄错了一位", "身份证号110***********0021抄错了一位"),
    ],
)
def test_numbers_of_cards_and_identity_papers_keep_their_ends(text: str, stored: str):
    assert conceal(text).text == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("密码是123456", "密码是[密码已隐藏]"),
        ("我的密码：Abc_1234!", "我的密码：[密码已隐藏]"),
        ("取款密码 888888 对吗", "取款密码 [密码已隐藏] 对吗"),
        ("密码改成654321了还是不行", "密码改成[密码已隐藏]了还是不行"),
        ("密码是hunter", "密码是[密码已隐藏]"),
        ("密碼是１２３４５６", "密碼是[密码已隐藏]"),
        ("密码是一二三四五六", "密码是[密码已隐藏]"),
        ("密码是1\u200b2\u200b3\u200b4\u200b5\u200b6", "密码是[密码已隐藏]"),
        ("my password is hunter22 thanks", "my password is [密码已隐藏] thanks"),
        ("pin码 1234", "pin码 [密码已隐藏]"),
        ("验证码 889912", "验证码 [验证码已隐藏]"),
        ("驗證碼：889 912", "驗證碼：[验证码已隐藏]"),
        ("验证码发给他了，889912", "验证码发给他了，[验证码已隐藏]"),
        ("我已经把验证码告诉他了 889912", "我已经把验证码告诉他了 [验证码已隐藏]"),
        ("【示例银行】您的验证码为889912，5分钟内有效", "【示例银行】您的验证码为[验证码已隐藏]，5分钟内有效"),
        ("889912是我收到的验证码", "[验证码已隐藏]是我收到的验证码"),
        ("889912（登录验证码），请勿泄露", "[验证码已隐藏]（登录验证码），请勿泄露"),
        ("动态口令 5566 7788", "动态口令 [验证码已隐藏]"),
        ("cvv 123", "cvv [安全码已隐藏]"),
        ("CVV2：456", "CVV2：[安全码已隐藏]"),
        ("安全码是789", "安全码是[安全码已隐藏]"),
        ("卡背面后三位是321", "卡背面后三位是[安全码已隐藏]"),
        (
            f"卡{CARD} 有效期12/28 安全码123 密码123456",
            f"卡{SHORT} 有效期[有效期已隐藏] 安全码[安全码已隐藏] 密码[密码已隐藏]",
        ),
    ],
)
def test_announced_secrets_are_gone(text: str, stored: str):
    assert conceal(text).text == stored


@pytest.mark.parametrize(
    "text",
    [
        "我的电话是13800138000",
        "手机号 138-0013-8000 和 010-66668888",
        "13800138000 13900139000 13700137000",
        "少了12,345,678.90元",
        "1234567890123456元",
        "余额 4111111111111111 元",
        "¥4111111111111111",
        "投诉编号TS20261122-A1B2",
        "订单号4111111111111111一直没退款",
        "交易流水号：6222021234567890128",
        "order 4111111111111111",
        "支付宝订单20261122220014111111111111111111",
        "时间戳20261122103000123",
        "1763790000000",
        "2026年11月22日10点30分扣了4500",
        "100 200 300 400 500 600",
        "尾号1234的卡",
        "末四位是5678",
        "密码忘了怎么办",
        "忘记密码了，手机号13800138000",
        "密码输错3次被锁定24小时",
        "密码是6位数字吗",
        "密码是app里改还是柜台改",
        "密码是什么",
        "密码 13800138000 收不到短信",
        "验证码收不到，是13800138000这个号",
        "验证码60秒后才能重发",
        "验证码120s还没到",
        "验证码是95588发的吗",
        "95588是验证码短信的号码吗",
        "验证码5分钟内有效吗",
        "验证码 2026-11-22 收到的",
        "20261122是改密码的日子",
        "cvv是什么",
        "安全码在哪里",
        "身份证有效期12/28到期了",
        "信用卡活动有效期12/30",
        "身份证后四位1234",
        "error code 500123",
        "邮编100000",
        "六二折",
        "二〇二六年一一月",
        "/restart",
        "😀👨‍👩‍👧 مرحبا",
        "a" * 2000,
    ],
)
def test_what_people_need_is_left_alone(text: str):
    assert conceal(text).text == text
    assert conceal(text).kinds == ()


def luhn_tail(stem: str) -> str:
    return next(stem + tail for tail in string.digits if is_card(stem + tail))


cards = st.sampled_from(["62", "60", "4", "51", "35", "9558"]).flatmap(
    lambda issuer: st.integers(12, 18).flatmap(
        lambda size: st.text(string.digits, min_size=size - len(issuer), max_size=size - len(issuer)).map(
            lambda rest: luhn_tail(issuer + rest)
        )
    )
)
words = st.sampled_from(["我的卡", "，", "帮我看看 ", "丢了", "", "\n", "钱被转走了 ", "电话13800138000，"])


@given(words, cards, st.sampled_from(["", " ", "-", "\u200b"]), words)
def test_no_card_survives_in_any_company(before: str, card: str, gap: str, after: str):
    written = gap.join(card[place : place + 4] for place in range(0, len(card), 4))
    stored = conceal(before + written + after).text
    assert card not in "".join(filter(str.isdigit, stored.replace("13800138000", "")))
    assert stored.endswith(after) and stored.startswith(before)


@given(st.dates(), st.integers(0, 999), st.integers(110000, 650000))
def test_no_identity_number_survives(born, order: int, region: int):
    stem = f"{region}{born:%Y%m%d}{order:03}"
    number = next((stem + tail for tail in "0123456789X" if is_id_number(stem + tail)), None)
    if number:
        assert number not in conceal(f"我是{number}谢谢").text


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["{}元", "扣了{}块", "¥{}", "{:,}元", "金额：{}"]))
def test_amounts_are_never_touched(amount, form: str):
    assert conceal(form.format(amount)).kinds == ()


@given(
    st.from_regex(r"1[3-9]\d{9}", fullmatch=True),
    st.sampled_from(["{}", "电话{}", "密码{}收不到", "卡号{}", "验证码{}"]),
)
def test_phones_are_never_touched(phone: str, form: str):
    assert conceal(form.format(phone)).text == form.format(phone)


@given(st.datetimes(), st.sampled_from(["%Y%m%d%H%M%S", "%Y-%m-%d %H:%M:%S", "%Y年%m月%d日", "%Y/%m/%d", "%m-%d"]))
def test_dates_are_never_touched(moment, form: str):
    text = f"在{moment.replace(year=2000 + moment.year % 100):{form}}办的"
    assert conceal(text).text == text


@given(
    st.from_regex(r"[1-9][0-9]{11,31}", fullmatch=True).filter(
        lambda digits: not is_card(digits) and not is_id_number(digits)
    )
)
def test_other_long_numbers_are_never_touched(number: str):
    assert conceal(f"单子{number}还没处理").text == f"单子{number}还没处理"


@given(st.from_regex(r"TS20\d{6}-[0-9A-Z]{4,6}", fullmatch=True))
def test_ticket_numbers_are_never_touched(number: str):
    assert conceal(f"查一下{number}").kinds == ()


@given(st.text(max_size=200))
def test_anything_can_be_concealed_and_a_second_time_changes_nothing(text: str):
    once = conceal(text).text
    assert conceal(once).text == once


@given(
    st.lists(
        st.sampled_from(
            [
                "密码",
                "验证码",
                "是",
                "卡号",
                " ",
                "1",
                "62",
                "4111111111111111",
                "a",
                "元",
                "-",
                "身份证",
                "11010519491231002X",
            ]
        ),
        max_size=40,
    )
)
def test_a_second_time_changes_nothing_in_the_densest_text(parts: list[str]):
    once = conceal("".join(parts)).text
    assert conceal(once).text == once


def test_a_message_made_of_nothing_but_traps_is_read_once_through():
    for trap in (
        "1 " * 1000,
        "1234 " * 400,
        "密码是" * 600,
        "验证码" + " " * 1900,
        "密码" + "我发" * 900,
        "六" * 2000,
        "1-" * 1000,
    ):
        assert isinstance(conceal(trap[:2000]).text, str)
