"""Every view of the application with random arguments, found by its annotations: a new one is covered by itself."""

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

import bot.views
from bot.process_file import load
from bot.views.alert import AlertShown
from domain.asking.question import Give
from domain.chat.message import Button, Buttons, Message, Note
from domain.forecast.accuracy import Record
from domain.reading.reading import HelpRequest
from domain.requests.approvals import Approval
from domain.sales.account_facts import NewsItem
from domain.sales.approvals import APPROVED_KINDS
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory, Person, WorkingHours
from domain.sales.process import HELP_KINDS, SalesProcess
from tests.adapters.slack.out.hostile import HOSTILE
from tests.adapters.slack.out.messages import links

COMPANY = load(Path(__file__).parents[4] / "app.yaml").company
View = Callable[..., Message]

_words = st.sampled_from(
    ("Acme, Pumps", "Jo O'Hara & Sons", "verbal from Jo, should close on 14 Apr")
) | st.sampled_from(HOSTILE)
_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
_leaves: dict[Any, st.SearchStrategy[Any]] = {
    str: _words,
    int: st.integers(0, 100),
    float: st.floats(0, 1),
    bool: st.booleans(),
    type(None): st.none(),
    Decimal: st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100),
    date: _days,
    datetime: _days.map(lambda day: datetime(day.year, day.month, day.day, 9, tzinfo=UTC)),
    time: st.times(),
    SalesProcess: st.just(COMPANY.process),
    Directory: st.just(Directory(COMPANY.people)),
    typing.Any: _words,
    Record: st.integers(0, 4).map(lambda size: Record(*(np.full(size, share) for share in (0.6, 0.5, 1.0)))),
}
_fields: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    **dict.fromkeys(((Person, "zone"), (AlertShown, "zone")), st.sampled_from(("UTC", "America/New_York"))),
    (Person, "name"): _words.filter(str.strip),
    (WorkingHours, "days"): st.lists(st.integers(0, 6), max_size=7).map(tuple),
    (Request, "kind"): st.sampled_from(HELP_KINDS),
    (Approval, "kind"): st.sampled_from(APPROVED_KINDS),
    (Approval, "steps"): st.just((("ann@x.example",), ("bob@x.example", "cay@x.example"))),
    (Approval, "step"): st.integers(0, 1),
    (HelpRequest, "kind"): st.sampled_from(HELP_KINDS),
    (NewsItem, "link"): links,
    (Give, "offers"): st.sampled_from(HELP_KINDS),
    (Give, "words"): _words.filter(str.strip),
    (Opportunity, "stage"): st.sampled_from([stage.name for stage in COMPANY.process.stages]),
    (Opportunity, "currency"): st.sampled_from(("USD", "EUR", "CHF")),
}
_more_parts = st.sampled_from((Note("More."), Buttons((Button("Undo", "undo", "7"),))))


def all_views() -> list[tuple[str, View]]:
    """Name and function of everything public in bot.views that makes a message."""
    found = []
    for module in pkgutil.iter_modules(bot.views.__path__):
        views = importlib.import_module(f"bot.views.{module.name}")
        for name, view in inspect.getmembers(views, inspect.isfunction):
            own = view.__module__ == views.__name__ and not name.startswith("_")
            if own and typing.get_type_hints(view).get("return") is Message:
                found.append((f"{module.name}.{name}", view))
    return found


@st.composite
def shown(draw: st.DrawFn, view: View, many: int = 4) -> Message:
    """What that view shows of random arguments; lists are at most `many` long."""
    hints = typing.get_type_hints(view)
    chosen, named, rest = {}, {}, []
    for name, parameter in inspect.signature(view).parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            rest = draw(st.lists(_more_parts, max_size=2))
        elif parameter.kind is parameter.KEYWORD_ONLY:
            named[name] = draw(_of(hints[name], many))
        else:
            chosen[name] = draw(_of(hints[name], many))
    return view(*chosen.values(), *rest, **named)


def _of(hint: Any, many: int) -> st.SearchStrategy[Any]:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint in _leaves:
        return _leaves[hint]
    if origin in (typing.Union, types.UnionType):
        return st.one_of([_of(one, many) for one in inner])
    if origin in (Sequence, Iterable, list) or (origin is tuple and inner[-1:] == (...,)):
        return st.lists(_of(inner[0], many), max_size=many).map(tuple)
    if origin is tuple:
        return st.tuples(*(_of(one, many) for one in inner))
    if origin is Mapping:
        return st.dictionaries(_of(inner[0], many), _of(inner[1], many), max_size=many)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return st.sampled_from(list(hint))
    if isinstance(hint, type) and issubclass(hint, tuple):
        named = {name: _of(one, many) for name, one in typing.get_type_hints(hint).items()}
        return st.builds(hint, **named)
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        made = {
            field.name: _fields.get(
                (typing.cast(type, hint), field.name), st.deferred(lambda one=hints[field.name]: _of(one, many))
            )
            for field in dataclasses.fields(hint)
            if field.init
        }
        return st.builds(typing.cast(Callable[..., Any], hint), **made)
    raise NotImplementedError(f"no example for {hint}: add one here")
