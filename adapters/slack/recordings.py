"""Voice clips as sound: fetched from Slack's own file hosts, with the bot token, within a size and a time."""

import time

import httpx

from adapters.shapes import Json, number, thing, words
from adapters.slack.events import is_clip
from adapters.slack.faults import SlackFault
from adapters.slack.hosts import Host
from adapters.slack.web_api import WebApi
from adapters.speech import NotHeard, Recording, read_all

_LARGEST = 25 * 1024 * 1024  # bytes: what transcription takes
_SILENCE, _DEADLINE = 5.0, 15.0  # seconds


def recording(api: WebApi, token: str, host: Host, file_id: str) -> Recording:
    """The clip of that id, as it is now. NotHeard where it is gone, too large, or not to be had from Slack."""
    try:
        file = thing(api.read("files.info", file=file_id), "file")
    except SlackFault as fault:
        raise NotHeard(str(fault)) from None
    address = words(file, "url_private_download") or words(file, "url_private")
    if not is_clip(file) or number(file, "size") > _LARGEST:
        raise NotHeard("it is no recording, or too large")
    if not host.keeps(address):
        raise NotHeard("it is kept elsewhere than with Slack")
    return Recording(_name(file), words(file, "mimetype"), _fetched(address, token))


def _fetched(address: str, token: str) -> bytes:
    """Redirects are not followed: the token must not follow to another address."""
    until, headers = time.monotonic() + _DEADLINE, {"Authorization": f"Bearer {token}"}
    try:
        with httpx.stream("GET", address, headers=headers, timeout=_SILENCE) as answer:
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code != httpx.codes.OK or kind.startswith("text/html"):  # a page to log in
                raise NotHeard(f"Slack answers {answer.status_code} where the recording should be")
            return read_all(answer, _LARGEST, until)
    except httpx.HTTPError as fault:
        raise NotHeard(f"Slack's file host does not answer ({type(fault).__name__})") from None


def _name(file: Json) -> str:
    """Transcription goes by the ending: a name of Slack's own, such as audio_message.m4a, has one."""
    return words(file, "name") or f"clip.{words(file, 'filetype') or 'm4a'}"
