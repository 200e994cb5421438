"""Where Microsoft's services are: who signs requests, where messages are sent, where tokens come from; and our app."""

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from adapters.teams.certificate import Certificate

Name = Literal["public", "gcc", "gcc-high", "dod"]
Kind = Literal["SingleTenant", "UserAssignedMSI"]


@dataclass(frozen=True, slots=True)
class Cloud:
    """One of Microsoft's clouds. `hosts` are those to which messages, and with them our token, may be sent.

    `files` is what the names of hosts that keep files end with.
    """

    issuer: str
    metadata: str
    hosts: tuple[str, ...]
    login: str
    scope: str
    caller_id: str
    files: str

    def keeps(self, address: str) -> bool:
        """Whether a file there is in the cloud's own SharePoint, where Teams puts what people send; only https is."""
        try:
            parts = urlsplit(address)
            return parts.scheme == "https" and (parts.hostname or "").endswith(self.files) and parts.port in (None, 443)
        except ValueError:
            return False

    def sends_to(self, service_url: str) -> bool:
        """Whether that is an address of this cloud's; only https is."""
        try:
            parts = urlsplit(service_url)
            return parts.scheme == "https" and parts.hostname in self.hosts and parts.port in (None, 443)
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Registration:
    """Our app as it is registered. Blank `app_id` stands for development on loopback, where nobody signs anything.

    `tenant` is where the app is registered. `password` is empty for a managed identity; a certificate goes before it.
    """

    app_id: str
    password: str
    tenant: str
    kind: Kind
    cloud: Cloud
    certificate: Certificate | None = None

    @property
    def insecure(self) -> bool:
        return not self.app_id


_PUBLIC = Cloud(
    "https://api.botframework.com",
    "https://login.botframework.com/v1/.well-known/openidconfiguration",
    ("smba.trafficmanager.net",),
    "https://login.microsoftonline.com/",
    "https://api.botframework.com",
    "urn:botframework:azure",
    ".sharepoint.com",
)
_GOVERNMENT = Cloud(
    "https://api.botframework.us",
    "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    ("smba.infra.gov.teams.microsoft.us",),
    "https://login.microsoftonline.us/",
    "https://api.botframework.us",
    "urn:botframework:azureusgov",
    ".sharepoint.us",
)
CLOUDS: dict[Name, Cloud] = {
    "public": _PUBLIC,
    "gcc": replace(_PUBLIC, hosts=("smba.infra.gcc.teams.microsoft.com", "smba.trafficmanager.net")),
    "gcc-high": _GOVERNMENT,
    "dod": replace(_GOVERNMENT, hosts=("smba.infra.dod.teams.microsoft.us",), files=".sharepoint-mil.us"),
}


def is_loopback(address: str) -> bool:
    """Whether that address leads to this machine alone."""
    try:
        return urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")
    except ValueError:
        return False
