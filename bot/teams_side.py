"""Teams beside the practice room: what its adapter is given of the application, and what the application gets of it."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from adapters.fetched import NotFetched, fetched
from adapters.finding import Finding
from adapters.shapes import Json
from adapters.teams.app import application
from adapters.teams.certificate import Certificate, read_certificate
from adapters.teams.clouds import CLOUDS, Cloud, Registration, is_loopback
from adapters.teams.doctor import Setup, examine
from adapters.teams.door import Door as Checks
from adapters.teams.events import PERSONAL, PLATFORM
from adapters.teams.extension import Found
from adapters.teams.keys import SigningKeys
from adapters.teams.listener import Given, Listener
from adapters.teams.manifest import App
from adapters.teams.manifest import package as packed
from adapters.teams.people import Away, People
from adapters.teams.roster import ConnectorRoster
from adapters.teams.sender import TeamsCourier
from adapters.teams.sender_api import Connector
from adapters.teams.sender_token import Tokens
from bot import outbox
from bot.actions.action import number
from bot.commands import MENU
from bot.documents import contents_in
from bot.faults import Fault, Faults, shown
from bot.feed_uploads import LARGEST, Fetch
from bot.platforms import Door
from bot.router import Quarterback
from bot.settings import Settings
from bot.use_cases.channels import lost
from bot.use_cases.nudge_cards import present
from bot.views import quick
from bot.views.nudge import NUDGE, in_short, shown_by
from bot.views.welcome import welcome
from bot.worker import Chore
from domain.asking.question import NudgeState
from domain.chat.channel import SeenChannel
from domain.chat.codec import from_json
from domain.chat.event import Event, Place
from domain.chat.message import Message, text
from domain.chat.sending import TryAgain, Undeliverable
from domain.chat.upload import Upload
from domain.sales.people import Role
from storage.links import KeptLinks
from storage.records import Job
from storage.teams import KeptReferences, KeptSends

log = logging.getLogger(__name__)
LATER = "teams"
"""The kind of jobs that hold what Teams told while it did not tell by whom."""
_QUICK, _PATIENT = 0.8, 10.0  # seconds for what is asked within a request of Teams', and for one call
_WELCOMED_WITH = 10  # commands; “help” has the rest
_ONE_TAP = timedelta(seconds=60)
_FIRST_WAIT, _WAIT, _MOST_WAITS = timedelta(seconds=5), 60.0, 120


@dataclass(frozen=True, slots=True)
class TeamsSide:
    """`pages` are served under /api/, `chores` are done by the worker."""

    courier: TeamsCourier
    people: People
    pages: web.Application
    chores: dict[str, Chore]
    find_channels: Callable[[], None]
    fetch: Fetch


def wire_teams(
    settings: Settings,
    quarterback: Quarterback,
    handle: Callable[[Event], None],
    upload: Callable[[Upload], bool] = lambda _: False,
) -> TeamsSide:
    """`handle` is the application's. Nothing is asked of Teams yet."""
    registration = registration_of(settings)
    door = _TeamsDoor(quarterback)
    tokens, allowed = Tokens(registration), _allowed(registration)
    people = People(
        KeptLinks(PLATFORM, quarterback.storage, quarterback.now),
        ConnectorRoster(Connector(tokens, allowed, _PATIENT), _QUICK),
        door,
        quarterback.now,
    )
    given = Given(
        handle,
        door.say,
        door.later,
        door.first_seen,
        door.face,
        door.standing,
        door.opportunities,
        door.search,
        door.topic,
        door.welcome,
        door,
        upload,
    )
    listener = Listener(given, people, door.references)
    courier = TeamsCourier(
        door.references.get,
        KeptSends(quarterback.storage, quarterback.now),
        Connector(tokens, allowed, _PATIENT),
        door.unreachable,
        files=f"{settings.teams_address}/api/documents/" if settings.teams_address else "",
    )
    checks = Checks(registration, settings.teams_tenants, SigningKeys(registration.cloud.metadata, time.monotonic))
    return TeamsSide(
        courier,
        people,
        application(listener.take, checks, contents_in(quarterback.storage)),
        {LATER: door.again(listener)},
        door.find_channels,
        _fetcher(is_loopback if registration.insecure else registration.cloud.keeps),
    )


