"""How app.yaml says for whom an assistant may speak: names alone, or with how much, from when and until when."""

from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from bot import process_values as values
from bot.yaml_table import Entry, Found, Key, Reader, Spot, list_of, table
from domain.sales.grants import Grant, Scope
from domain.sales.values import show_date

_MEND = "write a list of people, such as [Full Name, {rep: Other Name, scope: read}]"

REP = Key("rep", values.person, required=True)
SCOPE = Key("scope", values.one_of(Scope))
FROM = Key("from", values.day)
UNTIL = Key("until", values.day)

_written_out = table("write rep, and scope, from or until where they matter", REP, SCOPE, FROM, UNTIL)


@dataclass(frozen=True, slots=True)
class Assist:
    """One rep as the file names them, with the grant under that name."""

    name: str
    grant: Grant

    def __str__(self) -> str:
        return self.name


def _read(spot: Spot) -> Assist:
    if isinstance(spot.node, yaml.ScalarNode):
        name = values.person.read(spot)
        return Assist(name, Grant(name))
    entry: Entry = _written_out.read(spot)
    if REP not in entry:
        spot.refuse("names no rep", "write rep: Full Name")
    starts, ends = entry.get(FROM, None), entry.get(UNTIL, None)
    if starts and ends and ends < starts:
        what = f"the end, {show_date(ends)}, is before the start, {show_date(starts)}"
        entry.at(UNTIL).fault(what, "write a later day")
    return Assist(entry[REP], Grant(entry[REP], entry.get(SCOPE, Scope.UPDATE), starts, ends))


ASSISTS = Key("assists", list_of(Reader("write a name", _read), _MEND))


def names_of(assists: Iterable[Found[Assist]]) -> tuple[Found[str], ...]:
    """The names alone, each where it stands."""
    return tuple(Found(item.value.name, item.spot) for item in assists)
