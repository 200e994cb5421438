"""What moved since a day, among those whose opportunities one may see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.scene import Scene
from bot.use_cases.pipeline import staff_of, things_of
from bot.views import changes as view
from bot.views import quick
from domain.reading.fold import fold
from domain.reading.query_names import Staff, Unreadable, named, runs_of, whose
from domain.reading.spans import NoSpan, since
from domain.sales.change import Change
from domain.sales.movement import Kind, kinds_of, net
from domain.sales.pipeline import PipelineQuery

_USUAL_DAYS = 7
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.SLIPPED, re.compile(r"\b(?:slip(?:s|ped|ping)?|push(?:ed|ing)?(?: out)?|delayed)\b")),
    (Kind.PULLED_IN, re.compile(r"\b(?:pulled in|pulled forward)\b")),
    (Kind.WON, re.compile(r"\bw[oi]n\b")),
    (Kind.LOST, re.compile(r"\b(?:lost|lose)\b")),
    (Kind.GREW, re.compile(r"\bgrew\b")),
    (Kind.SHRANK, re.compile(r"\bshrank\b")),
)
_MEANS_NOTHING = re.compile(r"\b(?:changes?d?|moved?|happened|new|anything|since|history|different)\b")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes: of whom, since when, of which kinds (all where none is named)."""

    query: PipelineQuery
    since: date
    kinds: tuple[Kind, ...] = ()


def show_changes(scene: Scene, words: str, certain: bool = True) -> bool:
    """Answer what moved. Not `certain`: False where a word means nothing here, for then something else was asked."""
    try:
        wanted = read(scene, words)
    except Unreadable as fault:
        if fault.misread.unknown and not certain:
            return False
        scene.reply(quick.say(fault.misread.sentence))
        return True
    moves = moved_since(scene, wanted)
    tally = {kind.value: 0 for kind in Kind}
    for each in moves:
        for kind in kinds_of(each.changes, scene.company.process):
            tally[kind.value] += not wanted.kinds or kind in wanted.kinds
    whom = f"What moved of {wanted.query.whose}" if wanted.query.whose else "What moved"
    scene.reply(view.changes(whom, wanted.since, moves, tally, scene.directory))
    return True


def read(scene: Scene, words: str) -> Wanted:
    """The question in these words. Unreadable where one of them means nothing."""
    left, kinds = fold(words), []
    for kind, said in _KINDS:
        if said.search(left):
            kinds.append(kind)
            left = said.sub("|", left)
    span = since(left.replace("|", " "), scene.local_now, scene.company.process)
    if isinstance(span, NoSpan):
        raise Unreadable(f"“{span.words.strip()}” is no day I can look back to. Say for instance “since Monday”.")
    if span and span.first:
        left = left[: span.start] + "|" * (span.end - span.start) + left[span.end :]
    first = span.first if span and span.first else scene.today - timedelta(days=_USUAL_DAYS)
    return Wanted(_of_whom(scene, _MEANS_NOTHING.sub("|", left), staff_of(scene)), first, tuple(kinds))


def moved_since(scene: Scene, wanted: Wanted) -> list[view.Moved]:
    """What moved and still stands, the last moved first."""
    query = wanted.query
    owners = [owner for owner in query.owners or scene.owners if owner in scene.owners]
    midnight = datetime.combine(wanted.since, time(), ZoneInfo(scene.person.zone))
    changes = scene.uow.changes.since(owners, midnight)
    undone = scene.uow.changes.undone([change.id for change in changes])
    by_opportunity: dict[str, list[Change]] = {}
    for change in changes:
        if change.undoes is None and change.id not in undone:
            by_opportunity.setdefault(change.opportunity, []).append(change)
    known = scene.uow.opportunities.all_of(by_opportunity)
    moves = [view.Moved(known[key], net(found)) for key, found in by_opportunity.items() if key in known]
    fitting = [each for each in moves if each.changes and _fits(each, query, wanted.kinds, scene)]
    return sorted(fitting, key=lambda each: each.changes[-1].id, reverse=True)


def _fits(each: view.Moved, query: PipelineQuery, kinds: Sequence[Kind], scene: Scene) -> bool:
    of_account = not query.accounts or each.opportunity.account in query.accounts
    of_product = not query.products or each.opportunity.product in query.products
    of_kind = not kinds or any(kind in kinds for kind in kinds_of(each.changes, scene.company.process))
    return of_account and of_product and of_kind


def _of_whom(scene: Scene, left: str, staff: Staff) -> PipelineQuery:
    query, runs = whose(PipelineQuery(), runs_of(left), staff)
    if not runs:
        return query
    return named(query, runs, things_of(scene), staff)
