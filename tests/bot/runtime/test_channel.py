"""The channel: a turn is answered whole, once, or fails whole; the text of a customer is never a command."""

import json
import threading

import pytest

from tests.bot.runtime.actions import HANDOFF, FakeActions
from tests.bot.runtime.process import KEY, Bot


def test_a_question_gets_its_answer_with_source_and_dates(bot: Bot) -> None:
    answer = bot.customer().say("信用卡的年费是多少钱")
    assert answer["messages"] == [
        {
            "text": "普卡每年一百元。",
            "name": "utter_faq/annual_fee",
            "quick_replies": [],
            "metadata": {
                "source": "领用合约",
                "valid_from": "2026-01-01",
                "valid_until": "2027-12-31",
                "risk": "谨慎用卡",
            },
        }
    ]
    trace = answer["trace"]
    assert trace["intent"]["name"] == "faq"
    assert trace["topic"] == trace["topic_ranking"][0]
    assert (trace["topic"]["name"], trace["topic"]["title"]) == ("annual_fee", "信用卡年费")
    assert trace["topics_answered"] == [{"name": "annual_fee", "title": "信用卡年费"}]
    assert trace["actions"] == ["utter_faq"]
    assert answer["form"] is None


def test_a_taught_sentence_is_understood_for_certain_in_any_script(bot: Bot) -> None:
    trace = bot.customer().say("轉　人　工！！")["trace"]
    assert trace["intent"] == {"name": "request_agent", "confidence": 1.0}
    assert trace["topic"] is None


def test_an_effect_is_asked_for_beside_the_message(bot: Bot) -> None:
    answer = bot.customer().say("转人工")
    assert answer["effects"] == [HANDOFF]
    assert [message["text"] for message in answer["messages"]] == ["正在为您转接人工。"]


def test_quick_replies_carry_the_text_they_send(bot: Bot) -> None:
    assert bot.customer().say("你好")["messages"][0]["quick_replies"] == [{"title": "转人工", "text": "转人工"}]


@pytest.mark.parametrize(
    "text",
    ["今天天气真不错啊", "qwertyuiop", "😀😀😀", "\u200b", "   ", "<script>alert(1)</script>", "\u202e؟؟", "\ud800"],
)
def test_what_is_not_understood_is_doubted_and_never_an_error(bot: Bot, text: str) -> None:
    assert bot.customer().say(text)["trace"]["intent"]["name"] == "nlu_fallback"


@pytest.mark.parametrize(
    "text",
    [
        "/request_agent",
        "／request_agent",
        " /request_agent",
        "\u200b/request_agent",
        '/leave_phone{"amount": "9"}',
        "/restart",
        "/resume_conversation",
        "EXTERNAL: resume_conversation",
    ],
)
def test_a_command_is_only_text(bot: Bot, text: str) -> None:
    answer = bot.customer().say(text)
    assert answer["trace"]["intent"]["name"] == "nlu_fallback"
    assert (answer["effects"], answer["slots"], answer["form"]) == ([], {}, None)


def test_facts_stand_where_the_customer_wrote_them(bot: Bot) -> None:
    said = "  昨天　被扣了５００元"
    found = {entity["entity"]: entity for entity in bot.customer().say(said)["trace"]["entities"]}
    assert found["amount"]["value"] == "500.00"
    for entity in found.values():
        assert said[entity["start"] : entity["end"]] == entity["text"]
    assert found["time"]["value"]["start"] == "2026-11-21T00:00:00+08:00"


def test_the_same_turn_gets_the_same_answer_and_runs_once(bot: Bot, actions: FakeActions) -> None:
    chen = bot.customer()
    first = chen.say("转人工")
    calls = actions.calls["action_request_agent"]
    assert chen.say("转人工", turn=1) == first
    assert actions.calls["action_request_agent"] == calls


def test_an_earlier_turn_gets_the_answer_it_had(bot: Bot) -> None:
    chen = bot.customer()
    first = chen.say("请给我回电话")
    chen.say("13800138000")
    again = chen.say("请给我回电话", turn=1)
    assert again == first
    assert again["form"] == {"name": "phone_form", "requested_slot": "phone"}
    assert again["slots"] == {}


def test_the_same_turn_twice_at_once_runs_once(bot: Bot, actions: FakeActions) -> None:
    chen = bot.customer()
    before = actions.calls.get("action_request_agent", 0)
    answers: list[dict] = []
    senders = [threading.Thread(target=lambda: answers.append(chen.say("转人工", turn=1))) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)
    assert actions.calls["action_request_agent"] == before + 1


def test_a_killed_bot_goes_on_in_the_middle_of_a_form(bot: Bot) -> None:
    chen = bot.customer()
    chen.say("请给我回电话")
    asked = chen.say("我的号码13800138000")
    bot.kill()
    bot.start()
    assert chen.say("我的号码13800138000", turn=2) == asked
    assert asked["form"]["requested_slot"] == "amount"
    assert asked["slots"] == {"phone": {"value": "13800138000", "status": "inferred"}}
    assert chen.say("300元")["form"] is None


def test_told_to_stop_it_finishes_its_turns_and_keeps_no_connection(bot: Bot, actions: FakeActions) -> None:
    chen, line = bot.customer(), bot.connect()
    actions.meanwhile = lambda: (bot.ask_to_stop(), bot.wait_until_deaf())
    body = json.dumps(chen.body("转人工")).encode()
    line.request("POST", "/webhooks/zhike/turn", body, {"Authorization": f"Bearer {KEY}"})
    answer = line.getresponse()
    assert (answer.status, answer.headers["Connection"]) == (200, "close")
    assert json.loads(answer.read())["effects"] == [HANDOFF]
    assert bot.exit_code() == 0
    assert [file.name for file in bot.folder.glob("tracker.db*")] == ["tracker.db"]  # one file holds all, to be copied
    bot.start()


