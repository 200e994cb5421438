"""A small Slack on loopback that keeps what is posted, and fails as it is told: before or after it took the post."""

import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

Answer = dict[str, Any]
NOW = 1_790_000_000.0


class FakeSlack:
    """One workspace. `faults` are used up by posts in order, `read_faults` by everything else; then all goes well.

    A fault is "reset", "500", "502", "503", "504", "garbage", "hang" (Slack took the post, the answer is lost), one of
    them with "!" before it (Slack took nothing), "429:<Retry-After>", or one of Slack's own words.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.messages: list[Answer] = []
        self.calls: list[tuple[str, Answer]] = []
        self.posted_at: list[tuple[str, float]] = []
        self.faults: deque[str] = deque()
        self.read_faults: deque[str] = deque()
        self.refused_blocks: set[str] = set()
        self.uploads: dict[str, Answer] = {}
        self.clock = clock
        self.over = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/api/"

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def copies(self, key: str) -> int:
        return sum(message.get("metadata", {}).get("event_payload", {}).get("key") == key for message in self.messages)

    def of(self, method: str) -> list[Answer]:
        return [arguments for called, arguments in self.calls if called == method]

    def take(self, method: str, arguments: Answer) -> tuple[str, Answer]:
        """The fault to make, "" for none, and the answer."""
        with self._lock:
            self.calls.append((method, arguments))
            is_post = method in ("chat.postMessage", "chat.postEphemeral")
            faults = self.faults if is_post else self.read_faults
            fault = faults.popleft() if faults else ""
            if fault.startswith(("!", "429")) or (fault and not _is_lost(fault)):
                return fault.lstrip("!"), {"ok": False, "error": fault}
            return fault, getattr(self, method.replace(".", "_"))(arguments)

    def chat_postMessage(self, said: Answer) -> Answer:
        if self.refused_blocks & {block["type"] for block in said["blocks"]}:
            return {"ok": False, "error": "invalid_blocks"}
        self.posted_at.append((said["channel"], self.clock()))
        ts = f"{NOW:.0f}.{len(self.messages):06d}"
        self.messages.append(said | {"ts": ts})
        return {"ok": True, "ts": ts, "channel": said["channel"]}

    def chat_postEphemeral(self, said: Answer) -> Answer:
        return {"ok": True, "message_ts": self.chat_postMessage(said)["ts"]}

    def chat_update(self, said: Answer) -> Answer:
        for message in self.messages:
            if message["ts"] == said["ts"]:
                message.update(said)
                return {"ok": True, "ts": said["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def files_getUploadURLExternal(self, asked: Answer) -> Answer:
        file = f"F{len(self.uploads)}"
        self.uploads[file] = {"id": file, "name": asked["filename"], "size": int(asked["length"]), "content": None}
        return {"ok": True, "upload_url": f"{self.url}upload.{file}", "file_id": file}

    def brought(self, file: str, content: bytes) -> tuple[str, Answer]:
        with self._lock:
            self.calls.append(("upload", {}))
            fault = self.read_faults.popleft() if self.read_faults else ""
            if not fault.startswith("!"):
                self.uploads[file]["content"] = content
            return fault.lstrip("!"), {"ok": True}

    def files_completeUploadExternal(self, said: Answer) -> Answer:
        shared = [self.uploads[each["id"]] for each in said["files"]]
        if any(file["content"] is None or len(file["content"]) != file["size"] for file in shared):
            return {"ok": False, "error": "file_not_found"}
        where = {"channel": said["channel_id"], **({"thread_ts": said["thread_ts"]} if "thread_ts" in said else {})}
        files = [{key: file[key] for key in ("id", "name", "size")} for file in shared]
        self.messages.append({"ts": f"{NOW:.0f}.{len(self.messages):06d}", "files": files, **where})
        return {"ok": True, "files": files}

    def conversations_open(self, asked: Answer) -> Answer:
        return {"ok": True, "channel": {"id": f"D-{asked['users']}"}}

    def users_lookupByEmail(self, asked: Answer) -> Answer:
        if asked["email"].startswith("nobody"):
            return {"ok": False, "error": "users_not_found"}
        return {"ok": True, "user": {"id": f"U-{asked['email'].split('@')[0]}"}}

    def conversations_history(self, asked: Answer) -> Answer:
        found = [m for m in self.messages if m["channel"] == asked["channel"] and not m.get("thread_ts")]
        return self._page(found[::-1], asked)

    def conversations_replies(self, asked: Answer) -> Answer:
        return self._page([m for m in self.messages if asked["ts"] in (m["ts"], m.get("thread_ts"))], asked)

    def _page(self, found: list[Answer], asked: Answer) -> Answer:
        first, limit = int(asked.get("cursor", 0)), int(asked["limit"])
        bare = "metadata" if asked.get("include_all_metadata") != "1" else ""
        found = [message for message in found if message["ts"] >= asked.get("oldest", "")]
        page = [{k: v for k, v in m.items() if k != bare} for m in found[first : first + limit]]
        more = str(first + limit) if first + limit < len(found) else ""
        return {"ok": True, "messages": page, "response_metadata": {"next_cursor": more}}


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that no longer listens is part of the game."""


def _is_lost(fault: str) -> bool:
    return fault in ("reset", "500", "502", "503", "504", "garbage", "hang")


def _taken(slack: FakeSlack, method: str, sent: bytes, bearer: str) -> tuple[str, Answer]:
    if method.startswith("upload."):
        return slack.brought(method.removeprefix("upload."), sent)
    body = sent.decode()
    arguments = json.loads(body) if body.startswith("{") else {key: value[0] for key, value in parse_qs(body).items()}
    return slack.take(method, arguments | {"bearer": bearer})


def _handler(slack: FakeSlack) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"] or 0))
            fault, answer = _taken(slack, self.path.removeprefix("/api/"), sent, self.headers.get("Authorization", ""))
            if fault == "hang":
                slack.over.wait()
            elif fault == "reset":
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()
            elif fault == "garbage":
                self._send(200, b"<html>Bad gateway</html>")
            elif fault.startswith("429:"):
                self._send(429, b'{"ok":false,"error":"ratelimited"}', fault.removeprefix("429:"))
            elif fault.isdigit():
                self._send(int(fault), b"<html>No</html>")
            else:
                self._send(200, json.dumps(answer).encode())

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


def http_date(seconds_from_now: float) -> str:
    return formatdate(NOW + seconds_from_now, usegmt=True)
