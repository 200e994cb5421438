"""Slack beside the practice room: what its adapter is given of the application, and what the application gets of it."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web
from pydantic import SecretStr

from adapters.finding import Finding
from adapters.slack.app import Slack
from adapters.slack.doctor import Setup, examine
from adapters.slack.events import PLATFORM
from adapters.slack.faults import SlackFault
from adapters.slack.given import Given
from adapters.slack.home_tab import home as home_view
from adapters.slack.hosts import Host
from adapters.slack.install_pages import InstallPages, Terms
from adapters.slack.installs import Client, Installations, SingleInstall, StoredInstalls
from adapters.slack.manifest import SCOPES, Way, manifest, printed
from adapters.slack.people import People
from adapters.slack.recordings import content, recording
from adapters.slack.seal import Seal, WrongKey
from adapters.slack.sender import SlackCourier
from adapters.slack.socket_mode import SocketMode
from adapters.slack.web import application
from adapters.slack.web_api import WebApi
from adapters.speech import Recording, Speech
from bot.commands import MENU
from bot.documents import contents_in
from bot.faults import Fault, Faults
from bot.feed_uploads import LARGEST, Fetch
from bot.platforms import Door
from bot.router import Quarterback
from bot.settings import Settings
from bot.slack_voice import TRANSCRIBE, Transcriptions
from bot.worker import Chore
from domain.chat.event import Event
from domain.chat.upload import Upload
from storage.links import KeptLinks
from storage.slack import KeptInstalls

log = logging.getLogger(__name__)
_QUICK, _PATIENT = 2.0, 10.0  # seconds for one call: within a request of Slack's, and for the worker
_PROMPTS = (("My pipeline", "pipeline"), ("Ask me something", "ask me"), ("What can you do?", "help"))


@dataclass(frozen=True, slots=True)
class SlackSide:
    """`pages` are served under /slack/ where Slack calls us, `socket` runs in a thread where we call Slack."""

    courier: SlackCourier
    people: People
    pages: web.Application | None
    socket: SocketMode | None
    workspaces: Callable[[], Sequence[str]]
    everybody: Callable[[], Sequence[str]]
    channels: Callable[[], None]
    chores: Mapping[str, Chore]
    fetch: Fetch

    def find_people(self) -> None:
        """Link everybody by e-mail address, so that they can be written to before they ever wrote."""
        try:
            missing = self.everybody()
            for workspace in self.workspaces():
                missing = self.people.find(workspace, missing)
        except SlackFault as fault:
            log.warning("the people of app.yaml could not be looked up in Slack: %s", fault)

    def find_channels(self) -> None:
        """See in which channels of app.yaml we are, so that alerts find their way there."""
        try:
            self.channels()
        except SlackFault as fault:
            log.warning("the channels of app.yaml could not be looked up in Slack: %s", fault)


def wire_slack(
    settings: Settings,
    quarterback: Quarterback,
    handle: Callable[[Event], None],
    upload: Callable[[Upload], bool] = lambda _: False,
) -> SlackSide:
    """`handle` is the application's. Nothing is asked of Slack yet."""
    host = Host(settings.slack_url)
    door = Door(quarterback)
    installs, workspaces, pages = _installs(settings, quarterback)

    def api_of(workspace: str, deadline: float) -> WebApi:
        return WebApi(lambda: installs.token_for(workspace), host.api, deadline)

    def quick(workspace: str) -> WebApi:
        return api_of(workspace, _QUICK)

    people = People(KeptLinks("slack", quarterback.storage, quarterback.now), quick, door, quarterback.now)

    def show_home(workspace: str, user: str, person: str) -> None:
        quick(workspace).publish_home(user, home_view(door.home(person)))

    def patient(workspace: str) -> WebApi:
        return api_of(workspace, _PATIENT)

    def find_channels() -> None:
        door.found(PLATFORM, [seen for workspace in workspaces() for seen in patient(workspace).channels(workspace)])

    def fetch(workspace: str, file: str) -> bytes:
        return content(patient(workspace), installs.token_for(workspace), host, file, LARGEST)

    transcriptions = _transcriptions(settings, quarterback, handle, installs, patient)
    transcribe = transcriptions.queue if transcriptions else None
    given = Given(handle, door.say, show_home, door.opportunities, door, _PROMPTS, transcribe, upload)
    take = Slack(given, installs, people, quick, host).take
    secrets, app_token = _secrets(settings.slack_signing_secret), settings.slack_app_token
    return SlackSide(
        SlackCourier(patient, contents=contents_in(quarterback.storage), unreachable=door.lost),
        people,
        application(take, secrets, time.time, pages) if secrets else None,
        SocketMode(take, host.api, app_token.get_secret_value()) if app_token else None,
        workspaces,
        door.everybody,
        find_channels,
        {TRANSCRIBE: transcriptions.chore} if transcriptions else {},
        fetch,
    )


