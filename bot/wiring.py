"""Puts the concrete parts together: the only place that knows them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.calendar_file import calendar_file
from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM
from adapters.slack.events import PLATFORM as SLACK
from adapters.teams.events import PLATFORM as TEAMS
from bot.feed_uploads import Fetch, Uploads
from bot.feeds_side import FeedsSide, habits_of, wire_feeds
from bot.invitations import INVITE, invitations
from bot.model_side import model_at, model_chores
from bot.platforms import homes_on
from bot.practice_room import MovableClock, StoredRoom, channel, home
from bot.process_file import AppFile, load
from bot.router import Quarterback
from bot.settings import Settings, feed_secrets
from bot.slack_side import SlackSide, wire_slack
from bot.teams_side import TeamsSide, wire_teams
from bot.use_cases.channels import places_on
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
    teams: TeamsSide | None = None
    feeds: FeedsSide | None = None


def open_storage(url: str) -> Storage:
    """The database, brought to the newest version; the folder of a SQLite file is made where it is missing."""
    if url.startswith("sqlite:///") and ":memory:" not in url:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    storage = Storage(url)
    storage.migrate()
    return storage


def wire(database: str, app_file_path: Path, settings: Settings | None = None) -> Wired:
    """Everything over that database and app.yaml, platforms and feeds as `settings` say. Faults of app.yaml stop it."""
    app_file = load(app_file_path)
    storage = open_storage(database)
    clock = MovableClock(storage, app_file.company)
    with_slack, with_teams = bool(settings and settings.has_slack), bool(settings and settings.has_teams)
    platforms = [name for name, wanted in ((SLACK, with_slack), (TEAMS, with_teams)) if wanted]
    where, channels = _homes(storage, platforms), places_on(platforms) if platforms else channel
    company, playbook = app_file.company, app_file.playbook
    quarterback = Quarterback(storage, company, playbook, clock.now, where, channels, model_at(settings))
    room = StoredRoom(quarterback)
    couriers: dict[str, Courier] = {PLATFORM: PracticeCourier(room)}

    def handle(event: Event) -> None:
        quarterback.handle(event)
        worker.nudge()

    fetch: dict[str, Fetch] = {}
    uploads = Uploads(quarterback, app_file.feeds, habits_of(company), fetch)
    slack = wire_slack(settings, quarterback, handle, uploads.queue) if settings and with_slack else None
    if slack:
        couriers[SLACK], fetch[SLACK] = slack.courier, slack.fetch
    teams = wire_teams(settings, quarterback, handle, uploads.queue) if settings and with_teams else None
    if teams:
        couriers[TEAMS], fetch[TEAMS] = teams.courier, teams.fetch
    feeds = wire_feeds(app_file, settings, feed_secrets(), quarterback, uploads.chores) if settings else None
    chores = {INVITE: invitations(quarterback, calendar_file), **model_chores(settings, quarterback)}
    chores |= dict(slack.chores) if slack else {}
    chores |= teams.chores if teams else {}
    chores |= {} if feeds else uploads.chores
    worker = Worker(quarterback, couriers, chores)
    return Wired(app_file, storage, clock, quarterback, room, worker, handle, slack, teams, feeds)


def _homes(storage: Storage, platforms: Sequence[str]) -> Callable[[Person], Place]:
    """Where somebody was found first, or in the practice room for whoever is on no platform."""
    known = [homes_on(platform, storage) for platform in platforms]

    def where(person: Person) -> Place:
        return next((place for look in known if (place := look(person))), None) or home(person)

    return where
