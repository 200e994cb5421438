"""The report of an import in words: what was taken, what was not and why, what was kept, what was left out."""

from collections.abc import Iterator
from itertools import islice

from domain.sales.imports.cells import shown
from domain.sales.imports.report import FileRead, ImportReport, KeptValue, Taken
from domain.sales.imports.tally import Group, ranges
from domain.sales.opportunity import Value
from domain.sales.process import Field
from domain.sales.values import LABELS, show, show_date

_NOTED = 5  # runs of lines named in a note; of rows that could not be taken all are named


def import_report(report: ImportReport, currency: str) -> str:
    """The whole report as plain text, one finding a line. Every row that could not be taken is in it."""
    parts = [_summary(report), *_dates(report)]
    parts += _section("Files", [_file(file) for file in report.files] + [_left_out(name) for name in report.left_out])
    parts += _section("Could not be taken", [_refused(group) for group in report.refused])
    parts += _section("Kept as people said it", [_kept(kept, currency) for kept in report.kept])
    parts += _section("Noted", [*map(_noted, report.notes), *(f"{_capital(said)}." for said in report.general)])
    return "\n".join(parts)


def _summary(report: ImportReport) -> str:
    counts = report.opportunities
    verb = "A dry run: nothing was kept. It would take" if report.dry_run else "Imported"
    sentences = [f"{verb} {_things(counts.total, 'opportunity', 'opportunities')}{_split(counts)}."]
    if report.changes:
        sentences.append(f"The log of changes has {_things(report.changes, 'entry', 'entries')} more.")
    beside = [
        f"{_things(c.total, one, many)}{_split(c)}"
        for c, one, many in ((report.accounts, "account", "accounts"), (report.people, "person", "people"))
        if c != Taken()
    ]
    beside += [_things(report.products, "product", "products")] if report.products else []
    sentences += [f"{_capital('; '.join(beside))}."] if beside else []
    refused = len(report.refused)
    sentences.append(
        f"{_capital(_things(refused, 'row', 'rows'))} could not be taken." if refused else "No row was refused."
    )
    return " ".join(sentences)


def _dates(report: ImportReport) -> Iterator[str]:
    if report.shift and report.last_day:
        days = report.shift.days
        moved = f"All dates were moved by {days:,} days, the weekdays {'kept' if days % 7 == 0 else 'moved along'}"
        yield (
            f"{moved}. The last day on which something happened, {show_date(report.last_day)}, "
            f"is now {show_date(report.last_day + report.shift)}."
        )
    if report.unshifted:
        yield (
            f"Dates were not moved, although an earlier import moved its own by {report.unshifted.days:,} days. "
            "Where these are the same opportunities, import them again with --shift-dates."
        )


def _file(file: FileRead) -> str:
    said = f"{file.name}: "
    said += f"laid beside {file.beside}" if file.beside else f"{file.kind}, {_things(file.rows, 'row', 'rows')}"
    said += "".join(f"; {note}" for note in file.notes)
    if file.dropped:
        said += f"; not taken, being no high cards: {', '.join(shown(column) for column in file.dropped)}"
    return f"{said}."


def _left_out(name: str) -> str:
    return f"{name}: left out, none of its columns is known."


def _refused(group: Group) -> str:
    return f"{_capital(group.sentence)}. {_where(group, None)}"


def _noted(group: Group) -> str:
    return f"{_capital(group.sentence)}. {_where(group, _NOTED)}"


def _where(group: Group, most: int | None) -> str:
    """ "sales.csv, 3 lines: 7, 12–13"."""
    runs = list(islice(ranges(sorted(group.lines)), most))
    named = ", ".join(f"{first:,}" if first == last else f"{first:,}–{last:,}" for first, last in runs)
    rest = len(group) - sum(last - first + 1 for first, last in runs)
    more = f" and {rest:,} more" if rest else ""
    count = f"{group.unit} " if len(group) == 1 else f"{len(group):,} {group.unit}s: "
    return f"{group.file}, {count}{named}{more}"


def _kept(each: KeptValue, currency: str) -> str:
    kept = each.kept
    label = LABELS[Field(kept.field)] if kept.field in LABELS else _capital(kept.field)
    recorded, in_file = (_shown(kept.field, value, currency) for value in (kept.recorded, kept.in_file))
    said = f" ({kept.said.by}, {show_date(kept.said.at.date())}: “{shown(kept.said.quote)}”)" if kept.said else ""
    verb = "now says" if kept.moved else "still says"
    return (
        f"{each.name} ({each.opportunity}): {label} stays {recorded}{said}; "
        f"{each.file}, {each.unit} {each.line:,} {verb} {in_file}."
    )


def _shown(name: str, value: Value, currency: str) -> str:
    return show(Field(name), value, currency) if name in LABELS else str(value or "—")


def _split(counts: Taken) -> str:
    parts = ((counts.new, "new"), (counts.updated, "updated"), (counts.unchanged, "unchanged"))
    said = ", ".join(f"{count:,} {word}" for count, word in parts if count)
    return f" ({said})" if said else ""


def _things(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _section(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, *(f"  {line}" for line in lines)] if lines else []


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
