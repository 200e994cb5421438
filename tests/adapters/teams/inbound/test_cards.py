"""A question's card in Teams: turned by a tap, asked for anew by clients, the same for whoever may not see it."""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from bot import outbox
from bot.demo import seed
from bot.use_cases.ask import ask_more
from bot.use_cases.nudges import drop_open
from bot.views import quick
from domain.asking.question import Nudge, NudgeState
from domain.chat.event import Clicked, Place
from domain.chat.link import Link
from domain.sales.opportunity import Opportunity
from tests.adapters.teams.inbound.conftest import RUTH, Scene
from tests.adapters.teams.inbound.issuer import TENANT, message

TEAMS = Place("teams", TENANT, "a:ruth")
OWEN = {"from": {"id": "29:owen", "name": "Owen", "aadObjectId": "entra-owen"}}
ABSENT = quick.forbidden().summary


@dataclass
class Morning:
    """Ruth was asked in Teams; her questions stand in the messages card-1, card-2 …, the last one lowest."""

    scene: Scene
    asked: list[Nudge]

    def tap(self, number: int, action: str, ref: str = "", pick: int = 0, **other: Any) -> dict[str, Any]:
        """The answer to a tap on that card."""
        data = {"action": action, "ref": ref or str(self.asked[number].id), "pick": pick}
        value = {"action": {"verb": action, "data": {"quarterback": data}}}
        invoke = {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": f"card-{number}"}
        answer: dict[str, Any] = self.scene.post(message("", **invoke | other)).json()
        return answer

    def look(self, shows: str, trigger: str = "automatic", **other: Any) -> dict[str, Any]:
        """The answer to a client that shows the card."""
        action = {"type": "Action.Execute", "verb": "renew", "data": {"quarterback": {"shows": shows}}}
        value = {"action": action, "trigger": trigger}
        invoke = {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": "card-0"}
        answer: dict[str, Any] = self.scene.post(message("", **invoke | other)).json()
        return answer

    def posts(self) -> list[str]:
        """The summaries of what was said since the morning, oldest first."""
        with self.scene.wired.storage.read() as uow:
            waiting = uow.jobs.open_in(outbox.lane(TEAMS), outbox.POST)
        return [str(job.body["message"]["summary"]) for job in reversed(waiting)][len(self.asked) :]

    def nudge(self, number: int) -> Nudge:
        with self.scene.wired.storage.read() as uow:
            found = uow.nudges.get(self.asked[number].id)
        assert found
        return found

    def opportunity(self, number: int) -> Opportunity:
        with self.scene.wired.storage.read() as uow:
            found = uow.opportunities.get(self.asked[number].question.opportunity)
        assert found
        return found

    def elsewhere(self, number: int, action: str) -> None:
        """Ruth taps in another place, as if it were Slack."""
        place = Place("slack", "T1", "D1")
        self.scene.wired.quarterback.handle(
            Clicked(f"{action}-{number}", RUTH, place, "m", action, str(self.asked[number].id))
        )


@pytest.fixture
def morning(scene: Scene) -> Morning:
    wired = scene.wired
    quarterback, company = wired.quarterback, wired.app_file.company
    seed(wired.storage, company, wired.clock.now().date())
    scene.post(message("help"))  # now her personal conversation is known
    with wired.storage.begin() as uow:
        uow.links.put(Link("teams", TENANT, "entra-owen", "owen.baptiste@copperline.example"), wired.clock.now())
        directory = quarterback.directory(uow)
        ruth = directory.get(RUTH)
        assert ruth
        while job := uow.jobs.claim(wired.clock.now(), wired.clock.now() - wired.clock.now()):
            uow.jobs.settle(job)
    with wired.storage.begin() as uow:
        ask_more(quarterback.scene(uow, ruth, directory, wired.clock.now()), 3)
        asked = list(uow.nudges.open_for(RUTH))
        for number, nudge in enumerate(asked):
            (post,) = uow.posts.of("nudge", nudge.id)
            uow.posts.sent(post.id, f"card-{number}")
            uow.threads.set_root(nudge.thread, f"card-{number}")
    assert len(asked) >= 2
    return Morning(scene, asked)


def words_of(answer: dict[str, Any]) -> str:
    return json.dumps(answer["value"], ensure_ascii=False)


def undo_of(answer: dict[str, Any]) -> str:
    """The statement that the Undo on a card takes back."""
    found: list[str] = []

    def look(value: Any) -> None:
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            look(each)
        if isinstance(value, dict) and value.get("verb") == "undo":
            found.append(value["data"]["quarterback"]["ref"])

    look(answer["value"])
    (ref,) = found
    return ref


def test_a_tap_turns_the_card_into_what_was_understood_and_undo_on_it_says_what_it_took_back(morning: Morning) -> None:
    before = morning.opportunity(0)
    won = morning.tap(0, "won")
    assert won["type"] == "application/vnd.microsoft.card.adaptive"
    assert f"Stage {before.stage} → Closed Won" in words_of(won)
    assert "“Closed Won (tapped)”" in words_of(won)
    assert "Answered by Ruth Calloway. Now recorded: Closed Won, 100 %" in words_of(won)
    assert morning.posts() == []  # the card says it all

    back = morning.tap(0, "undo", undo_of(won))
    assert morning.opportunity(0).stage == before.stage
    assert "Taken back on " in words_of(back)
    assert f"Closed Won → {before.stage}" in words_of(back)
    assert '"verb": "undo"' not in words_of(back)
    assert morning.posts() == []


def test_words_are_answered_in_words_and_the_card_quotes_them_with_undo(morning: Morning) -> None:
    said = message("33 %", id="said-2", entities=[], attachments=[_quoting("card-0", "33 %")])
    morning.scene.post(said)
    assert morning.opportunity(0).probability == 33
    (answer,) = morning.posts()
    assert "→ 33 %" in answer
    card = morning.look(f"nudge/{morning.asked[0].id}")
    assert "Ruth Calloway answered: " in words_of(card)
    assert "“33 %”" in words_of(card)
    assert "→" not in words_of(card)  # what moved stands beside the words that moved it
    morning.tap(0, "undo", undo_of(card))
    assert morning.opportunity(0).probability != 33


def test_undo_is_for_those_who_may_whatever_card_it_stands_on(morning: Morning) -> None:
    statement = undo_of(morning.tap(0, "won"))
    refused = morning.tap(0, "undo", statement, **OWEN, conversation={"id": "a:owen", "conversationType": "personal"})
    assert ABSENT not in words_of(refused)  # the answer comes as a message; his card is none of ours
    assert morning.opportunity(0).closed_on is not None


def test_after_a_tap_bare_words_are_about_the_card_that_was_tapped_and_not_about_a_later_one(morning: Morning) -> None:
    for number in range(len(morning.asked)):
        morning.elsewhere(number, "still")  # every question is answered, so a thread is not ambiguous
    morning.tap(0, "still")
    others = [morning.opportunity(number).probability for number in range(1, len(morning.asked))]
    morning.scene.post(message("no, 47 %", id="said-2"))
    assert [morning.opportunity(number).probability for number in range(1, len(morning.asked))] == others
    assert morning.opportunity(0).probability == 47


def test_a_card_that_is_looked_at_shows_what_became_of_it_elsewhere_and_nothing_is_written(morning: Morning) -> None:
    shows, rows = f"nudge/{morning.asked[0].id}", morning.scene.rows()
    for trigger in ("automatic", "automatic", "manual"):  # the same content within a minute is looked at each time
        card = morning.look(shows, trigger)
        assert card["statusCode"] == 200
        assert '"verb": "not_mine"' in words_of(card)
        assert card["value"]["refresh"]["userIds"] == [message()["from"]["id"]]
    assert morning.scene.rows() == rows
    assert morning.nudge(0).state is NudgeState.OPEN

    morning.elsewhere(0, "still")
    assert "It stands as recorded" in words_of(morning.look(shows))
    with morning.scene.wired.storage.begin() as uow:
        directory = morning.scene.wired.quarterback.directory(uow)
        ruth = directory.get(RUTH)
        assert ruth
        at = morning.scene.wired.quarterback.scene(uow, ruth, directory, morning.scene.wired.clock.now())
        drop_open(at, morning.opportunity(1))
    assert "No longer asked here" in words_of(morning.look(f"nudge/{morning.asked[1].id}"))


def test_figures_that_moved_since_are_those_that_a_look_shows(morning: Morning) -> None:
    with morning.scene.wired.storage.begin() as uow:
        opportunity = morning.opportunity(0)
        uow.opportunities.save(replace(opportunity, amount=Decimal(987654)))
    assert "$987,654" in words_of(morning.look(f"nudge/{morning.asked[0].id}"))


def test_a_question_about_what_was_closed_meanwhile_is_asked_no_more(morning: Morning) -> None:
    """As an import closes it, which nobody answered."""
    with morning.scene.wired.storage.begin() as uow:
        today = morning.scene.wired.clock.now().date()
        uow.opportunities.save(replace(morning.opportunity(0), stage="Closed Won", closed_on=today))
    card = morning.look(f"nudge/{morning.asked[0].id}")
    assert "No longer asked here. Now recorded: Closed Won" in words_of(card)
    assert '"Action.Submit"' not in words_of(card)


def test_a_loss_that_was_taken_back_takes_no_reason(morning: Morning) -> None:
    lost = morning.tap(0, "lost")
    morning.tap(0, "undo", undo_of(lost))
    morning.tap(0, "lost_because", morning.opportunity(0).id)
    assert morning.opportunity(0).loss_reason is None
    assert "is not lost" in morning.posts()[-1]


@pytest.mark.parametrize("shows", ["nudge/1", "nudge/999999", "nudge/", "nudge/x", "opportunity/1", "/", "nudge/1/2"])
def test_what_is_not_ones_own_to_see_reads_like_what_is_not_there(morning: Morning, shows: str) -> None:
    card = morning.look(shows, **OWEN, conversation={"id": "a:owen", "conversationType": "personal"})
    assert card["statusCode"] == 200
    (paragraph,) = card["value"]["body"]
    assert paragraph["inlines"] == [ABSENT]


def _quoting(message_id: str, words: str) -> dict[str, str]:
    quoted = f'<blockquote itemtype="http://schema.skype.com/Reply" itemid="{message_id}"><p>x</p></blockquote>'
    return {"contentType": "text/html", "content": f"{quoted}<p>{words}</p>"}
