"""Brings alerts when they may be brought: a few one by one, many at once as a list, the rest in the digest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot import outbox
from bot.scene import Office, Scene
from bot.use_cases.alert_places import post_card, reader_of, remind, shown_to
from bot.use_cases.alerts import case_of, deliver_to, plan
from bot.use_cases.channels import shows_figures, tell_missing
from bot.views import alert as view
from bot.views import alert_list
from bot.views.alert_public import public_list
from domain.alerts.alert import Alert, AlertState, Delivery, DeliveryState
from domain.alerts.routing import Receiver, escalation
from domain.sales.account_facts import CreditHold, FactKind, Severity
from domain.sales.people import Person

ONE_BY_ONE = 4
Waiting = tuple[Delivery, Alert]


def bring(scene: Scene) -> None:
    """What is due for this person: the worst one by one, more as one list, and beyond the day's limit in the digest."""
    office, person = scene.office, scene.person
    waiting = _wanted(office, person, DeliveryState.WAITING)
    room = max(0, office.playbook.alerts.per_day - office.uow.deliveries.sent_since(person.id, _midnight(scene)))
    cards = waiting[:room] if len(waiting) <= ONE_BY_ONE else waiting[: min(ONE_BY_ONE - 1, room)]
    rest = waiting[len(cards) :]
    for delivery, alert in cards:
        post_card(office, alert, delivery)
    if rest and room > len(cards):
        _list(office, person, rest, "more alerts about your accounts")
    else:
        for delivery, _ in rest:
            office.uow.deliveries.save(replace(delivery, state=DeliveryState.DIGEST))


def bring_digest(scene: Scene) -> bool:
    """What could wait, as one list; False, and silence, when there is nothing."""
    waiting = _wanted(scene.office, scene.person, DeliveryState.DIGEST)
    if waiting:
        _list(scene.office, scene.person, waiting, "alerts about your accounts that could wait until now")
    return bool(waiting)


def bring_to_channel(office: Office, channel: str) -> None:
    """What is due for a channel, by the same limits; it waits where the channel is nowhere to be found."""
    if not any(known.name == channel for known in office.company.channels):
        return
    if office.channel(channel) is None:
        tell_missing(office, channel)
        return
    reader = reader_of(office, Receiver(channel=channel))
    waiting, later = (_wanted(office, reader, s, channel) for s in (DeliveryState.WAITING, DeliveryState.DIGEST))
    since = datetime.combine(office.now.astimezone(ZoneInfo(reader.zone)), time(), ZoneInfo(reader.zone))
    room = max(0, office.playbook.alerts.per_day - office.uow.deliveries.sent_since("", since, channel))
    cards = waiting[:room] if len(waiting) <= ONE_BY_ONE else waiting[: min(ONE_BY_ONE - 1, room)]
    for delivery, alert in cards:
        post_card(office, alert, delivery)
    rest = waiting[len(cards) :]
    if room > len(cards):
        later = [*rest, *later]
    else:
        for delivery, _ in rest:
            plan(office, Receiver(channel=channel), replace(delivery, state=DeliveryState.DIGEST))
    if later:
        _list_in(office, channel, later)


def escalate(office: Office, alert_id: int, at: datetime, hours: int) -> None:
    """Nobody has taken it up: tell those whom the routes name for that, unless something happened since."""
    alert = office.uow.alerts.get(alert_id)
    kept = office.uow.account_facts.get(alert.fact) if alert else None
    if alert is None or kept is None or alert.state is not AlertState.OPEN or alert.at != at:
        return
    named = escalation(case_of(office, alert, kept), office.playbook.alerts.routes, office.directory)
    if named is None:
        return
    told = {(d.person, d.channel): d for d in office.uow.deliveries.of_alert(alert.id)}
    deliver_to(office, alert, named[1])
    for receiver in named[1]:
        delivery = told.get((receiver.person, receiver.channel))
        if delivery and delivery.state is DeliveryState.SENT and delivery.thread:
            remind(office, delivery, hours)


def show_alerts(scene: Scene, account: str = "", kind: FactKind | None = None) -> None:
    """What stands open about the accounts of those this person sells for, or about one of them, worst first.

    `kind`: holds alone, or tickets alone.
    """
    found = standing_alerts(scene, account)
    scene.reply(alert_list.open_ones([each for each in found if kind in (None, each[1].fact.kind)], kind))


def standing_alerts(scene: Scene, account: str = "") -> list[tuple[Alert, view.AlertShown]]:
    """The same, to be shown. It only reads."""
    office, person = scene.office, scene.person
    accounts = {o.account_id for o in office.uow.opportunities.of_owners(scene.owners) if o.account_id}
    wanted = accounts & {account} if account else accounts
    found = [(alert, shown_to(office, alert, person)) for alert in office.uow.alerts.standing_of(wanted)]
    return sorted(((a, s) for a, s in found if s), key=lambda pair: _weight(pair[1]))


def _wanted(office: Office, person: Person, state: DeliveryState, channel: str = "") -> list[Waiting]:
    """What is due in that state, worst first. What is over, or muted by now, is dropped."""
    mutes = office.uow.mutes.of(person.id) if not channel else ()
    store = office.uow.deliveries
    found: list[tuple[Waiting, view.AlertShown]] = []
    for delivery in store.of_channel(channel, state) if channel else store.of_person(person.id, state):
        alert = office.uow.alerts.get(delivery.alert)
        shown = shown_to(office, alert, None if channel else person) if alert else None
        if delivery.due > office.now or alert is None:
            continue
        over = shown is None or alert.state is AlertState.CLOSED
        if over or any(mute.holds(alert.account, shown.fact.kind, office.now) for mute in mutes if shown):
            office.uow.deliveries.save(replace(delivery, state=DeliveryState.DROPPED))
        elif shown:
            found.append(((delivery, alert), shown))
    return [waiting for waiting, _ in sorted(found, key=lambda pair: _weight(pair[1]))]


def _weight(shown: view.AlertShown) -> tuple[int, float]:
    """Holds, then tickets from the worst; of equals what touches most."""
    fact = shown.fact
    rank = 0 if isinstance(fact, CreditHold) else 1 + Severity.URGENT.rank - fact.severity.rank
    return rank, -float(sum(o.amount or 0 for o in shown.touched))


def _list(office: Office, person: Person, waiting: Sequence[Waiting], what: str) -> None:
    shown = [(alert, shown_to(office, alert, person)) for _, alert in waiting]
    office.tell(person, alert_list.several([(alert, each) for alert, each in shown if each], what))
    for delivery, _ in waiting:
        office.uow.deliveries.save(replace(delivery, state=DeliveryState.SENT, sent_at=office.now, thread=None))


def _list_in(office: Office, channel: str, waiting: Sequence[Waiting]) -> None:
    place, what = office.channel(channel), "alerts about accounts"
    found = [(alert, shown) for _, alert in waiting if (shown := shown_to(office, alert, None))]
    if place is None:
        return
    private = shows_figures(office, channel)
    listed = alert_list.several(found, what) if private else public_list([shown for _, shown in found], what)
    outbox.post(office.uow, office.now, place, listed)
    for delivery, _ in waiting:
        office.uow.deliveries.save(replace(delivery, state=DeliveryState.SENT, sent_at=office.now, thread=None))


def _midnight(scene: Scene) -> datetime:
    return datetime.combine(scene.today, time(), ZoneInfo(scene.person.zone))
