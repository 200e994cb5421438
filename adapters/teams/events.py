"""What Teams tells, as events of the domain: who said, changed, took away or marked something where."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from adapters.shapes import Json, thing, things, words
from adapters.teams import carried
from adapters.teams.said import mentions, spoken
from domain.chat.event import Clicked, Deleted, Edited, Event, Place, Reacted, Reaction, Said
from domain.chat.reference import Reference
from domain.chat.upload import Upload

PLATFORM = "teams"
PERSONAL = "personal"
CHANNEL = "channel"
FILE = "application/vnd.microsoft.teams.file.download.info"
REACTIONS: dict[str, Reaction] = {
    "like": "yes",
    "plusOne": "yes",
    "2705_whiteheavycheckmark": "yes",
    "274c_crossmark": "no",
    "sad": "no",
    "1f634_sleepingface": "later",
    "1f4a4_zzz": "later",
}
"""Both kinds of names that Teams uses; a heart or a laugh says nothing about an opportunity."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody in Teams: their Entra id, which is the same everywhere, and the id and name they have here."""

    entra: str
    here: str
    name: str


@dataclass(frozen=True, slots=True)
class Heard:
    """An event whose speaker is known as a user of Teams only."""

    user: User
    event: Event


@dataclass(frozen=True, slots=True)
class Installed:
    """The app was added to a conversation, by `user` where that is known."""

    user: User


@dataclass(frozen=True, slots=True)
class Removed:
    """The app was taken out of a conversation."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Files in a personal conversation; `said` are the words that came with them, if any."""

    user: User
    uploads: tuple[Upload, ...]
    said: tuple[Heard, ...]


Told = tuple[Heard, ...] | Sent | Installed | Removed


def translate(activity: Json) -> Told:
    """Nothing for what concerns nobody here: our own messages, other bots, what is not addressed to us, the unknown."""
    reader = _READERS.get(words(activity, "type"))
    return reader(activity) if reader and not is_of_a_bot(activity) else ()


def user_of(activity: Json) -> User:
    sender = thing(activity, "from")
    here = words(sender, "id")
    return User(words(sender, "aadObjectId") or here, here, words(sender, "name"))


def place_of(activity: Json, thread: str = "") -> Place:
    """Where it happened. A channel's id names the thread as well; `thread` is that of other conversations."""
    conversation, _, root = words(activity, "conversation", "id").partition(";messageid=")
    direct = kind_of(activity) == PERSONAL
    return Place(PLATFORM, tenant_of(activity), conversation, root or thread, direct)


def reference_of(activity: Json) -> Reference:
    """How the conversation of a checked activity is reached."""
    place, kind = place_of(activity), kind_of(activity)
    user = user_of(activity).here if kind == PERSONAL else ""
    bot, service_url = words(activity, "recipient", "id"), words(activity, "serviceUrl")
    return Reference(PLATFORM, place.workspace, place.conversation, service_url, kind, bot, user)


def tenant_of(activity: Json) -> str:
    """The schema's own field for it is never filled in by Teams."""
    return words(activity, "channelData", "tenant", "id")


def kind_of(activity: Json) -> str:
    """The word of Teams for personal, group or channel; older clients leave it out of personal conversations."""
    return words(activity, "conversation", "conversationType") or PERSONAL


def is_of_a_bot(activity: Json) -> bool:
    sender = thing(activity, "from")
    ours = words(sender, "id") == words(activity, "recipient", "id")
    return ours or words(sender, "role") in ("bot", "skill") or words(sender, "id").startswith("28:")


def event_id(activity: Json, *more: str) -> str:
    """Unique in a tenant: Teams' own ids are so in their conversation only."""
    return "/".join((words(activity, "conversation", "id"), words(activity, "id"), *more))


def clicks(activity: Json, data: Json, event: str) -> tuple[Heard, ...]:
    """What the data of a tap says, one event for each form."""
    place, user, message_id = place_of(activity), user_of(activity), words(activity, "replyToId")
    return tuple(
        Heard(user, Clicked(f"{event}:{number}", "", place, message_id, *tap))
        for number, tap in enumerate(carried.read(data))
    )


def _message(activity: Json) -> Told:
    """A tap of Action.Submit, or words."""
    value = thing(activity, "value")
    if value:
        return clicks(activity, value, event_id(activity))
    said = _said(activity)
    heard = (Heard(user_of(activity), said),) if said else ()
    uploads = tuple(_uploads(activity, said.text if said else ""))
    return Sent(user_of(activity), uploads, heard) if uploads else heard


def _uploads(activity: Json, text: str) -> Iterator[Upload]:
    """Teams puts them into the sender's own SharePoint, and tells an address that is good for some minutes."""
    sent = [each for each in things(activity, "attachments") if words(each, "contentType") == FILE]
    for each in sent if kind_of(activity) == PERSONAL and words(activity, "id") else ():
        file, address = words(each, "content", "uniqueId"), words(each, "content", "downloadUrl")
        yield Upload(event_id(activity, file), "", place_of(activity), address, words(each, "name"), 0, text)


def _said(activity: Json) -> Said | None:
    """In groups and teams only what mentions us is heard."""
    bot, message_id = words(activity, "recipient", "id"), words(activity, "id")
    if not message_id or (kind_of(activity) != PERSONAL and not mentions(activity, bot)):
        return None
    found = spoken(activity, bot)
    place = place_of(activity, found.quoted)
    return Said(event_id(activity), "", place, message_id, found.text) if found.text else None


def _edited(activity: Json) -> Told:
    """Each edit of a message has the message's id; taking back a deletion is no edit."""
    said = _said(activity)
    if words(activity, "channelData", "eventType") != "editMessage" or said is None:
        return ()
    digest = hashlib.sha256(said.text.encode()).hexdigest()[:16]
    event = event_id(activity, words(activity, "timestamp"), digest)
    return (Heard(user_of(activity), Edited(event, "", said.place, said.message_id, said.text)),)


def _deleted(activity: Json) -> Told:
    if words(activity, "channelData", "eventType") not in ("softDeleteMessage", "") or not words(activity, "id"):
        return ()
    deleted = Deleted(event_id(activity, "deleted"), "", place_of(activity), words(activity, "id"))
    return (Heard(user_of(activity), deleted),)


def _reaction(activity: Json) -> Told:
    """Only those that mean something; on what is no question of ours the application ignores them."""
    message_id = words(activity, "replyToId")
    return tuple(_marks(activity, message_id)) if message_id else ()


def _marks(activity: Json, message_id: str) -> Iterator[Heard]:
    for added in things(activity, "reactionsAdded"):
        kind = words(added, "type")
        if kind in REACTIONS:
            event = event_id(activity, message_id, kind, words(activity, "timestamp"))
            place = place_of(activity)
            yield Heard(user_of(activity), Reacted(event, "", place, message_id, REACTIONS[kind]))


def _installation(activity: Json) -> Told:
    action = words(activity, "action")
    if action in ("add", "add-upgrade"):
        return Installed(user_of(activity))
    return Removed() if action == "remove" else ()


def _members(activity: Json) -> Told:
    bot = words(activity, "recipient", "id")
    if any(words(each, "id") == bot for each in things(activity, "membersAdded")):
        return Installed(user_of(activity))
    return Removed() if any(words(each, "id") == bot for each in things(activity, "membersRemoved")) else ()


_READERS: dict[str, Callable[[Json], Told]] = {
    "message": _message,
    "messageUpdate": _edited,
    "messageDelete": _deleted,
    "messageReaction": _reaction,
    "installationUpdate": _installation,
    "conversationUpdate": _members,
}
