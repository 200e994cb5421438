"""Puts the concrete parts together: the only place that knows them all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM
from adapters.slack.events import PLATFORM as SLACK
from bot.model_side import model_at, model_chores
from bot.practice_room import MovableClock, StoredRoom, home
from bot.process_file import AppFile, load
from bot.router import Quarterback
from bot.settings import Settings
from bot.slack_side import SlackSide, slack_homes, wire_slack
from bot.worker import Courier, Worker
from domain.chat.event import Event, Place
from domain.sales.people import Person
from storage.unit_of_work import Storage


@dataclass(frozen=True, slots=True)
class Wired:
    """A running Quarterback, short of its HTTP server."""

    app_file: AppFile
    storage: Storage
    clock: MovableClock
    quarterback: Quarterback
    room: StoredRoom
    worker: Worker
    handle: Callable[[Event], None]
    slack: SlackSide | None = None


def open_storage(url: str) -> Storage:
    """The database, brought to the newest version; the folder of a SQLite file is made where it is missing."""
    if url.startswith("sqlite:///") and ":memory:" not in url:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    storage = Storage(url)
    storage.migrate()
    return storage


def wire(database: str, app_file_path: Path, settings: Settings | None = None) -> Wired:
    """Everything, over that database and app.yaml, and Slack as `settings` say. Faults of app.yaml stop it here."""
    app_file = load(app_file_path)
    storage = open_storage(database)
    clock = MovableClock(storage, app_file.company)
    with_slack = settings if settings and settings.has_slack else None
    where = _homes(storage) if with_slack else home
    quarterback = Quarterback(storage, app_file.company, app_file.playbook, clock.now, where, model_at(settings))
    room = StoredRoom(quarterback)
    couriers: dict[str, Courier] = {PLATFORM: PracticeCourier(room)}

    def handle(event: Event) -> None:
        quarterback.handle(event)
        worker.nudge()

    slack = wire_slack(with_slack, quarterback, handle) if with_slack else None
    if slack:
        couriers[SLACK] = slack.courier
    chores = {**(slack.chores if slack else {}), **model_chores(settings, quarterback)}
    worker = Worker(quarterback, couriers, chores)
    return Wired(app_file, storage, clock, quarterback, room, worker, handle, slack)


def _homes(storage: Storage) -> Callable[[Person], Place]:
    """In Slack, or in the practice room for whoever is not there."""
    in_slack = slack_homes(storage)
    return lambda person: in_slack(person) or home(person)
