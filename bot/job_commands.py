"""What an operator sees and decides of the jobs: which could not be done, which are tried again or dropped."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.unit_of_work import Storage

jobs = typer.Typer(help="What is still to be said or done, and what could not be.", no_args_is_help=True)
Id = Annotated[int, typer.Argument(help="The number that `jobs dead` shows.")]
_MOST = 500


@jobs.command("dead")
def dead() -> None:
    """List what was given up, oldest first: number, kind, where it goes, tries, and why."""
    with _storage() as storage, storage.read() as uow:
        found = uow.jobs.dead(_MOST)
    for job in found:
        typer.echo(f"{job.id}  {job.kind}  {job.lane}  {job.tries} tries, last at {job.due:%Y-%m-%d %H:%M} UTC")
        typer.echo(f"    {job.error}")
    typer.echo(_how_many(len(found)))


@jobs.command("retry")
def retry(number: Id) -> None:
    """Try one of them again, as soon as `serve` runs."""
    with _storage() as storage, storage.begin() as uow:
        found = uow.jobs.retry(number)
    _done(found, number, "is tried again")


@jobs.command("drop")
def drop(number: Id) -> None:
    """Delete one of them for good."""
    with _storage() as storage, storage.begin() as uow:
        found = uow.jobs.drop(number)
    _done(found, number, "is dropped")


@jobs.command("next")
def next_due() -> None:
    """Say when the next job can be done."""
    with _storage() as storage, storage.read() as uow:
        due = uow.jobs.next_due()
    typer.echo(f"The next job is due on {due:%Y-%m-%d at %H:%M:%S} UTC." if due else "Nothing is to be done.")


@contextmanager
def _storage() -> Iterator["Storage"]:
    from bot.settings import read_settings
    from bot.wiring import open_storage

    storage = open_storage(read_settings().database_url.get_secret_value())
    try:
        yield storage
    finally:
        storage.close()


def _how_many(count: int) -> str:
    if not count:
        return "Nothing was given up."
    more = " or more" if count == _MOST else ""
    return f"{count}{more} given up. Mend the cause, then `quarterback jobs retry` and the number, or `drop`."


def _done(found: bool, number: int, what: str) -> None:
    if not found:
        typer.echo(f"Nothing of number {number} was given up. `quarterback jobs dead` lists what was.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{number} {what}.")
