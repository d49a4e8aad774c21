"""Where dialogues are kept: what was saved is there after a crash, and what was not saved never happened."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot.channel import store as kept
from bot.channel.store import DialogueStore, KeptTracker, dialogues
from bot.channel.table import DialogueMoved

CHEN, WANG = "c_chen", "c_wang"


@pytest.fixture
def domain() -> Domain:
    return Domain.from_yaml(
        'version: "3.1"\nintents: [greet]\nslots:\n  phone: {type: text, mappings: [{type: custom}]}\n'
        "responses:\n  utter_greet: [{text: 您好}]\n"
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tracker.db"


@pytest.fixture
def store(domain: Domain, file: Path) -> DialogueStore:
    return DialogueStore(domain, db=str(file))


def greeting() -> list[Event]:
    return [
        ActionExecuted("action_listen"),
        UserUttered("你好", {"name": "greet", "confidence": 0.9}, message_id="c_chen:1"),
        ActionExecuted("utter_greet"),
        BotUttered("您好"),
        SlotSet("phone", "13800138000"),
    ]


def say(store: DialogueStore, events: list[Event], sender: str = CHEN) -> KeptTracker:
    """Retrieve, add the events and save, as a turn does."""
    tracker = find(store, sender) or store.init_tracker(sender)
    tracker.update_with_events(events, store.domain)
    asyncio.run(store.save(tracker))
    return tracker


def find(store: DialogueStore, sender: str = CHEN) -> KeptTracker | None:
    return asyncio.run(store.retrieve(sender))


def told(tracker: DialogueStateTracker | None) -> list[dict]:
    assert tracker is not None
    return [event.as_dict() for event in tracker.events]


def test_a_dialogue_nobody_began_is_not_there(store: DialogueStore) -> None:
    assert find(store) is None


def test_a_new_process_finds_what_the_old_one_saved(store: DialogueStore, domain: Domain, file: Path) -> None:
    saved = say(store, greeting())
    read = find(DialogueStore(domain, db=str(file)))
    assert told(read) == told(saved)
    assert read is not None
    assert read.get_slot("phone") == "13800138000"
    assert read.latest_action_name == saved.latest_action_name


def test_a_kept_dialogue_goes_on_without_being_read_again(store: DialogueStore) -> None:
    saved = say(store, greeting())
    assert find(store) is saved


def test_each_event_is_written_once(store: DialogueStore, domain: Domain, file: Path) -> None:
    say(store, greeting())
    saved = say(store, [ActionExecuted("action_listen")])
    assert told(find(DialogueStore(domain, db=str(file)))) == told(saved)


def test_what_a_failed_turn_did_to_a_dialogue_is_forgotten(store: DialogueStore) -> None:
    before = told(say(store, greeting()))
    failed = find(store)
    assert failed is not None
    failed.update(SlotSet("phone", "0"))
    again = find(store)
    assert told(again) == before
    assert again is not None
    assert again.get_slot("phone") == "13800138000"


def test_what_another_process_wrote_is_seen(store: DialogueStore, domain: Domain, file: Path) -> None:
    say(store, greeting())
    saved = say(DialogueStore(domain, db=str(file)), [SlotSet("phone", "13900139000")])
    assert told(find(store)) == told(saved)


def test_of_two_turns_at_once_in_two_processes_one_is_kept(store: DialogueStore, domain: Domain, file: Path) -> None:
    say(store, greeting())
    late = find(store)
    first = say(DialogueStore(domain, db=str(file)), [SlotSet("phone", "13900139000")])
    assert late is not None
    late.update(SlotSet("phone", "0"))
    with pytest.raises(DialogueMoved):
        asyncio.run(store.save(late))
    assert told(find(store)) == told(first)


def test_a_new_session_begins_with_itself(store: DialogueStore, domain: Domain, file: Path) -> None:
    say(store, greeting())
    session: list[Event] = [SessionStarted(), SlotSet("phone", "13800138000"), ActionExecuted("action_listen")]
    say(store, [ActionExecuted("action_session_start"), *session])
    live, read = find(store), find(DialogueStore(domain, db=str(file)))
    assert told(live) == told(read)
    assert [event.type_name for event in live.events] == ["session_started", "slot", "action"]
    say(DialogueStore(domain, db=str(file)), [ActionExecuted("utter_greet")])
    assert len(told(find(store))) == 4
    assert len(told(asyncio.run(store.retrieve_full_tracker(CHEN)))) == len(greeting()) + 5


def test_only_the_latest_dialogues_stay_in_memory(store: DialogueStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_LIVE", 1)
    first = say(store, greeting())
    say(store, greeting(), WANG)
    read = find(store)
    assert read is not first
    assert told(read) == told(first)
    assert sorted(asyncio.run(store.keys())) == [CHEN, WANG]


def test_a_disk_that_fails_fails_the_save_and_nothing_is_kept(store: DialogueStore, file: Path) -> None:
    before = told(say(store, greeting()))
    with sqlite3.connect(file) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON events WHEN NEW.action_name = 'utter_greet' "
            "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(sqlite3.Error, match="disk full"):
        say(store, [ActionExecuted("action_listen"), ActionExecuted("utter_greet")])
    assert told(find(store)) == before


def test_rasas_own_store_reads_and_writes_the_same_table(store: DialogueStore, domain: Domain, file: Path) -> None:
    saved = say(store, greeting())
    rasas = SQLTrackerStore(domain, dialect="sqlite", db=str(file))
    read = asyncio.run(rasas.retrieve(CHEN))
    assert told(read) == told(saved)
    read.update(SlotSet("phone", "13900139000"))
    asyncio.run(rasas.save(read))
    assert told(find(store)) == told(read)


def test_another_store_in_its_place_is_refused(domain: Domain) -> None:
    with pytest.raises(RasaException, match="DialogueStore"):
        dialogues(InMemoryTrackerStore(domain))
