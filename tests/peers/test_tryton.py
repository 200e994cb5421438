"""Against Tryton 8.2 and its credit limits: who owes too much is on hold, who pays is free again."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pydantic import SecretStr

from adapters.feeds.faults import Refused
from adapters.feeds.spec import About, FeedSpec, SourceSpec
from bot.feeds_side import feed_of
from domain.sales.account_facts import CreditHold, HoldState
from storage.unit_of_work import Storage
from tests.adapters.feeds.application import Office, office_on
from tests.peers import tryton
from tests.peers.tryton import DATABASE, PASSWORD, USER, Tryton

pytestmark = pytest.mark.skipif(not tryton.BOOKS.exists(), reason=tryton.MISSING)

KEY = "QUARTERBACK_FEED_BOOKS"


def spec_of(peer: Tryton) -> FeedSpec:
    source = SourceSpec("tryton", peer.address, USER, KEY, True, {"database": DATABASE})
    return FeedSpec("books", About.CREDIT, source=source)


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tryton]:
    with tryton.running(tmp_path_factory.mktemp("tryton")) as running:
        yield running


@pytest.fixture
def office(sqlite_storage: Storage) -> Office:
    return office_on(sqlite_storage, accounts={"kiln": "Kiln Works", "acme": "Acme"})


def test_over_the_limit_is_a_hold_and_paid_is_released(peer: Tryton, office: Office) -> None:
    feed = feed_of(spec_of(peer), {KEY: SecretStr(PASSWORD)})
    assert feed
    kiln, acme = peer.customer("Kiln Works", "300", "https://www.kiln.example/"), peer.customer("Acme", "5000")
    peer.owes(kiln, "250")
    peer.owes(acme, "4000")
    office.poll(spec_of(peer), feed)
    assert office.facts() == {}

    peer.owes(kiln, "120.50")
    office.poll(spec_of(peer), feed)
    (held,) = office.facts().values()
    assert isinstance(held, CreditHold)
    assert (held.state, held.over_limit, held.currency) == (HoldState.PLACED, Decimal("70.50"), "USD")
    assert (held.account.name, held.account.domain) == ("Kiln Works", "kiln.example")
    assert office.account_of(held) == "kiln"

    peer.owes(kiln, "29.50")
    office.poll(spec_of(peer), feed)
    (raised,) = office.facts().values()
    assert isinstance(raised, CreditHold)
    assert (raised.state, raised.over_limit) == (HoldState.PLACED, Decimal("100.00"))

    peer.pays(kiln, "400")
    office.poll(spec_of(peer), feed)
    (released,) = office.facts().values()
    assert isinstance(released, CreditHold)
    assert (released.state, released.over_limit) == (HoldState.RELEASED, None)


def test_a_wrong_password_is_named(peer: Tryton, office: Office) -> None:
    feed = feed_of(spec_of(peer), {KEY: SecretStr("guessed")})
    assert feed
    with pytest.raises(Refused, match="does not take"):
        feed.page({}, office.now)
