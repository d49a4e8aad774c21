"""Scams told over several messages, and ordinary conversations that look a little like them."""

from pathlib import Path

import pytest
import yaml

from actions.scam import is_harmless, is_unfolding

CONVERSATIONS = yaml.safe_load((Path(__file__).parent / "scams.yml").read_text(encoding="utf-8"))


def alarm(said: list[str]) -> int | None:
    """The number of the message that raises it."""
    return next((count for count in range(1, len(said) + 1) if is_unfolding(said[:count])), None)


@pytest.mark.parametrize("scam", CONVERSATIONS["scams"], ids=lambda scam: scam["said"][0])
def test_a_scam_is_heard_before_its_end(scam: dict):
    assert 1 < (alarm(scam["said"]) or 99) <= scam["by"]


@pytest.mark.parametrize("said", CONVERSATIONS["ordinary"], ids=lambda said: said[0])
def test_an_ordinary_conversation_raises_no_alarm(said: list[str]):
    assert alarm(said) is None


@pytest.mark.parametrize(
    "text",
    [
        "公安打电话说我的卡要冻结让我转钱",
        "公安局说要冻结我的账户，让我把钱转到安全账户",
        "警方说冻结我的卡，要我先交保证金",
        "公安说要冻结我的卡，我已经转了两万",
        "朋友让我转了五万，后来发现不是他本人",
        "儿子微信让我转两万，打电话他说没这回事",
    ],
)
def test_who_is_made_to_pay_or_finds_out_later_is_not_thought_safe(text: str):
    assert not is_harmless([text])


@pytest.mark.parametrize("text", ["反诈中心让我别转账", "我的卡被公安冻结了怎么办", "朋友让我转房租，我转了三千"])
def test_who_is_kept_from_harm_or_pays_somebody_known_is_safe(text: str):
    assert is_harmless([text])
