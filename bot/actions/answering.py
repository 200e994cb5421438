"""Taps that answer a question, take an offer, correct or undo, and look something up."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.actions.action import Action, number, on_nudge, on_opportunity
from bot.outbox import ASKS
from bot.scene import Scene
from bot.use_cases import hear, look_up, offers, rhythm
from bot.use_cases.answers_back import close_questions
from bot.use_cases.ask import ask_more
from bot.use_cases.forms import read_form
from bot.use_cases.help_requests import ask_for
from bot.use_cases.record import make_statement, record
from bot.use_cases.undo import undo
from bot.views import quick, update
from bot.views.nudge import NUDGE
from domain.asking.question import Nudge, NudgeState
from domain.chat.event import Clicked
from domain.chat.message import Message
from domain.reading.reading import Finding, HelpRequest
from domain.sales.dealings import Offer, OfferState
from domain.sales.opportunity import Opportunity
from domain.sales.process import LOSS_REASONS, Field

QUESTIONS_ON_ONE_PAGE = 10
_LINK = re.compile(r"https://[\w./?&=%:-]{1,290}", re.ASCII)
_TAPPED = "Yes, please (tapped)"


def _still(scene: Scene, nudge: Nudge, opportunity: Opportunity) -> None:
    hear.still(scene, opportunity, nudge)


def _changed(scene: Scene, nudge: Nudge, opportunity: Opportunity) -> None:
    scene.reply(quick.change_form(opportunity, scene.company.process), ASKS)


def _won(scene: Scene, nudge: Nudge, opportunity: Opportunity) -> None:
    _close(scene, nudge, opportunity, scene.company.process.won_stage.name)


def _lost(scene: Scene, nudge: Nudge, opportunity: Opportunity) -> None:
    if _close(scene, nudge, opportunity, scene.company.process.lost_stage.name):
        scene.reply(quick.why_lost(opportunity, LOSS_REASONS), ASKS)


def _close(scene: Scene, nudge: Nudge, opportunity: Opportunity, stage: str) -> bool:
    tapped = f"{stage} (tapped)"
    return _record_and_show(scene, opportunity, [Finding(opportunity.id, Field.STAGE, stage, tapped)], tapped, nudge)


def _later(scene: Scene, nudge: Nudge, opportunity: Opportunity) -> None:
    hear.put_off(scene, nudge)


def _not_mine(scene: Scene, nudge: Nudge, opportunity: Opportunity) -> None:
    hear.not_mine(scene, opportunity, nudge, None)


def _help_button(scene: Scene, nudge: Nudge, opportunity: Opportunity) -> None:
    if nudge.question.give.offers:
        ask_for(scene, opportunity, HelpRequest(opportunity.id, nudge.question.give.offers, _TAPPED))
    else:
        scene.reply(quick.say("No help was offered with that question. Say what you need in your own words."))


def _visit_button(scene: Scene, nudge: Nudge, opportunity: Opportunity) -> None:
    ask_for(scene, opportunity, HelpRequest(opportunity.id, "technical_presentation", _TAPPED))
    close_questions(scene, (), nudge)


def _until(scene: Scene, clicked: Clicked) -> None:
    """Another time for a question that was put off."""
    nudge = scene.uow.nudges.get(number(clicked.ref))
    opportunity = scene.opportunity(nudge.question.opportunity) if nudge else None
    if nudge is None or opportunity is None:
        scene.reply(quick.forbidden())
        return
    if not scene.may_update(opportunity):
        scene.reply(quick.only_to_look_at(opportunity))
        return
    monday = scene.today + timedelta(days=7 - scene.today.weekday())
    choices = (
        scene.now + timedelta(hours=2),
        scene.today + timedelta(days=1),
        monday,
        scene.today + timedelta(days=7),
    )
    if nudge.state not in (NudgeState.OPEN, NudgeState.SNOOZED) or not 0 <= clicked.pick < len(choices):
        scene.reply(quick.say("That question is settled already."))
        return
    due = hear.put_aside(scene, nudge, choices[clicked.pick])
    if not scene.answered_on(NUDGE, nudge.id):
        scene.reply(quick.say(f"All right, {quick.moment(due, scene.person)}."))


def _take(scene: Scene, clicked: Clicked) -> None:
    _with_offer(scene, clicked, lambda offer: hear.take_offer(scene, offer, clicked.pick))


def _decline(scene: Scene, clicked: Clicked) -> None:
    _with_offer(scene, clicked, lambda offer: hear.decline_offer(scene, offer))


def _meant(scene: Scene, clicked: Clicked) -> None:
    chosen = replace(clicked, pick=number(clicked.value) if clicked.value else clicked.pick)
    _with_offer(scene, chosen, lambda offer: hear.meant(scene, offer, chosen.pick))


def _with_offer(scene: Scene, clicked: Clicked, handle: Callable[[Offer], None]) -> None:
    offer = scene.uow.offers.get(number(clicked.ref))
    about = scene.opportunity(offer.opportunity) if offer else None
    if offer is None or offer.person != scene.person.id or (offer.opportunity and about is None):
        scene.reply(quick.forbidden())
    elif about and not scene.may_update(about):
        scene.reply(quick.only_to_look_at(about))
    elif offer.state is not OfferState.OPEN:
        scene.reply(quick.say("That was settled already; nothing was changed."))
    elif offer.choices and not 0 <= clicked.pick < len(offer.choices):
        scene.reply(quick.say("That choice does not exist; nothing was changed."))
    else:
        handle(offer)


def _undo(scene: Scene, clicked: Clicked) -> None:
    statement = scene.uow.statements.get(number(clicked.ref))
    if statement is None:
        scene.reply(update.nothing_to_take_back())
    else:
        undo(scene, statement)


def _lost_because(scene: Scene, opportunity: Opportunity, clicked: Clicked) -> None:
    if not 0 <= clicked.pick < len(LOSS_REASONS):
        scene.reply(quick.say("That choice does not exist; nothing was changed."))
        return
    if opportunity.stage != scene.company.process.lost_stage.name:
        scene.answer(quick.not_lost(opportunity))
        return
    reason = LOSS_REASONS[clicked.pick]
    tapped = f"{reason.replace('_', ' ').capitalize()} (tapped)"
    statement = make_statement(scene, opportunity.owner)
    recorded = record(scene, statement, [Finding(opportunity.id, Field.LOSS_REASON, reason, tapped)], tapped)
    scene.answer(update.understood(statement, recorded, (), ()), update.STATEMENT, statement.id)


def _save(scene: Scene, opportunity: Opportunity, clicked: Clicked) -> None:
    """A form: what differs from the record is stated; what cannot be read is named, and then nothing is written."""
    findings, faults = read_form(scene, opportunity, clicked.values)
    if faults:
        scene.reply(quick.faults(faults))
        return
    nudge = next((n for n in scene.uow.nudges.open_of(opportunity.id)), None)
    if not findings:
        hear.still(scene, opportunity, nudge)
        return
    _record_and_show(scene, opportunity, findings, "; ".join(f.evidence for f in findings), nudge)


def _record_and_show(
    scene: Scene, opportunity: Opportunity, findings: list[Finding], said: str, nudge: Nudge | None
) -> bool:
    """Whether anything was changed."""
    statement = make_statement(scene, opportunity.owner)
    recorded = record(scene, statement, findings, said)
    offers.lapse(scene, recorded)
    asked = offers.offer_stage_default(scene, statement, recorded)
    close_questions(scene, recorded, nudge)
    changed = any(each.changes for each in recorded)
    if not (changed and nudge and scene.answered_on(NUDGE, nudge.id)):
        scene.answer(update.understood(statement, recorded, asked, ()), update.STATEMENT, statement.id)
    elif asked:
        scene.reply(update.understood(statement, (), asked, ()), update.STATEMENT, statement.id)
    return changed


def _one_page(scene: Scene, clicked: Clicked) -> None:
    open_now = scene.uow.nudges.open_for(scene.person.id)[:QUESTIONS_ON_ONE_PAGE]
    found = [o for o in (scene.opportunity(n.question.opportunity) for n in open_now) if o]
    forms = [part for o in found for part in quick.change_form(o, scene.company.process).parts[1:]]
    if not forms:
        scene.reply(quick.say("None of today's questions is open any more."))
    else:
        scene.reply(Message("All of today's questions on one page. What you leave as it is stays.", tuple(forms)))


def _tell(scene: Scene, opportunity: Opportunity, clicked: Clicked) -> None:
    """Somebody's message, told about this opportunity: it stands for the message that the statement came from."""
    link = clicked.values.get("link", "")
    told = replace(scene, message_id=link if _LINK.fullmatch(link) else "")
    hear.hear_about(told, opportunity, clicked.values.get("quote", ""))


ANSWERING: dict[str, Action] = {
    "still": on_nudge(_still),
    "changed": on_nudge(_changed),
    "won": on_nudge(_won),
    "lost": on_nudge(_lost),
    "later": on_nudge(_later),
    "not_mine": on_nudge(_not_mine),
    "want_help": on_nudge(_help_button),
    "want_visit": on_nudge(_visit_button),
    "until": _until,
    "take": _take,
    "decline": _decline,
    "meant": _meant,
    "undo": _undo,
    "open": on_opportunity(lambda scene, o, _: look_up.show_opportunity(scene, o)),
    "history": on_opportunity(lambda scene, o, _: look_up.show_history(scene, o)),
    "change": on_opportunity(
        lambda scene, o, _: scene.reply(quick.change_form(o, scene.company.process), ASKS), writes=True
    ),
    "save": on_opportunity(_save, writes=True),
    "lost_because": on_opportunity(_lost_because, writes=True),
    "tell": on_opportunity(_tell, writes=True),
    "save_settings": lambda scene, clicked: rhythm.save_settings(scene, dict(clicked.values)),
    "show_rest": lambda scene, _: ask_more(scene, quick.SHOWN_AT_ONCE),
    "one_page": _one_page,
}
