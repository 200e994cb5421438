"""Opens the files of an import, whatever they are, as tables of rows."""

import stat
from collections.abc import Sequence
from pathlib import Path

from adapters.crm.csv_file import open_csv
from adapters.crm.xlsx_file import open_xlsx
from domain.sales.imports.cells import shown
from domain.sales.imports.mapping import ImportFault, RowSource

_ZIP = b"PK\x03\x04"
_LONGEST_NAME = 4096


def open_files(paths: Sequence[Path]) -> list[RowSource]:
    """The tables of all files, each read through once to see what it is.

    Raises ImportFault with the faults of all files that are none.
    """
    sources: list[RowSource] = []
    faults: list[str] = []
    unique = list(dict.fromkeys(paths))
    for path in unique:
        alone = sum(other.name == path.name for other in unique) == 1
        name = shown(path.name if alone else str(path), _LONGEST_NAME)
        try:
            sources.extend(_open(path, name))
        except ImportFault as fault:
            faults.extend(fault.faults)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            faults.append(f"{path} cannot be read ({reason.lower()}); name a file that can")
    if not faults and not sources:
        faults.append("no file was named; name the CSV or XLSX files to import")
    if faults:
        raise ImportFault(*faults)
    return sources


def _open(path: Path, name: str) -> Sequence[RowSource]:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise ImportFault(f"{path} is a folder; name the files in it, such as {path}/*.csv")
    if not stat.S_ISREG(mode):
        raise ImportFault(f"{path} is no file; save the export to a file first, because it is read twice")
    with path.open("rb") as file:
        head = file.read(len(_ZIP))
    if head == _ZIP or (path.suffix.lower() in (".xlsx", ".xlsm") and not head):
        return open_xlsx(path, name)
    return [open_csv(path, name)]
