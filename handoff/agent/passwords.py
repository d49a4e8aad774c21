"""Passwords: which may be chosen, how one is made for somebody, and the slow hash that is all we keep of it."""

import asyncio
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from handoff.errors import InvalidRequest

LENGTH_MIN, LENGTH_MAX = 10, 128
KINDS_MIN = 5  # different characters; refuses aaaaaaaaaa and 1212121212
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: read aloud and typed from paper
COMMON = ("password", "123456", "qwerty", "admin", "zhike", "888888", "abc123", "iloveyou", "woaini")

_hasher = PasswordHash((Argon2Hasher(),))  # argon2id, 64 MiB, 3 passes: RFC 9106, second choice
# Each check takes 64 MiB and tens of milliseconds of a core: two at once leave the machine to the customers.
_threads = ThreadPoolExecutor(2, thread_name_prefix="passwords")


class PasswordTooWeak(InvalidRequest):
    code = "password_too_weak"
    message = f"密码至少 {LENGTH_MIN} 位，且不能包含用户名、常见密码或过多重复字符。"


def check_strength(password: str, *, username: str) -> None:
    """Long and hard to guess. No rules on kinds of characters: they make people predictable. Raises PasswordTooWeak."""
    folded = unicodedata.normalize("NFKC", password).casefold()
    is_common = any(word in folded and len(folded) < len(word) + KINDS_MIN for word in COMMON)
    is_short = not LENGTH_MIN <= len(password) <= LENGTH_MAX
    if is_short or is_common or len(set(folded)) < KINDS_MIN or username.casefold() in folded:
        raise PasswordTooWeak


def new_password() -> str:
    """`k7mp-2xwr-9htq-c4vn`: 16 of 31 characters, 79 random bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


def hash_now(password: str) -> str:
    """The argon2id hash, made on the calling thread: for the command line and the first start."""
    return _hasher.hash(_bytes(password))


async def hash_password(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_threads, hash_now, password)


async def is_correct(password: str, password_hash: str | None) -> bool:
    """Whether the password has this hash. Without a hash as much work is done, and the answer is no."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _verify, password, password_hash)


def _verify(password: str, password_hash: str | None) -> bool:
    is_equal = _hasher.verify(_bytes(password), password_hash or _nobodys_hash())
    return is_equal and password_hash is not None


@cache
def _nobodys_hash() -> str:
    return hash_now(new_password())


def _bytes(password: str) -> bytes:
    """JSON can carry lone surrogates; they are wrong passwords, not errors."""
    return password.encode("utf-8", "surrogatepass")
