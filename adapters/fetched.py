"""Files of other servers: fetched within a size and a time, from the very address that was named."""

import time
from collections.abc import Mapping

import httpx

_SILENCE, _DEADLINE = 5.0, 15.0  # seconds


class NotFetched(Exception):
    """There is no such file to be had. `str()` says why, without a word of the file."""


def fetched(address: str, headers: Mapping[str, str], most: int, whose: str) -> bytes:
    """The file there. NotFetched where it is longer than `most` bytes, late, or not there; `whose` names the host.

    Redirects are not followed: what `headers` hold must not follow to another address.
    """
    until, body = time.monotonic() + _DEADLINE, bytearray()
    try:
        with httpx.stream("GET", address, headers=dict(headers), timeout=_SILENCE) as answer:
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code != httpx.codes.OK or kind.startswith("text/html"):  # a page to log in
                raise NotFetched(f"{whose} answers {answer.status_code} where the file should be")
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > most:
                    raise NotFetched(f"it is larger than {most // 1024 // 1024} MB")
                if time.monotonic() > until:
                    raise NotFetched(f"{whose} is too slow to bring it")
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise NotFetched(f"{whose} does not answer ({type(fault).__name__})") from None
    return bytes(body)
