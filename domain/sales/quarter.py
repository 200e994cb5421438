"""The fiscal calendar: quarters, halves and years, named as sales people name them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


def month_end(year: int, month: int) -> date:
    """The last day of that month; months beyond 12 run into the following years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last day where there is none or `day` was a last day."""
    end = month_end(day.year, day.month + months)
    last = day.day == monthrange(day.year, day.month)[1]
    return end if last else end.replace(day=min(day.day, end.day))


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A fiscal quarter. `year` is the calendar year in which its fiscal year ends; `number` is 1 to 4."""

    year: int
    number: int
    year_starts: int = 1

    @classmethod
    def of(cls, day: date, year_starts: int) -> "Quarter":
        """The fiscal quarter that holds `day`."""
        months = (day.month - year_starts) % 12
        first_year = day.year if day.month >= year_starts else day.year - 1
        ends_in = first_year if year_starts == 1 else first_year + 1
        return cls(ends_in, months // 3 + 1, year_starts)

    @property
    def end(self) -> date:
        starts_in = self.year if self.year_starts == 1 else self.year - 1
        return month_end(starts_in, self.year_starts + 3 * self.number - 1)

    @property
    def start(self) -> date:
        end = self.end
        return add_months(end.replace(day=1), -2)

    def plus(self, quarters: int) -> "Quarter":
        index = self.year * 4 + self.number - 1 + quarters
        return Quarter(index // 4, index % 4 + 1, self.year_starts)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return f"FY{self.year % 100:02d} Q{self.number}" if self.year_starts != 1 else f"Q{self.number} {self.year}"
