"""Any JSON becomes facts, or is kept aside with its faults by name; nothing raises, and nobody's words stay live."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds.mapping import Mapped, Translator, compiled
from adapters.feeds.spec import About, FeedSpec, Terms
from adapters.feeds.values import ValueFault, domain_of, moment, money, words
from domain.sales.account_facts import AccountName, CreditHold, HoldState, Severity, SupportTicket, TicketStatus
from domain.sales.imports.cells import Habits
from domain.sales.process import DateOrder

SEEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HOLDS = Terms(
    {
        "id": "hold.id", "account": "customer.name", "account_id": "customer.number", "domain": "customer.site",
        "state": "hold.status", "at": "hold.changed", "version": "hold.rev", "overdue": "amounts.overdue",
        "over_limit": "amounts.limit", "currency": "amounts.in", "since": "hold.since", "reason": "hold.why",
        "link": "url",
    },
    states={"auf eis": "placed"},
)  # fmt: skip
TICKETS = Terms(
    {
        "id": "key", "account": "org", "state": "status", "at": "updated", "severity": "prio", "title": "subject",
        "opened": "created", "due": "sla.due", "breached": "sla.broken", "link": "url",
    },
    each="events[?type=='ticket']",
    severities={"brennt": "urgent"},
)  # fmt: skip
HOLD: dict[str, Any] = {
    "customer": {"name": "Kiln Works", "number": 77, "site": "https://www.kiln.example/shop"},
    "hold": {
        "id": "h1",
        "status": "Auf Eis",
        "changed": 1795338000,
        "rev": 3,
        "since": "3/4/2026",
        "why": "late\n twice",
    },
    "amounts": {"overdue": "1,234.50", "limit": 70.5, "in": "usd"},
    "url": "https://erp.example/h1",
}


def holds(payload: Any, terms: Terms = HOLDS) -> Mapped:
    return Translator(FeedSpec("finance", About.CREDIT, terms=terms)).payload(payload, SEEN)


def tickets(payload: Any) -> Mapped:
    return Translator(FeedSpec("desk", About.SUPPORT, terms=TICKETS), takes_comments=True).payload(payload, SEEN)


def test_a_hold_is_read_whole() -> None:
    assert holds(HOLD).facts == (
        CreditHold(
            source="finance",
            source_id="h1",
            account=AccountName("77", "kiln.example", "Kiln Works"),
            state=HoldState.PLACED,
            at=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
            seen=SEEN,
            version=3,
            overdue=Decimal("1234.50"),
            over_limit=Decimal("70.50"),
            currency="USD",
            since=date(2026, 3, 4),
            reason="late twice",
            link="https://erp.example/h1",
        ),
    )


def test_tickets_are_read_each_and_a_poisoned_one_stops_no_other() -> None:
    event = {
        "type": "ticket", "key": "T-1", "org": "Acme", "status": "Reopened", "updated": "2026-11-22T09:00:00+02:00",
        "prio": "Brennt", "subject": "Down", "created": "2026-11-20", "url": "javascript:alert(1)",
        "sla": {"due": "2026-11-22T12:00:00Z", "broken": "yes"},
    }  # fmt: skip
    poisoned = event | {"key": None, "prio": "purple", "updated": "soon", "org": None}
    mapped = tickets({"events": [event, {"type": "noise"}, poisoned, event | {"key": "T-2", "status": "closed"}]})
    first, second = mapped.facts
    assert isinstance(first, SupportTicket)
    assert (first.source_id, first.status, first.severity) == ("T-1", TicketStatus.OPEN, Severity.URGENT)
    assert (first.at.hour, first.link, first.breached, first.takes_comments) == (7, "", True, True)
    assert isinstance(second, SupportTicket)
    assert second.status is TicketStatus.SOLVED
    (kept,) = mapped.kept
    assert kept.place == 2
    assert kept.item == poisoned
    assert {fault.split(":")[0] for fault in kept.faults} == {"id", "account", "severity", "at"}


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        ({"customer": {}}, "account: neither account, account_id nor domain says anything"),
        ({"hold": {"status": "purple"}}, "state: “purple” is a word not known here; say under states"),
        ({"hold": {"status": "hold", "changed": "yesterday"}}, "at: “yesterday” is no time"),
        ({"hold": {"status": "hold", "rev": "x"}}, "version: “x” is no whole number"),
        ({"amounts": {"overdue": "EUR 5"}}, "overdue: “EUR 5” cannot be read as an amount"),
        ({"amounts": {"overdue": {"a": 1}}}, "overdue: is a list or an object"),
    ],
)
def test_each_fault_is_named_with_how_to_mend_it(spoil: dict[str, Any], named: str) -> None:
    (kept,) = holds(HOLD | spoil).kept
    assert any(fault.startswith(named) for fault in kept.faults), kept.faults
    assert all("; " in fault for fault in kept.faults)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["customer", "hold", "events", "key"]), inner),
    )
)
def test_no_payload_raises(payload: Any) -> None:
    for mapped in (holds(payload), tickets(payload)):
        assert all(kept.faults for kept in mapped.kept)


@pytest.mark.parametrize("expression", ["a..b", "a[", "", "'", "a.b)", "@@", "a |"])
def test_what_is_no_expression_is_named_when_the_file_is_read(expression: str) -> None:
    with pytest.raises(ValueError, match="see its"):
        compiled(expression)


def test_an_expression_that_does_not_fit_is_a_fault_of_the_item() -> None:
    mapped = holds({"a": 1}, Terms({"account": "to_number(keys(a))", "state": "a", "at": "a"}))
    assert "the expression does not fit this payload" in mapped.kept[0].faults[0]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (1795338000, "2026-11-22T09:00"),
        (1795338000000, "2026-11-22T09:00"),
        ("1795338000", "2026-11-22T09:00"),
        (1795338000.5, "2026-11-22T09:00"),
        ("2026-11-22T09:00:00Z", "2026-11-22T09:00"),
        ("2026-11-22T11:00:00+02:00", "2026-11-22T09:00"),
        ("2026-11-22 09:00:00", "2026-11-22T09:00"),
        ("2026-11-22T09:00:00.000+0000", "2026-11-22T09:00"),
        ("2026-11-22", "2026-11-22T00:00"),
        ("22 Nov 2026", "2026-11-22T00:00"),
        ("22.11.2026", "2026-11-22T00:00"),
    ],
)
def test_times_as_programs_write_them(value: Any, read: str) -> None:
    found = moment(value, Habits("EUR", DateOrder.DAY_FIRST))
    assert found
    assert found.isoformat().startswith(read)


@pytest.mark.parametrize("value", [True, "", None])
def test_no_time_is_none(value: Any) -> None:
    if value is True:
        with pytest.raises(ValueFault):
            moment(value)
    else:
        assert moment(value) is None


@given(st.datetimes(datetime(1990, 1, 2), datetime(2199, 12, 30)), st.integers(-840, 840))  # noqa: DTZ001 - zones follow
def test_every_moment_comes_back_from_its_iso_words(naive: datetime, offset: int) -> None:
    said = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    assert moment(said.isoformat()) == said


@pytest.mark.parametrize(
    ("value", "read"),
    [(0, "0"), (12.5, "12.50"), ("12.5", "12.50"), (-3, "0.00"), ("$1,200", "1200"), (None, None), ("", None)],
)
def test_amounts_as_programs_write_them(value: Any, read: str | None) -> None:
    found = money(value, Habits("USD"))
    assert found == (None if read is None else Decimal(read))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300, "1e5", "12 EUR", [], "a"])
def test_what_is_no_amount_is_refused(value: Any) -> None:
    with pytest.raises(ValueFault):
        money(value, Habits("USD"))


@pytest.mark.parametrize(
    ("said", "domain"),
    [("https://www.kiln.example/a", "kiln.example"), ("jo@kiln.example", "kiln.example"), ("kiln", ""), (None, "")],
)
def test_domains(said: Any, domain: str) -> None:
    assert domain_of(said) == domain


def test_words_are_one_line_and_never_long() -> None:
    assert words("a\n\tb\x00c") == "a b c"
    assert len(words("x" * 10_000)) == 300