def registration_of(settings: Settings) -> Registration:
    """The app as the settings say. A single issuer of one's own takes the place of Microsoft's.

    Faults where its certificate cannot be read or used.
    """
    cloud: Cloud = CLOUDS[settings.teams_cloud]
    cloud = replace(
        cloud, issuer=settings.teams_issuer or cloud.issuer, metadata=settings.teams_metadata or cloud.metadata
    )
    password = settings.teams_password.get_secret_value() if settings.teams_password else ""
    tenant = settings.teams_tenant or next(iter(settings.teams_tenants), "")
    certificate = _certificate(settings.teams_certificate) if settings.teams_certificate else None
    return Registration(settings.teams_app_id, password, tenant, settings.teams_app_type, cloud, certificate)


def package(settings: Settings, publisher: str) -> bytes:
    """The app's package, which is uploaded in Teams. Faults where the settings lack what Teams wants of an app."""
    app = App(settings.teams_app_id, settings.teams_address, publisher)
    try:
        return packed(app, [(command.example, command.help) for command in MENU])
    except ValueError as fault:
        mend = "set QUARTERBACK_TEAMS_APP_ID and QUARTERBACK_TEAMS_ADDRESS as the README says"
        raise Faults("the app package", [Fault(0, "", str(fault).rstrip("."), mend)]) from None


def doctor(settings: Settings) -> list[Finding]:
    """Everything that Teams and this machine must agree on, looked at."""
    registration = registration_of(settings)
    tokens = Tokens(registration)
    return examine(Setup(registration, settings.teams_tenants, settings.teams_address, tokens), time.time)


def _certificate(path: Path) -> Certificate:
    mend = "name a PEM file with the app's certificate and its private key, which this user may read"
    try:
        return read_certificate(path.read_bytes())
    except OSError as fault:
        why = f"{shown(str(path))} cannot be read ({type(fault).__name__})"
    except ValueError as fault:
        why = f"{shown(str(path))} is of no use: {fault}"
    raise Faults("environment", [Fault(0, "QUARTERBACK_TEAMS_CERTIFICATE", why, mend)]) from None


def _allowed(registration: Registration) -> Callable[[str], bool]:
    """Where messages may be sent."""
    return is_loopback if registration.insecure else registration.cloud.sends_to


def _fetcher(keeps: Callable[[str], bool]) -> Fetch:
    """The address that Teams tells opens the file by itself: our token is shown to nobody."""

    def fetch(_: str, address: str) -> bytes:
        if not keeps(address):
            raise NotFetched("it is kept elsewhere than with Microsoft")
        return fetched(address, {}, LARGEST, "SharePoint")

    return fetch


