"""A question to the pipeline, narrowed to those whose opportunities its asker may see now."""

from dataclasses import replace
from datetime import timedelta

from bot.scene import Scene
from domain.asking.question import RuleKind
from domain.sales.pipeline import Asked, PipelineQuery

_SILENT_DAYS = 21


def asked_of(scene: Scene, query: PipelineQuery) -> Asked:
    """The query as of now, of nobody but those whose opportunities this person may see now."""
    owners = tuple(owner for owner in query.owners if owner in scene.owners) if query.owners else scene.owners
    silent = next((r.days for r in scene.playbook.rules if r.kind is RuleKind.NO_CHANGE), _SILENT_DAYS)
    return Asked(replace(query, owners=owners), scene.company.process, scene.today, scene.now - timedelta(days=silent))
