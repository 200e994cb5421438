"""What is said of rows, gathered: one sentence and the lines it holds for, however many those are."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from domain.sales.imports.cells import CellFault

_MOST_SENTENCES = 2000  # of one tally: beyond it the words found in the rows are left out


@dataclass(frozen=True, slots=True)
class Group:
    """One sentence about lines of one file. `unit` is "line" or "row"."""

    file: str
    unit: str
    sentence: str
    lines: "array[int]" = field(default_factory=lambda: array("Q"))

    def __len__(self) -> int:
        return len(self.lines)


class Tally:
    """Sentences about rows, in order of their first one."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str], Group] = {}
        self._rows = 0

    def __iter__(self) -> Iterator[Group]:
        return iter(self._groups.values())

    def __len__(self) -> int:
        """How many rows something was said of, one said of twice counted twice."""
        return self._rows

    def add(self, file: str, unit: str, line: int, said: str | CellFault) -> None:
        group = self._groups.get((file, sentence := str(said)))
        if group is None:
            if isinstance(said, CellFault) and len(self._groups) >= _MOST_SENTENCES:
                sentence = f"{said.what}; {said.mend}"
            group = self._groups.setdefault((file, sentence), Group(file, unit, sentence))
        group.lines.append(line)
        self._rows += 1


def ranges(lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Rising numbers as runs from first to last."""
    first = last = -1
    for line in lines:
        if line == last + 1:
            last = line
            continue
        if first >= 0:
            yield first, last
        first = last = line
    if first >= 0:
        yield first, last
