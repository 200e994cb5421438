"""What is shown to somebody, free of any platform: a summary and parts; beside it forms."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Style = Literal["plain", "strong", "quiet", "quote"]
Tone = Literal["default", "primary", "danger"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words in one style. Never markup: renderers escape.

    `link` is an http or https address that the words lead to, where the platform can; renderers leave out any other.
    The words alone must do as well.
    """

    text: str
    style: Style = "plain"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values, in order."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Button:
    """One tap: `action` is a word of the table of actions, `ref` a stored row's id, `pick` which of its choices."""

    label: str
    action: str
    ref: str = ""
    pick: int = 0
    tone: Tone = "default"


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons."""

    items: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select: what is shown, and the word sent back."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Select:
    """A choice out of many. The option's value comes back with `action` and `ref`."""

    label: str
    action: str
    ref: str
    options: tuple[Option, ...]
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading.

    `right` are the indexes of columns that hold figures; `left_out` says how many rows are not shown.
    """

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars; as many values as the chart has labels."""

    name: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart; the same figures always stand in a text or table beside it. `unit` is a currency code, "%" or "".

    A waterfall has one series: the first and the last value are totals, those between them signed steps.
    """

    kind: Literal["bar", "line", "waterfall"]
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A quiet line: where something comes from, what was left out, what one may do next."""

    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file for the reader, by the name it is to have; `ref` is the token it is kept under."""

    name: str
    ref: str


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form. `kind` select takes `options`; `value` is the recorded one, as the field's text."""

    name: str
    label: str
    kind: Literal["text", "number", "date", "select", "long_text"]
    value: str = ""
    options: tuple[Option, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Several fields sent together with `action` and `ref`; what was typed comes back by input name."""

    title: str
    action: str
    ref: str
    inputs: tuple[Input, ...]
    submit: str = "Save"


Part = Text | Facts | Buttons | Select | Table | Chart | Note | Document | Form


@dataclass(frozen=True, slots=True)
class Message:
    """What is shown. `summary` is one plain sentence that stands alone: a notification, a screen reader.

    `shows` names the row whose present state this is, where it may be asked for anew; platforms that cannot ask for
    that pay no heed to it.
    """

    summary: str
    parts: tuple[Part, ...] = field(default=())
    shows: str = ""


def text(*pieces: str | Run) -> Text:
    """A paragraph from plain strings and runs."""
    return Text(tuple(piece if isinstance(piece, Run) else Run(piece) for piece in pieces))


def strong(words: str) -> Run:
    return Run(words, "strong")


def quote(words: str) -> Run:
    return Run(words, "quote")


def quiet(words: str) -> Run:
    return Run(words, "quiet")
