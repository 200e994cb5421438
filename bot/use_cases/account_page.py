"""The page of one account before a visit: holds and tickets, opportunities, what changed, what the customer said."""

from datetime import datetime, timedelta

from bot.scene import Scene
from bot.use_cases import appointments, visit_pages
from bot.use_cases.account_standing import known_of, risks
from bot.use_cases.feedback import said_at
from bot.views import account as view
from bot.views import quick
from domain.reading.labels import Labels, words_of
from domain.sales.account_facts import NewsItem
from domain.sales.change import Change
from domain.sales.dealings import RequestState
from domain.sales.news import newest
from domain.sales.opportunity import Account, Opportunity
from domain.sales.people import Role
from storage.records import Job

_HISTORY, _UNHEARD = 20, timedelta(days=30)


def account_page(scene: Scene, words: str) -> None:
    """The page of the account that is meant; where several fit or none does, that is said instead."""
    found = find_account(scene, words)
    if len(found) == 1:
        show_account(scene, found[0].id)
    else:
        scene.reply(view.which_account(found) if found else quick.forbidden())


def find_account(scene: Scene, words: str, as_spelt: bool = False) -> tuple[Account, ...]:
    """The accounts of that name among those this person may see; `as_spelt` allows for no slip."""
    return scene.uow.pipelines.accounts_called(scene.owners, accounts_named(scene, words, as_spelt))


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


def show_account(scene: Scene, account_id: str) -> None:
    """Everything that helps before a visit."""
    page = _page(scene, account_id)
    if page is None:
        scene.reply(quick.forbidden())
        return
    visit_pages.note_shown(scene, account_id)
    scene.reply(view.account_page(page))


def bring_before_visit(scene: Scene, job: Job) -> None:
    """The page as it is now, without being asked for; what this person may no longer see does not come."""
    appointment = scene.uow.appointments.get(job.body["appointment"])
    if appointment is None or appointment.cancelled or appointment.sequence != job.body["sequence"]:
        return
    page = _page(scene, appointment.account_id) if visit_pages.is_due(scene, appointment) else None
    if page:
        visit_pages.note_shown(scene, appointment.account_id)
        scene.reply(view.before_visit(page, appointment.starts, scene.person))


def _page(scene: Scene, account_id: str) -> view.AccountPage | None:
    """Nothing of opportunities that others sell; None where there is nothing this person may see."""
    everything = [o for o in scene.uow.opportunities.of_accounts([account_id]) if o.owner in scene.owners]
    account = scene.uow.accounts.get(account_id)
    keeps_records = account is not None and scene.person.role is Role.ADMIN
    if not account_id or not (everything or keeps_records):
        return None
    still_open = sorted((o for o in everything if not o.closed_on), key=lambda o: (-(o.amount or 0), o.id))
    since = _last_talk(scene, everything)
    known = [(each.shown, each.confirmed) for each in known_of(scene.office, [account_id]).get(account_id, ())]
    return view.AccountPage(
        account=account or Account(account_id, everything[0].account),
        known=[(fact, at) for fact, at in known if not isinstance(fact, NewsItem)],
        news=newest((fact for fact, _ in known), scene.now),
        still_open=still_open,
        closed=[o for o in everything if o.closed_on],
        risks=risks(scene.office, still_open),
        since=since,
        changes=_by_others(scene, everything, since),
        feedback=said_at(scene, account_id)[:3],
        wishes=_wishes(scene, still_open),
        agreed=appointments.lines(scene, everything[0]) if everything else (),
        contacts=scene.uow.contacts.at(account_id),
        alerts=bool(scene.uow.alerts.standing_of([account_id])),
        process=scene.company.process,
        directory=scene.directory,
        now=scene.now,
        today=scene.today,
        reader=scene.person.id,
    )


def _wishes(scene: Scene, still_open: list[Opportunity]) -> list[view.Wish]:
    """Help that was asked for and is not settled."""
    asked = [view.Wish(o, request) for o in still_open for request in scene.uow.requests.of_opportunity(o.id)]
    return [wish for wish in asked if wish.request.state is RequestState.OPEN]


def _last_talk(scene: Scene, opportunities: list[Opportunity]) -> datetime:
    """When an owner last said or confirmed anything of the account."""
    confirmed = [o.confirmed for o in opportunities if o.confirmed and not o.closed_on]
    own = [c.at for o in opportunities for c in scene.uow.changes.of_opportunity(o.id, _HISTORY) if c.by == o.owner]
    return max([*confirmed, *own], default=scene.now - _UNHEARD) if not own else max(own)


def _by_others(scene: Scene, opportunities: list[Opportunity], since: datetime) -> list[tuple[Change, Opportunity]]:
    """What others recorded since, newest first."""
    found = [
        (change, o)
        for o in opportunities
        for change in scene.uow.changes.of_opportunity(o.id, _HISTORY)
        if change.at > since and change.by != o.owner and change.undoes is None
    ]
    undone = scene.uow.changes.undone([change.id for change, _ in found])
    return sorted(
        ((c, o) for c, o in found if c.id not in undone), key=lambda pair: (pair[0].at, pair[0].id), reverse=True
    )
