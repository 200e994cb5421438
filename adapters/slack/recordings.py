"""Files of Slack's: fetched from its own file hosts, with the bot token; and voice clips among them, as sound."""

from adapters.fetched import NotFetched, fetched
from adapters.shapes import Json, number, thing, words
from adapters.slack.events import is_clip
from adapters.slack.faults import SlackFault
from adapters.slack.hosts import Host
from adapters.slack.web_api import WebApi
from adapters.speech import NotHeard, Recording

_LARGEST = 25 * 1024 * 1024  # bytes: what transcription takes


def recording(api: WebApi, token: str, host: Host, file_id: str) -> Recording:
    """The clip of that id, as it is now. NotHeard where it is gone, too large, or not to be had from Slack."""
    try:
        file = _told(api, file_id)
        if not is_clip(file):
            raise NotHeard("it is no recording")
        return Recording(_name(file), words(file, "mimetype"), _fetched(file, token, host, _LARGEST))
    except NotFetched as fault:
        raise NotHeard(str(fault)) from None


def content(api: WebApi, token: str, host: Host, file_id: str, most: int) -> bytes:
    """The file of that id, as it is now. NotFetched where it is gone, over `most` bytes, or kept elsewhere."""
    return _fetched(_told(api, file_id), token, host, most)


def _told(api: WebApi, file_id: str) -> Json:
    try:
        return thing(api.read("files.info", file=file_id), "file")
    except SlackFault as fault:
        raise NotFetched(str(fault)) from None


def _fetched(file: Json, token: str, host: Host, most: int) -> bytes:
    address = words(file, "url_private_download") or words(file, "url_private")
    if number(file, "size") > most:
        raise NotFetched(f"it is larger than {most // 1024 // 1024} MB")
    if not host.keeps(address):
        raise NotFetched("it is kept elsewhere than with Slack")
    return fetched(address, {"Authorization": f"Bearer {token}"}, most, "Slack's file host")


def _name(file: Json) -> str:
    """Transcription goes by the ending: a name of Slack's own, such as audio_message.m4a, has one."""
    return words(file, "name") or f"clip.{words(file, 'filetype') or 'm4a'}"
