"""Who a Slack user is: linked to the company's people by the e-mail address that Slack vouches for."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from adapters.acquaintances import Acquaintances, Company, LinkStore
from adapters.shapes import Json, at, thing, words, yes
from adapters.slack.events import PLATFORM
from adapters.slack.faults import ChannelGone, SlackFault
from adapters.slack.web_api import WebApi
from domain.chat.event import Place
from domain.chat.sending import Undeliverable

_log = logging.getLogger(__name__)
_TRUSTED_FOR = timedelta(days=1)
_MOST_KNOWN = 5000
T = TypeVar("T")


class People(Acquaintances):
    """Users of Slack as people of the company. `api_of` gives the Web API of a workspace, `now` aware times."""

    def __init__(
        self, links: LinkStore, api_of: Callable[[str], WebApi], company: Company, now: Callable[[], datetime]
    ) -> None:
        super().__init__(PLATFORM, links, company)
        self._api_of = api_of
        self._now = now
        self._names: dict[tuple[str, str], str] = {}
        self._vouched: dict[tuple[str, str], tuple[str, datetime]] = {}

    def person(self, workspace: str, user: str) -> str:
        """Their e-mail address, known to the company or not; "" where Slack vouches for none.

        Asked once a day. SlackFault where Slack does not answer and nothing was known before.
        """
        key = (workspace, user)
        vouched = self._vouched.get(key)
        if vouched and self._now() - vouched[1] < _TRUSTED_FOR:
            return vouched[0]
        kept = self._links.get(workspace, user)
        link, fresh = (kept[0], self._now() - kept[1] < _TRUSTED_FOR) if kept else (self.new(workspace, user), False)
        if kept and link.person and fresh:
            _remember(self._vouched, key, (link.person, kept[1]))
        if link.person and (fresh or link.claim == link.person):
            return link.person
        try:
            person = _address(self._user(workspace, user), workspace)
        except ChannelGone:
            person = ""
        except SlackFault:
            if not link.person:
                raise
            return link.person
        if person != link.person or not fresh:
            self.keep(replace(link, person=person))
        return person

    def conversation(self, workspace: str, user: str) -> str:
        """The id of their direct message with us. SlackFault where it cannot be opened."""
        link = self.link(workspace, user)
        if link.conversation:
            return link.conversation
        conversation = self._api_of(workspace).open_direct(user)
        self.keep(replace(self.link(workspace, user), conversation=conversation))
        return conversation

    def direct(self, place: Place, user: str) -> Place | None:
        """Where they are written to alone; None for those to whom nothing can be said alone, such as strangers."""
        try:
            return Place(PLATFORM, place.workspace, self.conversation(place.workspace, user))
        except Undeliverable:
            return None

    def name(self, workspace: str, user: str) -> str:
        """What a mention of them shows; their id where Slack does not say."""
        key = (workspace, user)
        if key not in self._names:
            try:
                found = self._user(workspace, user)
            except SlackFault:
                return user
            _remember(self._names, key, words(found, "real_name") or words(found, "profile", "real_name") or user)
        return self._names[key]

    def find(self, workspace: str, persons: Iterable[str]) -> list[str]:
        """Link those who were never heard, by e-mail address; returns whom this workspace does not know."""
        missing = []
        for person in persons:
            if self.home(person):
                continue
            try:
                user = self._api_of(workspace).user_by_email(person)
                if self.person(workspace, user) == person:
                    self.conversation(workspace, user)
                    continue
            except SlackFault as fault:
                _log.info("somebody of app.yaml was not found in %s: %s", workspace, fault)
            missing.append(person)
        return missing

    def _user(self, workspace: str, user: str) -> Json:
        return thing(self._api_of(workspace).read("users.info", user=user), "user")


def _remember(known: dict[tuple[str, str], T], key: tuple[str, str], value: T) -> None:
    """In memory, and never more than so many: a workspace may have any number of people."""
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known[key] = value


def _address(user: Json, workspace: str) -> str:
    """The address that Slack vouches for. People of other companies choose theirs: it counts not."""
    enterprise = thing(user, "enterprise_user")
    teams = at(enterprise, "teams")
    homes = (words(user, "team_id"), words(enterprise, "enterprise_id"), *(teams if isinstance(teams, list) else ()))
    stranger = yes(user, "is_stranger") or yes(user, "is_bot") or yes(user, "deleted")
    if workspace not in homes or stranger or user.get("is_email_confirmed") is False:
        return ""
    return words(user, "profile", "email").strip().lower()
