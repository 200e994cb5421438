"""The language model beside the application: asked in a thread of its own, once a reply, outside of transactions."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from adapters.finding import Finding
from adapters.language_model import LanguageModel, NoAnswer
from bot.outbox import place_of
from bot.router import Quarterback
from bot.scene import Scene
from bot.settings import Settings
from bot.use_cases import pointing
from bot.worker import Chore
from domain.chat.sending import TryAgain
from domain.reading.pointed import Question, items_of, question_of
from domain.sales.opportunity import Opportunity
from domain.sales.process import SalesProcess
from storage.records import Job
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
_AT_ONCE, _LATER = 4, 1.0  # questions, seconds


def model_at(settings: Settings | None) -> str:
    """The host at which the model is asked, which everybody is told; "" where none is set up."""
    return urlsplit(settings.model_url).netloc.rpartition("@")[2] if settings else ""


def model_chores(settings: Settings | None, quarterback: Quarterback) -> Mapping[str, Chore]:
    """What the worker needs to ask the model, where one is set up."""
    if settings is None or not settings.model_url:
        return {}
    return {pointing.POINT: Pointing(quarterback, _model(settings)).chore}


class Pointing:
    """Asks the model about one reply at most once, whatever dies meanwhile. `start` runs work beside the worker."""

    def __init__(
        self, quarterback: Quarterback, model: LanguageModel, start: Callable[[Callable[[], None]], None] | None = None
    ) -> None:
        self._quarterback = quarterback
        self._model = model
        self._start = start or _in_a_thread
        self._free = threading.BoundedSemaphore(_AT_ONCE)

    def chore(self, job: Job) -> None:
        """A slow address holds up nobody's messages."""
        if not self._free.acquire(blocking=False):
            raise TryAgain("other replies are being looked at", _LATER)
        self._start(lambda: self._run(job))

    def _run(self, job: Job) -> None:
        try:
            self._ask(job)
        except Exception:
            log.exception("job %s (%s) failed at try %s", job.id, job.kind, job.tries)
        finally:
            self._free.release()

    def _ask(self, job: Job) -> None:
        asked = self._begin(job)
        if asked is None:
            return
        try:
            items = self._model.points(asked, lambda answer: items_of(answer, asked))
        except NoAnswer as fault:
            log.warning("the language model pointed at nothing: %s", fault)
            items = ()
        with self._quarterback.storage.begin() as uow:
            if uow.jobs.settle(job, leaving={}) and items and (scene := self._scene(uow, job)):
                pointing.offer(scene, job.body, items)

    def _begin(self, job: Job) -> Question | None:
        """What to ask; None where that was tried before, or has become nobody's business."""
        with self._quarterback.storage.begin() as uow:
            scene = self._scene(uow, job)
            first = uow.events.first_time("model", "", str(job.id), self._quarterback.now())
            asked = pointing.question(scene, job.body) if first and scene else None
            if asked is None:
                uow.jobs.settle(job, leaving={})
            return asked

    def _scene(self, uow: UnitOfWork, job: Job) -> Scene | None:
        """The scene in which the reply was said; None where the person has left."""
        directory = self._quarterback.directory(uow)
        person = directory.get(job.body["person"])
        if person is None:
            return None
        thread = uow.threads.get(job.body["thread"]) if job.body["thread"] else None
        scene = self._quarterback.scene(uow, person, directory, self._quarterback.now())
        return replace(scene, place=place_of(job.body), thread=thread, message_id=job.body["message"])


def examine_model(settings: Settings, process: SalesProcess) -> list[Finding]:
    """Whether the model answers an invented reply in the form that is asked for; nothing where none is set up."""
    if not settings.model_url:
        return []
    host = model_at(settings)
    invented = Opportunity("o", "Pump hall", "Example", "", process.stages[0].name, 10, Decimal(1), "", date.max)
    asked = question_of("they see it as a seventy now", [invented], "o", process)
    began = time.monotonic()
    try:
        _model(settings).points(asked, lambda answer: items_of(answer, asked))
    except NoAnswer as fault:
        return [Finding("wrong", f"the language model at {host}: {fault}", _MEND)]
    return [Finding("well", f"the language model at {host} answers, in {time.monotonic() - began:.1f} s")]


def _model(settings: Settings) -> LanguageModel:
    key = settings.model_key.get_secret_value() if settings.model_key else ""
    return LanguageModel(settings.model_url, key, settings.model_name)


def _in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="model", daemon=True).start()


_MEND = (
    "Check QUARTERBACK_MODEL_URL, _KEY and _NAME; it must take response_format json_schema. "
    "Until then what is not read is asked back, as without a model."
)
