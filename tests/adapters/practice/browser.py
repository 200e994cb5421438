"""A real Chromium, driven over its DevTools protocol: pages that are clicked, typed into, looked at and listened to."""

import asyncio
import base64
import itertools
import json
import shutil
import subprocess
import threading
from collections.abc import Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
from aiohttp import web

T = TypeVar("T")

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
_PATIENCE = 20  # seconds until a thing that should happen counts as not happening
_KEYS = {
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "Tab": (9, ""),
    "ArrowUp": (38, ""),
    "ArrowDown": (40, ""),
    " ": (32, " "),
}


def find_chromium() -> str | None:
    """The path of a Chromium on this machine, or None."""
    return next((path for path in map(shutil.which, _NAMES) if path), None)


class Background:
    """An event loop in a thread of its own, so that tests read from top to bottom."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE * 2)

    def serve(self, app: web.Application, port: int = 0) -> "Served":
        """Serve on 127.0.0.1; port 0 takes a free one."""
        return self.run(Served.start(self, app, port))

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Served:
    """An application that listens."""

    def __init__(self, background: Background, runner: web.AppRunner) -> None:
        self._background, self._runner = background, runner
        self.port: int = runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}/"

    @classmethod
    async def start(cls, background: Background, app: web.Application, port: int) -> Self:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
        return cls(background, runner)

    def stop(self) -> None:
        self._background.run(self._runner.cleanup())


class Browser:
    """One headless Chromium; every page has cookies and storage of its own."""

    def __init__(self, background: Background, executable: str, profile: Path) -> None:
        self._background = background
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}
        command = [executable, *_FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        background.run(self._connect(self._address()))

    def page(self, width: int = 1280, height: int = 860, dark: bool = False) -> "Page":
        """A new page of that size in CSS pixels, in the light or the dark scheme."""
        return self._background.run(self._new_page(width, height, dark))

    def close(self) -> None:
        self._background.run(self._disconnect())
        self._process.terminate()
        self._process.wait(_PATIENCE)
        assert self._process.stderr
        self._process.stderr.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._background.run(work)

    async def command(self, session: str, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._ids)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        await self._socket.send_json(message)
        return await asyncio.wait_for(answer, _PATIENCE)

    def _address(self) -> str:
        assert self._process.stderr
        for line in self._process.stderr:
            if line.startswith("DevTools listening on "):
                return line.removeprefix("DevTools listening on ").strip()
        raise RuntimeError("Chromium did not start")

    async def _connect(self, address: str) -> None:
        self._drain = threading.Thread(target=lambda: [None for _ in self._process.stderr or ()], daemon=True)
        self._drain.start()  # or the pipe fills up and Chromium stands still
        self._session = aiohttp.ClientSession()
        self._socket = await self._session.ws_connect(address, max_msg_size=0)
        self._listening = asyncio.create_task(self._listen())

    async def _disconnect(self) -> None:
        self._listening.cancel()
        await self._socket.close()
        await self._session.close()

    async def _listen(self) -> None:
        async for message in self._socket:
            data = json.loads(message.data)
            if "id" in data:
                answer = self._answers.pop(data["id"])
                if answer.done():
                    continue
                if "error" in data:
                    answer.set_exception(RuntimeError(data["error"]["message"]))
                else:
                    answer.set_result(data["result"])
            elif data.get("sessionId") in self._pages:
                self._pages[data["sessionId"]].hear(data["method"], data["params"])

    async def _new_page(self, width: int, height: int, dark: bool) -> "Page":
        context = (await self.command("", "Target.createBrowserContext"))["browserContextId"]
        made = await self.command("", "Target.createTarget", url="about:blank", browserContextId=context)
        attached = await self.command("", "Target.attachToTarget", targetId=made["targetId"], flatten=True)
        session = attached["sessionId"]
        page = self._pages[session] = Page(self, session, made["targetId"])
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            await self.command(session, f"{domain}.enable")
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        await self.command(session, "Emulation.setDeviceMetricsOverride", **size)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        await self.command(session, "Emulation.setEmulatedMedia", features=scheme)
        return page


class Page:
    """One page. Everything that waits does so until it happens, or fails after a long while."""

    def __init__(self, browser: Browser, session: str, target: str) -> None:
        self._browser, self._session, self._target = browser, session, target
        self.problems: list[str] = []
        self.requests: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.run(self._browser.command("", "Target.closeTarget", targetId=self._target))

    def hear(self, method: str, params: dict[str, Any]) -> None:
        """Note what the page complains about and whom it asks."""
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.problems.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            self.problems.append(str([arg.get("value", arg.get("description")) for arg in params["args"]]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.problems.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])

    def open(self, url: str) -> None:
        self._do("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'")

    def reload(self) -> None:
        self._do("Page.reload")
        self.wait("document.readyState === 'complete'")

    def js(self, expression: str) -> Any:
        """The value of an expression, awaited where it is a promise."""
        answer = self._do("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"].get("exception", {}).get("description", "failed"))
        return answer["result"].get("value")

    def wait(self, condition: str) -> None:
        """Until the condition is true in the page."""
        milliseconds = _PATIENCE * 1000 - 2000
        held = self.js(f"""new Promise((resolve) => {{
            const end = Date.now() + {milliseconds};
            const look = () => {{
                let held = false;
                try {{ held = ({condition}); }} catch {{ /* not there yet */ }}
                if (held) resolve(true);
                else if (Date.now() > end) resolve(false);
                else setTimeout(look, 15);
            }};
            look();
        }})""")
        assert held, f"did not happen: {condition}\n{self.text()[:3000]}"

    def see(self, words: str) -> None:
        """Until these words stand on the page."""
        self.wait(f"document.body.innerText.replaceAll('\\u00a0', ' ').includes({json.dumps(words)})")

    def text(self) -> str:
        return str(self.js("document.body.innerText"))

    def click(self, selector: str, words: str = "") -> None:
        """Click the first visible element that fits the selector and has these words in its text or label."""
        box = self._find(selector, words)
        x, y = box["x"], box["y"]
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self._do("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self._do("Input.insertText", text=text)

    def press(self, key: str, shift: bool = False) -> None:
        code, text = _KEYS.get(key, (0, key))
        event = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self._do("Input.dispatchKeyEvent", type="keyDown", text=text, **event)
        self._do("Input.dispatchKeyEvent", type="keyUp", **event)

    def emulate(self, feature: str, value: str) -> None:
        """Set a media feature such as prefers-reduced-motion."""
        self._do("Emulation.setEmulatedMedia", features=[{"name": feature, "value": value}])

    def screenshot(self, path: Path) -> None:
        image = self._do("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(image))

    def accessible_name(self, selector: str) -> str:
        """What a screen reader calls the element."""
        node = self._do("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})")
        tree = self._do("Accessibility.getPartialAXTree", objectId=node["result"]["objectId"], fetchRelatives=False)
        return str(tree["nodes"][0].get("name", {}).get("value", ""))

    def _find(self, selector: str, words: str) -> dict[str, float]:
        found = f"""[...document.querySelectorAll({json.dumps(selector)})].find((element) =>
            element.checkVisibility() &&
            ((element.getAttribute("aria-label") ?? "") + element.textContent).includes({json.dumps(words)}))"""
        self.wait(f"Boolean({found})")
        box = self.js(f"""(() => {{
            const element = {found};
            element.scrollIntoView({{ block: "center", behavior: "instant" }});
            const box = element.getBoundingClientRect();
            return {{ x: box.x + box.width / 2, y: box.y + box.height / 2 }};
        }})()""")
        assert isinstance(box, dict)
        return box

    def _do(self, method: str, **params: Any) -> dict[str, Any]:
        return self._browser.run(self._browser.command(self._session, method, **params))
