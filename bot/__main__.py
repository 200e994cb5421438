"""The command line: each command loads only what it needs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.job_commands import jobs

if TYPE_CHECKING:
    from bot.feeds_desk import Told
    from bot.settings import Settings
    from bot.wiring import Wired

app = typer.Typer(
    name="quarterback",
    help="A sales assistant in chat: asks, understands, records, takes back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
slack = typer.Typer(help="What Slack must be told, and what it must not know.", no_args_is_help=True)
feeds = typer.Typer(help="Where finance and support tell of holds and tickets.", no_args_is_help=True)
app.add_typer(slack, name="slack")
app.add_typer(jobs, name="jobs")
teams = typer.Typer(help="What Teams must be told.", no_args_is_help=True)
app.add_typer(teams, name="teams")
app.add_typer(feeds, name="feeds")
Processes = Annotated[Path, typer.Option("--processes", help="YAML file with the processes that the lines name.")]
FeedName = Annotated[str, typer.Option("--feed", help="Name of the feed; not needed where one alone fits.")]
DEMO_DATABASE = "sqlite:///var/demo.db"


def main() -> None:
    """Entry point: a fault is a sentence on stderr and exit code 2 or 1, never a trace."""
    from bot.faults import Faults

    try:
        app()
    except Faults as faults:
        _stop(str(faults))
    except BrokenPipeError:
        sys.exit(1)
    except Exception:
        _stop(f"That did not work, and it is our fault. What happened is in {_incident()}.", 1)


@app.command()
def check(file: Annotated[Path, typer.Argument(help="The file to check.")] = Path("app.yaml")) -> None:
    """Print all faults of app.yaml with key and line, or what it says in words."""
    from bot.process_file import load, summary

    typer.echo(summary(load(file)))


@app.command()
def read(
    processes: Processes,
    explain: Annotated[bool, typer.Option(help="Add the rules that made each reading.")] = False,
) -> None:
    """Read replies as JSON lines from stdin; write what they mean as JSON lines to stdout."""
    from bot.processes import ProcessesError, load_processes
    from bot.use_cases.read_lines import read_lines

    try:
        known = load_processes(processes)
    except ProcessesError as faults:
        _stop(str(faults))
    out = sys.stdout
    out.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # stdout is a text stream here
    for line in read_lines(sys.stdin.buffer, known, explain=explain):
        out.write(line + "\n")
        out.flush()


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="CSV or XLSX files of one export.")],
    mapping: Annotated[Path | None, typer.Option(help="YAML file that says which column is what.")] = None,
    shift_dates: Annotated[bool, typer.Option(help="Move a historic export so that its last date is today.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Report only, change nothing.")] = False,
    prefer_file: Annotated[bool, typer.Option(help="Where chat and file differ, take the file.")] = False,
) -> None:
    """Import opportunities, accounts and people; name every row that cannot be taken."""
    from bot.importing import run_import
    from bot.settings import read_settings
    from domain.sales.imports.mapping import ImportFault

    settings = read_settings()
    wired = _wired(settings.database_url.get_secret_value(), settings.app_file)
    try:
        typer.echo(run_import(wired, files, mapping, (shift_dates, dry_run, prefer_file)))
    except ImportFault as fault:
        _stop(str(fault))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the practice room on 127.0.0.1.")] = 8321,
    database: Annotated[str, typer.Option(help="Database of the small company.")] = DEMO_DATABASE,
) -> None:
    """Make a small invented company and open its practice room in the browser's reach."""
    from bot.demo_room import open_demo
    from bot.server import serve as run
    from bot.settings import read_settings

    wired = _wired(database, read_settings().app_file)
    open_demo(wired)
    run(wired, port, lambda: _announce(wired, port))


@app.command()
def serve() -> None:
    """Serve Slack, Teams and the practice room and do what comes due, as the environment says (QUARTERBACK_…)."""
    from bot.server import Public, look_up
    from bot.server import serve as run
    from bot.settings import read_settings

    settings = read_settings()
    wired = _wired(settings.database_url.get_secret_value(), settings.app_file, settings)
    look_up(wired)
    wired.worker.plan()
    public = Public(settings.host, settings.slack_port, settings.teams_port)
    run(wired, settings.port, lambda: _announce(wired, settings.port), public)


@app.command()
def doctor() -> None:
    """Look at everything that this machine and what it talks to must agree on; exit code 1 where something is wrong."""
    from bot import slack_side, teams_side
    from bot.feeds_side import examine_feeds
    from bot.model_side import examine_model
    from bot.platforms import examine_channels
    from bot.settings import feed_secrets, read_settings

    settings = read_settings()
    wired = _wired(settings.database_url.get_secret_value(), settings.app_file)
    found = teams_side.doctor(settings) if settings.has_teams else []
    if settings.has_slack or not settings.has_teams:
        found += slack_side.doctor(settings, wired.quarterback)
    if settings.has_slack or settings.has_teams:
        found += examine_channels(wired.quarterback)
    found += examine_feeds(wired.app_file, settings, feed_secrets(), wired.quarterback)
    found += examine_model(settings, wired.quarterback.company.process)
    for finding in found:
        typer.echo(f"{finding.state:5}  {finding.what}" + (f"\n       {finding.mend}" if finding.mend else ""))
    raise typer.Exit(any(finding.state == "wrong" for finding in found))