def printed_manifest(settings: Settings) -> str:
    """What is pasted into Slack when the app is made."""
    way = Way(settings.slack_address, bool(settings.slack_client_id), settings.slack_org_wide)
    return printed(manifest([command.example for command in MENU], _PROMPTS, way))


def doctor(settings: Settings, quarterback: Quarterback) -> list[Finding]:
    """Everything that Slack and this machine must agree on, looked at."""
    setup = Setup(
        Host(settings.slack_url),
        settings.slack_address,
        _secret(settings.slack_bot_token),
        _secret(settings.slack_app_token),
        _secrets(settings.slack_signing_secret),
    )
    installs = None
    if settings.has_slack:
        found, _, _ = _installs(settings, quarterback)
        installs = found if isinstance(found, StoredInstalls) else None
    return examine(setup, time.time, installs)


def reseal(settings: Settings, quarterback: Quarterback) -> int:
    """Seal the tokens of every workspace with the first key; how many those are. Faults where that cannot be done."""
    if not settings.slack_client_id:
        what = "is missing: tokens are sealed only where several workspaces install the app"
        raise Faults("environment", [Fault(0, "QUARTERBACK_SLACK_CLIENT_ID", what, "there is nothing to do")])
    client = Client(Host(settings.slack_url).api, settings.slack_client_id, _secret(settings.slack_client_secret))
    store = KeptInstalls(quarterback.storage, quarterback.now)
    try:
        return StoredInstalls(store, Seal(_secrets(settings.slack_keys)), client, time.time, time.sleep).renew_seals()
    except WrongKey as fault:
        raise Faults("environment", [Fault(0, "QUARTERBACK_SLACK_KEYS", "does not open it", str(fault))]) from None


def _transcriptions(
    settings: Settings,
    quarterback: Quarterback,
    handle: Callable[[Event], None],
    installs: Installations,
    api_of: Callable[[str], WebApi],
) -> Transcriptions | None:
    """Where an address for speech is set: what Slack has no words for is transcribed there."""
    if not settings.speech_url:
        return None
    host = Host(settings.slack_url)

    def recording_of(workspace: str, file: str) -> Recording:
        return recording(api_of(workspace), installs.token_for(workspace), host, file)

    speech = Speech(settings.speech_url, _secret(settings.speech_key), settings.speech_model)
    return Transcriptions(quarterback, speech, recording_of, handle, Door(quarterback).say)


_Installs = tuple[SingleInstall | StoredInstalls, Callable[[], Sequence[str]], InstallPages | None]


def _installs(settings: Settings, quarterback: Quarterback) -> _Installs:
    """One workspace whose token is a setting, or as many as install the app through its pages."""
    host = Host(settings.slack_url)
    if settings.slack_bot_token:
        single = SingleInstall(host.api, settings.slack_bot_token.get_secret_value())
        return single, lambda: [single.itself().workspace], None
    client = Client(host.api, settings.slack_client_id, _secret(settings.slack_client_secret))
    seal, store = Seal(_secrets(settings.slack_keys)), KeptInstalls(quarterback.storage, quarterback.now)
    several = StoredInstalls(store, seal, client, time.time, time.sleep)
    redirect = f"{settings.slack_address}/slack/oauth_redirect"
    terms = Terms(list(SCOPES), redirect, frozenset(settings.slack_workspaces))
    return several, several.workspaces, InstallPages(host, client, terms, several, seal, time.time)


def _secret(kept: SecretStr | None) -> str:
    return kept.get_secret_value() if kept else ""


def _secrets(kept: SecretStr | None) -> list[str]:
    """Several with commas between them, while one is replaced by another."""
    return [part.strip() for part in _secret(kept).split(",") if part.strip()]
