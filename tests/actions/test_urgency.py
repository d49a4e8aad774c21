"""Urgent words: every cry for help can be heard, and what only looks like one is left to other guesses.

A cry must never be ruled out (`may_be`); most are settled by their words alone (`said_plainly`). A near miss must never
be settled by its words, and those the interpreter is known to stumble over must be ruled out.
"""

from pathlib import Path

import pytest
import yaml

from actions.urgency import FRAUD, PERSON, SELF_HARM, asks_outright, heard, may_be, said_plainly

LINES = yaml.safe_load(Path(__file__).with_name("urgency.yml").read_text(encoding="utf-8"))
CRIES = [(intent, text) for intent, texts in LINES["cries"].items() for text in texts]
MISSES = [(intent, text) for intent, texts in LINES["near_misses"].items() for text in texts]


def test_there_are_enough_of_both():
    assert len(CRIES) >= 60
    assert len(MISSES) >= 60


@pytest.mark.parametrize(("intent", "text"), CRIES)
def test_no_cry_is_ruled_out(intent: str, text: str):
    assert may_be(intent, text)


@pytest.mark.parametrize(("intent", "text"), CRIES)
def test_no_cry_is_settled_as_another_one(intent: str, text: str):
    assert said_plainly(text) in (intent, None)


def test_most_cries_need_no_interpreter():
    for intent in (SELF_HARM, FRAUD, PERSON):
        cries = [text for kind, text in CRIES if kind == intent]
        assert sum(said_plainly(text) == intent for text in cries) / len(cries) >= 0.6, intent


@pytest.mark.parametrize("text", ["账单不对，出个人", "答错三次了，该换人了", "我想打人工热线，你帮我接通"])
def test_words_that_leave_no_doubt_about_a_wish(text: str):
    assert said_plainly(text) == PERSON


@pytest.mark.parametrize("text", ["怎么突出个人能力", "我们出纳换人了", "人工热线是多少"])
def test_words_that_only_look_like_them(text: str):
    assert said_plainly(text) is None


@pytest.mark.parametrize(
    "text", ["jiao ni men ling dao lai", "wo bu yao ji qi ren", "no robots, please", "may I have a call back"]
)
def test_a_wish_in_other_letters_may_be_one(text: str):
    assert may_be(PERSON, text)


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        (SELF_HARM, "搬了一天砖，累死我了"),
        (SELF_HARM, "网页又卡死"),
        (FRAUD, "刷满几次就减免"),
        (FRAUD, "账号无缘无故被限额"),
        (FRAUD, "莫名其妙收了我一百多管理费"),
        (PERSON, "小伙子啊，字太小瞧不见"),
        (PERSON, "刚接了个快递的电话"),
        (PERSON, "那人的户口在外地"),
        (PERSON, "等下，有客人来了"),
    ],
)
def test_everyday_talk_is_heard_as_no_alarm(intent: str, text: str):
    assert heard({"out_of_scope": 0.35, intent: 0.32}, text) is None


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        (SELF_HARM, "累死我了，药我都备好了"),
        (FRAUD, "卡在外地被人刷了"),
        (FRAUD, "存款无缘无故少了"),
        (FRAUD, "骗子冒充客服收了我三千手续费"),
        (FRAUD, "凌晨被扣了两千手续费，我没操作过"),
        (PERSON, "小伙子，喊你们管事的"),
        (PERSON, "刚接了个电话，给我找你们经理核实"),
    ],
)
def test_a_cry_beside_everyday_talk_is_heard(intent: str, text: str):
    assert heard({"out_of_scope": 0.35, intent: 0.32}, text) == intent


@pytest.mark.parametrize("text", ["我自己弄弄看，搞不定再找人工", "先按你说的做，要是不行我再转人工吧"])
def test_a_wish_for_later_is_none(text: str):
    assert not may_be(PERSON, text)
    assert may_be(PERSON, "按你说的做不行，还是找人工吧")


def test_what_is_put_up_with_is_no_wish():
    assert heard({"inform": 0.5, PERSON: 0.3}, "你们打电话给我也就算了") is None


