"""Asks the owner of what makes a forecast doubtful, now: a manager within the owner's budget, an owner on own wish."""

from dataclasses import replace

from bot.scene import Scene
from bot.use_cases.ask import ask, room_for_questions
from bot.views import forecast_call as view
from domain.asking.choose import Candidate
from domain.asking.question import Facts, Reason, RuleKind
from domain.asking.reasons import Case, reasons
from domain.asking.worth import Book, worth
from domain.reading.reading import About
from domain.sales.opportunity import Opportunity


def ask_about(scene: Scene, opportunity: Opportunity) -> None:
    """One question about that opportunity, unless one is open already or its owner has been asked enough."""
    owner = scene.directory.get(opportunity.owner)
    if owner is None or opportunity.closed_on:
        scene.reply(view.not_asked(opportunity.title, "it is closed, or nobody here owns it"))
        return
    theirs = replace(scene, person=owner, place=scene.home(owner), thread=None, private=True)
    own = owner.id == scene.person.id
    if opportunity.id in scene.uow.nudges.waiting_about(owner.id):
        scene.reply(
            view.not_asked(opportunity.title, f"{'you were' if own else f'{owner.first_name} was'} asked already")
        )
    elif not own and not room_for_questions(theirs):
        why = f"{owner.first_name} is not at work now, or was asked enough for today"
        scene.reply(view.not_asked(opportunity.title, why))
    else:
        ask(theirs, _candidate(theirs, opportunity))
        if not own:
            scene.reply(view.asked(owner, opportunity.title))


def _candidate(scene: Scene, opportunity: Opportunity) -> Candidate:
    """The reason that app.yaml gives; without one, that the forecast depends on it."""
    facts = scene.uow.changes.facts([opportunity.id], scene.today)[opportunity.id]
    case = Case(opportunity, facts or Facts(), scene.company.process, scene.today)
    depends = Reason(RuleKind.NO_CHANGE, About.WHERE_IT_STANDS, "the quarter's forecast depends on it")
    value = float(worth(Book.of([opportunity], scene.today, 1.0))[0])
    return Candidate(opportunity, next(reasons(case, scene.playbook.rules), depends), value)
