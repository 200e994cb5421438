"""A served practice room for each test, and one Chromium for all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from adapters.practice.app import application
from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM, Visitor
from domain.chat.document import Content
from domain.chat.event import Place
from tests.adapters.practice.browser import Background, Browser, Page, Served, find_chromium
from tests.adapters.practice.memory_room import Echo, MemoryRoom, StandingClock, new_id

ANN, BOB, EVE = "ann@example.com", "bob@example.com", "eve@example.com"
DM = f"dm-{ANN}"
FILE = Content("Pipeline „März“.csv", "text/csv", "a,ü\r\n".encode())
WIDE, PHONE = (1280, 860), (360, 740)

Visit = Callable[..., Page]
PEOPLE = (
    Visitor(ANN, "Ann Abel", "rep", "sells, north", "Europe/Berlin"),
    Visitor(BOB, "Bob Baker", "manager", "manages, north"),
    Visitor(EVE, '<img src=x onerror="document.title=1">', "rep", "<script>alert(1)</script>"),
)


@dataclass
class Scene:
    """A room with three people, an echo that answers, and the server before them."""

    background: Background
    room: MemoryRoom
    clock: StandingClock
    echo: Echo
    courier: PracticeCourier
    served: Served
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.served.url, timeout=20)

    def post(self, path: str, **fields: Any) -> httpx.Response:
        """Send as Ann with a new id, unless `fields` say otherwise."""
        return self.client.post(path, json={"as": ANN, "id": new_id()} | fields)

    def say(self, text: str, thread: str = "", **fields: Any) -> httpx.Response:
        return self.post("/say", conversation=DM, thread=thread, text=text, **fields)

    def start_again(self) -> None:
        """Another server for the same room, at the same port; the last one must be stopped."""
        app = application(self.room, self.echo.handle, self.clock)
        self.served = self.background.serve(app, self.served.port)


@pytest.fixture(scope="session")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture
def scene(background: Background) -> Iterator[Scene]:
    clock = StandingClock()
    room = MemoryRoom(PEOPLE, {"north": (ANN, BOB)}, clock)
    echo = Echo(room)
    served = background.serve(application(room, echo.handle, clock, {"token": FILE}.get))
    made = Scene(background, room, clock, echo, PracticeCourier(room), served)
    yield made
    made.client.close()
    made.served.stop()


@pytest.fixture(scope="session")
def chromium(background: Background, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium on this machine: the page is not tried in a browser")
    try:
        browser = Browser(background, executable, tmp_path_factory.mktemp("profile"))
    except RuntimeError as error:
        pytest.skip(f"Chromium does not start here: {error}")
    yield browser
    browser.close()


@pytest.fixture
def visit(scene: Scene, chromium: Browser) -> Iterator[Visit]:
    """A function that opens the room as somebody; afterwards no page may have complained or asked anybody else."""
    pages: list[Page] = []

    def open_page(
        person: str = ANN, thread: str = "", size: tuple[int, int] = WIDE, dark: bool = False, **route: str
    ) -> Page:
        page = chromium.page(*size, dark=dark)
        pages.append(page)
        to = {"as": person, **({"in": f"dm-{person}"} if size == PHONE or thread else {}), **route}
        page.open(f"{scene.served.url}#{urlencode(to | ({'thread': thread} if thread else {}))}")
        page.wait("document.querySelector('.composer, .picker')")
        return page

    yield open_page
    for page in pages:
        page.__exit__(None, None, None)
        own = f"http://127.0.0.1:{scene.served.port}/"
        assert [url for url in page.requests if not url.startswith((own, "about:", "data:"))] == []
        refused = "Failed to load resource: "  # what the browser says of every answer but 2xx, and of none
        assert [each for each in page.problems if not each.startswith(refused) or "404" in each] == []


def direct(thread: str = "") -> Place:
    """Ann's direct message, or a thread in it."""
    return Place(PLATFORM, "", DM, thread)
