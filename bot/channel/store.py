"""The tracker store as this channel needs it: nothing is silently kept in memory alone, nothing read or written twice.

Rasa's own SQL store opens the file anew for each access, and at each turn reads the whole session, makes its events out
of JSON and replays them. Here the trackers of late stay in memory as they are, and a turn appends its own events.
"""

from collections import OrderedDict
from collections.abc import Iterable
from itertools import islice
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot.channel.table import EventTable

MOST_LIVE = 500
"""Conversations kept in memory, the latest; a turn leaves some 10 KB. The others are read from the table again."""


class KeptTracker(DialogueStateTracker):
    """A tracker that knows how many of its events are in the table, and the id of the newest."""

    stored = 0
    last_id = 0


class DialogueStore(TrackerStore):
    """Named in bot/endpoints.yml; `db` is the file.

    Whoever retrieves a tracker owns it until it is saved: one that is not, because the turn failed, is forgotten, and
    the next turn reads what the table has.
    """

    def __init__(
        self, domain: Domain | None = None, event_broker: EventBroker | None = None, *, db: str, **_: Any
    ) -> None:
        super().__init__(domain, event_broker)
        self._table = EventTable(db)
        self._live: OrderedDict[str, KeptTracker] = OrderedDict()

    def init_tracker(self, sender_id: str) -> KeptTracker:
        return KeptTracker(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> KeptTracker | None:
        """The latest session. A kept one is used only if nobody else has written to the conversation since."""
        last_id = self._table.last_id(sender_id)
        live = self._live.pop(sender_id, None)
        if last_id is None or (live and live.last_id == last_id):
            return live if last_id else None
        events, last_id = self._table.session(sender_id)
        tracker = KeptTracker.from_dict(sender_id, events, self.domain.slots)
        tracker.stored, tracker.last_id = len(tracker.events), last_id
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        events = self._table.all(conversation_id)
        return DialogueStateTracker.from_dict(conversation_id, events, self.domain.slots) if events else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are new. Raises sqlite3.Error or DialogueMoved, and then none of them is stored."""
        if not isinstance(tracker, KeptTracker):
            raise TypeError("A tracker of this store is asked for.")
        new = list(islice(tracker.events, tracker.stored, None))
        newest = self._table.append(tracker.sender_id, new, after_id=tracker.last_id)
        kept = self._latest_session(tracker)
        kept.stored, kept.last_id = len(kept.events), newest
        self._live[kept.sender_id] = kept
        if len(self._live) > MOST_LIVE:
            self._live.popitem(last=False)

    def close(self) -> None:
        self._table.close()

    async def keys(self) -> Iterable[str]:
        return self._table.senders()

    def _latest_session(self, tracker: KeptTracker) -> KeptTracker:
        """The tracker as it would be read from the table: without what came before the session."""
        events = list(tracker.events)
        starts = [index for index, event in enumerate(events) if isinstance(event, SessionStarted)]
        if not starts or not starts[-1]:
            return tracker
        return KeptTracker.from_events(tracker.sender_id, events[starts[-1] :], self.domain.slots)


def dialogues(store: TrackerStore) -> DialogueStore:
    """The store itself: Rasa's wrapper around it would go on in memory, silently, when the disk fails.

    Raises RasaException when Rasa could not load it and took another one in its place.
    """
    inner = store._tracker_store if isinstance(store, FailSafeTrackerStore) else store
    if not isinstance(inner, DialogueStore):
        raise RasaException(f"Dialogues are to be kept in bot.channel.store.DialogueStore, not in {type(inner)}.")
    return inner
