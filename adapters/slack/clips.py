"""Voice clips: heard as soon as there are words for them."""

from collections.abc import Callable

from adapters.shapes import Json, thing, words
from adapters.slack import voice
from adapters.slack.events import FileChanged, Heard, VoiceClip, is_clip, shared_clip, spoken
from adapters.slack.given import Given
from adapters.slack.hosts import Host
from adapters.slack.installs import Installations
from adapters.slack.people import People
from adapters.slack.web_api import WebApi
from domain.chat.message import Message, text


class Clips:
    """`hand_on` takes what was said."""

    def __init__(
        self,
        given: Given,
        installs: Installations,
        people: People,
        api_of: Callable[[str], WebApi],
        host: Host,
        hand_on: Callable[[Heard], None],
    ) -> None:
        self._given = given
        self._installs = installs
        self._people = people
        self._api_of = api_of
        self._host = host
        self._hand_on = hand_on

    def listen(self, clip: VoiceClip) -> None:
        """Hand its words on, wait for them, ask elsewhere for them, or ask that they are typed."""
        found = self._transcript(clip.place.workspace, clip.file)
        if found.state == "there":
            self._hand_on(spoken(clip, found.words))
        elif found.state == "awaited":
            self._given.say(clip.event_id, clip.place, _AWAITED)
        elif not self._asks_elsewhere(clip):
            self._given.say(clip.event_id, clip.place, TYPE_IT)

    def _asks_elsewhere(self, clip: VoiceClip) -> bool:
        """Only for whom the company knows: what strangers say is sent to nobody."""
        person = self._people.person(clip.place.workspace, clip.user)
        if self._given.transcribe is None or not self._given.company.knows(person):
            return False
        self._given.transcribe(clip, person)
        return True

    def look_again(self, changed: FileChanged) -> None:
        """The transcript may have come. Clips that were heard before are known by the file's id."""
        file = thing(self._api_of(changed.workspace).read("files.info", file=changed.file_id), "file")
        if not is_clip(file) or words(file, "transcription", "status") not in ("complete", "failed"):
            return
        conversation = self._people.conversation(changed.workspace, words(file, "user"))
        clip = shared_clip(changed, file, conversation)
        if clip is not None:
            self.listen(clip)

    def _transcript(self, workspace: str, file: Json) -> voice.Transcript:
        return voice.transcript(file, voice.fetcher(self._host, self._installs.token_for(workspace)))


def _sentence(words_: str) -> Message:
    return Message(words_, (text(words_),))


_AWAITED = _sentence("I am waiting for Slack's transcript of your voice clip. Type it if you are in a hurry.")
TYPE_IT = _sentence("Slack gave me no transcript of that voice clip, so I did not hear it. Please type it.")
