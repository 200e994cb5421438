"""Reads and writes the mapping of an import as YAML: every fault at once, with its line and how to mend it."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from domain.sales.imports.cells import nearest, shown
from domain.sales.imports.mapping import (
    JOINABLE,
    KEYS,
    NEEDED,
    Columns,
    FieldMapping,
    ImportFault,
    Join,
    Kind,
    TableMapping,
)
from domain.sales.process import DateOrder

_LARGEST = 1_000_000  # bytes
_TOP_KEYS = (*Kind, "stages", "owners", "new_owners", "date_order", "decimal")
_TABLE_KEYS = ("file", "join")
_JOIN_KEYS = ("file", "on", "to")
_NEW_OWNERS = {"add": True, "refuse": False}

Entry = tuple[str, int, yaml.Node]


def load_mapping(path: Path) -> FieldMapping:
    """The mapping that a YAML file says. Raises ImportFault with all its faults at once."""
    reader = _Reader(path.name)
    mapping = reader.mapping(_root(path))
    if reader.faults:
        raise ImportFault(*(sentence for _, sentence in sorted(reader.faults, key=lambda fault: fault[0])))
    return mapping


def spell_mapping(mapping: FieldMapping) -> str:
    """The mapping as YAML that `load_mapping` reads back: what was guessed, to be kept and corrected."""
    said: dict[str, object] = {}
    for kind in Kind:
        tables = [_spelt_table(table) for table in mapping.tables if table.kind is kind]
        said |= {str(kind): tables if tables[1:] else tables[0]} if tables else {}
    if mapping.stages:
        said["stages"] = dict(mapping.stages)
    if mapping.owners:
        said["owners"] = dict(mapping.owners)
    if mapping.new_owners:
        said["new_owners"] = "add"
    if mapping.date_order:
        said["date_order"] = str(mapping.date_order)
    if mapping.decimal:
        said["decimal"] = mapping.decimal
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=120)


def _root(path: Path) -> yaml.Node:
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ImportFault(f"{path} cannot be read ({reason}); name the mapping file") from None
    if data is None:
        raise ImportFault(f"{path.name} is longer than {_LARGEST:,} bytes; name the mapping, not an export")
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        raise ImportFault(f"{path.name} is not UTF-8; save it with that encoding") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        mend = "look there for a colon, a quote or an indentation that is off"
        raise ImportFault(f"{path.name}{line}: it is not YAML; {mend}") from None
    if not isinstance(root, yaml.MappingNode):
        raise ImportFault(f"{path.name} has no keys; start with “opportunities:” and below it “id: Opportunity ID”")
    return root


class _Reader:
    """Reads nodes and notes their faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[tuple[int, str]] = []

    def mapping(self, root: yaml.Node) -> FieldMapping:
        said = {key: (line, node) for key, line, node in self._entries(root, "", tuple(map(str, _TOP_KEYS)))}
        tables = [table for kind in Kind if kind in said for table in self._tables(kind, *said[kind])]
        if not tables:
            self._fault(1, f"nothing is mapped; write one of {', '.join(Kind)}")
        stages = list(self._words(*said["stages"], "stages")) if "stages" in said else []
        owners = list(self._words(*said["owners"], "owners")) if "owners" in said else []
        return FieldMapping(
            tuple(tables),
            self.name,
            {theirs: ours for theirs, _, ours in stages},
            {theirs: line for theirs, line, _ in stages},
            {theirs: ours for theirs, _, ours in owners},
            _NEW_OWNERS[self._choice(said, "new_owners", tuple(_NEW_OWNERS)) or "refuse"],
            DateOrder(order) if (order := self._choice(said, "date_order", tuple(DateOrder))) else None,
            self._choice(said, "decimal", (".", ",")),
        )

    def _tables(self, kind: Kind, line: int, node: yaml.Node) -> Iterator[TableMapping]:
        """One table, or several where files of one kind have different columns."""
        if not isinstance(node, yaml.SequenceNode):
            yield self._table(kind, line, node)
            return
        for item in node.value:
            yield self._table(kind, item.start_mark.line + 1, item)

    def _table(self, kind: Kind, line: int, node: yaml.Node) -> TableMapping:
        columns: dict[str, Columns] = {}
        file, joins = "", list[Join]()
        for key, at, value in self._entries(node, str(kind), (*_TABLE_KEYS, *KEYS[kind])):
            if key == "join":
                joins.extend(self._joins(value, at))
            elif key == "file":
                file = self._scalar(value, at, "file")
            elif names := self._list(value, at, key):
                columns[key] = Columns(names, at)
                if len(names) > 1 and key not in JOINABLE:
                    self._fault(at, f"{key} is read from one column only; take all but one out of the list")
        for key in NEEDED[kind]:
            if key not in columns and isinstance(node, yaml.MappingNode):
                self._fault(line, f"{kind} need a column for “{key}”; write “{key}: Name of the column”")
        return TableMapping(kind, columns, file, tuple(joins), line)

    def _joins(self, node: yaml.Node, line: int) -> Iterator[Join]:
        if not isinstance(node, yaml.SequenceNode):
            self._fault(line, "join is no list; write “- {file: Account.csv, on: Account ID}” below it")
            return
        for item in node.value:
            at = item.start_mark.line + 1
            said = {key: self._scalar(value, at, key) for key, _, value in self._entries(item, "join", _JOIN_KEYS, at)}
            if said.get("file") and said.get("on"):
                yield Join(said["file"], said["on"], said.get("to") or said["on"], at)
            else:
                self._fault(at, "a join needs a file and a column; write “{file: Account.csv, on: Account ID}”")

    def _entries(self, node: yaml.Node, under: str, known: tuple[str, ...], line: int = 1) -> Iterator[Entry]:
        """The known keys of a table, each once; the others are faults. `known` empty takes all."""
        if not isinstance(node, yaml.MappingNode):
            self._fault(node.start_mark.line + 1, f"{under} has no keys below it; indent them under “{under}:”")
            return
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            at = key_node.start_mark.line + 1
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if known and key not in known:
                near = nearest(key, known)
                mend = f"did you mean “{near[0]}”?" if near else f"known are {', '.join(known)}"
                self._fault(at, f"“{shown(key)}” is no key{' of ' + under if under else ''}; {mend}")
            elif key in seen:
                self._fault(at, f"“{shown(key)}” stands here twice, first on line {seen[key]}; take one out")
            else:
                seen[key] = at
                yield key, at, value

    def _words(self, line: int, node: yaml.Node, under: str) -> Iterator[tuple[str, int, str]]:
        for key, at, value in self._entries(node, under, (), line):
            if ours := self._scalar(value, at, key):
                yield key, at, ours

    def _choice(self, said: dict[str, tuple[int, yaml.Node]], key: str, choices: tuple[str, ...]) -> str:
        if key not in said:
            return ""
        line, node = said[key]
        word = self._scalar(node, line, key)
        if word and word not in choices:
            self._fault(line, f"{key} is “{shown(word)}”; write {' or '.join(f'“{choice}”' for choice in choices)}")
            return ""
        return word

    def _list(self, node: yaml.Node, line: int, key: str) -> tuple[str, ...]:
        if isinstance(node, yaml.SequenceNode) and node.value:
            return tuple(filter(None, (self._scalar(item, line, key) for item in node.value)))
        word = self._scalar(node, line, key)
        return (word,) if word else ()

    def _scalar(self, node: yaml.Node, line: int, key: str) -> str:
        """The words as written, so that YAML's own ideas of `no` and 08 play no part."""
        words = " ".join(node.value.split()) if isinstance(node, yaml.ScalarNode) else ""
        if not words:
            self._fault(line, f"“{shown(key)}” says nothing; write a name after the colon, or take the line out")
        return words

    def _fault(self, line: int, sentence: str) -> None:
        self.faults.append((line, f"{self.name}, line {line}: {sentence}"))


def _spelt_table(table: TableMapping) -> dict[str, object]:
    said: dict[str, object] = {"file": table.file} if table.file else {}
    for key, columns in table.columns.items():
        said[key] = columns.names[0] if len(columns.names) == 1 else list(columns.names)
    if table.joins:
        said["join"] = [{"file": join.file, "on": join.here, "to": join.there} for join in table.joins]
    return said
