"""A folder into which finance puts an export: each file is read by lines, then put into done/ or kept with its faults.

Nothing is lost: a file that could not be taken in full lies in faults/ beside a text that names every line.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from adapters.crm.files import open_files
from adapters.feeds.faults import FeedFault
from adapters.feeds.mapping import ItemFaults, Translator
from adapters.feeds.spec import FIELDS, About, FeedSpec
from domain.sales.account_facts import Fact
from domain.sales.imports.cells import Habits, shown
from domain.sales.imports.mapping import ImportFault, RowSource

_ENDINGS = (".csv", ".xlsx", ".txt")
_SETTLED = 10.0  # seconds since the last write after which nobody writes any more
_DONE, _FAULTS = "done", "faults"
_NEVER = datetime(1990, 1, 1, tzinfo=UTC)
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class FileRead:
    """What one file held. `written` (UTC) is when it was; `faults` name lines; `rows` counts those that were read.

    `whole_since`: it names every hold there is, and every line of it could be read.
    """

    name: str
    facts: tuple[Fact, ...] = ()
    faults: tuple[str, ...] = ()
    written: datetime = _NEVER
    whole_since: datetime | None = None

    @property
    def taken(self) -> bool:
        """Whether it was read to its end without a fault."""
        return not self.faults


class Folder:
    """One folder of one feed. `now` is Unix time of the machine the files lie on."""

    def __init__(self, spec: FeedSpec, folder: Path, habits: Habits, now: Callable[[], float]) -> None:
        self._spec, self._folder, self._habits, self._now = spec, folder, habits, now

    def waiting(self) -> list[Path]:
        """Files that nobody writes any more, the oldest first. FeedFault where the folder cannot be read."""
        try:
            found = [path for path in self._folder.iterdir() if path.suffix.lower() in _ENDINGS and path.is_file()]
            written = {path: path.stat().st_mtime for path in found if not path.name.startswith((".", "~"))}
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise FeedFault(f"the folder {self._folder} cannot be read ({reason}): make it, or name another") from None
        ready = [path for path, at in written.items() if self._now() - at >= _SETTLED]
        return sorted(ready, key=lambda path: (written[path], path.name))

    def read(self, path: Path, seen: datetime) -> FileRead:
        return read_file(self._spec, path, self._habits, seen)

    def put_away(self, path: Path, read: FileRead) -> None:
        """Into done/, or into faults/ with a text beside it. FeedFault where it cannot be moved."""
        try:
            place = self._folder / (_FAULTS if read.faults else _DONE)
            place.mkdir(exist_ok=True)
            target = _free(place, path)
            if read.faults:
                text = "".join(f"{sentence}\n" for sentence in read.faults)
                target.with_name(f"{target.name}.faults.txt").write_text(text, encoding="utf-8")
            path.rename(target)
        except OSError as error:
            what = f"{path.name} cannot be moved out of the folder ({(error.strerror or str(error)).lower()})"
            raise FeedFault(f"{what}: let this user write there") from None


def read_file(spec: FeedSpec, path: Path, habits: Habits, seen: datetime) -> FileRead:
    """Every row that can be taken, and a sentence with its line for each that cannot."""
    try:
        return _read(spec, open_files([path])[0], habits, seen)
    except ImportFault as fault:
        return FileRead(path.name, (), tuple(f"{path.name}: {sentence}" for sentence in fault.faults))


def columns(spec: FeedSpec, found: Sequence[str]) -> dict[str, str]:
    """Which column holds which of our names: as app.yaml says, or by the usual names. ImportFault where none fits."""
    by_bare = {_bare(column): column for column in found}
    wanted = spec.terms.fields or {}
    if wanted:
        missing = [column for column in wanted.values() if _bare(column) not in by_bare]
        if missing:
            there = ", ".join(shown(column, 30) for column in found)
            raise ImportFault(f"it has no column “{missing[0]}”, which app.yaml names; its columns are {there}")
        return {name: by_bare[_bare(column)] for name, column in wanted.items()}
    words = _USUAL | (_USUAL_IN_NEWS if spec.about is About.NEWS else {})
    usual = {
        name: next((by_bare[word] for word in (_bare(name), *words.get(name, ())) if word in by_bare), "")
        for name in FIELDS[spec.about]
    }
    laid = {name: column for name, column in usual.items() if column}
    if not laid.keys() & {"account", "account_id", "domain"}:
        raise ImportFault("no column names the account; call it Account, or say under fields which it is")
    return laid


def _read(spec: FeedSpec, source: RowSource, habits: Habits, seen: datetime) -> FileRead:
    laid = columns(spec, source.columns)
    translator, place = Translator(spec, habits), {name: index for index, name in enumerate(source.columns)}
    facts: list[Fact] = []
    faults: list[str] = []

    def refuse(line: int, why: str) -> None:
        faults.append(f"{source.name}, {source.unit} {line}: {why}")

    for line, cells in source.rows(refuse):
        row: Mapping[str, object] = {name: cells[place[column]] for name, column in laid.items()}
        try:
            facts.append(translator.item(row.get, seen, source.modified, has_state="state" in laid))
        except ItemFaults as fault:
            for sentence in fault.sentences:
                refuse(line, sentence)
    if spec.drop and spec.drop.complete and not facts and not faults:
        faults.append(
            f"{source.name}: it names nobody, and would release every hold there is; if that is so, write one line "
            "for any account with the state released"
        )
    whole = source.modified if spec.drop and spec.drop.complete and not faults else None
    return FileRead(source.name, tuple(facts), tuple(faults), source.modified, whole)


def _free(place: Path, path: Path) -> Path:
    """A name there that nobody has."""
    target, number = place / path.name, 1
    while target.exists():
        number += 1
        target = place / f"{path.stem}-{number}{path.suffix}"
    return target


def _bare(column: str) -> str:
    return _SIGNS.sub(" ", column).strip().casefold()


_USUAL = {
    "account": ("customer", "customer name", "account name", "name", "company", "debtor"),
    "account_id": ("customer id", "customer number", "customer no", "account number", "debtor number"),
    "domain": ("website", "web", "email", "e mail"),
    "state": ("status", "credit status", "hold", "on hold", "credit hold", "blocked"),
    "at": ("changed", "updated", "as of", "modified", "last modified"),
    "overdue": ("overdue amount", "amount overdue", "past due", "overdue balance"),
    "over_limit": ("over limit", "exceeded by", "over credit limit"),
    "since": ("on hold since", "hold since", "placed on", "date"),
    "reason": ("hold reason", "note", "comment"),
    "id": ("ticket", "ticket id", "ticket number", "number", "key"),
    "severity": ("priority",),
    "title": ("subject", "summary"),
    "opened": ("created", "opened at", "created at"),
    "due": ("due by", "due at"),
}
_USUAL_IN_NEWS = {
    "at": ("date", "published", "published at", "published on", "publication date"),
    "headline": ("title", "news", "subject"),
    "link": ("url", "web address"),
    "source": ("publisher", "outlet", "paper"),
}
