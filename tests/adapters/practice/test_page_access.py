"""The page for everybody: by keys alone, for a screen reader, in the dark, on a phone."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from domain.chat.message import Message
from tests.adapters.practice.conftest import ANN, DM, PHONE, Scene, Visit, direct
from tests.adapters.practice.parts import every_part


def test_everything_is_reached_and_done_by_keys(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), every_part(), "all")
    page = visit()
    page.see("Still so")
    stops: list[str] = []
    describe = """(() => {
        const at = document.activeElement;
        const ring = [at, at.parentElement].some((each) => getComputedStyle(each).outlineStyle !== "none");
        const label = at.getAttribute("aria-label") ?? at.name ?? "";
        return [ring, `${at.tagName} ${label} ${at.textContent.slice(0, 24)}`];
    })()"""
    for _ in range(40):
        page.press("Tab")
        ring, name = page.js(describe)
        assert ring, f"no visible focus on {name}"
        stops.append(name)
        if "TEXTAREA" in name and "Send" in str(page.js("document.activeElement.parentElement.innerHTML")):
            break
    wanted = (
        "Skip to the messages", "Skip to writing", "Switch", "Quarterback", "north", "Next morning", "Table: ",
        "The figures", "Still so", "Not mine", "SELECT", "INPUT amount", "INPUT close_date", "TEXTAREA feedback",
        "Save", "Reply",
    )  # fmt: skip
    at = 0
    for name in wanted:
        assert any(name in stop for stop in stops[at:]), f"{name} is not reached after {stops[:at]}: {stops}"
        at = next(index for index in range(at, len(stops)) if name in stops[index])


def test_the_first_key_offers_to_skip_to_writing(visit: Visit) -> None:
    page = visit()
    page.see("Nothing here yet")
    page.press("Tab")
    page.press("Tab")
    assert page.js("document.activeElement.innerText") == "Skip to writing"
    page.press("Enter")
    page.wait("document.activeElement.matches('.talk textarea')")


def test_every_control_has_a_name_and_every_page_its_landmarks(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), every_part(), "all")
    scene.courier.post(direct("all"), Message("A reply"), "reply")
    page = visit(thread="all")
    page.see("A reply")
    assert page.js("['main', 'nav', 'section.pane'].map((each) => document.querySelectorAll(each).length)") == [1, 1, 2]
    assert page.js("document.querySelectorAll('h1').length") == 1
    assert page.js("document.documentElement.lang") == "en"
    nameless = """[...document.querySelectorAll("button, a[href], input, select, textarea")].filter((each) =>
        each.checkVisibility() && !(each.textContent.trim() || each.ariaLabel || each.labels?.length)).length"""
    assert page.js(nameless) == 0
    ids = "[...document.querySelectorAll('[id]')].map((each) => each.id)"
    assert page.js(f"new Set({ids}).size === {ids}.length")
    named = """["aria-labelledby", "aria-describedby"].flatMap((name) =>
        [...document.querySelectorAll(`[${name}]`)].flatMap((each) => each.getAttribute(name).split(" ")))"""
    assert page.js(f"{named}.filter((id) => !document.getElementById(id))") == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_letters_stand_out_from_their_ground(scene: Scene, visit: Visit, dark: bool) -> None:
    scene.courier.post(direct(), every_part(), "all")
    scene.say("mine")
    page = visit(dark=dark)
    page.see("Heard: “mine”")
    worst = page.js(f"({_CONTRASTS})()")
    assert worst["ratio"] >= 4.5, worst
    ground = page.js("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == ("rgb(18, 23, 19)" if dark else "rgb(244, 242, 234)")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_phone_shows_one_thing_at_a_time_and_nothing_sticks_out(scene: Scene, visit: Visit, dark: bool) -> None:
    scene.courier.post(direct(), every_part(), "all")
    scene.courier.post(direct("all"), Message("W" * 300), "reply")
    scene.room.add("long", DM, "", ANN, {"text": "x" * 500})
    page = visit(size=PHONE, dark=dark, **{"in": ""})
    page.see("Threads")
    assert page.js(_STICKING_OUT) == []
    page.click(".place", "Quarterback")
    page.see("What changed at Nordvik?")
    assert page.js("['.rail', '.talk', '.side'].map((each) => document.querySelector(each).checkVisibility())") == [
        False,
        True,
        False,
    ]
    page.wait("document.querySelectorAll('.canvas svg').length === 2")
    assert page.js(_STICKING_OUT) == []
    assert page.js("document.querySelector('.table').scrollWidth > document.querySelector('.table').clientWidth")
    page.click(".thread-link")
    page.wait("document.querySelector('.side').checkVisibility()")
    page.see("WWW")
    assert page.js(_STICKING_OUT) == []
    page.click("button", "Close the thread")
    page.wait("document.querySelector('.talk').checkVisibility()")
    page.click("button", "Back to the conversations")
    page.wait("document.querySelector('.rail').checkVisibility()")


def test_motion_is_left_out_where_it_is_unwanted(visit: Visit) -> None:
    page = visit()
    page.emulate("prefers-reduced-motion", "reduce")
    assert page.js("getComputedStyle(document.querySelector('.button')).transitionDuration") in ("0s", "")
    assert page.js("getComputedStyle(document.querySelector('.button')).transitionProperty") == "none"


def test_axe_finds_no_fault(scene: Scene, visit: Visit) -> None:
    package = find_spec("axe_core_python")
    if package is None or package.origin is None:
        pytest.skip("the package axe-core-python is not installed")
    axe = (Path(package.origin).parent / "axe.min.js").read_text()
    scene.courier.post(direct(), every_part(), "all")
    scene.courier.post(direct("all"), Message("A reply"), "reply")
    for page in (visit(thread="all"), visit(person=""), visit(size=PHONE)):
        page.wait("document.querySelector('.person, .thread-link, .side .message')")
        page.js(f"{axe}; undefined")
        found = page.js("axe.run().then(({ violations }) => violations.map((each) => [each.id, each.nodes[0].html]))")
        assert found == []


_STICKING_OUT = """[...document.querySelectorAll("#app *")].filter((each) => {
    const box = each.getBoundingClientRect();
    return each.checkVisibility() && box.width > 1 && !each.closest(".table table, .skip")
        && (box.right > innerWidth + 0.5 || box.left < -0.5);
}).map((each) => each.outerHTML.slice(0, 80))"""

# The least contrast (WCAG 2.2) between any visible words and the nearest ground that is not transparent.
_CONTRASTS = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const pixel = (...colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
    };
    const light = ([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    const ground = (element) => {
        const colours = [];
        for (let at = element; at; at = at.parentElement) colours.unshift(getComputedStyle(at).backgroundColor);
        return colours;
    };
    let worst = { ratio: 21 };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        const words = walker.currentNode.data.trim();
        if (!words || !element.checkVisibility() || element.closest("[aria-disabled=true], .skip")) continue;
        const { fill, color } = getComputedStyle(element);
        const below = ground(element);
        const letters = light(pixel(...below, element.closest("svg") ? fill : color));
        const paper = light(pixel(...below));
        const ratio = (Math.max(letters, paper) + 0.05) / (Math.min(letters, paper) + 0.05);
        if (ratio < worst.ratio) worst = { ratio, words, class: String(element.className) };
    }
    return worst;
}"""
