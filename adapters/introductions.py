"""Users whose e-mail address a platform does not tell: asked once who they are, believed when an admin confirms it."""

from collections.abc import Callable
from typing import Protocol

from adapters.acquaintances import Company
from domain.chat.event import Clicked, Event, Place, Said
from domain.chat.link import Link
from domain.chat.message import Button, Buttons, Message, Note, text

CONFIRM = "confirm_person"
"""The action of the buttons that an admin gets; it never leaves this adapter."""

Say = Callable[[str, Place, Message], None]
"""Queue a message to a place, once per event id."""


class People(Protocol):
    """What a platform knows of its users, and what is kept of them."""

    def link(self, workspace: str, user: str) -> Link: ...

    def name(self, workspace: str, user: str) -> str: ...

    def direct(self, place: Place, user: str) -> Place | None:
        """Where to answer them about themselves; None where nothing can be said to them."""
        ...

    def home(self, person: str) -> Place | None: ...

    def claims(self, workspace: str, user: str, said: str) -> str: ...

    def asked(self, workspace: str, user: str) -> None: ...

    def settle(self, workspace: str, user: str, claim: str, right: bool) -> bool: ...


class Introductions:
    """Finds out who somebody is by asking them, and an admin."""

    def __init__(self, people: People, company: Company, say: Say, platform: str) -> None:
        self._people = people
        self._company = company
        self._say = say
        self._platform = platform  # by the name that people know

    def meet(self, user: str, event: Event) -> None:
        """Somebody of whom the platform tells no address did something. Asked once; then told what is missing."""
        workspace = event.place.workspace
        link = self._people.link(workspace, user)
        here = self._people.direct(event.place, user)
        if here is None:
            return
        claim = self._people.claims(workspace, user, event.text) if isinstance(event, Said) and link.asked else ""
        if claim:
            self._ask_admins(user, event, claim)
            self._say(event.event_id, here, _said("Thank you. An admin has to confirm that; then we can begin."))
        elif not link.asked:
            self._say(event.event_id, here, _said(f"{self._platform} does not tell me your e-mail address. {_WHO}"))
            self._people.asked(workspace, user)
        elif isinstance(event, Said):
            self._say(event.event_id, here, _said("I do not know you yet, so I cannot help you here. Sorry."))

    def confirm(self, admin: str, clicked: Clicked) -> bool:
        """Take an admin's answer; False where that is not what was tapped."""
        if clicked.action != CONFIRM:
            return False
        user, _, claim = clicked.ref.partition(" ")
        if admin not in self._company.admins():
            answer = "Only an admin of app.yaml can confirm that."
        elif not self._people.settle(clicked.place.workspace, user, claim, clicked.pick == 1):
            answer = "That was settled already; nothing was changed."
        else:
            answer = f"Done: they are {claim}." if clicked.pick else "Done: they stay unknown."
        self._say(clicked.event_id, clicked.place, _said(answer))
        return True

    def _ask_admins(self, user: str, event: Event, claim: str) -> None:
        workspace = event.place.workspace
        words = (
            f"{self._people.name(workspace, user)} says to be {claim}. {self._platform} tells me no address of theirs."
        )
        ref = f"{user} {claim}"
        buttons = Buttons((Button("That is right", CONFIRM, ref, 1), Button("No", CONFIRM, ref, 0, "danger")))
        note = Note("Confirm only if you know this person: they will act as the one of that address.")
        for number, admin in enumerate(self._company.admins()):
            home = self._people.home(admin)
            if home:
                self._say(f"{event.event_id}:{number}", home, Message(words, (text(words), buttons, note)))


def _said(words: str) -> Message:
    return Message(words, (text(words),))


_WHO = "Under which one does your company know you? Type it here."
