"""Files for one person: found by their token alone, forgotten in time."""

from datetime import UTC, datetime, timedelta

from domain.chat.document import Content
from storage.unit_of_work import Storage

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILE = Content("März.csv", "text/csv", b"\x00\xff,1\r\n")


def test_a_file_comes_back_as_it_was_given(storage: Storage) -> None:
    with storage.begin() as uow:
        one, other = (uow.documents.add("ana@example.com", FILE, NOON) for _ in range(2))
    with storage.read() as uow:
        assert uow.documents.get(one) == FILE
        assert uow.documents.get("") is None
        assert uow.documents.get(one[:-1]) is None
    assert one != other
    assert len(one) >= 32


def test_what_is_old_is_forgotten(storage: Storage) -> None:
    with storage.begin() as uow:
        old = uow.documents.add("ana@example.com", FILE, NOON)
        young = uow.documents.add("ana@example.com", FILE, NOON + timedelta(days=1))
        assert uow.documents.forget(NOON + timedelta(hours=1)) == 1
        assert uow.documents.get(old) is None
        assert uow.documents.get(young) == FILE
