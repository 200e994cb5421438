"""A checked activity in the application: once only, whoever it is from, answered in the shape in which it was asked."""

from typing import Any

import pytest

from bot import outbox
from domain.chat.event import Place
from tests.adapters.teams.inbound.conftest import RUTH, Scene
from tests.adapters.teams.inbound.issuer import TENANT, message

TEAMS = Place("teams", TENANT, "a:ruth")


def invoke(name: str, value: Any, **other: Any) -> dict[str, Any]:
    return message("", type="invoke", name=name, value=value, **other)


def tap(data: Any, **other: Any) -> dict[str, Any]:
    return invoke("adaptiveCard/action", {"action": {"verb": "x", "data": data}}, replyToId="17", **other)


def said(scene: Scene) -> list[str]:
    """The summaries of what waits to be sent."""
    with scene.wired.storage.read() as uow:
        waiting = uow.jobs.open_in(outbox.lane(TEAMS), outbox.POST)
    return [str(job.body["message"]["summary"]) for job in reversed(waiting)]


def test_the_same_message_delivered_again_is_heard_once(scene: Scene) -> None:
    for _ in range(4):
        assert scene.post(message("pipeline")).status_code == 200
    assert len(said(scene)) == 1


def test_the_same_id_in_another_conversation_is_another_message(scene: Scene) -> None:
    scene.post(message("help"))
    other = {"conversation": {"id": "a:other", "conversationType": "personal"}}
    scene.post(message("help") | other)
    assert scene.rows()["posts"] == 2


def test_a_tap_that_comes_again_under_another_id_is_one(scene: Scene) -> None:
    show = {"quarterback": {"action": "show_rest", "ref": "", "pick": 0}}
    answers = [scene.post(tap(show, id=f"retry-{n}")).json() for n in range(3)]
    assert {answer["statusCode"] for answer in answers} == {200}
    assert len(said(scene)) == 1


def test_an_answer_to_a_tap_is_json_that_was_serialised_once(scene: Scene) -> None:
    answer = scene.post(tap({"quarterback": {"action": "undo", "ref": "404", "pick": 0}}))
    assert answer.status_code == 200
    assert answer.json() == {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Done."}
    foreign = scene.post(tap({"other": "card"})).json()
    assert (foreign["statusCode"], foreign["value"]["code"]) == (400, "BadRequest")


@pytest.mark.parametrize("name", ["signin/verifyState", "task/fetch", "", "fileConsent/invoke"])
def test_an_invoke_that_nobody_listens_to_is_refused(name: str, scene: Scene) -> None:
    assert scene.post(invoke(name, {})).status_code == 400


def test_a_welcome_is_said_once_and_leads_home(scene: Scene) -> None:
    added = {"membersAdded": [{"id": message()["recipient"]["id"]}]}
    for number in range(2):
        scene.post(message(type="installationUpdate", action="add", id=f"i{number}"))
        scene.post(message(type="conversationUpdate", id=f"c{number}") | added)
    assert [words[:18] for words in said(scene)] == ["I am Quarterback. "]
    ruth = next(p for p in scene.wired.app_file.company.people if p.id == RUTH)
    assert scene.wired.quarterback.home(ruth) == TEAMS


def test_what_is_taken_away_is_written_to_no_more_until_it_is_added_again(scene: Scene) -> None:
    scene.post(message("help"))
    ruth = next(p for p in scene.wired.app_file.company.people if p.id == RUTH)
    scene.post(message(type="installationUpdate", action="remove", id="gone"))
    assert scene.wired.quarterback.home(ruth).platform == "practice"
    scene.post(message(type="installationUpdate", action="add", id="back"))
    assert scene.wired.quarterback.home(ruth) == TEAMS


def test_a_conversation_that_takes_nothing_is_marked_once_and_an_admin_is_told(scene: Scene) -> None:
    scene.post(message("help"))
    assert scene.wired.teams
    for _ in range(3):
        scene.wired.teams.courier._unreachable(TEAMS, "ConversationBlockedByUser")
    helen = next(p for p in scene.wired.app_file.company.people if p.role == "admin")
    home = scene.wired.quarterback.home(helen)
    with scene.wired.storage.read() as uow:
        told = [job.body["message"]["summary"] for job in uow.jobs.open_in(outbox.lane(home), outbox.POST)]
    assert [words[:41] for words in told] == ["I can no longer write to Ruth Calloway in"]


def test_who_cannot_be_looked_up_now_is_heard_later(scene: Scene) -> None:
    """Nothing leaves this machine, so Teams cannot be asked for Owen's address; nothing of what he said is lost."""
    owen = {"from": {"id": "29:owen", "name": "Owen", "aadObjectId": "entra-owen"}}
    for _ in range(2):
        assert scene.post(message("pipeline") | owen).status_code == 200
    with scene.wired.storage.read() as uow:
        assert uow.jobs.next_due(("teams",)) is not None
    assert scene.rows()["jobs"] == 1
    asked = scene.post(tap({"quarterback": {"action": "undo", "ref": "1", "pick": 0}}) | owen).json()
    assert asked["value"] == "Teams does not tell me just now who you are. Try again in a moment."


def test_search_shows_what_may_be_seen_and_no_figure_to_others(scene: Scene) -> None:
    query = {"commandId": "search", "parameters": [{"name": "query", "value": "nothing like this"}]}
    answer = scene.post(invoke("composeExtension/query", query)).json()
    assert answer["composeExtension"]["type"] == "message"


def test_tell_asks_for_an_opportunity_or_says_why_not(scene: Scene) -> None:
    value = {"commandId": "tell", "messagePayload": {"body": {"contentType": "html", "content": "<p>60%</p>"}}}
    answer = scene.post(invoke("composeExtension/fetchTask", value)).json()
    assert answer["task"]["type"] == "message"  # there are no opportunities here
    assert scene.post(invoke("composeExtension/fetchTask", {"commandId": "other"})).status_code == 400
