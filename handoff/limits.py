"""How often one key (an address, a conversation, an account) may do something, in all processes together.

Each process counts what it allows and tells the others (docs/decisions/0007). So nothing waits for Redis, and while
Redis is away, or where there is none, each process holds the limits for itself.
"""

import hashlib
import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

from handoff.errors import TooManyRequests
from handoff.realtime.hub import Hub
from handoff.realtime.messages import Counted
from handoff.settings import Settings

KEYS_MAX = 50_000  # the least recently seen are forgotten first, so a flood of addresses cannot fill the memory
ONE_LINE = 64  # bits of an IPv6 address that one line has: whoever has it may use a new one for each request


class RateLimit:
    """At most `times` in any `window_s` seconds for one key. `monotonic` is replaced in tests."""

    def __init__(self, times: int, window_s: float, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._times = times
        self._window_s = window_s
        self._monotonic = monotonic
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, key: str) -> None:
        """Count one. Raises TooManyRequests with the seconds until the next is allowed; a refusal is not counted."""
        now = self._monotonic()
        times = self._times_of(key, now)
        if len(times) == self._times:
            raise TooManyRequests(retry_after_s=max(1, round(self._window_s - (now - times[0]))))
        times.append(now)

    def count(self, key: str) -> None:
        """One that another process has allowed."""
        now = self._monotonic()
        self._times_of(key, now).append(now)

    def _times_of(self, key: str, now: float) -> deque[float]:
        """Those within the window, the oldest first."""
        self._forget(now)
        times = self._seen.setdefault(key, deque(maxlen=self._times))
        self._seen.move_to_end(key)
        while times and now - times[0] >= self._window_s:
            times.popleft()
        return times

    def _forget(self, now: float) -> None:
        """Keys with nothing in the window, and the least recently seen when there are too many."""
        while self._seen:
            times = next(iter(self._seen.values()))
            if len(self._seen) < KEYS_MAX and times and now - times[-1] < self._window_s:
                return
            self._seen.popitem(last=False)


class SharedLimit:
    """So many in a minute, in all processes of one installation together. They tell each other digests of keys."""

    def __init__(self, name: str, per_minute: int, *, hub: Hub, secret: bytes) -> None:
        self._name, self._hub, self._secret = name, hub, secret
        self._here = RateLimit(per_minute, 60)

    def check(self, key: str) -> None:
        """Count one, here and elsewhere. Raises TooManyRequests as RateLimit does."""
        digest = hashlib.blake2b(key.encode(), key=self._secret, digest_size=16).hexdigest()
        self._here.check(digest)
        self._hub.tell_others(Counted(self._name, digest))

    def hear(self, counted: Any) -> None:
        if isinstance(counted, Counted) and counted.limit == self._name:
            self._here.count(counted.key)


class Limits:
    """Every rate limit of the service, by what is counted."""

    def __init__(self, settings: Settings, hub: Hub) -> None:
        secret = hashlib.sha256(settings.bot_key.get_secret_value().encode()).digest()

        def shared(name: str, per_minute: int) -> SharedLimit:
            limit = SharedLimit(name, per_minute, hub=hub, secret=secret)
            hub.subscribe(limit, "limits")
            return limit

        self.sessions = shared("sessions", settings.sessions_per_minute)  # by address
        self.messages = shared("messages", settings.messages_per_minute)  # by conversation
        self.moves = shared("moves", settings.messages_per_minute)  # by conversation: a person, the bot, the end, again
        self.sign_ins = shared("sign_ins", settings.sign_ins_per_minute)  # by address; a whole branch may share one
        self.lookups = shared("lookups", settings.lookups_per_minute)  # by conversation: numbers cannot be guessed


def line_of(address: str) -> str:
    """What is counted for an address: itself, or the network that one line has in IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, ONE_LINE), strict=False))
