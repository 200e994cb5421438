"""What an assistant may do for a rep: how much, from when, until when, unless the rep has ended it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.sales.grants import Grant, Scope, in_force, in_words
from domain.sales.people import Directory, Person, Role, at_this_moment

RUTH = Person("ruth@x.example", "Ruth", Role.REP, "America/New_York", team="East")
OWEN = Person("owen@x.example", "Owen", Role.REP, "America/Los_Angeles", team="East")
JUDITH = Person("judith@x.example", "Judith", Role.MANAGER, leads=("East",))


def paula(*grants: Grant) -> Person:
    return Person("paula@x.example", "Paula", Role.ASSISTANT, serves=tuple(g.rep for g in grants), grants=grants)


def test_each_scope_includes_those_before_it() -> None:
    assert Scope.FORECAST.includes(Scope.READ)
    assert Scope.UPDATE.includes(Scope.UPDATE)
    assert not Scope.READ.includes(Scope.UPDATE)
    assert not Scope.UPDATE.includes(Scope.FORECAST)


@pytest.mark.parametrize(
    ("scope", "may"),
    [(Scope.READ, {Scope.READ}), (Scope.UPDATE, {Scope.READ, Scope.UPDATE}), (Scope.FORECAST, set(Scope))],
)
def test_an_assistant_may_what_the_grant_says_and_a_rep_and_their_manager_everything(
    scope: Scope, may: set[Scope]
) -> None:
    assistant = paula(Grant(RUTH.id, scope))
    people = Directory([RUTH, OWEN, JUDITH, assistant])
    assert {each for each in Scope if people.may(assistant, RUTH.id, each)} == may
    assert not any(people.may(assistant, OWEN.id, each) for each in Scope)
    assert all(people.may(person, RUTH.id, each) for each in Scope for person in (RUTH, JUDITH))
    assert people.updates_for(assistant) == ((RUTH.id,) if Scope.UPDATE in may else ())
    assert people.sells_for(assistant) == (RUTH.id,)
    assert people.speakers_for(RUTH.id) == ((assistant, assistant.grants[0]),)


def test_whom_a_file_or_an_import_names_without_more_may_be_updated_for() -> None:
    assistant = Person("paula@x.example", "Paula", Role.ASSISTANT, serves=(RUTH.id,))
    assert Directory([RUTH, assistant]).updates_for(assistant) == (RUTH.id,)


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        ("2026-11-01T03:59:00+00:00", False),  # in New York it is still 31 October
        ("2026-11-01T04:00:00+00:00", True),
        ("2026-11-21T04:59:00+00:00", True),  # 23:59 on its last day, where the rep lives
        ("2026-11-21T05:59:00+00:00", False),  # an hour later
    ],
)
def test_days_are_the_reps_own_and_both_count(now: str, holds: bool) -> None:
    grant = Grant(RUTH.id, starts=date(2026, 11, 1), ends=date(2026, 11, 20))
    at = datetime.fromisoformat(now).astimezone(UTC)
    assert bool(in_force("paula@x.example", [grant], (), ZoneInfo(RUTH.zone), at)) is holds
    people = Directory(at_this_moment([RUTH, OWEN, paula(grant)], (), at))
    assistant = people.get("paula@x.example")
    assert assistant
    assert people.sells_for(assistant) == ((RUTH.id,) if holds else ())


def test_what_the_rep_ended_holds_no_longer_and_nobody_elses_grant_is_touched() -> None:
    everybody = [RUTH, OWEN, paula(Grant(RUTH.id), Grant(OWEN.id))]
    now = datetime(2026, 11, 23, 17, tzinfo=UTC)
    people = Directory(at_this_moment(everybody, {("paula@x.example", RUTH.id)}, now))
    assistant = people.get("paula@x.example")
    assert assistant
    assert people.sells_for(assistant) == (OWEN.id,)
    assert people.speakers_for(RUTH.id) == ()
    assert not people.may(assistant, RUTH.id, Scope.READ)


def test_a_grant_in_words() -> None:
    assert in_words(Grant(RUTH.id)) == "read and update"
    ending = Grant(RUTH.id, Scope.READ, date(2026, 11, 1), date(2026, 12, 31))
    assert in_words(ending) == "read only, from 1 Nov 2026, until 31 Dec 2026"
