"""What people do in Slack becomes one event of the domain each; what others do, none."""

from typing import Any

import pytest

from adapters.slack.events import PLATFORM
from adapters.slack.workspaces import workspace_of
from domain.chat.event import Deleted, Edited, Place, Reacted, Said
from tests.adapters.slack.inbound import payloads
from tests.adapters.slack.inbound.conftest import Scene
from tests.adapters.slack.inbound.payloads import (
    ANA,
    BOT,
    BOT_ID,
    CHANNEL,
    DM,
    ENTERPRISE,
    NOBODY,
    OTHER_TEAM,
    ROOT,
    TEAM,
    deleted,
    edited,
    edited_by,
    event,
    mention,
    message,
    reaction,
    said,
)

HERE = Place(PLATFORM, TEAM, DM)
ANA_MAIL = "ana@example.com"


def test_a_direct_message_is_said_by_the_person_of_that_address(scene: Scene) -> None:
    payload = said("verbal from Jo, 60 &lt; 70 &amp; rising")
    ts = payload["event"]["ts"]
    assert scene.heard(payload) == Said(payload["event_id"], ANA_MAIL, HERE, ts, "verbal from Jo, 60 < 70 & rising")


def test_a_reply_is_said_in_its_thread(scene: Scene) -> None:
    assert scene.heard(said(thread_ts=ROOT)).place == Place(PLATFORM, TEAM, DM, ROOT)


def test_a_root_that_others_answered_is_not_in_its_own_thread(scene: Scene) -> None:
    payload = said()
    payload["event"]["thread_ts"] = payload["event"]["ts"]
    assert scene.heard(payload).place == HERE


@pytest.mark.parametrize("subtype", ["thread_broadcast", "me_message", "file_share"])
def test_other_ways_to_write_are_said_as_well(scene: Scene, subtype: str) -> None:
    assert isinstance(scene.heard(said(subtype=subtype)), Said)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("<@U0BOT> pipeline", "@quarterback pipeline"),
        ("<@U0BOT>, pipeline of <@U02BOB>", "@quarterback, pipeline of @Bob Ott"),
        ("hey <@U0BOT> help", "@quarterback hey help"),
        ("<@U0BOT>", "@quarterback"),
    ],
)
def test_a_mention_in_a_channel_addresses_the_quarterback(scene: Scene, text: str, heard: str) -> None:
    told = scene.heard(mention(text))
    assert isinstance(told, Said)
    assert (told.text, told.place) == (heard, Place(PLATFORM, TEAM, CHANNEL, "", direct=False))


def test_the_message_that_holds_a_mention_is_not_heard_twice(scene: Scene) -> None:
    scene.hears_nothing(event(message("<@U0BOT> help", channel=CHANNEL)))
    scene.hears_nothing(mention("<@U0BOT> help") | event({**message("<@U0BOT> help"), "type": "app_mention"}))


def test_a_mention_that_was_edited_is_left_alone(scene: Scene) -> None:
    scene.hears_nothing(mention("<@U0BOT> help", **edited_by(ANA)))


@pytest.mark.parametrize(
    ("message_", "heard"),
    [
        ({"text": "*Acme* is at _60 %_ `now`"}, "Acme is at 60 % now"),
        ({"text": "it is ~60 %~ 70 %"}, "it is  70 %"),
        ({"text": "about ~60 or ~70"}, "about ~60 or ~70"),
        ({"text": "see <https://x.example/a|the offer> or <mailto:jo@x.example>"}, "see the offer or jo@x.example"),
        ({"text": "in <#C09|deals> <!here> <!date^1^{date}|today>"}, "in #deals @here today"),
        ({"text": "a &amp;lt; b"}, "a &lt; b"),
    ],
)
def test_words_are_those_on_the_screen(scene: Scene, message_: payloads.Json, heard: str) -> None:
    told = scene.heard(said(**message_))
    assert isinstance(told, Said)
    assert told.text == heard


def test_rich_text_is_read_as_it_stands_without_what_is_struck_out(scene: Scene) -> None:
    def run(text: str, **style: bool) -> payloads.Json:
        return {"type": "text", "text": text} | ({"style": style} if style else {})

    sections: list[payloads.Json] = [
        {"type": "rich_text_section", "elements": [run("Acme: "), run("60 %", strike=True), run(" 70 % *sure*")]},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": [run("one")]}],
        },
        {"type": "rich_text_quote", "elements": [run("they said 20 %\nand more")]},
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "user", "user_id": "U02BOB"},
                {"type": "emoji", "name": "tada", "unicode": "1f389"},
                {"type": "link", "url": "https://x.example"},
            ],
        },
    ]
    told = scene.heard(said("what Slack made of it", blocks=[{"type": "rich_text", "elements": sections}]))
    assert isinstance(told, Said)
    assert told.text == ("Acme:  70 % *sure*\none\n> they said 20 %\n> and more\n@Bob Ott🎉https://x.example")


