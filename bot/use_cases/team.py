"""Who of a team has answered the questions they were asked, and who has not."""

from datetime import timedelta

from bot.scene import Scene
from bot.views import team as view
from domain.sales.people import Person, Role

_WEEK = timedelta(days=7)


def show_team(scene: Scene) -> None:
    """Every rep whose opportunities this person may see."""
    people = [person for owner in scene.owners if (person := scene.directory.get(owner))]
    reps = sorted((person for person in people if person.role is Role.REP), key=lambda person: person.name)
    scene.reply(view.team([_standing(scene, person) for person in reps]))


def _standing(scene: Scene, person: Person) -> view.Standing:
    nudges = scene.uow.nudges
    waiting = nudges.open_for(person.id)
    known = scene.uow.opportunities.all_of(nudge.question.opportunity for nudge in waiting)
    names = tuple(known[n.question.opportunity].title for n in waiting if n.question.opportunity in known)
    since = min((nudge.asked_at for nudge in waiting), default=None)
    pause = person.rhythm.not_before
    return view.Standing(
        person,
        names,
        since.date() if since else None,
        bool(nudges.asked_since(person.id, scene.now - _WEEK)),
        pause if pause and pause > scene.today else None,
    )
