"""The few calls of Slack's Web API that are made here: each sent once, within a deadline, its faults told apart.

slack_sdk sends a post again when the connection breaks, though Slack may have taken it; it knows no time limit for a
whole call, and writes bodies into the log. So its second tries are switched off, its log is silent, and each call has a
deadline of its own.
"""

import logging
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from adapters.calls import within
from adapters.slack.faults import OutcomeUnknown, SlackFault, Unreachable, fault
from domain.chat.channel import SeenChannel
from domain.chat.codec import JsonObject

BASE_URL = "https://slack.com/api/"
EVENT_TYPE = "quarterback_post"
_PAGE, _PAGES = 200, 20
_NEVER_SENT = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_LOST = "No answer of Slack came back, so whether it did what was asked is not known."

_silent = logging.Logger("slack_sdk, silenced", logging.CRITICAL + 1)


class WebApi:
    """One workspace's Web API.

    `token` is asked for at each call, so that it may rotate. `base_url` is that of Slack, GovSlack or a test.
    `deadline` is seconds for a whole call. Every method raises SlackFault.
    """

    def __init__(
        self,
        token: Callable[[], str],
        base_url: str = BASE_URL,
        deadline: float = 10.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._token = token
        self._deadline = deadline
        self._now = now
        silence = max(1, int(deadline))
        self._client = WebClient(base_url=base_url, timeout=silence, retry_handlers=[], logger=_silent)

    def post(self, channel: str, text: str, blocks: list[JsonObject], thread: str, key: str) -> str:
        """Post a message that carries `key` in its metadata; its ts."""
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        quiet = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none", "mrkdwn": False}
        said = {"channel": channel, "text": text, "blocks": blocks, "metadata": metadata, **quiet}
        return _word(self.write("chat.postMessage", **said, **({"thread_ts": thread} if thread else {})), "ts")

    def update(self, channel: str, ts: str, text: str, blocks: list[JsonObject]) -> str:
        """Show a message anew, which does no harm when done twice; its ts."""
        return _word(self.write("chat.update", channel=channel, ts=ts, text=text, blocks=blocks), "ts")

    def open_direct(self, user: str) -> str:
        """The conversation with that user."""
        return _word(_thing(self.write("conversations.open", users=user), "channel"), "id")

    def user_by_email(self, email: str) -> str:
        """The user's id. ChannelGone when nobody here has that address."""
        return _word(_thing(self.read("users.lookupByEmail", email=email), "user"), "id")

    def channels(self, workspace: str) -> list[SeenChannel]:
        """Every channel that the app is in, archived ones aside. Open: anybody may join, or another company may.

        Where an organisation installed the app, its workspaces are asked for one by one.
        """
        asked = {"types": "public_channel,private_channel", "exclude_archived": True, "limit": _PAGE}
        teams: list[JsonObject] = [{}]
        if workspace.startswith("E"):
            teams = [{"team_id": _word(team, "id")} for team in self._listed("auth.teams.list", "teams", limit=_PAGE)]
        told = [each for team in teams for each in self._listed("users.conversations", "channels", **asked, **team)]
        return [_channel(workspace, each) for each in told]

    def find_post(self, channel: str, thread: str, key: str, since: float) -> str | None:
        """The ts of the message posted with `key` since then (seconds since 1970), None when there is none.

        OutcomeUnknown when there are too many messages to look through.
        """
        for message in self._messages(channel, thread, f"{since:.6f}"):
            metadata = _thing(message, "metadata")
            if metadata.get("event_type") == EVENT_TYPE and _thing(metadata, "event_payload").get("key") == key:
                return _word(message, "ts")
        return None

    def find_file(self, channel: str, thread: str, since: str, name: str, size: int) -> bool:
        """Whether a file of that name and size was shared after the message of that ts. OutcomeUnknown as above."""
        return any(
            file.get("name") == name and file.get("size") == size
            for message in self._messages(channel, thread, since)
            for file in message.get("files") or ()
            if isinstance(file, dict)
        )

    def upload_place(self, name: str, size: int) -> tuple[str, str]:
        """An address to bring a file of that many bytes to, and the id it will have."""
        answer = self.read("files.getUploadURLExternal", filename=name, length=size)
        return _word(answer, "upload_url"), _word(answer, "file_id")

    def upload(self, address: str, content: bytes) -> None:
        """Bring the bytes; until they are shared nobody sees them, so this may be repeated."""
        answer = _within(self._deadline, lambda: self._brought(address, content))
        if isinstance(answer, SlackFault):
            raise answer

    def share_file(self, file_id: str, name: str, channel: str, thread: str) -> None:
        """Show an uploaded file in a conversation; doing it twice shows it twice."""
        where = {"channel_id": channel, **({"thread_ts": thread} if thread else {})}
        self.write("files.completeUploadExternal", files=[{"id": file_id, "title": name}], **where)

    def open_view(self, trigger: str, view: JsonObject) -> None:
        """Open a modal, within three seconds of the tap."""
        self.write("views.open", trigger_id=trigger, view=view)

    def publish_home(self, user: str, view: JsonObject) -> None:
        """Show somebody's App Home anew."""
        self.write("views.publish", user_id=user, view=view)

    def write(self, method: str, **arguments: object) -> JsonObject:
        """Any call that changes something: OutcomeUnknown when it may have been done."""
        return self._call(lambda token: self._client.api_call(method, json={**token, **arguments}).data)

    def read(self, method: str, **arguments: object) -> JsonObject:
        """Any call that changes nothing. Slack takes its arguments as a form only."""
        return self._call(lambda token: self._client.api_call(method, params={**token, **arguments}).data)

    def _listed(self, method: str, key: str, **asked: object) -> Iterator[JsonObject]:
        """What stands under that key, page by page."""
        cursor: JsonObject = {}
        for _ in range(_PAGES):
            page = self.read(method, **asked, **cursor)
            yield from (each for each in page.get(key, ()) if isinstance(each, dict))
            following = _thing(page, "response_metadata").get("next_cursor")
            if not following:
                return
            cursor = {"cursor": following}

    def _messages(self, channel: str, thread: str, oldest: str) -> Iterator[JsonObject]:
        """Those of a conversation or thread since `oldest`, page by page."""
        method, where = ("conversations.replies", {"ts": thread}) if thread else ("conversations.history", {})
        cursor: dict[str, str] = {}
        for _ in range(_PAGES):
            asked = {"channel": channel, "include_all_metadata": True, "oldest": oldest, "limit": _PAGE}
            page = self.read(method, **asked, **where, **cursor)
            yield from page.get("messages", ())
            following = _thing(page, "response_metadata").get("next_cursor")
            if not following:
                return
            cursor = {"cursor": following}
        raise OutcomeUnknown("That conversation has too many messages to look for one that may have been posted.")

    def _brought(self, address: str, content: bytes) -> object:
        request = Request(address, content, {"Content-Type": "application/octet-stream"})  # noqa: S310 - Slack's own
        try:
            with urlopen(request, timeout=max(1, int(self._deadline))) as answer:  # noqa: S310 - as above
                return answer.status
        except (OSError, ValueError, HTTPException):
            return OutcomeUnknown("Slack did not take the file.")

    def _call(self, send: Callable[[JsonObject], object]) -> JsonObject:
        secret = self._token()
        token = {"token": secret} if secret else {}  # calls that install the app have none yet
        answer = _within(self._deadline, lambda: self._sent(send, token))
        if isinstance(answer, SlackFault):
            raise answer
        if not isinstance(answer, dict):
            raise OutcomeUnknown(_LOST)
        return answer

    def _sent(self, send: Callable[[JsonObject], object], token: JsonObject) -> object:
        try:
            return send(token)
        except SlackApiError as refused:
            return self._fault(refused)
        except URLError as lost:
            if isinstance(lost.reason, _NEVER_SENT):
                return Unreachable(type(lost.reason).__name__)
            return OutcomeUnknown(_LOST)
        except Exception:  # the SDK raises whatever it stumbles over in an answer, and the post may be out
            return OutcomeUnknown(_LOST)

    def _fault(self, refused: SlackApiError) -> SlackFault:
        response = refused.response
        code = str(response.get("error") or "")
        if response.status_code == 429:
            return fault("ratelimited", _header(dict(response.headers), "retry-after"), self._now())
        if response.status_code >= 500 or not _CODE.fullmatch(code):
            return OutcomeUnknown(_LOST, f"HTTP {response.status_code}")
        return fault(code, _header(dict(response.headers), "retry-after"), self._now())


def _within(deadline: float, call: Callable[[], object]) -> object:
    return within(deadline, call, OutcomeUnknown(_LOST))


def _header(headers: dict[str, object], name: str) -> str | None:
    value = next((value for key, value in headers.items() if key.lower() == name), None)
    return str(value[0] if isinstance(value, list) else value) if value else None


def _channel(workspace: str, told: JsonObject) -> SeenChannel:
    shared = told.get("is_ext_shared") is True or told.get("is_pending_ext_shared") is True
    is_open = told.get("is_private") is not True or shared
    return SeenChannel(workspace, _word(told, "id"), str(told.get("name") or ""), is_open)


def _thing(data: JsonObject, key: str) -> JsonObject:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _word(data: JsonObject, key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise OutcomeUnknown(_LOST)
    return value
