"""How long guessing locks an account, and who counts as whose page. Pure."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

LOCK_FIRST = timedelta(minutes=1)
LOCK_MAX = timedelta(hours=1)  # longer only helps somebody who wants to keep a colleague out


def lock_for(failures: int, *, allowed: int) -> timedelta | None:
    """The pause after so many wrong passwords in a row: none below `allowed`, then 1, 2, 4 … minutes, to an hour."""
    if failures < allowed:
        return None
    return min(LOCK_FIRST * 2 ** min(failures - allowed, 10), LOCK_MAX)


def is_own_origin(origin: str, *, host: str, allowed: Iterable[str]) -> bool:
    """Whether a page at `origin` (`https://desk.example.cn`) is ours: the host it called, or one the operator lists."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    is_same_host = parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower() != ""
    return is_same_host or origin in {entry.rstrip("/") for entry in allowed}
