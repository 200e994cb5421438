"""Everything about one account on one page, section by section, as far as the reader may see it."""

from collections.abc import Callable
from dataclasses import replace

from bot.scene import Scene
from bot.use_cases.pipeline import asked_of
from bot.views import account as view
from bot.views import quick
from bot.views.changes import Moved
from domain.chat.message import Part
from domain.reading.labels import Labels, words_of
from domain.sales.dealings import RequestState
from domain.sales.opportunity import Opportunity
from domain.sales.pipeline import Asked, PipelineQuery, Sort

Section = Callable[[Scene, str, tuple[Opportunity, ...]], list[Part]]
"""The parts of one section: of the account of that name, whose open opportunities are given."""


def find_account(scene: Scene, words: str) -> str | None:
    """The account that is meant; where several fit or none does, that is said instead."""
    fitting = accounts_named(scene, words)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        listed = ", ".join(fitting[:5]) + (f" and {len(fitting) - 5} more" if len(fitting) > 5 else "")
        scene.reply(quick.say(f"“{words}” fits {len(fitting)} accounts: {listed}. Say which one."))
    else:
        scene.reply(quick.forbidden())
    return None


def accounts_named(scene: Scene, words: str, as_spelt: bool = False) -> tuple[str, ...]:
    """Accounts that these words may mean, of those this person's people sell or sold to."""
    said, pipelines = words_of(words), scene.uow.pipelines
    if not said:
        return ()
    for holding in (said,) if as_spelt else (said, ()):
        labels = Labels((name, name) for name in pipelines.accounts(scene.owners, holding))
        fitting = labels.fitting(said, as_spelt=as_spelt)
        if fitting:
            return fitting
    return ()


def show_account(scene: Scene, name: str) -> None:
    """The page of an account."""
    open_ = _asked(scene, PipelineQuery(accounts=(name,), sort=Sort.CLOSE_DATE, descending=False))
    won_stage = scene.company.process.won_stage.name
    won = _asked(scene, PipelineQuery(accounts=(name,), stages=(won_stage,), closed=True))
    pipelines = scene.uow.pipelines
    rows = pipelines.rows(open_, 0, view.MOST_OPEN)
    summary = view.in_figures(pipelines.totals(open_), pipelines.totals(won), scene.company.process.currency)
    account_id = next((each.account_id for each in rows if each.account_id), "")
    record = scene.uow.accounts.get(account_id) if account_id else None
    sections = [part for section in SECTIONS for part in section(scene, name, rows)]
    scene.reply(view.account(name, record.sector if record else "", summary, *sections))


def _open(scene: Scene, name: str, rows: tuple[Opportunity, ...]) -> list[Part]:
    total = scene.uow.pipelines.totals(_asked(scene, PipelineQuery(accounts=(name,)))).count
    return view.open_lines(rows, total - len(rows), scene.directory)


def _help(scene: Scene, name: str, rows: tuple[Opportunity, ...]) -> list[Part]:
    wishes = [view.Wish(o, request) for o in rows for request in scene.uow.requests.of_opportunity(o.id)]
    return view.request_lines([wish for wish in wishes if wish.request.state is RequestState.OPEN], scene.directory)


def _said(scene: Scene, name: str, rows: tuple[Opportunity, ...]) -> list[Part]:
    latest = [(change, o) for o in rows for change in scene.uow.changes.of_opportunity(o.id, view.MOST_SAID)]
    latest.sort(key=lambda each: each[0].id, reverse=True)
    return view.said_lines([Moved(o, (change,)) for change, o in latest[: view.MOST_SAID]], scene.directory)


def _closed(scene: Scene, name: str, rows: tuple[Opportunity, ...]) -> list[Part]:
    query = PipelineQuery(accounts=(name,), closed=True, sort=Sort.CLOSE_DATE, descending=True)
    return view.closed_lines(scene.uow.pipelines.rows(_asked(scene, query), 0, view.MOST_CLOSED))


def _asked(scene: Scene, query: PipelineQuery) -> Asked:
    return asked_of(scene, replace(query, owners=()))


SECTIONS: tuple[Section, ...] = (_open, _help, _said, _closed)
