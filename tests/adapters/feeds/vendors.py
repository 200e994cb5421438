"""Each vendor as its documentation says it answers: its addresses, its authentication, its pages."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from adapters.feeds.client import Limits
from adapters.feeds.feed import Feed
from adapters.feeds.spec import FeedSpec, SourceSpec, Terms
from adapters.feeds.vendors import VENDORS, Setup, build
from tests.adapters.feeds.loopback import Asked, Says

NOW = 1_795_340_000.0  # 22 November 2026
KEY = "the-key"


@dataclass
class Peer:
    """What a vendor knows: `rows` are its tickets or customers, of which `page` at once, `said` what it was told."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    said: list[tuple[str, Any]] = field(default_factory=list)
    page: int = 2

    def basic(self, asked: Asked, user: str) -> bool:
        wanted = base64.b64encode(user.encode()).decode()
        return asked.headers.get("authorization") == f"Basic {wanted}"


class Zendesk(Peer):
    """Pages by cursor; the cursor of the end is where the next export goes on."""

    def __call__(self, asked: Asked) -> Says:
        if not self.basic(asked, f"ann@acme.example/token:{KEY}"):
            return Says({"error": "Couldn't authenticate you"}, 401)
        if asked.method == "PUT":
            self.said.append((asked.path, asked.json()))
            return Says({"ticket": {}})
        assert asked.path == "/api/v2/incremental/tickets/cursor.json"
        if "cursor" not in asked.query and "start_time" not in asked.query:
            return Says({"error": "start_time is missing"}, 400)
        start = int(asked.query.get("cursor", "0"))
        found = self.rows[start : start + self.page]
        end = start + self.page >= len(self.rows)
        return Says(
            {
                "tickets": found,
                "organizations": [
                    {"id": 7, "name": "Kiln Works", "domain_names": ["kiln.example"], "external_id": None},
                    {"id": 8, "name": "Acme", "domain_names": [], "external_id": "acme"},
                ],
                "users": [{"id": 20, "email": "jo@brightwater.example"}],
                "after_cursor": str(start + len(found)),
                "after_url": "…",
                "before_cursor": None,
                "end_of_stream": end,
            }
        )


class Freshdesk(Peer):
    """Pages by number, sorted by change; the company is another address."""

    def __call__(self, asked: Asked) -> Says:
        if not self.basic(asked, f"{KEY}:X"):
            return Says({"code": "invalid_credentials"}, 401)
        if asked.path == "/api/v2/companies/31":
            return Says({"id": 31, "name": "Kiln Works", "domains": ["kiln.example"]})
        if asked.path.startswith("/api/v2/companies/"):
            return Says({}, 404)
        if asked.method == "POST":
            self.said.append((asked.path, asked.json()))
            return Says({"id": 1}, 201)
        assert asked.path == "/api/v2/tickets"
        assert asked.query["order_by"] == "updated_at"
        assert asked.query["order_type"] == "asc"
        size, number = int(asked.query["per_page"]), int(asked.query["page"])
        if size > 100 or number > 300:
            return Says({"description": "Validation failed"}, 400)
        since = asked.query["updated_since"]
        found = sorted((row for row in self.rows if row["updated_at"] >= since), key=lambda row: row["updated_at"])
        return Says(found[(number - 1) * size : number * size], headers={"X-RateLimit-Remaining": "500"})


class Jira(Peer):
    """Pages by token; a token belongs to its search."""

    def __call__(self, asked: Asked) -> Says:
        if not self.basic(asked, f"ann@acme.example:{KEY}"):
            return Says({}, 401)
        if asked.path.startswith("/rest/servicedeskapi/request/"):
            self.said.append((asked.path, asked.json()))
            return Says({}, 201)
        assert (asked.method, asked.path) == ("POST", "/rest/api/3/search/jql")
        body = asked.json()
        assert body["jql"].startswith('project in ("HELP") AND updated >= -')
        start = 0
        if "nextPageToken" in body:
            jql, start = json.loads(base64.b64decode(body["nextPageToken"]))
            if jql != body["jql"]:
                return Says({"errorMessages": ["the token is of another search"]}, 400)
        found = self.rows[start : start + self.page]
        if start + self.page >= len(self.rows):
            return Says({"issues": found, "isLast": True})
        token = base64.b64encode(json.dumps([body["jql"], start + self.page]).encode()).decode()
        return Says({"issues": found, "isLast": False, "nextPageToken": token})


