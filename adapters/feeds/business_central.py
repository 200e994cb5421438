"""Customers of Dynamics 365 Business Central over OData: who is blocked, who owes more than the limit.

Read in Microsoft's "customer resource type", "customerFinancialDetail" and "Using service-to-service authentication".
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from adapters.feeds import values
from adapters.feeds.answers import at, listed, taken
from adapters.feeds.client import Client
from adapters.feeds.feed import Mark, Page
from adapters.feeds.snapshot import Round, hold
from domain.sales.account_facts import CreditHold

ADDRESS = "https://api.businesscentral.dynamics.com"
LOGIN = "https://login.microsoftonline.com"
SCOPE = "https://api.businesscentral.dynamics.com/.default"
_SELECT = "id,number,displayName,website,email,blocked,creditLimit,currencyCode"
_PER_PAGE = "odata.maxpagesize=500"
_FREE = ("", "_x0020_")  # how the blank of `blocked` is written, trimmed or escaped


class BusinessCentral:
    """One company. Options: `tenant`, `company` (its id), `environment` (production where nothing is said)."""

    def __init__(self, name: str, client: Client, options: Mapping[str, str]) -> None:
        self._name, self._client = name, client
        tenant, where = quote(options["tenant"], safe=""), quote(options.get("environment", "production"), safe="")
        company = quote(options["company"], safe="")
        self._path = f"v2.0/{tenant}/{where}/api/v2.0/companies({company})/customers"

    @property
    def pause(self) -> float:
        return self._client.pause

    def page(self, mark: Mark, now: datetime) -> Page:
        this = Round.of(mark, now)
        query = {"$select": _SELECT, "$expand": "customerFinancialDetail($select=balance,overdueAmount)"}
        answer = (
            self._client.get(this.after, Prefer=_PER_PAGE)
            if this.after
            else self._client.get(self._path, query, Prefer=_PER_PAGE)
        ).object()
        customers = listed(answer, "value")
        holds, faults = taken(customers, lambda customer: self._hold(customer, this.began), "id")
        after = answer.get("@odata.nextLink")
        return this.page(holds, len(customers), after if isinstance(after, str) else "", faults)

    def _hold(self, customer: Any, began: datetime) -> CreditHold | None:
        blocked = values.words(customer.get("blocked"))
        money = customer.get("customerFinancialDetail")
        limit = customer.get("creditLimit") or None  # 0 means that there is none
        said = {
            "id": customer.get("id"),
            "number": customer.get("number"),
            "name": customer.get("displayName"),
            "web": customer.get("website"),
            "mail": customer.get("email"),
            "currency": customer.get("currencyCode"),
            "overdue": at(money, "overdueAmount"),
            "reason": "" if blocked in _FREE else f"Blocked: {blocked}",
        }
        stopped = blocked not in _FREE
        return hold(self._name, said, began, blocked=stopped, limit=limit, owed=at(money, "balance"))
