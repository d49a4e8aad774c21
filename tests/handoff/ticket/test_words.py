"""What customers are told of a complaint reads the same in the chat, from the bot and in the service's answers."""

import re

import pytest
import yaml

from command.paths import ROOT
from handoff.ticket import labels
from handoff.ticket.states import TicketStatus

WIDGET = dict(
    re.findall(r'"([\w.]+)": "([^"]*)"', (ROOT / "web/widget/src/locales/zh-CN.ts").read_text(encoding="utf-8"))
)
RESPONSES = yaml.safe_load((ROOT / "bot/domain/complaint_status.yml").read_text(encoding="utf-8"))["responses"]


@pytest.mark.parametrize("status", TicketStatus)
def test_a_state_has_one_name_for_customers(status: TicketStatus):
    expected = labels.STATUS_FOR_CUSTOMER.get(status, labels.STATUS[status])
    assert WIDGET[f"ticket.status.{status}"] == expected


@pytest.mark.parametrize(
    ("kind", "names"), [("product", labels.PRODUCT), ("issue", labels.ISSUE), ("demand", labels.DEMAND)]
)
def test_products_issues_and_demands_have_one_name(kind: str, names: dict[str, str]):
    assert {code: WIDGET[f"{kind}.{code}"] for code in names} == names


def test_the_number_on_the_card_is_called_what_the_bot_asks_for():
    asked = RESPONSES["utter_status_ask_ticket_number"][0]["text"]
    assert WIDGET["ticket.number"] == "受理编号"
    assert f"投诉{WIDGET['ticket.number']}" in asked


def test_the_card_asks_for_the_telephone_that_the_look_up_compares():
    """The one left with the complaint, which need not be the one the bank holds (预留手机号)."""
    assert "登记" in WIDGET["ticket.next"]
    assert "预留" not in WIDGET["ticket.next"]
