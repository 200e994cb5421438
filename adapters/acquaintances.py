"""Whom a chat platform's users are: what is kept of them, and what they say to be until an admin confirms it."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from domain.chat.event import Place
from domain.chat.link import Link

_TRUSTED_FOR = timedelta(days=1)
_MOST_KNOWN = 5000
T = TypeVar("T")
_ADDRESS = re.compile(r"[^\s@<>|]{1,64}@[^\s@<>|]{1,190}\.[^\s@<>|]{2,24}")


class LinkStore(Protocol):
    """Who is who; each call is one short transaction."""

    def get(self, workspace: str, user: str) -> tuple[Link, datetime] | None:
        """The link, and when it was last written."""
        ...

    def of_person(self, person: str) -> Link | None: ...

    def put(self, link: Link, learnt: Collection[str]) -> None:
        """Insert, or write the fields of these names."""
        ...


class Company(Protocol):
    """What must be known of the company's people, who are named by e-mail address."""

    def knows(self, person: str) -> bool: ...

    def admins(self) -> Sequence[str]: ...


class Acquaintances:
    """The users of one platform, as far as is known without asking it. `now` gives aware times."""

    def __init__(self, platform: str, links: LinkStore, company: Company, now: Callable[[], datetime]) -> None:
        self._platform = platform
        self._links = links
        self._company = company
        self._now = now
        self._known: dict[tuple[str, str], tuple[str, datetime]] = {}

    def vouched(self, workspace: str, user: str, ask: Callable[[], str], away: type[Exception]) -> str:
        """The e-mail address that the platform vouches for, "" where it does for none; asked for once a day.

        What `ask` raises of the kind `away` rises where nothing was known before, else that still counts.
        """
        key = (workspace, user)
        known = self._known.get(key)
        if known and self._now() - known[1] < _TRUSTED_FOR:
            return known[0]
        kept = self._links.get(workspace, user)
        link, fresh = (kept[0], self._now() - kept[1] < _TRUSTED_FOR) if kept else (self.new(workspace, user), False)
        if kept and link.person and fresh:
            remember(self._known, key, (link.person, kept[1]))
        if link.person and (fresh or link.claim == link.person):
            return link.person
        try:
            person = ask()
        except away:
            if not link.person:
                raise
            return link.person
        if person != link.person or not fresh:
            self.learn(workspace, user, person=person)
        return person

    def link(self, workspace: str, user: str) -> Link:
        """What is kept of them; a new link where nothing is."""
        kept = self._links.get(workspace, user)
        return kept[0] if kept else self.new(workspace, user)

    def home(self, person: str) -> Place | None:
        """Where that person is written to directly, as far as is known without asking the platform."""
        link = self._links.of_person(person)
        return Place(self._platform, link.workspace, link.conversation) if link and link.conversation else None

    def claims(self, workspace: str, user: str, said: str) -> str:
        """The address that they say is theirs, kept until an admin confirms it; "" where the company knows none."""
        found = _ADDRESS.search(said)
        claim = found.group().strip(".,;:").lower() if found else ""
        if not claim or not self._company.knows(claim):
            return ""
        self.learn(workspace, user, claim=claim)
        return claim

    def asked(self, workspace: str, user: str) -> None:
        """They were asked who they are."""
        self.learn(workspace, user, asked=True)

    def settle(self, workspace: str, user: str, claim: str, right: bool) -> bool:
        """An admin says whether that claim is right; False where it is not the one that stands."""
        link = self.link(workspace, user)
        if not claim or link.claim != claim or link.person:
            return False
        if right:
            self.learn(workspace, user, person=claim)
        else:
            self.learn(workspace, user, claim="")
        return True

    def new(self, workspace: str, user: str) -> Link:
        return Link(self._platform, workspace, user)

    def learn(self, workspace: str, user: str, **learnt: Any) -> Link:
        """Keep those fields of their link and return it.

        The others are left alone: two activities come at once, and each learns something else.
        """
        link = replace(self.link(workspace, user), **learnt)
        self._links.put(link, learnt)
        return link


def remember(known: dict[tuple[str, str], T], key: tuple[str, str], value: T) -> None:
    """In memory, and never more than so many: a workspace may have any number of people."""
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known[key] = value
