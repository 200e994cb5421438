"""Asks the owner of what makes a forecast doubtful: others within the owner's budget, an owner on their own wish."""

from bot.scene import Scene
from bot.use_cases.ask import ask
from bot.use_cases.wishes import wish_for
from bot.views import forecast_call as view
from domain.asking.choose import Candidate
from domain.asking.question import Facts, Reason, RuleKind
from domain.asking.reasons import Case, reasons
from domain.asking.worth import Book, worth
from domain.reading.reading import About
from domain.sales.opportunity import Opportunity


def ask_about(scene: Scene, opportunity: Opportunity) -> None:
    """One question about that opportunity, unless it is closed or one is open already."""
    if opportunity.closed_on:
        scene.reply(view.not_asked(opportunity.title, "it is closed"))
    elif opportunity.owner != scene.person.id:
        wish_for(scene, (opportunity,))
    elif opportunity.id in scene.uow.nudges.waiting_about(scene.person.id):
        scene.reply(view.not_asked(opportunity.title, "I asked you already, and the question stands open above"))
    else:
        ask(scene, _candidate(scene, opportunity))


def _candidate(scene: Scene, opportunity: Opportunity) -> Candidate:
    """The reason that app.yaml gives; without one, that the forecast depends on it."""
    facts = scene.uow.changes.facts([opportunity.id], scene.today).get(opportunity.id, Facts())
    case = Case(opportunity, facts, scene.company.process, scene.today)
    depends = Reason(RuleKind.NO_CHANGE, About.WHERE_IT_STANDS, "the quarter's forecast depends on it")
    value = float(worth(Book.of([opportunity], scene.today, 1.0))[0])
    return Candidate(opportunity, next(reasons(case, scene.playbook.rules), depends), value)
