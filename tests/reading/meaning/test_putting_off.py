"""What puts questions off is read as free text is: a name, a time, both or neither; and nothing that is neither."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reading.putting_off import PutOff, read_put_off
from domain.reading.reading import Context
from tests.reading.meaning.scenes import PROCESS, opportunity

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("America/New_York"))


def at(day: int, hour: int) -> datetime:
    return NOW.replace(day=day, hour=hour)


def read(text: str) -> PutOff | None:
    known = (opportunity("acme", "Acme", "Yard planner"), opportunity("bell", "Bellweather", "Press line"))
    return read_put_off(text, Context(NOW, PROCESS, known))


@pytest.mark.parametrize(
    ("text", "named", "until"),
    [
        ("", (), None),
        ("until Monday", (), date(2026, 11, 30)),
        ("2h", (), at(24, 11)),
        ("for 3 days", (), date(2026, 11, 27)),
        ("till 3pm please", (), at(24, 15)),
        ("acme until friday", (("acme",),), date(2026, 11, 27)),
        ("the question about Acme", (("acme",),), None),
        ("acme and bellweather until fri 3pm", (("acme",), ("bell",)), at(27, 15)),
    ],
)
def test_names_and_times(text: str, named: tuple[tuple[str, ...], ...], until: date | None) -> None:
    assert read(text) == PutOff(named, until)


def test_everything_is_said_so() -> None:
    assert read("everything until Monday") == PutOff((), date(2026, 11, 30), everything=True)


@pytest.mark.parametrize("text", ["until banana", "yesterday", "acme until the cows come home", "90m"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert read(text) is None


def test_a_name_nobody_knows_is_strange() -> None:
    found = read("rotor shop until friday")
    assert found
    assert found.strange
