"""What people do about an alert: take it up, hand it on, comment, ask the expert, act on the opportunities, mute."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.scene import Scene
from bot.use_cases.account_standing import account_name, touched
from bot.use_cases.alert_places import draw_anew, post_card, shown_to
from bot.use_cases.alerts import deliver_to
from bot.use_cases.offers import lapse
from bot.use_cases.record import make_statement, record
from bot.views import alert as view
from bot.views import alert_answers as words
from bot.views import quick, update
from domain.alerts.alert import Alert, AlertState, Comment, Delivery, DeliveryState, Mute
from domain.alerts.routing import Receiver
from domain.reading.reading import Finding
from domain.sales.account_facts import CreditHold, FactKind, trouble
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person, Role
from domain.sales.process import Field, ForecastCategory

COMMENT_TO_SOURCE = "feed_comment"
"""A job for the feeds: `source`, `kind` and `source_id` of the fact, `by` (a name), `words`, `comment` (its id)."""


def may_see(scene: Scene, alert: Alert) -> bool:
    """Whoever sells to that account, keeps the records, takes care of it, or was told of it in person or in private."""
    if scene.person.role is Role.ADMIN or alert.assigned_to == scene.person.id:
        return True
    if any(o.owner in scene.owners for o in scene.uow.opportunities.of_accounts([alert.account])):
        return True
    inside = {c.name for c in scene.company.channels if c.private and scene.person.id in c.members}
    told = scene.uow.deliveries.of_alert(alert.id)
    return any(d.person == scene.person.id or d.channel in inside for d in told if d.state is DeliveryState.SENT)


def alert_here(scene: Scene) -> Alert | None:
    """The alert whose thread this is."""
    delivery = scene.uow.deliveries.of_thread(scene.thread.id) if scene.thread else None
    alert = scene.uow.alerts.get(delivery.alert) if delivery else None
    return alert if alert and may_see(scene, alert) else None


def show(scene: Scene, alert: Alert) -> None:
    """The whole alert, here, in a message that goes on living."""
    mine = next((d for d in scene.uow.deliveries.of_alert(alert.id) if d.person == scene.person.id), None)
    known = mine or scene.uow.deliveries.add(
        Delivery(alert.id, scene.person.id, "", DeliveryState.SENT, scene.now, scene.now)
    )
    post_card(scene.office, alert, known)


def seen(scene: Scene, alert: Alert) -> None:
    """Somebody takes it up: it is not escalated any more, and everybody sees who it was."""
    if alert.state is AlertState.CLOSED:
        scene.reply(words.over())
    elif alert.acknowledged_by:
        scene.reply(words.seen_already(scene.directory.name(alert.acknowledged_by)))
    else:
        draw_anew(scene.office, _acknowledged(scene, alert))


def assign(scene: Scene, alert: Alert, to: Person) -> None:
    """Somebody else who may see it takes care; they are told at once."""
    if to.id not in {person.id for person in may_take(scene, alert)}:
        scene.reply(quick.forbidden())
        return
    assigned = scene.uow.alerts.save(replace(_acknowledged(scene, alert), assigned_to=to.id))
    draw_anew(scene.office, assigned)
    scene.reply(words.assigned(to, scene.person))
    if to.id != scene.person.id:
        shown = shown_to(scene.office, assigned, to)
        if shown:
            scene.tell(to, words.is_yours(scene.person, shown))
        _bring_now(scene, assigned, to)


def may_take(scene: Scene, alert: Alert) -> list[Person]:
    """Who may be handed an alert: those who may see the opportunities it touches, and the experts of app.yaml."""
    owners = {o.owner for o in scene.uow.opportunities.of_accounts([alert.account])}
    experts = (scene.playbook.alerts.finance, scene.playbook.alerts.support)
    return [
        person
        for person in scene.directory
        if person.id in experts or not owners.isdisjoint(scene.directory.sells_for(person))
    ]


def comment(scene: Scene, alert: Alert, said: str) -> None:
    """Kept with the alert, shown to all who have it, and sent to the source where it takes comments."""
    kept = scene.uow.account_facts.get(alert.fact)
    note = scene.uow.alerts.comment(Comment(alert.id, scene.person.id, said[:2000], scene.now))
    draw_anew(scene.office, alert)
    fact = trouble(kept.fact) if kept else None
    if fact and fact.takes_comments:
        body = {
            "source": fact.source,
            "kind": fact.kind.value,
            "source_id": fact.source_id,
            "by": scene.person.name,
            "words": note.words,
            "comment": note.id,
        }
        scene.uow.jobs.add(COMMENT_TO_SOURCE, f"feed:{fact.source}", scene.now, body, key=f"comment:{note.id}")
    scene.reply(words.commented(fact.source if fact and fact.takes_comments else ""))


def ask_expert(scene: Scene, alert: Alert) -> None:
    """Tell the person in finance or support that app.yaml names."""
    shown = shown_to(scene.office, alert, scene.person)
    if shown is None or shown.expert is None:
        scene.reply(words.no_expert())
        return
    scene.tell(shown.expert, words.is_asked(scene.person, shown))
    scene.reply(words.asked(shown.expert))
    draw_anew(scene.office, _acknowledged(scene, alert))


def take_out_of_commit(scene: Scene, alert: Alert) -> None:
    """Best case instead of commit, for what this person may update: recorded like words, and undone like words."""
    process = scene.company.process
    mine = [o for o in _mine(scene, alert) if view.in_commit(o, process)]
    if not mine:
        scene.reply(words.none_in_commit())
        return
    said = "Take out of commit: credit hold (tapped)"
    _record(
        scene, alert, [Finding(o.id, Field.FORECAST_CATEGORY, ForecastCategory.BEST_CASE, said) for o in mine], said
    )


def move_dates(scene: Scene, alert: Alert) -> None:
    """Forms to type other dates into."""
    mine = _mine(scene, alert)
    scene.reply(words.dates(mine) if mine else quick.forbidden())


def tell_customer(scene: Scene, alert: Alert) -> None:
    """Words to send, and one tap to note it as the next step."""
    mine = _mine(scene, alert)
    shown = shown_to(scene.office, alert, scene.person)
    if not mine or shown is None or not isinstance(shown.fact, CreditHold):
        scene.reply(quick.forbidden())
    else:
        scene.reply(words.draft(shown, mine[0]))


def note_as_step(scene: Scene, alert: Alert) -> None:
    """Telling the customer becomes the next step of the largest opportunity that is touched."""
    mine = _mine(scene, alert)
    if not mine:
        scene.reply(quick.forbidden())
        return
    said = f"Tell {account_name(scene.office, alert.account)} about the credit hold"
    _record(scene, alert, [Finding(mine[0].id, Field.NEXT_STEP, said, f"{said} (tapped)")], f"{said} (tapped)")


def mute(scene: Scene, account: str, kind: FactKind | None, days: int | None) -> None:
    """No more alerts of that to this person, for so many days or until unmuted."""
    until = scene.now + timedelta(days=days) if days else None
    scene.uow.mutes.put(Mute(scene.person.id, account, kind, until))
    scene.reply(words.muted(account_name(scene.office, account) if account else "", kind, until, scene.person))


def unmute(scene: Scene, account: str, kind: FactKind | None) -> None:
    there = scene.uow.mutes.remove(Mute(scene.person.id, account, kind))
    scene.reply(words.unmuted(account_name(scene.office, account) if account else "", kind, there))


def _acknowledged(scene: Scene, alert: Alert) -> Alert:
    if alert.acknowledged_by or alert.state is AlertState.CLOSED:
        return alert
    return scene.uow.alerts.save(
        replace(alert, state=AlertState.ACKNOWLEDGED, acknowledged_by=scene.person.id, acknowledged_at=scene.now)
    )


def _mine(scene: Scene, alert: Alert) -> tuple[Opportunity, ...]:
    return touched(scene.office, alert.account, scene.owners)


def _record(scene: Scene, alert: Alert, findings: list[Finding], said: str) -> None:
    """Who acts on it has taken it up; and the alert shows what it touches as that stands now."""
    about = scene.opportunity(findings[0].opportunity)
    statement = make_statement(scene, about.owner if about else scene.person.id)
    recorded = record(scene, statement, findings, said)
    lapse(scene, recorded)
    scene.reply(update.understood(statement, recorded, (), ()), update.STATEMENT, statement.id)
    draw_anew(scene.office, _acknowledged(scene, alert))


def _bring_now(scene: Scene, alert: Alert, to: Person) -> None:
    has_it: Iterable[Delivery] = (d for d in scene.uow.deliveries.of_alert(alert.id) if d.person == to.id)
    if not any(d.state is DeliveryState.SENT and d.thread for d in has_it):
        deliver_to(scene.office, alert, [Receiver(to.id)])
