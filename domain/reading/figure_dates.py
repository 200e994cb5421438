"""Dates written in figures with their year: "2027-01-15", "1/15/2027", "15.01.27"."""

import re
from datetime import date

from domain.reading.canvas import Canvas, Piece
from domain.reading.marks import Day, Doubtful
from domain.reading.periods import PAST, coming_day, piece_of

_FIGURES = re.compile(
    r"(?<![\w./,-])(?:(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"
    r"|(?P<a>[0-9]{1,2})(?P<t>[-/.])(?P<b>[0-9]{1,2})(?P=t)(?P<c>[0-9]{4}|[0-9]{2}))(?![\w/-]|[.,][0-9])"
)


# "15.2." where the day comes first: at the start, or after a word that leads to a date; "7.5." else ends a sentence.
_POINTED = re.compile(
    r"(?:^ ?|\b(?:on|by|until|till|before|after|close[sd]?|closing|signs?|signing|am|bis|zum) )"
    r"(?P<d>[0-9]{1,2})\. ?(?P<m>[0-9]{1,2})\.(?![0-9])"
)


def paint_figure_dates(canvas: Canvas) -> None:
    """Paints them before digits are read as numbers."""
    pieces = [_piece(canvas, found) for found in _FIGURES.finditer(canvas.text)]
    if canvas.process.date_order == "dmy":
        pieces += [piece for found in _POINTED.finditer(canvas.text) if (piece := _pointed(canvas, found))]
    canvas.paint(sorted(pieces, key=lambda piece: piece.start))


def _pointed(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    day = coming_day(canvas.today, int(found["m"]), int(found["d"]))
    return None if day is None else Piece("day", found.start("d"), found.end(), Day(day), ("date in figures",))


def _piece(canvas: Canvas, found: re.Match[str]) -> Piece:
    if found["y"]:
        day = _date(int(found["y"]), int(found["m"]), int(found["d"]))
        value = None if day is None else _coming(canvas, day)
    else:
        first, second, year = int(found["a"]), int(found["b"]), int(found["c"])
        year += 2000 if year < 100 else 0
        usual, turned = _date(year, first, second), _date(year, second, first)
        if canvas.process.date_order == "dmy" or found["t"] == ".":
            usual, turned = turned, usual
        # written in the other order it can still mean only one day, but the habit of this company says otherwise
        value = _coming(canvas, usual) if usual else Doubtful("date order", (turned,)) if turned else None
    if value is None:
        return Piece("protected", *found.span(), "no date", ("figures",))
    piece = piece_of(*found.span(), value)
    piece.rules = ("date in figures with its year",)
    return piece


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(canvas: Canvas, day: date) -> Day | Doubtful:
    return Day(day, year_said=True) if day >= canvas.today else Doubtful(PAST)