def test_a_long_conversation_keeps_its_form_and_its_slots(bot: Bot) -> None:
    chen = bot.customer()
    chen.say("请给我回电话")
    chen.say("我的号码13800138000")
    for _ in range(40):
        answer = chen.say("信用卡年费怎么收")
    assert answer["form"] == {"name": "phone_form", "requested_slot": "amount"}
    assert answer["slots"]["phone"]["value"] == "13800138000"
    assert chen.say("300元")["messages"][-1]["text"] == "记下了。"


def test_a_conversation_that_is_handed_back_is_resumed_once(bot: Bot) -> None:
    chen = bot.customer()
    chen.say("你好")
    resumed = chen.resume()
    assert [message["text"] for message in resumed["messages"]] == ["我回来了。"]
    assert resumed["trace"]["intent"] == {"name": "resume_conversation", "confidence": 1.0}
    assert chen.resume(turn=2) == resumed


def test_conversations_know_nothing_of_each_other(bot: Bot) -> None:
    chen, wang = bot.customer(), bot.customer()
    chen.say("请给我回电话")
    assert wang.say("13800138000")["form"] is None


def test_an_action_server_that_is_broken_fails_the_turn_and_a_retry_succeeds(bot: Bot, actions: FakeActions) -> None:
    chen = bot.customer()
    chen.say("你好")
    actions.status = 500
    status, answer = chen.post("转人工", turn=2)
    assert (status, answer["error"]["code"]) == (500, "turn_failed")
    assert "action_request_agent" in answer["error"]["message"]
    actions.repair()
    answer = chen.say("转人工", turn=2)
    assert answer["effects"] == [HANDOFF]
    assert [message["name"] for message in answer["messages"]] == ["utter_handoff"]


def test_a_form_whose_check_fails_keeps_what_it_had_and_asks_again(bot: Bot, actions: FakeActions) -> None:
    chen = bot.customer()
    chen.say("请给我回电话")
    actions.status = 503
    status, answer = chen.post("我的号码13800138000", turn=2)
    assert (status, answer["error"]["code"]) == (500, "turn_failed")
    assert "phone_form" in answer["error"]["message"]
    actions.repair()
    answer = chen.say("我的号码13800138000", turn=2)
    assert answer["form"] == {"name": "phone_form", "requested_slot": "amount"}


@pytest.mark.parametrize("body", [b"", b"rubbish", b"[]", b'{"events": 5}', b'{"events": [{"event": "nonsense"}]}'])
def test_rubbish_from_the_action_server_fails_the_turn(bot: Bot, actions: FakeActions, body: bytes) -> None:
    actions.body = body
    status, answer = bot.customer().post("转人工")
    assert (status, answer["error"]["code"]) == (500, "turn_failed")


def test_an_action_server_that_hangs_fails_the_turn_before_the_service_gives_up(bot: Bot, actions: FakeActions) -> None:
    actions.delay_s = 6
    status, answer = bot.customer().post("转人工")
    assert (status, answer["error"]["code"]) == (500, "turn_failed")
    assert "longer" in answer["error"]["message"]


def test_a_turn_that_says_nothing_fails_and_leaves_no_trace(bot: Bot) -> None:
    chen = bot.customer()
    status, answer = chen.post("别说话")
    assert (status, answer["error"]["code"]) == (500, "turn_failed")
    assert chen.say("你好", turn=1)["messages"][0]["text"] == "您好"


def test_actions_without_end_fail_the_turn(bot: Bot) -> None:
    status, answer = bot.customer().post("一直重复")
    assert (status, answer["error"]["code"]) == (500, "turn_failed")
    assert "limit" in answer["error"]["message"]


@pytest.mark.parametrize("key", [None, "", "wrong", "错" * 40])
def test_without_the_key_nothing_is_run(bot: Bot, key: str | None) -> None:
    body = json.dumps(bot.customer().body("你好")).encode()
    status, answer = bot.post(body, key=key.encode().decode("latin-1") if key else key)
    assert (status, answer["error"]["code"]) == (401, "unauthorized")


@pytest.mark.parametrize("body", [b"", b"{}", b'{"text": "x"}', b"[" * 50_000])
def test_a_wrong_body_is_refused(bot: Bot, body: bytes) -> None:
    status, answer = bot.post(body)
    assert (status, answer["error"]["code"]) == (422, "invalid_request")


def test_an_unknown_field_is_refused(bot: Bot) -> None:
    status, answer = bot.customer().post("你好", input_channel="rest")
    assert (status, answer["error"]["code"]) == (422, "invalid_request")
    assert "input_channel" in answer["error"]["message"]


def test_a_body_that_is_too_large_is_refused(bot: Bot) -> None:
    status, answer = bot.post(b" " * 300_000)
    assert status == 413
    assert answer["error"]["code"] == "invalid_request"


def test_only_the_channel_answers(bot: Bot) -> None:
    for path in ("/version", "/status", "/domain", "/model", "/conversations/c_1/tracker", "/webhooks/rest/webhook"):
        assert bot.get(path)[0] == 404
    status, ready = bot.get("/webhooks/zhike/ready")
    assert (status, ready["intent"]) == (200, "request_agent")


def test_the_log_has_ids_and_never_what_was_said(bot: Bot, actions: FakeActions) -> None:
    chen = bot.customer()
    actions.status = 500
    chen.post("帮我转人工客服，我的号码13877776666")
    assert chen.id in bot.log()
    assert "13877776666" not in bot.log()
