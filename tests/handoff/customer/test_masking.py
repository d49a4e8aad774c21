"""Masking: what of a name and a number is shown before anybody says why they need the whole."""

import pytest

from handoff.customer.policy import mask_name, mask_phone


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13912345678", "139****5678"),
        ("01066668888", "010****8888"),
        ("95000", "***00"),
        ("1234", "****"),
        ("1", "*"),
        ("", ""),
        (None, None),
    ],
)
def test_a_phone_never_shows_all(phone: str | None, shown: str | None):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(("name", "shown"), [("王芳", "王*"), ("欧阳娜娜", "欧***"), ("王", "王*"), (None, None)])
def test_a_name_shows_its_first_character(name: str | None, shown: str | None):
    assert mask_name(name) == shown
