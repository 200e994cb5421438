"""What customers said, collected from what was recorded, and found by account, product and theme.

It is everybody's who sells or manages, unless app.yaml says otherwise: their words, the account and the product. What
else stands on an opportunity, its name included, stays with those who may see it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time

from bot.scene import Scene
from bot.views import feedback as view
from domain.reading.fold import fold
from domain.reading.names import roster_of
from domain.sales.company import Seen
from domain.sales.opportunity import Opportunity
from domain.sales.people import Role
from domain.sales.process import Field
from domain.sales.themes import is_about, theme_of, themes_of

_EVERYBODYS = (Role.REP, Role.MANAGER, Role.ADMIN)  # an assistant reads that of the reps served


def find_feedback(scene: Scene, words: str) -> None:
    """All of it, or what is about the account, product or theme that `words` name."""
    readable = _readable(scene)
    everything = _said(scene, readable)
    if not words:
        scene.reply(view.feedback("What customers said", everything))
        return
    # By its name an opportunity is found by those alone who may see it.
    named = tuple(o if o.owner in scene.owners else replace(o, name=o.account) for o in readable)
    meant = {each for mention in roster_of(named).mentions(words, fold(words)) for each in mention.ids}
    found = [each for each in everything if each.opportunity in meant]
    theme = theme_of(words)
    found += [each for each in everything if each not in found and is_about(each.words, theme, words)]
    scene.reply(view.feedback(f"What customers said about {words}", found))


def show_feedback(scene: Scene, account_id: str) -> None:
    """What one account said; of an account that is not theirs to hear of this person learns nothing."""
    said = said_at(scene, account_id)
    known = [o for o in scene.uow.opportunities.of_accounts([account_id]) if said or o.owner in scene.owners]
    name = known[0].account if known else ""
    scene.reply(view.feedback(f"What {name} said" if name else "What customers said", said))


def said_at(scene: Scene, account_id: str) -> list[view.Said]:
    """What one account said and this person may read, newest first."""
    found = scene.uow.opportunities.of_accounts([account_id])
    return _said(scene, [o for o in found if _reads_all(scene) or o.owner in scene.owners])


def _reads_all(scene: Scene) -> bool:
    return scene.company.feedback is Seen.COMPANY and scene.person.role in _EVERYBODYS


def _readable(scene: Scene) -> tuple[Opportunity, ...]:
    """The opportunities on which something is noted that this person may read, in order of id."""
    if not _reads_all(scene):
        return scene.uow.opportunities.of_owners(scene.owners, open_only=False)
    logged = [change.opportunity for change in scene.uow.changes.all_of_field(Field.FEEDBACK)]
    found = scene.uow.opportunities.all_of([*logged, *scene.uow.opportunities.with_feedback()])
    return tuple(sorted(found.values(), key=lambda opportunity: opportunity.id))


def _said(scene: Scene, opportunities: Iterable[Opportunity]) -> list[view.Said]:
    """What was recorded as feedback and not taken back, newest first; once where it was said again."""
    by_id = {o.id: o for o in opportunities}
    changes = scene.uow.changes.of_field(Field.FEEDBACK, by_id)
    undone = scene.uow.changes.undone([change.id for change in changes])
    standing = [c for c in changes if c.after and c.undoes is None and c.id not in undone]
    told = [_remark(scene, by_id[c.opportunity], str(c.after), c.at, scene.directory.name(c.by)) for c in standing]
    known = {(each.opportunity, each.words) for each in told}
    first = {c.opportunity: c for c in reversed(changes) if c.undoes is None}
    replaced = [c for c in first.values() if c.before and (c.opportunity, c.before) not in known]
    told += [replace(_remark(scene, by_id[c.opportunity], str(c.before), c.at, ""), before=True) for c in replaced]
    known |= {(c.opportunity, str(c.before)) for c in replaced}
    imported = [o for o in by_id.values() if o.feedback and (o.id, o.feedback) not in known]
    told += [_remark(scene, o, o.feedback or "", o.confirmed or _never(o), "") for o in imported]
    return sorted(told, key=lambda each: each.at, reverse=True)


def _remark(scene: Scene, opportunity: Opportunity, words: str, at: datetime, by: str) -> view.Said:
    own_name = opportunity.name if opportunity.owner in scene.owners else "A customer"
    customer = opportunity.account or own_name
    return view.Said(words, customer, opportunity.product, themes_of(words), at, by, opportunity.id)


def _never(opportunity: Opportunity) -> datetime:
    day = opportunity.created or datetime(1970, 1, 1, tzinfo=UTC).date()
    return datetime.combine(day, time(), UTC)
