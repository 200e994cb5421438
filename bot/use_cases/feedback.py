"""What customers said, collected from what was recorded, and found by account, product and theme."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from bot.scene import Scene
from bot.views import feedback as view
from domain.reading.fold import fold
from domain.reading.names import roster_of
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from domain.sales.themes import is_about, theme_of


def find_feedback(scene: Scene, words: str) -> None:
    """All of it, or what is about the account, product or theme that `words` name."""
    visible = scene.uow.opportunities.of_owners(scene.owners, open_only=False)
    everything = said_of(scene, visible)
    if not words:
        scene.reply(view.feedback("What customers said", everything))
        return
    named = {each for mention in roster_of(visible).mentions(words, fold(words)) for each in mention.ids}
    found = [each for each in everything if each.opportunity.id in named]
    theme = theme_of(words)
    found += [each for each in everything if each not in found and is_about(each.words, theme, words)]
    scene.reply(view.feedback(f"What customers said about {words}", found))


def show_feedback(scene: Scene, account_id: str) -> None:
    """What one account said; of an account that is not theirs to see this person learns nothing."""
    visible = [o for o in scene.uow.opportunities.of_accounts([account_id]) if o.owner in scene.owners]
    name = visible[0].account if visible else ""
    scene.reply(view.feedback(f"What {name} said" if name else "What customers said", said_of(scene, visible)))


def said_of(scene: Scene, opportunities: Iterable[Opportunity]) -> list[view.Said]:
    """What was recorded as feedback and not taken back, newest first; once where it was said again."""
    by_id = {o.id: o for o in opportunities}
    changes = scene.uow.changes.of_field(Field.FEEDBACK, by_id)
    undone = scene.uow.changes.undone([change.id for change in changes])
    standing = [c for c in changes if c.after and c.undoes is None and c.id not in undone]
    told = [view.Said(str(c.after), by_id[c.opportunity], c.at, scene.directory.name(c.by)) for c in standing]
    known = {(each.opportunity.id, each.words) for each in told}
    imported = [o for o in by_id.values() if o.feedback and (o.id, o.feedback) not in known]
    told += [view.Said(o.feedback or "", o, o.confirmed or _never(o), "") for o in imported]
    return sorted(told, key=lambda each: each.at, reverse=True)


def _never(opportunity: Opportunity) -> datetime:
    day = opportunity.created or datetime(1970, 1, 1, tzinfo=UTC).date()
    return datetime.combine(day, time(), UTC)
