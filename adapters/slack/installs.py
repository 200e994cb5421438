"""Where the app is installed, and with which tokens: sealed in the database, renewed by one at a time."""

import json
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol

from adapters.shapes import Json, words
from adapters.slack.faults import OutcomeUnknown, SlackFault
from adapters.slack.seal import Seal
from adapters.slack.web_api import WebApi
from adapters.slack.workspaces import Bot
from domain.chat.sending import TryAgain, Undeliverable

_log = logging.getLogger(__name__)
_EARLY = 2 * 60 * 60  # seconds before its end at which a token of twelve hours is renewed
_MARGIN = 60  # seconds before its end at which a token is not used any more
_DEADLINE = 10.0  # seconds for one call
_LEASE = 30.0  # seconds for which one process may renew
_LOOK_EVERY = 0.25  # seconds
_LOOKS = 40


class NotInstalled(Undeliverable):
    """The app is not installed in that workspace, or not any more."""


@dataclass(frozen=True, slots=True)
class Install:
    """One installation. `expires` is the token's end in Unix time, 0 where it has none. Tokens are never shown."""

    workspace: str
    bot: Bot = field(default_factory=Bot)
    token: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    expires: float = 0
    scopes: tuple[str, ...] = ()
    at: float = 0

    @property
    def org_wide(self) -> bool:
        """Whether it is one of a whole organisation, whose id begins with E."""
        return self.workspace.startswith("E")


@dataclass(frozen=True, slots=True)
class Client:
    """Who the app is to Slack when it asks for tokens. `api` is the address that the methods' names follow."""

    api: str
    id: str
    secret: str = field(repr=False)


class InstallStore(Protocol):
    """Sealed texts by workspace; each call is one short transaction, seen by all processes."""

    def get(self, workspace: str) -> str | None: ...

    def workspaces(self) -> Sequence[str]: ...

    def put(self, workspace: str, sealed: str) -> None: ...

    def swap(self, workspace: str, old: str, new: str) -> bool:
        """Replace `old` by `new`; False where something else stands there, or nothing."""
        ...

    def remove(self, workspace: str) -> None: ...

    def claim(self, workspace: str, seconds: float) -> bool:
        """True for one caller only, for so many seconds or until it is released."""
        ...

    def release(self, workspace: str) -> None: ...


class Installations(Protocol):
    """What the rest needs to know of installations."""

    def find(self, workspace: str) -> Install | None:
        """None where the app is not installed."""
        ...

    def token_for(self, workspace: str) -> str:
        """A bot token that can be used now. NotInstalled, TryAgain while somebody renews it, or SlackFault."""
        ...

    def gone(self, workspace: str, at: float) -> None:
        """Uninstalled, or its token revoked, at that Unix time."""
        ...


class SingleInstall:
    """One workspace, whose bot token comes from the environment. Who that is, Slack is asked at the first need."""

    def __init__(self, api: str, token: str) -> None:
        self._api = api
        self._token = token
        self._lock = threading.Lock()
        self._known: Install | None = None

    def itself(self) -> Install:
        """The one installation there is. SlackFault where Slack is not there or does not take the token."""
        with self._lock:
            if self._known is None:
                answer = WebApi(lambda: self._token, self._api, _DEADLINE).read("auth.test")
                everywhere = answer.get("is_enterprise_install") is True
                workspace = words(answer, "enterprise_id") if everywhere else words(answer, "team_id")
                bot = Bot(words(answer, "user_id"), words(answer, "bot_id"))
                self._known = Install(workspace, bot, self._token)
            return self._known

    def find(self, workspace: str) -> Install | None:
        install = self.itself()
        return install if install.workspace == workspace else None

    def token_for(self, workspace: str) -> str:
        if self.find(workspace) is None:
            raise NotInstalled(f"the bot token is not one of {workspace}")
        return self._token

    def gone(self, workspace: str, at: float) -> None:
        _log.error(
            "the app was uninstalled from %s: install it again, and put its new bot token into the settings", workspace
        )


