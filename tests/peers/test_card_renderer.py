"""Cards in Microsoft's own renderer, with a Markdown processor that brings to life whatever it can: text stays text."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.teams.adaptive_card import render
from adapters.words import clean
from domain.chat.message import (
    Button,
    Buttons,
    Chart,
    Facts,
    Form,
    Input,
    Message,
    Note,
    Option,
    Select,
    Series,
    Table,
    quote,
    strong,
    text,
)
from tests.adapters.practice.browser import Background, Browser, Page, find_chromium
from tests.adapters.slack.out.hostile import HOSTILE

NODE_MODULES = Path(__file__).parents[2] / "var/peers/node_modules"
SCRIPTS = (
    NODE_MODULES / "adaptivecards/dist/adaptivecards.js",
    NODE_MODULES / "markdown-it/dist/markdown-it.min.js",
)
PAGE = """<!doctype html><title>Cards</title><script src="/0.js"></script><script src="/1.js"></script><script>
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (words, shown) => {
  shown.outputHtml = markdownit({html: true, linkify: true}).render(words); shown.didProcess = true }
function show(parsed) {
  const card = new AdaptiveCards.AdaptiveCard(), heard = new AdaptiveCards.SerializationContext()
  card.hostConfig = new AdaptiveCards.HostConfig({supportsInteractivity: true, actions: {maxActions: 6}})
  card.parse(parsed, heard)
  document.body.replaceChildren(card.render())
  const all = selector => [...document.body.querySelectorAll(selector)]
  return {text: document.body.innerText, live: all('a, img, script, em, code, ul, ol').length,
    fields: all('input, select, textarea').map(field => field.value),
    faults: Array.from({length: heard.eventCount}, (_, at) => heard.getEventAt(at).message)} }
</script><body>ready</body>"""

pytestmark = [
    pytest.mark.skipif(not all(map(Path.exists, SCRIPTS)), reason="no renderer: run tests/peers/install.sh"),
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    files = {"": ("text/html", PAGE)}
    files |= {f"{number}.js": ("text/javascript", script.read_text()) for number, script in enumerate(SCRIPTS)}

    async def answer(request: web.Request) -> web.Response:
        kind, words = files[request.match_info["name"]]
        return web.Response(text=words, content_type=kind)

    app = web.Application()
    app.add_routes([web.get("/{name:(|0.js|1.js)}", answer)])
    background = Background()
    served = background.serve(app)
    browser = Browser(background, str(find_chromium()), tmp_path_factory.mktemp("profile"))
    with browser.page() as opened:
        opened.open(served.url)
        opened.wait("document.body.innerText === 'ready'")
        yield opened
    browser.close()
    served.stop()
    background.close()


def shown(page: Page, message: Message) -> dict[str, Any]:
    drawn: dict[str, Any] = page.js(f"show({json.dumps(render(message).card)})")
    return drawn


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_words_are_shown_as_they_were_typed(page: Page, payload: str) -> None:
    drawn = shown(
        page,
        Message(
            payload,
            (
                text("Is ", strong(payload), " still open? ", quote(payload)),
                Facts(((payload, payload), ("Account", payload))),
                Table((payload,), ((payload,),)),
                Note(payload),
                Buttons((Button(payload, "still", "1"),)),
                Form(payload, "save", "7", (Input("a", payload, "long_text", payload),)),
            ),
        ),
    )
    assert (drawn["live"], drawn["faults"]) == (0, [])
    words = " ".join(clean(payload).split())
    assert " ".join(drawn["text"].split()).count(words) >= 9
    assert drawn["fields"] == [clean(payload).strip()]


def test_every_kind_of_part_is_understood(page: Page) -> None:
    message = Message(
        "All.",
        (
            text("{{DATE(2026-01-01T00:00:00Z, SHORT)}} <at>Boss</at>"),
            Facts((("Stage", "Proposal"),)),
            Select("Which?", "open", "r", (Option("Acme", "a"), Option("Bolt", "b")), "b"),
            Table(("Name", "Amount"), tuple((f"Deal {n}", f"{n},000") for n in range(80)), (1,)),
            Chart("bar", "By stage", ("Discovery",), (Series("Amount", (Decimal(5),)),), "USD"),
            Form("Acme", "save", "7", (Input("d", "Close date", "date", "2027-03-31"),)),
        ),
    )
    drawn = shown(page, message)
    assert drawn["faults"] == ['Unknown element type "Chart.VerticalBar". Fallback will be used if present.']
    assert drawn["fields"] == ["b", "2027-03-31"]
    for words in ("{{DATE(2026-01-01T00:00:00Z, SHORT)}} <at>Boss</at>", "Proposal", "Deal 79", "Discovery 5", "Save"):
        assert words in drawn["text"].replace("\u00a0", " ")


def test_this_renderer_does_bring_facts_to_life(page: Page) -> None:
    fact = {"title": "*a*", "value": "[b](https://evil.example)"}
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "FactSet", "facts": [fact]}]}
    assert page.js(f"show({json.dumps(card)})")["live"] == 2
