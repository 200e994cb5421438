"""As many pieces of a message as a platform takes: the opening and what one can tap, then the rest from the top."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from adapters.words import counted, size
from domain.chat.codec import JsonObject
from domain.chat.message import Form, Input

Holds = Literal["paragraph", "line", "note", "button", "list", "table", "chart", "form"]
Weight = tuple[int, ...]
_URGENT = ("button", "list", "form")
_MOST_URGENT = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, what it shows and how many of it: what is said where it does not fit."""

    block: JsonObject
    holds: Holds
    count: int = 1


def fitted(
    pieces: Sequence[Piece], weigh: Callable[[JsonObject], Weight], room: Weight, share: float = 2 / 3
) -> tuple[list[JsonObject], list[Piece]]:
    """The blocks that fit into `room`, in their order, and the pieces left out; `weigh` gives one number for each of
    its numbers. The urgent ones get at most `share` of it."""
    first = urgent(pieces)
    rest = [at for at in range(len(pieces)) if at not in first]
    left = list(room)
    taken: set[int] = set()
    for order, part in ((first, share), (rest, 1.0)):
        floor = [int(whole * (1 - part)) for whole in room]
        taken.update(_take(pieces, order, weigh, left, floor))
    shown = [piece.block for at, piece in enumerate(pieces) if at in taken]
    return shown, [piece for at, piece in enumerate(pieces) if at not in taken]


def urgent(pieces: Sequence[Piece]) -> list[int]:
    """Which of them come first: the opening, and what one can tap."""
    return [at for at, piece in enumerate(pieces) if at == 0 or piece.holds in _URGENT][:_MOST_URGENT]


def tally(pieces: Sequence[Piece]) -> str:
    """ "2 tables, 1 form": what those pieces show."""
    counts: dict[str, int] = {}
    for piece in pieces:
        counts[piece.holds] = counts.get(piece.holds, 0) + piece.count
    return ", ".join(counted(count, what) for what, count in counts.items())


def short_enough(form: Form, fits: Callable[[Form], bool]) -> Form | None:
    """The form, or what of it fits: without its lists of options (those fields become text fields; what is typed is
    checked all the same), then without its hints, then without its last fields. None where not one field fits."""
    listless = without_lists(form)
    without_hints = replace(form, inputs=tuple(replace(field, hint="") for field in listless.inputs))
    for shorter in (form, listless, without_hints) if form.inputs else ():
        if fits(shorter):
            return shorter
    for fields in range(len(form.inputs) - 1, 0, -1):
        shorter = replace(without_hints, inputs=without_hints.inputs[:fields])
        if fits(shorter):
            return shorter
    return None


def without_lists(form: Form) -> Form:
    """The form with text fields in place of its lists of options."""
    return replace(form, inputs=tuple(_as_text(field) for field in form.inputs))


def json_size(block: JsonObject) -> int:
    """The size of a block as JSON."""
    return size(json.dumps(block, ensure_ascii=False, separators=(",", ":")))


def _take(
    pieces: Sequence[Piece],
    order: Iterable[int],
    weigh: Callable[[JsonObject], Weight],
    left: list[int],
    floor: Sequence[int],
) -> Iterator[int]:
    """Those that fit, in order, until the first that does not: a hole in the middle would mislead. Lessens `left`."""
    for at in order:
        after = [have - needed for have, needed in zip(left, weigh(pieces[at].block), strict=True)]
        if any(now < least for now, least in zip(after, floor, strict=True)):
            return
        left[:] = after
        yield at


def _as_text(field: Input) -> Input:
    return replace(field, kind="text", options=()) if field.kind == "select" else field
