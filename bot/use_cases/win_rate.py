"""How much of what was decided was won, and what a won deal is worth: of whom and when the words say."""

import re
from dataclasses import replace

from bot.scene import Scene
from bot.use_cases.pipeline import read
from bot.use_cases.pipeline_scope import asked_of
from bot.views import quick
from bot.views import win_rate as view
from domain.reading.query_names import Misread
from domain.sales.pipeline import Group, PipelineQuery, Share, Totals
from domain.sales.quarter import Quarter

_MOST_GROUPS = 100
_RATE = re.compile(
    r"\b(?:(?:win|won|close|closing|hit)[ -](?:rates?|ratio)|conversion(?: rate)?"
    r"|(?:average|avg|typical|mean) (?:won )?(?:deal|sale|order)s?(?: (?:size|value|amount))?)\b",
    re.IGNORECASE,
)


def show_win_rate(scene: Scene, words: str) -> bool:
    """Of this quarter, unless the words name another time. False where they mean something else."""
    query = read(scene, f"closed {_RATE.sub(' ', words)}")
    if isinstance(query, Misread):
        if not query.unknown:
            scene.reply(quick.say(query.sentence))
        return not query.unknown
    if query.first is None and query.last is None:
        this = Quarter.of(scene.today, scene.company.process.fiscal_year_starts)
        query = replace(query, first=this.start, last=scene.today, when="this quarter")
    whole, won = _decided(scene, query)
    currency = scene.company.process.currency
    scene.reply(view.win_rate(query, whole, won, _groups(scene, query), scene.person, scene.directory, currency))
    return True


def _decided(scene: Scene, query: PipelineQuery) -> tuple[Totals, Totals]:
    """All that was closed, and what was won of it."""
    ends = [stage for stage in scene.company.process.stages if stage.closed]
    both = replace(query, stages=tuple(stage.name for stage in ends), by=None)
    won = replace(both, stages=tuple(stage.name for stage in ends if stage.won))
    return scene.uow.pipelines.totals(asked_of(scene, both)), scene.uow.pipelines.totals(asked_of(scene, won))


def _groups(scene: Scene, query: PipelineQuery) -> list[tuple[Share, Share | None]]:
    """By what was asked for: each group, and what was won of it."""
    by = query.by
    if by is None or by is Group.STAGE:
        return []
    won = replace(query, stages=tuple(stage.name for stage in scene.company.process.stages if stage.won))
    _, whole = scene.uow.pipelines.shares(asked_of(scene, replace(query, stages=())), by, _MOST_GROUPS)
    _, shares = scene.uow.pipelines.shares(asked_of(scene, won), by, _MOST_GROUPS)
    known = {share.label: share for share in shares}
    return [(share, known.get(share.label)) for share in whole]
