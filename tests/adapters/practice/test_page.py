"""The page in a real browser: what one sees, and does with mouse and keys."""

from domain.chat.event import Clicked, Deleted, Edited, Said
from domain.chat.message import Button, Buttons, Message, text
from tests.adapters.practice.conftest import ANN, DM, Scene, Visit, direct
from tests.adapters.practice.parts import every_part


def test_one_picks_who_one_is(scene: Scene, visit: Visit) -> None:
    page = visit(person="")
    page.see("Who are you today?")
    assert page.js("[...document.querySelectorAll('h2')].map((each) => each.textContent)") == ["Reps", "Managers"]
    page.click("a", "Ann Abel")
    page.see("Nothing here yet")
    assert page.js("document.querySelector('.me > div').innerText") == "Ann Abel\n\nRep"
    page.click("a", "Switch")
    page.see("Who are you today?")


def test_somebody_unknown_leads_back_to_the_choice(visit: Visit) -> None:
    page = visit(person="nobody@example.com", **{"in": ""})
    page.see("Nobody called nobody@example.com is here.")


def test_a_message_shows_every_part(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), every_part(), "all")
    page = visit()
    page.see("Is Turbine refit, Nordvik still at 75 %?")
    count = "document.querySelectorAll('.message {}').length"
    for selector, number in {
        "strong": 1, "q": 1, ".quiet": 1, "dl.facts > div": 4, ".body > .buttons > button": 6, ".select option": 3,
        ".body > .tabled tbody tr": 3, "figure.chart": 2, "form.form": 1, ".field": 5, "form .field label": 5,
        ".file a[download]": 1,
    }.items():  # fmt: skip
        page.wait(f"{count.format(selector)} === {number}")
    links = (
        "[...document.querySelectorAll('.text a')].map((each) => [each.textContent, each.href, each.rel, each.target])"
    )
    assert page.js(links) == [["A headline", "https://news.example/a?b=c&d=e", "noopener noreferrer", "_blank"]]
    page.see("12 rows left out")
    page.see("From the log of changes, up to this morning.")
    assert page.js("getComputedStyle(document.querySelector('td.figure')).textAlign") == "right"
    values = "[...document.querySelectorAll('form [name]')].map((each) => [each.name, each.type, each.value])"
    assert page.js(values) == [
        ["stage", "select-one", "Proposal"],
        ["amount", "text", "180000"],
        ["close_date", "date", "2027-03-31"],
        ["next_step", "text", "Send the revised scope"],
        ["feedback", "textarea", ""],
    ]


def test_enter_sends_and_shift_enter_begins_a_line(scene: Scene, visit: Visit) -> None:
    page = visit()
    page.click(".talk textarea")
    page.type("60 %")
    page.press("Enter", shift=True)
    page.type("end of Q1")
    page.press("Enter")
    page.see("Heard: “60 %\nend of Q1”")
    said = scene.echo.events[0]
    assert isinstance(said, Said)
    assert said.text == "60 %\nend of Q1"
    assert page.js("document.querySelector('.mine .said').innerText") == "60 %\nend of Q1"
    assert page.js("[document.querySelector('.talk textarea').value, document.activeElement.tagName]") == [
        "",
        "TEXTAREA",
    ]


def test_a_thread_opens_beside_the_conversation_and_escape_closes_it(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), Message("Where does Acme stand?"), "root")
    page = visit()
    page.click("button", "Reply")
    page.see("Reply")
    page.wait("document.activeElement.closest('.side textarea')")
    page.type("won")
    page.press("Enter")
    page.see("Heard: “won”")
    assert [event.place.thread for event in scene.echo.events] == ["root"]
    assert page.js("document.querySelector('.talk').checkVisibility()") is True
    page.press("Escape")
    page.wait("!document.querySelector('.side').checkVisibility()")
    page.wait("document.activeElement.matches('.thread-link')")
    assert "2 replies" in page.js("document.activeElement.innerText")
    assert page.js("document.querySelectorAll('.talk .message').length") == 1
    page.press("Enter")
    page.wait("document.activeElement.id === 'side-title'")


