"""A reply in plain words: read it, record what it states, ask back what it leaves open, show what was understood."""

from dataclasses import replace
from datetime import date, datetime

from bot.results import Recorded
from bot.scene import Scene
from bot.use_cases import nudges, offers, openings
from bot.use_cases.account_page import show_account
from bot.use_cases.alert_answers import alert_here
from bot.use_cases.answers_back import close_questions, nobody_answered
from bot.use_cases.ask import follow_up
from bot.use_cases.help_requests import request_help
from bot.use_cases.look_up import fitting_to, show_opportunity
from bot.use_cases.nudge_cards import redraw
from bot.use_cases.pointing import ask_later
from bot.use_cases.record import confirm, make_statement, record
from bot.use_cases.take_back import last_statement_here
from bot.views import nudge as nudge_view
from bot.views import quick, update
from bot.views.alert_answers import no_record_but_a_comment
from domain.asking.question import Nudge
from domain.reading.parts import named
from domain.reading.reader import read
from domain.reading.reading import About, Asked, Context, Doubt, Finding, HelpRequest, Kind, Reading
from domain.reading.values import yes_no
from domain.sales.dealings import Offer
from domain.sales.opportunity import Opportunity


def hear(scene: Scene, said: str) -> None:
    """One reply, to whatever was asked here last."""
    waiting = nudges.waiting_here(scene)
    reading = understand(scene, said, nudges.what_was_asked(scene, waiting))
    if not _answers_an_offer(scene, said, reading, waiting.offers):
        act_on(scene, said, reading, waiting.nudge)
        ask_later(scene, said, reading)
    openings.propose_labelled(scene, said)


def understand(scene: Scene, said: str, asked: tuple[Asked, ...]) -> Reading:
    """Read it as the answer to what it may answer, likeliest first.

    What only makes sense as an answer to something else than was asked last is offered, not recorded; and so is what
    the same words say beside the answer.
    """
    open_now = scene.open_opportunities()
    first = Reading(Kind.UNCLEAR)
    for index, each in enumerate(asked or (None,)):
        reading = _read(scene, open_now, said, each)
        if _says_anything(reading):
            found = reading if index == 0 else _only_offered(reading)
            return _with_what_else_is_said(scene, open_now, said, found, each) if each else found
        first = reading if index == 0 else first
    return first if first.doubts or not asked else _freely(scene, open_now, said, asked[0])


def _read(scene: Scene, open_now: tuple[Opportunity, ...], said: str, asked: Asked | None) -> Reading:
    """What they say, where the opportunity that was asked about may be closed by now."""
    known = open_now
    if asked and all(o.id != asked.opportunity for o in known):
        about = scene.opportunity(asked.opportunity)
        known, asked = ((about, *known), asked) if about else (known, None)
    return read(said, Context(scene.local_now, scene.company.process, known, asked))


def _says_anything(reading: Reading) -> bool:
    return reading.kind is not Kind.UNCLEAR or any(doubt.choices for doubt in reading.doubts)


def _only_offered(reading: Reading) -> Reading:
    return replace(reading, changes=(), proposals=(*reading.changes, *reading.proposals))


def _freely(scene: Scene, open_now: tuple[Opportunity, ...], said: str, asked: Asked) -> Reading:
    """Nothing answers what was asked, so nothing is recorded; but what the words say of it otherwise is asked back.

    A bare number is not: to "when?", 15 is no percent.
    """
    reading = _read(scene, open_now, said, Asked(asked.opportunity, About.WHERE_IT_STANDS))
    offered = tuple(f for f in (*reading.changes, *reading.proposals) if not f.evidence.strip().isdigit())
    if reading.requests or not (offered or reading.doubts):
        return Reading(Kind.UNCLEAR)
    return replace(reading, kind=Kind.UPDATE if offered else Kind.UNCLEAR, changes=(), proposals=offered)


def _with_what_else_is_said(
    scene: Scene, open_now: tuple[Opportunity, ...], said: str, reading: Reading, asked: Asked
) -> Reading:
    """To "when?", "moved to Proposal, 60, end of Q1" also says 60, which that question alone makes no percent."""
    if asked.about is About.WHERE_IT_STANDS or reading.kind is not Kind.UPDATE:
        return reading
    found: list[Finding | Doubt] = [*reading.changes, *reading.proposals, *reading.doubts]
    known = {(each.opportunity, each.field) for each in found}
    words = " ".join([each.evidence for each in found] + [wish.evidence for wish in reading.requests])
    freely = _read(scene, open_now, said, Asked(asked.opportunity, About.WHERE_IT_STANDS))
    more = [f for f in freely.changes if (f.opportunity, f.field) not in known and f.evidence not in words]
    return replace(reading, proposals=(*reading.proposals, *more))


