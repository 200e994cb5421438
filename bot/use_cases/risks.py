"""What of somebody's pipeline or quarter a credit hold or a burning ticket puts at risk."""

from dataclasses import replace

from bot.scene import Scene
from bot.use_cases.account_standing import risks
from bot.use_cases.pipeline_scope import asked_of
from domain.sales.opportunity import Opportunity
from domain.sales.pipeline import PipelineQuery

_MOST = 500


def endangered(scene: Scene, query: PipelineQuery) -> tuple[Opportunity, ...]:
    """Those of the query's open opportunities that are at risk for certain, largest first."""
    told = scene.uow.account_facts.accounts()
    if query.closed or not told:
        return ()
    names = {account.name for account in scene.uow.accounts.all_named(told).values()}
    wanted = tuple(sorted(names.intersection(query.accounts) if query.accounts else names))
    if not wanted:
        return ()
    found = scene.uow.pipelines.rows(asked_of(scene, replace(query, accounts=wanted, by=None)), 0, _MOST)
    certain = {key for key, risk in risks(scene.office, found).items() if risk.certain}
    return tuple(o for o in found if o.id in certain)
