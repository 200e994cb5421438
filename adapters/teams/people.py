"""Who a Teams user is: linked to the company's people by Entra id, and the address that their tenant vouches for."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from adapters.acquaintances import Acquaintances, Company, LinkStore
from adapters.shapes import Json, words
from adapters.teams.events import PLATFORM, User
from domain.chat.event import Place
from domain.chat.link import Link
from domain.chat.reference import Reference

_log = logging.getLogger(__name__)
_MOST_NAMES = 5000
_GUESTS = ("guest", "anonymous")


class Away(Exception):
    """Teams does not answer now, and nothing is known without it."""


class Roster(Protocol):
    """What Teams tells of a conversation's members; each call within a second or two."""

    def member(self, reference: Reference, user: str) -> Json:
        """One member; empty where that is none. Away where Teams does not answer."""
        ...

    def open_direct(self, reference: Reference, user: str) -> str:
        """The id of the personal conversation with a member of that conversation; "" where Teams allows none. Away."""
        ...


class People(Acquaintances):
    """Users of Teams as people of the company. `now` gives aware times."""

    def __init__(self, links: LinkStore, roster: Roster, company: Company, now: Callable[[], datetime]) -> None:
        super().__init__(PLATFORM, links, company, now)
        self._roster = roster
        self._names: dict[tuple[str, str], str] = {}

    def person(self, reference: Reference, user: User) -> str:
        """Their e-mail address, known to the company or not; "" where the tenant vouches for none.

        Asked once a day. Away where Teams does not answer and nothing was known before.
        """
        self._remember(reference.workspace, user)
        workspace = reference.workspace
        return self.vouched(
            workspace, user.entra, lambda: self._address(self._roster.member(reference, user.here), workspace), Away
        )

    def meet_at(self, reference: Reference, user: User) -> Link:
        """Remember that this is their personal conversation with us."""
        link = self.link(reference.workspace, user.entra)
        if link.conversation == reference.conversation:
            return link
        return self.learn(reference.workspace, user.entra, conversation=reference.conversation)

    def open(self, reference: Reference, user: User) -> str:
        """The id of their personal conversation, begun where there was none; "" where Teams allows none."""
        link = self.link(reference.workspace, user.entra)
        if link.conversation:
            return link.conversation
        try:
            conversation = self._roster.open_direct(reference, user.here)
        except Away as fault:
            _log.info("a personal conversation was not begun: %s", fault)
            return ""
        if conversation:
            self.learn(reference.workspace, user.entra, conversation=conversation)
        return conversation

    def direct(self, place: Place, user: str) -> Place | None:
        """Their personal conversation; where there is none, the place itself: what is said there holds no figures."""
        conversation = self.link(place.workspace, user).conversation
        return Place(PLATFORM, place.workspace, conversation) if conversation else place

    def name(self, workspace: str, user: str) -> str:
        """The name they had when they were last heard; their Entra id where none is known."""
        return self._names.get((workspace, user), user)

    def _remember(self, workspace: str, user: User) -> None:
        if user.name:
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            self._names[workspace, user.entra] = user.name

    def _address(self, member: Json, workspace: str) -> str:
        """Guests bring an address of another company, which counts not. Where two are told, that which is known."""
        if words(member, "userRole") in _GUESTS or words(member, "tenantId") not in ("", workspace):
            return ""
        told = [words(member, name).strip().lower() for name in ("email", "userPrincipalName")]
        return _first(told, self._company.knows) or next(filter(None, told), "")


def _first(addresses: Collection[str], fits: Callable[[str], bool]) -> str:
    return next((address for address in addresses if address and fits(address)), "")