def act_on(scene: Scene, said: str, reading: Reading, nudge: Nudge | None) -> None:
    """Do what the reading says, in this one transaction. `nudge` is the question open here."""
    match reading.kind:
        case Kind.UPDATE:
            _update(scene, said, reading, nudge)
        case Kind.UNCLEAR:
            _unclear(scene, said, reading, nudge)
        case Kind.NO_CHANGE:
            _no_change(scene, said, nudge)
        case Kind.LATER:
            _later(scene, nudge, reading)
        case Kind.NOT_MINE:
            _not_mine(scene, nudge, reading)
        case Kind.QUESTION:
            _question(scene, said)


def _update(scene: Scene, said: str, reading: Reading, nudge: Nudge | None) -> None:
    statement = make_statement(scene, _said_for(scene, reading))
    recorded = record(scene, statement, reading.changes, said)
    offers.lapse(scene, recorded)
    requests = [request_help(scene, statement, wish, said) for wish in reading.requests]
    asked = offers.make_offers(scene, statement, reading, said)
    asked += offers.offer_stage_default(scene, statement, recorded, asked)
    helped = [request for request in requests if request]
    if not (recorded or helped or asked):
        scene.reply(update.not_understood(said))
        return
    written = [each for each in recorded if each.changes or not each.withheld]
    answers = written or reading.proposals or (helped and nudge and nudge.question.reason.about is About.VISIT)
    close_questions(scene, recorded, nudge if answers else None)
    in_a_line = [each for each in helped if not each.on_a_card]
    if recorded or asked or in_a_line:
        card = update.understood(statement, recorded, asked, in_a_line, update.too_long(said))
        scene.reply(card, update.STATEMENT, statement.id)
    if not asked:
        follow_up(scene, nudge)


def _said_for(scene: Scene, reading: Reading) -> str:
    """The owner of what is spoken of first: an assistant speaks for a rep, a manager for one of the team."""
    found: list[Finding | Doubt | HelpRequest] = [*reading.changes, *reading.proposals]
    found += [*reading.doubts, *reading.requests]
    about = scene.opportunity(found[0].opportunity) if found else None
    return about.owner if about else scene.person.id


def _unclear(scene: Scene, said: str, reading: Reading, nudge: Nudge | None) -> None:
    if not reading.doubts:
        last = None if nudge else last_statement_here(scene)
        if last and yes_no(said) is False:
            scene.reply(quick.shall_i_undo(last.id))
        else:
            scene.reply(no_record_but_a_comment() if alert_here(scene) else update.not_understood(said))
        return
    statement = make_statement(scene, _said_for(scene, reading))
    asked = offers.make_offers(scene, statement, reading, said)
    scene.reply(update.understood(statement, (), asked, (), update.too_long(said)), update.STATEMENT, statement.id)


def _no_change(scene: Scene, said: str, nudge: Nudge | None) -> None:
    """Of what was asked here; outside of threads, of those that are named."""
    ids = (scene.thread.opportunity,) if scene.thread else named(said, scene.open_opportunities())
    meant = [opportunity for each in ids if (opportunity := scene.opportunity(each))]
    for opportunity in meant:
        still(scene, opportunity, nudge)
    if not meant:
        scene.reply(quick.nothing_asked())


def still(scene: Scene, opportunity: Opportunity, nudge: Nudge | None) -> None:
    """It stands as recorded, unless somebody changed it after the question was asked: then that is shown instead."""
    if not scene.may_update(opportunity):
        scene.reply(quick.only_to_look_at(opportunity))
        return
    latest = scene.uow.changes.of_opportunity(opportunity.id, 5) if nudge else ()
    others = [c for c in latest if nudge and c.at >= nudge.asked_at and c.by != scene.person.id]
    if others:
        scene.reply(quick.changed_meanwhile(opportunity, others[0], scene.directory.name(others[0].by)))
        return
    confirmed = confirm(scene, opportunity)
    close_questions(scene, [Recorded(confirmed)], nudge)
    if not (nudge and scene.answered_on(nudge_view.NUDGE, nudge.id)):
        scene.answer(update.stands(confirmed))
    follow_up(scene, nudge)


