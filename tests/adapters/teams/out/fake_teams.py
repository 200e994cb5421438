"""A small connector of Teams on loopback that keeps what is posted, and fails as it is told."""

import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Answer = dict[str, Any]
LOST = ("reset", "500", "502", "503", "504", "408", "garbage", "hang")


class FakeTeams:
    """`faults` are used up by calls in order; then all goes well.

    A fault is one of LOST, where Teams took the activity and the answer is lost (garbage is an answer without an id),
    one of them with "!" before it, where it took nothing, "429:<Retry-After>", "412:", or "<status> <code>".
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.activities: list[Answer] = []
        self.calls: list[tuple[str, str, Answer, str]] = []
        self.arrived: list[tuple[str, float]] = []
        self.faults: deque[str] = deque()
        self.tokens: list[Answer] = []
        self.clock = clock
        self.over = threading.Event()
        self.server = _Server(("127.0.0.1", 0), _handler(self))
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def copies(self, words: str) -> int:
        return sum(activity["summary"] == words for activity in self.activities)

    def take(self, method: str, path: str, body: Answer, bearer: str) -> tuple[str, Answer]:
        """The fault to make, "" for none, and the answer."""
        with self._lock:
            self.calls.append((method, path, body, bearer))
            fault = self.faults.popleft() if self.faults else ""
            if fault and fault not in LOST:
                return fault.lstrip("!"), {}
            return fault, self._do(method, path.removeprefix("/v3/conversations").strip("/").split("/"), body)

    def _do(self, method: str, path: list[str], body: Answer) -> Answer:
        if method == "GET":
            return {"id": path[-1], "email": "sam@example.com"}
        if path == [""]:
            return {"id": f"a:{body['members'][0]['id']}"}
        conversation = unquote(path[0])
        if method == "PUT":
            [found] = [each for each in self.activities if each["id"] == unquote(path[2])]
            found.update(body)
            return {"id": found["id"]}
        self.arrived.append((conversation, self.clock()))
        self.activities.append(body | {"id": f"17-{len(self.activities)}", "conversation": conversation})
        return {"id": self.activities[-1]["id"]}


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that no longer listens is part of the game."""


def _handler(teams: FakeTeams) -> type[BaseHTTPRequestHandler]:  # noqa: C901 - one case for each fault
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            if "/token" in self.path:
                self._token(dict(parse_qsl(raw)))
                return
            self._take(json.loads(raw) if raw else {})

        do_PUT = do_POST

        def do_GET(self) -> None:
            if "/token" in self.path:
                asked = dict(parse_qsl(urlsplit(self.path).query))
                self._token(asked | {"header": self.headers.get("X-IDENTITY-HEADER", "")})
            else:
                self._take({})

        def _token(self, asked: Answer) -> None:
            teams.tokens.append(asked | {"path": urlsplit(self.path).path})
            fault = teams.faults.popleft() if teams.faults else ""
            if fault:
                self._send(int(fault.split()[0]), json.dumps({"error": fault.split()[-1]}).encode())
            else:
                token = {"access_token": f"t{len(teams.tokens)}", "expires_in": "3600" if "header" in asked else 3600}
                self._send(200, json.dumps(token).encode())

        def _take(self, body: Answer) -> None:
            fault, answer = teams.take(self.command, self.path, body, self.headers.get("Authorization", ""))
            if fault == "hang":
                teams.over.wait()
            elif fault == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            elif fault == "garbage":
                self._send(202, b"")
            elif ":" in fault:
                self._send(int(fault[:3]), b"{}", fault[4:])
            elif fault:
                status, _, code = fault.partition(" ")
                self._send(int(status), json.dumps({"error": {"code": code, "message": "No."}}).encode())
            else:
                self._send(201, json.dumps(answer).encode())

        def _send(self, status: int, body: bytes, retry_after: str = "") -> None:
            self.send_response(status)
            if retry_after:
                self.send_header("Retry-After", retry_after)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    return Handler
