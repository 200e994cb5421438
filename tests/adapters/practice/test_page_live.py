"""The page while things happen: news, failures, a lost connection, hostile words."""

from adapters.practice.courier import PracticeCourier
from adapters.practice.room import PLATFORM
from domain.chat.event import Place, Said
from domain.chat.message import Message, text
from tests.adapters.practice.conftest import ANN, BOB, DM, EVE, Scene, Visit, direct


def test_hostile_text_stands_there_as_it_was_typed(scene: Scene, visit: Visit) -> None:
    words = "<img src=x onerror=alert(1)><script>alert(2)</script> & \u202egnirts"
    scene.room.add("evil", "channel-north", "", EVE, {"text": words})
    scene.courier.post(Place(PLATFORM, "", "channel-north"), Message(words, (text(words),)), "bot")
    page = visit(**{"in": "channel-north"})
    page.see(words)
    assert page.js("document.querySelectorAll('.messages img, .messages script').length") == 0
    assert page.js("document.querySelector('.theirs .author').textContent") == '<img src=x onerror="document.title=1">'
    assert page.js("document.title").endswith("practice room")
    page.js("location.hash = ''")
    page.see("<script>alert(1)</script>")


def test_nothing_may_be_made_of_strings(visit: Visit) -> None:
    page = visit()
    made = "(() => {{ try {{ {}; return 'made'; }} catch {{ return 'refused'; }} }})()"
    assert page.js(made.format("document.createElement('p').innerHTML = '<b>x</b>'")) == "refused"
    assert page.js(made.format("setTimeout('1')")) == "refused"
    page.problems.clear()  # the browser says that it refused


def test_messages_come_live_and_are_read_out(scene: Scene, visit: Visit) -> None:
    page = visit(person=BOB, **{"in": "channel-north"})
    page.see("Nothing here yet")
    scene.post("/say", conversation="channel-north", text="Acme signed")
    page.see("Heard: “Acme signed”")
    page.wait("document.querySelector('[aria-live]').textContent.includes('Ann Abel: Acme signed')")
    page.wait("document.querySelector('[aria-live]').textContent.includes('Quarterback: Heard: Acme signed')")


def test_what_is_unread_is_marked_until_it_is_seen(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), Message("Where does Acme stand?"), "root")
    scene.courier.post(direct("root"), Message("And by when?"), "reply")
    scene.courier.post(Place(PLATFORM, "", "channel-north"), Message("North moved"), "north")
    page = visit()
    badges = "[...document.querySelectorAll('.place .badge')].map((badge) => badge.textContent)"
    page.wait(f"{badges}.join() === '1 unread,1 unread'")  # the thread and the channel; the conversation is in view
    page.wait("document.title.startsWith('(2)')")
    page.click(".thread-link")
    page.click(".place", "north")
    page.wait(f"{badges}.length === 0")
    page.reload()
    page.see("North moved")
    assert page.js(badges) == []


def test_a_failure_is_said_and_what_was_sent_is_tried_again(scene: Scene, visit: Visit) -> None:
    scene.echo.failures_left = 1
    page = visit()
    page.click(".talk textarea")
    page.type("60")
    page.press("Enter")
    page.see("Not delivered yet, trying again. The quarterback could not take that in just now. (Incident ")
    page.see("Heard: “60”")
    page.wait("!document.querySelector('.status')")
    assert len(scene.echo.events) == 1


def test_a_lost_connection_loses_and_doubles_nothing(scene: Scene, visit: Visit) -> None:
    page = visit()
    page.see("Nothing here yet")
    scene.served.stop()
    page.click(".talk textarea")
    for words in ("one", "two"):
        page.type(words)
        page.press("Enter")
    page.see("Not delivered yet")
    page.see("Connection lost. Coming back by itself…")
    PracticeCourier(scene.room).post(direct(), Message("Meanwhile"), "meanwhile")
    scene.start_again()
    page.see("Meanwhile")
    page.see("Heard: “two”")
    page.wait("document.querySelector('#connection').textContent === ''")
    page.wait("document.querySelectorAll('.mine').length === 2 && document.querySelectorAll('.bot').length === 3")
    assert [event.text for event in scene.echo.events if isinstance(event, Said)] == ["one", "two"]


def test_a_hidden_tab_lets_go_of_the_server_and_catches_up_when_it_is_seen_again(scene: Scene, visit: Visit) -> None:
    hide = "Object.defineProperty(document, 'hidden', {{ value: {}, configurable: true }})"
    turn = "document.dispatchEvent(new Event('visibilitychange'))"
    page = visit()
    page.see("Nothing here yet")
    page.js(f"{hide.format('true')}, {turn}")
    scene.courier.post(direct(), Message("While you were away"), "away")
    streams = len(page.requests)
    page.js(f"{hide.format('false')}, {turn}")
    page.see("While you were away")
    assert [url.split("?")[0].rsplit("/")[-1] for url in page.requests[streams:]] == ["stream"]


def test_an_edit_and_a_question_under_way_survive_other_news(scene: Scene, visit: Visit) -> None:
    scene.room.add("mine", DM, "", ANN, {"text": "6O"})
    page = visit()
    page.click(".mine button", "Delete")
    scene.courier.post(direct(), Message("Something else"), "news")
    page.see("Something else")
    page.click(".mine button", "Keep")
    page.click(".mine button", "Edit")
    page.wait("document.activeElement.closest('.editor')")
    page.type(", or 7")
    scene.courier.post(direct("mine"), Message("A reply"), "reply")
    page.see("1 reply")
    page.type("0")
    page.press("Enter")
    page.see("Heard anew: 6O, or 70")


def test_marks_of_another_room_hide_nothing(scene: Scene, visit: Visit) -> None:
    scene.courier.post(Place(PLATFORM, "", "channel-north"), Message("North moved"), "north")
    page = visit()
    page.see("North moved")
    page.js(f"localStorage.setItem('quarterback.seen.{ANN}', JSON.stringify({{ 'channel-north': 99 }}))")
    page.reload()
    page.wait("document.querySelector('.place .badge')?.textContent === '1 unread'")


def test_what_was_not_sent_yet_survives_a_reload(scene: Scene, visit: Visit) -> None:
    scene.echo.failures_left = 3
    page = visit()
    page.click(".talk textarea")
    page.type("60")
    page.press("Enter")
    page.see("Not delivered yet")
    page.reload()
    page.see("Heard: “60”")
    assert len(scene.echo.events) == 1


def test_a_text_too_long_comes_back_with_a_sentence(scene: Scene, visit: Visit) -> None:
    page = visit()
    page.click(".talk textarea")
    page.js("document.querySelector('.talk textarea').value = 'x'.repeat(70000)")
    page.press("Enter")
    page.see("That is too long: at most 64 kB at once. Send it in parts.")
    assert page.js("document.querySelector('.talk textarea').value.length") == 70_000
    assert scene.echo.events == []


def test_the_clock_jumps_to_the_next_morning(scene: Scene, visit: Visit) -> None:
    page, other = visit(), visit(person=BOB)
    page.see("Monday 23 November, 10:12")  # Ann's clock is Berlin's
    other.see("Monday 23 November, 09:12")
    page.click(".clock button", "Next morning")
    page.see("Tuesday 24 November, 10:00")
    other.see("Tuesday 24 November, 09:00")
