"""Who is who on a platform and its sealed keys: found again by everybody, replaced by one at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.chat.link import Link
from storage.links import KeptLinks
from storage.slack import KeptInstalls
from storage.unit_of_work import Storage
from tests.storage import work

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANA = Link("slack", "T1", "U1", "ana@example.com", "D1")


class Clock:
    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time


def test_a_link_is_found_again_as_it_was_written_last(storage: Storage) -> None:
    clock = Clock()
    links = KeptLinks("slack", storage, clock.now)
    assert links.get("T1", "U1") is None
    links.put(replace(ANA, person="", asked=True, claim="ana@example.com"))
    clock.time += timedelta(days=1)
    links.put(ANA)
    assert links.get("T1", "U1") == (ANA, clock.time)
    assert links.get("T2", "U1") is None


def test_what_others_learn_of_a_user_meanwhile_stays(storage: Storage) -> None:
    """Two activities at once: one learns who it is, the other where they are written to."""
    links = KeptLinks("teams", storage, Clock().now)
    new = Link("teams", "T1", "U1")
    links.put(replace(new, conversation="D1"), ["conversation"])
    links.put(replace(new, person="ana@example.com"), ["person"])
    links.put(replace(new, asked=True), ["asked"])
    assert links.get("T1", "U1") == (replace(new, person="ana@example.com", conversation="D1", asked=True), NOON)


def test_a_person_of_several_users_is_the_one_linked_last(storage: Storage) -> None:
    clock = Clock()
    links = KeptLinks("slack", storage, clock.now)
    links.put(ANA)
    clock.time += timedelta(hours=1)
    links.put(replace(ANA, workspace="T2", user="U9", conversation="D9"))
    newest = links.of_person("ana@example.com")
    assert newest is not None
    assert newest.user == "U9"
    assert links.of_person("bob@example.com") is None


def test_keys_are_kept_by_workspace_until_they_are_removed(storage: Storage) -> None:
    installs = KeptInstalls(storage, lambda: NOON)
    installs.put("T1", "one")
    installs.put("T2", "two")
    installs.put("T1", "new")
    assert (installs.get("T1"), list(installs.workspaces())) == ("new", ["T1", "T2"])
    installs.remove("T1")
    installs.remove("T1")
    assert (installs.get("T1"), list(installs.workspaces())) == (None, ["T2"])


def test_a_swap_replaces_only_what_was_seen(storage: Storage) -> None:
    installs = KeptInstalls(storage, lambda: NOON)
    assert not installs.swap("T1", "old", "new")
    installs.put("T1", "old")
    assert not installs.swap("T1", "other", "new")
    assert installs.swap("T1", "old", "new")
    assert installs.get("T1") == "new"


def test_of_many_that_claim_at_once_one_may(storage: Storage) -> None:
    installs = KeptInstalls(storage, lambda: NOON)
    installs.put("T1", "sealed")
    assert sum(work.at_once(8, lambda _: installs.claim("T1", 30))) == 1


def test_a_claim_ends_by_itself_or_when_it_is_released(storage: Storage) -> None:
    clock = Clock()
    installs = KeptInstalls(storage, clock.now)
    installs.put("T1", "sealed")
    assert installs.claim("T1", 30)
    assert not installs.claim("T1", 30)
    clock.time += timedelta(seconds=30)
    assert installs.claim("T1", 30)
    installs.release("T1")
    assert installs.claim("T1", 30)
    assert not installs.claim("T9", 30)
