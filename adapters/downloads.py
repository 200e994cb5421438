"""Files that were handed to somebody, as downloads under an address that nobody can guess."""

import asyncio
from urllib.parse import quote

from aiohttp import hdrs, web

from adapters.http import Handler, Refusal
from domain.chat.document import Contents


def download(contents: Contents) -> Handler:
    """Answers GET …/{token}. Always as a download: nothing in a file is to be run as a page of this server."""

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
