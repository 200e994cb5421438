"""Ask what is worth asking: within somebody's budget and hours, in one batch, each question with its give."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot import outbox
from bot.scene import Scene
from bot.use_cases import appointments
from bot.use_cases.account_standing import known_of
from bot.use_cases.answers_back import nobody_answered
from bot.use_cases.nudge_cards import redraw
from bot.views import nudge as nudge_view
from bot.views import quick
from domain.asking.budget import questions_left
from domain.asking.choose import Candidate, rank, rested
from domain.asking.give import Setting, Stake, choose_give
from domain.asking.question import Facts, Nudge, NudgeState, Question, RuleKind
from domain.asking.reasons import Case, reasons
from domain.asking.worth import Book, reply_rate
from domain.sales.change import Change
from domain.sales.dealings import Thread
from domain.sales.opportunity import Opportunity
from domain.sales.quarter import Quarter

QUESTIONS_IN_A_THREAD = 2


def ask_today(scene: Scene) -> int:
    """Ask this rep what is worth most, as far as the budget goes; returns how many questions were asked."""
    _drop_what_nobody_answered(scene)
    left = room_for_questions(scene)
    candidates = worth_asking(scene)
    chosen = candidates[:left]
    if not chosen:
        return 0
    more = len(candidates) - len(chosen)
    outbox.post(scene.uow, scene.now, scene.place, quick.good_morning(scene.person, scene.local_now, len(chosen), more))
    for candidate in chosen:
        ask(scene, candidate)
    return len(chosen)


def ask_more(scene: Scene, at_most: int) -> None:
    """On the rep's own wish: the next questions, whatever the budget says."""
    chosen = worth_asking(scene)[:at_most]
    for candidate in chosen:
        ask(scene, candidate)
    if not chosen:
        scene.reply(quick.nothing_worth_asking())


def worth_asking(scene: Scene) -> list[Candidate]:
    """Everything there is a reason to ask this person about now, most worth first."""
    uow, person = scene.uow, scene.person
    own = uow.opportunities.of_owners((person.id,))
    ids = [o.id for o in own]
    free = rested(own, uow.nudges.last_asked(ids), scene.playbook, scene.now)
    waiting = uow.nudges.waiting_about(person.id)
    free = tuple(o for o in free if o.id not in waiting)
    book = Book.of(free, scene.today, reply_rate(*uow.nudges.answer_rate(person.id)))
    facts = uow.changes.facts([o.id for o in free], scene.today)
    return list(rank(free, book, facts, scene.playbook, scene.company.process, scene.today))


def ask(scene: Scene, candidate: Candidate) -> Nudge:
    """Open a thread about the opportunity and ask."""
    home = scene.home(scene.person)
    thread = scene.uow.threads.add(
        Thread(
            scene.person.id,
            home.platform,
            home.workspace,
            home.conversation,
            opportunity=candidate.opportunity.id,
        )
    )
    return _ask_in(scene, thread, candidate)


def follow_up(scene: Scene, before: Nudge | None) -> None:
    """One more question in the same thread, where the answer left a reason open and the budget allows it."""
    if before is None or scene.thread is None or before.question.owner != scene.person.id:
        return
    opportunity = scene.opportunity(before.question.opportunity)
    if opportunity is None or len(scene.uow.nudges.in_thread(scene.thread.id)) >= QUESTIONS_IN_A_THREAD:
        return
    if not room_for_questions(scene):
        return
    missing = _still_missing(scene, opportunity, before)
    if missing:
        _ask_in(scene, scene.thread, missing)


def wake(scene: Scene, nudge: Nudge) -> None:
    """A question that was put off comes again, in its thread."""
    opportunity = scene.uow.opportunities.get(nudge.question.opportunity)
    thread = scene.uow.threads.get(nudge.thread)
    if nudge.state is not NudgeState.SNOOZED or opportunity is None or thread is None:
        return
    if scene.company.process.stage(opportunity.stage).closed:
        scene.uow.nudges.save(replace(nudge, state=NudgeState.DROPPED))
        return
    again = scene.uow.nudges.save(replace(nudge, state=NudgeState.OPEN, asked_at=scene.now))
    _post(scene, thread, again, opportunity)


