"""Customers of Tryton over JSON-RPC: who owes more than the credit limit of the module account_credit_limit.

Read in Tryton's "Remote Procedure Call", and run against Tryton 8.2, which answers under /DATABASE/rpc/: a session is
opened by common.db.login and sent along with every call.
"""

import base64
import threading
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from adapters.feeds.answers import at, objects, taken
from adapters.feeds.client import Client
from adapters.feeds.faults import FeedFault, Refused
from adapters.feeds.feed import Mark, Page
from adapters.feeds.snapshot import Round, hold
from adapters.feeds.values import ValueFault
from domain.sales.account_facts import CreditHold

_PER_PAGE = 200
_FIELDS = ["name", "code", "email", "website", "credit_amount", "credit_limit_amount", "currency.code"]


class Tryton:
    """One database. `client` sends the headers of `session`. Option `company`: its id in Tryton, 1 where not said."""

    def __init__(self, name: str, client: Client, options: Mapping[str, str]) -> None:
        self._name, self._client = name, client
        self._path = f"{quote(options['database'], safe='')}/rpc/"
        self._company = int(options.get("company", "1"))

    @property
    def pause(self) -> float:
        return self._client.pause

    def page(self, mark: Mark, now: datetime) -> Page:
        this = Round.of(mark, now)
        where = [["id", ">", int(this.after or 0)]]
        order, context = [["id", "ASC"]], {"company": self._company}
        found = call(
            self._client, self._path, "model.party.party.search_read", [where, 0, _PER_PAGE, order, _FIELDS, context]
        )
        if not isinstance(found, list):
            raise FeedFault("the answer is no list of parties: look at the address and the database")
        parties = objects(found)
        holds, faults = taken(parties, lambda party: self._hold(party, this.began), "id")
        after = str(int(parties[-1]["id"])) if len(found) >= _PER_PAGE and parties else ""
        return this.page(holds, len(parties), after, faults)

    def _hold(self, party: Any, began: datetime) -> CreditHold | None:
        limit, owed = _amount(party.get("credit_limit_amount")), _amount(party.get("credit_amount"))
        said = {
            "id": party.get("id"),
            "number": party.get("code"),
            "name": party.get("name"),
            "web": party.get("website"),
            "mail": party.get("email"),
            "currency": at(party, "currency.", "code"),
            "reason": "Over the credit limit",
        }
        return hold(self._name, said, began, blocked=False, limit=limit, owed=owed)


class Session:
    """Who is logged in: one login for all that ask at once, anew when the session has ended."""

    def __init__(self, client: Client, user: str, password: str, database: str) -> None:
        self._client, self._user, self._password = client, user, password
        self._path = f"{quote(database, safe='')}/rpc/"
        self._lock = threading.Lock()
        self._known = ""

    def headers(self) -> Mapping[str, str]:
        with self._lock:
            self._known = self._known or self._login()
            return {"Authorization": f"Session {self._known}"}

    def renew(self) -> bool:
        with self._lock:
            had, self._known = self._known, ""
        return bool(had)

    def _login(self) -> str:
        found = call(self._client, self._path, "common.db.login", [self._user, {"password": self._password}])
        if not isinstance(found, list) or len(found) < 2:
            raise Refused("Tryton does not take the user or its password: look at both")
        return base64.b64encode(f"{self._user}:{found[0]}:{found[1]}".encode()).decode()


def call(client: Client, path: str, method: str, params: list[Any]) -> Any:
    """The result of one call. FeedFault where Tryton says that it failed."""
    answer = client.ask(path, {"id": 1, "method": method, "params": params}).json()
    if not isinstance(answer, dict):
        return answer
    error = answer.get("error")
    if error:
        kind = str(error[0])[:60] if isinstance(error, list) and error else "unknown"
        raise FeedFault(f"Tryton refuses {method} ({kind}): look at the rights of the user, and at the modules")
    return answer.get("result")


def _amount(value: Any) -> Decimal | None:
    """Tryton writes amounts as {"__class__": "Decimal", "decimal": "12.50"}."""
    if value is None:
        return None
    try:
        return Decimal(str(value["decimal"] if isinstance(value, Mapping) else value))
    except (InvalidOperation, KeyError):
        raise ValueFault("the amount is no number", "look at it in Tryton") from None
