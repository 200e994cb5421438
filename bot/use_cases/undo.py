"""Undo in a word or a tap, and what an edited or deleted message means for what it recorded."""

from dataclasses import replace

from bot.scene import Scene
from bot.use_cases import nudges, offers
from bot.use_cases.forecast_calls import last_call_here, offer_to_take_back, take_back_call, take_call
from bot.use_cases.hear import act_on, understand
from bot.use_cases.nudge_cards import redraw
from bot.use_cases.pointing import withdraw
from bot.use_cases.take_back import last_statement_here, may_take_back, take_back
from bot.views import quick, update
from bot.views.nudge import NUDGE
from domain.chat.message import Message
from domain.reading.reading import Asked
from domain.sales.change import Statement


def undo_last(scene: Scene) -> None:
    """Take back what this person said last in this place."""
    statement = last_statement_here(scene)
    call = last_call_here(scene)
    if call and (statement is None or call.at > statement.at):
        take_back_call(scene, call)
    elif statement is None:
        scene.reply(update.nothing_to_take_back())
    else:
        undo(scene, statement)


def undo(scene: Scene, statement: Statement) -> None:
    """Take back one statement; its card loses its buttons."""
    if not may_take_back(scene, statement):
        scene.reply(quick.forbidden())
        return
    result = take_back(scene, statement)
    offers.lapse_those_of(scene, statement)
    said = result.undone and _said_on_its_card(scene, statement, update.taken_back(result, scene.directory))
    if result.refused or not said:
        scene.reply(update.taken_back(result, scene.directory))


def correct(scene: Scene, said: str) -> None:
    """An edited message is read anew: what the old words recorded is taken back, then the new words count."""
    place = scene.place
    statement = scene.uow.statements.by_message(place.platform, place.workspace, place.conversation, scene.message_id)
    asked = nudges.what_was_asked(scene, nudges.waiting_here(scene))
    if statement is not None:
        questions = scene.uow.nudges.in_thread(scene.thread.id) if scene.thread else ()
        before = [nudge for nudge in questions if nudge.asked_at <= statement.at]
        if before:
            asked = (Asked(before[-1].question.opportunity, before[-1].question.reason.about), *asked)
        result = take_back(scene, statement)
        offers.lapse_those_of(scene, statement)
        if result.refused:
            scene.reply(update.taken_back(result, scene.directory))
            return
        scene.redraw(update.STATEMENT, statement.id, quick.you_edited())
    if not take_call(scene, said):
        act_on(scene, said, understand(scene, said, asked), nudges.open_nudge(scene))
    if statement is not None:
        _now_answered_by(scene, statement)


def offer_undo(scene: Scene) -> None:
    """A deleted message: what it recorded stands until somebody says otherwise."""
    place = scene.place
    statement = scene.uow.statements.by_message(place.platform, place.workspace, place.conversation, scene.message_id)
    if scene.model_at:
        withdraw(scene)
    if statement is None:
        offer_to_take_back(scene)
        return
    changes = scene.uow.changes.of_statement(statement.id)
    undone = scene.uow.changes.undone([change.id for change in changes])
    standing = [change for change in changes if change.id not in undone]
    if standing:
        opportunity = scene.uow.opportunities.get(standing[0].opportunity)
        currency = opportunity.currency if opportunity else scene.company.process.currency
        scene.reply(quick.you_deleted(statement.id, update.moved(standing, currency)))


def _said_on_its_card(scene: Scene, statement: Statement, taken_back: Message) -> bool:
    """Every card of that statement is shown anew; whether the one that was tapped is among them."""
    answered = scene.uow.nudges.answered_with(statement.id)
    for nudge in answered:
        redraw(scene, nudge)
    on_its_own = scene.answered_on(update.STATEMENT, statement.id)
    scene.redraw(update.STATEMENT, statement.id, taken_back if on_its_own else quick.was_taken_back())
    return on_its_own or any(scene.answered_on(NUDGE, nudge.id) for nudge in answered)


def _now_answered_by(scene: Scene, edited: Statement) -> None:
    """Questions that the old words answered are answered by the new ones, where these record something."""
    place = scene.place
    now = scene.uow.statements.by_message(place.platform, place.workspace, place.conversation, scene.message_id)
    changed = {change.opportunity for change in scene.uow.changes.of_statement(now.id)} if now else set()
    for nudge in scene.uow.nudges.answered_with(edited.id):
        if now and nudge.question.opportunity in changed:
            nudge = scene.uow.nudges.save(replace(nudge, statement=now.id))
        redraw(scene, nudge)
