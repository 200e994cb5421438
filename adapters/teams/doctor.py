"""Looks at everything that Teams and this machine must agree on, and says of each fault how to mend it."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from adapters.finding import Finding
from adapters.shapes import at, things, words
from adapters.teams.clouds import Registration, is_loopback
from adapters.teams.door import CHANNEL
from adapters.teams.faults import TeamsFault

_PATIENCE = 10.0  # seconds for one call
_DRIFT, _MOST_DRIFT = 30, 300  # seconds; beyond the second every request is refused
_SOON = 30  # days
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Setup:
    """What the settings say. `address` is where the public reaches this server; `token` gives one of Microsoft's."""

    registration: Registration
    tenants: Collection[str]
    address: str
    token: Callable[[], str]


def examine(setup: Setup, now: Callable[[], float]) -> list[Finding]:
    """Ask Microsoft and this server. `now` is Unix time."""
    if setup.registration.insecure:
        mend = "Set QUARTERBACK_TEAMS_APP_ID and take QUARTERBACK_TEAMS_INSECURE_DEV away before others use it."
        return [Finding("look", "Teams is served without any check, on this machine alone", mend)]
    with httpx.Client(timeout=_PATIENCE) as client:
        return [
            *_ids(setup),
            *_certificate(setup, now()),
            *_token(setup),
            *_keys(setup, client, now),
            *_reached(setup, client),
        ]


def _ids(setup: Setup) -> Iterator[Finding]:
    for name, value in (("app id", setup.registration.app_id), *(("tenant", each) for each in setup.tenants)):
        if _GUID.fullmatch(value):
            yield Finding("well", f"the {name} {value} looks right")
        else:
            mend = "Copy it from the app's page in Microsoft Entra: 32 digits in five groups."
            yield Finding("wrong", f"the {name} “{value}” is none", mend)


def _certificate(setup: Setup, now: float) -> Iterator[Finding]:
    certificate = setup.registration.certificate
    if certificate is None:
        return
    days, ends = (certificate.ends.timestamp() - now) / 86_400, f"{certificate.ends:%d %b %Y}"
    mend = "Make another, upload it at the app's page in Microsoft Entra, and set QUARTERBACK_TEAMS_CERTIFICATE to it."
    if days < 0:
        yield Finding("wrong", f"the app's certificate ended on {ends}", mend)
    elif days < _SOON:
        yield Finding("look", f"the app's certificate ends on {ends}", mend)
    else:
        yield Finding("well", f"the app's certificate is good until {ends}")


def _token(setup: Setup) -> Iterator[Finding]:
    """Without one nothing can be sent."""
    try:
        setup.token()
    except TeamsFault as fault:
        mend = "Check secret or certificate, app type and tenant in Microsoft Entra, and that this machine gets out."
        yield Finding("wrong", str(fault), mend)
    else:
        yield Finding("well", "Microsoft gives a token for the app")


def _keys(setup: Setup, client: httpx.Client, now: Callable[[], float]) -> Iterator[Finding]:
    """Without them nothing is heard."""
    address = setup.registration.cloud.metadata
    try:
        described = client.get(address)
        published = client.get(words(described.json(), "jwks_uri")).json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        what = f"the keys of {address} cannot be read ({type(fault).__name__})"
        yield Finding("wrong", what, "Let this machine reach it, and check QUARTERBACK_TEAMS_CLOUD.")
        return
    endorsed = [each for each in things(published, "keys") if CHANNEL in (_list(at(each, "endorsements")))]
    if not endorsed:
        yield Finding("wrong", f"no key of {address} may sign for Teams", "Check QUARTERBACK_TEAMS_METADATA.")
        return
    yield Finding("well", f"{len(endorsed)} keys that may sign for Teams are published")
    yield _clock(described.headers.get("Date"), now())


def _clock(date: str | None, now: float) -> Finding:
    try:
        drift = abs(parsedate_to_datetime(date or "").timestamp() - now)
    except ValueError:
        return Finding("look", "Microsoft's time is not known", "Check that this machine sets its clock by NTP.")
    if drift > _DRIFT:
        return Finding("wrong" if drift > _MOST_DRIFT else "look", f"the clock is {drift:.0f} s off", "Set it by NTP.")
    return Finding("well", "the clock is right")


def _reached(setup: Setup, client: httpx.Client) -> Iterator[Finding]:
    """Through the public address as Teams comes, but unsigned: to be refused."""
    if not setup.address:
        mend = "Set QUARTERBACK_TEAMS_ADDRESS to where Teams reaches this machine."
        yield Finding("look", "the public address is not known here, so it was not tried", mend)
        return
    if urlsplit(setup.address).scheme != "https" and not is_loopback(setup.address):
        yield Finding("wrong", "the public address is not https", "Teams calls https only: put TLS in front of it.")
        return
    url = f"{setup.address}/api/messages"
    try:
        status = client.post(url, json={}).status_code
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        status, said = 0, f"does not answer ({type(fault).__name__})"
    else:
        said = f"answers {status}"
    if status == 401:
        yield Finding("well", f"{url} answers, and refuses what is not signed")
    elif status and status < 300:
        yield Finding("wrong", f"{url} takes unsigned requests", "Something else answers there: look at the proxy.")
    else:
        yield Finding("wrong", f"{url} {said}", "Start `quarterback serve`, and lead /api/ of that address to it.")


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
