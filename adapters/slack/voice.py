"""What was said in a voice clip: the transcript that Slack attaches to it, whole or not at all."""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple
from urllib.request import HTTPRedirectHandler, Request, build_opener

from adapters.shapes import Json, words, yes
from adapters.slack.hosts import Host

_LARGEST = 256 * 1024  # bytes
_PATIENCE = 2  # seconds
_CUE = re.compile(r"-->|^(WEBVTT|NOTE|STYLE|REGION)\b|^\s*\d*\s*$")
_TAG = re.compile(r"<[^<>]*>")

Fetch = Callable[[str], str]
"""The text at an address of Slack's; OSError or ValueError where it cannot be had."""


class Transcript(NamedTuple):
    """`words` are "" unless the state is "there"."""

    state: Literal["there", "awaited", "missing"]
    words: str = ""


def transcript(file: Json, fetch: Fetch) -> Transcript:
    """What Slack understood. A beginning alone is not enough: the end may take it back."""
    status = words(file, "transcription", "status")
    if status == "processing":
        return Transcript("awaited")
    spoken = words(file, "transcription", "preview", "content").strip()
    if status != "complete":
        return Transcript("missing")
    if yes(file, "transcription", "preview", "has_more"):
        try:
            spoken = spoken_words(fetch(words(file, "vtt")))
        except (OSError, ValueError):
            return Transcript("missing")
    return Transcript("there", spoken) if spoken else Transcript("missing")


def spoken_words(vtt: str) -> str:
    """The words of a WebVTT file, without times and speakers."""
    lines = (_TAG.sub("", line).strip() for line in vtt.splitlines() if not _CUE.search(line))
    return " ".join(line.removeprefix("- ") for line in lines if line)


def fetcher(host: Host, token: str) -> Fetch:
    """Reads files with a bot token, which is shown to Slack's own hosts only."""

    def fetch(address: str) -> str:
        if not host.keeps(address):
            raise ValueError("not an address of Slack's")
        request = Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - Slack's, checked above
        with _opener.open(request, timeout=_PATIENCE) as answer:
            body: bytes = answer.read(_LARGEST + 1)
        if len(body) > _LARGEST:
            raise ValueError("that transcript is too long")
        return body.decode("utf-8", "replace")

    return fetch


class _Stay(HTTPRedirectHandler):
    """A token must not follow to another address."""

    def redirect_request(self, *_: object) -> None:
        return None


_opener = build_opener(_Stay)
