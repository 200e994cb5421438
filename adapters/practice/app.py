"""The practice room over HTTP: the page, what it reads, and what people do in it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import hdrs, web

from adapters.http import Refusal, answer_in_sentences, incident, only_from_here, read_object
from adapters.practice.fields import Fields, clean
from adapters.practice.room import (
    PLATFORM,
    QUARTERBACK,
    Conversation,
    PracticeClock,
    Room,
    Row,
    Visitor,
)
from adapters.practice.stream import Bell, row_json, send_events
from domain.chat.document import Contents
from domain.chat.event import Clicked, Deleted, Edited, Event, Place, Said

Handle = Callable[[Event], None]

_SHOWN_AT_FIRST = 300  # messages of each conversation
_PAGE = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def application(
    room: Room, handle: Handle, clock: PracticeClock, contents: Contents = lambda _: None
) -> web.Application:
    """The practice room as a web application of its own, or mounted under a prefix that ends in "/".

    `handle` is called in a thread and must return after its commit; where it raises, the page is told to send the
    same event again. `contents` gives the files that messages hand over.
    """
    app = web.Application(middlewares=[answer_in_sentences, only_from_here])
    desk = _Desk(room, handle, clock)
    app.add_routes(desk.routes())
    app.add_routes([*_page_routes(), web.get("/documents/{token}", _hand_over(contents))])
    app.cleanup_ctx.append(desk.open)
    app.on_shutdown.append(desk.close)
    return app


class _Desk:
    """Takes what pages send, checks whose it is, keeps it in the room and hands it on."""

    def __init__(self, room: Room, handle: Handle, clock: PracticeClock) -> None:
        self._room = room
        self._handle = handle
        self._clock = clock
        self._bell = Bell(room.newest)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/people", self.people),
            web.get("/room", self.first_load),
            web.get("/stream", self.stream, allow_head=False),
            web.post("/say", self.say),
            web.post("/edit", self.edit),
            web.post("/delete", self.delete),
            web.post("/act", self.act),
            web.post("/clock/next-morning", self.next_morning),
        ]

    async def open(self, _app: web.Application) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._bell.watch())
        yield
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)

    async def close(self, _app: web.Application) -> None:
        await self._bell.close()

    async def people(self, _request: web.Request) -> web.Response:
        people = await asyncio.to_thread(self._room.people)
        return _answer({"people": [_visitor_json(person) for person in people]})

    async def first_load(self, request: web.Request) -> web.Response:
        visitor = await self._visitor(request.query.get("as", ""))
        mine = await asyncio.to_thread(self._room.conversations, visitor.id)
        newest = await asyncio.to_thread(self._room.newest)  # before the rows: better one twice than one not at all
        rows = [row for each in mine for row in await asyncio.to_thread(self._latest, each.id)]
        return _answer(
            {
                "conversations": [_conversation_json(conversation) for conversation in mine],
                "rows": [row_json(row) for row in rows],
                "shown_at_most": _SHOWN_AT_FIRST,
                "seq": newest,
                "now": (await asyncio.to_thread(self._clock.now)).isoformat(),
            }
        )

    async def stream(self, request: web.Request) -> web.StreamResponse:
        visitor = await self._visitor(request.query.get("as", ""))
        mine = await asyncio.to_thread(self._room.conversations, visitor.id)
        after = request.headers.get("Last-Event-ID") or request.query.get("after") or "0"
        if not (after.isascii() and after.isdigit() and len(after) < 19):
            raise Refusal(400, "Where to go on from must be a whole number. Reload the page.")
        return await send_events(request, self._room, self._clock, self._bell, list(mine), int(after))

    async def say(self, request: web.Request) -> web.Response:
        fields, event_id, visitor = await self._sent(request)
        conversation = await self._own_conversation(visitor, fields.word("conversation"))
        thread, text = fields.word("thread", default=""), fields.text("text")
        if thread:
            root = await self._message(thread)
            if root.conversation != conversation.id or root.thread:
                raise Refusal(400, "There is no such thread in this conversation. Reload the page and try again.")
        row = await asyncio.to_thread(self._room.add, event_id, conversation.id, thread, visitor.id, {"text": text})
        if (row.author, row.conversation, row.thread) != (visitor.id, conversation.id, thread):
            raise Refusal(409, "Another message has this id already. Send it again.")
        await self._hand_on(Said(event_id, visitor.id, _place(conversation, thread), row.id, text))
        return await self._as_it_stands(row.id)

    async def edit(self, request: web.Request) -> web.Response:
        fields, event_id, visitor = await self._sent(request)
        row = await self._message(fields.word("message"))
        conversation = await self._own_message(visitor, row)
        text = fields.text("text")
        if row.removed:
            raise Refusal(409, "That message was deleted, so it cannot be edited. Write a new one.")
        if row.body != {"text": text}:
            await asyncio.to_thread(self._room.edit, row.id, {"text": text})
        await self._hand_on(Edited(event_id, visitor.id, _place(conversation, row.thread), row.id, text))
        return await self._as_it_stands(row.id)

    async def delete(self, request: web.Request) -> web.Response:
        fields, event_id, visitor = await self._sent(request)
        row = await self._message(fields.word("message"))
        conversation = await self._own_message(visitor, row)
        await asyncio.to_thread(self._room.remove, row.id)
        await self._hand_on(Deleted(event_id, visitor.id, _place(conversation, row.thread), row.id))
        return await self._as_it_stands(row.id)

    async def act(self, request: web.Request) -> web.Response:
        fields, event_id, visitor = await self._sent(request)
        row = await self._message(fields.word("message"))
        conversation = await self._own_conversation(visitor, row.conversation)
        if row.author != QUARTERBACK:
            raise Refusal(400, "That message has nothing to click. Reload the page and try again.")
        clicked = Clicked(
            event_id,
            visitor.id,
            _place(conversation, row.thread),
            row.id,
            fields.word("action"),
            fields.word("ref", default=""),
            fields.number("pick"),
            fields.word("value", default=""),
            fields.texts("values"),
        )
        await self._hand_on(clicked)
        return await self._as_it_stands(row.id)

    async def next_morning(self, request: web.Request) -> web.Response:
        await self._visitor(Fields(await read_object(request)).word("as"))
        try:
            now = await asyncio.to_thread(self._clock.jump_to_next_morning)
        except Exception:
            raise incident("The clock could not be moved on. Try again in a moment.") from None
        await self._bell.ring()
        return _answer({"now": now.isoformat()})

    async def _sent(self, request: web.Request) -> tuple[Fields, str, Visitor]:
        fields = Fields(await read_object(request))
        return fields, fields.word("id"), await self._visitor(fields.word("as"))

    async def _visitor(self, person_id: str) -> Visitor:
        people = await asyncio.to_thread(self._room.people)
        found = next((person for person in people if person.id == clean(person_id)), None)
        if found is None:
            raise Refusal(404, "Nobody of that name is here. Choose who you are once more.")
        return found

    async def _own_conversation(self, visitor: Visitor, conversation_id: str) -> Conversation:
        mine = await asyncio.to_thread(self._room.conversations, visitor.id)
        found = next((conversation for conversation in mine if conversation.id == conversation_id), None)
        if found is None:
            raise Refusal(403, f"{visitor.name} has no part in this conversation. Choose one from the list.")
        return found

    async def _own_message(self, visitor: Visitor, row: Row) -> Conversation:
        conversation = await self._own_conversation(visitor, row.conversation)
        if row.author != visitor.id:
            raise Refusal(403, "Only your own messages can be edited or deleted.")
        return conversation

    async def _message(self, message_id: str) -> Row:
        row = await asyncio.to_thread(self._room.get, message_id)
        if row is None:
            raise Refusal(404, "That message is not here any more. Reload the page.")
        return row

    async def _hand_on(self, event: Event) -> None:
        self._bell.hurry()
        try:
            await asyncio.to_thread(self._handle, event)
        except Exception:
            raise incident("The quarterback could not take that in just now.") from None
        self._bell.hurry()

    async def _as_it_stands(self, message_id: str) -> web.Response:
        return _answer({"row": row_json(await self._message(message_id))})

    def _latest(self, conversation: str) -> list[Row]:
        """The last rows of it, and the roots of their threads, however old."""
        rows = list(self._room.latest(conversation, _SHOWN_AT_FIRST))
        roots = {row.thread for row in rows if row.thread} - {row.id for row in rows}
        return [root for root in map(self._room.get, sorted(roots)) if root] + rows


def _page_routes() -> list[web.RouteDef]:
    files = {path.name: path for path in sorted(_PAGE.iterdir()) if path.suffix in _TYPES}
    return [web.get("/", _serve(files["index.html"]))] + [
        web.get(f"/{name}", _serve(path)) for name, path in files.items() if name != "index.html"
    ]


def _serve(path: Path) -> Callable[[web.Request], Any]:
    body = path.read_bytes()

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type=_TYPES[path.suffix], charset="utf-8", headers=_PAGE_HEADERS)

    return answer


def _hand_over(contents: Contents) -> Callable[[web.Request], Any]:
    """Always as a download: nothing in a file is to be run as a page of this server."""

    async def answer(request: web.Request) -> web.Response:
        found = await asyncio.to_thread(contents, request.match_info["token"])
        if found is None:
            raise Refusal(404, "That file is no longer kept. Ask for it once more.")
        headers = {
            hdrs.CONTENT_DISPOSITION: _attached(found.name),
            hdrs.CACHE_CONTROL: "no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return web.Response(body=found.content, content_type=found.media_type, headers=headers)

    return answer


def _attached(name: str) -> str:
    """The name twice: as far as ASCII goes for whoever knows no other way, and whole."""
    ascii_name = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)
    return f"attachment; filename=\"{ascii_name}\"; filename*=utf-8''{quote(name, safe='')}"


def _answer(data: dict[str, Any]) -> web.Response:
    return web.json_response(data, headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})


def _place(conversation: Conversation, thread: str) -> Place:
    return Place(PLATFORM, "", conversation.id, thread, conversation.direct)


def _visitor_json(person: Visitor) -> dict[str, str]:
    return {"id": person.id, "name": person.name, "role": person.role, "about": person.about, "zone": person.zone}


def _conversation_json(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "name": conversation.name,
        "direct": conversation.direct,
        "about": conversation.about,
    }
