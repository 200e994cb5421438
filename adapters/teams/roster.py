"""What Teams tells of the members of a conversation, and how a personal one is begun; within a request, so quickly."""

from collections.abc import Callable
from urllib.parse import quote

from adapters.calls import within
from adapters.shapes import Json, thing
from adapters.teams.faults import OutcomeUnknown, TeamsFault
from adapters.teams.people import Away
from adapters.teams.sender_api import Connector
from domain.chat.reference import Reference
from domain.chat.sending import TryAgain


class ConnectorRoster:
    """Asks the connector. `deadline` is seconds for all of one question, a token that is fetched for it included."""

    def __init__(self, connector: Connector, deadline: float) -> None:
        self._connector = connector
        self._deadline = deadline

    def member(self, reference: Reference, user: str) -> Json:
        """One member; empty where Teams does not tell of them. Away where it does not answer."""
        path = f"/v3/conversations/{quote(reference.conversation, safe='')}/members/{quote(user, safe='')}"
        return thing(self._asked(lambda: self._connector.read(reference.service_url, path)))

    def open_direct(self, reference: Reference, user: str) -> str:
        """The id of the personal conversation with a member of that conversation; "" where Teams allows none. Away."""
        address, bot, tenant = reference.service_url, reference.bot, reference.workspace
        opened = self._asked(lambda: self._connector.open_personal(address, bot, user, tenant))
        return opened if isinstance(opened, str) else ""

    def _asked(self, ask: Callable[[], object]) -> object:
        """The answer; None where Teams says no."""
        answer = within(self._deadline, lambda: _caught(ask), Away("Teams did not answer in time."))
        if isinstance(answer, Away):
            raise answer
        return answer


def _caught(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except (TryAgain, OutcomeUnknown) as fault:
        return Away(str(fault))
    except TeamsFault:
        return None
