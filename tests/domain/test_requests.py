"""Visits and approvals as state machines, turns in a pool, and times at which two people can meet."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.requests.approvals import APPROVALS, Approval, ApprovalState, steps_for
from domain.requests.clock_words import clock_in, without_clock
from domain.requests.machine import Machine, NotNow, Party
from domain.requests.slots import Calendar, free_on, moment, next_free, obstacle, off_on, spread
from domain.requests.visits import VISITS, Visit, VisitState, in_turn
from domain.sales.approvals import ApprovalRule, ApprovalStep
from domain.sales.people import Person, Rhythm, Role, WorkingHours

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
VISIT = Visit(1, "O-1", "ruth", "ruth", "kenji", (NOW + timedelta(days=2),), NOW)


def person(name: str, zone: str = "UTC", off: tuple[date, ...] = (), start: int = 9, end: int = 17) -> Person:
    hours = Rhythm(WorkingHours(time(start), time(end)))
    return Person(name, name.title(), Role.SPECIALIST, zone, hours, days_off=off)


@pytest.mark.parametrize("machine", [VISITS, APPROVALS])
def test_from_no_state_does_one_word_lead_to_two(machine: Machine[VisitState] | Machine[ApprovalState]) -> None:
    for move in machine.moves:
        alike = [other for other in machine.moves if other.name == move.name and set(other.sources) & set(move.sources)]
        assert alike == [move]


def test_every_state_is_reached_and_only_the_last_ones_are_settled() -> None:
    for machine, ends in (
        (VISITS, {"declined", "withdrawn", "cancelled", "held"}),
        (APPROVALS, set(ApprovalState) - {"running"}),
    ):
        reached = set(machine.start)
        for _ in machine.moves:
            reached |= {move.target for move in machine.moves if set(move.sources) & reached}
        assert reached == set(type(machine.start[0]))
        assert {state for state in reached if machine.settled(state)} == ends


@given(st.lists(st.tuples(st.sampled_from([move.name for move in VISITS.moves]), st.sampled_from(Party))))
def test_a_visit_is_agreed_only_where_both_sides_said_yes(moves: list[tuple[str, Party]]) -> None:
    visit = VISIT
    for name, party in moves:
        if not VISITS.allows(visit.state, name, party):
            with pytest.raises(NotNow):
                visit.moved(name, party)
            continue
        before, visit = visit.state, visit.moved(name, party)
        if visit.state is VisitState.AGREED:
            wanted = {VisitState.ASKED: Party.ASKED, VisitState.PROPOSED: Party.ASKING}
            assert party is wanted[before]


def test_the_clock_only_ends_what_was_agreed() -> None:
    assert [move.name for move in VISITS.moves if Party.CLOCK in move.by] == ["hold"]


IDS = st.sampled_from(["a", "b", "c", "asker", "owner", "manager"])
RULES = st.builds(
    ApprovalRule,
    st.just("discount_approval"),
    st.lists(
        st.builds(ApprovalStep, st.lists(IDS, max_size=3).map(tuple), st.booleans(), st.integers(0, 40).map(Decimal)),
        min_size=1,
        max_size=4,
    ).map(tuple),
    escalate_to=st.sampled_from(["", "c", "asker"]),
)


@given(RULES, st.integers(1, 60).map(Decimal), st.lists(IDS, max_size=8))
def test_nobody_decides_what_they_asked_for_and_every_step_needs_its_own_yes(
    rule: ApprovalRule, size: Decimal, tries: list[str]
) -> None:
    steps = steps_for(rule, size, ["manager", "asker"], ("asker", "owner"))
    assert len(steps) == sum(not step.above or size > step.above for step in rule.steps)
    assert not {"asker", "owner"} & {each for step in steps for each in step}
    if not steps or not all(steps):
        return
    approval = Approval(1, "O-1", "discount_approval", size, "asker", "owner", "", steps, NOW, NOW)
    approval = approval.escalated_to("asker").escalated_to("late")
    yes = 0
    for each in tries:
        if approval.may_decide(each):
            approval, yes = approval.approved(), yes + 1
    assert (approval.state is ApprovalState.APPROVED) == (yes == len(steps))
    for settled in (approval.refused(), approval.withdrawn()) if approval.deciders else (approval,):
        assert settled.deciders == ()
        with pytest.raises(NotNow):
            settled.approved()


def test_turns_go_to_whoever_was_asked_longest_ago() -> None:
    pool = [person("a"), person("b"), person("c"), person("d")]
    asked = {"a": NOW, "c": NOW - timedelta(days=1)}
    assert [each.id for each in in_turn(pool, asked)] == ["b", "d", "c", "a"]


def test_why_a_time_is_not_possible() -> None:
    day = date(2026, 12, 2)
    busy = (moment(day, time(11), "America/Chicago"), moment(day, time(12), "America/Chicago"))
    kenji = Calendar(person("kenji", "America/Chicago", (date(2026, 12, 3),)), (busy,))

    def why(day: date, clock: time) -> str:
        return obstacle(kenji, moment(day, clock, "America/Chicago"), 60, NOW)

    assert why(day, time(9)) == ""
    assert why(day, time(12)) == ""
    assert why(day, time(10, 30)) == "Kenji has another appointment then."
    assert why(day, time(16, 30)) == "Kenji works from 09:00 to 17:00 (CST)."
    assert why(date(2026, 12, 3), time(9)) == "Kenji is off on 3 Dec 2026."
    assert why(date(2026, 12, 5), time(9)) == "Kenji does not work on Saturdays."
    assert why(date(2026, 11, 23), time(9)) == "That time has passed."
    assert off_on(kenji, day) == ""


ZONES = st.sampled_from(["UTC", "America/Denver", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo"])
DAYS = st.dates(date(2026, 3, 1), date(2026, 11, 30))


@given(ZONES, ZONES, DAYS, st.sets(st.integers(0, 20)), st.integers(0, 23))
def test_what_is_offered_is_free_for_both_ahead_and_one_a_day(
    here: str, there: str, day: date, taken: set[int], hour: int
) -> None:
    now = moment(day, time(hour), here)
    starts = [now.replace(minute=0) + timedelta(hours=7 * each) for each in taken]
    who = Calendar(person("kenji", here), tuple((start, start + timedelta(minutes=60)) for start in starts))
    owner = Calendar(person("ruth", there, start=0, end=23))
    for slots in (next_free(now, who, (owner,), 60, now), free_on(day, who, (owner,), 60, now)):
        assert all(obstacle(calendar, slot, 60, now) == "" for slot in slots for calendar in (who, owner))
        assert all(before < after for before, after in pairwise(slots))
    offered = next_free(now, who, (owner,), 60, now)
    assert len({who.local(slot).date() for slot in offered}) == len(offered) == 3


def test_two_who_never_work_at_the_same_time_get_nothing() -> None:
    nights = Calendar(person("nights", "UTC", start=0, end=6))
    assert next_free(NOW, Calendar(person("days")), (nights,), 60, NOW) == ()


def test_of_many_times_three_are_shown() -> None:
    times = [NOW + timedelta(hours=each) for each in range(8)]
    assert spread(times) == (times[0], times[4], times[7])
    assert spread(times[:2]) == tuple(times[:2])


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("2pm", time(14)),
        ("Thursday 2 p.m.", time(14)),
        ("at 3", time(15)),
        ("at 10", time(10)),
        ("at 10 o'clock", time(10)),
        ("14:30", time(14, 30)),
        ("10h30", time(10, 30)),
        ("12 am", time(0)),
        ("12:15 pm", time(12, 15)),
        ("noon on Friday", time(12)),
        ("at 60 %", None),
        ("at 60k", None),
        ("at 10 %", None),
        ("at 12 Dec or at 13", None),
        ("the 3rd", None),
        ("between 2pm and 4pm", None),
        ("13pm", None),
        ("at 25", None),
        ("3/4", None),
        ("", None),
    ],
)
def test_the_one_time_of_day_in_words(words: str, clock: time | None) -> None:
    assert clock_in(words) == clock


def test_a_time_of_day_is_no_part_of_a_day() -> None:
    assert without_clock("Dec 3 at 10:30, please") == "Dec 3 at , please"


@given(st.text(max_size=60))
def test_no_words_break_it(words: str) -> None:
    assert clock_in(words) is None or isinstance(clock_in(words), time)
    without_clock(words)
