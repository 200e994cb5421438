"""Put questions off on request: the one of this thread, those about named opportunities, or all of one's own."""

from bot.scene import Scene
from bot.use_cases import hear
from bot.views import quick
from domain.asking.question import Nudge, NudgeState
from domain.reading.putting_off import PutOff, read_put_off
from domain.reading.reading import Context

_CAN_WAIT = (NudgeState.OPEN, NudgeState.SNOOZED)


def snooze(scene: Scene, words: str) -> None:
    """`words` are a name, a time, both or nothing; without a time the questions wait for the next working day."""
    said = read_put_off(words, Context(scene.local_now, scene.company.process, scene.open_opportunities()))
    if said is None:
        scene.reply(quick.no_time_read(words))
    elif said.strange:
        scene.reply(quick.forbidden())
    else:
        _put_off(scene, said)


def _put_off(scene: Scene, said: PutOff) -> None:
    here = scene.thread is not None and not (said.named or said.everything)
    found = _asked_about(scene, said) if said.named else _asked_here(scene) if here else _asked_me(scene)
    about = {nudge.id: scene.opportunity(nudge.question.opportunity) for nudge in found}
    titles = {opportunity.id: opportunity.title for opportunity in about.values() if opportunity}
    if not found:
        scene.reply(quick.nothing_asked() if here else quick.no_such_question())
    elif said.named and len(titles) > len(said.named):
        scene.reply(quick.name_one_of(list(titles.values())))
    elif len(found) == 1:
        hear.put_off(scene, found[0], said.until)
    else:
        due = {nudge.question.opportunity: hear.put_aside(scene, nudge, said.until) for nudge in found}
        scene.reply(quick.put_off_several([(title, due[each]) for each, title in titles.items()], scene.person))


def _asked_about(scene: Scene, said: PutOff) -> list[Nudge]:
    fitting = dict.fromkeys(each for ids in said.named for each in ids)
    return [nudge for each in fitting for nudge in scene.uow.nudges.open_of(each)]


def _asked_here(scene: Scene) -> list[Nudge]:
    """The last question of this thread, which may have been put off before."""
    asked = scene.uow.nudges.in_thread(scene.thread.id) if scene.thread else ()
    waiting = [nudge for nudge in asked if nudge.state in _CAN_WAIT][-1:]
    return [nudge for nudge in waiting if scene.opportunity(nudge.question.opportunity)]


def _asked_me(scene: Scene) -> list[Nudge]:
    return list(scene.uow.nudges.open_for(scene.person.id))
