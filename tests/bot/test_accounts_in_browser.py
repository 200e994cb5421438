"""In a real browser: a hold's alert, the page of an account before a visit with its news, and what customers said."""

from pathlib import Path

import pytest

from bot.wiring import Wired
from tests.adapters.practice.browser import Browser, Served
from tests.bot.test_demo_in_browser import CHROMIUM, RUTH, browser, demo, enter, say
from tests.bot.test_requests_in_browser import shot

VICTOR = "victor.lindqvist@copperline.example"

__all__ = ["browser", "demo"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def test_a_rep_is_told_prepares_a_visit_and_reads_what_customers_said(
    demo: tuple[Wired, Served], browser: Browser, tmp_path: Path
) -> None:
    _, served = demo
    with browser.page(1280, 1400) as ruth, browser.page(390, 844, dark=True) as victor:
        enter(ruth, served, RUTH)
        ruth.see("Quarry Hill Cement is on credit hold")
        shot(ruth, "hold-alert")
        say(ruth, "I'm seeing Redfern tomorrow")
        ruth.see("Redfern Glass orders a second float line")
        ruth.see("In the news:")
        headline = "[...document.querySelectorAll('.text a')].map((each) => [each.textContent, each.href])"
        assert ["Redfern Glass orders a second float line", "https://news.example/7731"] in ruth.js(headline)
        shot(ruth, "account-page")
        say(ruth, "Redfern says the panels are too small for gloves")
        ruth.see("Everybody here who sells or manages can read what they said")
        say(ruth, "feedback panels")
        ruth.see("What customers said about panels")
        shot(ruth, "feedback")
        enter(victor, served, VICTOR)
        say(victor, "feedback panels")
        victor.see("the panels are too small for gloves")
        shot(victor, "feedback-west")
        assert victor.js("document.documentElement.scrollWidth <= window.innerWidth")
