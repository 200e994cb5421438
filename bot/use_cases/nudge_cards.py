"""A question's card as it stands: drawn from stored rows alone, so that it is the same whenever and wherever shown."""

from bot.scene import Office, Scene
from bot.views import nudge as view
from bot.views.settled import Answer, settled
from domain.asking.question import Nudge, NudgeState
from domain.chat.message import Message
from domain.sales.change import Change, Statement
from domain.sales.people import Person
from storage.unit_of_work import UnitOfWork


def standing(at: Scene | Office, nudge: Nudge) -> Message | None:
    """The card of that question now; None where its opportunity is gone."""
    opportunity = at.uow.opportunities.get(nudge.question.opportunity)
    owner = at.directory.get(nudge.question.owner)
    if opportunity is None or owner is None:
        return None
    if nudge.state is NudgeState.OPEN and not opportunity.closed_on:
        return view.nudge_card(nudge, opportunity)
    by = at.directory.name(nudge.answered_by) if nudge.answered_by else ""
    return settled(nudge, opportunity, _answer(at.uow, nudge, by), owner)


def redraw(at: Scene | Office, nudge: Nudge) -> None:
    """Show it anew, wherever it was posted."""
    card = standing(at, nudge)
    if card:
        at.redraw(view.NUDGE, nudge.id, card)


def present(office: Office, person: Person, nudge_id: int) -> Message | None:
    """The card now, for somebody who looks at it; None where that is not theirs to see, or is not there."""
    nudge = office.uow.nudges.get(nudge_id)
    about = office.uow.opportunities.get(nudge.question.opportunity) if nudge else None
    seen = about is not None and about.owner in office.directory.sells_for(person)
    return standing(office, nudge) if nudge and seen else None


def _answer(uow: UnitOfWork, nudge: Nudge, by: str) -> Answer:
    statement = uow.statements.get(nudge.statement) if nudge.statement else None
    if statement is None:
        return Answer(by)
    made = [c for c in uow.changes.of_statement(statement.id) if c.opportunity == nudge.question.opportunity]
    undone = uow.changes.undone([change.id for change in made])
    left: list[Change] = [change for change in made if change.id not in undone]
    return Answer(by, left or made, taken_back=not left, tapped=_tapped(uow, nudge, statement))


def _tapped(uow: UnitOfWork, nudge: Nudge, statement: Statement) -> bool:
    place = statement.platform, statement.workspace, statement.conversation
    card = uow.posts.by_message(*place, statement.message_id) if statement.message_id else None
    return card is not None and (card.about, card.ref) == (view.NUDGE, nudge.id)
