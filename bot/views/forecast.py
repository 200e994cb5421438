"""The quarter as it is shown: figures, how sure they are, what silence takes, what moved, and what people call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.views.pipeline import at_risk
from domain.chat.message import Button, Buttons, Chart, Facts, Message, Note, Part, Series, Table, strong, text
from domain.forecast.call import Call
from domain.forecast.movement import Movement, Step, largest
from domain.forecast.recalibration import Calibration
from domain.forecast.rollup import Doubtful, Rollup
from domain.forecast.snapshot import Snapshot
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory
from domain.sales.quarter import Quarter
from domain.sales.values import show_amount, show_date

_MOVES_SHOWN, _LONGEST_LABEL = 6, 40


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the quarter may end at, in money: closed and what is open together."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a forecast shows, amounts in `currency`.

    `recorded` and `likely` are closed plus open times probability, as recorded and aged; `unseen` is what is likely to
    come of business nobody has entered yet. `overdue` is what is open with
    a close date before the quarter, and counts nowhere. `by_owner` are the rollups of each, where there are several.
    `over`: the quarter has ended. `endangered` are at risk by a hold or a burning ticket.
    """

    title: str
    quarter: Quarter
    currency: str
    rollup: Rollup
    recorded: float
    likely: float
    unseen: float
    outlook: Outlook
    calibration: Calibration
    doubtful: Sequence[Doubtful]
    since: date
    movement: Movement | None
    trend: Sequence[Snapshot]
    calls: Sequence[Call]
    by_owner: Mapping[str, Rollup]
    overdue: tuple[int, Decimal]
    over: bool
    endangered: Sequence[Opportunity] = ()


def forecast(figures: Figures) -> Message:
    """Where the quarter stands, where it may end, and the last weeks."""
    money, rollup = figures.currency, figures.rollup
    head = _head(figures)
    if _empty(figures):
        words = f"{head}: nothing was won and nothing open is to close in it."
        return Message(words, (text(words), *_overdue(figures)))
    ends = "" if figures.over else f", likely to end at {_round(figures.outlook.p50, money)}"
    summary = f"{head}: closed {show_amount(rollup.closed, money)}{ends}."
    parts: list[Part] = [text(strong(head)), Facts(_facts(figures))]
    if not figures.over:
        parts += [*at_risk(figures.endangered, money), *_outlook(figures), *_trend(figures), *_overdue(figures)]
    return Message(summary, tuple(parts))


def behind_it(figures: Figures, directory: Directory, reader: str) -> Message:
    """Whom and what the quarter hangs on: a message of its own, since one holds not everything. No parts: nothing."""
    parts: list[Part] = [*_calls(figures, directory)]
    if not _empty(figures):
        parts += _by_owner(figures, directory)
    if not (figures.over or _empty(figures)):
        parts += [*_doubtful(figures, directory, reader), *_movement(figures)]
    title = f"{_head(figures)}: what is behind it"
    return Message(f"{title}.", (text(strong(title)), *parts) if parts else ())


def percent(share: float, *, signed: bool = False) -> str:
    """ "44 %"; with its sign "+7 %", "−7 %"."""
    return f"{share:{'+' if signed else ''}.0%}".replace("%", " %").replace("-", "−")


def _head(figures: Figures) -> str:
    return f"{figures.title}, {figures.quarter}"


def _empty(figures: Figures) -> bool:
    return not figures.rollup.count and not figures.rollup.closed


def _facts(figures: Figures) -> tuple[tuple[str, str], ...]:
    money, rollup = figures.currency, figures.rollup
    rows = [("Closed", show_amount(rollup.closed, money))]
    if not figures.over:
        rows += [
            ("Commit", f"{show_amount(rollup.with_commit, money)} (closed + {show_amount(rollup.commit, money)})"),
            ("Best case", f"{show_amount(rollup.with_best_case, money)} (+ {show_amount(rollup.best_case, money)})"),
            ("Pipeline", f"{show_amount(rollup.pipeline, money)} more, earlier in the process"),
        ]
    if rollup.quota is None:
        return (*rows, ("Quota", "none in app.yaml, so there is no gap and no coverage"))
    rows.append(("Quota", show_amount(rollup.quota, money)))
    if not rollup.gap:
        return (*rows, ("Gap", "none, the quota is made"))
    coverage = "" if figures.over else f", covered {rollup.coverage:.1f} times by what is open"
    return (*rows, ("Gap", f"{show_amount(rollup.gap, money)}{coverage}"))


