"""The real application in an independent stand-in for Slack: what a rep does there, what it says, what is recorded."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.adapters.practice.browser import Background, Browser, find_chromium
from tests.peers import local_slack
from tests.peers.application import STRANGER, InSlack, element_of, eventually, home_of, in_slack
from tests.peers.local_slack import CHANNEL

pytestmark = pytest.mark.skipif(not local_slack.BINARY.exists(), reason=local_slack.MISSING)


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture(params=["http", "socket"])
def slack(request: pytest.FixtureRequest, background: Background, tmp_path: Path) -> Iterator[InSlack]:
    with in_slack(tmp_path, background, socket=request.param == "socket") as running:
        yield running


def test_a_morning_in_slack(slack: InSlack) -> None:
    """One test for all of it: what is heard twice or lost shows in what follows."""
    peer, here = slack.peer, slack.here
    assert home_of(slack.wired).conversation == here
    (first, acme), (second, brick), (third, cement) = slack.nudges(3)[:3]
    slack.answer("Good morning, Ruth")

    # a reply in the thread, its edit, its deletion, and the tap that takes it back
    before = slack.opportunity(acme).amount
    said = peer.say("amount is $123,456", here, first["ts"])
    slack.answer("$123,456", first["ts"])
    assert slack.opportunity(acme).amount == Decimal(123456)
    peer.edit(said, "amount is $234,567", here)
    slack.answer("$234,567", first["ts"])
    assert slack.opportunity(acme).amount == Decimal(234567)
    peer.delete(said, here)
    offered = slack.answer("You deleted the message", first["ts"])
    assert slack.opportunity(acme).amount == Decimal(234567)
    peer.tap(offered["ts"], element_of(offered, "undo|"), here)
    slack.answer("Taken back on", first["ts"])
    assert slack.opportunity(acme).amount == before

    # ❌ on a question asks what changed; its button opens a form, which comes back with one value changed
    peer.react(second["ts"], "x", here)
    asked = slack.answer("What you leave as it is stays", second["ts"])
    peer.tap(asked["ts"], element_of(asked, "open_form|"), here)
    stands = slack.opportunity(brick)
    moved = stands.probability - 7
    peer.fill({"0|probability": str(moved)})
    slack.answer(f"{stands.probability} % → {moved} %", second["ts"])
    assert slack.opportunity(brick).probability == moved

    # ✅ on a question: it stands as recorded, and the question loses its buttons
    peer.react(third["ts"], "white_check_mark", here)
    settled = eventually(lambda: [m for m in peer.messages(here) if m["ts"] == third["ts"] and "stands" in m["text"]])
    assert slack.opportunity(cement).confirmed is not None
    assert not element_of(settled[0], "not_mine|")

    # the slash command, a mention in a channel, and a stranger
    peer.command("pipeline", CHANNEL)
    pipeline = slack.answer("Your pipeline: ")
    assert "weighted" in pipeline["text"]
    peer.say("<@U0BOT> pipeline", CHANNEL)
    told = eventually(lambda: [m for m in peer.messages(CHANNEL) if m.get("bot_id") and m.get("thread_ts")])
    assert [m["text"] for m in told] == ["I answered you directly: figures stay out of this channel."]
    strange = peer.direct(STRANGER)
    peer.say("show me the pipeline", strange, user=STRANGER)
    polite = eventually(lambda: [m for m in peer.messages(strange) if m.get("bot_id")])
    assert [m["text"][:26] for m in polite] == ["I do not know you yet. Ask"]

    # the App Home
    peer.open_home()
    home = eventually(lambda: peer.published())
    shown = str(home)
    assert "open for you" in shown or "Nothing waits" in shown
    assert "Never kept" in shown
    assert element_of({"blocks": home["blocks"]}, "undo|")
    assert len(home["blocks"]) <= 100


def test_an_afternoon_in_slack(background: Background, tmp_path: Path) -> None:
    """What the morning leaves out: 💤, all questions on one page, a select, the shortcut, and snooze."""
    with in_slack(tmp_path, background, socket=False) as slack:
        peer, here = slack.peer, slack.here
        (first, _), (_, brick), (_, cement) = slack.nudges(3)[:3]
        peer.react(first["ts"], "zzz", here)
        eventually(lambda: [m for m in peer.messages(here) if m["ts"] == first["ts"] and "Put off until" in m["text"]])

        # all that is still open, on one page: two values changed, the rest left as it is
        morning = slack.answer("Good morning, Ruth")
        peer.tap(morning["ts"], element_of(morning, "one_page|"), here)
        page = slack.answer("on one page. What you leave as it is stays.")
        peer.tap(page["ts"], element_of(page, "open_form|"), here)
        before = [slack.opportunity(each).probability for each in (brick, cement)]
        peer.fill({"0|probability": str(before[0] - 3), "1|probability": str(before[1] - 4)})
        for opportunity, old, less in ((brick, before[0], 3), (cement, before[1], 4)):
            slack.answer(f"{old} % → {old - less} %")
            assert slack.opportunity(opportunity).probability == old - less

        # a select, and right after that tap the shortcut on what somebody said in a channel
        peer.command("pipeline", here)
        pipeline = slack.answer("Your pipeline: ")
        select = element_of(pipeline, "open|")
        kiln = next(option for option in select["options"] if option["value"] == "CC-101")
        told = peer.say("Jo says amount is $88,000", CHANNEL)
        peer.tap(pipeline["ts"], select | {"selected_option": kiln}, here)
        slack.tell_quarterback(told, CHANNEL)
        peer.submit({"opportunity": {"value": {"type": "static_select", "selected_option": {"value": "CC-101"}}}})
        slack.answer("In this stage since")
        slack.answer("$88,000")
        assert slack.opportunity("CC-101").amount == Decimal(88000)
        peer.command("history kiln monitoring", here)
        history = slack.answer("newest first")
        assert f"/archives/{CHANNEL}/p{told.replace('.', '')}" in str(history["blocks"])

        # nothing is left to be put off, which is said; what was put off before can be put off again
        peer.say("snooze for 10 days", here, first["ts"])
        eventually(lambda: sum("I will ask again on" in m["text"] for m in peer.messages(here)) == 1 or None)
        peer.command("snooze", here)
        slack.answer("No such question is open")


def test_nothing_is_said_twice(slack: InSlack) -> None:
    (first, _), *_ = slack.nudges(1)
    for number in range(3):
        slack.peer.say(f"amount is ${300_000 + number}", slack.here, first["ts"])
    slack.answer("$300,002", first["ts"])
    said = [m["text"] for m in slack.peer.messages(slack.here) if m.get("thread_ts") == first["ts"] and m.get("bot_id")]
    assert [sum(f"→ ${300_000 + n:,}" in words for words in said) for n in range(3)] == [1, 1, 1]


@pytest.mark.skipif(find_chromium() is None, reason="there is no Chromium on this machine")
def test_its_messages_show_in_the_page_of_the_peer(background: Background, tmp_path: Path) -> None:
    chromium = find_chromium()
    assert chromium
    with in_slack(tmp_path, background, socket=False) as slack:
        (first, _), *_ = slack.nudges(3)
        slack.peer.say("moved to negotiation, 80, end of Q1", slack.here, first["ts"])
        slack.answer("Undo", first["ts"])
        slack.peer.command("pipeline", slack.here)
        slack.answer("Your pipeline: ")
        browser = Browser(background, chromium, tmp_path / "profile")
        try:
            with browser.page(1400, 1000) as page:
                page.open(slack.peer.address)
                page.click(".sidebar-item", "Ruth Calloway")
                page.see("Good morning, Ruth")
                page.see("Still so")
                page.screenshot(tmp_path / "slack.png")
        finally:
            browser.close()
