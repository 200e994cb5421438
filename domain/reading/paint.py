"""Paints every value of a reply over its words, in a text that keeps its length.

The interface of the values layer; the meaning layer needs nothing else of it (and `answers.py` for yes and no).

    painted = paint("Moved to Proposal, 60%, closes Jan 15", now, process)
    NOT_BUT = pattern("not {percent},? (?:more like|but) (?P<is>{percent})")
    for found in NOT_BUT.finditer(painted.text):
        mark = painted.mark(found.start("is"))

- `Painted.text` is lower case, with straight quotes and plain dashes, and as long as what was read; every offset is one
  into the text as given. Where a value stands there is one private-use character of its kind and filler. Where no value
  stands the words are left as they are: write patterns in lower case.
- `pattern` writes kinds by name: `{number} {percent} {points} {money} {day} {doubtful} {past} {shift} {duration}
  {clock} {moment} {protected}` and the kinds of the meaning layer; `{probability}` is number or percent, `{when}` is
  day or doubtful, `{any}` any mark. A space stands for one to three blanks.
- `Painted.plus` paints more marks (names, stages) where no mark is yet; `over=True` lets them replace marks they cover.
- `hands_off` are spans that must not be read (the name of an opportunity: "Q3 Systems", "Acme 360").

Borders
- Two values that share a unit are two marks of that kind: "60-70%" is percent, percent; "$10-20k" money, money;
  "13 to 15 July" day, day. What stands between them ("-", "or", "to", "and") is left to the meaning layer.
- Moves of the recorded date are values (SHIFT): "slips a month", "push it two weeks", "pull it in a week", "two weeks
  later". Moves of a number are not: "up ten", "10 points lower", "knock 5 off", "double it", "trim 10% off" are
  patterns of the meaning layer over {number}, {percent}, {points} and {money}.
- "in two weeks", "a week from Friday" are DAY. A bare length of time ("over two years") is DURATION.
- DAY is a date that may be written. Whatever about time may not is DOUBTFUL: no date, several, or one in the past said
  with its year. `Day.bound` tells "before Friday" and "after March"; what that means for a field is the meaning
  layer's.
- PAST is time gone by: "last week", "yesterday", "two weeks ago".
- "250k" without a currency is MONEY with currency None. A bare "250" is NUMBER. "10 users" is PROTECTED, as are links,
  mentions, phone numbers, versions and ids. "4pm" is CLOCK; a bare hour ("after 3") stays NUMBER.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.reading import dates, money, percents, protect
from domain.reading.canvas import CHAR, FILLER, Canvas, Piece, Rule, pattern
from domain.reading.figure_dates import paint_figure_dates
from domain.reading.fold import fold
from domain.reading.marks import Mark, MarkKind
from domain.reading.own_words import own_words
from domain.reading.word_pieces import paint_words
from domain.sales.process import SalesProcess

__all__ = ["CHAR", "FILLER", "Mark", "MarkKind", "Painted", "paint", "pattern"]

_RULES: tuple[Rule, ...] = (*money.RULES, *percents.RULES, *protect.RULES, *dates.RULES)


@dataclass(frozen=True, slots=True)
class Painted:
    """A reply with its values painted. `source` is the text as given, `plain` what was read of it, unpainted.

    `plain` and `text` are as long as each other, and shorter than `source` where the end was not read.
    """

    source: str
    plain: str
    text: str
    marks: tuple[Mark, ...]

    def mark(self, start: int) -> Mark:
        """The mark that starts there. KeyError: none does."""
        index = bisect_left(self.marks, start, key=_start)
        if index < len(self.marks) and self.marks[index].start == start:
            return self.marks[index]
        raise KeyError(start)

    def of(self, *kinds: MarkKind) -> tuple[Mark, ...]:
        """The marks of these kinds, in order."""
        return tuple(mark for mark in self.marks if mark.kind in kinds)

    def words(self, mark: Mark) -> str:
        """What the speaker wrote there."""
        return self.source[mark.start : mark.end]

    def plus(self, marks: Iterable[Mark], over: bool = False) -> "Painted":
        """Also paints these. Marks that meet another one are left out; with `over` they replace what they meet."""
        kept = list(self.marks)
        for mark in marks:
            first = bisect_right(kept, mark.start, key=_end)
            beyond = bisect_left(kept, mark.end, key=_start)
            if over or first == beyond:
                kept[first:beyond] = [mark]
        return Painted(self.source, self.plain, _painted(self.plain, kept), tuple(kept))


def plain_text(text: str) -> str:
    """What is read of a text: lower case, plain quotes and dashes, each character where it was, the end cut off."""
    return own_words(fold(text))


def paint(
    text: str,
    now: datetime,
    process: SalesProcess,
    hands_off: Sequence[tuple[int, int]] = (),
    plain: str | None = None,
) -> Painted:
    """Finds the values in a reply. Never raises, whatever the text.

    `now` is when it was said, in the speaker's zone; days count from it. Spans of `hands_off` are painted as PROTECTED.
    `plain` is the `plain_text` of the text, where it is at hand.
    """
    plain = plain_text(text) if plain is None else plain
    canvas = Canvas(text, plain, now, process)
    if hands_off:
        canvas.paint(_untouched(hands_off, len(plain)))
    protect.paint_protected(canvas)
    paint_figure_dates(canvas)
    paint_words(canvas)
    canvas.apply_all(_RULES)
    marks = tuple(dates.finished(canvas))
    return Painted(text, plain, _painted(plain, marks), marks)


def _start(mark: Mark) -> int:
    return mark.start


def _end(mark: Mark) -> int:
    return mark.end


def _painted(plain: str, marks: Sequence[Mark]) -> str:
    parts: list[str] = []
    upto = 0
    for mark in marks:
        parts += (plain[upto : mark.start], CHAR[mark.kind], FILLER * (mark.end - mark.start - 1))
        upto = mark.end
    parts.append(plain[upto:])
    return "".join(parts)


def _untouched(spans: Sequence[tuple[int, int]], length: int) -> list[Piece]:
    return [
        Piece("protected", start, min(end, length), "name", ("hands off",))
        for start, end in sorted(spans)
        if 0 <= start < min(end, length)
    ]
