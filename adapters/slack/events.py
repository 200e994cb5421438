"""What Slack's Events API tells, as events of the domain: who said, changed, took away or marked something where."""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.mention import addressed
from adapters.shapes import Json, number, thing, things, words
from adapters.slack.said import NameOf, plain_words
from adapters.slack.workspaces import Bot, is_of_a_bot, is_ours, workspace_of
from domain.chat.event import Deleted, Edited, Event, Place, Reacted, Reaction, Said
from domain.chat.upload import Upload

PLATFORM = "slack"

REACTIONS: dict[str, Reaction] = {"white_check_mark": "yes", "x": "no", "zzz": "later"}
_OF_PEOPLE = ("", "file_share", "thread_broadcast", "me_message")
"""The subtypes of messages that people write; all others tell of something else, or are hidden."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An event whose speaker is known by the id of a Slack user only."""

    user: str
    event: Event


@dataclass(frozen=True, slots=True)
class VoiceClip:
    """A recording without words to it. `status` is Slack's about its transcript: "complete", "processing", …"""

    user: str
    event_id: str
    place: Place
    message_id: str
    file: Json


@dataclass(frozen=True, slots=True)
class Sent:
    """Files in a direct message; `said` are the words that came with them, if any."""

    user: str
    uploads: tuple[Upload, ...]
    said: Heard | None


@dataclass(frozen=True, slots=True)
class FileChanged:
    """Something new about a file: perhaps its transcript."""

    event_id: str
    workspace: str
    file_id: str


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at the App Home."""

    user: str
    event_id: str
    workspace: str


@dataclass(frozen=True, slots=True)
class AssistantOpened:
    """Somebody opened the assistant's pane: a new thread that waits for its first words."""

    workspace: str
    conversation: str
    thread: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The app was uninstalled, or its token revoked, at that Unix time."""

    workspace: str
    at: float


Told = Heard | VoiceClip | Sent | FileChanged | HomeOpened | AssistantOpened | Gone


def translate(payload: Json, bot: Bot, name_of: NameOf) -> Told | None:
    """None for what concerns nobody here: our own messages and edits, other bots, hidden and unknown events."""
    event, event_id = thing(payload, "event"), words(payload, "event_id")
    reader = _READERS.get(words(event, "type"))
    if reader is None or not event_id:
        return None
    return reader(_Telling(event_id, workspace_of(payload), number(payload, "event_time"), event, bot, name_of))


@dataclass(frozen=True, slots=True)
class _Telling:
    event_id: str
    workspace: str
    time: float
    event: Json
    bot: Bot
    name_of: NameOf

    def place(self, message: Json) -> Place:
        """A thread's root is in the thread that it roots only for those who answer."""
        channel = words(self.event, "channel")
        thread, own = words(message, "thread_ts"), words(message, "ts")
        return Place(PLATFORM, self.workspace, channel, "" if thread == own else thread, is_direct(channel))

    def is_from_person(self, message: Json) -> bool:
        return bool(words(message, "user")) and not is_of_a_bot(message) and not is_ours(message, self.bot)


def is_direct(channel: str) -> bool:
    """A conversation of two has an id that begins with D."""
    return channel.startswith("D")


def spoken(clip: VoiceClip, text: str) -> Heard:
    """What a voice clip says; the same clip is the same event, whenever its transcript comes."""
    said = Said(spoken_event_id(words(clip.file, "id")), "", clip.place, clip.message_id, text)
    return Heard(clip.user, said)


def spoken_event_id(file_id: str) -> str:
    """The event that is what this recording says, whoever finds the words."""
    return f"voice:{file_id}"


def shared_clip(changed: FileChanged, file: Json, conversation: str) -> VoiceClip | None:
    """The clip as it was shared in that direct message; None where it was not."""
    for share in things(file, "shares", "private", conversation) + things(file, "shares", "public", conversation):
        ts, thread = words(share, "ts"), words(share, "thread_ts")
        if ts:
            place = Place(PLATFORM, changed.workspace, conversation, "" if thread == ts else thread)
            return VoiceClip(words(file, "user"), changed.event_id, place, ts, file)
    return None


def _message(told: _Telling) -> Told | None:
    """In channels only mentions are heard, which come as events of their own: so nothing is heard twice."""
    event, subtype = told.event, words(told.event, "subtype")
    if not is_direct(words(event, "channel")):
        return None
    if subtype == "message_changed":
        return _changed(told)
    if subtype == "message_deleted":
        return _deleted(told, thing(event, "previous_message"), words(event, "deleted_ts"))
    if subtype not in _OF_PEOPLE or not told.is_from_person(event):
        return None
    text = plain_words(event, told.name_of)
    return _sent(told, text) or _said(told, text) or _clip(told)


