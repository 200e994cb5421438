"""Words of a recording, from whatever speaks OpenAI's protocol for transcriptions at a configured address."""

import json
import time
from dataclasses import dataclass, field

import httpx

_SILENCE = 10.0  # seconds without a byte
_LONGEST_ANSWER = 256 * 1024  # bytes
_LONGEST_WORDS = 4000


class NotHeard(Exception):
    """Nothing was understood. `str()` says why, without a word of what was said."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound file. `kind` is its MIME type."""

    name: str
    kind: str
    sound: bytes = field(repr=False)


class Speech:
    """`address` is what "/audio/transcriptions" follows; `deadline` is seconds for a whole recording."""

    def __init__(self, address: str, key: str, model: str, deadline: float = 30.0) -> None:
        self._address = f"{address.rstrip('/')}/audio/transcriptions"
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._model = model
        self._deadline = deadline

    def words(self, recording: Recording) -> str:
        """What is said in it. NotHeard where the address is away, slow, refuses it, or understands nothing."""
        asked = {"model": self._model, "response_format": "json"}
        sent = {"file": (recording.name, recording.sound, recording.kind)}
        until = time.monotonic() + self._deadline
        try:
            with httpx.stream(
                "POST", self._address, data=asked, files=sent, headers=self._headers, timeout=_SILENCE
            ) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise NotHeard(f"the address for speech answers {answer.status_code}")
                body = read_all(answer, _LONGEST_ANSWER, until)
        except httpx.HTTPError as fault:
            raise NotHeard(f"the address for speech does not answer ({type(fault).__name__})") from None
        return _text(body)


def read_all(answer: httpx.Response, most: int, until: float) -> bytes:
    """The body. NotHeard where it is longer than `most` bytes, or not there at `until` by the monotonic clock."""
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > most:
            raise NotHeard(f"the answer is longer than {most} bytes")
        if time.monotonic() > until:
            raise NotHeard("the answer takes too long")
    return bytes(body)


def _text(body: bytes) -> str:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    words = answer.get("text") if isinstance(answer, dict) else None
    if not isinstance(words, str) or not words.strip():
        raise NotHeard("the address for speech understood nothing")
    return words.strip()[:_LONGEST_WORDS]
