"""Where somebody's first minute of practice stands, and whether help was offered to them."""

from functools import cache

from sqlalchemy import BigInteger, Column, ForeignKey, Table, bindparam, select

from domain.asking.induction import Induction, Step
from storage.columns import Choice, Moment, Words
from storage.rows import INSERTS, Insert, Store, columns, names, reader_of
from storage.tables import metadata

inductions = Table(
    "inductions",
    metadata,
    Column("person", Words, primary_key=True),
    Column("thread", BigInteger, ForeignKey("threads.id")),
    Column("step", Choice(Step), nullable=False),
    Column("helped", Moment),
)

_NAMES = names(Induction)
_parameters = reader_of(_NAMES)
_OF = select(*columns(inductions, _NAMES)).where(inductions.c.person == bindparam("this_person"))


class Inductions(Store):
    """At most one for each person."""

    def of(self, person: str) -> Induction | None:
        row = self._one(_OF, {"this_person": person})
        return Induction(*row) if row else None

    def save(self, induction: Induction) -> Induction:
        self._connection.execute(_upsert(self._dialect), _parameters(induction))
        return induction


@cache
def _upsert(dialect: str) -> Insert:
    insert = INSERTS[dialect](inductions)
    new = {name: insert.excluded[name] for name in _NAMES if name != "person"}
    return insert.on_conflict_do_update(index_elements=["person"], set_=new)