class Hubspot(Peer):
    """Pages by `after`; a search ends at 10,000 rows."""

    def __call__(self, asked: Asked) -> Says:
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return Says({"category": "INVALID_AUTHENTICATION"}, 401)
        if asked.path == "/crm/v3/pipelines/tickets":
            stages = [
                {"id": "1", "label": "New", "metadata": {"ticketState": "OPEN"}},
                {"id": "2", "label": "Waiting on contact", "metadata": {"ticketState": "OPEN"}},
                {"id": "4", "label": "Closed", "metadata": {"ticketState": "CLOSED"}},
            ]
            return Says({"results": [{"id": "0", "stages": stages}]})
        body = asked.json()
        if asked.path == "/crm/v4/associations/tickets/companies/batch/read":
            found = [{"from": each, "to": [{"toObjectId": 31}]} for each in body["inputs"] if each["id"] != "9000"]
            return Says({"status": "COMPLETE", "results": found}, 207 if len(found) < len(body["inputs"]) else 200)
        if asked.path == "/crm/v3/objects/companies/batch/read":
            assert body["inputs"] == [{"id": "31"}]
            company = {"id": "31", "properties": {"name": "Kiln Works", "domain": "kiln.example"}}
            return Says({"status": "COMPLETE", "results": [company]})
        assert asked.path == "/crm/v3/objects/tickets/search"
        assert body["limit"] <= 200
        since, start = int(body["filterGroups"][0]["filters"][0]["value"]), int(body.get("after", 0))
        if start >= 10_000:
            return Says({"status": "error"}, 400)
        rows = [row for row in self.rows if row["changed"] >= since]
        found = sorted(rows, key=lambda row: row["changed"])[start : start + self.page]
        more = start + self.page < len(rows)
        paging = {"paging": {"next": {"after": str(start + self.page)}}} if more else {}
        return Says({"total": len(rows), "results": found, **paging})


class Netsuite(Peer):
    """SuiteQL; every value is a string. The token is given for an assertion signed with the certificate's key."""

    def __call__(self, asked: Asked) -> Says:
        if asked.path == "/services/rest/auth/oauth2/v1/token":
            form = dict(part.split("=", 1) for part in asked.body.decode().split("&"))
            unchecked = {"verify_aud": False, "verify_exp": False, "verify_iat": False}
            claims = jwt.decode(form["client_assertion"], PUBLIC, ["ES256"], options=unchecked)
            assert jwt.get_unverified_header(form["client_assertion"])["kid"] == "cert-1"
            assert claims["iss"] == "client-1"
            assert claims["exp"] - claims["iat"] <= 3600
            return Says({"access_token": "netsuite-token", "expires_in": "3600", "token_type": "bearer"})
        if asked.headers.get("authorization") != "Bearer netsuite-token":
            return Says({"title": "Unauthorized"}, 401)
        assert asked.path == "/services/rest/query/v1/suiteql"
        assert asked.headers["prefer"] == "transient"
        after = int(asked.json()["q"].split("id > ")[1].split()[0])
        rows = [row for row in self.rows if int(row["id"]) > after]
        more = len(rows) > self.page
        found = rows[: self.page]
        return Says({"count": len(found), "hasMore": more, "items": found, "offset": 0, "totalResults": len(rows)})


class BusinessCentral(Peer):
    """OData: the next page is a whole address. The token comes from the login of the tenant."""

    def __call__(self, asked: Asked) -> Says:
        if asked.path == "/tenant-1/oauth2/v2.0/token":
            if f"client_secret={KEY}" not in asked.body.decode():
                return Says({"error": "invalid_client"}, 401)
            return Says({"access_token": "bc-token", "expires_in": 3599})
        if asked.headers.get("authorization") != "Bearer bc-token":
            return Says({}, 401)
        assert asked.path == "/v2.0/tenant-1/production/api/v2.0/companies(c-1)/customers"
        assert asked.headers["prefer"].startswith("odata.maxpagesize=")
        start = int(asked.query.get("$skiptoken", 0))
        found = self.rows[start : start + self.page]
        answer: dict[str, Any] = {"@odata.context": "…", "value": found}
        if start + self.page < len(self.rows):
            answer["@odata.nextLink"] = f"http://{asked.headers['host']}{asked.path}?$skiptoken={start + self.page}"
        return Says(answer)


class Tryton(Peer):
    """JSON-RPC; a wrong password is 401, as the peer itself answers."""

    def __call__(self, asked: Asked) -> Says:
        body = asked.json()
        assert asked.path == "/sales/rpc/"
        if body["method"] == "common.db.login":
            _, given = body["params"]
            return Says({"id": 1, "result": [7, "session-1", None]}) if given == {"password": KEY} else Says({}, 401)
        wanted = base64.b64encode(b"ann@acme.example:7:session-1").decode()
        if asked.headers.get("authorization") != f"Session {wanted}":
            return Says({}, 401)
        assert body["method"] == "model.party.party.search_read"
        ((_, _, after),), offset, limit, *_ = body["params"]
        rows = [row for row in self.rows if row["id"] > after]
        return Says({"id": 1, "result": rows[offset : offset + limit]})


_PAIR = ec.generate_private_key(ec.SECP256R1())
PRIVATE = _PAIR.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
PUBLIC = _PAIR.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

