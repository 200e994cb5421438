"""The import as the command line runs it: files, mapping, progress bar, report."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import Progress

from adapters.crm.files import open_files
from adapters.crm.guess import guess_mapping
from adapters.crm.mapping import load_mapping, spell_mapping
from bot.use_cases.import_records import Options, import_records
from bot.views.import_report import import_report
from bot.wiring import Wired
from domain.sales.imports.records import Moment


def run_import(wired: Wired, files: Sequence[Path], mapping: Path | None, choices: tuple[bool, bool, bool]) -> str:
    """Import `files` together and return the report. `choices`: shift dates, dry run, prefer the file.

    Raises ImportFault where nothing can be taken, StorageError where the database fails.
    """
    company, at = wired.app_file.company, wired.clock.now()
    sources = open_files(files)
    laid = load_mapping(mapping) if mapping else guess_mapping(sources)
    moment = Moment(at.astimezone(ZoneInfo(company.zone)).date(), at)
    with Progress(transient=True, console=Console(stderr=True)) as bar:
        task = bar.add_task("Importing", total=100)
        report = import_records(
            wired.storage,
            company,
            sources,
            laid,
            moment,
            Options(*choices),
            lambda done: bar.update(task, completed=done),
        )
    wired.worker.plan()
    guessed = "" if mapping else f"No mapping was given. This one was guessed:\n\n{spell_mapping(laid)}\n"
    return guessed + import_report(report, company.process.currency)
