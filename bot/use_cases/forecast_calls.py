"""What people call the quarter: kept as of then, never overwritten, taken back with one tap."""

from dataclasses import replace

from bot.scene import Scene
from bot.use_cases.forecast_figures import overrides
from bot.use_cases.forecast_scope import people_named, several
from bot.views import forecast_call as view
from bot.views import quick
from domain.chat.message import Message
from domain.forecast.call import Call, CallState
from domain.forecast.words import THOUSAND, CallWords, WordsFault, read_call
from domain.sales.people import Person, Role
from domain.sales.quarter import Quarter

_CALLING = (Role.REP, Role.MANAGER)


def take_call(scene: Scene, said: str) -> bool:
    """Keep a call. False where the words are none, or stand in a thread about an opportunity and speak of that."""
    if scene.thread and scene.thread.opportunity:
        return False
    try:
        words = read_call(said, scene.local_now, scene.company.process)
    except WordsFault as fault:
        scene.reply(quick.say(str(fault)))
        return True
    if words is None:
        return False
    person = _whose(scene, words)
    if person:
        _take(scene, person, words, said.strip())
    return True


def settle_call(scene: Scene, call: Call, pick: int) -> None:
    """The tap on one of two readings of a bare figure: as it stands, or in thousands."""
    if call.state is not CallState.ASKED:
        scene.reply(view.settled())
        return
    times = THOUSAND if pick else 1
    commit, best = ((each * times if each is not None else None) for each in (call.commit, call.best_case))
    before = _standing_before(scene, call)
    meant = _completed(replace(call, commit=commit, best_case=best, state=CallState.STANDS), before)
    scene.uow.calls.settle(meant)
    _show(scene, meant, before)


def take_back_call(scene: Scene, call: Call) -> None:
    """The call no longer stands; what stood before it stands again."""
    if call.state is not CallState.STANDS:
        scene.reply(view.settled())
        return
    scene.uow.calls.settle(replace(call, state=CallState.TAKEN_BACK, taken_back=scene.now))
    scene.redraw(view.CALL, call.id, quick.was_taken_back())
    before = _standing_before(scene, call)
    quarter, currency = _quarter(scene, call), scene.company.process.currency
    scene.reply(view.taken_back(_title(scene, call), quarter, before, currency))
    person = scene.directory.get(call.person)
    if person and overrides(scene, call):
        scene.tell(person, view.no_longer_overridden(scene.person, quarter, before, currency))


def _take(scene: Scene, person: Person, words: CallWords, said: str) -> None:
    if words.override and (person.id == scene.person.id or scene.person.role not in (Role.MANAGER, Role.ADMIN)):
        scene.reply(view.team_only())
    elif words.override and not words.note:
        scene.reply(view.note_wanted(person.first_name, said))
    else:
        _keep(scene, person, words, said)


def retract_call(scene: Scene) -> bool:
    """The message of a call was edited: it no longer stands, so that the new words are heard. False where none was."""
    call = _said_here(scene)
    if call is None or call.state is CallState.TAKEN_BACK:
        return False
    scene.uow.calls.settle(replace(call, state=CallState.TAKEN_BACK, taken_back=scene.now))
    scene.redraw(view.CALL, call.id, quick.you_edited())
    return True


def offer_to_take_back(scene: Scene) -> None:
    """The message of a call was deleted: the call stands until somebody says otherwise."""
    call = _said_here(scene)
    if call and call.state is CallState.STANDS:
        currency, quarter = scene.company.process.currency, _quarter(scene, call)
        scene.reply(view.you_deleted(call, _title(scene, call), quarter, currency))


def last_call_here(scene: Scene) -> Call | None:
    """This person's newest call, where it stands; none in a thread about an opportunity, where no call is made."""
    return None if scene.thread and scene.thread.opportunity else scene.uow.calls.last_by(scene.person.id)


def _said_here(scene: Scene) -> Call | None:
    """The call that came from the message this scene is about; only its author's own."""
    place = scene.place
    call = scene.uow.calls.by_message(place.platform, place.workspace, place.conversation, scene.message_id)
    return call if call and call.by == scene.person.id else None


def _whose(scene: Scene, words: CallWords) -> Person | None:
    """Whose call it is; None, and said why, where that is nobody this person speaks for."""
    if not words.who:
        if scene.person.role in _CALLING:
            return scene.person
        served = [person for person in map(scene.directory.get, scene.owners) if person]
        whom = f" for {served[0].first_name}" if served and scene.person.role is Role.ASSISTANT else " for Ruth"
        scene.reply(quick.say(f"Say whose call it is, for instance “commit 420k{whom}”. Nothing is kept yet."))
        return None
    visible = [p for p in scene.directory if p.id in scene.owners and p.role in _CALLING]
    found = people_named(visible, words.who)
    if len(found) == 1:
        return found[0]
    scene.reply(several(words.who, found) if found else quick.forbidden())
    return None


def _keep(scene: Scene, person: Person, words: CallWords, said: str) -> None:
    figures = [figure for figure in (words.commit, words.best_case) if figure]
    call = Call(
        person.id,
        scene.person.id,
        words.quarter.start,
        words.commit.amount if words.commit else None,
        words.best_case.amount if words.best_case else None,
        words.note,
        said,
        scene.now,
        # Where one figure is said in full the other is too: "commit 50k, best 70" is asked back as a whole.
        CallState.ASKED if any(figure.bare for figure in figures) else CallState.STANDS,
        platform=scene.place.platform,
        workspace=scene.place.workspace,
        conversation=scene.place.conversation,
        message_id=scene.message_id,
    )
    if call.state is CallState.ASKED and not all(figure.bare for figure in figures):
        scene.reply(
            quick.say("One of the two figures may be in thousands. Say both in full, as “commit 420k, best 600k”.")
        )
        return
    before = _standing_before(scene, call)
    kept = scene.uow.calls.add(_completed(call, before))
    if kept.state is CallState.ASKED:
        scene.reply(view.thousands(kept, scene.company.process.currency), view.CALL, kept.id)
    else:
        _show(scene, kept, before)


def _completed(call: Call, before: Call | None) -> Call:
    """Who says one figure anew leaves the other as it stood, unless best case would fall below commit."""
    if call.state is CallState.ASKED or before is None:
        return call
    commit = before.commit if call.commit is None else call.commit
    best = before.best_case if call.best_case is None else call.best_case
    fits = commit is None or best is None or commit <= best
    return replace(call, commit=commit, best_case=best) if fits else call


def _show(scene: Scene, call: Call, before: Call | None) -> None:
    currency, quarter = scene.company.process.currency, _quarter(scene, call)
    shown: Message = view.called(call, before, quarter, currency, _title(scene, call))
    scene.reply(shown, view.CALL, call.id)
    person = scene.directory.get(call.person)
    if person and overrides(scene, call):
        scene.tell(person, view.overridden(call, scene.person, quarter, currency))


def _standing_before(scene: Scene, call: Call) -> Call | None:
    """The newest other call of the same kind for the same quarter."""
    mine = overrides(scene, call)
    standing = scene.uow.calls.standing([call.person], call.quarter)
    same = [other for other in standing if other.id != call.id and overrides(scene, other) is mine]
    return same[-1] if same else None


def _title(scene: Scene, call: Call) -> str:
    if overrides(scene, call):
        return f"Your figure for {scene.directory.name(call.person)}"
    return "Your call" if call.person == scene.person.id else f"Call of {scene.directory.name(call.person)}"


def _quarter(scene: Scene, call: Call) -> Quarter:
    return Quarter.of(call.quarter, scene.company.process.fiscal_year_starts)