def _mention(told: _Telling) -> Told | None:
    """A mention that was added or touched by an edit is no new message, and is left alone."""
    event = told.event
    if is_direct(words(event, "channel")) or not told.is_from_person(event) or thing(event, "edited"):
        return None
    return _said(told, addressed(plain_words(event, told.name_of)))


def _said(told: _Telling, text: str) -> Heard | None:
    ts = words(told.event, "ts")
    if not (text and ts and words(told.event, "channel")):
        return None
    return Heard(words(told.event, "user"), Said(told.event_id, "", told.place(told.event), ts, text))


def _changed(told: _Telling) -> Told | None:
    """By a person and in its words; a preview that Slack adds changes neither."""
    message, before = thing(told.event, "message"), thing(told.event, "previous_message")
    if words(message, "subtype") == "tombstone":  # a deleted message that others have answered
        return _deleted(told, before, words(message, "ts"))
    if words(message, "subtype") not in _OF_PEOPLE or not told.is_from_person(message):
        return None
    text = plain_words(message, told.name_of)
    touched = words(message, "edited", "user") == words(message, "user")
    if not (touched and text and words(message, "ts")) or text == plain_words(before, told.name_of):
        return None
    edited = Edited(told.event_id, "", told.place(message), words(message, "ts"), text)
    return Heard(words(message, "user"), edited)


def _deleted(told: _Telling, message: Json, ts: str) -> Told | None:
    if not ts or words(message, "subtype") not in _OF_PEOPLE or not told.is_from_person(message):
        return None
    return Heard(words(message, "user"), Deleted(told.event_id, "", told.place(message), ts))


def _reaction(told: _Telling) -> Told | None:
    """Only on what we wrote, and only the three that mean something."""
    event = told.event
    reaction = REACTIONS.get(words(event, "reaction"))
    channel, ts = words(event, "item", "channel"), words(event, "item", "ts")
    person, author = words(event, "user"), words(event, "item_user")
    if reaction is None or not (channel and ts and person and author) or author != told.bot.user or person == author:
        return None
    place = Place(PLATFORM, told.workspace, channel, "", is_direct(channel))
    return Heard(person, Reacted(told.event_id, "", place, ts, reaction))


def _sent(told: _Telling, text: str) -> Sent | None:
    event = told.event
    files = [f for f in things(event, "files") if words(f, "id") and not is_clip(f)] if words(event, "ts") else []
    uploads = [
        Upload(
            f"{told.event_id}:{words(file, 'id')}",
            "",
            told.place(event),
            words(file, "id"),
            words(file, "name") or "that file",
            int(number(file, "size")),
            text,
        )
        for file in files
    ]
    return Sent(words(event, "user"), tuple(uploads), _said(told, text)) if uploads else None


def _clip(told: _Telling) -> VoiceClip | None:
    event = told.event
    for file in things(event, "files"):
        if is_clip(file) and words(event, "ts"):
            ts = words(event, "ts")
            return VoiceClip(words(event, "user"), told.event_id, told.place(event), ts, file)
    return None


def is_clip(file: Json) -> bool:
    """Whether a file is a recording of a voice."""
    return words(file, "subtype") == "slack_audio" or words(file, "mimetype").startswith("audio/")


def _file(told: _Telling) -> Told | None:
    file_id = words(told.event, "file_id") or words(told.event, "file", "id")
    return FileChanged(told.event_id, told.workspace, file_id) if file_id else None


def _home(told: _Telling) -> Told | None:
    user = words(told.event, "user")
    if not user or words(told.event, "tab") not in ("home", ""):
        return None
    return HomeOpened(user, told.event_id, told.workspace)


def _assistant(told: _Telling) -> Told | None:
    thread = thing(told.event, "assistant_thread")
    conversation, ts = words(thread, "channel_id"), words(thread, "thread_ts")
    return AssistantOpened(told.workspace, conversation, ts) if conversation and ts else None


def _uninstalled(told: _Telling) -> Told | None:
    return Gone(told.workspace, told.time)


def _revoked(told: _Telling) -> Told | None:
    """Tokens of users are none of ours."""
    bots = thing(told.event, "tokens").get("bot")
    return Gone(told.workspace, told.time) if isinstance(bots, list) and bots else None


_READERS: dict[str, Callable[[_Telling], Told | None]] = {
    "message": _message,
    "app_mention": _mention,
    "reaction_added": _reaction,
    "file_change": _file,
    "file_shared": _file,
    "app_home_opened": _home,
    "assistant_thread_started": _assistant,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _revoked,
}
