"""Files that were made for one person, by a word that nobody can guess, until they are forgotten."""

import secrets
from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Table, bindparam, delete, insert, select

from domain.chat.document import Content
from storage.columns import Moment, Words
from storage.rows import Store
from storage.tables import metadata

documents = Table(
    "documents",
    metadata,
    Column("token", Words, primary_key=True),
    Column("person", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("media_type", Words, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "at"),
)

_TOKEN_BYTES = 24
_ADD = insert(documents)
_GET = select(documents.c.name, documents.c.media_type, documents.c.content).where(
    documents.c.token == bindparam("this_token")
)
_FORGET = delete(documents).where(documents.c.at < bindparam("before"))


class Documents(Store):
    """Whoever has the token has the file: it is shown to the person it was made for, and to nobody else."""

    def add(self, person: str, file: Content, at: datetime) -> str:
        """Keep it for that person; the token is the `ref` of the Document that hands it over."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        kept = {"name": file.name, "media_type": file.media_type, "content": file.content}
        self._connection.execute(_ADD, {"token": token, "person": person, "at": at, **kept})
        return token

    def get(self, token: str) -> Content | None:
        row = self._one(_GET, {"this_token": token})
        return Content(row[0], row[1], bytes(row[2])) if row else None

    def forget(self, before: datetime) -> int:
        """Delete what was made before then, and return how many those were."""
        return self._connection.execute(_FORGET, {"before": before}).rowcount
