"""How often one key (an address, a conversation, an account) may do something, counted in this process."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from handoff.errors import TooManyRequests
from handoff.settings import Settings

KEYS_MAX = 50_000  # the least recently seen are forgotten first, so a flood of addresses cannot fill the memory


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
        times = self._seen.setdefault(key, deque(maxlen=self._times))
        self._seen.move_to_end(key)
        while len(self._seen) > KEYS_MAX:
            self._seen.popitem(last=False)
        if len(times) == self._times and now - times[0] < self._window_s:
            raise TooManyRequests(retry_after_s=max(1, round(self._window_s - (now - times[0]))))
        times.append(now)


class Limits:
    """Every rate limit of the service, by what is counted."""

    def __init__(self, settings: Settings) -> None:
        self.sessions = RateLimit(settings.sessions_per_minute, 60)  # by address
        self.messages = RateLimit(settings.messages_per_minute, 60)  # by conversation
        self.moves = RateLimit(settings.messages_per_minute, 60)  # by conversation: a person, the bot, the end, again
        self.sign_ins = RateLimit(settings.sign_ins_per_minute, 60)  # by address; a whole branch may share one
        self.lookups = RateLimit(settings.lookups_per_minute, 60)  # by conversation: ticket numbers cannot be guessed