@pytest.mark.parametrize(
    "text",
    [
        "人工客服几点上班，我现在要找",
        "人工电话多少，算了直接转人工",
        "别打电话了，找个人跟我说",
        "不要人工智能，要真人",
        "要不转人工吧",
        "不转人工我就投诉",
        "不是要人工智能，我找人",
        "领导呢",
        "有人类客服吗",
        "你懂什么，叫人来",
        "不用专员联系我，给我叫个经理",
        "不想在这填，找人口头说",
        "你们没招人吗，叫人来",
    ],
)
def test_who_wishes_for_a_person_in_the_same_breath_is_not_declined(text: str):
    assert may_be(PERSON, text)


@pytest.mark.parametrize("text", ["主管呢", "你懂什么，叫人", "给我找个人类", "怎么没有人啊", "谁在值班"])
def test_a_bare_call_for_people_is_plain(text: str):
    assert said_plainly(text) == PERSON


@pytest.mark.parametrize(
    "text",
    [
        "来个人，查一下我这笔退款",
        "人工，我想问一下大额存单",
        "账单看不懂，麻烦找个人给我讲讲",
        "客服呢？钱怎么还没到",
        "谁在跟我的投诉，让他给我打电话",
        "信用卡被拒三次了，要审核的人给解释",
        "网银登不上。帮我转人工吧",
    ],
)
def test_a_wish_of_its_own_goes_before_the_matter_beside_it(text: str):
    assert asks_outright(text)


@pytest.mark.parametrize(
    "text",
    [
        "人工智能基金怎么买",
        "找个人代办销户可以吗",
        "昨天客服说三天到账，怎么还没到",
        "说好今天回复我投诉的，人呢",
        "不用转人工，年费多少",
        "人工几点上班，周末有吗",
        "客户经理推荐的，收益多少",
    ],
)
def test_people_within_a_matter_are_no_wish_of_its_own(text: str):
    assert not asks_outright(text)


def test_an_hour_or_a_word_of_theirs_is_not_heard_as_a_wish_behind_a_likelier_matter():
    ranking = {"out_of_scope": 0.4, PERSON: 0.3}
    assert heard(ranking, "人工客服过节放假") is None
    assert heard(ranking, "我想跟柜面的姑娘讲几句") == PERSON


@pytest.mark.parametrize(("intent", "text"), MISSES)
def test_no_near_miss_is_settled_by_its_words(intent: str, text: str):
    assert said_plainly(text) != intent


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        (SELF_HARM, "新年美食自驾线路，你想走哪一条？"),
        (SELF_HARM, "嗯，我现在就新买了永安，然后又继续买了广添鑫"),
        (SELF_HARM, "被保险人自杀保险公司赔不赔"),
        (FRAUD, "多谢多谢，宋柏青先走了"),
        (FRAUD, "麻烦你啦，谢谢，我先走一步"),
        (PERSON, "人工智能相关的基金"),
        (PERSON, "不用转人工，我自己看"),
        (PERSON, "人工就不用了，谢谢"),
        (PERSON, "暂时用不着人工"),
        (PERSON, "不必联系客户经理"),
        (PERSON, "不用让经理给我打电话"),
        (PERSON, "先不找客服了"),
        (PERSON, "别给我接人工客服"),
        (PERSON, "你们经理贵姓"),
        (PERSON, "人工客服电话是多少"),
        (PERSON, "怎么成为客户经理"),
        (PERSON, "催收打给我家人"),
        (PERSON, "有人自称客服的人加我微信"),
        (PERSON, "探讨人工智能在农业中的应用"),
        (PERSON, "个人征信怎么查"),
        (PERSON, "早上好，张勇勇来了"),
        (SELF_HARM, "你好，我是孙丽勇"),
        (FRAUD, "多谢多谢，我叫林鹏"),
        (FRAUD, "我刚转到申万菱信医药了，观察看看，医药被套挺久了"),
        (FRAUD, "这18号已经有中证五百反弹了"),
        (FRAUD, "网点的保安把我存折弄湿了，还怪我"),
        (FRAUD, "我没有被盗刷，只是问问"),
        (FRAUD, "卡没被盗，就想咨询一下"),
        *(
            (FRAUD, text)
            for text in LINES["near_misses"][FRAUD]
            if text.startswith(("如果", "如何", "怎么防", "万一", "要是"))
        ),
    ],
)
def test_what_only_looks_urgent_is_ruled_out(intent: str, text: str):
    assert not may_be(intent, text)


