"""What a newer fact means for its alert: raised, drawn anew, closed; and who is to be told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.scene import Office
from bot.use_cases.account_standing import known_now, touched
from bot.use_cases.alert_places import draw_anew, reader_of, say_below
from bot.use_cases.channels import CHANNEL_OUT
from domain.alerts.alert import Alert, AlertState, Delivery, DeliveryState, What
from domain.alerts.happenings import OPENING, OVER, WORSE, happened
from domain.alerts.routing import Case, Pace, Receiver, escalation, receivers
from domain.asking.budget import next_start, within_hours
from domain.sales.account_facts import Fact, HoldState, NewsItem, SupportTicket, trouble
from storage.account_facts import KeptFact

OUT, ESCALATE, LATE, LOOK = "alerts", "alerts_escalate", "alerts_late", "alerts_look"


def follow(office: Office, before: Fact | None, kept: KeptFact) -> None:
    """A fact of a known account is new: alert whom it concerns, or show what was said of it anew. News alert nobody."""
    if isinstance(kept.fact, NewsItem):
        return
    what = happened(before, kept.fact)
    _watch(office, kept)
    if what is None:
        return
    alert = office.uow.alerts.of_fact(kept.id)
    if alert is None:
        if what in OPENING:
            tell(office, office.uow.alerts.add(Alert(kept.id, kept.account or "", what, office.now)), kept)
        return
    _move(office, alert, what, kept)


def tell(office: Office, alert: Alert, kept: KeptFact) -> None:
    """Bring it on its way to everybody a route names, and see to it that somebody takes it up."""
    case = case_of(office, alert, kept)
    deliver_to(office, alert, receivers(case, office.playbook.alerts.routes, office.directory))
    after = escalation(case, office.playbook.alerts.routes, office.directory)
    if after and alert.state is AlertState.OPEN:
        due = office.now + timedelta(hours=after[0])
        body = {"alert": alert.id, "at": alert.at.isoformat(), "hours": after[0]}
        office.uow.jobs.add(ESCALATE, f"alert:{alert.id}", due, body, key=f"{ESCALATE}:{alert.id}:{alert.at}")


def case_of(office: Office, alert: Alert, kept: KeptFact) -> Case:
    """What the routes are held against."""
    late = isinstance(kept.fact, SupportTicket) and kept.fact.late(office.now)
    return Case(trouble(kept.fact), alert.what, touched(office, alert.account), late)


def deliver_to(office: Office, alert: Alert, to: Iterable[Receiver]) -> None:
    """Those who have a message of it keep that; what was put off, dropped or one line of a list comes after all."""
    receivers_now = tuple(to)
    found = office.uow.deliveries.of_alert(alert.id) if receivers_now else ()
    known = {(d.person, d.channel): d for d in found}
    for receiver in receivers_now:
        before = known.get((receiver.person, receiver.channel))
        if before is None:
            plan(office, receiver, Delivery(alert.id, receiver.person, receiver.channel, _state(receiver), office.now))
        elif before.state is DeliveryState.DROPPED or (receiver.pace is Pace.NOW and not _has_its_own(before)):
            plan(office, receiver, replace(before, state=_state(receiver)))


def plan(office: Office, receiver: Receiver, delivery: Delivery) -> None:
    """Within the reader's hours, after a moment in which more may come to be told together."""
    reader = reader_of(office, receiver)
    wanted = office.now + timedelta(minutes=office.playbook.alerts.batch)
    due = wanted if receiver.any_hour else within_hours(reader, wanted)
    if receiver.channel and delivery.state is DeliveryState.DIGEST:
        due = next_start(reader, office.now)  # a channel has no digest of its own: what can wait comes in the morning
    delivery = replace(delivery, due=due, sent_at=None, thread=None)
    delivery = office.uow.deliveries.save(delivery) if delivery.id else office.uow.deliveries.add(delivery)
    if receiver.channel or delivery.state is DeliveryState.WAITING:
        kind, name = (OUT, receiver.person) if receiver.person else (CHANNEL_OUT, receiver.channel)
        key = f"{kind}:{delivery.id}:{due.isoformat()}"
        # A lane for each time: what may come at any hour does not wait behind what waits for the morning.
        lane = f"{kind}:{name}:{due.isoformat()}"
        office.uow.jobs.add(kind, lane, due, {"person": receiver.person, "channel": name}, key=key)


def look_at_all(office: Office) -> None:
    """Once a day: what a source is silent about for too long becomes unknown; what it confirms is known again."""
    for alert in office.uow.alerts.standing():
        kept = office.uow.account_facts.get(alert.fact)
        if kept is None:
            continue
        silent = known_now(office, kept).shown != kept.fact
        if silent != (alert.what is What.UNKNOWN) and getattr(kept.fact, "state", None) is not HoldState.UNKNOWN:
            again = What.CHANGED if isinstance(kept.fact, SupportTicket) else What.PLACED
            moved = office.uow.alerts.save(replace(alert, what=What.UNKNOWN if silent else again))
            draw_anew(office, moved)


def promise_broken(office: Office, fact_id: int, due: datetime) -> None:
    """The time passed by which an answer was promised; the source may never say so."""
    kept = office.uow.account_facts.get(fact_id)
    alert = office.uow.alerts.of_fact(fact_id)
    fact = kept.fact if kept else None
    if kept and isinstance(fact, SupportTicket) and fact.due == due and fact.late(office.now):
        if alert is None:
            alert = office.uow.alerts.add(Alert(kept.id, kept.account or "", What.BREACHED, office.now))
        _move(office, alert, What.BREACHED, kept)


def _move(office: Office, alert: Alert, what: What, kept: KeptFact) -> None:
    again = what in WORSE
    state = AlertState.CLOSED if what in OVER else AlertState.OPEN if again else alert.state
    moved = replace(alert, account=kept.account or alert.account, what=what, state=state)
    if again:
        moved = replace(moved, at=office.now, acknowledged_by=None, acknowledged_at=None)
    moved = office.uow.alerts.save(moved)
    draw_anew(office, moved)
    if alert.state is AlertState.CLOSED and again:
        _begin_anew(office, moved)
    elif what in OVER or again or what is What.UNKNOWN:
        say_below(office, moved)
    if again:
        tell(office, moved, kept)


def _begin_anew(office: Office, alert: Alert) -> None:
    """It was over and is back: the old messages are far up, so it comes as a new one."""
    for delivery in office.uow.deliveries.of_alert(alert.id):
        office.uow.deliveries.save(replace(delivery, state=DeliveryState.DROPPED))


def _has_its_own(delivery: Delivery) -> bool:
    """Whether it has a message of its own, or will have one in a moment."""
    return delivery.state is DeliveryState.WAITING or delivery.thread is not None


def _state(receiver: Receiver) -> DeliveryState:
    return DeliveryState.WAITING if receiver.pace is Pace.NOW else DeliveryState.DIGEST


def _watch(office: Office, kept: KeptFact) -> None:
    """Look again when a promised answer is due."""
    fact = kept.fact
    if isinstance(fact, SupportTicket) and fact.standing and fact.due and fact.due > office.now:
        body = {"fact": kept.id, "due": fact.due.isoformat()}
        office.uow.jobs.add(
            LATE, f"fact:{kept.id}", fact.due + timedelta(seconds=1), body, key=f"{LATE}:{kept.id}:{fact.due}"
        )
