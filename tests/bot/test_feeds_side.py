"""Feeds as app.yaml and the environment say: each fault of the file by line, the site, the doctor, the command line."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from adapters.feeds.client import Limits
from adapters.feeds.signatures import sign_standard
from adapters.feeds.spec import DropSpec, SourceSpec
from adapters.feeds.webhooks import Delivery
from bot.faults import Faults
from bot.feeds_side import FeedsSide, examine_feeds, wire_feeds
from bot.process_file import AppFile, load, summary
from bot.server import feeds_site
from bot.settings import Settings, feed_secrets, read_settings
from bot.wiring import wire
from domain.alerts.alert import AlertState, What
from domain.sales.account_facts import FactKind, Severity
from storage.unit_of_work import Storage
from tests.adapters.feeds.application import Office, office_on
from tests.adapters.feeds.loopback import loopback
from tests.adapters.feeds.vendors import KEY, Zendesk, feed_at, spec_of, ticket
from tests.adapters.practice.browser import Background
from tests.bot.test_command_line import run

ROOT = Path(__file__).parents[2]
GOOD = (ROOT / "app.yaml").read_text(encoding="utf-8")
FEEDS = """
feeds:
  - name: finance
    about: credit
    signed: standard
    secret: QUARTERBACK_FEED_FINANCE
    each: events
    fields: {account: customer.name, state: status, at: updated, overdue: overdue}
    states: {On stop: placed}
  - {name: nightly, about: credit, source: folder, folder: FOLDER, complete: yes, every: 30}
  - name: helpdesk
    about: support
    source: zendesk
    address: https://acme.zendesk.com
    user: ann@acme.example
    key: QUARTERBACK_FEED_HELPDESK
    signed: zendesk
    secret: QUARTERBACK_FEED_HELPDESK_HOOK
