"""Somebody new is welcomed with a minute of practice; somebody who never answered is offered help, once."""

from dataclasses import replace

from bot import outbox
from bot.scene import Scene
from bot.use_cases.ask import ask_today
from bot.views import practice as view
from domain.asking.induction import NEXT, QUIET_QUESTIONS, Induction, Step, invented
from domain.chat.message import Message
from domain.reading.fold import fold
from domain.reading.names import roster_of
from domain.reading.reader import read
from domain.reading.reading import About, Asked, Context, HelpRequest, Kind, Reading
from domain.sales.dealings import Thread
from domain.sales.opportunity import Opportunity
from domain.sales.people import Role
from domain.sales.values import LABELS

_SKIPS, _UNDOES = ("skip", "skip it", "skip the practice", "no thanks"), ("undo", "undo that", "undo it")


def welcome(scene: Scene) -> bool:
    """Begin the practice of a rep who was never asked and never recorded anything; whether that is so."""
    uow, person = scene.uow, scene.person
    if person.role is not Role.REP or uow.inductions.of(person.id):
        return False
    if uow.nudges.answer_rate(person.id)[0] or uow.changes.of_person(person.id, 1):
        return False
    start(scene)
    return True


def start(scene: Scene) -> None:
    """A practice of one's own, in a thread of its own. One that was open is left."""
    home = scene.home(scene.person)
    thread = scene.uow.threads.add(Thread(scene.person.id, home.platform, home.workspace, home.conversation))
    known = scene.uow.inductions.of(scene.person.id)
    card = view.once_more(_invented(scene)) if known else view.welcome(scene.person, _invented(scene))
    begun = replace(known or Induction(scene.person.id), thread=thread.id, step=Step.WORDS)
    scene.uow.inductions.save(begun)
    outbox.post(scene.uow, scene.now, home, card, thread, view.PRACTICE, thread.id)


def answer(scene: Scene, said: str) -> bool:
    """Words that belong to the practice; whether they do. What names an opportunity of one's own never does."""
    induction = _open(scene)
    if induction is None or not _said_to_it(scene, induction) or _names_a_real_one(scene, said):
        return False
    words = " ".join(said.lower().split()).strip(" .!")
    if words in _SKIPS:
        _skip(scene, induction)
    elif words in _UNDOES:
        scene.reply(view.taken_back(_invented(scene)))
    else:
        return _answer(scene, induction, said)
    return True


def practising_here(scene: Scene) -> bool:
    """Whether what is said here may be meant for the practice."""
    induction = _open(scene)
    return induction is not None and _said_to_it(scene, induction)


def tap(scene: Scene, pick: int) -> None:
    """A quick answer of the second step."""
    induction = _open(scene)
    if induction is None or not 0 <= pick < len(view.TAPS):
        scene.reply(view.is_over())
    else:
        _tap(scene, induction, view.TAPS[pick])


def take_back(scene: Scene) -> None:
    scene.reply(view.taken_back(_invented(scene)) if _open(scene) else view.is_over())


def tap_for_help(scene: Scene) -> None:
    induction = _open(scene)
    if induction is None:
        scene.reply(view.is_over())
        return
    asked = [_would_ask(scene, HelpRequest("practice", "technical_presentation", ""))]
    _finish(scene, induction, view.understood((), "", asked, Step.OVER, _invented(scene)))


def skip(scene: Scene) -> None:
    induction = _open(scene)
    if induction is None:
        scene.reply(view.is_over())
    else:
        _skip(scene, induction)


def asked_what_else(scene: Scene) -> None:
    """They typed "help": at the last step that is what was to be learnt."""
    induction = _open(scene)
    if induction and induction.step is Step.HELP and _said_to_it(scene, induction):
        _skip(scene, induction)