def test_an_edit_replaces_the_words(scene: Scene) -> None:
    before = message("60", thread_ts=ROOT)
    payload = edited(before, before | {"text": "70"} | edited_by(ANA))
    place = Place(PLATFORM, TEAM, DM, ROOT)
    assert scene.heard(payload) == Edited(payload["event_id"], ANA_MAIL, place, before["ts"], "70")


def test_a_preview_that_slack_adds_is_no_edit(scene: Scene) -> None:
    before = message("see https://x.example")
    scene.hears_nothing(edited(before, before | {"attachments": [{"title": "X"}]}))
    scene.hears_nothing(edited(before | edited_by(ANA), before | edited_by(ANA) | {"attachments": [{"title": "X"}]}))


def test_a_message_taken_away_is_deleted_also_when_others_had_answered_it(scene: Scene) -> None:
    before = message("60")
    payload = deleted(before)
    assert scene.heard(payload) == Deleted(payload["event_id"], ANA_MAIL, HERE, before["ts"])
    tombstone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": before["ts"], "hidden": True}
    told = scene.heard(edited(before, tombstone))
    assert isinstance(told, Deleted)
    assert (told.speaker, told.message_id) == (ANA_MAIL, before["ts"])


@pytest.mark.parametrize(("name", "meant"), [("white_check_mark", "yes"), ("x", "no"), ("zzz", "later")])
def test_three_reactions_are_answers(scene: Scene, name: str, meant: str) -> None:
    payload = reaction(name)
    told = scene.heard(payload)
    assert isinstance(told, Reacted)
    assert (told.event_id, told.place, told.message_id, told.reaction) == (payload["event_id"], HERE, ROOT, meant)


def test_other_reactions_and_those_on_other_messages_are_none(scene: Scene) -> None:
    for payload in (reaction("heart"), reaction("x", item_user="U02BOB"), reaction("x", item_user=None)):
        scene.hears_nothing(payload)


OURS = {"user": BOT, "bot_id": BOT_ID}
OTHERS = {"user": "U0OTHER", "bot_id": "B0OTHER", "app_id": "A02"}
NO_EVENTS: dict[str, payloads.Json] = {
    "our own message": said(**OURS),
    "our own message without a bot's id": said(user=BOT),
    "another bot's message": said(**OTHERS),
    "a message of an old integration": said(subtype="bot_message", user="", bot_id="B9", username="x"),
    "a program that writes in somebody's name": said(bot_id="B9", app_id="A02"),
    "our own edit": edited(message(**OURS), message("new", **OURS, **edited_by(BOT))),
    "another bot's edit": edited(message(**OTHERS), message("new", **OTHERS, **edited_by("U0OTHER"))),
    "our own message, deleted": deleted(message(**OURS)),
    "another bot's message, deleted": deleted(message(**OTHERS)),
    "another bot's mention": mention("<@U0BOT> help", **OTHERS),
    "our own mention": mention("<@U0BOT> help", **OURS),
    "our own reaction": reaction("x", user=BOT),
    "somebody joins": said(subtype="channel_join"),
    "a topic": said(subtype="channel_topic"),
    "a reply is announced": said(subtype="message_replied"),
    "a message without words": said(""),
    "an event of a kind nobody knows": event({"type": "galaxy_brain", "user": ANA}),
    "an event without a kind": event({"user": ANA}),
    "the tab of messages is opened": event({"type": "app_home_opened", "user": ANA, "tab": "messages"}),
}


@pytest.mark.parametrize("case", NO_EVENTS)
def test_what_is_no_persons_word_is_acknowledged_and_tells_nothing(scene: Scene, case: str) -> None:
    scene.hears_nothing(NO_EVENTS[case])


def test_two_bots_that_answer_whatever_they_hear_never_begin(scene: Scene) -> None:
    """What we post comes back as Slack tells it to us, and to a bot that repeats it: neither gets an answer."""
    for _ in range(3):
        scene.hears_nothing(said("Is Acme still at 60 %?", **OURS))
        scene.hears_nothing(said("Is Acme still at 60 %?", **OTHERS))


def test_an_event_of_a_workspace_that_did_not_install_the_app_is_left_alone(scene: Scene) -> None:
    foreign = said()
    foreign["authorizations"][0]["team_id"] = foreign["team_id"] = OTHER_TEAM
    scene.hears_nothing(foreign)