class _TeamsDoor(Door):
    """The application as the adapter of Teams knows it."""

    def __init__(self, quarterback: Quarterback) -> None:
        super().__init__(quarterback)
        self.references = KeptReferences(self._storage)

    def find_channels(self) -> None:
        """A channel is known once it was heard of: by the app's coming to its team, or by a mention in it."""
        with self._storage.read() as uow:
            known = uow.references.reachable(PLATFORM)
        self.found(PLATFORM, [SeenChannel(r.workspace, r.conversation) for r in known if r.kind != PERSONAL])

    def later(self, event_id: str, activity: Json) -> None:
        """Keep it until Teams answers who it is from."""
        due = self._quarterback.now() + _FIRST_WAIT
        with self._storage.begin() as uow:
            uow.jobs.add(LATER, f"{LATER}:{event_id}", due, dict(activity), key=f"{LATER}:{event_id}")

    def again(self, listener: Listener) -> Chore:
        def run(job: Job) -> None:
            try:
                listener.take_later(job.body)
            except Away as fault:
                if job.tries > _MOST_WAITS:
                    raise Undeliverable("Teams never told who this was from.") from fault
                raise TryAgain(str(fault), _WAIT) from fault
            with self._storage.begin() as uow:
                uow.jobs.settle(job)

        return run

    def first_seen(self, tenant: str, content: str) -> str:
        with self._storage.begin() as uow:
            return uow.taps.first_seen(PLATFORM, tenant, content, self._quarterback.now(), _ONE_TAP).isoformat()

    def face(self, place: Place, message_id: str, person_id: str) -> Message | None:
        """How that message now stands, or is about to be shown anew; None where nothing changed on it."""
        with self._storage.read() as uow:
            sent = uow.posts.by_message(PLATFORM, place.workspace, place.conversation, message_id)
            nudge = uow.nudges.get(sent.ref) if sent and sent.about == NUDGE else None
            waiting = uow.jobs.open_in(outbox.lane(place), outbox.REDRAW) if sent and not nudge else ()
        if nudge:
            return None if nudge.state is NudgeState.OPEN else self.standing(person_id, shown_by(nudge))
        return next((from_json(job.body["message"]) for job in waiting if sent and job.body["post"] == sent.id), None)

    def standing(self, person_id: str, shows: str) -> Message:
        """The card of that question for that person; what is not theirs to see reads like what is not there."""
        kind, _, ref = shows.partition("/")
        now = self._quarterback.now()
        with self._storage.read() as uow:
            office = self._quarterback.office(uow, now)
            person = office.directory.get(person_id)
            found = present(office, person, number(ref)) if person and kind == NUDGE else None
        return found or replace(quick.forbidden(), shows=shows)

    def search(self, person_id: str, words: str) -> Sequence[Found]:
        """Those that hold each of the words in a name; the names may be read by others, the figures not."""
        wanted = words.lower().split()
        with self._storage.read() as uow:
            directory = self._quarterback.directory(uow)
            person = directory.get(person_id)
            seen = uow.opportunities.of_owners(directory.sells_for(person)) if person else ()
        found = []
        for each in seen:
            names = " · ".join(filter(None, (each.account, each.product, directory.name(each.owner))))
            if all(word in f"{each.title} {names}".lower() for word in wanted):
                found.append(Found(each.title, names, in_short(each)))
        return found

    def topic(self, place: Place, message_id: str, person_id: str) -> str:
        """The thread of that message; without one that of what was said last, unless another question stands open."""
        where = PLATFORM, place.workspace, place.conversation
        with self._storage.read() as uow:
            post = uow.posts.by_message(*where, message_id) if message_id else uow.posts.newest(*where)
            thread = uow.threads.get(post.thread) if post and post.thread else None
            others = () if message_id else uow.nudges.open_for(person_id)
        if thread is None or any(each.thread != thread.id for each in others):
            return ""
        return thread.root or ""

    def welcome(self, direct: bool) -> Message:
        return welcome([(command.example, command.help) for command in MENU[:_WELCOMED_WITH]], direct)

    def unreachable(self, place: Place, code: str) -> None:
        """Nothing is taken there any more: marked once, and an admin is told whom that concerns."""
        self.references.forget(place)
        now, home = self._quarterback.now(), self._quarterback.home
        with self._storage.begin() as uow:
            if not uow.references.lose(place.platform, place.workspace, place.conversation):
                return
            log.info("a conversation in Teams takes nothing any more (%s)", code)
            if lost(self._quarterback.office(uow, now), place):
                return
            directory = self._quarterback.directory(uow)
            links = [(person, uow.links.of_person(PLATFORM, person.id)) for person in directory]
            there = (person.name for person, link in links if link and link.conversation == place.conversation)
            who = next(there, "a group or team")
            said = f"I can no longer write to {who} in Teams: the app was removed or blocked there. Add it again."
            admins = [person for person in directory if person.role is Role.ADMIN]
        for admin in admins:
            self.say(f"lost/{place.conversation}/{now.isoformat()}/{admin.id}", home(admin), _sentence(said))


def _sentence(words: str) -> Message:
    return Message(words, (text(words),))
