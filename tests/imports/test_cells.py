"""Cells: amounts, days and percent as exports write them, and what is refused rather than guessed."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sales.imports.cells import CellFault, Habits, nearest, percent, slug, squash, words
from domain.sales.imports.days import day, proven_order
from domain.sales.imports.habits import Hints
from domain.sales.imports.money import amount, decimal_mark
from domain.sales.process import DateOrder, SalesProcess

DOT, COMMA, TORN = Habits(decimal="."), Habits("EUR", DateOrder.DAY_FIRST, ","), Habits(decimal="", date_order=None)
DOLLARS = SalesProcess(())
EUROS = SalesProcess((), currency="EUR", date_order=DateOrder.DAY_FIRST)
POUNDS = SalesProcess((), currency="GBP", date_order=DateOrder.DAY_FIRST)


@pytest.mark.parametrize(
    ("text", "habits", "value"),
    [
        ("1054", DOT, "1054.00"),
        ("12500.5", DOT, "12500.50"),
        ("0", DOT, "0.00"),
        ("$1,234.56", DOT, "1234.56"),
        ("US$ 1,234", DOT, "1234.00"),
        ("USD 80000", DOT, "80000.00"),
        ("80 000,00 €", COMMA, "80000.00"),
        ("80\u202f000,5", COMMA, "80000.50"),
        ("1.234,56", DOT, "1234.56"),  # both marks: the last is the decimal one, whatever the locale
        ("1.234,56", COMMA, "1234.56"),
        ("1.234", COMMA, "1234.00"),
        ("1,234", DOT, "1234.00"),
        ("1.250.000", DOT, "1250000.00"),
        ("12,50,000", DOT, "1250000.00"),
        ("1'234.50", DOT, "1234.50"),
        ("0,125", DOT, "0.13"),
        ("1234.56", COMMA, "1234.56"),
        ("9.5", COMMA, "9.50"),
        (" 100 ", DOT, "100.00"),
        ("-0", DOT, "0.00"),
    ],
)
def test_an_amount_is_read_by_the_marks_of_its_file(text: str, habits: Habits, value: str) -> None:
    assert amount(text, habits) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("n/a", "the amount is no number"),
        ("tbd", "the amount is no number"),
        ("12-14", "the amount is no number"),
        ("1,23,4", "the amount is no number"),
        ("(500", "the amount is no number"),
        ("=A1*2", "the amount is no number"),
        ("1.2M", "the amount is no number"),
        ("١٢٣", "the amount is no number"),
        ("-500", "the amount is below zero"),
        ("(500)", "the amount is below zero"),
        ("500-", "the amount is below zero"),
        ("$-500", "the amount is below zero"),
        ("€80,000", "the amount is in another currency than USD"),
        ("80000 EUR", "the amount is in another currency than USD"),
        ("C$ 100", "the amount is in another currency than USD"),
        ("1.23E+06", "the amount has lost its digits"),
        ("9" * 20, "the amount is too large"),
    ],
)
def test_an_amount_that_is_none_is_refused_with_its_words(text: str, what: str) -> None:
    with pytest.raises(CellFault) as caught:
        amount(text, DOT)
    assert caught.value.what == what
    assert text in str(caught.value)
    assert "; " in str(caught.value)  # and how to mend it


def test_a_file_with_both_decimal_marks_leaves_the_amounts_that_could_be_either() -> None:
    assert amount("1,234.50", TORN) == Decimal("1234.50")
    with pytest.raises(CellFault, match="thousands mark or a decimal mark"):
        amount("1.234", TORN)


def test_typed_numbers_and_days_of_a_spreadsheet_need_no_locale() -> None:
    assert amount(Decimal("1.234"), COMMA) == Decimal("1.23")
    assert day(datetime.fromisoformat("2027-03-04T23:59"), DOT) == date(2027, 3, 4)
    assert day(date(2027, 3, 4), TORN) == date(2027, 3, 4)
    with pytest.raises(CellFault, match="the amount is a date"):
        amount(date(2027, 3, 4), DOT)
    for endless in ("NaN", "Infinity"):
        with pytest.raises(CellFault):
            amount(Decimal(endless), DOT)


@pytest.mark.parametrize("cell", ["", "  ", "\u00a0"])
def test_an_empty_cell_is_nothing(cell: str) -> None:
    assert amount(cell, DOT) is None
    assert day(cell, DOT) is None
    assert percent(cell, DOT) is None
    assert words(cell) == ""


@pytest.mark.parametrize(
    ("text", "month_first", "day_first"),
    [
        ("2017-03-01", "2017-03-01", "2017-03-01"),
        ("2017/3/1", "2017-03-01", "2017-03-01"),
        ("2015-11-20 10:59:00.000000018", "2015-11-20", "2015-11-20"),
        ("2017-03-01T23:30:00Z", "2017-03-01", "2017-03-01"),
        ("3/4/2017", "2017-03-04", "2017-04-03"),
        ("3/4/17", "2017-03-04", "2017-04-03"),
        ("03.04.2017", "2017-03-04", "2017-04-03"),
        ("25/12/2016", "2016-12-25", "2016-12-25"),
        ("3/4/2017 12:00 AM", "2017-03-04", "2017-04-03"),
        ("4 Mar 2017", "2017-03-04", "2017-03-04"),
        ("04-Mar-2017", "2017-03-04", "2017-03-04"),
        ("March 4, 2017", "2017-03-04", "2017-03-04"),
        ("20170304", "2017-03-04", "2017-03-04"),
        ("41679", "2014-02-09", "2014-02-09"),
        ("41679.75", "2014-02-09", "2014-02-09"),
        ("1488585600000", "2017-03-04", "2017-03-04"),
    ],
)
def test_a_day_is_read_by_the_date_order_of_its_file(text: str, month_first: str, day_first: str) -> None:
    assert day(text, Habits(date_order=DateOrder.MONTH_FIRST)) == date.fromisoformat(month_first)
    assert day(text, Habits(date_order=DateOrder.DAY_FIRST)) == date.fromisoformat(day_first)


@pytest.mark.parametrize("text", ["soon", "31/02/2017", "2017-13-01", "Marvel 3 2017", "0000-00-00", "12", "3/4"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CellFault, match="the date cannot be read"):
        day(text, DOT)


@pytest.mark.parametrize("text", ["9999-12-31", "1900-01-01", "0001-01-01"])
def test_a_day_outside_of_living_memory_is_refused(text: str) -> None:
    with pytest.raises(CellFault, match="outside of 1950 to 2199"):
        day(text, DOT)


def test_a_file_with_both_date_orders_leaves_the_days_that_could_be_either() -> None:
    assert day("25/12/2016", TORN) == date(2016, 12, 25)
    assert day("5/5/2016", TORN) == date(2016, 5, 5)
    with pytest.raises(CellFault, match="this file does both"):
        day("3/4/2017", TORN)


@pytest.mark.parametrize(
    ("text", "fraction", "value"),
    [
        ("10", False, 10),
        ("10 %", False, 10),
        ("12.5", False, 13),
        ("0.1", True, 10),
        ("1", True, 100),
        ("1", False, 1),
        ("0", None, 0),
        ("0.5%", True, 1),
        ("55 %", True, 55),
        ("0,6", True, 60),
    ],
)
def test_a_probability_is_read_as_its_file_writes_it(text: str, fraction: bool | None, value: int) -> None:
    assert percent(text, Habits(fraction=fraction)) == value


@pytest.mark.parametrize(
    ("text", "fraction"), [("110", False), ("-5", False), ("1.5", True), ("high", False), ("0.5", False), ("1", None)]
)
def test_a_probability_that_may_be_something_else_is_refused(text: str, fraction: bool | None) -> None:
    with pytest.raises(CellFault):
        percent(text, Habits(fraction=fraction))


def test_a_file_proves_its_habits_by_its_own_cells() -> None:
    hints = Hints()
    for cell in ("3/4/2017", "25/12/2016", "2017-01-01"):
        hints.see_date(cell)
    for cell in ("1.234", "12,5"):
        hints.see_amount(cell)
    for cell in ("0.1", "1"):
        hints.see_percent(cell)
    assert hints.habits(DOLLARS) == Habits("USD", DateOrder.DAY_FIRST, ",", True)
    assert len(hints.notes(hints.habits(DOLLARS), DOLLARS)) == 2


def test_a_silent_file_follows_the_process_and_what_is_said_comes_first() -> None:
    assert Hints().habits(EUROS) == Habits("EUR", DateOrder.DAY_FIRST, ",", None)
    assert Hints().habits(POUNDS).decimal == "."
    hints = Hints()
    hints.see_date("25/12/2016")
    assert hints.habits(DOLLARS, DateOrder.MONTH_FIRST, ",").date_order is DateOrder.MONTH_FIRST


def test_a_file_that_contradicts_itself_has_no_habit() -> None:
    hints = Hints()
    for cell in ("12/25/2016", "25/12/2016"):
        hints.see_date(cell)
    for cell in ("1.5", "1,5"):
        hints.see_amount(cell)
    for cell in ("0.5", "50"):
        hints.see_percent(cell)
    assert hints.habits(DOLLARS) == Habits("USD", None, "", None)


def test_names_meet_without_spaces_case_and_accents() -> None:
    assert squash("GTX Pro") == squash("GTXPro") == squash("gtx-pro")
    assert squash("Zoë Müller") == squash("ZOE MULLER")
    assert slug("Mei-Mei Johns") == "mei-mei-johns"
    assert slug("José  Ángel O'Neill") == "jose-angel-o-neill"
    assert slug("王小明") == "王小明"
    assert nearest("Propsal", ["Qualification", "Proposal"]) == ("Proposal",)
    assert nearest("xyz", ["Qualification"]) == ()


def test_text_that_looks_like_a_formula_stays_text() -> None:
    assert words('=HYPERLINK("http://x")') == '=HYPERLINK("http://x")'
    assert words(Decimal("84.0")) == "84"
    assert words(Decimal("1E+3")) == "1000"


@given(st.text(max_size=40), st.sampled_from([DOT, COMMA, TORN]))
def test_any_text_is_a_value_or_a_fault(text: str, habits: Habits) -> None:
    for read in (amount, day, percent):
        with suppress(CellFault):
            read(text, habits)
    decimal_mark(text)
    proven_order(text)


@given(st.decimals(0, 10**12, places=2), st.sampled_from([".", ","]))
def test_an_amount_spelt_with_thousands_marks_comes_back(value: Decimal, decimal: str) -> None:
    spelt = f"{value:,.2f}"
    if decimal == ",":
        spelt = spelt.translate(str.maketrans(".,", ",."))
    assert amount(spelt, Habits(decimal=decimal)) == value


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)), st.sampled_from(list(DateOrder)))
def test_a_day_spelt_in_the_order_of_its_file_comes_back(value: date, order: DateOrder) -> None:
    spelt = f"{value.month}/{value.day}/{value.year}" if order is DateOrder.MONTH_FIRST else f"{value:%d.%m.%Y}"
    assert day(spelt, Habits(date_order=order)) == value
