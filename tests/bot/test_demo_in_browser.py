"""The main job in a real browser: a rep answers, sees what was understood, takes it back; the manager sees the same."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.demo_room import open_demo
from bot.server import build
from bot.use_cases.account_facts import take_facts
from bot.wiring import Wired, wire
from domain.sales.account_facts import AccountName, CreditHold, HoldState
from tests.adapters.practice.browser import Background, Browser, Page, Served, find_chromium

ROOT = Path(__file__).parents[2]
RUTH, JUDITH, PAULA = (f"{n}@copperline.example" for n in ("ruth.calloway", "judith.whitfield", "paula.reyes"))
CHROMIUM = find_chromium()

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[Wired, Served]]:
    wired = wire(f"sqlite:///{tmp_path}/demo.db", ROOT / "app.yaml")
    open_demo(wired)
    background = Background()
    served = background.serve(build(wired))
    yield wired, served
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


def enter(page: Page, served: Served, person: str) -> None:
    page.open(f"{served.url}#as={person}&in=dm-{person}")
    page.see("Quarterback")


def test_a_rep_answers_takes_it_back_and_the_manager_sees_the_same(
    demo: tuple[Wired, Served], browser: Browser
) -> None:
    _, served = demo
    with browser.page() as page:
        enter(page, served, RUTH)
        page.see("Good morning, Ruth")
        page.click("button", "Still so")
        page.see("stands as recorded")
        page.js(
            "[...document.querySelectorAll('button[data-act=Reply]')]"
            ".find(each => each.parentElement.parentElement.textContent.includes('stands as recorded')).click()"
        )
        page.click("textarea[placeholder='Reply in the thread']")
        page.type("75%, closes end of January")
        page.press("Enter")
        page.see("Probability 60 % → 75 %")
        page.see("31 Jan 2027")
        page.click("button", "Undo")
        page.see("Taken back on Redfern Glass, Boiler house controllers")
    with browser.page(390, 844, dark=True) as phone:
        enter(phone, served, JUDITH)
        phone.click("textarea")
        phone.type("history boiler house")
        phone.press("Enter")
        phone.see("took back: Probability 75 % → 60 %")
        assert phone.js("document.documentElement.scrollWidth <= window.innerWidth")


def say(page: Page, words: str) -> None:
    page.click("textarea")
    for number, line in enumerate(words.splitlines()):
        if number:
            page.press("Enter", shift=True)
        page.type(line)
    page.press("Enter")


def test_an_assistant_records_a_note_in_part_until_the_rep_ends_it(
    demo: tuple[Wired, Served], browser: Browser
) -> None:
    _, served = demo
    with browser.page() as paula, browser.page(390, 844) as ruth:
        enter(paula, served, PAULA)
        say(paula, "Call with Ruth and Owen\nKiln: 81%\nTurbine: now 260k\nCold store: maybe 40")
        paula.see("3 opportunities in your note. Nothing is recorded yet.")
        paula.click("button", "Leave out")
        paula.see("Quarry Hill Cement, Kiln monitoring: left out.")
        paula.click("button", "Record the other 2")
        paula.see("Amount $240,000 → $260,000")
        paula.see("Shall I set probability to 40 %?")
        say(paula, "for Ruth: kiln at 81")
        paula.see("For Ruth Calloway: 1 opportunity in your note.")
        enter(ruth, served, RUTH)
        say(ruth, "assistants")
        ruth.click("button", "End it for Paula")
        ruth.see("Ended: Paula Reyes no longer sees or changes anything of yours.")
        assert ruth.js("document.documentElement.scrollWidth <= window.innerWidth")
        paula.click("button", "Record it")
        paula.see("The note for Ruth Calloway: nothing in it could be recorded.")


def test_the_next_morning_brings_what_was_put_off(demo: tuple[Wired, Served], browser: Browser) -> None:
    wired, served = demo
    with browser.page() as page:
        enter(page, served, RUTH)
        page.click("button", "Ask me later")
        page.see("Put off until")
        before = wired.clock.now()
        page.click("button", "Next morning")
        page.wait(
            "[...document.querySelectorAll('button')].filter(b => b.textContent.includes('Still so')).length >= 2"
        )
        assert wired.clock.now() > before


def test_an_alert_lives_in_one_message_and_its_ticket_comes_with_a_question(
    demo: tuple[Wired, Served], browser: Browser
) -> None:
    wired, served = demo
    with browser.page() as page:
        enter(page, served, RUTH)
        page.see("Credit hold: Quarry Hill Cement, $42,000 overdue")
        page.see("Before you call: urgent ticket “Boiler panel shows no values")
        finance_tells(wired, HoldState.PLACED, Decimal(62_000))
        page.see("Credit hold raised: Quarry Hill Cement, $62,000 overdue")
        page.click("button", "Take out of commit")
        page.see("Take out of commit: credit hold (tapped)")
        page.see("Seen by Ruth Calloway")
        finance_tells(wired, HoldState.RELEASED, None)
        page.see("Hold lifted: you can ship to Quarry Hill Cement")
        page.click("textarea")
        page.type("I'm seeing Redfern tomorrow")
        page.press("Enter")
        page.see("What they said last")
    with browser.page(390, 844, dark=True) as phone:
        enter(phone, served, JUDITH)
        phone.see("Hold lifted: you can ship to Quarry Hill Cement")
        assert phone.js("document.documentElement.scrollWidth <= window.innerWidth")


def finance_tells(wired: Wired, state: HoldState, overdue: Decimal | None) -> None:
    now, account = wired.clock.now(), AccountName(name="Quarry Hill Cement")
    told = CreditHold("Ledgerly", "C-117", account, state, now, now, version=1, overdue=overdue, currency="USD")
    with wired.storage.begin() as uow:
        known = uow.account_facts.locked(told.kind, told.source, told.source_id)
        newer = replace(told, version=known.fact.version + 1 if known else 1)
        take_facts(wired.quarterback.office(uow, now), [newer])
    wired.worker.nudge()
