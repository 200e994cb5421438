"""In a real browser: a visit agreed at another time with its calendar file, and a discount through two approvers."""

import os
from pathlib import Path

import pytest

from bot.wiring import Wired
from tests.adapters.practice.browser import Browser, Page, Served
from tests.bot.test_demo_in_browser import CHROMIUM, browser, demo, enter, say

OWEN, KENJI, JUDITH, HELEN = (
    f"{name}@copperline.example" for name in ("owen.baptiste", "kenji.morita", "judith.whitfield", "helen.storey")
)

__all__ = ["browser", "demo"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def shot(page: Page, name: str) -> None:
    """A picture to be looked at, where somebody asks for them."""
    folder = os.environ.get("QUARTERBACK_SHOTS")
    if folder:
        page.screenshot(Path(folder) / f"{name}.png")


def test_a_visit_is_agreed_at_another_time_and_both_get_the_file(demo: tuple[Wired, Served], browser: Browser) -> None:
    _, served = demo
    with browser.page() as owen, browser.page(dark=True) as kenji:
        enter(owen, served, OWEN)
        say(owen, "can Kenji come along to northbrook pump on Dec 3 at 2pm?")
        owen.see("Kenji Morita is asked for a technical presentation: Thu 3 Dec 2026, 14:00 EST")
        shot(owen, "visit-asked")
        enter(kenji, served, KENJI)
        kenji.see("Owen Baptiste asks you for a technical presentation")
        shot(kenji, "visit-specialist")
        kenji.click("button", "Another time…")
        kenji.see("Which time for the technical presentation")
        shot(kenji, "visit-form")
        say(kenji, "Friday at 10 works better")
        kenji.see("Proposed to Owen Baptiste: Fri 4 Dec 2026, 10:00 CST.")
        owen.see("Kenji Morita proposes Fri 4 Dec 2026, 11:00 EST")
        shot(owen, "visit-proposed")
        owen.click("button", "That works")
        owen.see("appointment.ics")
        owen.see("Kenji Morita comes for a technical presentation: Fri 4 Dec 2026, 11:00 EST.")
        shot(owen, "visit-agreed")
        kenji.see("appointment.ics")
        shot(kenji, "visit-agreed-specialist")
        assert kenji.js("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_discount_goes_through_two_approvers(demo: tuple[Wired, Served], browser: Browser) -> None:
    _, served = demo
    with browser.page() as owen, browser.page() as judith, browser.page() as helen:
        enter(owen, served, OWEN)
        say(owen, "can I get 12 % off for northbrook pump?")
        owen.see("waiting for Judith Whitfield (step 1 of 2)")
        enter(judith, served, JUDITH)
        judith.see("Owen Baptiste asks for a discount of 12 %")
        shot(judith, "discount-asked")
        judith.click("button", "Approve")
        owen.see("waiting for Helen Storey (step 2 of 2)")
        enter(helen, served, HELEN)
        helen.see("Judith Whitfield approved")
        helen.click("button", "Approve, with a comment…")
        helen.see("On which condition?")
        helen.click("form textarea")
        helen.type("Not a percent more")
        shot(helen, "discount-comment")
        helen.click("form button", "Approve")
        owen.see("approved by Helen Storey")
        owen.see("Not a percent more")
        shot(owen, "discount-approved")
        assert helen.js("document.documentElement.scrollWidth <= window.innerWidth")
        say(owen, "requests")
        owen.see("Nothing is open")
