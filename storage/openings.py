"""Openings that were asked about, and contacts of accounts."""

from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Table, bindparam, insert, select, update

from domain.sales.openings import Contact, Opening, OpeningState
from storage.columns import Choice, Hundredths, Moment, Words
from storage.rows import Store, columns, names, reader_of
from storage.tables import Serial, metadata

openings = Table(
    "openings",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    *(Column(name, Words, nullable=False) for name in ("person", "owner", "account", "product", "quote")),
    Column("at", Moment, nullable=False),
    Column("amount", Hundredths),
    Column("close_date", Date),
    Column("thread", BigInteger, ForeignKey("threads.id")),
    Column("opportunity", Words, ForeignKey("opportunities.id")),
    Column("state", Choice(OpeningState), nullable=False),
    Index(None, "person", "state"),
    sqlite_autoincrement=True,
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    *(Column(name, Words, nullable=False) for name in ("account", "name", "title", "email", "phone")),
    *(Column(name, Words, nullable=False) for name in ("by", "said_for", "quote")),
    Column("at", Moment, nullable=False),
    Column("removed", Moment),
    Index(None, "account"),
    sqlite_autoincrement=True,
)


def _saving(table: Table, kept: tuple[str, ...]) -> Any:
    return (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values({name: bindparam(name) for name in kept if name != "id"})
    )


_NAMES = names(Opening)
_parameters = reader_of(names(Opening, without=("id",)))
_SELECT = select(*columns(openings, _NAMES))
_ADD, _SAVE = insert(openings), _saving(openings, _NAMES)
_GET = _SELECT.where(openings.c.id == bindparam("row_id"))
_ASKED = _SELECT.where(openings.c.person == bindparam("person"), openings.c.state == OpeningState.ASKED).order_by(
    openings.c.id.desc()
)
_ASKED_OUTSIDE = _ASKED.where(openings.c.thread.is_(None))
_ASKED_IN_THREAD = _ASKED.where(openings.c.thread == bindparam("thread"))

_CONTACT_NAMES = names(Contact)
_contact_parameters = reader_of(names(Contact, without=("id",)))
_CONTACTS = select(*columns(contacts, _CONTACT_NAMES))
_ADD_CONTACT, _SAVE_CONTACT = insert(contacts), _saving(contacts, _CONTACT_NAMES)
_CONTACT = _CONTACTS.where(contacts.c.id == bindparam("row_id"))
_CONTACTS_AT = _CONTACTS.where(contacts.c.account == bindparam("account"), contacts.c.removed.is_(None)).order_by(
    contacts.c.id
)


class Openings(Store):
    """Openings."""

    def add(self, opening: Opening) -> Opening:
        return replace(opening, id=self._insert(_ADD, _parameters(opening)))

    def get(self, opening_id: int) -> Opening | None:
        row = self._by_id(_GET, opening_id)
        return Opening(*row) if row else None

    def save(self, opening: Opening) -> Opening:
        self._connection.execute(_SAVE, {**_parameters(opening), "row_id": opening.id})
        return opening

    def asked_of(self, person: str, thread: int | None) -> tuple[Opening, ...]:
        """Those about which this person was asked in that thread, or outside of threads, newest first."""
        if thread is None:
            rows = self._all(_ASKED_OUTSIDE, {"person": person})
        else:
            rows = self._all(_ASKED_IN_THREAD, {"person": person, "thread": thread})
        return tuple(Opening(*row) for row in rows)


class Contacts(Store):
    """People at customers."""

    def add(self, contact: Contact) -> Contact:
        return replace(contact, id=self._insert(_ADD_CONTACT, _contact_parameters(contact)))

    def get(self, contact_id: int) -> Contact | None:
        row = self._by_id(_CONTACT, contact_id)
        return Contact(*row) if row else None

    def save(self, contact: Contact) -> Contact:
        self._connection.execute(_SAVE_CONTACT, {**_contact_parameters(contact), "row_id": contact.id})
        return contact

    def at(self, account: str) -> tuple[Contact, ...]:
        """Those of the account of that id, or of that name where it has none, oldest first."""
        return tuple(Contact(*row) for row in self._all(_CONTACTS_AT, {"account": account}))