def offer_help(scene: Scene) -> bool:
    """To a rep who was asked often enough and never answered, once; whether it was offered now.

    Their manager learns only that it was.
    """
    uow, person = scene.uow, scene.person
    known = uow.inductions.of(person.id) or Induction(person.id)
    if person.role is not Role.REP or known.helped or uow.changes.of_person(person.id, 1):
        return False
    if uow.nudges.unheard(person.id) < QUIET_QUESTIONS:
        return False
    uow.inductions.save(replace(known, helped=scene.now))
    scene.tell(person, view.offer_help(person))
    for manager in scene.directory.managers_of(person):
        scene.tell(manager, view.help_was_offered(person))
    return True


def _open(scene: Scene) -> Induction | None:
    induction = scene.uow.inductions.of(scene.person.id)
    return induction if induction and induction.step is not Step.OVER else None


def _said_to_it(scene: Scene, induction: Induction) -> bool:
    """In its thread; before the first real question, also beside it, where nothing else can be meant."""
    if scene.thread:
        return scene.thread.id == induction.thread
    return scene.place.direct and not scene.uow.nudges.answer_rate(scene.person.id)[0]


def _names_a_real_one(scene: Scene, said: str) -> bool:
    return bool(roster_of(scene.open_opportunities()).mentions(said, fold(said)))


def _answer(scene: Scene, induction: Induction, said: str) -> bool:
    opportunity = _invented(scene)
    asked = Asked(opportunity.id, About.WHERE_IT_STANDS)
    reading = read(said, Context(scene.local_now, scene.company.process, (opportunity,), asked))
    if reading.kind is Kind.UPDATE or reading.doubts:
        _understood(scene, induction, said, reading)
    elif induction.step is Step.TAP and reading.kind in view.TAPS:
        _tap(scene, induction, reading.kind)
    else:
        return False
    return True


def _understood(scene: Scene, induction: Induction, said: str, reading: Reading) -> None:
    lines = [view.asked_back(LABELS[each.field], each.evidence) for each in reading.proposals]
    lines += [view.asked_back(LABELS[each.field], each.evidence) for each in reading.doubts if each.field]
    lines += [_would_ask(scene, wish) for wish in reading.requests]
    learnt = {Step.WORDS: bool(reading.changes), Step.TAP: True, Step.HELP: bool(reading.requests)}
    wanted = NEXT[induction.step] if learnt[induction.step] else induction.step
    shown = view.understood(reading.changes, said.strip(), lines, wanted, _invented(scene))
    _go_on(scene, induction, wanted, shown)


def _tap(scene: Scene, induction: Induction, kind: Kind) -> None:
    wanted = Step.HELP if induction.step is Step.TAP else induction.step
    _go_on(scene, induction, wanted, view.tapped(kind, wanted, _invented(scene)))


def _skip(scene: Scene, induction: Induction) -> None:
    _finish(scene, induction, view.understood((), "", (), Step.OVER, _invented(scene)))


def _go_on(scene: Scene, induction: Induction, wanted: Step, shown: Message) -> None:
    if wanted is Step.OVER:
        _finish(scene, induction, shown)
        return
    scene.uow.inductions.save(replace(induction, step=wanted))
    scene.reply(shown)


def _finish(scene: Scene, induction: Induction, shown: Message) -> None:
    """The practice is over; the first real questions follow at once."""
    scene.uow.inductions.save(replace(induction, step=Step.OVER))
    scene.reply(shown)
    if induction.thread:
        scene.redraw(view.PRACTICE, induction.thread, view.settled_card())
    if scene.person.role is Role.REP and not scene.uow.nudges.answer_rate(scene.person.id)[0]:
        ask_today(replace(scene, place=scene.home(scene.person), thread=None))


def _would_ask(scene: Scene, wish: HelpRequest) -> str:
    helper = next(iter(scene.directory.helpers_with(wish.kind)), None)
    return view.would_ask(wish, helper.name if helper else "your manager")


def _invented(scene: Scene) -> Opportunity:
    return invented(scene.company.process, scene.today)
