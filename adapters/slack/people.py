"""Who a Slack user is: linked to the company's people by the e-mail address that Slack vouches for."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from adapters.acquaintances import Acquaintances, Company, LinkStore, remember
from adapters.shapes import Json, at, thing, words, yes
from adapters.slack.events import PLATFORM
from adapters.slack.faults import ChannelGone, SlackFault
from adapters.slack.web_api import WebApi
from domain.chat.event import Place
from domain.chat.sending import Undeliverable

_log = logging.getLogger(__name__)


class People(Acquaintances):
    """Users of Slack as people of the company. `api_of` gives the Web API of a workspace, `now` aware times."""

    def __init__(
        self, links: LinkStore, api_of: Callable[[str], WebApi], company: Company, now: Callable[[], datetime]
    ) -> None:
        super().__init__(PLATFORM, links, company, now)
        self._api_of = api_of
        self._names: dict[tuple[str, str], str] = {}

    def person(self, workspace: str, user: str) -> str:
        """Their e-mail address, known to the company or not; "" where Slack vouches for none.

        Asked once a day. SlackFault where Slack does not answer and nothing was known before.
        """
        return self.vouched(workspace, user, lambda: self._vouched_for(workspace, user), SlackFault)

    def conversation(self, workspace: str, user: str) -> str:
        """The id of their direct message with us. SlackFault where it cannot be opened."""
        link = self.link(workspace, user)
        if link.conversation:
            return link.conversation
        conversation = self._api_of(workspace).open_direct(user)
        self.learn(workspace, user, conversation=conversation)
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
            remember(self._names, key, words(found, "real_name") or words(found, "profile", "real_name") or user)
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

    def _vouched_for(self, workspace: str, user: str) -> str:
        try:
            return _address(self._user(workspace, user), workspace)
        except ChannelGone:
            return ""

    def _user(self, workspace: str, user: str) -> Json:
        return thing(self._api_of(workspace).read("users.info", user=user), "user")


def _address(user: Json, workspace: str) -> str:
    """The address that Slack vouches for. People of other companies choose theirs: it counts not."""
    enterprise = thing(user, "enterprise_user")
    teams = at(enterprise, "teams")
    homes = (words(user, "team_id"), words(enterprise, "enterprise_id"), *(teams if isinstance(teams, list) else ()))
    stranger = yes(user, "is_stranger") or yes(user, "is_bot") or yes(user, "deleted")
    if workspace not in homes or stranger or user.get("is_email_confirmed") is False:
        return ""
    return words(user, "profile", "email").strip().lower()
