"""Files of tables: nothing in them is a formula, figures stay figures, and every word comes back."""

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.sheets import Sheet, as_csv, as_xlsx, files_of, safe

SHEET = Sheet(
    "pipeline-2026-11-22",
    ("Name", "Amount", "Closes", "%"),
    (("=HYPERLINK(1)", Decimal("1250.50"), date(2027, 1, 31), 60), ("März", None, None, -5)),
)
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def test_csv_keeps_figures_and_takes_the_formula_away() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(SHEET).content.decode("utf-8-sig"))))
    assert rows == [
        ["Name", "Amount", "Closes", "%"],
        ["'=HYPERLINK(1)", "1250.50", "2027-01-31", "60"],
        ["März", "", "", "-5"],
    ]


def test_xlsx_has_figures_days_and_text() -> None:
    page = load_workbook(io.BytesIO(as_xlsx(SHEET).content)).active
    assert page is not None
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=2)][1] == ["März", None, None, -5]
    name, amount, closes, _ = (page.cell(2, column) for column in range(1, 5))
    assert (name.value, name.data_type) == ("'=HYPERLINK(1)", "s")
    assert amount.value == 1250.5
    assert closes.is_date


def test_both_files_are_the_same_each_time() -> None:
    assert [file.name for file in files_of(SHEET)] == ["pipeline-2026-11-22.csv", "pipeline-2026-11-22.xlsx"]
    assert as_csv(SHEET) == as_csv(SHEET)


@given(st.text(max_size=60) | st.sampled_from(_RISKY).flatmap(lambda sign: st.text(max_size=9).map(sign.__add__)))
def test_no_text_begins_like_a_formula(words: str) -> None:
    kept = safe(words)
    assert not kept.startswith(_RISKY)
    assert not kept.strip().startswith(("=", "+", "-", "@"))
    rows = list(csv.reader(io.StringIO(as_csv(Sheet("s", ("a",), ((words,),))).content.decode("utf-8-sig"))))
    assert rows[1:] == [[kept]]


@given(st.text(max_size=60))
def test_xlsx_takes_any_text(words: str) -> None:
    page = load_workbook(io.BytesIO(as_xlsx(Sheet("s", ("a",), ((words,),))).content)).active
    assert page is not None
    assert (page.cell(2, 1).value or "") == safe(words)
    assert page.cell(2, 1).data_type != "f"
