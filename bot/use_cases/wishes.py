"""A manager asks reps through the quarterback: inside their budgets and hours, and the answer comes back."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.scene import Scene
from bot.use_cases import ask
from bot.use_cases.nudge_cards import redraw
from bot.use_cases.pipeline import read
from bot.use_cases.pipeline_scope import asked_of
from bot.views import quick
from bot.views import wishes as view
from domain.asking.budget import next_start
from domain.asking.choose import Candidate
from domain.asking.question import Facts, Nudge, Reason, RuleKind
from domain.asking.reasons import Case, reasons
from domain.asking.wish import Wish, WishState
from domain.reading.fold import fold
from domain.reading.names import roster_of
from domain.reading.query_names import Misread
from domain.reading.reading import About
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person, Role
from domain.sales.pipeline import PipelineQuery

AT_ONCE = 30
"""As many opportunities as one wish may be about."""
_WHO_AND_WHAT = re.compile(
    r"(?P<who>.+?),? (?:about|on|for|regarding|how|to (?:update|check|confirm))\b:? (?P<what>.+)", re.IGNORECASE
)


def ask_for(scene: Scene, words: str) -> bool:
    """ "Ruth about Halden", "my team about commit deals past their date". False: the words say nothing of the kind."""
    split = _WHO_AND_WHAT.fullmatch(words)
    if split is None:
        return False
    found = _meant(scene, split["who"], split["what"])
    if isinstance(found, Misread):
        scene.reply(quick.say(found.sentence))
        return True
    rows, count = found
    wish_for(scene, rows, count - len(rows))
    return True


def wish_for(scene: Scene, rows: Sequence[Opportunity], left_out: int = 0) -> None:
    """Ask the owners of these about them; `left_out` is how many more would have fitted."""
    people = {person.id: person for person in _askable(scene, rows)}
    wanted = [o for o in rows if o.owner in people]
    if not wanted:
        scene.reply(view.nothing_to_ask())
        return
    for opportunity in wanted:
        _wish(scene, opportunity)
    plans = [_plan(scene, person, [o for o in wanted if o.owner == person.id]) for person in people.values()]
    scene.reply(view.planned(plans, scene.person, left_out))


def ask_what_others_want_to_know(scene: Scene) -> None:
    """Ask this rep what waits, as far as their budget goes. What is asked already is not asked twice."""
    waiting: dict[str, list[Wish]] = {}
    for wish in scene.uow.wishes.waiting_for(scene.person.id):
        waiting.setdefault(wish.opportunity, []).append(wish)
    left = ask.room_for_questions(scene)
    for key, wanted in waiting.items():
        opportunity = scene.uow.opportunities.get(key)
        if opportunity is None or opportunity.owner != scene.person.id or opportunity.closed_on:
            _settle(scene, wanted, WishState.DROPPED)
            continue
        nudge = _asked_already(scene, opportunity, wanted)
        if nudge is None and left > 0:
            nudge = ask.ask(scene, _candidate(scene, opportunity, wanted))
            left -= 1
        if nudge:
            _settle(scene, wanted, WishState.ASKED, nudge.id)


def _meant(scene: Scene, who: str, what: str) -> tuple[tuple[Opportunity, ...], int] | Misread:
    """The opportunities that are to be asked about, and how many there are in all."""
    query = read(scene, f"{who}, {what}")
    if isinstance(query, PipelineQuery):
        asked = asked_of(scene, replace(query, closed=False))
        pipelines = scene.uow.pipelines
        count = pipelines.totals(asked).count
        return pipelines.rows(asked, 0, AT_ONCE), min(count, query.most or count)
    whom = read(scene, who)
    if isinstance(whom, Misread):
        return whom
    known = scene.uow.opportunities.of_owners(asked_of(scene, whom).query.owners)
    named = {key for mention in roster_of(known).mentions(what, fold(what)) for key in mention.ids}
    rows = tuple(o for o in known if o.id in named)
    return (rows[:AT_ONCE], len(rows)) if rows else query


def _askable(scene: Scene, rows: Iterable[Opportunity]) -> Iterable[Person]:
    """Reps among the owners, but for whoever asks."""
    for owner in dict.fromkeys(o.owner for o in rows):
        person = scene.directory.get(owner)
        if person and person.role is Role.REP and person.id != scene.person.id:
            yield person


def _wish(scene: Scene, opportunity: Opportunity) -> None:
    """One wish of one person about one opportunity waits, or is asked, at a time."""
    stores = scene.uow
    known = [*stores.wishes.waiting_for(opportunity.owner)]
    known += [wish for nudge in stores.nudges.open_of(opportunity.id) for wish in stores.wishes.asked_by(nudge.id)]
    if not any(wish.opportunity == opportunity.id and wish.by == scene.person.id for wish in known):
        stores.wishes.add(Wish(opportunity.id, opportunity.owner, scene.person.id, scene.now))


def _plan(scene: Scene, person: Person, wanted: Sequence[Opportunity]) -> view.Plan:
    titles = {o.id: o.title for o in wanted}
    open_before = {nudge.question.opportunity for nudge in scene.uow.nudges.open_for(person.id)}
    ask_what_others_want_to_know(_scene_of(scene, person))
    still = {wish.opportunity for wish in scene.uow.wishes.waiting_for(person.id) if wish.by == scene.person.id}
    return view.Plan(
        person,
        [title for key, title in titles.items() if key not in still and key not in open_before],
        [title for key, title in titles.items() if key in open_before],
        [title for key, title in titles.items() if key in still],
        next_start(person, scene.now),
    )


def _scene_of(scene: Scene, person: Person) -> Scene:
    """The same moment, at home with that person."""
    return replace(scene, person=person, place=scene.home(person), thread=None, message_id="", private=True)


def _candidate(scene: Scene, opportunity: Opportunity, wanted: Sequence[Wish]) -> Candidate:
    """The question that a rule would ask, or where it stands; why now is that somebody would like to know."""
    facts = scene.uow.changes.facts([opportunity.id], scene.today).get(opportunity.id, Facts())
    case = Case(opportunity, facts, scene.company.process, scene.today)
    own = next(reasons(case, scene.playbook.rules), None)
    names = list(dict.fromkeys(scene.directory.name(wish.by) for wish in wanted))
    words = view.wants_to_know(names, own.words if own else "")
    reason = replace(own, words=words) if own else Reason(RuleKind.NO_CHANGE, About.WHERE_IT_STANDS, words)
    return Candidate(opportunity, reason, float(opportunity.amount or 0))


def _asked_already(scene: Scene, opportunity: Opportunity, wanted: Sequence[Wish]) -> Nudge | None:
    """The question that stands open about it; it now says as well who would like to know."""
    open_ = [nudge for nudge in scene.uow.nudges.open_of(opportunity.id) if nudge.question.owner == scene.person.id]
    if not open_:
        return None
    nudge = open_[-1]
    names = [scene.directory.name(wish.by) for wish in wanted]
    new = [name for name in dict.fromkeys(names) if name not in nudge.question.reason.words]
    if new:
        reason = replace(nudge.question.reason, words=view.wants_to_know(new, nudge.question.reason.words))
        nudge = scene.uow.nudges.save(replace(nudge, question=replace(nudge.question, reason=reason)))
        redraw(scene, nudge)
    return nudge


def _settle(scene: Scene, wanted: Iterable[Wish], state: WishState, nudge: int | None = None) -> None:
    for wish in wanted:
        scene.uow.wishes.save(replace(wish, state=state, nudge=nudge))