PEERS: Mapping[str, Callable[[], Peer]] = {
    "zendesk": Zendesk,
    "freshdesk": Freshdesk,
    "jira": Jira,
    "hubspot": Hubspot,
    "netsuite": Netsuite,
    "business_central": BusinessCentral,
    "tryton": Tryton,
}
OPTIONS: Mapping[str, Mapping[str, str]] = {
    "jira": {"project": "HELP", "organization": "customfield_10002", "sla": "customfield_10030"},
    "netsuite": {"certificate": "cert-1"},
    "business_central": {"tenant": "tenant-1", "company": "c-1"},
    "tryton": {"database": "sales"},
}
USERS = {"netsuite": "client-1"}


def spec_of(vendor: str, address: str, terms: Terms | None = None) -> FeedSpec:
    user = USERS.get(vendor, "ann@acme.example")
    source = SourceSpec(vendor, address, user, "QUARTERBACK_FEED_KEY", True, OPTIONS.get(vendor, {}))
    return FeedSpec("feed", VENDORS[vendor].about, source=source, terms=terms or Terms())


def feed_at(vendor: str, address: str, key: str = "", limits: Limits | None = None, terms: Terms | None = None) -> Feed:
    spec = spec_of(vendor, address, terms)
    assert spec.source
    known = key or (PRIVATE if vendor == "netsuite" else KEY)
    return build(Setup(spec, spec.source, known, limits or Limits(True, 5.0), lambda: NOW, address))


def ticket(vendor: str, number: int, minute: int = 0, **said: Any) -> dict[str, Any]:
    """A ticket as that vendor spells it: of Kiln Works, urgent, open, changed in that minute."""
    at = f"2026-11-22T09:{minute:02}:00Z"
    kinds: dict[str, dict[str, Any]] = {
        "zendesk": {
            "id": number, "status": "open", "priority": "urgent", "subject": "API down", "organization_id": 7,
            "requester_id": 20, "created_at": "2026-11-20T08:00:00Z", "updated_at": at,
            "slas": {"policy_metrics": [{"breach_at": "2026-11-22T10:00:00Z", "stage": "active"}]},
        },
        "freshdesk": {
            "id": number, "status": 2, "priority": 4, "subject": "API down", "company_id": 31, "is_escalated": False,
            "requester": {"email": "jo@kiln.example"}, "created_at": "2026-11-20T08:00:00Z", "updated_at": at,
            "due_by": "2026-11-22T10:00:00Z",
        },
        "jira": {
            "key": f"HELP-{number}",
            "fields": {
                "summary": "API down", "status": {"name": "In progress", "statusCategory": {"key": "indeterminate"}},
                "priority": {"name": "Highest"}, "created": "2026-11-20T08:00:00.000+0000",
                "updated": at.replace("Z", ".000+0000"), "reporter": {"emailAddress": "jo@kiln.example"},
                "customfield_10002": [{"id": "1", "name": "Kiln Works"}],
                "customfield_10030": {
                    "ongoingCycle": {"breached": False, "breachTime": {"epochMillis": 1795341600000}}
                },
            },
        },
        "hubspot": {
            "id": str(number), "changed": 1795338000000 + minute * 60_000,
            "properties": {
                "subject": "API down", "hs_pipeline_stage": "1", "hs_ticket_priority": "URGENT",
                "createdate": "2026-11-20T08:00:00Z", "hs_lastmodifieddate": at, "closed_date": None,
            },
        },
    }  # fmt: skip
    return kinds[vendor] | said


def customer(vendor: str, number: int, name: str = "Kiln Works", owes: int = 700, limit: int = 500) -> dict[str, Any]:
    """A customer as that vendor spells it, with a debt and a limit."""
    kinds: dict[str, dict[str, Any]] = {
        "netsuite": {
            "id": str(number), "entityid": f"C{number}", "companyname": name, "email": "jo@kiln.example", "url": None,
            "creditlimit": str(limit), "balancesearch": f"{owes}.5", "overduebalancesearch": "120", "oncredithold": "F",
            "creditholdoverride": "AUTO", "links": [],
        },
        "business_central": {
            "id": f"id-{number}", "number": f"C{number}", "displayName": name, "website": "https://www.kiln.example",
            "email": "", "blocked": " ", "creditLimit": limit, "currencyCode": "USD",
            "customerFinancialDetail": {"balance": owes + 0.5, "overdueAmount": 120},
        },
        "tryton": {
            "id": number, "name": name, "code": f"C{number}", "email": "jo@kiln.example", "website": "",
            "credit_amount": {"__class__": "Decimal", "decimal": f"{owes}.5"},
            "credit_limit_amount": {"__class__": "Decimal", "decimal": str(limit)}, "currency.": {"code": "USD"},
        },
    }  # fmt: skip
    return kinds[vendor]
