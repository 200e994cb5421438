"""What is wrong with a file or the settings: all of it at once, each with where it stands and how to mend it."""

from collections.abc import Iterable
from typing import NamedTuple

_LONGEST_SHOWN = 40


class Fault(NamedTuple):
    """One thing to mend. `line` counts from 1, 0 where it is about no line; `key` is a path such as stages[2].say."""

    line: int
    key: str
    what: str
    mend: str


class Faults(Exception):
    """Everything that is wrong with `source`, in the order of its lines. As text: one fault a line."""

    def __init__(self, source: str, faults: Iterable[Fault]) -> None:
        self.source = source
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__(source, self.faults)

    def __str__(self) -> str:
        return "\n".join(self._sentence(fault) for fault in self.faults)

    def _sentence(self, fault: Fault) -> str:
        line = f":{fault.line}" if fault.line else ""
        key = f" {fault.key}" if fault.key else ""
        return f"{self.source}{line}{key}: {fault.what}; {fault.mend}"


def shown(words: str) -> str:
    """What somebody wrote, fit for a message: without control characters and never long."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in words[: _LONGEST_SHOWN + 1])
    return clean if len(clean) <= _LONGEST_SHOWN else clean[: _LONGEST_SHOWN - 1] + "…"
