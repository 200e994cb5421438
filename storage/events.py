"""Which events were handled, so that each has one effect; and a few facts about the database itself."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.rows import INSERTS, Insert, Store
from storage.tables import events, meta

_FIRST_TIME = {name: insert(events).on_conflict_do_nothing() for name, insert in INSERTS.items()}
_FORGET = delete(events).where(events.c.at < bindparam("before"))

_GET = select(meta.c.value).where(meta.c.key == bindparam("row_id"))


def _put(insert: Insert) -> Insert:
    return insert.on_conflict_do_update(index_elements=["key"], set_={"value": insert.excluded.value})


_PUT = {name: _put(insert(meta)) for name, insert in INSERTS.items()}


class Events(Store):
    """Events by platform, workspace and the platform's id."""

    def first_time(self, platform: str, workspace: str, event_id: str, at: datetime) -> bool:
        """True for one transaction only, however often and wherever the event is delivered."""
        event = {"platform": platform, "workspace": workspace, "event_id": event_id, "at": at}
        return self._written(_FIRST_TIME[self._dialect], event) == 1

    def forget(self, before: datetime) -> int:
        """Delete the events that came before then, and return how many those were."""
        return self._connection.execute(_FORGET, {"before": before}).rowcount


class Meta(Store):
    """Single facts by key."""

    def get(self, key: str) -> str | None:
        row = self._one(_GET, {"row_id": key})
        return row[0] if row else None

    def put(self, key: str, value: str) -> None:
        self._connection.execute(_PUT[self._dialect], {"key": key, "value": value})
