"""What managers would like to know, until it was asked and answered."""

from dataclasses import replace

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, bindparam, insert, select, update

from domain.asking.wish import Wish, WishState
from storage.columns import Choice, Moment, Words
from storage.rows import Store, columns, names, reader_of
from storage.tables import Serial, metadata

wishes = Table(
    "wishes",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("opportunity", Words, ForeignKey("opportunities.id"), nullable=False),
    Column("owner", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", Choice(WishState), nullable=False),
    Column("nudge", BigInteger, ForeignKey("nudges.id")),
    Index(None, "owner", "state"),
    Index(None, "nudge"),
    sqlite_autoincrement=True,
)

_c = wishes.c
_WISHES = select(*columns(wishes, names(Wish)))
_parameters = reader_of(names(Wish, without=("id",)))
_ADD = insert(wishes)
_SAVE = (
    update(wishes)
    .where(wishes.c.id == bindparam("row_id"))
    .values({name: bindparam(name) for name in names(Wish, without=("id",))})
)
_WAITING = _WISHES.where(_c.owner == bindparam("owner"), _c.state == WishState.WAITING).order_by(_c.id)
_OF_NUDGE = _WISHES.where(_c.nudge == bindparam("nudge"), _c.state == WishState.ASKED).order_by(_c.id)


class Wishes(Store):
    """Wishes, oldest first."""

    def add(self, wish: Wish) -> Wish:
        return replace(wish, id=self._insert(_ADD, _parameters(wish)))

    def save(self, wish: Wish) -> Wish:
        self._connection.execute(_SAVE, {**_parameters(wish), "row_id": wish.id})
        return wish

    def waiting_for(self, owner: str) -> tuple[Wish, ...]:
        """Those that this owner was not asked about yet."""
        return tuple(Wish(*row) for row in self._all(_WAITING, {"owner": owner}))

    def asked_by(self, nudge: int) -> tuple[Wish, ...]:
        """Those that this question asks for and that are not answered."""
        return tuple(Wish(*row) for row in self._all(_OF_NUDGE, {"nudge": nudge}))