"""
SECRETS = {
    "QUARTERBACK_FEED_FINANCE": SecretStr("whsec_b2xkLW9sZC1vbGQtb2xk, whsec_bmV3LW5ldy1uZXctbmV3"),
    "QUARTERBACK_FEED_HELPDESK": SecretStr("a-key"),
}


def app_file(tmp_path: Path, feeds: str = FEEDS) -> Path:
    path = tmp_path / "app.yaml"
    path.write_text(GOOD + feeds.replace("FOLDER", str(tmp_path / "drop")), encoding="utf-8")
    return path


def test_what_the_file_says(tmp_path: Path) -> None:
    finance, nightly, helpdesk = load(app_file(tmp_path)).feeds
    assert finance.webhook
    assert (finance.webhook.secret, finance.terms.each, finance.terms.states) == (
        "QUARTERBACK_FEED_FINANCE",
        "events",
        {"on stop": "placed"},
    )
    assert nightly.drop == DropSpec(str(tmp_path / "drop"), True)
    assert nightly.every == 30
    assert helpdesk.source == SourceSpec(
        "zendesk", "https://acme.zendesk.com", "ann@acme.example", "QUARTERBACK_FEED_HELPDESK"
    )
    assert not helpdesk.mapped, "its webhooks hasten the next poll"
    words = summary(load(app_file(tmp_path)))
    assert "The feed finance tells of credit: it takes webhooks at /feeds/finance, signed the way of standard." in words
    assert "it takes webhooks at /feeds/helpdesk, signed the way of zendesk, and asks zendesk at" in words


HOOK = "{name: a, about: credit, signed: hmac, secret: QUARTERBACK_FEED_A, fields: {account: a, state: b, at: c}}"
NEWS = "{name: a, about: news, signed: hmac, secret: QUARTERBACK_FEED_A, fields: {account: a, headline: b, at: c}}"
FAULTS = [
    ("{name: A b, about: credit}", 'feeds[0].name: "A b" is no name of a feed'),
    ("{name: a, about: weather}", 'feeds[0].about: "weather" is none of the words known here'),
    ("{name: a, about: credit}", "feeds[0]: says neither source nor signed"),
    ("{name: a, about: credit, source: sap}", 'feeds[0].source: "sap" is no source known here'),
    ("{name: a, about: credit, signed: hmac}", "feeds[0].secret: is missing"),
    (HOOK.replace("QUARTERBACK_FEED_A", "hunter2"), "feeds[0].secret: is no name of a variable"),
    (HOOK.replace("QUARTERBACK_FEED_A", "QUARTERBACK_SLACK_KEYS"), "feeds[0].secret: is no name of a variable"),
    (HOOK.replace("account: a", "account: 'a['"), "feeds[0].fields.account: is no JMESPath expression"),
    (HOOK.replace("account: a", "acount: a"), 'feeds[0].fields.acount: is no field here; did you mean "account"?'),
    (HOOK.replace("account: a, ", ""), "feeds[0].fields: say nothing of the account"),
    (HOOK.replace("state: b, ", ""), "feeds[0].fields: say nothing of the state"),
    (HOOK.replace(", at: c", ""), "feeds[0].fields: say neither when it was nor which version"),
    (HOOK.replace(", fields: {account: a, state: b, at: c}", ""), "feeds[0].fields: is missing"),
    (HOOK.replace("hmac", "standard, header: X-A"), "feeds[0].header: is for signed: hmac alone"),
    (HOOK.replace("hmac", "hmac, algorithm: md5"), 'feeds[0].algorithm: "md5" is no algorithm known here'),
    (HOOK.replace("hmac", "hmac, states: {x: y}"), 'feeds[0].states.x: "y" is none of the words known here'),
    (HOOK.replace("hmac", "hmac, severities: {x: low}"), "feeds[0].severities: is for support alone"),
    (HOOK.replace("hmac", "hmac, address: https://a.example"), "feeds[0].address: is for a system that is polled"),
    (NEWS.replace("headline: b, ", ""), "feeds[0].fields: say nothing of the headline"),
    (NEWS.replace(", at: c", ", version: c"), "feeds[0].fields: say nothing of the day, without which news never"),
    (NEWS.replace("hmac", "hmac, states: {x: placed}"), "feeds[0].states: is for credit and support"),
    (HOOK + "\n  - " + HOOK, 'feeds[1].name: "a" is the name of an earlier feed'),
    ("{name: a, about: credit, source: tryton, address: 'ftp://x'}", 'feeds[0].address: "ftp://x" is no address'),
    ("{name: a, about: credit, source: zendesk}", "feeds[0].about: zendesk tells of support"),
    ("{name: a, about: credit, source: tryton}", "feeds[0].key: is missing, and tryton needs it"),
    ("{name: a, about: credit, source: tryton, options: {databse: b}}", 'did you mean "database"?'),
    ("{name: a, about: credit, source: tryton, address: 'http://erp.example'}", "would send the key in the clear"),
    ("{name: a, about: credit, source: folder}", "feeds[0].folder: is missing"),
    ("{name: a, about: support, source: folder, folder: b, complete: yes}", "feeds[0].complete: is for credit alone"),
    (
        "{name: a, about: credit, source: tryton, fields: {account: a, state: b, version: c}}",
        "count versions, which the",
    ),
    ("{name: a, about: credit, password: canary}", "feeds[0].password: looks like a secret"),
]


@pytest.mark.parametrize(("feed", "told"), FAULTS, ids=[told[:40] for _, told in FAULTS])
def test_each_fault_of_the_file_is_named_by_line_and_key(feed: str, told: str, tmp_path: Path) -> None:
    path = app_file(tmp_path, f"\nfeeds:\n  - {feed}\n")
    with pytest.raises(Faults) as raised:
        load(path)
    lines = str(raised.value).splitlines()
    first = GOOD.count("\n") + 3
    assert any(told in line and line.startswith((f"{path}:{first}", f"{path}:{first + 1}")) for line in lines), lines
    assert "hunter2" not in str(raised.value)
    assert "canary" not in str(raised.value)


def test_secrets_come_from_the_environment_and_never_show(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("QUARTERBACK_FEED_A=from-file\nQUARTERBACK_FEED_B=file\n", encoding="utf-8")
    monkeypatch.setenv("QUARTERBACK_FEED_B", "from-environment")
    monkeypatch.setenv("QUARTERBACK_FEED_C", " ")
    found = feed_secrets()
    assert {name: secret.get_secret_value() for name, secret in found.items()} == {
        "QUARTERBACK_FEED_A": "from-file",
        "QUARTERBACK_FEED_B": "from-environment",
    }
    assert "from-" not in repr(found)
    read_settings()  # does not take them for settings that are misspelt


@pytest.fixture
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


def side(tmp_path: Path, office: Office) -> FeedsSide:
    feeds = wire_feeds(load(app_file(tmp_path)), Settings(), SECRETS, office.quarterback)
    assert feeds
    return feeds


@pytest.mark.parametrize("secret", ["whsec_b2xkLW9sZC1vbGQtb2xk", "whsec_bmV3LW5ldy1uZXctbmV3"])
def test_a_webhook_on_the_public_address_becomes_a_fact(
    background: Background, sqlite_storage: Storage, tmp_path: Path, secret: str
) -> None:
    office = office_on(sqlite_storage, {"kiln": "Kiln Works"})
    served = background.serve(feeds_site(side(tmp_path, office)))
    event = {"customer": {"name": "Kiln Works"}, "status": "On stop", "updated": "2026-11-22T09:00:00Z"}
    body, stamp = json.dumps({"events": [event, {"status": 7}]}).encode(), int(datetime.now(UTC).timestamp())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(stamp),
        "webhook-signature": sign_standard(secret, "msg_1", stamp, body),
    }
    statuses = [httpx.post(f"{served.url}feeds/finance", content=body, headers=headers).status_code for _ in range(3)]
    statuses.append(httpx.post(f"{served.url}feeds/finance", content=body).status_code)
    statuses.append(httpx.post(f"{served.url}feeds/helpdesk", content=body, headers=headers).status_code)
    served.stop()
    assert statuses == [200, 200, 200, 401, 404], "a feed without its secret takes nothing"
    (fact,) = office.facts().values()
    assert office.account_of(fact) == "kiln"
    assert len(office.kept()) == 1


def found(app: AppFile, office: Office, secrets: dict[str, SecretStr] = SECRETS) -> list[str]:
    findings = examine_feeds(app, Settings(), secrets, office.quarterback)
    return [f"{finding.state}: {finding.what} | {finding.mend}" for finding in findings]


def test_the_doctor_names_what_is_missing(sqlite_storage: Storage, tmp_path: Path) -> None:
    office, app = office_on(sqlite_storage), load(app_file(tmp_path))
    looked = found(AppFile(app.company, app.playbook, app.feeds[:2]), office, {})
    assert looked[0] == "wrong: feed finance: its webhooks have no secret | Set QUARTERBACK_FEED_FINANCE."
    assert looked[1].startswith("wrong: feed nightly: the folder ")
    (tmp_path / "drop").mkdir()
    looked = found(AppFile(app.company, app.playbook, app.feeds[:2]), office)
    assert looked[0].startswith("look: feed finance: it is not known where webhooks reach this server")
    assert looked[1].startswith("look: feed nightly: it answers, and was not polled for a day")
    bad = {"QUARTERBACK_FEED_FINANCE": SecretStr("whsec_")}
    assert found(AppFile(app.company, app.playbook, app.feeds[:1]), office, bad)[0].startswith(
        "wrong: feed finance: the secret is none of standard's"
    )


def test_the_doctor_asks_each_system(sqlite_storage: Storage) -> None:
    office, company = office_on(sqlite_storage), load(ROOT / "app.yaml")
    peer = Zendesk()
    with loopback(peer) as server:
        app = AppFile(company.company, company.playbook, (spec_of("zendesk", server.address),))
        right, wrong = ({"QUARTERBACK_FEED_KEY": SecretStr(key)} for key in (KEY, "guessed"))
        assert found(app, office, wrong)[0].startswith(
            "wrong: feed feed: it does not take the key (401) | Renew the key"
        )
        assert found(app, office, {})[0] == "wrong: feed feed: there is no key | Set QUARTERBACK_FEED_KEY."
        office.poll(app.feeds[0], feed_at("zendesk", server.address))
        assert found(app, office, right)[0].startswith("well: feed feed: it answers, and was read 0 min ago")
    assert all(KEY not in line and "guessed" not in line for line in found(app, office, wrong))


def test_a_ticket_is_opened_escalated_and_solved_as_zendesk_tells_it(storage: Storage) -> None:
    """Against a server that answers as Zendesk's documentation says; the alert lives along."""
    office, peer = office_on(storage, {"kiln": "Kiln Works"}), Zendesk()
    with loopback(peer) as server:
        spec, feed = spec_of("zendesk", server.address), feed_at("zendesk", server.address, limits=Limits(True, 5.0))

        def changed(minute: int, **said: object) -> tuple[What, AlertState, Severity]:
            peer.rows.append(ticket("zendesk", 35, minute, **said))
            office.poll(spec, feed)
            with storage.begin() as uow:
                kept = uow.account_facts.locked(FactKind.TICKET, "feed", "35")
                assert kept
                alert = uow.alerts.of_fact(kept.id)
            assert alert
            return alert.what, alert.state, kept.fact.severity  # type: ignore[union-attr]

        later = {"slas": {"policy_metrics": [{"breach_at": "2026-11-24T10:00:00Z", "stage": "active"}]}}
        assert changed(1, status="new", priority="high", **later) == (What.OPENED, AlertState.OPEN, Severity.HIGH)
        assert changed(2, priority="urgent", **later) == (What.ESCALATED, AlertState.OPEN, Severity.URGENT)
        assert changed(3, status="solved", **later)[:2] == (What.SOLVED, AlertState.CLOSED)
        assert changed(4, status="open", **later)[:2] == (What.REOPENED, AlertState.OPEN)
    assert office.heard() == {"feed": office.now}