class StoredInstalls:
    """Several workspaces. `now` is Unix time; `wait` sleeps for so many seconds."""

    def __init__(
        self,
        store: InstallStore,
        seal: Seal,
        client: Client,
        now: Callable[[], float],
        wait: Callable[[float], None],
    ) -> None:
        self._store = store
        self._seal = seal
        self._client = client
        self._now = now
        self._wait = wait
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def find(self, workspace: str) -> Install | None:
        sealed = self._store.get(workspace)
        return self._opened(sealed) if sealed else None

    def workspaces(self) -> Sequence[str]:
        return self._store.workspaces()

    def save(self, install: Install) -> None:
        """A new installation, or one made anew."""
        self._store.put(install.workspace, self._sealed(install))

    def gone(self, workspace: str, at: float) -> None:
        """What comes late does not undo an installation made since."""
        install = self.find(workspace)
        if install and int(install.at) <= at:
            self._store.remove(workspace)
            _log.info("the app was uninstalled from %s", workspace)

    def renew_seals(self) -> int:
        """Seal everything with the first key; returns how many those were. Then the old key may go."""
        kept = {workspace: self._store.get(workspace) for workspace in self._store.workspaces()}
        return sum(self._store.swap(w, sealed, self._seal.renew(sealed)) for w, sealed in kept.items() if sealed)

    def token_for(self, workspace: str) -> str:
        """One of many that ask at once renews, here and elsewhere; as long as the old token lasts, nobody waits."""
        install = self._standing(workspace)
        if not self._due(install):
            return install.token
        if self._usable(install) and self._locks[workspace].locked():
            return install.token
        with self._locks[workspace]:
            return self._renewed(workspace)

    def _renewed(self, workspace: str) -> str:
        for _ in range(_LOOKS):
            install = self._standing(workspace)
            if not self._due(install):
                return install.token
            if self._store.claim(workspace, _LEASE):
                return self._renew_now(workspace)
            if self._usable(install):
                return install.token
            self._wait(_LOOK_EVERY)
        raise TryAgain(f"the token of {workspace} is being renewed by another process", _LEASE)

    def _renew_now(self, workspace: str) -> str:
        """Read once more under the claim: somebody may have renewed just before it."""
        try:
            sealed = self._store.get(workspace) or ""
            install = self._standing(workspace)
            if self._due(install):
                try:
                    install = self._exchange(install)
                except SlackFault as fault:
                    if not self._usable(install):
                        raise
                    _log.warning("the token of %s was not renewed and still lasts a while: %s", workspace, fault)
                    return install.token
                if not self._store.swap(workspace, sealed, self._sealed(install)):
                    return self._standing(workspace).token  # installed anew meanwhile, or NotInstalled
            return install.token
        finally:
            self._store.release(workspace)

    def _exchange(self, install: Install) -> Install:
        form = {"grant_type": "refresh_token", "refresh_token": install.refresh}
        who = {"client_id": self._client.id, "client_secret": self._client.secret}
        answer = WebApi(_no_token, self._client.api, _DEADLINE).read("oauth.v2.access", **form, **who)
        return with_tokens(install, answer, self._now())

    def _standing(self, workspace: str) -> Install:
        install = self.find(workspace)
        if install is None:
            raise NotInstalled(f"the app is not installed in {workspace}")
        return install

    def _due(self, install: Install) -> bool:
        return bool(install.refresh) and self._now() >= install.expires - _EARLY

    def _usable(self, install: Install) -> bool:
        return self._now() < install.expires - _MARGIN

    def _sealed(self, install: Install) -> str:
        return self._seal.close(json.dumps(asdict(install)), self._now())

    def _opened(self, sealed: str) -> Install:
        kept = json.loads(self._seal.open(sealed))
        return Install(**kept | {"bot": Bot(**kept["bot"]), "scopes": tuple(kept["scopes"])})


def with_tokens(install: Install, answer: Json, now: float) -> Install:
    """The installation with the tokens of an answer of oauth.v2.access; OutcomeUnknown where there is none in it."""
    token, lasts = words(answer, "access_token"), answer.get("expires_in")
    if not token:
        raise OutcomeUnknown("There was no token in the answer of oauth.v2.access.")
    expires = now + lasts if isinstance(lasts, int) and words(answer, "refresh_token") else 0
    scopes = tuple(words(answer, "scope").split(",")) if words(answer, "scope") else install.scopes
    return replace(install, token=token, refresh=words(answer, "refresh_token"), expires=expires, scopes=scopes)


def _no_token() -> str:
    """Tokens are asked for with the secret of the app."""
    return ""
