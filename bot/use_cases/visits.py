"""A specialist is asked to come along: the first who can, another time, the next of the pool, until it is agreed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from bot import outbox
from bot.scene import Scene
from bot.use_cases import appointments, nudges, offers, visit_times
from bot.use_cases import visit_cards as cards
from bot.use_cases.visit_pool import KIND, next_of_pool, person_of, pool_for
from bot.use_cases.visit_times import Possible, Wanted
from bot.views import quick
from bot.views import visits as view
from domain.reading.reading import HelpRequest
from domain.reading.values import yes_no
from domain.requests.clock_words import clock_in
from domain.requests.machine import Party
from domain.requests.visits import Visit, VisitState
from domain.sales.change import Statement
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity
from domain.sales.people import Role

LONGEST_WORDS = 300


def ask(scene: Scene, statement: Statement, opportunity: Opportunity, wish: HelpRequest, said: str) -> Request | None:
    """Ask whoever was named, or the next free of the pool; what is not possible comes back with what is.

    None, and that is said, where one runs already or nobody is there to ask.
    """
    running = scene.uow.visits.running(opportunity.id)
    if running:
        scene.reply(view.already_asked(running[0], opportunity, person_of(scene, running[0].specialist)))
        return None
    owner = person_of(scene, opportunity.owner)
    pool = pool_for(scene, opportunity, wish.person)
    wanted = visit_times.wanted_in(scene, said, wish.day)
    possible = visit_times.who_can(scene, pool, owner, wanted) if pool else None
    if possible is None:
        words = "Nobody has time in the next weeks" if pool else "app.yaml names nobody"
        scene.reply(quick.say(f"{words} for a technical presentation. Nobody was asked."))
        return None
    request = Request(
        opportunity.id,
        KIND,
        scene.person.id,
        wish.evidence,
        scene.now,
        statement.id,
        possible.specialist.id,
        wish.day,
    )
    kept = scene.uow.requests.add(request)
    visit = _kept(scene, kept, opportunity.owner, possible, wanted)
    cards.show(scene, visit)
    if opportunity.owner != scene.person.id:
        card = cards.asking_card(scene, visit, opportunity, owner)
        outbox.post(scene.uow, scene.now, scene.home(owner), card, None, view.VISIT, visit.id)
    if visit.state is VisitState.ASKED:
        cards.send(scene, visit, opportunity)
    return kept


def party(scene: Scene, visit: Visit) -> Party | None:
    """Which side this person is on; None for everybody whom it does not concern, or who may only look."""
    if visit.specialist == scene.person.id:
        return Party.ASKED
    opportunity = scene.opportunity(visit.opportunity)
    return Party.ASKING if opportunity and scene.may_update(opportunity) else None


def answer(scene: Scene, said: str) -> bool:
    """Words of either side about a visit that waits for them here; False, and nothing done, where they are none."""
    visit = _waiting_here(scene)
    if visit is None:
        return False
    side = party(scene, visit)
    if side is Party.ASKED:
        return _asked_says(scene, visit, said)
    wanted = visit_times.wanted_instead(scene, said, visit)
    plain = len(said.split()) <= 4 and not any(letter.isdigit() for letter in said)
    yes = yes_no(said) if plain and not _asked_otherwise(scene) else None
    if yes:
        take(scene, visit)
    elif yes is False:
        withdraw(scene, visit)
    elif wanted.day and wanted.clock:
        propose(scene, visit, wanted, said)
    return yes is not None or bool(wanted.day and wanted.clock)


def accept(scene: Scene, visit: Visit, pick: int = 0) -> None:
    """The specialist comes at one of the times."""
    start = visit.slots[pick]
    gone = visit_times.in_the_way(scene, scene.person, start, visit.id)
    if gone:
        _not_possible(scene, visit, gone, visit_times.wanted_at(scene, start))
        return
    moved = cards.save(scene, replace(visit.moved("accept", Party.ASKED), slots=(start,), words=""))
    _agreed(scene, moved)


def take(scene: Scene, visit: Visit) -> None:
    """The asking side agrees to what the specialist proposed."""
    start, specialist = visit.slots[0], person_of(scene, visit.specialist)
    gone = visit_times.in_the_way(scene, specialist, start, visit.id)
    if gone:
        _not_possible(scene, visit, gone, visit_times.wanted_at(scene, start))
        return
    _agreed(scene, cards.save(scene, visit.moved("take", Party.ASKING)))


def propose(scene: Scene, visit: Visit, wanted: Wanted, words: str, place: str = "") -> None:
    """Another time, of either side; one that cannot be is answered with the nearest that can."""
    side, specialist = party(scene, visit), person_of(scene, visit.specialist)
    start = wanted.start
    if start is None or side is None:
        scene.reply(quick.say("Say a day and a time, such as “Thursday 2 pm”. Nothing was changed."))
        return
    gone = visit_times.in_the_way(scene, specialist, start, visit.id)
    if gone:
        _not_possible(scene, visit, gone, wanted)
        return
    moved = visit.moved("propose" if side is Party.ASKED else "counter", side)
    said = words.strip()[:LONGEST_WORDS]
    moved = cards.save(scene, replace(moved, slots=(start,), words=said, place=place or visit.place))
    opportunity = scene.uow.opportunities.get(visit.opportunity)
    if side is Party.ASKED:
        cards.tell_asking(scene, moved, f"{specialist.name} proposes {cards.when_asking(scene, moved)}.")
        proposed = f"Proposed to {scene.directory.name(visit.asked_by)}: {view.when(start, scene.person)}."
        scene.reply(quick.say(proposed))
    elif visit.state is VisitState.DRAFT and opportunity:
        cards.send(scene, moved, opportunity)
    else:
        words_to = f"{scene.person.name} asks for {view.when(start, specialist)} instead."
        scene.tell(specialist, quick.say(words_to), cards.thread_of(scene, moved.asked_thread))
        scene.reply(quick.say(f"Asked {specialist.name} for {view.when(start, scene.person)}."))


def decline(scene: Scene, visit: Visit, why: str) -> None:
    """The specialist cannot come: the next of the pool is asked, where there is one and nobody was named."""
    words = why.strip()[:LONGEST_WORDS]
    after = replace(visit, passed=(*visit.passed, visit.specialist))
    because = f": “{words}”" if words else ""
    scene.reply(quick.say("All right, I told them."))
    following = next_of_pool(scene, after)
    if following:
        appointments.cancel(scene, visit)
        moved = cards.save(
            scene, replace(following.moved("pass_on", Party.ASKED), words="", asked_thread=None, at=scene.now)
        )
        _ask_next(scene, moved, f"{scene.person.name} cannot come{because}. I asked {{}} instead.")
        return
    appointments.cancel(scene, visit)
    moved = cards.save(scene, replace(after.moved("decline", Party.ASKED), words=words))
    cards.tell_asking(scene, moved, f"{scene.person.name} cannot come{because}. There is nobody else I could ask.")


def ask_drafted(scene: Scene, visit: Visit, pick: int) -> None:
    """The nearest possible was offered, and one of its times was taken."""
    moved = cards.save(
        scene, replace(visit.moved("ask", Party.ASKING), slots=(visit.slots[pick],), why="", at=scene.now)
    )
    opportunity = scene.uow.opportunities.get(visit.opportunity)
    if opportunity:
        cards.send(scene, moved, opportunity)


def somebody_else(scene: Scene, visit: Visit) -> None:
    """The next of the pool instead."""
    following = next_of_pool(scene, replace(visit, passed=(*visit.passed, visit.specialist)))
    if following is None:
        scene.reply(quick.say("There is nobody else I could ask. Nothing was changed."))
        return
    if following.why:
        cards.save(scene, following)
        return
    moved = following.moved("somebody_else", Party.ASKING)
    moved = cards.save(scene, replace(moved, words="", asked_thread=None, at=scene.now))
    _ask_next(scene, moved, "I asked {} instead.")


def withdraw(scene: Scene, visit: Visit) -> None:
    """No longer wanted, before or after it was agreed."""
    name = "cancel" if visit.state is VisitState.AGREED else "withdraw"
    moved = cards.save(scene, visit.moved(name, Party.ASKING))
    appointments.cancel(scene, moved)
    if visit.asked_thread and name == "withdraw":
        words = quick.say(f"{scene.person.name} withdrew it. There is nothing more to do.")
        scene.tell(person_of(scene, visit.specialist), words, cards.thread_of(scene, visit.asked_thread))
    scene.reply(quick.say("Cancelled, and I told them." if name == "cancel" else "Withdrawn."))


def typed_time(scene: Scene, visit: Visit, typed: Mapping[str, str]) -> None:
    """What was filled in: a day, a time, perhaps a place and a word."""
    try:
        day = date.fromisoformat(typed.get("day", "").strip())
    except ValueError:
        scene.reply(quick.faults(["Day: write a day such as 2026-12-03."]))
        return
    clock = _typed_clock(typed.get("time", "").strip())
    if clock is None:
        scene.reply(quick.faults(["Time: write a time of day such as 14:00 or 2 pm."]))
        return
    propose(scene, visit, Wanted(day, clock, scene.person.zone), typed.get("words", ""), typed.get("place", "")[:100])


def _typed_clock(typed: str) -> time | None:
    return clock_in(typed) or clock_in(f"at {typed}")


def _asked_says(scene: Scene, visit: Visit, said: str) -> bool:
    """The specialist in words: yes to the one time, another time, or no with a reason."""
    wanted = visit_times.wanted_instead(scene, said, visit)
    yes = yes_no(said.split(",")[0].split(".")[0])
    if wanted.start:
        if yes is not False and visit.state is VisitState.ASKED and wanted.start in visit.slots:
            accept(scene, visit, visit.slots.index(wanted.start))
        else:
            propose(scene, visit, wanted, said)
        return True
    if yes is False and wanted.day is None:
        decline(scene, visit, said)
        return True
    if yes and visit.state is VisitState.ASKED and len(visit.slots) == 1:
        accept(scene, visit)
        return True
    scene.reply(quick.say("Say a day and a time, or “no” and why; or tap a button above. Nothing was changed."))
    return True


def _kept(scene: Scene, request: Request, owner: str, possible: Possible, wanted: Wanted) -> Visit:
    """Asked for, or offered first where it is not as wished."""
    return scene.uow.visits.add(
        Visit(
            request.id,
            request.opportunity,
            scene.person.id,
            owner,
            possible.specialist.id,
            possible.slots,
            scene.now,
            VisitState.DRAFT if possible.why else VisitState.ASKED,
            why=possible.why,
            wished=wanted.kept,
            thread=scene.thread.id if scene.thread else None,
        )
    )


def _asked_otherwise(scene: Scene) -> bool:
    """Whether a plain yes or no in this thread may answer something else."""
    return nudges.open_nudge(scene) is not None or bool(offers.open_here(scene))


def _waiting_here(scene: Scene) -> Visit | None:
    """The one visit that words here may answer. A rep's words do so only where a proposal waits in that thread."""
    if scene.thread:
        here = [v for v in scene.uow.visits.in_thread(scene.thread.id) if party(scene, v)]
    elif scene.person.role is Role.SPECIALIST:
        here = [v for v in scene.uow.visits.of_person(scene.person.id) if v.specialist == scene.person.id]
    else:
        here = []
    waits = [
        v
        for v in here
        if v.state is VisitState.PROPOSED or (v.specialist == scene.person.id and v.state is VisitState.ASKED)
    ]
    return waits[0] if len(waits) == 1 else None


def _ask_next(scene: Scene, visit: Visit, words: str) -> None:
    opportunity = scene.uow.opportunities.get(visit.opportunity)
    if opportunity:
        cards.send(scene, visit, opportunity)
    cards.tell_asking(scene, visit, words.format(scene.directory.name(visit.specialist)))


def _agreed(scene: Scene, visit: Visit) -> None:
    """Both get an invitation, which says it; whoever asked for the rep is told."""
    appointments.agree(scene, visit)
    if visit.asked_by not in (visit.owner, scene.person.id):
        words = f"{scene.directory.name(visit.specialist)} comes: {cards.when_asking(scene, visit)}."
        cards.tell_asking(scene, visit, words)


def _not_possible(scene: Scene, visit: Visit, why: str, wanted: Wanted) -> None:
    specialist, owner = person_of(scene, visit.specialist), person_of(scene, visit.owner)
    nearest = visit_times.nearest_to(scene, specialist, owner, wanted, visit.id)
    scene.reply(view.not_possible(why, nearest, scene.person))
