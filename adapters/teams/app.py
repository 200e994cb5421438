"""A turn of Teams: checked at our door, sorted by botbuilder's adapter, taken in a thread, answered after the commit.

botbuilder's own check lets foreign tenants in, fetches keys with a blocking call and answers bad tokens with 500; its
`process` serialises answers to invokes twice. So it is given the outcome of our check (`_Checked`), and the answer is
written here.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity, ActivityTypes
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication, ClaimsIdentity
from msrest.exceptions import DeserializationError  # type: ignore[attr-defined]  # not listed by msrest

from adapters.downloads import download
from adapters.http import Answer, Refusal, answer_in_sentences, read_body
from adapters.shapes import Json
from adapters.teams.door import LARGEST_BODY, Door
from domain.chat.document import Contents

Take = Callable[[Json], Answer]
"""Takes one checked activity, from any thread."""

_THREADS = 16
_ANSWER = "quarterback.answer"


def application(take: Take, door: Door, contents: Contents) -> web.Application:
    """What is served under /api/: messages, and documents that were handed over. `take` is that of a Listener."""
    turns = _Turns(take, door)
    app = web.Application(middlewares=[answer_in_sentences])
    app.router.add_post("/messages", turns.take)
    app.router.add_get("/documents/{token}", download(contents))
    app.cleanup_ctx.append(turns.open)
    return app


class _Turns:
    def __init__(self, take: Take, door: Door) -> None:
        self._take = take
        self._door = door
        self._adapter = CloudAdapter(_Checked(door.registration.app_id))
        self._threads = ThreadPoolExecutor(_THREADS, "teams")

    async def open(self, _: web.Application) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(self._threads.shutdown)

    async def take(self, request: web.Request) -> web.Response:
        """Refusal of the door, or 400 where botbuilder knows no such activity."""
        activity = await self._door.check(request.headers, await read_body(request, LARGEST_BODY))
        try:
            known = Activity().deserialize(activity)
        except (DeserializationError, AttributeError, KeyError, TypeError, ValueError):
            raise Refusal(400, "This is no activity of Teams': send what Teams sends.") from None
        answered: Answer = Answer()

        async def logic(context: TurnContext) -> None:
            nonlocal answered
            answered = await asyncio.get_running_loop().run_in_executor(self._threads, self._take, activity)
            if context.activity.type == ActivityTypes.invoke:
                body = InvokeResponse(status=answered.status, body=answered.body)
                await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=body))

        invoked = await self._adapter.process_activity("", known, logic)
        return Answer(invoked.status, invoked.body).response() if invoked else answered.response()


class _Checked(BotFrameworkAuthentication):  # type: ignore[misc]  # botbuilder has no types
    """Tells botbuilder that the door has checked the request; gives no connector, since nothing leaves in a turn."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        checked = AuthenticateRequestResult()
        checked.claims_identity = ClaimsIdentity({"aud": self._app_id}, True)
        checked.audience = self._app_id
        checked.connector_factory = self
        return checked

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> None:
        raise PermissionError("streaming is not served here")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> "_Checked":
        return self

    async def create(self, service_url: str, audience: str) -> object:
        """In the place of a connector: the outbox sends, after the commit."""
        return self

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> Any:
        return None
