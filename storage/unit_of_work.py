"""One transaction and the stores within it: the only door to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from sqlalchemy import Connection

from storage.account_facts import AccountFacts, AccountNames
from storage.accuracy import AccuracyLooks
from storage.alerts import Alerts, Deliveries, Mutes
from storage.changes import Changes, Statements
from storage.channels import ChannelPlaces
from storage.conversations import Posts, Threads
from storage.database import Database
from storage.dealings import Offers, Requests
from storage.delegation import Errands, Revocations
from storage.documents import Documents
from storage.errors import CannotKeep, Damaged, DiskFull, NewerDatabase, Stale, StorageError, Unavailable
from storage.events import Events, Meta
from storage.feeds import Feeds
from storage.forecasts import Beliefs, Calls, Snapshots
from storage.imports import Imports
from storage.inductions import Inductions
from storage.jobs import Jobs
from storage.looks import Looks
from storage.migrations import is_current, upgrade
from storage.notes import Notes
from storage.nudges import Nudges
from storage.openings import Contacts, Openings
from storage.opportunities import Accounts, Opportunities
from storage.people import People
from storage.pipeline import Pipelines
from storage.platforms import Installs, Links
from storage.quarters import Quarters
from storage.references import References, Sends, Taps
from storage.requests_approvals import Approvals, Decisions
from storage.requests_visits import Appointments, Visits
from storage.room import Room
from storage.rows import Store
from storage.visit_pages import VisitPages
from storage.waiting import Waiting
from storage.wishes import Wishes

__all__ = [
    "CannotKeep",
    "Damaged",
    "DiskFull",
    "NewerDatabase",
    "Stale",
    "Storage",
    "StorageError",
    "Unavailable",
    "UnitOfWork",
]


S = TypeVar("S", bound=Store)


class _Part(Generic[S]):
    """A store of the unit of work, made when it is first asked for: an event needs a few of them all."""

    def __init__(self, kind: type[S]) -> None:
        self._kind = kind

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._name = name

    def __get__(self, uow: "UnitOfWork", owner: type[object]) -> S:
        made = uow.__dict__[self._name] = self._kind(uow.connection)
        return made


class UnitOfWork:
    """Everything that is read and written together."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    events = _Part(Events)
    accounts = _Part(Accounts)
    opportunities = _Part(Opportunities)
    statements = _Part(Statements)
    changes = _Part(Changes)
    nudges = _Part(Nudges)
    offers = _Part(Offers)
    requests = _Part(Requests)
    threads = _Part(Threads)
    posts = _Part(Posts)
    people = _Part(People)
    jobs = _Part(Jobs)
    room = _Part(Room)
    meta = _Part(Meta)
    imports = _Part(Imports)
    inductions = _Part(Inductions)
    links = _Part(Links)
    installs = _Part(Installs)
    references = _Part(References)
    taps = _Part(Taps)
    sends = _Part(Sends)
    calls = _Part(Calls)
    snapshots = _Part(Snapshots)
    beliefs = _Part(Beliefs)
    quarters = _Part(Quarters)
    looks = _Part(Looks)
    pipelines = _Part(Pipelines)
    wishes = _Part(Wishes)
    feeds = _Part(Feeds)
    account_facts = _Part(AccountFacts)
    account_names = _Part(AccountNames)
    alerts = _Part(Alerts)
    deliveries = _Part(Deliveries)
    mutes = _Part(Mutes)
    revocations = _Part(Revocations)
    errands = _Part(Errands)
    notes = _Part(Notes)
    openings = _Part(Openings)
    contacts = _Part(Contacts)
    documents = _Part(Documents)
    visits = _Part(Visits)
    appointments = _Part(Appointments)
    approvals = _Part(Approvals)
    decisions = _Part(Decisions)
    visit_pages = _Part(VisitPages)
    channels = _Part(ChannelPlaces)
    accuracy_looks = _Part(AccuracyLooks)
    waiting = _Part(Waiting)


class Storage:
    """The database, from any thread.

    `url` is "sqlite:///var/quarterback.db", "sqlite:///:memory:" (one connection for all) or
    "postgresql+psycopg://user@host/name". `wait` is how many seconds to wait for another writer before Unavailable.
    Units of work do not nest: a second `begin` inside the first waits for it.
    """

    def __init__(self, url: str, wait: float = 15.0) -> None:
        self._database = Database(url, wait)

    def migrate(self) -> None:
        """Bring the tables up to date; several processes may do so at once. NewerDatabase where they are ahead."""
        self._database.prepare()
        with self._database.reading() as connection:
            # Starting must not wait for another process that is in the middle of a long import.
            current = is_current(connection, self._database.place)
        if not current:
            with self._database.writing() as connection:
                upgrade(connection, self._database.place)

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """A unit of work that may write: committed on leaving, rolled back on an exception."""
        with self._database.writing() as connection:
            yield UnitOfWork(connection)

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A unit of work that only reads. It sees one state of the database and waits for no writer."""
        with self._database.reading() as connection:
            yield UnitOfWork(connection)

    def close(self) -> None:
        self._database.close()
