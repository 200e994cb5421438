"""Where Slack is: one address from which all others follow, so that GovSlack or a stand-in is one setting."""

from dataclasses import dataclass
from urllib.parse import urlsplit

SLACK = "https://slack.com"
GOVSLACK = "https://slack-gov.com"


@dataclass(frozen=True, slots=True)
class Host:
    """`address` without a slash at its end."""

    address: str = SLACK

    @property
    def api(self) -> str:
        """What the methods of the Web API follow."""
        return f"{self.address}/api/"

    @property
    def authorize(self) -> str:
        """Where somebody allows the installation."""
        return f"{self.address}/oauth/v2/authorize"

    def keeps(self, address: str) -> bool:
        """Whether an address is Slack's own, where a token may be shown: this one, or one below its name over https."""
        parts = urlsplit(address)
        name = parts.hostname or ""
        below = parts.scheme == "https" and (name == self.name or name.endswith(f".{self.name}"))
        return below or address.startswith(f"{self.address}/")

    @property
    def name(self) -> str:
        """The name that those of workspaces stand before, such as slack.com."""
        return urlsplit(self.address).hostname or ""
