"""Where the channels of app.yaml are on chat platforms, as far as they were found there."""

from functools import cache

from sqlalchemy import Boolean, Column, Index, Table, bindparam, delete, select

from domain.chat.channel import ChannelPlace
from storage.columns import Words
from storage.rows import INSERTS, Insert, Store, columns, names, reader_of
from storage.tables import metadata

channel_places = Table(
    "channel_places",
    metadata,
    Column("name", Words, primary_key=True),
    Column("platform", Words, nullable=False),
    Column("workspace", Words, nullable=False),
    Column("conversation", Words, nullable=False),
    Column("open", Boolean, nullable=False),
    Index(None, "platform", "workspace", "conversation"),
)

_NAMES = names(ChannelPlace)
_parameters = reader_of(_NAMES)
_PLACES = select(*columns(channel_places, _NAMES))
_NAMED = channel_places.c.name == bindparam("this_name")
_PLACE, _FORGET = _PLACES.where(_NAMED), delete(channel_places).where(_NAMED)
_AT = _PLACES.where(*(channel_places.c[name] == bindparam(name) for name in ("platform", "workspace", "conversation")))


class ChannelPlaces(Store):
    """At most one for each channel of app.yaml."""

    def get(self, name: str) -> ChannelPlace | None:
        row = self._one(_PLACE, {"this_name": name})
        return ChannelPlace(*row) if row else None

    def at(self, platform: str, workspace: str, conversation: str) -> ChannelPlace | None:
        place = {"platform": platform, "workspace": workspace, "conversation": conversation}
        row = self._one(_AT, place)
        return ChannelPlace(*row) if row else None

    def put(self, place: ChannelPlace) -> None:
        """Insert, or replace where it was."""
        self._connection.execute(_upsert(self._dialect), _parameters(place))

    def forget(self, name: str) -> None:
        """It is not there any more."""
        self._connection.execute(_FORGET, {"this_name": name})


@cache
def _upsert(dialect: str) -> Insert:
    insert = INSERTS[dialect](channel_places)
    new = {name: insert.excluded[name] for name in _NAMES if name != "name"}
    return insert.on_conflict_do_update(index_elements=["name"], set_=new)
