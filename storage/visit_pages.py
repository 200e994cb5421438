"""Which visit's account page somebody has had, so that it comes once."""

from datetime import datetime
from functools import cache

from sqlalchemy import BigInteger, Column, ForeignKey, Table, bindparam, select

from storage.columns import Moment, Words
from storage.rows import INSERTS, Insert, Store
from storage.tables import metadata

visit_pages = Table(
    "visit_pages",
    metadata,
    Column("appointment", BigInteger, ForeignKey("appointments.id"), primary_key=True),
    Column("person", Words, primary_key=True),
    Column("starts", Moment, nullable=False),
)

_OF = select(visit_pages.c.starts).where(
    visit_pages.c.appointment == bindparam("this_appointment"), visit_pages.c.person == bindparam("this_person")
)


class VisitPages(Store):
    """At most one for each appointment and person."""

    def had(self, appointment: int, person: str) -> datetime | None:
        """When the visit was to start for which this person had the page; None where they had none."""
        row = self._one(_OF, {"this_appointment": appointment, "this_person": person})
        return row[0] if row else None

    def put(self, appointment: int, person: str, starts: datetime) -> None:
        """This person has the page of the visit that starts then."""
        self._connection.execute(
            _upsert(self._dialect), {"appointment": appointment, "person": person, "starts": starts}
        )


@cache
def _upsert(dialect: str) -> Insert:
    insert = INSERTS[dialect](visit_pages)
    return insert.on_conflict_do_update(
        index_elements=["appointment", "person"], set_={"starts": insert.excluded.starts}
    )
