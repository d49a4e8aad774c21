"""What a test needs and a machine may lack: the test is skipped then, unless `ZHIKE_REQUIRE` names the thing."""

import os
from typing import NoReturn

import pytest

REQUIRED = os.environ.get("ZHIKE_REQUIRE", "").replace(" ", "").split(",")


def is_required(thing: str) -> bool:
    """`ZHIKE_REQUIRE=bot,chromium` requires both."""
    return thing in REQUIRED


def lacking(thing: str, reason: str) -> NoReturn:
    """End the test: as failed where `thing` is required, else as skipped with the reason."""
    if is_required(thing):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
