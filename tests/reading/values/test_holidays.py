"""Holidays of any year, from their rules."""

from datetime import date

import pytest

from domain.reading.holidays import HOLIDAYS, NAMES, UNKNOWN, easter


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("easter", date(2024, 3, 31)),
        ("easter", date(2025, 4, 20)),
        ("easter", date(2026, 4, 5)),
        ("easter", date(2038, 4, 25)),
        ("good friday", date(2027, 3, 26)),
        ("whit monday", date(2027, 5, 17)),
        ("thanksgiving", date(2028, 11, 23)),
        ("labor day", date(2026, 9, 7)),
        ("memorial day", date(2026, 5, 25)),
        ("mlk day", date(2026, 1, 19)),
        ("presidents day", date(2026, 2, 16)),
        ("victoria day", date(2026, 5, 18)),
        ("boss's day", date(2016, 10, 17)),
        ("boss's day", date(2021, 10, 15)),
        ("king's day", date(2014, 4, 26)),
        ("cyber monday", date(2026, 11, 30)),
    ],
)
def test_days_of_known_years(name: str, day: date) -> None:
    assert HOLIDAYS[name](day.year) == day


def test_easter_is_a_sunday_between_its_bounds() -> None:
    for year in range(1900, 2200):
        assert easter(year).weekday() == 6
        assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_every_holiday_has_its_day_in_its_year() -> None:
    for of_year in HOLIDAYS.values():
        for year in range(1990, 2100):
            assert of_year(year).year == year


def test_every_name_is_found_by_its_first_word() -> None:
    assert {name for names in NAMES.values() for name in names} == {*HOLIDAYS, *UNKNOWN}
