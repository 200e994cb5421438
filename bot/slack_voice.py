"""Voice clips without words of Slack's: queued at once, transcribed after the answer, then heard like any reply."""

import logging
import threading
from collections.abc import Callable
from dataclasses import asdict

from adapters.introductions import Say
from adapters.shapes import words
from adapters.slack.clips import TYPE_IT
from adapters.slack.events import VoiceClip, spoken_event_id
from adapters.speech import NotHeard, Recording, Speech
from bot.outbox import place_of
from bot.router import Quarterback
from bot.views.quick import heard
from domain.chat.event import Event, Said
from domain.chat.sending import TryAgain
from storage.records import Job

log = logging.getLogger(__name__)
TRANSCRIBE = "transcribe"
_AT_ONCE, _LATER = 4, 5.0  # clips, seconds
_TRIES = 20  # those included at which there was no room


class Transcriptions:
    """`recording_of` fetches the clip of a workspace and a file's id; `handle` and `say` are the application's."""

    def __init__(
        self,
        quarterback: Quarterback,
        speech: Speech,
        recording_of: Callable[[str, str], Recording],
        handle: Callable[[Event], None],
        say: Say,
    ) -> None:
        self._quarterback = quarterback
        self._speech = speech
        self._recording_of = recording_of
        self._handle = handle
        self._say = say
        self._free = threading.BoundedSemaphore(_AT_ONCE)

    def queue(self, clip: VoiceClip, person: str) -> None:
        """Remember to transcribe it, once however often it is told of."""
        file = words(clip.file, "id")
        body = {"file": file, "person": person, "place": asdict(clip.place), "message": clip.message_id}
        lane = f"voice:{clip.place.workspace}:{file}"
        with self._quarterback.storage.begin() as uow:
            uow.jobs.add(TRANSCRIBE, lane, self._quarterback.now(), body, key=lane)

    def chore(self, job: Job) -> None:
        """In a thread of its own: a slow address holds up nobody's messages. It comes due again where that dies."""
        if not self._free.acquire(blocking=False):
            raise TryAgain("other clips are being transcribed", _LATER)
        threading.Thread(target=self._run, args=(job,), name="voice", daemon=True).start()

    def _run(self, job: Job) -> None:
        try:
            self._transcribe(job)
        except Exception:
            log.exception("job %s (%s) failed at try %s", job.id, job.kind, job.tries)
        finally:
            self._free.release()

    def _transcribe(self, job: Job) -> None:
        place, file = place_of(job.body), job.body["file"]
        try:
            if job.tries > _TRIES:
                raise NotHeard("it failed again and again")
            said = self._speech.words(self._recording_of(place.workspace, file))
        except NotHeard as fault:
            log.warning("a voice clip was not transcribed: %s", fault)
            self._say(f"unheard:{file}", place, TYPE_IT)
        else:
            self._say(f"heard:{file}", place, heard(said))
            event = Said(spoken_event_id(file), job.body["person"], place, job.body["message"], said)
            self._handle(event)
        with self._quarterback.storage.begin() as uow:
            uow.jobs.settle(job)
