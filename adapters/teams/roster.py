"""What Teams tells of the members of a conversation, and how a personal one is begun; within a request, so quickly."""

from urllib.parse import quote

from adapters.shapes import Json, thing
from adapters.teams import people
from adapters.teams.faults import OutcomeUnknown, TeamsFault
from adapters.teams.sender_api import Connector
from domain.chat.reference import Reference
from domain.chat.sending import TryAgain


class ConnectorRoster:
    """Asks the connector, whose deadline is how long one call may take."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    def member(self, reference: Reference, user: str) -> Json:
        """One member; empty where Teams does not tell of them. Away where it does not answer."""
        path = f"/v3/conversations/{quote(reference.conversation, safe='')}/members/{quote(user, safe='')}"
        try:
            return thing(self._connector.read(reference.service_url, path))
        except (TryAgain, OutcomeUnknown) as fault:
            raise people.Away(str(fault)) from fault
        except TeamsFault:
            return {}

    def open_direct(self, reference: Reference, user: str) -> str:
        """The id of the personal conversation with a member of that conversation; "" where Teams allows none. Away."""
        try:
            return self._connector.open_personal(reference.service_url, reference.bot, user, reference.workspace)
        except (TryAgain, OutcomeUnknown) as fault:
            raise people.Away(str(fault)) from fault
        except TeamsFault:
            return ""
