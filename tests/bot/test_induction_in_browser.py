"""A newcomer's first minute in a real browser, from the welcome to the first real question."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo_room import open_demo
from bot.server import build
from bot.wiring import wire
from tests.adapters.practice.browser import Background, Browser, Served, find_chromium

ROOT = Path(__file__).parents[2]
MIA = "mia.torres@copperline.example"
CHROMIUM = find_chromium()
NEWCOMER = """
  - name: Mia Torres
    email: mia.torres@copperline.example
    role: rep
    team: East

  - name: Judith Whitfield
"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    app_file = tmp_path / "app.yaml"
    told = (ROOT / "app.yaml").read_text(encoding="utf-8").replace("\n  - name: Judith Whitfield\n", NEWCOMER)
    app_file.write_text(told, encoding="utf-8")
    wired = wire(f"sqlite:///{tmp_path}/demo.db", app_file)
    open_demo(wired)
    background = Background()
    served = background.serve(build(wired))
    yield served
    served.stop()
    background.close()
    wired.storage.close()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    background = Background()
    browser = Browser(background, CHROMIUM or "", tmp_path / "profile")
    yield browser
    browser.close()
    background.close()


def test_a_newcomer_practises_in_words_with_a_tap_and_asks_for_help(served: Served, browser: Browser) -> None:
    with browser.page() as page:
        page.open(f"{served.url}#as={MIA}&in=dm-{MIA}")
        page.see("Welcome, Mia")
        page.click("textarea")
        page.type("70 %, closes end of March")
        page.press("Enter")
        page.see("Probability 25 % → 70 %")
        page.click("button", "Undo")
        page.see("Taken back.")
        page.click("button", "Still so")
        page.see("Practice, 3 of 3")
        page.click("button", "Get a technical presentation")
        page.see("nobody is asked")
        page.see("That was the practice")
    with browser.page(390, 844, dark=True) as phone:
        phone.open(f"{served.url}#as={MIA}&in=dm-{MIA}")
        phone.see("The minute of practice is over.")
        assert phone.js("document.documentElement.scrollWidth <= window.innerWidth")