@slack.command("manifest")
def slack_manifest() -> None:
    """Print what is pasted into Slack when the app is made there."""
    from bot.settings import read_settings
    from bot.slack_side import printed_manifest

    typer.echo(printed_manifest(read_settings()), nl=False)


@slack.command("key")
def slack_key() -> None:
    """Print a new key, with which the tokens of workspaces are sealed in the database."""
    from adapters.slack.seal import new_key

    typer.echo(new_key())


@slack.command("reseal")
def slack_reseal() -> None:
    """Seal the tokens of all workspaces with the first key; afterwards the old key may be taken away."""
    from bot.settings import read_settings
    from bot.slack_side import reseal

    settings = read_settings()
    sealed = reseal(settings, _wired(settings.database_url.get_secret_value(), settings.app_file).quarterback)
    typer.echo(f"{sealed} sealed with the first key of QUARTERBACK_SLACK_KEYS. Others may go from there now.")


@teams.command("manifest")
def teams_manifest(
    out: Annotated[Path, typer.Argument(help="The zip to write, which is then uploaded in Teams.")],
) -> None:
    """Write the app's package: manifest, icons, commands and message extension."""
    from bot.process_file import load
    from bot.settings import read_settings
    from bot.teams_side import package

    settings = read_settings()
    packed = package(settings, load(settings.app_file).company.name)
    try:
        out.write_bytes(packed)
    except OSError as fault:
        _stop(f"{out}: cannot be written: {fault.strerror}. Name another file.")
    typer.echo(f"{out}: {len(packed):,} bytes. Upload it in Teams, “Apps”, “Manage your apps”, “Upload an app”.")


@feeds.command("try")
def feeds_try(
    file: Annotated[Path, typer.Argument(help="The body of a webhook (JSON), or an export (CSV, XLSX).")],
    feed: FeedName = "",
) -> None:
    """Show what a payload or file would become, and name every fault. Nothing is kept."""
    from bot.feeds_desk import try_file
    from bot.process_file import load
    from bot.settings import read_settings

    _tell(try_file(load(read_settings().app_file), file, feed))


@feeds.command("csv")
def feeds_csv(
    file: Annotated[Path, typer.Argument(help="An export of finance or support, CSV or XLSX.")], feed: FeedName = ""
) -> None:
    """Take one export now, as if it lay in the folder of its feed."""
    from bot.feeds_desk import take_file

    _tell(take_file(_wired_here(), file, feed))


@feeds.command("kept")
def feeds_kept() -> None:
    """Name everything that came in and could not be taken."""
    from bot.feeds_desk import kept

    _tell(kept(_wired_here()))


@feeds.command("again")
def feeds_again() -> None:
    """Try once more what could not be taken, as app.yaml says now."""
    from bot.feeds_desk import again

    _tell(again(_wired_here()))


@app.command()
def console(
    who: Annotated[str, typer.Option("--as", help="E-mail address of the person you are.")],
    database: Annotated[str | None, typer.Option(help="Database; the environment's when not given.")] = None,
) -> None:
    """The same conversation in this terminal, or through a pipe: one line in, plain text out."""
    from bot.settings import read_settings
    from bot.terminal import open_console

    settings = read_settings()
    wired = _wired(database or settings.database_url.get_secret_value(), settings.app_file, settings)
    fault = open_console(wired, who, sys.stdin, typer.echo)
    if fault:
        _stop(fault)


def _wired_here() -> "Wired":
    from bot.settings import read_settings

    settings = read_settings()
    return _wired(settings.database_url.get_secret_value(), settings.app_file)


def _tell(told: "Told") -> None:
    """Lines on stdout, faults on stderr and as exit code 1."""
    for line in told.lines:
        typer.echo(line)
    for fault in told.faults:
        typer.echo(fault, err=True)
    raise typer.Exit(bool(told.faults))


def _wired(database: str, app_file: Path, settings: "Settings | None" = None) -> "Wired":
    from bot.wiring import wire
    from storage.unit_of_work import StorageError

    try:
        return wire(database, app_file, settings)
    except StorageError as fault:
        _stop(str(fault))
    except OSError as fault:
        _stop(f"{fault.filename}: cannot be made: {fault.strerror}. Name another place for the database.")


def _announce(wired: "Wired", port: int) -> None:
    company = wired.app_file.company
    typer.echo(f"{company.name}: the practice room is open at http://127.0.0.1:{port}/  (Ctrl-C closes it)")


def _incident() -> Path:
    """Keeps the trace at hand in a file of its own and returns where."""
    import secrets
    import tempfile
    import traceback

    file = Path(tempfile.gettempdir()) / f"quarterback-incident-{secrets.token_hex(4)}.log"
    file.write_text(traceback.format_exc(), encoding="utf-8")
    return file


def _stop(words: str, code: int = 2) -> NoReturn:
    typer.echo(words, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
