"""The pipeline somebody asks for, of those whose opportunities they may see, page by page."""

from collections.abc import Sequence
from dataclasses import replace

from bot.scene import Scene
from bot.use_cases.pipeline_scope import asked_of
from bot.use_cases.risks import endangered
from bot.views import pipeline as view
from bot.views import quick
from domain.chat.message import Message
from domain.reading.query import read_query
from domain.reading.query_names import Misread, Offered, Staff, Things
from domain.sales.pipeline import PAGE, Group, PipelineQuery, Share, kept, recalled, totals_of

_MOST_GROUPS = 100


def show_pipeline(scene: Scene, words: str, certain: bool = True) -> bool:
    """Answer the question in these words, or say what of it cannot be read.

    Not `certain`: the words may mean something else, and where one of them means nothing here, False is returned.
    """
    query = read(scene, words)
    if isinstance(query, Misread):
        if query.unknown and not certain:
            return False
        scene.reply(quick.say(query.sentence))
        return True
    show(scene, query)
    return True


def show(scene: Scene, query: PipelineQuery) -> None:
    """The answer to a query, kept where it has more than one page."""
    shown = page(scene, query, 0, 0)
    if shown.totals.count > len(shown.rows):
        shown = replace(shown, look=scene.uow.looks.add(scene.person.id, kept(query), scene.now))
    _show(scene, shown, shown.look)


def turn_page(scene: Scene, look_id: int, number: int) -> None:
    """Another page of what this person asked for, in the place of the last one."""
    look = scene.uow.looks.get(look_id)
    if look is None or look.person != scene.person.id:
        scene.reply(view.too_old())
        return
    query = recalled(look.query)
    # Behind so many groups stands all that they were made of.
    query = replace(query, by=None, most=None) if query.by else query
    shown = page(scene, query, max(0, number) * PAGE, look_id)
    scene.redraw(view.LOOK, look_id, _drawn(scene, shown))


def read(scene: Scene, words: str) -> PipelineQuery | Misread:
    """The query in these words. Whoever may not be seen is as unknown as whoever is not there."""
    return read_query(words, scene.local_now, scene.company.process, staff_of(scene), things_of(scene))


def things_of(scene: Scene) -> Offered:
    """Accounts and products of those whose opportunities this person may see, looked up when asked for."""

    def things(words: Sequence[str]) -> Things:
        pipelines = scene.uow.pipelines
        return Things(pipelines.accounts(scene.owners, words), pipelines.products(scene.owners, words))

    return things


def staff_of(scene: Scene) -> Staff:
    """Whom this person may ask about, with the teams they are in."""
    teams: dict[str, list[str]] = {}
    for owner in scene.owners:
        person = scene.directory.get(owner)
        if person and person.team:
            teams.setdefault(person.team, []).append(owner)
    names = {owner: scene.directory.name(owner) for owner in scene.owners}
    return Staff(scene.person.id, names, {team: tuple(members) for team, members in teams.items()})


def page(scene: Scene, query: PipelineQuery, first: int, look: int) -> view.Shown:
    """The rows from `first` on; the groups instead, where those were asked for."""
    if query.most and not query.by:
        return _few(scene, query, query.most, first, look)
    asked, pipelines = asked_of(scene, query), scene.uow.pipelines
    groups = min(query.most, _MOST_GROUPS) if query.most else view.MOST_SHARES
    shares: tuple[Share, ...] = ()
    if first:
        totals = pipelines.totals(asked)
        first = min(first, max(0, (totals.count - 1) // PAGE * PAGE))
    else:
        totals, shares = pipelines.shares(asked, query.by or Group.STAGE, groups)
    rows = () if query.by else pipelines.rows(asked, first, PAGE)
    return view.Shown(query, totals, shares, rows, first, look, endangered(scene, query))


def _few(scene: Scene, query: PipelineQuery, most: int, first: int, look: int) -> view.Shown:
    """As many as were asked for: the figures are theirs, beside how many there are."""
    asked, pipelines = asked_of(scene, query), scene.uow.pipelines
    wanted = pipelines.rows(asked, 0, view.MOST_OF_EACH if query.each else most)
    totals, whole = totals_of(wanted), len(wanted)
    if whole == most or query.each:
        whole = pipelines.totals(asked).count
    first = min(first, max(0, (totals.count - 1) // PAGE * PAGE))
    at_risk = {o.id for o in wanted}.intersection(o.id for o in endangered(scene, query))
    burning = tuple(o for o in wanted if o.id in at_risk)
    return view.Shown(query, totals, (), wanted[first : first + PAGE], first, look, burning, whole)


def _show(scene: Scene, shown: view.Shown, look: int) -> None:
    scene.reply(_drawn(scene, shown), view.LOOK if look else "", look)


def _drawn(scene: Scene, shown: view.Shown) -> Message:
    return view.pipeline(shown, scene.person, scene.directory, scene.company.process.currency, scene.today)
