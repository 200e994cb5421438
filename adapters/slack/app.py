"""Slack's requests, known to be Slack's: sorted by Bolt, translated, handed on, answered after the commit."""

import logging
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from adapters.http import Answer
from adapters.introductions import Introductions
from adapters.shapes import Json, thing, words
from adapters.slack import clicks, events, tell
from adapters.slack.clips import Clips
from adapters.slack.faults import SlackFault
from adapters.slack.given import Given
from adapters.slack.hosts import Host
from adapters.slack.installs import Installations
from adapters.slack.people import People
from adapters.slack.web_api import WebApi
from adapters.slack.workspaces import Bot, workspace_of
from domain.chat.event import Clicked

_log = logging.getLogger(__name__)
_ANY = re.compile("")
T = TypeVar("T")
_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)


Take = Callable[[Json], Answer]
"""Takes one payload, from any thread."""


class Slack:
    """Takes payloads over HTTP and Socket Mode alike, from any thread."""

    def __init__(
        self, given: Given, installs: Installations, people: People, api_of: Callable[[str], WebApi], host: Host
    ) -> None:
        self._given = given
        self._installs = installs
        self._people = people
        self._api_of = api_of
        self._host = host
        self._clips = Clips(given, installs, people, api_of, host, self._hand_on)
        self._introductions = Introductions(people, given.company, given.say, "Slack")
        self._bolt = self._listening()

    def take(self, payload: Json) -> Answer:
        """One payload: when this returns with a status below 300, whatever it tells is committed."""
        if words(payload, "type") == "url_verification":
            return Answer(200, {"challenge": words(payload, "challenge")})
        if words(payload, "ssl_check"):
            return Answer()
        try:
            install = self._installs.find(workspace_of(payload))
            if install is None:
                _log.info("a request from a workspace where the app is not installed was left alone")
                return Answer()
        except Exception:
            return _incident(payload)
        try:
            request = BoltRequest(body=dict(payload), mode="socket_mode", context={"bot": install.bot})
            return _answer(self._bolt.dispatch(request))
        except _MALFORMED:  # Bolt takes payloads apart without looking, even while it handles an error
            return Answer(400)

    def _listening(self) -> App:
        """Bolt does the sorting alone: signature, self-recognition and tokens are looked after here."""
        quiet = logging.getLogger(f"{__name__}.bolt")
        quiet.setLevel(logging.CRITICAL)  # its warnings quote the request
        bolt = _Sorting(
            logger=quiet,
            process_before_response=True,
            authorize=_authorized,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        bolt.event(_ANY)(self._guarded(self._on_event))
        bolt.command(_ANY)(self._guarded(self._on_command))
        bolt.action(_ANY)(self._guarded(self._on_action))
        bolt.view(_ANY)(self._guarded(self._on_submission))
        bolt.shortcut(_ANY)(self._guarded(self._on_shortcut))
        bolt.error(_left_alone)
        return bolt

    def _guarded(self, listener: Callable[[Json, Bot, Ack], None]) -> Callable[..., BoltResponse]:
        """What fails is answered so that Slack, or the person, tries again."""

        def run(body: dict[str, Any], context: BoltContext, ack: Ack) -> BoltResponse:
            try:
                listener(body, context["bot"], ack)
            except _Malformed:
                return BoltResponse(status=400, body="")
            except Exception:
                failed = _incident(body)
                return BoltResponse(status=failed.status, body=_plain(failed.body))
            return ack.response or BoltResponse(status=200, body="")

        return run

    def _on_event(self, body: Json, bot: Bot, ack: Ack) -> None:
        workspace = workspace_of(body)
        match events.translate(body, bot, lambda user: self._name(workspace, user, bot)):
            case events.Heard() as heard:
                self._hand_on(heard)
            case events.VoiceClip() as clip:
                self._clips.listen(clip)
            case events.Sent() as sent:
                self._take_files(sent)
            case events.FileChanged() as changed:
                self._clips.look_again(changed)
            case events.HomeOpened(user=user):
                self._show_home(workspace, user)
            case events.AssistantOpened() as opened:
                self._suggest(opened)
            case events.Gone(at=at):
                self._installs.gone(workspace, at)
        ack()

    def _take_files(self, sent: events.Sent) -> None:
        """From whom the company knows; the words beside them are heard like any others."""
        person = self._people.person(sent.uploads[0].place.workspace, sent.user)
        known = self._given.company.knows(person)
        taken = [self._given.upload(replace(upload, speaker=person)) for upload in sent.uploads] if known else []
        if sent.said and not all(taken or [False]):
            self._hand_on(sent.said)

    def _on_command(self, body: Json, bot: Bot, ack: Ack) -> None:
        """Answered in the direct message: where the command was typed others may read, or we may have no part in it."""
        asked = clicks.command(body)
        if asked is None:
            ack()
            return
        conversation = self._people.conversation(asked.workspace, asked.user)
        self._hand_on(clicks.said_by_command(asked, conversation))
        if asked.channel == conversation:
            ack()
        else:
            ack(response_type="ephemeral", text=f"I answer you <#{conversation}|in our direct message>.")

    def _on_action(self, body: Json, bot: Bot, ack: Ack) -> None:
        match _read(lambda: clicks.tapped(body)):
            case clicks.Opened(workspace, trigger, view):
                self._api_of(workspace).open_view(trigger, view)
            case clicks.Tapped(heard, at_home):
                self._hand_on(self._at_home(heard) if at_home else heard)
                if at_home:
                    self._show_home(heard.event.place.workspace, heard.user)
        ack()

    def _on_submission(self, body: Json, bot: Bot, ack: Ack) -> None:
        for heard in _read(lambda: clicks.submitted(body)):
            at_home = not heard.event.place.conversation
            self._hand_on(self._at_home(heard) if at_home else heard)
            if at_home:
                self._show_home(heard.event.place.workspace, heard.user)
        ack()

    def _on_shortcut(self, body: Json, bot: Bot, ack: Ack) -> None:
        """The modal opens before anything is looked up: its trigger lives three seconds."""
        workspace = workspace_of(body)
        telling = clicks.shortcut(body, lambda user: self._name(workspace, user, bot), self._host.name)
        if telling is not None:
            api = self._api_of(workspace)
            opened = api.write("views.open", trigger_id=telling.trigger, view=tell.waiting())
            person = self._people.person(workspace, telling.user)
            known = self._given.opportunities(person) if self._given.company.knows(person) else ()
            view = tell.view(_with_link(telling, api), known)
            api.write("views.update", view_id=words(opened, "view", "id"), view=view)
        ack()

    def _hand_on(self, heard: events.Heard) -> None:
        place = heard.event.place
        person = self._people.person(place.workspace, heard.user)
        event = replace(heard.event, speaker=person)
        if person and not place.direct:  # figures will be answered there
            self._people.conversation(place.workspace, heard.user)
        if not person:
            self._introductions.meet(heard.user, event)
        elif not (isinstance(event, Clicked) and self._introductions.confirm(person, event)):
            self._given.handle(event)

    def _show_home(self, workspace: str, user: str) -> None:
        """A courtesy: whoever opens it again sees how things stand."""
        person = self._people.person(workspace, user)
        if self._given.company.knows(person):
            try:
                self._given.home(workspace, user, person)
            except SlackFault as fault:
                _log.info("an App Home was not shown: %s", fault)

    def _at_home(self, heard: events.Heard) -> events.Heard:
        """What is done on the App Home is answered in the direct message."""
        place = heard.event.place
        direct = replace(place, conversation=self._people.conversation(place.workspace, heard.user), direct=True)
        return replace(heard, event=replace(heard.event, place=direct))

    def _suggest(self, opened: events.AssistantOpened) -> None:
        """Suggestions are a courtesy: without them one types."""
        prompts = [{"title": title, "message": message} for title, message in self._given.prompts[:4]]
        where = {"channel_id": opened.conversation, "thread_ts": opened.thread}
        try:
            api = self._api_of(opened.workspace)
            api.write("assistant.threads.setSuggestedPrompts", **where, prompts=prompts)
        except SlackFault as fault:
            _log.info("no prompts were suggested: %s", fault)

    def _name(self, workspace: str, user: str, bot: Bot) -> str:
        return "quarterback" if user == bot.user else self._people.name(workspace, user)


class _Sorting(App):
    """Bolt without a new client for each request: nobody calls Slack through it, and one takes long to make.

    All requests share it safely, since the token that Bolt's authorization writes into it is always none.
    """

    def _init_context(self, req: BoltRequest) -> None:
        req.context["logger"] = self.logger
        req.context["token"] = None
        req.context["client"] = self.client
        req.context["listener_runner"] = self.listener_runner


class _Malformed(Exception):
    """Not what Slack sends."""


def _read(translate: Callable[[], T]) -> T:
    """What a payload says; nothing was done yet when it is found to be malformed."""
    try:
        return translate()
    except _MALFORMED as fault:
        raise _Malformed from fault


def _authorized(context: BoltContext) -> AuthorizeResult:
    """Bolt wants to know who we are; tokens it needs none, since it calls nobody."""
    bot: Bot = context["bot"]
    return AuthorizeResult(
        enterprise_id=context.enterprise_id, team_id=context.team_id, bot_user_id=bot.user, bot_id=bot.bot_id
    )


def _with_link(telling: clicks.Telling, api: WebApi) -> tell.Quoted:
    """Org-wide, Slack does not tell the name in whose address the message stands: then it is asked for the link."""
    if telling.message.link:
        return telling.message
    try:
        answer = api.read("chat.getPermalink", channel=telling.channel, message_ts=telling.ts)
    except SlackFault:
        return telling.message  # the words count, with or without where they stood
    return replace(telling.message, link=words(answer, "permalink"))


def _left_alone(error: Exception) -> BoltResponse:
    """What Bolt cannot sort has another shape than anything that Slack sends."""
    if not isinstance(error, _MALFORMED):
        _log.error("incident %s: %s", secrets.token_hex(4), type(error).__name__)
        return BoltResponse(status=503, body="")
    return BoltResponse(status=400, body="")


def _incident(payload: Json) -> Answer:
    """Slack repeats events; a person must be told, and keeps what was typed into a form."""
    number = secrets.token_hex(4)
    _log.exception("incident %s", number)
    sentence = f"That did not work, and it is not your fault. Try again in a moment. (Incident {number})"
    if words(payload, "command"):
        return Answer(200, {"response_type": "ephemeral", "text": sentence})
    inputs = [words(block, "block_id") for block in _blocks(payload) if words(block, "type") == "input"]
    if words(payload, "type") == "view_submission" and inputs:
        return Answer(200, {"response_action": "errors", "errors": {inputs[0]: sentence}})
    return Answer(503)


def _blocks(payload: Json) -> Sequence[Json]:
    found = thing(payload, "view").get("blocks")
    return [block for block in found if isinstance(block, Mapping)] if isinstance(found, list) else ()


def _plain(body: Json | str) -> str | dict[str, Any]:
    return body if isinstance(body, str) else dict(body)


def _answer(response: BoltResponse) -> Answer:
    """What nobody listens to is acknowledged: Slack would repeat it."""
    if response.status == 404:
        return Answer()
    return Answer(response.status, response.body)
