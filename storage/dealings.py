"""What stands open with a person: offers waiting for a tap, help that was asked for."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.sales.dealings import Offer, OfferState, Request, RequestState
from domain.sales.values import keep, recall
from storage.rows import AnyRow, Store, columns, names, reader_of
from storage.tables import offers, requests

_OFFER_NAMES = names(Offer)
_OFFERS = select(*columns(offers, _OFFER_NAMES))
_offer_parameters = reader_of(names(Offer, without=("id", "choices")))
_ADD_OFFER = insert(offers)
_SAVE_OFFER = (
    update(offers)
    .where(offers.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in names(Offer, without=("id",))})
)
_OFFER = _OFFERS.where(offers.c.id == bindparam("row_id"))
_OPEN_OFFERS = _OFFERS.where(offers.c.state == OfferState.OPEN).order_by(offers.c.id.desc())
_OPEN_IN_THREAD = _OPEN_OFFERS.where(offers.c.thread == bindparam("thread"))
_OPEN_OF_STATEMENT = _OPEN_OFFERS.where(offers.c.statement == bindparam("statement"))
_OPEN_FOR = _OPEN_OFFERS.where(offers.c.person == bindparam("person"))
_OPEN_FOR_IN_THREAD = _OPEN_FOR.where(offers.c.thread == bindparam("thread"))
_OPEN_FOR_OUTSIDE = _OPEN_FOR.where(offers.c.thread.is_(None))

_REQUEST_NAMES = names(Request)
_REQUESTS = select(*columns(requests, _REQUEST_NAMES))
_request_parameters = reader_of(names(Request, without=("id",)))
_ADD_REQUEST = insert(requests)
_SAVE_REQUEST = (
    update(requests)
    .where(requests.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in names(Request, without=("id",))})
)
_REQUEST = _REQUESTS.where(requests.c.id == bindparam("row_id"))
_REQUESTS_OF = _REQUESTS.where(requests.c.opportunity == bindparam("opportunity")).order_by(requests.c.id)
_REQUESTS_FOR = _REQUESTS.where(
    requests.c.asked_of == bindparam("person"), requests.c.state == RequestState.OPEN
).order_by(requests.c.id)


class Offers(Store):
    """Offers. Lists hold the open ones, newest first."""

    def add(self, offer: Offer) -> Offer:
        return replace(offer, id=self._insert(_ADD_OFFER, _kept(offer)))

    def get(self, offer_id: int) -> Offer | None:
        row = self._by_id(_OFFER, offer_id)
        return _offer(*row) if row else None

    def save(self, offer: Offer) -> Offer:
        self._connection.execute(_SAVE_OFFER, {**_kept(offer), "row_id": offer.id})
        return offer

    def open_in(self, thread: int) -> tuple[Offer, ...]:
        return _offers(self._all(_OPEN_IN_THREAD, {"thread": thread}))

    def open_of_statement(self, statement: int) -> tuple[Offer, ...]:
        return _offers(self._all(_OPEN_OF_STATEMENT, {"statement": statement}))

    def open_for(self, person: str, thread: int | None) -> tuple[Offer, ...]:
        """Those to this person in that thread; None means those made outside of threads."""
        if thread is None:
            return _offers(self._all(_OPEN_FOR_OUTSIDE, {"person": person}))
        return _offers(self._all(_OPEN_FOR_IN_THREAD, {"person": person, "thread": thread}))


class Requests(Store):
    """Help that was asked for."""

    def add(self, request: Request) -> Request:
        return replace(request, id=self._insert(_ADD_REQUEST, _request_parameters(request)))

    def get(self, request_id: int) -> Request | None:
        row = self._by_id(_REQUEST, request_id)
        return Request(*row) if row else None

    def save(self, request: Request) -> Request:
        self._connection.execute(_SAVE_REQUEST, {**_request_parameters(request), "row_id": request.id})
        return request

    def of_opportunity(self, opportunity: str) -> tuple[Request, ...]:
        return tuple(Request(*row) for row in self._all(_REQUESTS_OF, {"opportunity": opportunity}))

    def open_for(self, person: str) -> tuple[Request, ...]:
        """Those this person was asked for and has not settled, oldest first."""
        return tuple(Request(*row) for row in self._all(_REQUESTS_FOR, {"person": person}))


def _kept(offer: Offer) -> dict[str, Any]:
    return {**_offer_parameters(offer), "choices": [keep(choice) for choice in offer.choices]}


def _offers(rows: Iterable[AnyRow]) -> tuple[Offer, ...]:
    return tuple(_offer(*row) for row in rows)


def _offer(person: str, statement: int, opportunity: str | None, *rest: Any) -> Offer:
    field, choices, quote, thread, state, offer_id = rest
    recalled = tuple(recall(field, choice) for choice in choices) if field else tuple(choices)
    return Offer(person, statement, opportunity, field, recalled, quote, thread, state, offer_id)