def test_the_more_urgent_of_two_is_heard():
    both = {"faq": 0.5, PERSON: 0.25, FRAUD: 0.25}
    assert heard(both, "刚才那个人拉黑我了，找人帮我") == FRAUD
    assert heard({**both, SELF_HARM: 0.3}, "刚才那个人拉黑我了，找人帮我") == SELF_HARM


def test_what_the_banks_own_people_sold_is_no_theft_under_way():
    ranking = {"file_complaint": 0.6, FRAUD: 0.3}
    assert heard(ranking, "你们经理骗我买的理财，亏了") is None
    assert heard(ranking, "有人冒充你们经理骗我买的理财，亏了") == FRAUD


def test_money_that_is_late_is_not_stolen():
    assert heard({"faq": 0.6, FRAUD: 0.3}, "前天转了一笔给我弟，他说还没收到") is None
    assert heard({"faq": 0.6, FRAUD: 0.3}, "前天转了一笔给卖家，现在拉黑我了") == FRAUD


def test_in_a_doubt_the_likeliest_is_heard_only_when_it_stands_out():
    text = "弄个喘气儿的出来"
    assert heard({PERSON: 0.4, "faq": 0.3}, text) == PERSON
    assert heard({PERSON: 0.35, "faq": 0.3}, text) is None
    assert heard({PERSON: 0.35, "faq": 0.3}, "弄个经理出来") == PERSON, "a word of people tells"
    assert heard({PERSON: 0.2, "faq": 0.15}, "弄个经理出来") is None


@pytest.mark.parametrize(
    "text", ["王姐在吗", "小韩今天在不在", "我找杜老师", "上次那个小姑娘在不在", "刚才那位还在吗", "小方呢"]
)
def test_a_colleague_by_name_or_from_before_is_a_person_that_is_asked_for(text: str):
    assert said_plainly(text) == PERSON


@pytest.mark.parametrize(
    "text", ["在吗", "老师在吗", "下午好，客服在吗", "上次的钱在哪", "王总的股票在涨吗", "小何贷款怎么办"]
)
def test_a_greeting_or_a_matter_is_no_wish_for_a_colleague(text: str):
    assert said_plainly(text) is None


def test_a_message_that_was_pasted_wishes_for_nobody():
    pasted = "【快捷银行】您的积分2980分今日到期，请点击 http://jf.top/dh 兑换现金"
    assert heard({PERSON: 0.42, "faq": 0.38}, pasted) is None


@pytest.mark.parametrize(
    "text",
    [
        "柜台叫我先复印又喊我下周再跑",
        "窗口的人让我等着 等了俩钟头",
        "让我去总行盖章 总行又要我回网点",
        "社区喊我妈回去开证明",
    ],
)
def test_what_others_told_the_customer_to_do_is_no_wish_for_a_person(text: str):
    assert heard({PERSON: 0.46, "inform": 0.3}, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "叫人来",
        "让他给我回电",
        "让我跟你们经理说",
        "别让我等了 来个人",
        "叫我等着 你们有没有能管事的",
        "叫我等着你们有没有能管事的",
        "让我转人工",
    ],
)
def test_who_is_sent_about_and_wishes_for_a_person_is_heard(text: str):
    assert heard({PERSON: 0.46, "inform": 0.3}, text) == PERSON


@pytest.mark.parametrize(
    "text",
    [
        "我表姐大前年遇到电信诈骗 后来钱都追回来了",
        "前年我自己的卡被盗刷过 早就赔给我了",
        "我舅几年前被骗了五万，派出所破案了",
        "以前被骗过一回 已经解决了",
    ],
)
def test_a_theft_of_long_ago_that_was_settled_is_no_alarm(text: str):
    assert said_plainly(text) is None
    assert not may_be(FRAUD, text)


@pytest.mark.parametrize(
    "text",
    [
        "我表姐被骗了五万",
        "前年被骗了 钱没追回来",
        "去年被骗了十万 能追回来吗",
        "前年被骗过 追回来了 今天又被骗了",
        "刚被骗了 警察说已经追回来了",
        "去年卡被盗刷 快给我退了",
        "去年被骗三万 到现在没人给我解决",
    ],
)
def test_a_theft_that_is_recent_or_not_settled_stays_an_alarm(text: str):
    assert said_plainly(text) == FRAUD
