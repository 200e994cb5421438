"""What assistants ask for, and what reps ask about them: speaking for somebody, the queue, handing over, rights."""

import re

from bot.commands.command import SELLING, Command
from bot.scene import Scene
from bot.use_cases import grants, hand_over, notes, queue, speaking
from bot.use_cases.hear import hear
from bot.use_cases.openings import open_new
from bot.views import quick
from domain.sales.people import Role

NEW_ONE = re.compile(r"(?:open )?(?:a )?new (?:one|opportunity|opp|deal)\b[\s:,-]", re.IGNORECASE)


def _for(scene: Scene, words: str) -> None:
    """“for Ruth: acme at 60”; with a name that nobody has it is a reply like any other."""
    name, said = (piece.strip() for piece in words[len("for") :].split(":", 1))
    people = scene.directory.named(name)
    whom = [person for person in people if person.id in scene.directory.updates_for(scene.person)]
    if len(whom) == 1 and NEW_ONE.match(said):
        open_new(scene, said, whom[0].id)
    elif not speaking.speak_for(scene, name, said) and not notes.take_down(scene, words):
        hear(scene, words)


def _trip_report(scene: Scene, said: str) -> None:
    if said.strip(" :.-\n"):
        notes.trip_report(scene, said.strip(" :.-\n"))
    else:
        scene.reply(quick.say("Type “trip report:” and then all that the journey brought, account by account."))


def _hand_to(scene: Scene, name: str) -> None:
    assistants = hand_over.assistants_named(scene, name)
    if assistants:
        hand_over.hand_to(scene, assistants)
    else:
        hear(scene, f"hand this to {name}")


def _hand_back(scene: Scene, _: str) -> None:
    if not hand_over.hand_back(scene):
        scene.reply(quick.say("Nothing was handed over in this place, so nothing was changed."))


ASSISTING: tuple[Command, ...] = (
    Command(
        "for",
        "Record something for a rep you speak for: one opportunity, or a whole call note",
        "for Ruth: Acme at 60, Globex lost on price",
        r"(?P<rest>for [^:\n]{1,80}:.+)",
        _for,
        SELLING,
        lines=True,
    ),
    Command(
        "queue",
        "The open questions of all your reps, to be asked by phone, most worth first",
        "queue",
        r"(?:my |the )?queue|next call|whom (?:do|should) i call(?: next)?\??",
        lambda scene, _: queue.show_queue(scene),
        (Role.ASSISTANT,),
    ),
    Command(
        "trip report",
        "After a journey: all accounts in one text, and I lay it out",
        "trip report: saw Acme, they want 60 units …",
        r"(?:trip|travel|visit|journey) report(?P<rest>\b.*)",
        _trip_report,
        SELLING,
        lines=True,
    ),
    Command(
        "hand this to",
        "In a thread: let an assistant of yours answer there",
        "hand this to Paula",
        r"(?:please )?(?:hand|give|pass) (?:this|it)(?: one| thread)?(?: over)? to (?P<rest>[^:,.?!]{1,60})[.!]?",
        _hand_to,
        (Role.REP,),
    ),
    Command(
        "hand back",
        "In a thread that was handed over: back to the rep",
        "hand back",
        r"(?:hand|give|pass) (?:(?:this|it)(?: one| thread)? )?back[.!]?",
        _hand_back,
        (Role.REP, Role.ASSISTANT),
    ),
    Command(
        "assistants",
        "Who may speak for you, and how to end it",
        "assistants",
        r"(?:my )?assistants?|who (?:may |can )?(?:speaks?|acts?|answers?) for me\??|whom do i (?:serve|speak for)\??",
        lambda scene, _: grants.show(scene),
        SELLING,
    ),
)
