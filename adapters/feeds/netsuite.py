"""Customers of NetSuite by SuiteQL: who is on credit hold, who owes more than the limit.

Read in Oracle's "Executing SuiteQL Queries Through REST Web Services" and "OAuth 2.0 Client Credentials Flow". Pages go
on from the last id, because an offset moves when customers come and go.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from adapters.feeds import values
from adapters.feeds.answers import listed, taken
from adapters.feeds.client import Answer, Client
from adapters.feeds.faults import Refused
from adapters.feeds.feed import Mark, Page
from adapters.feeds.snapshot import Round, hold
from domain.sales.account_facts import CreditHold

TOKEN = "services/rest/auth/oauth2/v1/token"  # noqa: S105 - a path
_PER_PAGE = 1000
_QUERY = (
    "SELECT id, entityid, companyname, email, url, creditlimit, balancesearch, overduebalancesearch, oncredithold, "
    "creditholdoverride FROM customer WHERE isinactive = 'F' AND id > {after} ORDER BY id"
)


class Netsuite:
    """One account, at https://ACCOUNT.suitetalk.api.netsuite.com."""

    def __init__(self, name: str, client: Client) -> None:
        self._name, self._client = name, client

    @property
    def pause(self) -> float:
        return self._client.pause

    def page(self, mark: Mark, now: datetime) -> Page:
        this = Round.of(mark, now)
        query = _QUERY.format(after=int(this.after or 0))
        where: dict[str, str | int] = {"limit": _PER_PAGE}
        answer = self._client.ask("services/rest/query/v1/suiteql", {"q": query}, where, Prefer="transient").object()
        customers = listed(answer, "items")
        holds, faults = taken(customers, lambda customer: self._hold(customer, this.began), "id")
        after = str(int(customers[-1]["id"])) if answer.get("hasMore") is True and customers else ""
        return this.page(holds, len(customers), after, faults)

    def _hold(self, customer: Any, began: datetime) -> CreditHold | None:
        said = {
            "id": customer.get("id"),
            "number": customer.get("entityid"),
            "name": customer.get("companyname"),
            "web": customer.get("url"),
            "mail": customer.get("email"),
            "overdue": customer.get("overduebalancesearch"),
        }
        override = values.words(customer.get("creditholdoverride")).casefold()
        if override == "off":
            return None  # finance says: deliver, whatever the books say
        blocked = values.switch(customer.get("oncredithold")) or override == "on"
        owed = customer.get("balancesearch")
        return hold(self._name, said, began, blocked=blocked, limit=customer.get("creditlimit"), owed=owed)


def token_request(
    client: Client, client_id: str, certificate: str, key: str, now: Callable[[], float] = time.time
) -> Callable[[], Answer]:
    """Asks for an access token with an assertion signed by the private `key` (PEM) of that certificate's id."""

    def ask() -> Answer:
        address, at = f"{client.base}/{TOKEN}", int(now())
        claims = {"iss": client_id, "scope": ["rest_webservices"], "aud": address, "iat": at, "exp": at + 300}
        try:
            private = load_pem_private_key(key.encode(), None)
            algorithm = "ES256" if isinstance(private, EllipticCurvePrivateKey) else "PS256"
            assertion = jwt.encode(claims, key, algorithm, {"kid": certificate})
        except (ValueError, TypeError, UnsupportedAlgorithm, jwt.PyJWTError):
            raise Refused("the key is no private key in PEM: put the whole of it into the environment") from None
        return client.form(TOKEN, _assertion(assertion))

    return ask


def _assertion(assertion: str) -> Mapping[str, str]:
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    return {"grant_type": "client_credentials", "client_assertion_type": kind, "client_assertion": assertion}
