"""Pipelines, forecasts and changes as files, handed to whoever asks, directly."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bot.documents import hand_over
from bot.scene import Scene
from bot.sheets import Cell, Sheet, files_of
from bot.use_cases import changes, pipeline
from bot.use_cases.forecast_figures import figures_of
from bot.use_cases.forecast_scope import scope_of
from bot.use_cases.pipeline_scope import asked_of
from bot.views import quick
from domain.chat.message import Note
from domain.forecast.rollup import Rollup
from domain.forecast.words import WordsFault, read_asked
from domain.reading.query_names import Misread, Unreadable
from domain.sales.values import keep

MOST_ROWS = 50_000
_WHAT = re.compile(r"(?:the |my |our )?(?P<what>pipeline|forecast|changes)?\b(?P<rest>.*)", re.IGNORECASE)


def export(scene: Scene, words: str) -> None:
    """ "pipeline East next quarter", "forecast", "changes since Monday"; the pipeline where nothing is named."""
    found = _WHAT.fullmatch(words.strip())
    what = (found["what"] or "pipeline").lower() if found else "pipeline"
    made = _MAKERS[what](scene, found["rest"].strip() if found else words)
    if isinstance(made, str):
        scene.reply(quick.say(made))
    elif made:
        count = f"{len(made.rows):,} row{'s' * (len(made.rows) != 1)}"
        notes = [Note(f"Only the first {MOST_ROWS:,}: narrow it down for the rest.")] * (len(made.rows) == MOST_ROWS)
        hand_over(scene, files_of(made), f"{made.name}: {count}, as CSV and as XLSX.", *notes)


def _pipeline(scene: Scene, words: str) -> Sheet | str:
    query = pipeline.read(scene, words)
    if isinstance(query, Misread):
        return query.sentence
    rows = scene.uow.pipelines.rows(asked_of(scene, replace(query, by=None)), 0, MOST_ROWS)
    heading = (
        "Id", "Opportunity", "Account", "Product", "Owner", "Stage", "Probability %", "Amount", "Weighted", "Currency",
        "Close date", "Forecast", "Next step", "Next step on", "Competitor", "Last heard of", "Closed on",
    )  # fmt: skip
    lines: list[tuple[Cell, ...]] = [
        (
            o.id,
            o.name,
            o.account,
            o.product,
            scene.directory.name(o.owner),
            o.stage,
            o.probability,
            o.amount,
            (o.amount * o.probability / 100).quantize(Decimal("0.01")) if o.amount is not None else None,
            o.currency,
            o.close_date,
            o.forecast_category.value if o.forecast_category else "",
            o.next_step or "",
            o.next_step_date,
            o.competitor or "",
            o.confirmed.date() if o.confirmed else None,
            o.closed_on,
        )
        for o in rows
    ]
    return Sheet(f"pipeline-{scene.today}", heading, lines)


def _changes(scene: Scene, words: str) -> Sheet | str:
    try:
        wanted = changes.read(scene, words)
    except Unreadable as fault:
        return fault.misread.sentence
    heading = ("When", "Opportunity", "Account", "Owner", "Field", "Before", "After", "By", "For", "In their words")
    lines: list[tuple[Cell, ...]] = []
    for move in changes.moved_since(scene, wanted):
        o = move.opportunity
        for change in move.changes:
            who, whom = scene.directory.name(change.by), scene.directory.name(change.on_behalf_of)
            values = (keep(change.before) or "", keep(change.after) or "")
            said = (who, whom if whom != who else "", change.quote)
            day = change.at.date()
            lines.append((day, o.name, o.account, scene.directory.name(o.owner), change.field.value, *values, *said))
    return Sheet(f"changes-since-{wanted.since}", heading, lines[:MOST_ROWS])


def _forecast(scene: Scene, words: str) -> Sheet | str | None:
    try:
        asked = read_asked(words, scene.local_now, scene.company.process)
    except WordsFault as fault:
        return str(fault)
    scope = scope_of(scene, asked.whose, asked.quarter)
    if scope is None:
        return None
    figures = figures_of(scene, scope)
    heading = ("Who", "Quarter", "Currency", "Closed", "Commit", "Best case", "Pipeline", "Opportunities", "Quota")
    whole = (figures.title, figures.rollup)
    each = [(scene.directory.name(owner), rollup) for owner, rollup in figures.by_owner.items()]
    lines: list[tuple[Cell, ...]] = [
        _rollup(who, rollup, str(figures.quarter), figures.currency) for who, rollup in (*each, whole)
    ]
    return Sheet(f"forecast-{figures.quarter}".replace(" ", "-"), heading, lines)


def _rollup(who: str, rollup: Rollup, quarter: str, currency: str) -> tuple[Cell, ...]:
    sums = (rollup.closed, rollup.commit, rollup.best_case, rollup.pipeline)
    return (who, quarter, currency, *sums, rollup.count, rollup.quota)


_MAKERS: dict[str, Callable[[Scene, str], Sheet | str | None]] = {
    "pipeline": _pipeline,
    "changes": _changes,
    "forecast": _forecast,
}
