"""The channels of app.yaml on chat platforms: found and lost there, who may read figures in them, and what waits."""

from collections.abc import Callable, Collection, Iterable

from bot import outbox
from bot.scene import Office
from bot.views import channels as view
from domain.alerts.alert import DeliveryState
from domain.chat.channel import ChannelPlace, SeenChannel
from domain.chat.event import Place
from domain.chat.message import Message
from domain.sales.company import Channel, Company
from domain.sales.people import Role
from storage.unit_of_work import UnitOfWork

CHANNEL_OUT = "alerts_channel"
_TOLD = "channel_told:"
_MOST_DEAD = 10_000


def places_on(platforms: Collection[str]) -> Callable[[UnitOfWork, str], Place | None]:
    """Where a channel of app.yaml was found on one of these platforms, None where it was not."""

    def where(uow: UnitOfWork, name: str) -> Place | None:
        known = uow.channels.get(name)
        return known.place if known and known.platform in platforms else None

    return where


def is_private(uow: UnitOfWork, company: Company, place: Place) -> bool:
    """Whether figures may be shown there: in person, or where app.yaml says so and the platform does not belie it."""
    if place.direct:
        return True
    known = uow.channels.at(place.platform, place.workspace, place.conversation)
    called = known.name if known else place.conversation.removeprefix("channel-")
    return not (known and known.open) and any(c.private for c in company.channels if c.is_called(called))


def shows_figures(office: Office, name: str) -> bool:
    """The same of a channel of app.yaml, wherever it is."""
    known = office.uow.channels.get(name)
    return not (known and known.open) and any(c.private for c in office.company.channels if c.name == name)


def keep_found(office: Office, platform: str, seen: Iterable[SeenChannel]) -> None:
    """These are all the channels of that platform in which the quarterback is now."""
    there = list(seen)
    for channel in office.company.channels:
        known = office.uow.channels.get(channel.name)
        found = _found(channel, there)
        if known and known.platform != platform and office.channel(channel.name):
            continue  # it is elsewhere, and was found there first
        if found is None:
            if known and known.platform == platform:
                office.uow.channels.forget(channel.name)
            continue
        place = ChannelPlace(channel.name, platform, found.workspace, found.conversation, found.open)
        if place != known:
            office.uow.channels.put(place)
            _arrived(office, channel, place)


def tell_missing(office: Office, name: str) -> None:
    """Tell the admins, once until it is found, that what is meant for that channel has to wait."""
    if office.uow.meta.get(_TOLD + name):
        return
    office.uow.meta.put(_TOLD + name, office.now.isoformat())
    waiting = len(office.uow.deliveries.of_channel(name, DeliveryState.WAITING))
    _tell_admins(office, view.missing(name, waiting))


def lost(office: Office, place: Place) -> bool:
    """Nothing is taken there any more. False where it is no channel of app.yaml, about which nobody is told here."""
    known = office.uow.channels.at(place.platform, place.workspace, place.conversation)
    if known is None:
        return False
    office.uow.channels.forget(known.name)
    tell_missing(office, known.name)
    return True


def _found(channel: Channel, seen: Iterable[SeenChannel]) -> SeenChannel | None:
    """By its id; by its name only where app.yaml names no id."""
    return next(
        (s for s in seen if channel.is_called(s.conversation) or (not channel.id and channel.is_called(s.name))), None
    )


def _arrived(office: Office, channel: Channel, place: ChannelPlace) -> None:
    """What waited for it goes there now, and what it did not take before is tried again."""
    office.uow.meta.put(_TOLD + channel.name, "")
    lane = outbox.lane(place.place)
    for job in office.uow.jobs.dead(_MOST_DEAD):
        if job.lane == lane:
            office.uow.jobs.retry(job.id)
    body = {"person": "", "channel": channel.name}
    office.uow.jobs.add(CHANNEL_OUT, f"{CHANNEL_OUT}:{channel.name}:found", office.now, body)
    if channel.private and place.open:
        _tell_admins(office, view.open_to_others(channel.name))


def _tell_admins(office: Office, message: Message) -> None:
    for person in office.directory:
        if person.role is Role.ADMIN:
            office.tell(person, message)
