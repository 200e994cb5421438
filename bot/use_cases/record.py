"""Record what was stated: changes with their words, their consequences, and who may make them."""

from collections.abc import Iterable
from dataclasses import replace

from bot.results import Recorded
from bot.scene import Scene
from domain.reading.reading import Finding
from domain.sales.change import Change, Statement, apply, consequences, settle
from domain.sales.company import Seen
from domain.sales.grants import Scope
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field, SalesProcess

LONGEST_QUOTE, SHORT_REPLY = 200, 100


def make_statement(scene: Scene, owner: str) -> Statement:
    """Who says it, for whom, and in which message."""
    place = scene.place
    return scene.uow.statements.add(
        Statement(
            scene.person.id,
            owner,
            scene.now,
            place.platform,
            place.workspace,
            place.conversation,
            scene.message_id,
            scene.thread.id if scene.thread else None,
        )
    )


def record(scene: Scene, statement: Statement, findings: Iterable[Finding], text: str) -> tuple[Recorded, ...]:
    """Write the findings, opportunity by opportunity; one that this person may not see is left out silently."""
    by_opportunity: dict[str, list[Finding]] = {}
    for finding in findings:
        by_opportunity.setdefault(finding.opportunity, []).append(finding)
    recorded = []
    for opportunity_id, found in by_opportunity.items():
        opportunity = scene.opportunity(opportunity_id)
        if opportunity:
            quote = _quote(text, found, alone=len(by_opportunity) == 1)
            recorded.append(_record_one(scene, statement, opportunity, found, quote))
    return tuple(recorded)


def confirm(scene: Scene, opportunity: Opportunity) -> Opportunity:
    """It stands as recorded, and somebody who knows said so."""
    return scene.uow.opportunities.save(replace(opportunity, confirmed=scene.now))


def covering_quote(text: str, evidence: Iterable[str]) -> str:
    """The shortest stretch of `text` that holds all evidence, or the first evidence where that would be long."""
    pieces = [piece for piece in evidence if piece in text]
    if not pieces:
        return text[:LONGEST_QUOTE]
    starts = [text.index(piece) for piece in pieces]
    first, last = min(starts), max(start + len(piece) for start, piece in zip(starts, pieces, strict=True))
    return text[first:last] if last - first <= LONGEST_QUOTE else pieces[0][:LONGEST_QUOTE]


def _quote(text: str, found: list[Finding], *, alone: bool) -> str:
    """A short reply about one opportunity as a whole; of a longer one, or one about several, what states the values."""
    whole = text.strip()
    return whole if alone and len(whole) <= SHORT_REPLY else covering_quote(text, (f.evidence for f in found))


def _record_one(
    scene: Scene, statement: Statement, opportunity: Opportunity, found: list[Finding], quote: str
) -> Recorded:
    process = scene.company.process
    withheld = tuple(f.field for f in found if not _may_say(scene, opportunity, f.field))
    if len(withheld) == len(found):
        return Recorded(opportunity, withheld=withheld)
    found = [f for f in found if f.field not in withheld]
    if process.stage(opportunity.stage).closed and not _fits_what_is_closed(found, process):
        return Recorded(opportunity, closed=True)
    allowed = [f for f in found if f.field in process.high_cards and opportunity.get(f.field) != f.value]
    changes, moved = _moves(scene, statement, opportunity, allowed, quote)
    saved = scene.uow.opportunities.save(settle(opportunity, moved, process, scene.now, scene.today))
    written = scene.uow.changes.append(changes) if changes else ()
    commented = any(change.field is Field.FEEDBACK and change.after for change in written)
    shared = commented and scene.company.feedback is Seen.COMPANY
    return Recorded(saved, written, quote, withheld=withheld, shared=shared)


def _may_say(scene: Scene, opportunity: Opportunity, field: Field) -> bool:
    """How an opportunity counts in the forecast is for whoever may forecast for its owner."""
    needed = Scope.FORECAST if field is Field.FORECAST_CATEGORY else Scope.UPDATE
    return scene.directory.may(scene.person, opportunity.owner, needed)


def _fits_what_is_closed(found: list[Finding], process: SalesProcess) -> bool:
    """Why it ended may still be told, and a stage named to reopen it; figures of what is closed stay as they are."""
    afterwards = (Field.LOSS_REASON, Field.COMPETITOR, Field.FEEDBACK)
    return any(f.field is Field.STAGE for f in found) or all(f.field in afterwards for f in found)


def _moves(
    scene: Scene, statement: Statement, opportunity: Opportunity, found: list[Finding], quote: str
) -> tuple[list[Change], Opportunity]:
    changes: list[Change] = []
    moved = opportunity
    for finding in found:
        said = Change(
            opportunity.id,
            finding.field,
            moved.get(finding.field),
            finding.value,
            scene.person.id,
            opportunity.owner,
            quote,
            scene.now,
            statement.id,
        )
        if said.before == said.after:
            continue
        for change in (said, *_entailed(scene, moved, said, found)):
            moved = apply(change, moved)
            changes.append(change)
    return changes, moved


def _entailed(scene: Scene, opportunity: Opportunity, said: Change, found: list[Finding]) -> list[Change]:
    """What a closing entails, except where the same reply states that field itself."""
    stated = {finding.field for finding in found}
    follows = consequences(opportunity, said, scene.company.process, scene.today)
    return [change for change in follows if change.field not in stated]