PAYLOAD = {
    "events": [
        {"customer": {"name": "Kiln Works"}, "status": "On stop", "updated": "2026-11-22T09:00:00Z", "overdue": 12.5},
        {"customer": {"name": "Acme"}, "status": "purple", "updated": "soon"},
    ]
}


def test_try_shows_what_a_payload_would_become(tmp_path: Path) -> None:
    file = tmp_path / "payload.json"
    file.write_text(json.dumps(PAYLOAD), encoding="utf-8")
    where = {"QUARTERBACK_APP_FILE": str(app_file(tmp_path))}
    done = run("feeds", "try", str(file), environment=where)
    assert done.returncode == 1
    assert done.stdout == ("hold kiln works of name Kiln Works: placed, overdue $12.50, at 2026-11-22 09:00 UTC\n")
    assert "item 2, state: “purple” is a word not known here; say under states" in done.stderr
    assert "item 2, at: “soon” is no time" in done.stderr
    assert run("feeds", "try", str(file)).returncode == 2, "app.yaml of the demo has no feeds"


@pytest.mark.parametrize(
    ("text", "told"), [("{", "is no JSON in UTF-8"), (None, "cannot be read (no such file or directory)")]
)
def test_try_names_a_file_that_cannot_be_read(tmp_path: Path, text: str | None, told: str) -> None:
    file = tmp_path / "payload.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    done = run("feeds", "try", str(file), environment={"QUARTERBACK_APP_FILE": str(app_file(tmp_path))})
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_by_hand_and_what_could_not_be_taken(tmp_path: Path) -> None:
    path, url = app_file(tmp_path), f"sqlite:///{tmp_path}/feeds.db"
    where = {"QUARTERBACK_APP_FILE": str(path), "QUARTERBACK_DATABASE_URL": url}
    export = tmp_path / "export.csv"
    export.write_text("Customer,Overdue\nKiln Works,5\nAcme,lots\n", encoding="utf-8")
    tried = run("feeds", "try", str(export), environment=where)
    assert tried.stdout.startswith("hold kiln works of name Kiln Works: placed, overdue $5")
    done = run("feeds", "csv", str(export), environment=where)
    assert done.returncode == 1
    assert done.stdout == "1 news, 1 of them of accounts that an admin is asked about, 0 known already.\n"
    assert "export.csv, line 3: overdue: “lots”" in done.stderr
    assert export.exists()
    assert run("feeds", "kept", environment=where).stdout == "Everything that came in could be taken.\n"

    wired = wire(url, path)
    feeds = wire_feeds(wired.app_file, Settings(), SECRETS, wired.quarterback)
    assert feeds
    assert feeds.intake.take([Delivery("finance", "msg-1", PAYLOAD)]) == [None]
    wired.storage.close()
    assert "finance, webhook, item 2: state: “purple” is a word" in run("feeds", "kept", environment=where).stdout
    assert run("feeds", "again", environment=where).stdout.startswith("0 taken, 1 left.")
    mended = path.read_text(encoding="utf-8").replace("{On stop: placed}", "{On stop: placed, purple: unknown}")
    path.write_text(mended.replace("at: updated", "at: changed"), encoding="utf-8")
    assert run("feeds", "again", environment=where).stdout.startswith("1 taken, 0 left.")


def test_no_feeds_no_side(sqlite_storage: Storage) -> None:
    office = office_on(sqlite_storage)
    assert wire_feeds(load(ROOT / "app.yaml"), Settings(), {}, office.quarterback) is None
