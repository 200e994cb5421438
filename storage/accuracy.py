"""Who has looked at how good somebody's stated probabilities were, and who was told that they may."""

from datetime import date, datetime

from sqlalchemy import Column, Date, Table, bindparam, select

from storage.columns import Moment, Words
from storage.rows import INSERTS, Store
from storage.tables import metadata

accuracy_views = Table(
    "accuracy_views",
    metadata,
    Column("person", Words, primary_key=True),
    Column("quarter", Date, primary_key=True),
    Column("at", Moment, nullable=False),
)

accuracy_told = Table(
    "accuracy_told",
    metadata,
    Column("reader", Words, primary_key=True),
    Column("person", Words, primary_key=True),
    Column("quarter", Date, primary_key=True),
    Column("at", Moment, nullable=False),
)

_SEEN = select(accuracy_views.c.quarter, accuracy_views.c.at).where(accuracy_views.c.person == bindparam("person"))


class AccuracyLooks(Store):
    """By person and quarter, which is named by its first day."""

    def seen(self, person: str) -> dict[date, datetime]:
        """The quarters whose figures this person has seen of themselves, and when last."""
        return {row[0]: row[1] for row in self._all(_SEEN, {"person": person})}

    def see(self, person: str, quarter: date, at: datetime) -> None:
        """That person has seen their own figures of that quarter."""
        statement = INSERTS[self._dialect](accuracy_views)
        newest = statement.on_conflict_do_update(
            index_elements=["person", "quarter"], set_={"at": statement.excluded["at"]}
        )
        self._connection.execute(newest, {"person": person, "quarter": quarter, "at": at})

    def tell_once(self, reader: str, person: str, quarter: date, at: datetime) -> bool:
        """Whether `reader` was not told of that person's quarter before; from now on they were."""
        statement = INSERTS[self._dialect](accuracy_told).on_conflict_do_nothing()
        return self._written(statement, {"reader": reader, "person": person, "quarter": quarter, "at": at}) == 1
