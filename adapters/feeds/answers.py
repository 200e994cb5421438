"""What the files of single vendors share: picking out of answers whose shape nobody promises, and building facts."""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.feeds.faults import FeedFault
from adapters.feeds.feed import Faulty
from adapters.feeds.values import ValueFault
from domain.sales.account_facts import F

Json = Mapping[str, Any]
_LONGEST_ID = 60  # characters


def listed(answer: Mapping[str, Any], key: str) -> list[Json]:
    """The objects of a list in an answer. FeedFault where there is no list: the address is another program's."""
    found = answer.get(key)
    if not isinstance(found, list):
        raise FeedFault(f"the answer has no list of {key}: look at the address")
    return objects(found)


def objects(found: Any) -> list[Json]:
    """The objects of what should be a list of them; none where it is something else."""
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def at(item: Any, *path: str) -> Any:
    """The value behind a path of keys; None where it is not."""
    for key in path:
        item = item.get(key) if isinstance(item, Mapping) else None
    return item


def taken(items: Iterable[Json], make: Callable[[Json], F | None], name: str) -> tuple[list[F], list[Faulty]]:
    """Facts of those items, and a fault for each that cannot be one; `name` is the key of their ids."""
    facts: list[F] = []
    faults: list[Faulty] = []
    for item in items:
        try:
            fact = make(item)
        except ValueFault as fault:
            found = str(item.get(name))[:_LONGEST_ID]
            faults.append(Faulty(found, f"{found}: {fault}"))
        else:
            facts += [fact] if fact else []
    return facts, faults


def by_id(items: Iterable[Json]) -> dict[str, Json]:
    return {str(item["id"]): item for item in items if "id" in item}


def basic(user: str, password: str) -> Mapping[str, str]:
    """Basic authentication."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def stamp(moment: datetime) -> str:
    """As most of them write times: 2026-11-22T09:30:00Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
