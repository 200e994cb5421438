"""The real application in an independent stand-in for Teams: what a rep does there, what it says, what is recorded."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from domain.chat.event import Place
from domain.chat.message import Message, text
from tests.adapters.practice.browser import Background, Browser, find_chromium
from tests.peers import agents_playground
from tests.peers.agents_playground import BOT, BOT_NAME, CHANNEL, GROUP, PERSONAL, TEAM, TENANT
from tests.peers.application import eventually
from tests.peers.teams_application import InTeams, action_of, actions_of, card_of, in_teams, said_in

pytestmark = pytest.mark.skipif(not agents_playground.CLI.exists(), reason=agents_playground.MISSING)


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture
def teams(background: Background, tmp_path: Path) -> Iterator[InTeams]:
    with in_teams(tmp_path, background) as running:
        yield running


def test_a_morning_in_teams(teams: InTeams) -> None:
    """One test for all of it: what is heard twice or lost shows in what follows."""
    peer = teams.peer
    assert sum("I am Quarterback" in said_in(m) for m in peer.messages(PERSONAL)) == 1  # both events of the install
    (first, acme), (second, brick), (third, cement) = teams.nudges()

    # a tap: the card itself is answered anew, without its buttons, and shown anew to everybody
    stands = peer.execute(third, action_of(card_of(third), "still"))
    assert stands["type"] == "application/vnd.microsoft.card.adaptive"
    assert "Answered by Ruth" in json.dumps(stands["value"])
    assert actions_of(stands["value"]) == []
    teams.answer("stands as recorded")
    assert teams.opportunity(cement).confirmed is not None
    peer.wait_for(lambda m: m["messageId"] == third["messageId"] and "Answered by Ruth" in said_in(m))

    # another card is turned into what was understood, with Undo on it; that is said by no second message
    said = len(peer.messages(PERSONAL))
    won = peer.execute(second, action_of(card_of(second), "won"))
    assert "“Closed Won (tapped)”" in json.dumps(won["value"], ensure_ascii=False)
    back = peer.execute(second, action_of(won["value"], "undo"))
    assert "Taken back on" in json.dumps(back["value"], ensure_ascii=False)
    assert teams.opportunity(brick).closed_on is None
    peer.wait_for(lambda m: m["messageId"] == second["messageId"] and "Taken back on" in said_in(m))
    assert len(peer.messages(PERSONAL)) == said

    # clients that show the card ask how it stands, which answers nothing
    renew = card_of(first)["refresh"]["action"]
    for _ in range(2):
        assert action_of(peer.execute(first, renew)["value"], "still")

    # words, and the tap that takes them back
    before = teams.opportunity(acme).amount
    peer.say(f"update {teams.opportunity(acme).title}: amount is $123,456")
    understood = teams.answer("$123,456")
    assert teams.opportunity(acme).amount == Decimal(123456)
    peer.execute(understood, action_of(card_of(understood), "undo"))
    teams.answer("Taken back")
    assert teams.opportunity(acme).amount == before

    # a form on a card, sent with Action.Execute; and the same data as clients without Execute send it
    peer.execute(second, action_of(card_of(second), "changed"))
    form = teams.answer("What you leave as it is stays")
    standing = teams.opportunity(brick)
    moved = standing.probability - 7
    action = action_of(card_of(form), "form")
    shown = action["data"]["quarterback"]["forms"][0]["shown"]
    inputs = {f"form0.{name}": value for name, value in shown.items()} | {"form0.probability": str(moved)}
    peer.execute(form, action, inputs)
    teams.answer(f"{standing.probability} % → {moved} %")
    assert teams.opportunity(brick).probability == moved
    peer.submit(form, action["data"] | inputs | {"form0.probability": str(moved - 1)})
    teams.answer(f"{moved} % → {moved - 1} %")

    # bare words: with one question left they answer that one, and a bare correction is one of what was said last
    last = teams.opportunity(acme)
    peer.say("70%")
    teams.answer("Which opportunity do you mean")  # nothing was said of that question last
    peer.execute(first, action_of(card_of(first), "changed"))
    teams.answer(f"What changed on {last.title}")
    peer.say("71%")
    teams.answer("→ 71 %")
    assert teams.opportunity(acme).probability == 71
    peer.say("no, 72")
    teams.answer("→ 72 %")
    assert teams.opportunity(acme).probability == 72

    # a reply that quotes any message of ours is about that one, whatever was said since
    peer.say("help")
    teams.answer("Answer me in your own words")
    quoted = (
        f'<blockquote itemtype="http://schema.skype.com/Reply" itemid="{first["messageId"]}"><p>100%</p></blockquote>'
    )
    content = {"contentType": "text/html", "content": f"{quoted}<p>73%</p>"}
    peer.custom("message", text="100% 73%", attachments=[content])
    teams.answer("→ 73 %")
    assert teams.opportunity(acme).probability == 73

    # in a group and in a channel only mentions are heard; figures go to the personal chat
    peer.install(GROUP)
    peer.install(TEAM)
    teams.answer("Mention me", GROUP)
    peer.say("pipeline", GROUP)
    peer.say("pipeline", GROUP, mention=True)
    teams.answer("I answered you directly", GROUP)
    root = peer.say("help", CHANNEL, mention=True)["postConversationId"]
    teams.answer("I answered you directly", root)
    teams.answer("Your pipeline")
    teams.answer("Answer me in your own words")
    group = [said_in(m) for m in peer.messages(GROUP)]
    assert len(group) == 2
    assert not any(re.search(r"\$\d", said) for said in group)


def test_what_is_said_by_itself_and_to_whom(teams: InTeams) -> None:
    """A proactive message; a colleague in the group; a stranger; the app taken away and added again."""
    peer, wired = teams.peer, teams.wired
    ruth = next(p for p in wired.app_file.company.people if p.first_name == "Ruth")
    home = wired.quarterback.home(ruth)
    assert home == Place("teams", TENANT, PERSONAL)
    with wired.storage.begin() as uow:
        directory = wired.quarterback.directory(uow)
        scene = wired.quarterback.scene(uow, ruth, directory, wired.clock.now())
        scene.tell(ruth, Message("A proactive word.", (text("A proactive word."),)))
    wired.worker.nudge()
    teams.answer("A proactive word.")

    # whoever is not of the company gets one sentence, where they are
    peer.install(GROUP)
    mention = {"type": "mention", "mentioned": {"id": BOT, "name": BOT_NAME}, "text": "<at>Quarterback</at>"}
    peer.custom("message", 5, GROUP, text="<at>Quarterback</at> pipeline", entities=[mention])
    teams.answer("I do not know you yet", GROUP)

    # a message on which "Tell Quarterback" was chosen: a form, an opportunity, an answer in the personal chat
    about = teams.nudges()[0][1]
    payload = {
        "body": {"contentType": "html", "content": "<p>the amount is $98,000</p>"},
        "linkToMessage": "https://t/1",
    }
    asked = peer.invoke("composeExtension/fetchTask", {"commandId": "tell", "messagePayload": payload})
    card = asked["task"]["value"]["card"]["content"]
    assert about in json.dumps(card)
    data = actions_of(card)[0]["data"] | {"opportunity": about}
    told = peer.invoke("composeExtension/submitAction", {"commandId": "tell", "data": data})
    assert told["task"]["value"] == "Thank you. I answer you in our chat."
    teams.answer("the amount is $98,000")
    assert teams.opportunity(about).amount == Decimal(98_000)

    # search from any chat: names for everybody, figures in the preview alone
    parameters = [{"name": "query", "value": teams.opportunity(about).account}]
    found = peer.invoke("composeExtension/query", {"commandId": "search", "parameters": parameters})
    (result,) = found["composeExtension"]["attachments"]
    assert "$" not in json.dumps(result["content"]["body"])
    assert "$" in result["preview"]["content"]["text"]

    # a mark on a question, an edit and a deletion
    (question, marked), *_ = teams.nudges()
    peer.custom("messageReaction", reactionsAdded=[{"type": "like"}], replyToId=question["messageId"])
    teams.answer("stands as recorded")
    peer.custom("message", id="m1", text=f"update {teams.opportunity(marked).title}: amount is $111,000")
    teams.answer("$111,000")
    text_now = f"update {teams.opportunity(marked).title}: amount is $112,000"
    peer.custom("messageUpdate", id="m1", text=text_now, channelData=_with("editMessage"))
    teams.answer("$112,000")
    peer.custom("messageDelete", id="m1", channelData=_with("softDeleteMessage"))
    teams.answer("You deleted the message")

    # taken away: nobody is written to there any more; added again: everything goes on
    peer.custom("installationUpdate", action="remove")
    eventually(lambda: _unreachable(teams))
    peer.custom("installationUpdate", action="add")
    eventually(lambda: not _unreachable(teams))


def _with(event: str) -> dict[str, object]:
    return {"tenant": {"id": TENANT}, "eventType": event}


def _unreachable(teams: InTeams) -> bool:
    with teams.wired.storage.read() as uow:
        reference = uow.references.get("teams", TENANT, PERSONAL)
    return reference is not None and reference.unreachable


@pytest.mark.skipif(find_chromium() is None, reason="there is no Chromium on this machine")
def test_a_tap_in_the_page_of_the_peer_turns_the_card_into_what_stands(background: Background, tmp_path: Path) -> None:
    chromium = find_chromium()
    assert chromium
    browser = Browser(background, chromium, tmp_path / "profile")
    try:
        with in_teams(tmp_path, background) as teams, browser.page(1300, 1200) as page:
            page.open(teams.peer.address)
            page.wait("document.querySelector('div[role=textbox][contenteditable=true]')")
            page.click("div[role=textbox][contenteditable=true]")
            page.type("ask me")
            page.press("Enter")
            page.see("Why now")
            page.screenshot(tmp_path / "question.png")
            page.click("button", "Lost")
            page.see("from: “Closed Lost (tapped)”")
            page.see("Answered by Ruth")
            page.screenshot(tmp_path / "answered.png")
            page.click("button", "Undo")
            page.see("Taken back on")
            page.screenshot(tmp_path / "taken_back.png")
    finally:
        browser.close()


def test_all_questions_stand_on_one_card(teams: InTeams) -> None:
    peer = teams.peer
    asked = [opportunity for _, opportunity in teams.nudges()]
    before = {each: teams.opportunity(each).probability for each in asked}
    morning = teams.answer("Good morning, Ruth")
    peer.execute(morning, action_of(card_of(morning), "one_page"))
    page = teams.answer("All of today's questions on one page")
    action = action_of(card_of(page), "form")
    forms = action["data"]["quarterback"]["forms"]
    assert sorted(form["ref"] for form in forms) == sorted(asked)
    inputs = {f"form{f['number']}.{name}": value for f in forms for name, value in f["shown"].items()}
    peer.execute(page, action, inputs | {f"form{f['number']}.probability": "33" for f in forms[:2]})
    eventually(lambda: [teams.opportunity(f["ref"]).probability for f in forms[:2]] == [33, 33])
    assert teams.opportunity(forms[2]["ref"]).probability == before[forms[2]["ref"]]
