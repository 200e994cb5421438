"""Lays a mapping on files: which file is what, which columns are read, which rows of other files stand beside."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import PurePath

from domain.sales.imports.cells import Cell, nearest, shown, squash, words
from domain.sales.imports.mapping import FieldMapping, ImportFault, Join, Kind, Refuse, RowSource, TableMapping

Say = Callable[[RowSource, int, str], None]


@dataclass(frozen=True, slots=True)
class Beside:
    """The cells of another file by key. `here` is the index of our column with the key, `columns` what is read."""

    here: int
    there: str
    columns: tuple[str, ...]
    rows: Mapping[str, list[Cell]]
    source: RowSource


@dataclass(frozen=True, slots=True)
class Bound:
    """One file read as one kind of record. `at` are the indexes of the columns of each key."""

    table: TableMapping
    source: RowSource
    at: Mapping[str, tuple[int, ...]]
    besides: tuple[Beside, ...] = ()

    @property
    def kind(self) -> Kind:
        return self.table.kind

    @property
    def read(self) -> set[str]:
        """The columns of the file itself that are read."""
        indexes = {index for at in self.at.values() for index in at} | {beside.here for beside in self.besides}
        return {name for index, name in enumerate(self.source.columns) if index in indexes}

    def rows(self, refuse: Refuse) -> Iterator[tuple[int, list[Cell]]]:
        """The rows of the file, each with those of the others laid beside it; empty cells where there is none."""
        if not self.besides:
            yield from self.source.rows(refuse)
            return
        for line, cells in self.source.rows(refuse):
            beside = [cell for other in self.besides for cell in self._beside(other, cells)]
            yield line, cells + beside

    @staticmethod
    def _beside(other: Beside, cells: list[Cell]) -> list[Cell]:
        return other.rows.get(words(cells[other.here])) or [""] * len(other.columns)


@dataclass(slots=True)
class Binding:
    """All files that are read, and those that are not."""

    bound: list[Bound] = field(default_factory=list)
    unused: list[RowSource] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Bound]:
        return [bound for bound in self.bound if bound.kind is kind]

    def beside(self) -> Iterator[tuple[Bound, RowSource]]:
        """Files that are only laid beside another, with that other."""
        own = {bound.source.name for bound in self.bound}
        yield from (
            (bound, other.source) for bound in self.bound for other in bound.besides if other.source.name not in own
        )

    def dropped(self, source: RowSource) -> tuple[str, ...]:
        """The columns of that file that nothing is read from."""
        read: set[str] = set()
        for bound in self.bound:
            if bound.source.name == source.name:
                read |= {column for column in source.columns if column in bound.read}
            for other in bound.besides:
                if other.source.name == source.name:
                    read |= {*other.columns, other.there}
        return tuple(column for column in source.columns if column not in read)


def bind(mapping: FieldMapping, sources: Sequence[RowSource], refuse: Say) -> Binding:
    """Decides which file is what. Rows of joined files that contradict each other go to `refuse`.

    Raises ImportFault where a column or a joined file is missing, or nothing fits at all.
    """
    layouts = [_Layout(mapping, table, sources) for table in mapping.tables]
    joined = {id(source) for layout in layouts for source, _ in layout.others}
    whole = [layout for layout in layouts if any(layout.fits(source) for source in sources)]
    binding, faults = Binding(), list[str]()
    for source in sources:
        options = [layout for layout in layouts if layout.fits(source) or (layout not in whole and layout.hits(source))]
        best = max(options, key=lambda layout: (layout.hits(source), layout.fits(source)), default=None)
        if best and best.fits(source):
            binding.bound.append(best.bound(source, refuse))
        elif id(source) not in joined:
            faults.extend(best.faults(source) if best else ())
            binding.unused.append(source)
    if not binding.bound and not faults:
        faults = [_unknown(source, mapping) for source in sources]
    if faults:
        raise ImportFault(*faults)
    return binding


class _Layout:
    """One table of the mapping and the files it may be laid on."""

    def __init__(self, mapping: FieldMapping, table: TableMapping, sources: Sequence[RowSource]) -> None:
        self.mapping = mapping
        self.table = table
        found = [(next((s for s in sources if _is_named(s, join.file)), None), join) for join in table.joins]
        self.others: list[tuple[RowSource, Join]] = [(source, join) for source, join in found if source]
        self.absent = [join for source, join in found if not source]
        self._beside = [column for source, join in self.others for column in source.columns if column != join.there]

    def may_be(self, source: RowSource) -> bool:
        return not self.table.file or _is_named(source, self.table.file)

    def fits(self, source: RowSource) -> bool:
        return self.may_be(source) and not self.absent and not self._missing(source)

    def hits(self, source: RowSource) -> int:
        """How many of the columns that the table names the file has."""
        if not self.may_be(source):
            return 0
        known = {_key(column) for column in source.columns}
        return sum(_key(name) in known for columns in self.table.columns.values() for name in columns.names)

    def faults(self, source: RowSource) -> Iterator[str]:
        """Why the file is not this table, although it is more like it than like any other."""
        for join in self.absent:
            file = shown(join.file)
            yield f"{self._where(join.line)}: the file “{file}” to join was not given; name it in the command too"
        for key, name, line in self._missing(source) if not self.absent else ():
            like = nearest(name, (*source.columns, *self._beside), 3)
            mend = f"did you mean {' or '.join(f'“{column}”' for column in like)}?" if like else _has(source)
            yield (
                f"{self._where(line)}: {self.table.kind}.{key} is read from column “{shown(name)}”, "
                f"which {source.name} does not have; {mend}"
            )

    def _where(self, line: int) -> str:
        return f"{self.mapping.name}, line {line}" if line else "the mapping"

    def _missing(self, source: RowSource) -> list[tuple[str, str, int]]:
        """Key, column and line of the mapping for each column that neither the file nor those beside it have."""
        here = {_key(column) for column in source.columns}
        known = here | {_key(column) for column in self._beside}
        wanted = [(key, name, at.line) for key, at in self.table.columns.items() for name in at.names]
        lacking = [(key, name, line) for key, name, line in wanted if _key(name) not in known]
        for other, join in self.others:
            lacking += [("join", join.here, join.line)] if _key(join.here) not in here else []
            there = {_key(column) for column in other.columns}
            lacking += [("join", join.there, join.line)] if _key(join.there) not in there else []
        return lacking

    def bound(self, source: RowSource, refuse: Say) -> Bound:
        columns = [*source.columns]
        besides = []
        needed = {_key(name) for each in self.table.columns.values() for name in each.names}
        for other, join in self.others:
            wanted = [c for c in other.columns if _key(c) in needed and c != join.there]
            here = _index(source.columns, join.here)
            there = other.columns[_index(other.columns, join.there)]
            besides.append(Beside(here, there, tuple(wanted), _by_key(other, join, wanted, refuse), other))
            columns.extend(wanted)
        at = {key: tuple(_index(columns, name) for name in each.names) for key, each in self.table.columns.items()}
        return Bound(self.table, source, at, tuple(besides))


def _by_key(source: RowSource, join: Join, wanted: list[str], refuse: Say) -> dict[str, list[Cell]]:
    """The wanted cells of each row by its key. Rows of one key that say different things are left out."""
    key_at = _index(source.columns, join.there)
    wanted_at = [_index(source.columns, column) for column in wanted]
    rows: dict[str, list[Cell]] = {}
    first_line: dict[str, int] = {}
    torn: set[str] = set()
    for line, cells in source.rows(lambda line, why: refuse(source, line, why)):
        key, taken = words(cells[key_at]), [cells[index] for index in wanted_at]
        if rows.setdefault(key, taken) == taken:
            first_line.setdefault(key, line)
            continue
        torn.add(key)
        what = f"“{shown(key)}” stands in {source.unit} {first_line[key]:,} too and says something else"
        refuse(source, line, f"{what}; neither was joined, take one out")
    return {key: taken for key, taken in rows.items() if key not in torn}


def _is_named(source: RowSource, pattern: str) -> bool:
    """Whether `pattern` is its name, its name without folder or ending, or its sheet; * stands for anything."""
    wanted, whole = pattern.casefold(), source.name.casefold()
    file, _, sheet = whole.partition(", sheet ")
    return wanted == whole or any(
        fnmatch(name, wanted) for name in (file, PurePath(file).name, PurePath(file).stem, sheet) if name
    )


def _index(columns: Sequence[str], name: str) -> int:
    """Where the column stands: by its very name, else letter case and spaces aside."""
    if name in columns:
        return list(columns).index(name)
    return next(index for index, column in enumerate(columns) if _key(column) == _key(name))


def _key(column: str) -> str:
    return squash(column) or column


def _unknown(source: RowSource, mapping: FieldMapping) -> str:
    if mapping.name:
        return f"{mapping.name} names no column of {source.name}; {_has(source)}"
    return f"{source.name} has no columns that are known; {_has(source)}: say in a mapping file what is what"


def _has(source: RowSource) -> str:
    columns = ", ".join(f"“{shown(column)}”" for column in source.columns[:30])
    return f"it has {columns}" + (" and more" if len(source.columns) > 30 else "")
