"""What somebody looked at, so that its next page can be shown: the query stands here, never in a button."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Table, bindparam, delete, insert, select

from storage.columns import Json, Moment, Words
from storage.rows import Store
from storage.tables import Serial, metadata

looks = Table(
    "looks",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("person", Words, nullable=False),
    Column("query", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "at"),
    # An id that was given once is never given again: old buttons name rows by id.
    sqlite_autoincrement=True,
)

_ADD = insert(looks)
_GET = select(looks.c.person, looks.c.query).where(looks.c.id == bindparam("row_id"))
_FORGET = delete(looks).where(looks.c.at < bindparam("before"))


@dataclass(frozen=True, slots=True)
class Look:
    """A query and whose it is."""

    person: str
    query: Mapping[str, Any]


class Looks(Store):
    """Queries by id."""

    def add(self, person: str, query: Mapping[str, Any], at: datetime) -> int:
        return self._insert(_ADD, {"person": person, "query": dict(query), "at": at})

    def get(self, look_id: int) -> Look | None:
        row = self._by_id(_GET, look_id)
        return Look(row[0], row[1]) if row else None

    def forget(self, before: datetime) -> int:
        """Delete what was looked at before then, and return how many those were."""
        return self._connection.execute(_FORGET, {"before": before}).rowcount
