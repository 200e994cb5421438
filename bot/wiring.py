"""Puts the concrete parts together: the only place that knows them all."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM
from bot.practice_room import MovableClock, StoredRoom, home
from bot.process_file import AppFile, load
from bot.router import Quarterback
from bot.worker import Courier, Worker
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


def open_storage(url: str) -> Storage:
    """The database, brought to the newest version; the folder of a SQLite file is made where it is missing."""
    if url.startswith("sqlite:///") and ":memory:" not in url:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    storage = Storage(url)
    storage.migrate()
    return storage


def wire(database: str, app_file_path: Path) -> Wired:
    """Everything, over that database and app.yaml. Faults of app.yaml stop it here."""
    app_file = load(app_file_path)
    storage = open_storage(database)
    clock = MovableClock(storage, app_file.company)
    quarterback = Quarterback(storage, app_file.company, app_file.playbook, clock.now, home)
    room = StoredRoom(quarterback)
    couriers: Mapping[str, Courier] = {PLATFORM: PracticeCourier(room)}
    return Wired(app_file, storage, clock, quarterback, room, Worker(quarterback, couriers))
