"""How good stated probabilities were, as it is shown: figures, the one word they allow, and what stands behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.views.forecast import percent
from domain.chat.message import Button, Buttons, Facts, Message, Note, Part, Table, quiet, strong, text
from domain.forecast.accuracy import (
    ENOUGH,
    Bias,
    Leaning,
    Record,
    bluebird_share,
    brier,
    is_bluebird,
    leaning,
    record_of,
    reliability,
    skill,
)
from domain.forecast.snapshot import Checkpoint, Judged
from domain.sales.people import Person
from domain.sales.quarter import Quarter
from domain.sales.values import show_amount, show_date

_CHECKPOINTS = {
    Checkpoint.FIRST: "First answer",
    Checkpoint.THIRTY_DAYS: "30 days before its date",
    Checkpoint.FOURTEEN_DAYS: "14 days before its date",
}
_LEANINGS = {
    Leaning.HAPPY_EARS: "Happy ears: what was said came true less often than said.",
    Leaning.CALIBRATED: "Calibrated: nothing sure leans either way.",
    Leaning.SANDBAGGING: "Sandbagging: more came in than was said.",
}
_BIRDS_NAMED = 3
_TAPS = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One checkpoint: what was stated there, and the bias it shows."""

    kind: Checkpoint
    record: Record
    bias: Bias | None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One person's. `main` is the checkpoint most is known of, `farthest` the outcomes farthest from what was said."""

    whose: str
    checks: Sequence[Check]
    quarters: Sequence[tuple[Quarter, Sequence[Judged]]]
    main: Checkpoint
    farthest: Sequence[Judged]
    withheld: Sequence[Quarter]
    currency: str
    own: bool


def accuracy(shown: Accuracy) -> Message:
    """The whole of it."""
    head = f"{shown.whose} accuracy"
    judged = [each for _, inside in shown.quarters for each in inside]
    if not judged:
        words = f"{head}: nothing has closed yet of which I kept what was said before."
        return Message(words, (text(words), *_notes(shown)))
    verdict = _verdict(next((check for check in shown.checks if check.kind is shown.main), None))
    parts: list[Part] = [text(strong(head), f", {len(judged)} closed. ", verdict), _by_checkpoint(shown)]
    parts.append(_by_quarter(shown))
    parts += [*_bluebirds(judged, shown.currency), *_behind(shown), *_notes(shown)]
    return Message(f"{head}: {verdict}", tuple(parts))


def team(rows: Sequence[tuple[Person, int, Sequence[Quarter]]]) -> Message:
    """In order of name; no figure of anybody stands beside another's."""
    if not rows:
        return Message("You lead nobody whose accuracy I keep.")
    words = "Whose accuracy may be looked at. It is shown to each of them first; this is no ranking."
    facts = tuple((rep.name, f"{closed} closed{_withheld_words(withheld)}") for rep, closed, withheld in rows)
    example = rows[0][0].first_name
    return Message(words, (text(words), Facts(facts), Note(f"Type for instance “accuracy {example}”.")))


def ready(quarter: Quarter, closed: int, alone_until: date | None) -> Message:
    """To whom they are about, before anybody else can look."""
    words = (
        f"Your figures for {quarter} are ready: how what you said of {closed} opportunities compares with what came."
    )
    only = f"Only you see them until you have looked, or until {show_date(alone_until)}." if alone_until else ""
    parts: list[Part] = [text(words), Buttons((Button("Show them", "accuracy", tone="primary"),))]
    return Message(words, (*parts, *([Note(only)] if only else [])))


def ready_of(quarter: Quarter, reps: Sequence[Person]) -> Message:
    """To their manager, in order of name."""
    names = ", ".join(rep.name for rep in reps)
    words = f"Accuracy of {quarter} may be looked at: {names}."
    taps = tuple(Button(rep.name, "accuracy_of", rep.id) for rep in reps[:_TAPS])
    note = Note("They have seen theirs, or had a week to. “accuracy” and a name shows it at any time.")
    return Message(words, (text(words), Buttons(taps), note))


def _verdict(main: Check | None) -> str:
    size = main.record.size if main else 0
    label = leaning(main.bias, size) if main and main.bias else None
    if label is None:
        return f"Too little closed to say whether it leans: {size} of {ENOUGH} needed."
    return _LEANINGS[label]


def _by_checkpoint(shown: Accuracy) -> Table:
    rows: list[tuple[str, ...]] = []
    for check in shown.checks:
        record = check.record
        if not record.size:
            rows.append((_CHECKPOINTS[check.kind], "0", "—", "—", "—", "—", "—"))
            continue
        said, came = percent(float(record.stated.mean())), percent(float(record.won.mean()))
        better = skill(record)
        scores = (
            f"{brier(record):.3f}",
            f"{reliability(record):.3f}",
            "—" if better is None else percent(better, signed=True),
        )
        rows.append((_CHECKPOINTS[check.kind], str(record.size), said, came, *scores))
    heading = ("As of", "Closed", "Said", "Won", "Brier", "Reliability", "Skill")
    return Table(heading, tuple(rows), (1, 2, 3, 4, 5, 6))


def _by_quarter(shown: Accuracy) -> Table:
    rows = []
    for quarter, inside in shown.quarters:
        record = record_of(inside, shown.main)
        birds = bluebird_share(inside)
        score = f"{brier(record):.3f}" if record.size else "—"
        share = "—" if birds is None else percent(birds)
        rows.append((str(quarter), str(len(inside)), str(sum(each.won for each in inside)), score, share))
    return Table(("Quarter", "Closed", "Won", "Brier", "Bluebirds"), tuple(rows), (1, 2, 3, 4))


def _bluebirds(judged: Sequence[Judged], currency: str) -> list[Part]:
    share = bluebird_share(judged)
    birds = [each for each in judged if each.won and is_bluebird(each)]
    if share is None or not birds:
        return []
    birds.sort(key=lambda each: -(each.amount or 0))
    named = ", ".join(
        f"{each.name} ({show_amount(each.amount or Decimal(0), currency)})" for each in birds[:_BIRDS_NAMED]
    )
    return [
        text(
            f"Bluebirds, won without ever being forecast: {percent(share)} of what was won: ",
            quiet(named),
        )
    ]


def _behind(shown: Accuracy) -> list[Part]:
    if not shown.farthest:
        return []
    parts: list[Part] = [text(f"Farthest from what was said, {_CHECKPOINTS[shown.main].lower()}:")]
    for each in shown.farthest:
        said = each.beliefs.get(shown.main)
        if said is None:
            continue
        outcome = "won" if each.won else "lost"
        title = each.name if each.account in each.name or not each.account else f"{each.account}, {each.name}"
        when = f"said by {show_date(said.day)}, closed {show_date(each.closed_on)}"
        parts.append(text(strong(title), f": {said.stated} %, then {outcome}, ", quiet(when)))
    return parts


def _notes(shown: Accuracy) -> list[Part]:
    notes: list[Part] = [
        Note(
            "Brier: 0 is perfect, .25 is saying 50 % of everything; reliability is the part of it that better figures "
            "would save. Skill: how much closer than the usual odds of the stage. Figures count as they stood at the "
            "checkpoint, never as they stood last."
        )
    ]
    if shown.own:
        notes.append(Note("You see this first; your manager can look after you have, or a week after the quarter."))
    if shown.withheld:
        notes.append(Note(f"Not shown{_withheld_words(shown.withheld)}."))
    return notes


def _withheld_words(withheld: Sequence[Quarter]) -> str:
    if not withheld:
        return ""
    names = ", ".join(map(str, withheld))
    return f"; {names} once they have looked themselves, or a week after it is over"
