"""Facts, names, alerts and mutes come back as they were kept, and two writers never let an older version win."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.alerts.alert import Alert, AlertState, Comment, Delivery, DeliveryState, Mute, What
from domain.sales.account_facts import (
    AccountName,
    CreditHold,
    Fact,
    FactKind,
    HoldState,
    NewsItem,
    Severity,
    SupportTicket,
    TicketStatus,
    merge,
)
from storage.account_facts import AccountFacts, KeptFact, KnownName
from storage.unit_of_work import Storage
from tests.storage import work

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ACME = AccountName("acme", "acme.example", "Acme")
HOLD = CreditHold(
    *("erp", "C-7", ACME, HoldState.PLACED, NOON, NOON, 3),
    overdue=Decimal("62000.50"),
    currency="USD",
    since=date(2026, 11, 2),
    reason="två fakturor \U0001f9fe",
    link="https://erp.example/C-7",
    takes_comments=True,
)
TICKET = SupportTicket(
    *("desk", "T-1", ACME, TicketStatus.PENDING, NOON, NOON),
    severity=Severity.URGENT,
    title="API down",
    opened=NOON - timedelta(days=5),
    due=NOON + timedelta(hours=2),
    breached=True,
)
NEWS = NewsItem("press", "a1 (acme)", ACME, "Acme öppnar", NOON, NOON, 2, "Dagbladet", "https://news.example/a1")


def test_a_fact_comes_back_as_it_was_told(storage: Storage) -> None:
    with storage.begin() as uow:
        facts = (HOLD, TICKET, replace(HOLD, source_id="?"), NEWS)
        kept = [uow.account_facts.add(KeptFact(fact, "acme")) for fact in facts]
    with storage.read() as uow:
        assert uow.account_facts.of_accounts(["acme", "other"]) == tuple(kept)
        assert uow.account_facts.of_name("erp", "acme") == (kept[0], kept[2])
        assert uow.account_facts.get(0) is None
    assert [each.fact for each in kept if each] == list(facts)


def test_news_are_forgotten_by_their_day_and_nothing_else_is(storage: Storage) -> None:
    with storage.begin() as uow:
        for fact in (HOLD, TICKET, NEWS, replace(NEWS, source_id="later", at=NOON + timedelta(days=1))):
            uow.account_facts.add(KeptFact(fact, "acme"))
        assert uow.account_facts.forget_news(NOON + timedelta(hours=1)) == 1
        left = uow.account_facts.of_accounts(["acme"])
    assert [kept.fact.source_id for kept in left] == ["C-7", "T-1", "later"]


def test_a_second_row_of_the_same_thing_is_refused(storage: Storage) -> None:
    with storage.begin() as uow:
        assert uow.account_facts.add(KeptFact(HOLD)) is not None
        assert uow.account_facts.add(KeptFact(replace(HOLD, version=9))) is None
        assert uow.account_facts.locked(FactKind.TICKET, "erp", "C-7") is None


def test_of_many_writers_at_once_the_newest_version_wins(database_url: str) -> None:
    def told(number: int) -> None:
        with work.opened(database_url) as storage:
            for version in range(number, 40, 4):
                with storage.begin() as uow:
                    _take(uow.account_facts, replace(HOLD, version=version, overdue=Decimal(version)))

    work.at_once(4, told)
    with work.opened(database_url) as storage, storage.read() as uow:
        (kept,) = uow.account_facts.of_accounts(["acme"])
    assert isinstance(kept.fact, CreditHold)
    assert (kept.fact.version, kept.fact.overdue) == (39, Decimal(39))


def _take(facts: AccountFacts, fact: Fact) -> None:
    known = facts.locked(fact.kind, fact.source, fact.source_id)
    if known is None and facts.add(KeptFact(fact, "acme")):
        return
    known = known or facts.locked(fact.kind, fact.source, fact.source_id)
    assert known
    facts.save(replace(known, fact=merge(known.fact, fact)))


def test_a_source_was_heard_when_it_was_heard_last(storage: Storage) -> None:
    with storage.begin() as uow:
        for minutes in (0, 5, 3):
            uow.account_facts.heard("erp", NOON + timedelta(minutes=minutes))
        assert uow.account_facts.all_heard() == {"erp": NOON + timedelta(minutes=5)}


def test_a_name_is_remembered(storage: Storage) -> None:
    with storage.begin() as uow:
        asked = uow.account_names.add(KnownName("erp", "8812", "QHC", asked_at=NOON))
        assert asked
        assert uow.account_names.add(KnownName("erp", "8812", "QHC")) is None
        uow.account_names.save(replace(asked, account="acme", answered_by="ana"))
    with storage.read() as uow:
        assert uow.account_names.by_said("erp", "8812") == uow.account_names.get(asked.id)
        assert uow.account_names.get(asked.id) == replace(asked, account="acme", answered_by="ana")
        assert uow.account_names.by_said("desk", "8812") is None


def test_alerts_deliveries_and_comments_come_back(storage: Storage) -> None:
    with storage.begin() as uow:
        kept = uow.account_facts.add(KeptFact(HOLD, "acme"))
        assert kept
        alert = uow.alerts.add(Alert(kept.id, "acme", What.PLACED, NOON))
        ana, channel = (
            uow.deliveries.add(Delivery(alert.id, person, name, DeliveryState.WAITING, NOON))
            for person, name in (("ana", ""), ("", "deals"))
        )
        said = uow.alerts.comment(Comment(alert.id, "ana", "they pay on Friday", NOON))
    with storage.begin() as uow:
        assert uow.alerts.of_fact(kept.id) == alert
        assert uow.alerts.standing() == uow.alerts.standing_of(["acme"]) == (alert,)
        assert uow.deliveries.of_person("ana", DeliveryState.WAITING) == (ana,)
        assert uow.deliveries.of_channel("deals", DeliveryState.WAITING) == (channel,)
        assert uow.alerts.comments(alert.id) == (said,)
        uow.alerts.save(replace(alert, state=AlertState.CLOSED))
        sent = uow.deliveries.save(replace(ana, state=DeliveryState.SENT, sent_at=NOON))
        assert uow.alerts.standing() == ()
        assert uow.deliveries.get(ana.id) == sent
        assert uow.deliveries.sent_since("ana", NOON) == 0, "a list is one message, and is not counted"


def test_a_mute_is_replaced_by_another_about_the_same(storage: Storage) -> None:
    with storage.begin() as uow:
        uow.mutes.put(Mute("ana", "acme"))
        uow.mutes.put(Mute("ana", "acme", None, NOON))
        uow.mutes.put(Mute("ana", "", FactKind.TICKET))
        assert set(uow.mutes.of("ana")) == {Mute("ana", "acme", None, NOON), Mute("ana", "", FactKind.TICKET)}
        assert uow.mutes.remove(Mute("ana", "acme"))
        assert not uow.mutes.remove(Mute("ana", "acme"))
        assert uow.mutes.of("ben") == ()
