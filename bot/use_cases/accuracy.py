"""How good somebody's stated probabilities were: they see it first and alone; their manager after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.scene import Scene
from bot.use_cases.forecast_figures import end_of
from bot.use_cases.forecast_scope import people_named, several
from bot.views import accuracy as view
from bot.views import quick
from domain.chat.message import Message
from domain.forecast.accuracy import biases, farthest, record_of
from domain.forecast.snapshot import Checkpoint, Judged
from domain.sales.people import Person, Role
from domain.sales.quarter import Quarter

_QUARTERS = 5  # this one and the four before
MANAGER_WAITS = timedelta(days=7)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Window:
    """The quarters looked at, oldest first, and those of them that are not shown yet."""

    shown: tuple[Quarter, ...]
    withheld: tuple[Quarter, ...]


def show_accuracy(scene: Scene, words: str) -> None:
    """One's own, or that of somebody whose manager one is. It is always answered directly."""
    name = words.strip().removeprefix("of ").removeprefix("for ").strip()
    if name.lower() in ("", "my", "mine", "me"):
        _own(scene)
        return
    visible = [p for p in scene.directory if p.id in scene.owners and p.role is Role.REP]
    if scene.person.role is Role.MANAGER and name.lower() in ("team", "my team", "my team's"):
        _team(scene, visible)
        return
    found = people_named(visible, name)
    if len(found) != 1:
        scene.reply(several(name, found) if found else quick.forbidden())
    elif found[0].id == scene.person.id:
        _own(scene)
    elif scene.person.role is Role.ASSISTANT:
        # They speak for the rep, but how good the rep's forecasts were is the rep's to show.
        scene.reply(quick.forbidden())
    else:
        _say(scene, _of(scene, found[0], window_of(scene, found[0], own=False)))


def _own(scene: Scene) -> None:
    if scene.person.role is Role.REP:
        _seen(scene)
    elif scene.person.role is Role.MANAGER:
        _team(scene, [p for p in scene.directory if p.id in scene.owners and p.role is Role.REP])
    else:
        scene.reply(quick.say("You have no opportunities of your own. Name a rep, for instance “accuracy Ruth”."))


def _seen(scene: Scene) -> None:
    window = window_of(scene, scene.person, own=True)
    for quarter in window.shown:
        scene.uow.accuracy_looks.see(scene.person.id, quarter.start, scene.now)
    _say(scene, _of(scene, scene.person, window))


def _team(scene: Scene, reps: list[Person]) -> None:
    """In order of name, whoever is good: whose figures may be looked at, one by one."""
    rows = []
    for rep in sorted(reps, key=lambda person: person.name):
        window = window_of(scene, rep, own=False)
        closed = len(judged_in(scene, (rep.id,), window.shown))
        rows.append((rep, closed, window.withheld))
    _say(scene, view.team(rows))


def _of(scene: Scene, person: Person, window: Window) -> Message:
    judged = judged_in(scene, (person.id,), window.shown)
    peers = [p.id for p in scene.directory if p.team == person.team and p.role is Role.REP] or [person.id]
    everybody = judged_in(scene, peers, window.shown)
    checks = []
    for kind in Checkpoint:
        records = {owner: record_of([j for j in everybody if j.owner == owner], kind) for owner in peers}
        record = record_of(judged, kind)
        checks.append(view.Check(kind, record, biases(records).get(person.id)))
    quarters = [(q, tuple(j for j in judged if j.closed_on in q)) for q in window.shown]
    main = max(reversed(checks), key=lambda check: check.record.size).kind
    return view.accuracy(
        view.Accuracy(
            "Your" if person.id == scene.person.id else f"{person.name}'s",
            checks,
            [(q, inside) for q, inside in quarters if inside],
            main,
            farthest(judged, main, _NAMED),
            window.withheld,
            scene.company.process.currency,
            own=person.id == scene.person.id,
        )
    )


def judged_in(scene: Scene, owners: Sequence[str], quarters: tuple[Quarter, ...]) -> tuple[Judged, ...]:
    """What closed in those quarters and could have been forecast: nights were kept for long enough before."""
    begun = scene.uow.snapshots.first_day()
    if begun is None or not quarters:
        return ()
    first = max(quarters[0].start, begun + timedelta(days=14))
    return tuple(
        each
        for each in scene.uow.beliefs.judged(owners, first, quarters[-1].end)
        if any(each.closed_on in quarter for quarter in quarters)
    )


def window_of(scene: Scene, person: Person, *, own: bool) -> Window:
    """The quarters of that person which may be looked at now: by themselves all, by a manager what they have seen."""
    this = Quarter.of(scene.today, scene.company.process.fiscal_year_starts)
    quarters = tuple(this.plus(-back) for back in reversed(range(_QUARTERS)))
    if own:
        return Window(quarters, ())
    seen = scene.uow.accuracy_looks.seen(person.id)
    running = quarters[-1]
    shown = tuple(
        q
        for q in quarters
        if (q is running and q.start in seen)
        or has_looked(scene, seen.get(q.start), q)
        or q.end + MANAGER_WAITS < scene.today
    )
    return Window(shown, tuple(q for q in quarters if q not in shown))


def has_looked(scene: Scene, seen: datetime | None, quarter: Quarter) -> bool:
    """Whether they saw what came of it: a look before the quarter was over is none."""
    return seen is not None and seen >= end_of(quarter.end, scene.company)


def _say(scene: Scene, message: Message) -> None:
    """Directly, even where a channel is private: these figures are one person's."""
    if scene.place.direct:
        scene.reply(message)
        return
    scene.tell(scene.person, message)
    scene.reply(quick.say("I answered you directly: nobody's accuracy is shown in a channel."))
