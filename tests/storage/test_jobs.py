"""The outbox and timer: order in a lane, leases, dead letters; and the log of the practice room."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.records import Job
from storage.unit_of_work import CannotKeep, Storage, UnitOfWork

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


def add(uow: UnitOfWork, lane: str = "a", due: datetime = NOON, kind: str = "post") -> int:
    job_id = uow.jobs.add(kind, lane, due, {"lane": lane})
    assert job_id is not None
    return job_id


def claim(uow: UnitOfWork, now: datetime = NOON, *kinds: str) -> Job:
    job = uow.jobs.claim(now, LEASE, kinds or None)
    assert job is not None
    return job


def test_a_key_is_queued_once_even_after_it_is_done(storage: Storage) -> None:
    with storage.begin() as uow:
        assert uow.jobs.add("digest", "a", NOON, {}, key="ana:2026-11-22") is not None
        assert uow.jobs.add("digest", "b", NOON, {}, key="ana:2026-11-22") is None
        assert uow.jobs.settle(claim(uow))
        assert uow.jobs.add("digest", "a", NOON, {}, key="ana:2026-11-22") is None
        assert uow.jobs.add("digest", "a", NOON, {}) is not None
        assert uow.jobs.add("digest", "a", NOON, {}) is not None


def test_a_job_says_all_it_was_given(storage: Storage) -> None:
    body = {"text": "“hi” \x00 🙂", "nested": ({"n": 1.5, "none": None, 7: True},)}
    with storage.begin() as uow:
        job_id = uow.jobs.add("post", "dm-ana", NOON, body, key="k")
        kept = {"text": "“hi” \ufffd 🙂", "nested": [{"n": 1.5, "none": None, "7": True}]}
        assert uow.jobs.claim(NOON, LEASE) == Job(job_id or 0, "post", "dm-ana", NOON + LEASE, kept, "k", 1)


def test_what_is_no_json_is_refused_in_words(storage: Storage) -> None:
    def write() -> None:
        with storage.begin() as uow:
            uow.jobs.add("post", "a", NOON, {"n": float("nan")})

    with pytest.raises(CannotKeep, match="JSON"):
        write()


def test_a_lane_runs_one_job_at_a_time_in_order_of_arrival(storage: Storage) -> None:
    with storage.begin() as uow:
        first, second, other = add(uow), add(uow, due=NOON - LEASE), add(uow, "b", NOON + SECOND)
        head = claim(uow)
        assert head.id == first
        assert uow.jobs.claim(NOON, LEASE) is None
        assert claim(uow, NOON + SECOND).id == other
        assert uow.jobs.settle(head)
        assert claim(uow, NOON + SECOND).id == second


def test_a_head_that_is_not_due_holds_its_lane_but_no_other(storage: Storage) -> None:
    with storage.begin() as uow:
        add(uow, due=NOON + LEASE)
        add(uow)
        other = add(uow, "b")
        assert claim(uow).id == other
        assert uow.jobs.claim(NOON, LEASE) is None
        assert uow.jobs.next_due() == NOON + LEASE


def test_only_the_kinds_asked_for_are_claimed_and_they_too_wait_for_their_lane(storage: Storage) -> None:
    with storage.begin() as uow:
        add(uow, "a", kind="post")
        add(uow, "a", kind="nudge")
        later = add(uow, "b", NOON + SECOND, kind="nudge")
        assert uow.jobs.claim(NOON, LEASE, ["nudge"]) is None
        assert uow.jobs.next_due(["nudge"]) == NOON + SECOND
        assert uow.jobs.next_due(["post"]) == NOON
        assert uow.jobs.next_due(["digest"]) is None
        assert uow.jobs.claim(NOON, LEASE, []) is None
        assert claim(uow, NOON + SECOND, "nudge", "digest").id == later


def test_what_is_due_longest_is_claimed_first(storage: Storage) -> None:
    with storage.begin() as uow:
        later, sooner = add(uow, "a", NOON), add(uow, "b", NOON - SECOND)
        assert [claim(uow).id, claim(uow).id] == [sooner, later]


def test_a_job_whose_lease_ended_comes_due_again_and_the_late_worker_is_refused(storage: Storage) -> None:
    with storage.begin() as uow:
        add(uow)
        late = claim(uow)
        assert uow.jobs.claim(NOON + LEASE - SECOND, LEASE) is None
        again = claim(uow, NOON + LEASE)
        assert (again.id, again.tries) == (late.id, 2)
        assert not uow.jobs.settle(late)
        assert not uow.jobs.fail(late, "too late", None)
        assert uow.jobs.settle(again)
        assert not uow.jobs.settle(again)
        assert uow.jobs.next_due() is None


def test_a_failed_job_keeps_its_place_and_its_reason(storage: Storage) -> None:
    with storage.begin() as uow:
        first, second = add(uow), add(uow)
        assert uow.jobs.fail(claim(uow), "429", NOON + SECOND)
        assert uow.jobs.claim(NOON, LEASE) is None
        again = claim(uow, NOON + SECOND)
        assert (again.id, again.tries, again.error) == (first, 2, "429")
        assert uow.jobs.settle(again)
        assert claim(uow, NOON + SECOND).id == second


def test_a_dead_letter_frees_its_lane_and_is_listed_retried_or_dropped(storage: Storage) -> None:
    with storage.begin() as uow:
        first, second = add(uow), add(uow)
        assert uow.jobs.fail(claim(uow), "channel_not_found", None)
        assert uow.jobs.fail(claim(uow), "is_archived", None)
        assert uow.jobs.claim(NOON, LEASE) is None
        assert [(job.id, job.error) for job in uow.jobs.dead(10)] == [
            (first, "channel_not_found"),
            (second, "is_archived"),
        ]
        assert len(uow.jobs.dead(1)) == 1
        assert uow.jobs.retry(first)
        assert not uow.jobs.retry(first)
        assert uow.jobs.drop(second)
        assert not uow.jobs.drop(second)
        assert uow.jobs.dead(10) == ()
        again = claim(uow, NOON + LEASE)
        assert (again.id, again.tries) == (first, 2)
        assert not uow.jobs.drop(first)


def test_an_id_that_was_dropped_is_not_given_again(storage: Storage) -> None:
    with storage.begin() as uow:
        dropped = add(uow)
        uow.jobs.fail(claim(uow), "no", None)
        assert uow.jobs.drop(dropped)
        assert add(uow) > dropped


def test_what_was_done_long_ago_is_forgotten_and_nothing_else(storage: Storage) -> None:
    with storage.begin() as uow:
        done, dead, waiting = add(uow), add(uow), add(uow)
        assert uow.jobs.settle(claim(uow))
        assert uow.jobs.fail(claim(uow), "no", None)
        assert uow.jobs.forget(NOON + LEASE) == 0
        assert uow.jobs.forget(NOON + LEASE + SECOND) == 1
        assert [job.id for job in uow.jobs.dead(9)] == [dead]
        assert claim(uow).id == waiting
        assert done < dead < waiting


def test_an_event_counts_once_until_it_is_forgotten(storage: Storage) -> None:
    with storage.begin() as uow:
        assert uow.events.first_time("slack", "T1", "Ev1", NOON)
        assert not uow.events.first_time("slack", "T1", "Ev1", NOON + LEASE)
        assert uow.events.first_time("slack", "T2", "Ev1", NOON)
        assert uow.events.first_time("teams", "T1", "Ev1", NOON + SECOND)
        assert uow.events.forget(NOON + SECOND) == 2
        assert uow.events.first_time("slack", "T1", "Ev1", NOON)
        assert not uow.events.first_time("teams", "T1", "Ev1", NOON)


def test_the_room_is_followed_by_seq_through_inserts_edits_and_removals(storage: Storage) -> None:
    with storage.begin() as uow:
        assert uow.room.newest() == 0
        first = uow.room.add("m1", "dm-ana", "", "ana", {"text": "hi"}, NOON)
        second = uow.room.add("m2", "dm-ana", "m1", "quarterback", {"text": "yes?"}, NOON)
        elsewhere = uow.room.add("m3", "dm-ben", "", "ben", {"text": "oh"}, NOON)
        assert uow.room.since(["dm-ana"], 0, 10) == (first, second)
        assert uow.room.since(["dm-ana", "dm-ben"], second.seq, 10) == (elsewhere,)
        edited = uow.room.edit("m1", {"text": "hello"}, NOON + SECOND)
        removed = uow.room.remove("m2", NOON + SECOND)
        assert edited is not None
        assert removed is not None
        assert (edited.body, edited.edited, edited.order, edited.at) == ({"text": "hello"}, True, first.order, NOON)
        assert (removed.body, removed.removed, removed.order) == ({}, True, second.order)
        assert uow.room.since(["dm-ana", "dm-ben"], elsewhere.seq, 10) == (edited, removed)
        assert uow.room.since(["dm-ana", "dm-ben"], elsewhere.seq, 1) == (edited,)
        assert uow.room.newest() == removed.seq
        assert uow.room.latest("dm-ana", 10) == (edited, removed)
        assert uow.room.latest("dm-ana", 1) == (removed,)


def test_adding_the_same_message_twice_is_one_message_and_a_removed_one_stays_removed(storage: Storage) -> None:
    with storage.begin() as uow:
        first = uow.room.add("m1", "dm-ana", "", "ana", {"text": "hi"}, NOON)
        assert uow.room.add("m1", "dm-ben", "", "ben", {"text": "other"}, NOON) == first
        removed = uow.room.remove("m1", NOON)
        assert uow.room.edit("m1", {"text": "back"}, NOON) == removed
        assert uow.room.remove("m1", NOON + SECOND) == removed
        assert uow.room.get("m1") == removed
        assert uow.room.edit("m9", {}, NOON) is None
