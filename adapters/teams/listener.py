"""What happens with a checked activity: translated, handed on, answered after the commit. From any thread."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from adapters.acquaintances import Company
from adapters.http import Answer, incident
from adapters.introductions import Introductions, Say
from adapters.shapes import Json, thing, words
from adapters.teams import carried, events, extension
from adapters.teams.adaptive_card import render
from adapters.teams.people import Away, People
from domain.chat.codec import JsonObject
from domain.chat.event import Clicked, Event, Place, Said
from domain.chat.message import Message, Option
from domain.chat.reference import Reference
from domain.chat.upload import Upload

_CARD_MESSAGE = "application/vnd.microsoft.activity.message"
_CARD_ERROR = "application/vnd.microsoft.error"
_LATER = "Teams does not tell me just now who you are. Try again in a moment."
_STRANGER = "I do not know you yet, so I cannot help you here. Sorry. Write to me directly, and I ask who you are."
_MEET_FIRST = "Add me to a chat with yourself first: what I answer holds figures."


class References(Protocol):
    """How conversations are reached; each call is one short transaction."""

    def get(self, place: Place) -> Reference | None: ...

    def put(self, reference: Reference) -> bool:
        """Keep it; False where just that was kept before."""
        ...

    def lose(self, place: Place) -> bool:
        """Nothing is taken there any more; True for the first who finds out."""
        ...


@dataclass(frozen=True, slots=True)
class Given:
    """What the application gives. Each may be called from any thread and returns after its commit.

    `later` keeps an activity until Teams answers who it is from. `first_seen` is when a tap with that content came
    first within a minute, as a word. `face` is how a message is shown anew to that person after a tap, None where
    it is not. `standing` is a card as it stands, by the person who looks and what it says that it shows. `search`
    are the opportunities that a person may see, by some words of their names. `topic` is the root of what is talked
    about in a personal conversation, which has no threads: by a message of ours that was tapped or quoted, else by
    what was said last; "" where that is not clear. `welcome` is said once in a conversation, personal or not.
    `upload` queues a file that somebody sent directly; False where the words that came with it are to be heard as well.
    """

    handle: Callable[[Event], None]
    say: Say
    later: Callable[[str, Json], None]
    first_seen: Callable[[str, str], str]
    face: Callable[[Place, str, str], Message | None]
    standing: Callable[[str, str], Message]
    opportunities: Callable[[str], Sequence[Option]]
    search: Callable[[str, str], Sequence[extension.Found]]
    topic: Callable[[Place, str, str], str]
    welcome: Callable[[bool], Message]
    company: Company
    upload: Callable[[Upload], bool] = lambda _: False


class Listener:
    """Takes checked activities."""

    def __init__(self, given: Given, people: People, references: References) -> None:
        self._given = given
        self._people = people
        self._references = references
        self._introductions = Introductions(people, given.company, given.say, "Teams")

    def take(self, activity: Json) -> Answer:
        """One activity: when this returns with a status below 300, whatever it tells is committed."""
        is_invoke = words(activity, "type") == "invoke"
        try:
            return self._answer(activity) if is_invoke else self._hear(activity)
        except Exception:
            refusal = incident("That did not work, and it is not your fault. Try again in a moment.")
        return _failed(activity, refusal.sentence) if is_invoke else Answer(refusal.status)

    def take_later(self, activity: Json) -> None:
        """What was kept for later. Away where Teams still does not answer."""
        self._act_on(activity)

    def _hear(self, activity: Json) -> Answer:
        try:
            self._act_on(activity)
        except Away:
            self._given.later(
                events.event_id(activity, words(activity, "type"), words(activity, "timestamp")), activity
            )
        return Answer()

    def _act_on(self, activity: Json) -> None:
        match events.translate(activity):
            case events.Removed():
                self._references.lose(events.place_of(activity))
            case events.Installed(user):
                self._welcome(activity, user)
            case events.Sent() as sent:
                self._take_files(sent, self._reach(activity))
            case told:
                reference = self._reach(activity)
                for heard in told:
                    self._hand_on(heard, reference)

    def _take_files(self, sent: events.Sent, reference: Reference) -> None:
        """From whom the company knows; the words beside them are heard like any others."""
        person = self._people.person(reference, sent.user)
        known = self._given.company.knows(person)
        taken = [self._given.upload(replace(upload, speaker=person)) for upload in sent.uploads] if known else []
        if not all(taken or [False]):
            for heard in sent.said:
                self._hand_on(heard, reference)

    def _reach(self, activity: Json) -> Reference:
        """Where it came from is where we answer. A personal conversation is that of whoever speaks in it."""
        reference = events.reference_of(activity)
        if self._references.put(reference) and reference.kind == events.PERSONAL:
            self._people.meet_at(reference, events.user_of(activity))
        return reference

    def _welcome(self, activity: Json, user: events.User) -> None:
        """Once, however often Teams tells of it; and whoever is there now is known before they ever write."""
        reference, place = self._reach(activity), events.place_of(activity)
        self._given.say(f"welcome/{place.conversation}", replace(place, thread=""), self._given.welcome(place.direct))
        if place.direct:
            self._people.person(reference, user)

    def _hand_on(self, heard: events.Heard, reference: Reference) -> None:
        place, user = heard.event.place, heard.user
        person = self._people.person(reference, user)
        event = replace(heard.event, speaker=person)
        if place.direct and isinstance(event, Said | Clicked):
            message_id = event.message_id if isinstance(event, Clicked) else place.thread
            event = replace(event, place=replace(place, thread=self._given.topic(place, message_id, person)))
        if person and not place.direct:  # figures will be answered there
            self._meet(reference, user)
        if not person:
            self._introductions.meet(user.entra, event)
        elif not (isinstance(event, Clicked) and self._introductions.confirm(person, event)):
            self._given.handle(event)

    def _meet(self, reference: Reference, user: events.User) -> Place | None:
        """Their personal conversation with us, and how it is reached; None where Teams allows none."""
        conversation = self._people.open(reference, user)
        if not conversation:
            return None
        place = Place(events.PLATFORM, reference.workspace, conversation)
        if self._references.get(place) is None:
            kind = events.PERSONAL
            self._references.put(replace(reference, conversation=conversation, kind=kind, user=user.here))
        return place

    def _answer(self, activity: Json) -> Answer:
        """An invoke: its answer is shown at once, where it was tapped. What nobody listens to is refused."""
        name = words(activity, "name")
        reader = {
            "adaptiveCard/action": self._tapped,
            "composeExtension/query": self._searched,
            "composeExtension/fetchTask": self._asked,
            "composeExtension/submitAction": self._told,
        }.get(name)
        if reader is None or events.is_of_a_bot(activity):
            return Answer(400)
        try:
            return reader(activity, thing(activity, "value"))
        except Away:
            return _failed(activity, _LATER)

    def _tapped(self, activity: Json, value: Json) -> Answer:
        """The card as it then stands; where nothing changed on it, a word that the answer follows."""
        data = thing(value, "action", "data")
        shows = carried.renewed(data)
        if shows:
            return self._renewed(activity, shows)
        told = events.clicks(activity, data, self._once(activity, data))
        if not told:
            return _card(400, _CARD_ERROR, {"code": "BadRequest", "message": "That button is not one of mine."})
        reference = self._reach(activity)
        for heard in told:
            self._hand_on(heard, reference)
        user = events.user_of(activity)
        person = self._people.person(reference, user)
        face = self._given.face(told[0].event.place, words(activity, "replyToId"), person)
        return _shown(face, user) if face else _card(200, _CARD_MESSAGE, "Done.")

    def _renewed(self, activity: Json, shows: str) -> Answer:
        """Asked by a client that shows the card, again and again: it is only looked at, nothing is heard or kept."""
        user = events.user_of(activity)
        try:
            person = self._people.person(events.reference_of(activity), user)
        except Away:  # an error leaves the card as it is; a word would pop up unasked
            return _card(503, _CARD_ERROR, {"code": "ServiceUnavailable", "message": _LATER})
        return _shown(self._given.standing(person, shows), user)

    def _searched(self, activity: Json, value: Json) -> Answer:
        """A message extension is used in conversations of which we are no part: those are not kept."""
        person = self._people.person(events.reference_of(activity), events.user_of(activity))
        if not self._given.company.knows(person):
            return Answer(200, extension.sentence(_STRANGER))
        found = self._given.search(person, extension.searched(value))
        if not found:
            return Answer(200, extension.sentence("None of the open opportunities that are yours to see fits that."))
        return Answer(200, extension.results(found))

    def _asked(self, activity: Json, value: Json) -> Answer:
        if extension.command_of(value) != extension.TELL:
            return Answer(400)
        person = self._people.person(events.reference_of(activity), events.user_of(activity))
        if not self._given.company.knows(person):
            return Answer(200, extension.closing(_STRANGER))
        return Answer(200, extension.form(extension.quoted(value), self._given.opportunities(person)))

    def _told(self, activity: Json, value: Json) -> Answer:
        """Answered in their personal conversation: others may read where the message stands."""
        reference, user = events.reference_of(activity), events.user_of(activity)
        place = self._meet(reference, user)
        if place is None:
            return Answer(200, extension.closing(_MEET_FIRST))
        data = thing(value, "data")
        clicked = extension.told(value, self._once(activity, data), place)
        if clicked is None:
            return Answer(200, extension.closing("Nothing was chosen, so nothing was changed."))
        self._hand_on(events.Heard(user, clicked), reference)
        return Answer(200, extension.closing("Thank you. I answer you in our chat."))

    def _once(self, activity: Json, data: Json) -> str:
        """The event of a tap, which may come again under another id: by its content, within a minute."""
        user = events.user_of(activity).entra
        spelt = json.dumps(
            [user, words(activity, "conversation", "id"), words(activity, "replyToId"), data], sort_keys=True
        )
        content = hashlib.sha256(spelt.encode("utf-8", "surrogatepass")).hexdigest()
        return f"tap/{content}/{self._given.first_seen(events.tenant_of(activity), content)}"


def _shown(card: Message, user: events.User) -> Answer:
    return _card(200, extension.CARD, render(card, viewers=(user.here,)).card)


def _card(status: int, kind: str, value: JsonObject | str) -> Answer:
    """The answer to a tap has a status of its own inside."""
    return Answer(200, {"statusCode": status, "type": kind, "value": value})


def _failed(activity: Json, said: str) -> Answer:
    """In the shape in which the person who waits is shown it."""
    name = words(activity, "name")
    if name == "composeExtension/query":
        return Answer(200, extension.sentence(said))
    if name.startswith("composeExtension/"):
        return Answer(200, extension.closing(said))
    return _card(200, _CARD_MESSAGE, said)
