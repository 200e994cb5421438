"""How values of the domain are kept in columns, alike on both databases."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from storage.errors import CannotKeep

E = TypeVar("E", bound=StrEnum)

LARGEST = 2**63 - 1
_BROKEN = re.compile("[\x00\ud800-\udfff]")


def whole(text: str) -> str:
    """The text with each NUL and lone surrogate replaced by U+FFFD: PostgreSQL refuses the one, UTF-8 the other."""
    if text.isascii() and "\0" not in text:  # nearly always, and known at once
        return str(text)
    if not _BROKEN.search(text):
        return str(text)
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return paired.replace("\x00", "\ufffd")


class Words(TypeDecorator[str]):
    """Text. What no database can keep of it is replaced on the way in, see `whole`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else whole(value)


class Choice(TypeDecorator[E], Generic[E]):
    """One word of an enumeration, kept as text."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.kind(value)


class Hundredths(TypeDecorator[Decimal]):
    """A Decimal with two places, kept as a whole number so that sums are exact."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else _hundredths(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        # PostgreSQL sums BIGINT to NUMERIC, which arrives as a Decimal.
        return None if value is None else Decimal(int(value)).scaleb(-2)


class Moment(TypeDecorator[datetime]):
    """A point in time: aware on the way in, UTC on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise CannotKeep(f"The time {value} has no zone and cannot be kept.")
        return value if value.tzinfo is UTC else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON(none_as_null=True)
"""JSON, written by `dump_json`, which the engine is given."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def dump_json(value: object) -> str:
    """Compact JSON, its strings treated like any other text; CannotKeep where `value` is none."""
    try:
        text = _ENCODER.encode(value)
        if "\\u0000" in text or _BROKEN.search(text):  # NUL is written as its escape
            text = _ENCODER.encode(_whole_json(value))
    except (TypeError, ValueError) as error:
        raise CannotKeep(f"This cannot be kept as JSON: {error}.") from None
    return text


def _hundredths(value: Decimal) -> int:
    try:
        hundredths = int(value * 100)
    except (InvalidOperation, OverflowError, ValueError):
        raise CannotKeep(f"{value} is no amount.") from None
    if hundredths != value * 100:
        raise CannotKeep(f"An amount has two places at most: {value} would have to be rounded.")
    if abs(hundredths) > LARGEST:
        raise CannotKeep(f"The amount {value:.3E} is too large to be kept.")
    return hundredths


def _whole_json(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, Mapping):
        return {_whole_json(key): _whole_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole_json(item) for item in value]
    return value