def _later(scene: Scene, nudge: Nudge | None, reading: Reading) -> None:
    if nudge is None:
        scene.reply(quick.nothing_asked())
        return
    put_off(scene, nudge, reading.until)


def put_off(scene: Scene, nudge: Nudge, until: date | datetime | None = None) -> None:
    """Ask again when they said, or on their next working day."""
    due = put_aside(scene, nudge, until)
    if not scene.answered_on(nudge_view.NUDGE, nudge.id):
        scene.reply(quick.put_off(due, scene.person))


def put_aside(scene: Scene, nudge: Nudge, until: date | datetime | None) -> datetime:
    """The same without a word about it; returns when it comes again."""
    due = nudges.put_off(scene, nudge, until)
    redraw(scene, scene.uow.nudges.get(nudge.id) or nudge)
    return due


def _not_mine(scene: Scene, nudge: Nudge | None, reading: Reading) -> None:
    opportunity = scene.opportunity(scene.thread.opportunity) if scene.thread else None
    if opportunity is None:
        scene.reply(quick.nothing_asked())
        return
    not_mine(scene, opportunity, nudge, reading.hand_to)


def not_mine(scene: Scene, opportunity: Opportunity, nudge: Nudge | None, hand_to: str | None) -> None:
    """It is somebody else's: stop asking, and tell the manager, who can have the CRM corrected."""
    if not scene.may_update(opportunity):
        scene.reply(quick.only_to_look_at(opportunity))
        return
    if nudge:
        nudges.hand_over(scene, nudge)
        redraw(scene, scene.uow.nudges.get(nudge.id) or nudge)
    owner = scene.directory.get(opportunity.owner) or scene.person
    managers = scene.directory.managers_of(owner)
    if nudge:
        nobody_answered(scene, nudge, managers)
    for manager in managers:
        scene.tell(manager, quick.says_not_mine(scene.person, opportunity, hand_to))
    scene.reply(quick.handed_over(opportunity, managers, hand_to))


def _question(scene: Scene, said: str) -> None:
    """What is asked about is shown, as far as one opportunity or one account is named."""
    here = scene.opportunity(scene.thread.opportunity) if scene.thread else None
    named = [here] if here else fitting_to(scene, said)
    accounts = {opportunity.account_id for opportunity in named}
    if len(named) == 1:
        show_opportunity(scene, named[0])
    elif len(accounts) == 1 and "" not in accounts:
        show_account(scene, accounts.pop())
    else:
        scene.reply(quick.ask_me_like_this())


def _answers_an_offer(scene: Scene, said: str, reading: Reading, waiting: tuple[Offer, ...]) -> bool:
    """A yes or no that says nothing else, to the one thing that was offered here."""
    says_more = reading.changes or reading.proposals or reading.requests or len(said.split()) > 4
    answer = None if says_more or any(letter.isdigit() for letter in said) else yes_no(said)
    alone = [offer for offer in waiting if offer.opportunity and len(offer.choices) == 1]
    if answer is None or len(alone) != 1:
        return False
    take_offer(scene, alone[0], 0) if answer else decline_offer(scene, alone[0])
    return True


def take_offer(scene: Scene, offer: Offer, pick: int) -> None:
    """Record the choice and show it like any other update."""
    recorded = offers.take(scene, offer, pick)
    statement = recorded[0].changes[0].statement if recorded and recorded[0].changes else offer.statement
    said = scene.uow.statements.get(statement)
    close_questions(scene, recorded, nudges.open_nudge(scene))
    if said:
        asked = offers.offer_stage_default(scene, said, recorded)
        scene.reply(update.understood(said, recorded, asked, ()), update.STATEMENT, said.id)


def decline_offer(scene: Scene, offer: Offer) -> None:
    offers.decline(scene, offer)
    scene.reply(quick.left_as_it_is())


def meant(scene: Scene, offer: Offer, pick: int) -> None:
    """The opportunity was named: read the same words again for that one alone."""
    chosen = scene.opportunity(str(offer.choices[pick]))
    if chosen is None:
        scene.reply(quick.nothing_asked())
        return
    offers.decline(scene, offer)
    hear_about(replace(scene, message_id=""), chosen, offer.quote)


def hear_about(scene: Scene, opportunity: Opportunity, said: str) -> None:
    """Words about one opportunity, whatever else they name."""
    asked = Asked(opportunity.id, About.WHERE_IT_STANDS)
    reading = read(said, Context(scene.local_now, scene.company.process, (opportunity,), asked))
    act_on(scene, said, reading, nudges.open_nudge(scene))
