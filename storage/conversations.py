"""Threads about opportunities, and the messages the quarterback sent."""

from dataclasses import replace

from sqlalchemy import bindparam, func, insert, select, update

from domain.sales.dealings import Thread
from storage.records import Post
from storage.rows import Store, columns, names, reader_of
from storage.tables import posts, threads

_THREADS = select(*columns(threads, names(Thread)))
_thread_parameters = reader_of(names(Thread, without=("id",)))
_ADD_THREAD = insert(threads)
_THREAD = _THREADS.where(threads.c.id == bindparam("row_id"))
_BY_ROOT = _THREADS.where(
    *(threads.c[name] == bindparam(name) for name in ("platform", "workspace", "conversation", "root"))
)
_SET_ROOT = update(threads).where(threads.c.id == bindparam("row_id")).values(root=bindparam("root"))

_POSTS = select(*columns(posts, names(Post)))
_ADD_POST = insert(posts)
_POST = _POSTS.where(posts.c.id == bindparam("row_id"))
_SENT = update(posts).where(posts.c.id == bindparam("row_id")).values(message_id=bindparam("message_id"))
_NOW_ABOUT = (
    update(posts).where(posts.c.id == bindparam("row_id")).values(about=bindparam("shown"), ref=bindparam("its_ref"))
)
_OF = _POSTS.where(posts.c.about == bindparam("about"), posts.c.ref == bindparam("ref")).order_by(posts.c.id)
_BY_MESSAGE = _POSTS.where(
    *(posts.c[name] == bindparam(name) for name in ("platform", "workspace", "conversation", "message_id"))
).limit(1)
_LAST = select(func.max(posts.c.id)).where(
    *(posts.c[name] == bindparam(name) for name in ("platform", "workspace", "conversation"))
)
_LAST_ALONE = _LAST.where(posts.c.thread.is_(None))
_LAST_IN = _LAST.where(posts.c.thread == bindparam("thread"))


class Threads(Store):
    """Threads. A message of a platform roots at most one."""

    def add(self, thread: Thread) -> Thread:
        return replace(thread, id=self._insert(_ADD_THREAD, _thread_parameters(thread)))

    def get(self, thread_id: int) -> Thread | None:
        row = self._by_id(_THREAD, thread_id)
        return Thread(*row) if row else None

    def by_root(self, platform: str, workspace: str, conversation: str, root: str) -> Thread | None:
        place = {"platform": platform, "workspace": workspace, "conversation": conversation, "root": root}
        row = self._one(_BY_ROOT, place)
        return Thread(*row) if row else None

    def set_root(self, thread_id: int, root: str) -> None:
        """The thread's first message was posted and has this id of the platform."""
        self._connection.execute(_SET_ROOT, {"row_id": thread_id, "root": root})


class Posts(Store):
    """Messages the quarterback sent or is about to send, by the row they show."""

    def add(self, thread: int | None, platform: str, workspace: str, conversation: str, about: str, ref: int) -> int:
        """Remember a message that is about to go out; returns the id of the post."""
        values = {"thread": thread, "platform": platform, "workspace": workspace, "conversation": conversation}
        return self._insert(_ADD_POST, {**values, "about": about, "ref": ref})

    def get(self, post_id: int) -> Post | None:
        row = self._by_id(_POST, post_id)
        return Post(*row) if row else None

    def sent(self, post_id: int, message_id: str) -> None:
        """It is out, under this id of the platform."""
        self._connection.execute(_SENT, {"row_id": post_id, "message_id": message_id})

    def now_about(self, post_id: int, about: str, ref: int) -> None:
        """It shows another row from now on."""
        self._connection.execute(_NOW_ABOUT, {"row_id": post_id, "shown": about, "its_ref": ref})

    def of(self, about: str, ref: int) -> tuple[Post, ...]:
        """Every post that shows that row, oldest first."""
        return tuple(Post(*row) for row in self._all(_OF, {"about": about, "ref": ref}))

    def last_id(self, platform: str, workspace: str, conversation: str, thread: int | None) -> int:
        """The id of the post that came last there, in that thread or outside of threads; 0 where there is none."""
        place = {"platform": platform, "workspace": workspace, "conversation": conversation}
        row = self._one(_LAST_ALONE if thread is None else _LAST_IN, place | ({"thread": thread} if thread else {}))
        return int(row[0]) if row and row[0] else 0

    def by_message(self, platform: str, workspace: str, conversation: str, message_id: str) -> Post | None:
        place = {"platform": platform, "workspace": workspace, "conversation": conversation, "message_id": message_id}
        row = self._one(_BY_MESSAGE, place)
        return Post(*row) if row else None

    def newest(self, platform: str, workspace: str, conversation: str) -> Post | None:
        """What was said there last, or is about to be."""
        place = {"platform": platform, "workspace": workspace, "conversation": conversation}
        row = self._one(_LAST, place)
        return self.get(row[0]) if row and row[0] else None
