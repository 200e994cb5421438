"""Short replies to "when?" in other languages."""

import subprocess
import sys
from datetime import date

import pytest

from domain.reading.foreign_dates import foreign_day
from domain.sales.process import SalesProcess
from tests.reading.values.scenes import CALENDAR, FRIDAY, JULY, at


@pytest.mark.parametrize(
    ("text", "process", "day"),
    [
        ("15. März", JULY, date(2027, 3, 15)),
        ("le 15 mars", JULY, date(2027, 3, 15)),
        ("15 de enero", CALENDAR, date(2027, 1, 15)),
        ("15 gennaio 2028", CALENDAR, date(2028, 1, 15)),
        ("15 mars 2020", CALENDAR, None),
        ("31 februari", CALENDAR, None),
        ("60", CALENDAR, None),
        ("mars", CALENDAR, None),
        ("", CALENDAR, None),
        ("9999-12-31 23:59:59+14", CALENDAR, None),
        ("1" * 50, CALENDAR, None),
        ("15 mars " * 20, CALENDAR, None),
        ("\ud800 15\0", CALENDAR, None),
    ],
)
def test_a_whole_short_reply_with_day_and_month(text: str, process: SalesProcess, day: date | None) -> None:
    assert foreign_day(text, at(FRIDAY), process) == day


def test_dateparser_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, domain.reading.foreign_dates, domain.reading.paint; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
