"""“for Ruth: …”: whether this person may speak for that rep now, and what is said then."""

from bot.scene import Scene
from bot.use_cases import notes
from bot.use_cases.grants import of_file
from bot.views import grants as view
from domain.reading import parts
from domain.sales.grants import Scope
from domain.sales.people import Person
from domain.sales.values import show_date


def speak_for(scene: Scene, name: str, said: str) -> bool:
    """“for Ruth: …”. False where that is no person but an opportunity, so that the words are heard as any others."""
    named = scene.directory.named(name)
    updates_for = scene.directory.updates_for(scene.person)
    if not named and (parts.named(name, scene.open_opportunities()) or updates_for == (scene.person.id,)):
        return False
    if not named:
        people = (scene.directory.get(owner) for owner in updates_for)
        served = [person for person in people if person and person.id != scene.person.id]
        scene.reply(view.nobody_of_that_name(name, served))
        return True
    served = [person for person in named if scene.directory.may(scene.person, person.id, Scope.UPDATE)]
    if len(served) == 1:
        notes.take_down_for(scene, served[0], said)
    elif served or len(named) > 1:
        scene.reply(view.which_of_them(name, served or named))
    else:
        scene.reply(view.you_do_not_speak_for(named[0], _why_not(scene, named[0])))
    return True


def _why_not(scene: Scene, rep: Person) -> str:
    """What this person may know of it, as it concerns their own right."""
    grant = of_file(scene, scene.person.id, rep.id)
    if grant is None:
        return ""
    if (scene.person.id, rep.id) in scene.uow.revocations.pairs():
        return " any more"
    if grant.ends and grant.ends < scene.today:
        return f" any more: that was until {show_date(grant.ends)}"
    if grant.starts and grant.starts > scene.today:
        return f" yet: that is from {show_date(grant.starts)} on"
    return ": you may read, not change" if grant.scope is Scope.READ else ""
