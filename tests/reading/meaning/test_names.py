"""Names are found in part and with a slip of the keyboard, but never so loosely that two fit unnoticed."""

import pytest

from domain.reading.fold import fold
from domain.reading.names import Roster
from domain.reading.spelling import slips_between

ROSTER = Roster(
    [
        ("a", "Globex Fleet Tracker", "Globex", "Fleet Tracker"),
        ("b", "Acme Dock Scheduler", "Acme", "Dock Scheduler"),
        ("c", "Acme Yard Manager", "Acme", "Yard Manager"),
        ("d", "Müller Depot Suite", "Müller Logistik", "Depot Suite"),
        ("e", "Blue Heron Freight Audit", "Blue Heron", "Freight Audit"),
        ("f", "Target Shelf View", "Target", "Shelf View"),
        ("g", "Rossi Driver App", "Rossi & Figli", "Driver App"),
        ("h", "Q3 Systems Upgrade", "Q3 Systems", "Spindle Kit"),
        ("i", "Northstar Cold Chain", "Northstar Foods", "Cold Chain Monitor"),
    ]
)


def found(text: str) -> list[tuple[str, ...]]:
    return [mention.ids for mention in ROSTER.mentions(text, fold(text))]


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("Globex is fine", "a"),
        ("globx is fine", "a"),
        ("golbex is fine", "a"),
        ("muller is fine", "d"),
        ("Mueller is fine", "d"),
        ("blue heron is fine", "e"),
        ("heron is fine", "e"),
        ("acme yard", "c"),
        ("Acme's yard manager", "c"),
        ("acme dock scheduler", "b"),
        ("the yard manager deal", "c"),
        ("the yard deal", "c"),
        ("fleet tracker is fine", "a"),
        ("rossi & figli", "g"),
        ("north star is fine", "i"),
        ("northsatr foods", "i"),
        ("target closes in March", "f"),
        ("we met Target today", "f"),
        ("Q3 Systems is fine", "h"),
    ],
)
def test_a_name_is_found(text: str, identity: str) -> None:
    assert found(text) == [(identity,)]


@pytest.mark.parametrize(
    "text",
    [
        "we missed the target",
        "it came back",
        "the app is slow",
        "blue sky",
        "our manager is out",
        "closing in Q3",
        "the yard is wet",
        "glow",
        "a figli",
        "start over",
    ],
)
def test_everyday_words_are_no_names(text: str) -> None:
    assert found(text) == []


def test_a_name_that_two_have_fits_both() -> None:
    assert found("acme is at 80%") == [("b", "c")]


def test_a_slip_that_two_names_are_equally_near_to_fits_both() -> None:
    roster = Roster([("a", "Kestrel One", "Kestrel", "One"), ("b", "Kestren Two", "Kestren", "Two")])
    (mention,) = roster.mentions("kestrep is fine", "kestrep is fine")
    assert mention.ids == ("a", "b")


def test_words_of_the_process_are_not_misspelt_names() -> None:
    roster = Roster([("a", "Tenders Inc", "Tendera", "Kit")])
    assert roster.mentions("tendere is out", "tendere is out", frozenset({"tendere"})) == []


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("globex", "globex", 0), ("globx", "globex", 1), ("golbex", "globex", 1), ("gobx", "globex", 2), ("", "abc", 3)],
)
def test_slips_are_letters_added_dropped_changed_or_swapped(one: str, other: str, slips: int) -> None:
    assert slips_between(one, other) == slips
