"""How hard the tests try that look for trouble by chance: for seconds, or with `ZHIKE_TEST_LONG=1` for minutes."""

import os

IS_LONG = os.environ.get("ZHIKE_TEST_LONG", "") not in ("", "0")


def times(short: int, *, long: int) -> int:
    return long if IS_LONG else short