def room_for_questions(scene: Scene) -> int:
    """How many more questions this person may be asked now. The budget counts from Monday: seven days back suffice."""
    asked = scene.uow.nudges.asked_since(scene.person.id, scene.now - timedelta(days=7))
    still_open = len(scene.uow.nudges.open_for(scene.person.id))
    return questions_left(scene.person, [nudge.asked_at for nudge in asked], still_open, scene.now)


def stake_of(scene: Scene, own: Sequence[Opportunity]) -> Stake:
    """The rep's quarter as it stands."""
    quarter = Quarter.of(scene.today, scene.company.process.fiscal_year_starts)
    won = scene.uow.opportunities.closed_in((scene.person.id,), quarter.start, quarter.end)
    amounts = tuple(o.amount for o in own if o.amount and o.close_date and o.close_date in quarter)
    return Stake(quarter, scene.person.quota, won.get(scene.person.id, Decimal(0)), amounts)


def _ask_in(scene: Scene, thread: Thread, candidate: Candidate) -> Nudge:
    nudge = put(scene, thread, candidate)
    _post(scene, thread, nudge, candidate.opportunity)
    return nudge


def put(scene: Scene, thread: Thread, candidate: Candidate) -> Nudge:
    """The question to this person, kept as open in that thread and not yet shown anywhere."""
    opportunity = candidate.opportunity
    own = scene.uow.opportunities.of_owners((scene.person.id,))
    known = known_of(scene.office, [opportunity.account_id]) if opportunity.account_id else {}
    facts = [each.shown for each in known.get(opportunity.account_id, ())]
    news, coming = _news(scene, opportunity, own), appointments.coming(scene, opportunity)
    setting = Setting(stake_of(scene, own), news, scene.today, facts, scene.now, coming)
    give = choose_give(opportunity, candidate.reason, setting)
    asked = nudge_view.question(candidate.reason, opportunity, scene.today, scene.company.process.fiscal_year_starts)
    question = Question(opportunity.id, scene.person.id, candidate.reason, give, candidate.worth, asked)
    return scene.uow.nudges.add(Nudge(question, scene.now, thread.id))


def _post(scene: Scene, thread: Thread, nudge: Nudge, opportunity: Opportunity) -> None:
    card = nudge_view.nudge_card(nudge, opportunity)
    outbox.post(scene.uow, scene.now, scene.home(scene.person), card, thread, nudge_view.NUDGE, nudge.id)


def _news(scene: Scene, opportunity: Opportunity, own: Sequence[Opportunity]) -> list[tuple[Change, Opportunity, str]]:
    """What others recorded on this account since the owner last spoke of it, newest first."""
    since = opportunity.confirmed or scene.now - timedelta(days=30)
    same_account = {o.id: o for o in own if o.account_id == opportunity.account_id and o.account_id}
    changes = [c for o in same_account for c in scene.uow.changes.of_opportunity(o, 10)]
    news = [c for c in changes if c.at > since and c.by != scene.person.id and c.undoes is None]
    news.sort(key=lambda change: change.at, reverse=True)
    return [(c, same_account[c.opportunity], scene.directory.name(c.by)) for c in news]


def _still_missing(scene: Scene, opportunity: Opportunity, before: Nudge) -> Candidate | None:
    """A reason that holds after the answer and asks about something else than before: a date past, a field missing."""
    case = Case(opportunity, Facts(), scene.company.process, scene.today)
    for reason in reasons(case, scene.playbook.rules):
        lasting = reason.rule in (RuleKind.CLOSE_DATE_PASSED, RuleKind.FIELD_MISSING)
        if lasting and reason.about is not before.question.reason.about:
            return Candidate(opportunity, reason, before.question.worth)
    return None


def _drop_what_nobody_answered(scene: Scene) -> None:
    """A question that stood open through the whole cool-down makes room; so does one about what an import closed."""
    for nudge in scene.uow.nudges.open_for(scene.person.id):
        opportunity = scene.uow.opportunities.get(nudge.question.opportunity)
        old = (scene.now - nudge.asked_at).days >= scene.playbook.cool_down
        if opportunity and (old or opportunity.closed_on):
            dropped = scene.uow.nudges.save(replace(nudge, state=NudgeState.DROPPED))
            redraw(scene, dropped)
            nobody_answered(scene, dropped)
