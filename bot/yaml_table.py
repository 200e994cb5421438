"""Reads YAML nodes by tables of keys with a reader each, and notes every fault instead of stopping at the first."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, NoReturn, TypeVar, cast

import yaml

from bot.faults import Fault, shown

T = TypeVar("T")
D = TypeVar("D")
T_co = TypeVar("T_co", covariant=True)

_SECRET = re.compile(r"token|secret(?!ar)|passw|pwd|api.?key|credential", re.IGNORECASE)
_LONGEST = 200  # characters of one value


class Unreadable(Exception):
    """A value is of no use; why is noted among the faults."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of the file: where it stands, the path of its key, and where its faults are noted."""

    node: yaml.Node
    line: int
    key: str
    faults: list[Fault]

    def fault(self, what: str, mend: str) -> None:
        self.faults.append(Fault(self.line, self.key, what, mend))

    def refuse(self, what: str, mend: str) -> NoReturn:
        self.fault(what, mend)
        raise Unreadable

    def under(self, name: str, node: yaml.Node, line: int) -> "Spot":
        return Spot(node, line, f"{self.key}.{name}" if self.key else name, self.faults)

    def item(self, index: int, node: yaml.Node) -> "Spot":
        return Spot(node, node.start_mark.line + 1, f"{self.key}[{index}]", self.faults)


@dataclass(frozen=True, slots=True)
class Reader(Generic[T_co]):
    """How one kind of value is read (raises Unreadable), and what to write there, in words."""

    mend: str
    read: Callable[[Spot], T_co]


@dataclass(frozen=True, slots=True)
class Key(Generic[T_co]):
    """One key of a table."""

    name: str
    reader: Reader[T_co]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Found(Generic[T_co]):
    """One item of a list and where it stands."""

    value: T_co
    spot: Spot


@dataclass(frozen=True, slots=True)
class Entry:
    """A table that was read. `values` holds what was readable, `spots` all known keys that were written, in order."""

    spot: Spot
    values: Mapping[str, object]
    spots: Mapping[str, Spot]

    def __contains__(self, key: Key[object]) -> bool:
        return key.name in self.values

    def __getitem__(self, key: Key[T]) -> T:
        """The value of a key that was read; KeyError where it was not."""
        return cast("T", self.values[key.name])

    def get(self, key: Key[T], default: D) -> T | D:
        return cast("T", self.values[key.name]) if key.name in self.values else default

    def at(self, key: Key[object]) -> Spot:
        """Where the key stands, or the table where it is not written."""
        return self.spots.get(key.name, self.spot)

    def sound(self, key: Key[object]) -> bool:
        """Whether `get` tells the truth: the key was readable, or is rightly not there."""
        return key in self or not (key.required or key.name in self.spots)


def scalar(what: str, mend: str, parse: Callable[[str], T]) -> Reader[T]:
    """Reads one value by its words as written, so that YAML's own ideas of `no`, 08:30 and 1e3 play no part.

    A ValueError of `parse` is the fault: `what` ends the sentence '"sixty" is …'.
    """

    def read(spot: Spot) -> T:
        words = _words(spot, mend)
        try:
            return parse(words)
        except ValueError:
            spot.refuse(f'"{shown(words)}" is {what}', mend)

    return Reader(mend, read)


def list_of(reader: Reader[T], mend: str) -> Reader[tuple[Found[T], ...]]:
    """Reads a list of values that must all differ, letter case aside."""

    def read(spot: Spot) -> tuple[Found[T], ...]:
        found = [Found(value, at) for value, at in _items(spot, reader, mend)]
        seen: set[str] = set()
        for item in found:
            word = str(item.value).casefold()
            if word in seen:
                item.spot.fault(f'"{shown(str(item.value))}" stands in this list twice', "take one out")
            seen.add(word)
        return tuple(found)

    return Reader(mend, read)


def entries(reader: Reader[Entry], mend: str) -> Reader[tuple[Entry, ...]]:
    """Reads a list of tables."""
    return Reader(mend, lambda spot: tuple(entry for entry, _ in _items(spot, reader, mend)))


def table(mend: str, *keys: Key[object]) -> Reader[Entry]:
    """Reads a table with these keys and no others."""
    known = {key.name: key for key in keys}

    def read(spot: Spot) -> Entry:
        spots = _spots(spot, known, mend)
        values: dict[str, object] = {}
        for name, at in spots.items():
            with suppress(Unreadable):
                values[name] = known[name].reader.read(at)
        for key in keys:
            if key.required and key.name not in spots:
                spot.under(key.name, spot.node, spot.line).fault("is missing", key.reader.mend)
        return Entry(spot, values, spots)

    return Reader(mend, read)


def nearest(word: str, known: Mapping[str, object] | tuple[str, ...], otherwise: str) -> str:
    """What to do about a word that is not known: "did you mean …?" where one is near."""
    near = get_close_matches(word.casefold(), [name.casefold() for name in known], n=1)
    return next((f'did you mean "{name}"?' for name in known if near and name.casefold() == near[0]), otherwise)


def _words(spot: Spot, mend: str) -> str:
    if not isinstance(spot.node, yaml.ScalarNode):
        spot.refuse("is no single value", mend)
    words = " ".join(spot.node.value.split())
    if not words or spot.node.tag == "tag:yaml.org,2002:null":
        spot.refuse("says nothing (an unquoted # starts a comment)", mend)
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in words):
        spot.refuse("holds a control character", "take the character out")
    if len(words) > _LONGEST:
        spot.refuse(f"is longer than {_LONGEST} characters", mend)
    return words


def _items(spot: Spot, reader: Reader[T], mend: str) -> list[tuple[T, Spot]]:
    """All items, or Unreadable where one of them is: half a list would raise faults that are none."""
    if not isinstance(spot.node, yaml.SequenceNode):
        spot.refuse("is no list", mend)
    read: list[tuple[T, Spot]] = []
    spots = [spot.item(index, node) for index, node in enumerate(spot.node.value)]
    for at in spots:
        with suppress(Unreadable):
            read.append((reader.read(at), at))
    if len(read) < len(spots):
        raise Unreadable
    return read


def _spots(spot: Spot, known: Mapping[str, Key[object]], mend: str) -> dict[str, Spot]:
    """Where each known key stands; notes those that are unknown, secret or there twice."""
    if not isinstance(spot.node, yaml.MappingNode):
        spot.refuse("has no keys", mend)
    spots: dict[str, Spot] = {}
    for name, at in _keys(spot):
        if name in spots:
            at.fault(f"stands here twice, first on line {spots[name].line}", "take one out")
        elif name in known:
            spots[name] = at
        elif not _note_secrets(name, at):
            at.fault("is not a key here", nearest(name, known, f"known are {', '.join(known)}"))
    return spots


def _keys(spot: Spot) -> Iterator[tuple[str, Spot]]:
    for key_node, value_node in spot.node.value:
        name = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
        yield name, spot.under(shown(name), value_node, key_node.start_mark.line + 1)


def _note_secrets(name: str, spot: Spot) -> bool:
    """Notes a secret-looking key, or those anywhere below it; whether there was one."""
    if _SECRET.search(name):
        spot.fault("looks like a secret", "secrets belong in the environment: take it out here, and change it")
        return True
    below: list[tuple[str, Spot]] = []
    if isinstance(spot.node, yaml.MappingNode):
        below = list(_keys(spot))
    elif isinstance(spot.node, yaml.SequenceNode):
        below = [("", spot.item(index, node)) for index, node in enumerate(spot.node.value)]
    noted = [_note_secrets(inner, at) for inner, at in below]  # all of them, where any() would stop at the first
    return any(noted)
