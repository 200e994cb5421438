"""Whose quarter is meant: one's own, somebody's, a team's; never more than one may see."""

from dataclasses import dataclass

from bot.scene import Scene
from bot.views import quick
from domain.chat.message import Message
from domain.reading.labels import Labels, words_of
from domain.sales.people import Person, Role
from domain.sales.quarter import Quarter

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose quarter is shown. `person` is whose call it is: a rep's own, or a manager's for the team."""

    title: str
    owners: tuple[str, ...]
    quarter: Quarter
    person: Person | None

    @property
    def several(self) -> bool:
        return len(self.owners) > 1


def scope_of(scene: Scene, whose: str, quarter: Quarter, certain: bool = True) -> Scope | None:
    """The scope these words name; None, and where that is `certain` said why, where they name none one may see."""
    own = scene.person
    if whose in ("", "team"):
        title = "Your team" if len(scene.owners) > 1 and own.role is not Role.ADMIN else "Your quarter"
        title = "Everybody" if own.role is Role.ADMIN else title
        title = "Those you assist" if own.role is Role.ASSISTANT else title
        return Scope(title, scene.owners, quarter, own if own.role in (Role.REP, Role.MANAGER) else None)
    visible = [person for person in scene.directory if person.id in scene.owners]
    teams = dict.fromkeys(person.team for person in visible if person.team)
    team = next((each for each in teams if each.lower() == whose.lower()), None)
    if team:
        return _team(scene, team, [p for p in visible if p.team == team], quarter)
    found = people_named(visible, whose)
    if len(found) == 1:
        return _person(scene, found[0], quarter)
    if certain:
        scene.reply(several(whose, found) if found else quick.forbidden())
    return None


def people_named(visible: list[Person], words: str) -> list[Person]:
    """Those whom the words name, in full or in part."""
    exact = [p for p in visible if words.strip().lower() in (p.id, p.name.lower())]
    fitting = Labels((p.id, p.name) for p in visible).fitting(words_of(words))
    return exact or [p for p in visible if p.id in fitting]


def several(words: str, found: list[Person]) -> Message:
    """A name that fits more than one."""
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    names = ", ".join(person.name for person in found[:_MOST_NAMED])
    return quick.say(f"“{words}” fits {len(found)}: {names}{more}. Say which one.")


def _person(scene: Scene, person: Person, quarter: Quarter) -> Scope:
    below = tuple(owner for owner in scene.directory.sells_for(person) if owner in scene.owners)
    if person.role is Role.MANAGER and len(below) > 1:
        return Scope(f"{person.name}'s team", below, quarter, person)
    return Scope("Your quarter" if person.id == scene.person.id else person.name, (person.id,), quarter, person)


def _team(scene: Scene, team: str, members: list[Person], quarter: Quarter) -> Scope:
    leads = [p for p in scene.directory if team in p.leads and p.role is Role.MANAGER]
    # A manager of several teams calls them together, so that no call is one team's.
    lead = leads[0] if len(leads) == 1 and leads[0].leads == (team,) else None
    return Scope(f"Team {team}", tuple(p.id for p in members), quarter, lead)
