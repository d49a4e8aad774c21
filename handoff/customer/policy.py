"""What of a customer may be shown, and how old makes elderly. Pure."""

from datetime import date

SHORT_PHONE = 4  # digits; two of them would be half of it
ELDERLY_FROM_YEARS = 60  # 《老年人权益保障法》第二条


def mask_name(name: str | None) -> str | None:
    """王芳 → 王*, 欧阳娜娜 → 欧***: the first character and the length stay."""
    return name and name[0] + "*" * max(1, len(name) - 1)


def mask_phone(phone: str | None) -> str | None:
    """13912345678 → 139****5678; shorter numbers keep their last two digits, and very short ones none."""
    if not phone:
        return phone
    if len(phone) >= 11:
        return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
    shown = 2 if len(phone) > SHORT_PHONE else 0
    return "*" * (len(phone) - shown) + phone[len(phone) - shown :]


def is_elderly(birth_date: date, *, today: date) -> bool:
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday) >= ELDERLY_FROM_YEARS