def test_own_messages_are_edited_and_deleted(scene: Scene, visit: Visit) -> None:
    page = visit()
    page.click(".talk textarea")
    page.type("6O")
    page.press("Enter")
    page.see("Heard: “6O”")
    page.press("ArrowUp")
    page.wait("document.activeElement.closest('.editor')")
    page.js("document.activeElement.select()")
    page.type("60")
    page.press("Enter")
    page.see("Heard anew: 60")
    page.see("edited")
    page.click(".mine button", "Delete")
    page.click(".mine button", "Keep")
    page.click(".mine button", "Delete")
    page.click(".mine button", "Delete it")
    page.see("Taken back.")
    page.wait("document.querySelectorAll('.mine').length === 0")
    assert [type(event) for event in scene.echo.events] == [Said, Edited, Deleted]


def test_escape_leaves_an_edit_and_not_the_thread(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), Message("Where does Acme stand?"), "root")
    scene.room.add("mine", DM, "root", ANN, {"text": "won"})
    page = visit(thread="root")
    page.click(".side .mine button", "Edit")
    page.wait("document.activeElement.closest('.editor')")
    page.press("Escape")
    page.wait("!document.querySelector('.editor')")
    assert page.js("document.querySelector('.side').checkVisibility()") is True


def test_a_tap_is_sent_with_what_the_button_carries(scene: Scene, visit: Visit) -> None:
    scene.courier.post(
        direct(), Message("Sure?", (Buttons((Button("Yes", "take", "7", 1), Button("No", "decline", "7"))),)), "q"
    )
    page = visit()
    page.click(".body button", "Yes")
    page.see("Clicked: take 7 1")
    clicked = scene.echo.events[0]
    assert clicked == Clicked(clicked.event_id, ANN, direct(), "q", "take", "7", 1)
    page.wait("!document.querySelector('.body [aria-disabled=true]')")
    scene.courier.update(direct(), "q", Message("Sure? Yes.", (text("Sure? Yes."),)))
    page.wait("document.querySelector('[data-id=q]').innerText.includes('Sure? Yes.')")
    assert page.js("document.activeElement.dataset.id") == "q"  # the button is gone, its message has the focus


def test_a_tap_in_the_list_opens_the_thread_it_is_answered_in(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), Message("Sure?", (Buttons((Button("Yes", "take", "7"),)),)), "q")
    page = visit()
    page.click(".body button", "Yes")
    page.wait("!document.querySelector('.body [aria-disabled=true]')")
    scene.courier.post(direct("q"), Message("Recorded."), "answer")
    page.wait("document.querySelector('.side').checkVisibility()")
    page.see("Recorded.")


def test_a_choice_out_of_many_is_sent_by_its_button(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), every_part(), "all")
    page = visit()
    page.wait("document.querySelector('.select button').getAttribute('aria-disabled') === 'true'")
    page.js("document.querySelector('.select select').focus()")
    page.press("ArrowDown")
    page.press("Tab")
    page.press("Enter")
    page.see("Clicked: hand_over 1 0 kim@havel.example")


def test_a_form_sends_what_was_changed_in_it(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), every_part(), "all")
    page = visit()
    page.click("form textarea")
    page.type("They like\nthe price")
    page.js("document.querySelector('[name=amount]').select()")
    page.type("250k")
    page.click("form button", "Save")
    page.see("Clicked: save_changes")
    page.see("Sent.")
    clicked = scene.echo.events[0]
    assert isinstance(clicked, Clicked)
    assert dict(clicked.values) == {"amount": "250k", "feedback": "They like\nthe price"}


def test_what_is_being_filled_in_survives_other_news(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), every_part(), "all")
    page = visit()
    page.click("form textarea")
    page.type("half a sent")
    scene.courier.post(direct("all"), Message("A reply arrives"), "reply")
    page.see("1 reply")
    page.type("ence")
    assert page.js("document.activeElement.value") == "half a sentence"


def test_a_very_long_message_opens_on_demand(scene: Scene, visit: Visit) -> None:
    scene.room.add("long", DM, "", ANN, {"text": "word " * 10_000})
    page = visit()
    page.click("button", "Show all of it")
    page.wait("document.querySelector('.said').textContent.length === 50000")
