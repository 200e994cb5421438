"""Where alerts stand in chat: each reader's own message, posted once, drawn anew as things change."""

from dataclasses import replace

from bot import outbox
from bot.scene import Office
from bot.use_cases.account_standing import account_name, known_now, touched
from bot.use_cases.channels import shows_figures
from bot.views import alert as view
from bot.views.alert_public import public_card, public_line
from domain.alerts.alert import Alert, AlertState, Delivery, DeliveryState
from domain.alerts.routing import Receiver
from domain.asking.budget import within_hours
from domain.chat.event import Place
from domain.chat.message import Message
from domain.sales.account_facts import FactKind, trouble
from domain.sales.dealings import Thread
from domain.sales.people import Person, Role

BELOW = "alerts_below"


def shown_to(office: Office, alert: Alert, reader: Person | None) -> view.AlertShown | None:
    """What that reader sees of it; None is a channel, where all is touched. None where the fact is gone."""
    kept = office.uow.account_facts.get(alert.fact)
    if kept is None:
        return None
    known = known_now(office, kept)
    owners = office.directory.sells_for(reader) if reader else None
    rules = office.playbook.alerts
    expert = office.directory.get(rules.finance if kept.fact.kind is FactKind.HOLD else rules.support)
    return view.AlertShown(
        alert=alert,
        account=account_name(office, alert.account),
        fact=trouble(kept.fact),
        shown=trouble(known.shown),
        confirmed=known.confirmed,
        touched=touched(office, alert.account, owners),
        comments=office.uow.alerts.comments(alert.id),
        expert=expert if expert and (reader is None or expert.id != reader.id) else None,
        process=office.company.process,
        directory=office.directory,
        now=office.now,
        zone=reader.zone if reader else office.company.zone,
        reader=reader.id if reader else "",
    )


def post_card(office: Office, alert: Alert, delivery: Delivery, card: Message | None = None) -> Delivery:
    """Post the alert in a thread of its own, as much of it as may be read there. Dropped where there is no place."""
    place, reader = place_of(office, delivery), office.directory.get(delivery.person)
    shown = shown_to(office, alert, reader)
    if place is None or shown is None:
        return office.uow.deliveries.save(replace(delivery, state=DeliveryState.DROPPED))
    only = shown.touched[0].id if len(shown.touched) == 1 else None
    root = Thread(delivery.person, place.platform, place.workspace, place.conversation, opportunity=only)
    thread = office.uow.threads.add(root)
    message = card or card_for(office, shown, delivery)
    outbox.post(office.uow, office.now, place, message, thread, view.ALERT, delivery.id)
    return office.uow.deliveries.save(replace(delivery, state=DeliveryState.SENT, sent_at=office.now, thread=thread.id))


def card_for(office: Office, shown: view.AlertShown, delivery: Delivery) -> Message:
    """Whole in person and in private channels, without figures where others read."""
    return view.alert_card(shown) if _is_private(office, delivery) else public_card(shown)


def draw_anew(office: Office, alert: Alert) -> None:
    """Show it as it stands now, to each reader what that reader may see now."""
    for delivery in office.uow.deliveries.of_alert(alert.id):
        shown = shown_to(office, alert, office.directory.get(delivery.person)) if _readable(office, delivery) else None
        if shown:
            office.redraw(view.ALERT, delivery.id, card_for(office, shown, delivery))


def say_below(office: Office, alert: Alert) -> None:
    """See to it that each message that shows it gets a line under it, as soon as its reader works."""
    for delivery in office.uow.deliveries.of_alert(alert.id):
        if delivery.state is DeliveryState.SENT and delivery.thread:
            remind(office, delivery)


def remind(office: Office, delivery: Delivery, unseen_for: int = 0) -> None:
    """A line under one message, once its reader works. It says what holds by then; what came twice is said once.

    `unseen_for`: it says that nobody has taken it up for so many hours.
    """
    due = within_hours(reader_of(office, Receiver(delivery.person, delivery.channel)), office.now)
    body = {"delivery": delivery.id, "hours": unseen_for}
    key = f"{BELOW}:{delivery.id}:{unseen_for}:{due.isoformat()}" if due > office.now else None
    office.uow.jobs.add(BELOW, f"{BELOW}:{delivery.id}", due, body, key=key)


def post_below(office: Office, delivery_id: int, unseen_for: int) -> None:
    """The line itself; none where somebody wants no more of it, or has taken up by now what nobody had."""
    delivery = office.uow.deliveries.get(delivery_id)
    alert = office.uow.alerts.get(delivery.alert) if delivery else None
    thread = office.uow.threads.get(delivery.thread) if delivery and delivery.thread else None
    place = place_of(office, delivery) if delivery else None
    if delivery is None or alert is None or thread is None or place is None:
        return
    shown = shown_to(office, alert, office.directory.get(delivery.person))
    settled = bool(unseen_for) and alert.state is not AlertState.OPEN
    if shown and not settled and not _muted(office, delivery.person, shown):
        if not _is_private(office, delivery):
            line = public_line(shown, unseen_for)
        else:
            line = view.nobody_has_seen(shown, unseen_for) if unseen_for else view.follow_up(shown)
        outbox.post(office.uow, office.now, place, line, thread)


def place_of(office: Office, delivery: Delivery) -> Place | None:
    """Where it goes: home with a person, or a channel of app.yaml; None where there is no such place now."""
    if delivery.person:
        person = office.directory.get(delivery.person)
        return office.home(person) if person else None
    named = any(channel.name == delivery.channel for channel in office.company.channels)
    return office.channel(delivery.channel) if named else None


def reader_of(office: Office, receiver: Receiver) -> Person:
    """Whose hours count: the person's, and of a channel the company's."""
    person = office.directory.get(receiver.person) if receiver.person else None
    return person or Person("", receiver.channel, Role.MANAGER, office.company.zone, office.company.rhythm)


def _muted(office: Office, person: str, shown: view.AlertShown) -> bool:
    mutes = office.uow.mutes.of(person) if person else ()
    return any(mute.holds(shown.alert.account, shown.fact.kind, office.now) for mute in mutes)


def _readable(office: Office, delivery: Delivery) -> bool:
    """Nobody who left the company, and no channel that is gone, is shown anything anew."""
    return place_of(office, delivery) is not None


def _is_private(office: Office, delivery: Delivery) -> bool:
    return bool(delivery.person) or shows_figures(office, delivery.channel)
