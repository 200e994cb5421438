"""The systems that can be polled: what each needs to be told, and how its feed is put together."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from adapters.feeds import business_central, hubspot, netsuite
from adapters.feeds.answers import basic
from adapters.feeds.business_central import BusinessCentral
from adapters.feeds.client import Client, Limits
from adapters.feeds.feed import Feed
from adapters.feeds.freshdesk import Freshdesk
from adapters.feeds.hubspot import Hubspot
from adapters.feeds.jira import Jira
from adapters.feeds.netsuite import Netsuite
from adapters.feeds.oauth import Tokens
from adapters.feeds.spec import About, FeedSpec, SourceSpec
from adapters.feeds.tryton import Session, Tryton
from adapters.feeds.zendesk import Zendesk


@dataclass(frozen=True, slots=True)
class Setup:
    """What a feed is built of. `login` is where tokens are asked for, where that is another host."""

    spec: FeedSpec
    source: SourceSpec
    key: str = field(repr=False)
    limits: Limits = field(default_factory=Limits)
    now: Callable[[], float] = time.time
    login: str = business_central.LOGIN

    def client(self, authorize: Callable[[], Mapping[str, str]], renew: Callable[[], bool] | None = None) -> Client:
        base = self.source.address or VENDORS[self.source.vendor].address
        return Client(base, authorize, self.limits, renew, self.now)


@dataclass(frozen=True, slots=True)
class Vendor:
    """`needs` and `may` are the keys and options that must and may be written; `address` is where it always is.

    `comments`: what is said about a ticket can be sent to it.
    """

    about: About
    build: Callable[[Setup], Feed]
    needs: tuple[str, ...] = ("address", "user", "key")
    may: tuple[str, ...] = ()
    address: str = ""
    comments: bool = False


def build(setup: Setup) -> Feed:
    """The feed of a source whose keys were checked. Nothing is asked of it yet."""
    return VENDORS[setup.source.vendor].build(setup)


def _zendesk(setup: Setup) -> Feed:
    headers = basic(f"{setup.source.user}/token", setup.key)
    return Zendesk(setup.spec.name, setup.client(lambda: headers), setup.spec.terms)


def _freshdesk(setup: Setup) -> Feed:
    headers = basic(setup.key, "X")
    return Freshdesk(setup.spec.name, setup.client(lambda: headers), setup.spec.terms)


def _jira(setup: Setup) -> Feed:
    headers = basic(setup.source.user, setup.key)
    return Jira(setup.spec.name, setup.client(lambda: headers), setup.spec.terms, setup.source.options)


def _hubspot(setup: Setup) -> Feed:
    headers = {"Authorization": f"Bearer {setup.key}"}
    return Hubspot(setup.spec.name, setup.client(lambda: headers), setup.spec.terms)


def _netsuite(setup: Setup) -> Feed:
    door = setup.client(dict)
    asks = netsuite.token_request(door, setup.source.user, setup.source.options["certificate"], setup.key, setup.now)
    tokens = Tokens(asks, setup.now)
    return Netsuite(setup.spec.name, setup.client(tokens.headers, tokens.renew))


def _business_central(setup: Setup) -> Feed:
    door = Client(setup.login, dict, setup.limits, None, setup.now)
    form = {
        "grant_type": "client_credentials",
        "client_id": setup.source.user,
        "client_secret": setup.key,
        "scope": business_central.SCOPE,
    }
    tokens = Tokens(lambda: door.form(f"{setup.source.options['tenant']}/oauth2/v2.0/token", form), setup.now)
    return BusinessCentral(setup.spec.name, setup.client(tokens.headers, tokens.renew), setup.source.options)


def _tryton(setup: Setup) -> Feed:
    session = Session(setup.client(dict), setup.source.user, setup.key, setup.source.options["database"])
    return Tryton(setup.spec.name, setup.client(session.headers, session.renew), setup.source.options)


_ANYWHERE = ("address", "user", "key")
VENDORS: Mapping[str, Vendor] = {
    "zendesk": Vendor(About.SUPPORT, _zendesk, comments=True),
    "freshdesk": Vendor(About.SUPPORT, _freshdesk, ("address", "key"), comments=True),
    "jira": Vendor(About.SUPPORT, _jira, (*_ANYWHERE, "project", "organization"), ("sla",), comments=True),
    "hubspot": Vendor(About.SUPPORT, _hubspot, ("key",), (), hubspot.ADDRESS),
    "netsuite": Vendor(About.CREDIT, _netsuite, (*_ANYWHERE, "certificate")),
    "business_central": Vendor(
        About.CREDIT,
        _business_central,
        ("user", "key", "tenant", "company"),
        ("environment",),
        business_central.ADDRESS,
    ),
    "tryton": Vendor(About.CREDIT, _tryton, (*_ANYWHERE, "database"), ("company",)),
}
