"""What app.yaml says of one feed: what it is about, how it is signed or polled, and how its words become ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from adapters.feeds.signatures import HmacRule, Scheme


class About(StrEnum):
    """What a feed tells of."""

    CREDIT = "credit"
    SUPPORT = "support"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class WebhookSpec:
    """Signed requests that come in at /feeds/{name}. `secret` names the environment variable that holds one or two."""

    scheme: Scheme
    secret: str
    rule: HmacRule = field(default_factory=HmacRule)


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A system that is polled. `key` names the environment variable; `private` allows a network of our own.

    `options` are what that vendor needs beside, such as the tenant.
    """

    vendor: str
    address: str = ""
    user: str = ""
    key: str = ""
    private: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DropSpec:
    """A folder into which files are put. `complete`: a file names every hold there is, so others are released."""

    folder: str
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """How a feed's words become ours.

    `fields` has a JMESPath expression (or, of a file, a column) for each of our names; `each` leads to the list where
    one payload holds several; `states` and `severities` translate its words, in lower case.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    each: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """One feed. `every` is the number of minutes between two looks."""

    name: str
    about: About
    webhook: WebhookSpec | None = None
    source: SourceSpec | None = None
    drop: DropSpec | None = None
    terms: Terms = field(default_factory=Terms)
    every: int = 5

    @property
    def mapped(self) -> bool:
        """Whether what comes in by webhook says everything by itself; otherwise it only hastens the next poll."""
        return bool(self.terms.fields)


FIELDS: Mapping[About, tuple[str, ...]] = {
    About.CREDIT: (
        *("id", "account", "account_id", "domain", "state", "at", "version"),
        *("overdue", "over_limit", "currency", "since", "reason", "link"),
    ),
    About.SUPPORT: (
        *("id", "account", "account_id", "domain", "state", "at", "version"),
        *("severity", "title", "opened", "due", "breached", "link"),
    ),
    About.NEWS: ("id", "account", "account_id", "domain", "headline", "link", "at", "source", "version"),
}
"""Our names of what a payload or file may tell."""
