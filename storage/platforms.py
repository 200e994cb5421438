"""What chat platforms need to keep: who is who there, and the sealed keys of each installation."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import Boolean, Column, Index, Table, bindparam, delete, or_, select, update

from domain.chat.link import Link
from storage.columns import Moment, Words
from storage.rows import INSERTS, Insert, Store, columns, names, reader_of
from storage.tables import metadata

links = Table(
    "links",
    metadata,
    Column("platform", Words, primary_key=True),
    Column("workspace", Words, primary_key=True),
    Column("user", Words, primary_key=True),
    Column("person", Words, nullable=False),
    Column("conversation", Words, nullable=False),
    Column("asked", Boolean, nullable=False),
    Column("claim", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "platform", "person"),
)

installs = Table(
    "installs",
    metadata,
    Column("platform", Words, primary_key=True),
    Column("workspace", Words, primary_key=True),
    # Encrypted by the platform's adapter, which alone has the key.
    Column("sealed", Words, nullable=False),
    Column("busy_until", Moment),
)

_LINK_NAMES = names(Link)
_link_parameters = reader_of(_LINK_NAMES)
_LINK_KEY = ("platform", "workspace", "user")
LEARNT = tuple(name for name in _LINK_NAMES if name not in _LINK_KEY)
"""The fields of a link that may be learnt one by one."""
_LINKS = select(*columns(links, _LINK_NAMES), links.c.at)
_LINK = _LINKS.where(*(links.c[name] == bindparam(f"this_{name}") for name in _LINK_KEY))
_OF_PERSON = (
    _LINKS.where(links.c.platform == bindparam("platform"), links.c.person == bindparam("person"))
    .order_by(links.c.at.desc(), links.c.user)
    .limit(1)
)

_THIS = (installs.c.platform == bindparam("this_platform"), installs.c.workspace == bindparam("this_workspace"))
_SEALED = select(installs.c.sealed).where(*_THIS)
_WORKSPACES = (
    select(installs.c.workspace).where(installs.c.platform == bindparam("this_platform")).order_by(installs.c.workspace)
)
_REMOVE = delete(installs).where(*_THIS)
_SWAP = update(installs).where(*_THIS, installs.c.sealed == bindparam("old")).values(sealed=bindparam("new"))
_FREE = or_(installs.c.busy_until.is_(None), installs.c.busy_until <= bindparam("now"))
_CLAIM = update(installs).where(*_THIS, _FREE).values(busy_until=bindparam("until"))
_RELEASE = update(installs).where(*_THIS).values(busy_until=None)


class Links(Store):
    """Users of platforms by workspace and id."""

    def get(self, platform: str, workspace: str, user: str) -> tuple[Link, datetime] | None:
        """The link, and when it was last written."""
        row = self._one(_LINK, {"this_platform": platform, "this_workspace": workspace, "this_user": user})
        return (Link(*row[:-1]), row[-1]) if row else None

    def of_person(self, platform: str, person: str) -> Link | None:
        """The newest of that person, where several users were linked to one."""
        row = self._one(_OF_PERSON, {"platform": platform, "person": person})
        return Link(*row[:-1]) if row else None

    def put(self, link: Link, at: datetime, learnt: Collection[str] = LEARNT) -> None:
        """Insert, or write the fields of these names over what was known of that user."""
        self._connection.execute(_put_link(self._dialect, frozenset(learnt)), _link_parameters(link) | {"at": at})


class Installs(Store):
    """Sealed keys by workspace."""

    def get(self, platform: str, workspace: str) -> str | None:
        row = self._one(_SEALED, _this(platform, workspace))
        return row[0] if row else None

    def workspaces(self, platform: str) -> tuple[str, ...]:
        return tuple(workspace for (workspace,) in self._all(_WORKSPACES, {"this_platform": platform}))

    def put(self, platform: str, workspace: str, sealed: str) -> None:
        """Insert, or replace what was there."""
        values = {"platform": platform, "workspace": workspace, "sealed": sealed}
        self._connection.execute(_put_install(self._dialect), values)

    def swap(self, platform: str, workspace: str, old: str, new: str) -> bool:
        """Replace `old` by `new`; False, and nothing written, where it is not `old` that stands there."""
        changed = self._connection.execute(_SWAP, _this(platform, workspace) | {"old": old, "new": new})
        return changed.rowcount == 1

    def remove(self, platform: str, workspace: str) -> None:
        self._connection.execute(_REMOVE, _this(platform, workspace))

    def claim(self, platform: str, workspace: str, now: datetime, until: datetime) -> bool:
        """True for one caller only until then, or until it is released."""
        claimed = self._connection.execute(_CLAIM, _this(platform, workspace) | {"now": now, "until": until})
        return claimed.rowcount == 1

    def release(self, platform: str, workspace: str) -> None:
        self._connection.execute(_RELEASE, _this(platform, workspace))


def _this(platform: str, workspace: str) -> dict[str, object]:
    return {"this_platform": platform, "this_workspace": workspace}


@cache
def _put_link(dialect: str, learnt: frozenset[str]) -> Insert:
    insert = INSERTS[dialect](links)
    new = {name: insert.excluded[name] for name in ("at", *LEARNT) if name == "at" or name in learnt}
    return insert.on_conflict_do_update(index_elements=list(_LINK_KEY), set_=new)


@cache
def _put_install(dialect: str) -> Insert:
    insert = INSERTS[dialect](installs)
    new = {"sealed": insert.excluded.sealed, "busy_until": None}
    return insert.on_conflict_do_update(index_elements=["platform", "workspace"], set_=new)