def _outlook(figures: Figures) -> list[Part]:
    money, outlook = figures.currency, figures.outlook
    rows = [
        ("P10, 9 in 10 above", _round(outlook.p10, money)),
        ("P50, as likely above", _round(outlook.p50, money)),
        ("P90, 1 in 10 above", _round(outlook.p90, money)),
        ("As recorded", f"{_round(figures.recorded, money)} (closed + open × probability)"),
        ("After days of silence", f"{_round(figures.likely, money)} (what nobody confirms fades)"),
    ]
    if figures.unseen >= 1:
        rows.append(
            ("Not entered yet", f"{_round(figures.unseen, money)} (new business, as it came in the last 90 days)")
        )
    also = " and what comes new" if figures.unseen >= 1 else ""
    note = f"P10, P50 and P90 start from what silence leaves{also}, and let opportunities rise and fall together."
    unpriced = figures.rollup.unpriced
    without = f" {unpriced} open without an amount count{'s' * (unpriced == 1)} nothing." if unpriced else ""
    return [text("Where the quarter may end:"), Facts(tuple(rows)), Note(note + _taught(figures) + without)]


def _taught(figures: Figures) -> str:
    quarters = figures.calibration.quarters
    if not quarters:
        return ""
    past = "The last completed quarter" if quarters == 1 else f"The last {quarters} quarters"
    return (
        f" {past} brought {percent(figures.calibration.factor)} of what was likely at this point; they allow for that."
    )


def _doubtful(figures: Figures, directory: Directory, reader: str) -> list[Part]:
    """What explains most of recorded less likely, and a tap for each that asks its owner now."""
    if not figures.doubtful:
        return []
    rows, buttons = [], []
    for each in figures.doubtful:
        line = each.line
        heard = show_date(line.confirmed.date()) if line.confirmed else "never"
        fades, lost = f"{percent(each.stated)} → {percent(each.likely)}", _round(-each.lost, figures.currency)
        rows.append((line.title, directory.name(line.owner), heard, fades, lost))
        label = "Answer now" if line.owner == reader else f"Ask {_first(directory, line.owner)}"
        buttons.append(Button(f"{label}: {_cut(line.name)}", "ask_about", line.id))
    words = "Most of the difference between recorded and faded:"
    heading = ("Opportunity", "Owner", "Last heard", "Chance", "Effect")
    return [text(words), Table(heading, tuple(rows), (3, 4)), Buttons(tuple(buttons))]


def _calls(figures: Figures, directory: Directory) -> list[Part]:
    if not figures.calls:
        return []
    rows = [(_caller(call, directory), *call_cells(call, figures.currency)) for call in figures.calls]
    counted = {call.person: call for call in figures.calls if call.person in figures.by_owner}
    if len(counted) > 1:
        rows.append(_together(list(counted.values()), len(figures.by_owner), figures.currency))
    heading = ("Call", "Commit", "Best case", "Said", "Note")
    return [Table(heading, tuple(rows), (1, 2))]


def _together(calls: Sequence[Call], people: int, currency: str) -> tuple[str, str, str, str, str]:
    """What the team's calls add up to, a manager's figure before the rep's own."""
    commit = sum((call.commit or Decimal(0) for call in calls), Decimal(0))
    best = sum((call.best_case or call.commit or Decimal(0) for call in calls), Decimal(0))
    who = f"Together, {len(calls)} of {people}"
    return who, show_amount(commit, currency), show_amount(best, currency), "", "overrides count first"


def _caller(call: Call, directory: Directory) -> str:
    if call.by == call.person:
        return directory.name(call.person)
    return f"{directory.name(call.by)} for {directory.name(call.person)}"


def call_cells(call: Call, currency: str) -> tuple[str, str, str, str]:
    """Commit, best case, when, note."""
    figures = [show_amount(each, currency) if each is not None else "—" for each in (call.commit, call.best_case)]
    return figures[0], figures[1], show_date(call.at.date()), call.note or "—"


