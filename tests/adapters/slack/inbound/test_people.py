"""Who somebody is: by the address Slack vouches for, else by what they say and an admin confirms."""

import pytest

from adapters.slack.events import PLATFORM
from domain.chat.event import Place
from domain.chat.message import Button, Buttons
from tests.adapters.slack.inbound.conftest import Scene, later
from tests.adapters.slack.inbound.payloads import ANA, BOB, NOBODY, SILENT, STRANGER, TEAM, button, said, tap
from tests.adapters.slack.inbound.stand_in import Json, person


def words(scene: Scene) -> list[str]:
    return [message.summary for _, _, message in scene.listener.said]


@pytest.mark.parametrize(
    "user",
    [
        person("ana@example.com", is_bot=True),
        person("ana@example.com", deleted=True),
        person("ana@example.com", is_email_confirmed=False),
        person("ana@example.com", team="T02OTHER"),
        person("ana@example.com", is_stranger=True),
        person("ana@example.com", team="T02OTHER", enterprise_user={"enterprise_id": "E9", "teams": ["T02OTHER"]}),
    ],
)
def test_an_address_that_our_workspace_does_not_vouch_for_is_none(scene: Scene, user: Json) -> None:
    scene.web_api.users["U09"] = user
    assert scene.people.person(TEAM, "U09") == ""


def test_in_an_organisation_a_colleague_of_another_workspace_is_one_of_us(scene: Scene) -> None:
    grid = {"enterprise_id": "E1", "teams": ["T02OTHER", TEAM]}
    scene.web_api.users["U09"] = person("ana@example.com", team="T02OTHER", enterprise_user=grid)
    assert scene.people.person(TEAM, "U09") == "ana@example.com"


def test_a_changed_address_counts_from_the_next_day(scene: Scene) -> None:
    assert scene.people.person(TEAM, ANA) == "ana@example.com"
    scene.web_api.users[ANA] = person("anna@example.com")
    assert scene.people.person(TEAM, ANA) == "ana@example.com"
    later(scene, days=1)
    assert scene.people.person(TEAM, ANA) == "anna@example.com"


def test_who_was_known_stays_known_while_slack_is_away(scene: Scene) -> None:
    scene.people.person(TEAM, ANA)
    later(scene, days=1)
    scene.web_api.answers["users.info"] = lambda _: {"status": 503}
    assert scene.people.person(TEAM, ANA) == "ana@example.com"


def test_people_are_found_by_address_before_they_ever_wrote(scene: Scene) -> None:
    assert scene.people.home("bob@example.com") is None
    assert scene.people.find(TEAM, ["bob@example.com", "nowhere@example.com"]) == ["nowhere@example.com"]
    assert scene.people.home("bob@example.com") == Place(PLATFORM, TEAM, "D02BOB")
    asked = len(scene.web_api.calls)
    scene.people.find(TEAM, ["bob@example.com"])
    assert len(scene.web_api.calls) == asked


def test_the_direct_message_is_opened_once(scene: Scene) -> None:
    assert [scene.people.conversation(TEAM, BOB) for _ in range(3)] == ["D02BOB"] * 3
    assert len(scene.web_api.asked("conversations.open")) == 1


def confirm_buttons(scene: Scene) -> tuple[Button, ...]:
    (row,) = (part for part in scene.listener.said[0][2].parts if isinstance(part, Buttons))
    return row.items


def introduced(scene: Scene) -> None:
    """Silent was asked who they are, and says to be one of the company; Alex, an admin, is asked."""
    scene.people.find(TEAM, ["alex@example.com"])
    scene.tell(said("hello", user=SILENT))
    assert words(scene) == [
        "Slack does not tell me your e-mail address. Under which one does your company know you? Type it here."
    ]
    scene.listener.said.clear()
    scene.tell(said("it is <mailto:silent@example.com|silent@example.com>.", user=SILENT))
    assert [place.conversation for _, place, _ in scene.listener.said] == ["D06ALEX", "D04SILENT"]
    assert "Si Lent says to be silent@example.com" in words(scene)[0]
    assert scene.listener.events == []


def spelt(item: Button) -> Json:
    return button(f"{item.action}|{item.pick}|{item.ref}")


def test_what_somebody_says_to_be_counts_when_an_admin_confirms_it(scene: Scene) -> None:
    introduced(scene)
    scene.tell(said("Acme is at 60 %", user=SILENT))
    assert scene.listener.events == []
    yes, _ = confirm_buttons(scene)
    scene.tell(tap(spelt(yes), user="U06ALEX"))
    assert words(scene)[-1] == "Done: they are silent@example.com."
    assert scene.heard(said("Acme is at 60 %", user=SILENT)).speaker == "silent@example.com"
    later(scene, days=2)
    assert scene.heard(said("70", user=SILENT)).speaker == "silent@example.com"


def test_nobody_but_an_admin_confirms(scene: Scene) -> None:
    introduced(scene)
    yes, _ = confirm_buttons(scene)
    for user in (ANA, SILENT):
        scene.tell(tap(spelt(yes), user=user))
    scene.tell(said("Acme is at 60 %", user=SILENT))
    assert scene.listener.events == []


def test_a_claim_that_was_denied_or_replaced_is_not_confirmed_later(scene: Scene) -> None:
    introduced(scene)
    yes, no = confirm_buttons(scene)
    scene.tell(said("no, bob@example.com", user=SILENT))
    scene.tell(tap(spelt(yes), user="U06ALEX"))
    assert words(scene)[-1] == "That was settled already; nothing was changed."
    scene.tell(tap(spelt(no), user="U06ALEX"))
    scene.tell(said("Acme is at 60 %", user=SILENT))
    assert scene.listener.events == []


def test_somebody_without_address_is_asked_once(scene: Scene) -> None:
    for _ in range(3):
        scene.tell(said("hello", user=SILENT))
    scene.tell(tap(button("still|0|7"), user=SILENT))
    assert len([each for each in words(scene) if "Type it here" in each]) == 1
    assert scene.listener.events == []


def test_an_address_the_company_does_not_know_is_no_claim(scene: Scene) -> None:
    for text in ("hello", "eve@elsewhere.example"):
        scene.tell(said(text, user=SILENT))
    assert "I do not know you yet" in words(scene)[-1]


def test_a_stranger_of_a_shared_channel_is_asked_like_anybody_without_address(scene: Scene) -> None:
    scene.tell(said("pipeline", user=STRANGER))
    assert scene.listener.events == []


def test_an_unknown_address_is_told_to_the_application(scene: Scene) -> None:
    assert scene.heard(said(user=NOBODY)).speaker == "nobody@example.com"


def test_whom_slack_lets_nobody_write_to_is_left_alone(scene: Scene) -> None:
    scene.web_api.answers["conversations.open"] = lambda _: {"ok": False, "error": "user_not_found"}
    scene.hears_nothing(said("pipeline", user=STRANGER))
