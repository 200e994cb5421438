"""What Teams sends, as events of the domain; what concerns nobody here is left alone."""

from typing import Any

import pytest

from adapters.teams import carried
from adapters.teams.events import Heard, Installed, Removed, reference_of, translate
from adapters.teams.said import spoken_html
from domain.chat.event import Clicked, Deleted, Edited, Place, Reacted, Said
from domain.chat.message import Button, Form, Input, Option, Select
from domain.chat.reference import Reference
from tests.adapters.teams.inbound.issuer import APP, SERVICE, TENANT, message

BOT = f"28:{APP}"
HERE = Place("teams", TENANT, "a:ruth")
MENTION = {"type": "mention", "mentioned": {"id": BOT, "name": "Quarterback"}, "text": "<at>Quarterback</at>"}
GROUP = {"conversation": {"id": "19:group@thread.v2", "conversationType": "groupChat"}}
CHANNEL = {"conversation": {"id": "19:deals@thread.tacv2;messageid=17", "conversationType": "channel"}}


QUOTING = '<blockquote itemtype="http://schema.skype.com/Reply" itemid="42"><p>at 40 %?</p></blockquote><p>60</p>'


def heard(activity: dict[str, Any]) -> Any:
    """The one event of an activity."""
    told = translate(activity)
    assert isinstance(told, tuple)
    (only,) = told
    assert isinstance(only, Heard)
    assert only.user.entra == "entra-ruth"
    return only.event


def html(content: str) -> dict[str, Any]:
    return {"attachments": [{"contentType": "text/html", "content": content}]}


def test_words_in_a_personal_chat_are_said() -> None:
    assert heard(message("amount is $5")) == Said("a:ruth/1795364018000", "", HERE, "1795364018000", "amount is $5")


def test_in_groups_and_channels_only_mentions_are_heard() -> None:
    assert translate(message("pipeline") | GROUP) == ()
    asked = message("please <at>Quarterback</at> pipeline", entities=[MENTION])
    said = heard(asked | GROUP)
    assert (said.text, said.place.direct, said.place.thread) == ("@quarterback please pipeline", False, "")
    said = heard(asked | CHANNEL)
    assert said.place == Place("teams", TENANT, "19:deals@thread.tacv2", "17", False)
    someone = {"type": "mention", "mentioned": {"id": "29:owen"}, "text": "<at>Owen</at>"}
    assert translate(message("<at>Owen</at> pipeline", entities=[someone]) | GROUP) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<p>60%, closes end of March</p>", "60%, closes end of March"),
        ("<p><s>50%</s> 60%</p>", "60%"),
        ("<p><strike>50</strike><del>55</del> <b>60</b>&nbsp;%</p>", "60 %"),
        ("<div>a &lt; b &amp; c</div><div>next</div>", "a < b & c\nnext"),
        (
            '<blockquote itemtype="http://schema.skype.com/Reply" itemid="42"><p>at 40 %?</p></blockquote><p>60</p>',
            "60",
        ),
        ("<p>yes <img alt='👍' src='x'></p>", "yes 👍"),
        ("one<br>two", "one\ntwo"),
        ("<p>unclosed <b>bold", "unclosed bold"),
        ("</p></s>60", "60"),
        ("<script>x</script><style>y</style>60", "60"),
    ],
)
def test_only_what_is_said_now_is_said(content: str, said: str) -> None:
    assert spoken_html(content).text == said
    assert heard(message("something else", **html(content))).text == said


def test_a_quoted_message_is_what_the_reply_is_about() -> None:
    assert heard(message("at 40 %? 60", **html(QUOTING))).place.thread == "42"


def test_a_mention_in_html_addresses_us() -> None:
    span = '<p>hey <span itemtype="http://schema.skype.com/Mention" itemid="0">Quarterback</span> help</p>'
    assert heard(message("", entities=[MENTION], **html(span)) | GROUP).text == "@quarterback hey help"


