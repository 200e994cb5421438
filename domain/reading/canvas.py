"""The engine of the painted cascade: kinds as private-use characters, patterns over them, rules applied in order."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from domain.reading.marks import MarkKind
from domain.sales.process import SalesProcess

FILLER = "\uf8ff"
_FIRST = 0xE000
_LOWEST = chr(_FIRST)
_PUBLIC = [str(kind) for kind in MarkKind]

# What the values layer paints on its way and never shows: words with a meaning of their own, and periods not yet a day.
_PRIVATE = """
    num year ord cur cent pct pts coin unit month maybe_month wday maybe_wday wdays relday holiday feast qtr half fy bar
    this next last coming early begin mid late end part few couple some soon sometime later future season break period
    name
""".split()  # noqa: SIM905 - a page of words is easier to read than a list of literals

CHAR: Mapping[str, str] = {name: chr(_FIRST + index) for index, name in enumerate([*_PUBLIC, *_PRIVATE])}

_GROUPS = {
    "probability": ("number", "percent"),
    "when": ("day", "doubtful"),
    "any": tuple(_PUBLIC),
    "n": ("num", "year"),
    "sum": ("num", "year", "money"),
    "mon": ("month", "maybe_month"),
    "wd": ("wday", "maybe_wday"),
    "on": ("ord", "num"),
    "to_come": ("this", "next", "coming"),
}

_TOKEN = re.compile(r"\[[^\]]*\]|\{([a-z_]+)\}| ")
_BLANKS = r"(?:\s{1,3}+)"


def _translate(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return _BLANKS if found[0] == " " else found[0]
    members = _GROUPS.get(name, (name,))
    return f"[{''.join(CHAR[member] for member in members)}]{FILLER}*+"


@lru_cache(maxsize=1024)
def pattern(template: str) -> re.Pattern[str]:
    """Compiles a pattern in which `{kind}` is a painted value and a space one to three blanks.

    KeyError: no such kind.
    """
    return re.compile(_TOKEN.sub(_translate, template))


@dataclass(slots=True)
class Piece:
    """A painted stretch while the cascade runs. `value` is what its kind holds; `rules` name what read it."""

    kind: str
    start: int
    end: int
    value: object
    rules: tuple[str, ...] = ()


Build = Callable[["Canvas", re.Match[str]], "Piece | list[Piece] | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it makes of a match. Skipped at once where no character of `needs` is on the canvas.

    Its template is compiled when first needed: compiling all of them takes longer than reading a thousand replies.
    """

    name: str
    template: str
    build: Build
    needs: frozenset[str]


class Canvas:
    """A reply while it is being painted."""

    def __init__(self, source: str, plain: str, now: datetime, process: SalesProcess) -> None:
        self.source = source
        self.plain = plain
        self.text = plain
        self.now = now
        self.today: date = now.date()
        self.process = process
        self.pieces: dict[int, Piece] = {}
        self._painted: set[str] = set()

    def piece(self, start: int) -> Piece:
        """The piece that starts there. KeyError: none does."""
        return self.pieces[start]

    def at(self, found: re.Match[str], group: str | int) -> object:
        """The value painted where that group of a match starts."""
        return self.pieces[found.start(group)].value

    def paint(self, pieces: Iterable[Piece]) -> None:
        """Paints pieces that do not overlap, in order of their start."""
        text = self.text
        parts: list[str] = []
        upto = 0
        for piece in pieces:
            if piece.start < upto:
                continue
            self.pieces[piece.start] = piece
            self._painted.add(CHAR[piece.kind])
            parts += (text[upto : piece.start], CHAR[piece.kind], FILLER * (piece.end - piece.start - 1))
            upto = piece.end
        if upto:
            parts.append(text[upto:])
            self.text = "".join(parts)

    def before(self, start: int) -> Piece | None:
        """The piece that ends right before there, blanks and a comma aside."""
        at = len(self.text[max(0, start - 4) : start].rstrip(" ,.")) + max(0, start - 4) - 1
        while at > 0 and self.text[at] == FILLER:
            at -= 1
        return self.pieces.get(at) if at >= 0 and self.text[at] >= _LOWEST else None

    def apply_all(self, rules: Iterable[Rule]) -> None:
        """Applies rules in their order; most need what a reply does not have."""
        painted = self._painted
        for rule in rules:
            if not rule.needs or not rule.needs.isdisjoint(painted):
                self._apply(rule)

    def _apply(self, rule: Rule) -> None:
        """Paints what a rule reads, left to right. A piece remembers the rules of the pieces it covers."""
        made: list[Piece] = []
        for found in pattern(rule.template).finditer(self.text):
            try:
                built = rule.build(self, found)
            except (OverflowError, ValueError):  # a day that no calendar has: these words name none
                continue
            if built is None:
                continue
            for piece in built if isinstance(built, list) else (built,):
                piece.rules = (rule.name, *self._rules_under(piece))
                made.append(piece)
        if made:
            self.paint(made)

    def shown(self) -> Iterator[Piece]:
        """The pieces that no other covers, left to right."""
        text = self.text
        for start in sorted(self.pieces):
            piece = self.pieces[start]
            if text[start] == CHAR[piece.kind]:
                yield piece

    def _rules_under(self, piece: Piece) -> tuple[str, ...]:
        text, pieces = self.text, self.pieces
        return tuple(
            rule
            for start in range(piece.start, min(piece.end, piece.start + 200))
            if text[start] >= _LOWEST and text[start] != FILLER and start in pieces
            for rule in pieces[start].rules
        )


def rule(name: str, template: str, build: Build, needs: str) -> Rule:
    """A rule from a template; `needs` are names of kinds, one of which must be there ("month maybe_month")."""
    return Rule(name, template, build, frozenset(CHAR[need] for need in needs.split()))
