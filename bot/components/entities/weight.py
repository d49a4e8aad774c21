"""Which product, issue or demand a complaint is about when its words name several."""

from collections.abc import Iterable

WEIGHTS = {
    "issue": (
        "collection", "data_leak", "fund_loss", "credit_report", "claim", "account_freeze", "misselling",
        "system_failure", "fee", "attitude", "other", "process",
    ),
    "demand": ("refund", "restoration", "correction", "accountability", "apology", "explanation", "other"),
}  # fmt: skip
"""Codes, the weightiest first."""
LIGHT_PRODUCTS = {"deposit": 1, "payment": 1, "debit_card": 2, "ebank": 2, "account": 3, "branch_service": 4}
"""A story that begins at the counter, in an app or with a card is seldom about these; the others weigh alike."""
MEANT = {"attitude": "branch_service", "system_failure": "ebank", "data_leak": "personal_information"}
"""What an issue tells of the product, where that one is named: who is rude sits at the counter."""


def lightness(entity: str, code: str, issue: str | None = None) -> int:
    """How little a code weighs among others of its entity, in a complaint about `issue`; of equals the first counts."""
    if entity == "product":
        return -1 if MEANT.get(issue or "") == code else LIGHT_PRODUCTS.get(code, 0)
    weights = WEIGHTS[entity]
    return weights.index(code) if code in weights else -1


def foremost(entity: str, codes: Iterable[str], issue: str | None = None) -> str | None:
    """The weightiest of `codes`, which stand in the order of the sentence; None without any."""
    return min(codes, key=lambda code: lightness(entity, code, issue), default=None)