def test_in_a_shared_channel_the_authorization_names_our_workspace(scene: Scene) -> None:
    assert scene.heard(said() | {"team_id": OTHER_TEAM, "context_team_id": OTHER_TEAM}).place.workspace == TEAM


def test_a_person_of_another_company_in_a_shared_channel_is_nobody(scene: Scene) -> None:
    """Their workspace says which address they have, and could say any."""
    payload = mention("<@U0BOT> pipeline", user=payloads.STRANGER)
    assert scene.tell(payload).status_code == 200
    assert scene.listener.events == []


def test_somebody_unknown_to_the_company_is_handed_on_for_a_polite_answer(scene: Scene) -> None:
    assert scene.heard(said(user=NOBODY)).speaker == "nobody@example.com"


def test_a_user_is_asked_about_once_a_day(scene: Scene) -> None:
    for _ in range(3):
        scene.heard(said())
    assert len(scene.web_api.asked("users.info")) == 1


def test_what_was_not_committed_comes_again(scene: Scene) -> None:
    scene.listener.broken = True
    payload = said()
    assert scene.tell(payload).status_code == 503
    scene.listener.broken = False
    assert scene.heard(payload).event_id == payload["event_id"]


def test_when_slack_does_not_say_who_it_is_the_event_comes_again(scene: Scene) -> None:
    scene.web_api.answers["users.info"] = lambda _: {"status": 500}
    assert scene.tell(said()).status_code == 503
    assert scene.listener.events == []


def test_a_retry_is_the_same_event(scene: Scene) -> None:
    payload = said()
    first, second = scene.heard(payload), scene.heard(payload)
    assert first == second


def test_the_app_home_is_shown_to_whom_opens_it(scene: Scene) -> None:
    scene.tell(event({"type": "app_home_opened", "user": ANA, "tab": "home", "channel": DM}))
    assert scene.listener.homes == [(TEAM, ANA, ANA_MAIL)]


def test_the_assistants_pane_suggests_first_words(scene: Scene) -> None:
    thread = {"user_id": ANA, "channel_id": DM, "thread_ts": ROOT, "context": {}}
    scene.hears_nothing(event({"type": "assistant_thread_started", "assistant_thread": thread}))
    (asked,) = scene.web_api.asked("assistant.threads.setSuggestedPrompts")
    assert (asked["channel_id"], asked["prompts"]) == (DM, [{"title": "My pipeline", "message": "pipeline"}])


def test_an_org_wide_installation_is_known_by_its_organisation(scene: Scene) -> None:
    scene.web_api.answers["auth.test"] = lambda _: {
        "team_id": "",
        "enterprise_id": ENTERPRISE,
        "is_enterprise_install": True,
        "user_id": BOT,
        "bot_id": BOT_ID,
    }
    scene.web_api.users[ANA]["enterprise_user"] = {"id": ANA, "enterprise_id": ENTERPRISE, "teams": [TEAM]}
    org_wide: dict[str, Any] = {"enterprise_id": ENTERPRISE, "team_id": None, "is_enterprise_install": True}
    told = scene.heard(said() | {"enterprise_id": ENTERPRISE, "authorizations": [org_wide]})
    assert told.place.workspace == ENTERPRISE


@pytest.mark.parametrize(
    "payload",
    [
        {"authorizations": [{"enterprise_id": ENTERPRISE, "team_id": None, "is_enterprise_install": True}]},
        {"authorizations": [{"enterprise_id": ENTERPRISE, "team_id": TEAM, "is_enterprise_install": True}]},
        {"team": None, "enterprise": {"id": ENTERPRISE}, "is_enterprise_install": True, "user": {"team_id": TEAM}},
        {"team_id": TEAM, "enterprise_id": ENTERPRISE, "is_enterprise_install": "true"},
        {
            "team": None,
            "enterprise": {"id": ENTERPRISE},
            "is_enterprise_install": True,
            "view": {"team_id": TEAM, "app_installed_team_id": TEAM},
        },
    ],
)
def test_whatever_comes_of_an_org_wide_installation_names_the_organisation(payload: payloads.Json) -> None:
    assert workspace_of(payload) == ENTERPRISE


def test_in_an_organisation_a_workspace_of_its_own_is_still_one() -> None:
    authorized = {"enterprise_id": ENTERPRISE, "team_id": TEAM, "is_enterprise_install": False}
    assert workspace_of({"team_id": "T2", "authorizations": [authorized]}) == TEAM
    assert workspace_of({"team": {"id": "T2"}, "view": {"app_installed_team_id": TEAM}}) == TEAM