def test_an_edit_and_a_deletion_are_of_that_message() -> None:
    edited = {"type": "messageUpdate", "channelData": {"tenant": {"id": TENANT}, "eventType": "editMessage"}}
    first, second = heard(message("70%") | edited), heard(message("75%") | edited)
    assert isinstance(first, Edited)
    assert (first.message_id, first.text) == ("1795364018000", "70%")
    assert first.event_id != second.event_id
    undeleted = {"type": "messageUpdate", "channelData": {"tenant": {"id": TENANT}, "eventType": "undeleteMessage"}}
    assert translate(message("70%") | undeleted) == ()
    gone = {"type": "messageDelete", "channelData": {"tenant": {"id": TENANT}, "eventType": "softDeleteMessage"}}
    assert isinstance(heard(message() | gone), Deleted)


@pytest.mark.parametrize(
    ("kind", "reaction"), [("like", "yes"), ("sad", "no"), ("1f4a4_zzz", "later"), ("heart", ""), ("laugh", "")]
)
def test_marks_that_mean_something_are_heard(kind: str, reaction: str) -> None:
    marked = message() | {"type": "messageReaction", "reactionsAdded": [{"type": kind}], "replyToId": "17"}
    if not reaction:
        assert translate(marked) == ()
        return
    found = heard(marked)
    assert isinstance(found, Reacted)
    assert (found.message_id, found.reaction) == ("17", reaction)


@pytest.mark.parametrize(
    "activity",
    [
        message() | {"from": {"id": BOT}},
        message() | {"from": {"id": "28:another-bot"}},
        message() | {"from": {"id": "29:x", "role": "bot"}},
        message(""),
        message() | {"type": "typing"},
        message() | {"type": "messageReaction", "reactionsRemoved": [{"type": "like"}], "replyToId": "17"},
        message() | {"type": "conversationUpdate", "membersAdded": [{"id": "29:somebody"}]},
        message() | {"type": "conversationUpdate", "channelData": {"eventType": "teamRenamed"}},
        message(value={"somebody": "else's card"}),
    ],
)
def test_what_concerns_nobody_here_is_left_alone(activity: dict[str, Any]) -> None:
    assert translate(activity) == ()


def test_where_the_app_was_added_and_removed_is_told() -> None:
    added = {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]}
    removed = {"type": "conversationUpdate", "membersRemoved": [{"id": BOT}]}
    assert isinstance(translate(message() | {"type": "installationUpdate", "action": "add"}), Installed)
    assert isinstance(translate(message() | added), Installed)
    assert isinstance(translate(message() | {"type": "installationUpdate", "action": "remove"}), Removed)
    assert isinstance(translate(message() | removed), Removed)


def test_how_a_conversation_is_reached_is_taken_from_the_activity() -> None:
    expected = Reference("teams", TENANT, "a:ruth", SERVICE, "personal", BOT, "29:ruth")
    assert reference_of(message()) == expected
    assert reference_of(message() | CHANNEL).conversation == "19:deals@thread.tacv2"
    assert reference_of(message() | CHANNEL).user == ""


def tapped(data: dict[str, Any]) -> tuple[Clicked, ...]:
    told = translate(message("", value=data, replyToId="17"))
    assert isinstance(told, tuple)
    return tuple(each.event for each in told if isinstance(each.event, Clicked))


def test_taps_carry_back_what_the_card_held() -> None:
    (button,) = tapped(carried.button_data(Button("Still so", "still", "7", 2)))
    assert (button.action, button.ref, button.pick, button.message_id) == ("still", "7", 2, "17")
    select = carried.select_data(Select("Which?", "open", "x", (Option("Acme", "opp-1"),)), "select0")
    (chosen,) = tapped(select | {"select0": "opp-1"})
    assert (chosen.action, chosen.ref, chosen.value) == ("open", "x", "opp-1")
    assert tapped(select) == ()

    fields = (Input("amount", "Amount", "number", "180000"), Input("stage", "Stage", "text", "Proposal"))
    forms = [(n, Form(f"Deal {n}", "save", f"opp-{n}", fields)) for n in range(2)]
    typed = {"form0.amount": 250000, "form0.stage": " Proposal ", "form1.stage": "Verbal", "form1.other": "x"}
    first, second = tapped(carried.form_data(forms) | typed)
    assert (first.ref, dict(first.values)) == ("opp-0", {"amount": "250000"})
    assert (second.ref, dict(second.values)) == ("opp-1", {"stage": "Verbal"})
    assert first.event_id != second.event_id
