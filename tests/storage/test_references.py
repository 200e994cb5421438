"""How conversations are reached, what was sent and which taps came: kept once, by whoever comes first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.chat.event import Place
from domain.chat.reference import Reference
from storage.teams import KeptReferences, KeptSends
from storage.unit_of_work import Storage

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = Place("teams", "tenant", "a:ruth")
RUTH = Reference("teams", "tenant", "a:ruth", "https://smba.trafficmanager.net/amer/", "personal", "28:bot", "29:ruth")
MINUTE = timedelta(seconds=60)


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_reference_is_found_as_it_was_told_last(storage: Storage) -> None:
    clock = Clock()
    references = KeptReferences(storage, clock)
    assert references.get(HERE) is None
    assert references.put(RUTH)
    assert not references.put(RUTH)
    moved = replace(RUTH, service_url="https://smba.trafficmanager.net/emea/")
    assert references.put(moved)
    assert references.get(HERE) == moved


def test_who_is_lost_is_lost_once_and_comes_back_with_the_next_word(storage: Storage) -> None:
    clock = Clock()
    references, others = KeptReferences(storage, clock), KeptReferences(storage, clock)
    references.put(RUTH)
    assert [others.lose(HERE), references.lose(HERE)] == [True, False]
    assert references.get(HERE) == replace(RUTH, unreachable=True)
    assert references.put(RUTH)
    assert references.get(HERE) == RUTH


def test_what_another_process_lost_is_seen_after_a_minute(storage: Storage) -> None:
    clock = Clock()
    references, others = KeptReferences(storage, clock), KeptReferences(storage, clock)
    references.put(RUTH)
    others.lose(HERE)
    assert not references.put(RUTH)
    clock.seconds = 60.0
    assert references.put(RUTH)
    assert references.get(HERE) == RUTH


def test_a_message_is_begun_by_one_and_known_by_the_id_it_was_sent_under(storage: Storage) -> None:
    sends = KeptSends(storage, lambda: NOON)
    assert [sends.begin("post-1"), sends.begin("post-1")] == [None, ""]
    sends.sent("post-1", "17")
    assert sends.begin("post-1") == "17"
    sends.unsent("post-1")
    assert sends.begin("post-1") is None


def test_a_tap_within_a_minute_of_the_first_is_the_first(storage: Storage) -> None:
    def seen(after: float, content: str = "x") -> datetime:
        with storage.begin() as uow:
            return uow.taps.first_seen("teams", "tenant", content, NOON + timedelta(seconds=after), MINUTE)

    assert [seen(0), seen(30), seen(59)] == [NOON] * 3
    assert seen(30, "y") == NOON + timedelta(seconds=30)
    assert seen(60) == NOON + MINUTE
    assert seen(110) == NOON + MINUTE


def test_what_is_old_is_forgotten(storage: Storage) -> None:
    with storage.begin() as uow:
        uow.taps.first_seen("teams", "tenant", "x", NOON, MINUTE)
        uow.sends.begin("post-1", NOON)
        before = NOON + timedelta(days=1)
        assert (uow.taps.forget(NOON), uow.sends.forget(NOON)) == (0, 0)
        assert (uow.taps.forget(before), uow.sends.forget(before)) == (1, 1)
