"""Secrets a customer types by mistake are stored nowhere in clear: not in the log, a note, a file or the bot."""

import io
import logging
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from command.backup import backup
from handoff import logs
from handoff.bot.client import BotMessage, TurnAnswer
from tests.actors import Agent, Customer, new_client_id
from tests.storage import on_sqlite_only
from tests.world import World

CARD, ID, CODE, WORD = "6222021234567890128", "11010519491231002X", "889912", "Hunter-2049"
SPACED = "6222 0212 3456 7890 128"
CANARIES = (CARD, SPACED, ID, CODE, WORD, CARD[4:15])


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged, as the service logs it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def bytes_kept(world: World, folder: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Every file of the data folder, write-ahead log included, and every file of a backup."""
    monkeypatch.setattr("command.backup.load_settings", lambda: world.settings)
    kept = [file.read_bytes() for file in world.settings.data_dir.rglob("*") if file.is_file()]
    backup(folder / "backup.tar.gz")
    with tarfile.open(folder / "backup.tar.gz") as archive:
        kept += [file.read() for member in archive if (file := archive.extractfile(member))]
    return b"".join(kept)


@on_sqlite_only
def test_what_is_typed_on_either_side_is_in_no_file_and_in_no_request_to_the_bot(
    world: World, chen: Customer, amira: Agent, logged: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    chen.says(f"我的卡{CARD}丢了，密码是{WORD}")
    chen.hears("已自动隐藏")
    assert chen.posts(f"卡 {SPACED} 验证码：{CODE}").status_code == 201
    chen.hears("验证码")
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    amira.claims(chen).raise_for_status()
    chen.says(f"身份证{ID}")
    assert amira.answers(chen, f"您的卡是{CARD}吗").status_code == 201
    assert amira.notes(chen, f"客户身份证{ID}").status_code == 201
    amira.acts(chen, "close", reason="resolved", note=f"验证码 {CODE}").raise_for_status()
    chen.calls("POST", "/rating", json={"score": 5, "comment": f"密码是{WORD}"}).raise_for_status()

    kept = bytes_kept(world, tmp_path, monkeypatch)
    asked = "".join(request.model_dump_json() for request in world.bot.asked)
    assert "**** **** 0128" in asked
    assert kept.count(b"**** **** 0128") > 4
    for canary in CANARIES:
        assert canary.encode() not in kept
        assert canary not in asked
        assert canary not in logged.getvalue()


def test_the_customer_sees_at_once_what_was_hidden(chen: Customer):
    client_id = new_client_id()
    seq = chen.says(f"我的卡{CARD}丢了", client_id=client_id)["seq"]
    event = next(event for event in chen.log() if event["seq"] == seq)
    assert event["client_id"] == client_id
    assert event["data"] == {"text": "我的卡6222 **** **** 0128丢了", "hidden": ["bank_card"]}


def test_a_repeat_of_a_concealed_message_is_still_a_repeat(world: World, chen: Customer):
    client_id = new_client_id()
    first = chen.says(f"验证码 {CODE}", client_id=client_id)
    chen.hears("您说的是")
    assert chen.says(f"验证码 {CODE}", client_id=client_id)["seq"] == first["seq"]
    assert len(world.bot.asked) == 1


def test_the_customer_is_warned_once_and_the_answer_follows(chen: Customer):
    chen.says(f"我的卡{CARD}丢了")
    chen.hears("您说的是")
    texts = [event["data"]["text"] for event in chen.log() if event["type"] == "message.created"]
    assert ["已自动隐藏" in text for text in texts] == [False, True, False]
    assert "银行卡号" in texts[1]


def test_the_bots_own_warning_is_not_said_twice(world: World, chen: Customer):
    warning = TurnAnswer(turn_id="", messages=[BotMessage(text="请不要发送密码。", name="utter_secret_warning")])
    world.bot.replies["密码是[密码已隐藏]"] = warning
    chen.says("密码是123456")
    chen.hears("请不要发送密码")
    assert not [event for event in chen.log() if "已自动隐藏" in event.get("data", {}).get("text", "")]


def test_a_message_without_secrets_is_not_spoken_of(chen: Customer):
    seq = chen.says("电话13800138000，少了500元")["seq"]
    chen.hears("您说的是")
    assert [event["data"] for event in chen.log() if event["seq"] == seq] == [{"text": "电话13800138000，少了500元"}]
