"""Who may speak for whom: shown to both sides, ended by the rep in one tap, checked each time."""

from dataclasses import replace

from bot.scene import Scene
from bot.views import grants as view
from bot.views import quick
from domain.sales.errands import ErrandState
from domain.sales.grants import Grant, Revocation
from domain.sales.people import Person, Role


def show(scene: Scene) -> None:
    """To an assistant whom they serve, to everybody else who speaks for them."""
    if scene.person.role is Role.ASSISTANT:
        served = ((scene.directory.get(rep), scene.person.grant_for(rep)) for rep in scene.person.serves)
        scene.reply(view.whom_you_serve([(rep, grant) for rep, grant in served if rep and grant]))
    else:
        scene.reply(view.who_speaks_for_you(scene.directory.speakers_for(scene.person.id), ended_by(scene)))


def end(scene: Scene, assistant_id: str) -> None:
    """Ends at once: from the next word or tap on, that assistant has no right to anything of this rep."""
    found = next((p for p, _ in scene.directory.speakers_for(scene.person.id) if p.id == assistant_id), None)
    if found is None:
        scene.reply(quick.forbidden())
        return
    scene.uow.revocations.end(Revocation(found.id, scene.person.id, scene.now))
    for errand in scene.uow.errands.open_for(found.id):
        if errand.owner == scene.person.id:
            scene.uow.errands.save(replace(errand, state=ErrandState.BACK))
    scene.tell(found, view.was_ended(scene.person))
    scene.reply(view.ended(found))


def restore(scene: Scene, assistant_id: str) -> None:
    """Whom app.yaml names may speak again, as far as it says."""
    found = next((person for person in ended_by(scene) if person.id == assistant_id), None)
    grant = of_file(scene, assistant_id, scene.person.id)
    if found is None or grant is None:
        scene.reply(quick.forbidden())
        return
    scene.uow.revocations.restore(found.id, scene.person.id)
    scene.tell(found, view.was_restored(scene.person))
    scene.reply(view.restored(found, grant))


def of_file(scene: Scene, assistant_id: str, rep: str) -> Grant | None:
    """What app.yaml or an import says, whether or not it holds now."""
    people = {person.id: person for person in (*scene.uow.people.all(), *scene.company.people)}
    assistant = people.get(assistant_id)
    return assistant.grant_for(rep) if assistant else None


def ended_by(scene: Scene) -> list[Person]:
    """Assistants whom app.yaml names for this rep, and who were told to stop."""
    pairs = scene.uow.revocations.pairs()
    found = (scene.directory.get(assistant) for assistant, rep in sorted(pairs) if rep == scene.person.id)
    return [person for person in found if person and of_file(scene, person.id, scene.person.id)]
