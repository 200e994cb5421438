"""Who a user of Teams is, where several activities tell of them at once."""

from collections.abc import Sequence
from datetime import UTC, datetime

from adapters.shapes import Json
from adapters.teams.events import User
from adapters.teams.people import People
from domain.chat.link import Link
from domain.chat.reference import Reference
from storage.links import KeptLinks
from storage.unit_of_work import Storage

RUTH = "ruth.calloway@copperline.example"
USER = User("entra-ruth", "29:ruth", "Ruth Calloway")
HERE = Reference("teams", "T1", "personal-chat", "https://smba.example/", "personal", "28:bot")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Copperline:
    def knows(self, person: str) -> bool:
        return person == RUTH

    def admins(self) -> Sequence[str]:
        return ()


class SlowRoster:
    """Tells who it is when the other activity has been taken."""

    people: People

    def member(self, reference: Reference, user: str) -> Json:
        self.people.meet_at(reference, USER)
        return {"email": RUTH, "tenantId": reference.workspace}

    def open_direct(self, reference: Reference, user: str) -> str:
        return reference.conversation


def test_an_installation_told_twice_at_once_leaves_who_it_is_and_where_they_are_written_to(
    sqlite_storage: Storage,
) -> None:
    roster = SlowRoster()
    links = KeptLinks("teams", sqlite_storage, lambda: NOON)
    roster.people = People(links, roster, Copperline(), lambda: NOON)
    assert roster.people.person(HERE, USER) == RUTH
    assert links.get("T1", "entra-ruth") == (Link("teams", "T1", "entra-ruth", RUTH, "personal-chat"), NOON)