def _by_owner(figures: Figures, directory: Directory) -> list[Part]:
    """In order of name: this is no ranking."""
    if len(figures.by_owner) < 2:
        return []
    money = figures.currency
    rows: list[tuple[str, ...]] = []
    for owner, each in sorted(figures.by_owner.items(), key=lambda item: directory.name(item[0])):
        quota = show_amount(each.quota, money) if each.quota is not None else "—"
        ahead = () if figures.over else (each.with_commit, each.with_best_case, each.pipeline)
        shown = (show_amount(amount, money) for amount in (each.closed, *ahead))
        rows.append((directory.name(owner), *shown, quota))
    ahead_of = () if figures.over else ("Commit", "Best case", "Pipeline")
    heading = ("Owner", "Closed", *ahead_of, "Quota")
    return [Table(heading, tuple(rows), tuple(range(1, len(heading))))]


def _movement(figures: Figures) -> list[Part]:
    moved = figures.movement
    if moved is None:
        return []
    since, money = show_date(figures.since), figures.currency
    if not moved.moves:
        return [text(f"Nothing moved in it since {since}: {show_amount(moved.end, money)} open then and now.")]
    steps = [(step, moved.total(step)) for step in Step if moved.total(step)]
    labels = (f"Open {show_date(figures.since)}", *(step.value.capitalize() for step, _ in steps), "Open now")
    values = (moved.start, *(amount for _, amount in steps), moved.end)
    figures_said = ", ".join(f"{step.value} {_signed(amount, money)}" for step, amount in steps)
    said = (
        f"What moved since {since}: open {show_amount(moved.start, money)}, {figures_said}, "
        f"now {show_amount(moved.end, money)}."
    )
    chart = Chart("waterfall", f"Open in {figures.quarter}", labels, (Series("Open", values),), money)
    parts: list[Part] = [text(said), chart]
    rows = tuple(
        (move.line.title, move.step.value, _signed(move.amount, money)) for move in largest(moved.moves, _MOVES_SHOWN)
    )
    parts.append(Table(("Opportunity", "What", "Amount"), rows, (2,), len(moved.moves) - len(rows)))
    return parts


def _trend(figures: Figures) -> list[Part]:
    """The last weeks, where nights were kept."""
    if len(figures.trend) < 2:
        return []
    labels = tuple(f"{day.day.day} {day.day:%b}" for day in figures.trend)
    lines = (
        Series("Closed", tuple(day.closed for day in figures.trend)),
        Series("With commit", tuple(day.closed + day.commit for day in figures.trend)),
        Series("After silence", tuple(day.closed + day.aged for day in figures.trend)),
    )
    first, last = figures.trend[0], figures.trend[-1]
    said = (
        f"Since {show_date(first.day)}: closed {_to(first.closed, last.closed, figures.currency)}, with commit "
        f"{_to(first.closed + first.commit, last.closed + last.commit, figures.currency)}, after silence "
        f"{_to(first.closed + first.aged, last.closed + last.aged, figures.currency)}."
    )
    return [text(said), Chart("line", f"{figures.quarter}, week by week", labels, lines, figures.currency)]


def _overdue(figures: Figures) -> list[Part]:
    count, amount = figures.overdue
    if not count or figures.over:
        return []
    are = "opportunity is" if count == 1 else "opportunities are"
    worth = show_amount(amount, figures.currency)
    return [Note(f"{count} open {are} dated before this quarter ({worth}) and counted in no quarter.")]


def _to(first: Decimal, last: Decimal, money: str) -> str:
    return f"{_round(first, money)} → {_round(last, money)}"


def _round(amount: float | Decimal, currency: str) -> str:
    """Three figures: nobody knows a forecast to the dollar."""
    whole = Decimal(round(float(amount), 3 - len(str(abs(int(amount))))))
    return f"−{show_amount(-whole, currency)}" if whole < 0 else show_amount(whole, currency)


def _signed(amount: Decimal, currency: str) -> str:
    return f"+{show_amount(amount, currency)}" if amount > 0 else f"−{show_amount(-amount, currency)}"


def _first(directory: Directory, owner: str) -> str:
    person = directory.get(owner)
    return person.first_name if person else owner


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1]}…"
