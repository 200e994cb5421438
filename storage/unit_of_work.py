"""One transaction and the stores within it: the only door to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from storage.account_facts import AccountFacts, AccountNames
from storage.accuracy import AccuracyLooks
from storage.alerts import Alerts, Deliveries, Mutes
from storage.changes import Changes, Statements
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


class UnitOfWork:
    """Everything that is read and written together."""

    def __init__(self, connection: Connection) -> None:
        self.events = Events(connection)
        self.accounts = Accounts(connection)
        self.opportunities = Opportunities(connection)
        self.statements = Statements(connection)
        self.changes = Changes(connection)
        self.nudges = Nudges(connection)
        self.offers = Offers(connection)
        self.requests = Requests(connection)
        self.threads = Threads(connection)
        self.posts = Posts(connection)
        self.people = People(connection)
        self.jobs = Jobs(connection)
        self.room = Room(connection)
        self.meta = Meta(connection)
        self.imports = Imports(connection)
        self.inductions = Inductions(connection)
        self.links = Links(connection)
        self.installs = Installs(connection)
        self.references = References(connection)
        self.taps = Taps(connection)
        self.sends = Sends(connection)
        self.calls = Calls(connection)
        self.snapshots = Snapshots(connection)
        self.beliefs = Beliefs(connection)
        self.accuracy_looks = AccuracyLooks(connection)
        self.quarters = Quarters(connection)
        self.looks = Looks(connection)
        self.pipelines = Pipelines(connection)
        self.wishes = Wishes(connection)
        self.feeds = Feeds(connection)
        self.account_facts = AccountFacts(connection)
        self.account_names = AccountNames(connection)
        self.alerts = Alerts(connection)
        self.deliveries = Deliveries(connection)
        self.mutes = Mutes(connection)
        self.revocations = Revocations(connection)
        self.errands = Errands(connection)
        self.notes = Notes(connection)
        self.openings = Openings(connection)
        self.contacts = Contacts(connection)
        self.documents = Documents(connection)
        self.visits = Visits(connection)
        self.appointments = Appointments(connection)
        self.approvals = Approvals(connection)
        self.decisions = Decisions(connection)


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
