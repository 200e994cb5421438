"""Posts reach Slack at most once each, one a second and channel, in the best form that Slack takes."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from adapters.slack.faults import (
    ChannelGone,
    MessageGone,
    NotInChannel,
    OutcomeUnknown,
    Refused,
    SlackFault,
    TokenDead,
    Unreachable,
)
from adapters.slack.sender import SlackCourier
from adapters.slack.web_api import WebApi
from bot.worker import Courier
from domain.chat.document import Content
from domain.chat.event import Place
from domain.chat.message import Document, Message, Table, text
from domain.chat.sending import TryAgain, Undeliverable
from tests.adapters.slack.out.fake_slack import NOW, Answer, FakeSlack, http_date

HELLO = Message("Hello.", (text("Hello."),))
FIGURES = Message("Two rows.", (text("Two rows."), Table(("A", "B"), (("1", "2"),), (1,))))
EXPORT = Content("pipeline.csv", "text/csv", b"Name,Amount\r\n")
FILE = Message("Your export.", (text("Your export."), Document("pipeline.csv", "t1")))
SALES = Place("slack", "T1", "C1", direct=False)
LOST = ("reset", "500", "502", "503", "504", "garbage", "hang", "internal_error", "fatal_error")


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Scene:
    """A Slack, a courier to it, and the clock of both."""

    slack: FakeSlack
    clock: Clock
    deadline: float = 5.0
    courier: SlackCourier = field(init=False)

    def __post_init__(self) -> None:
        self.start_again()

    def start_again(self) -> None:
        """Another process, which remembers nothing."""
        api = WebApi(lambda: "xoxb-1", self.slack.url, self.deadline, lambda: NOW)
        self.courier = SlackCourier(lambda _: api, self.clock, lambda: NOW, {"t1": EXPORT}.get)

    def deliver(self, place: Place, key: str, message: Message = HELLO) -> str:
        """As the worker does: again when it is time, until it is sent."""
        for tries in range(1, 40):
            try:
                return self.courier.post(place, message, key, tries)
            except TryAgain as early:
                self.clock.seconds += early.after
            except OutcomeUnknown:
                self.clock.seconds += 2.0
        raise AssertionError(f"{key} was never delivered")


@pytest.fixture
def scene() -> Iterator[Scene]:
    clock = Clock()
    slack = FakeSlack(clock)
    yield Scene(slack, clock)
    slack.close()


def test_the_courier_is_what_the_worker_wants(scene: Scene) -> None:
    courier: Courier = scene.courier
    assert courier.post(SALES, HELLO, "post-1") == scene.slack.messages[0]["ts"]


def test_a_post_carries_its_key_and_nothing_that_comes_alive(scene: Scene) -> None:
    scene.courier.post(Place("slack", "T1", "C1", "17.5"), Message("<!channel> & co"), "post-1")
    [said] = scene.slack.of("chat.postMessage")
    assert said["metadata"] == {"event_type": "quarterback_post", "event_payload": {"key": "post-1"}}
    assert said["text"] == "&lt;!channel&gt; &amp; co"
    quiet = {key: said[key] for key in ("mrkdwn", "link_names", "parse", "unfurl_links", "unfurl_media")}
    assert quiet == {
        "mrkdwn": False,
        "link_names": False,
        "parse": "none",
        "unfurl_links": False,
        "unfurl_media": False,
    }
    assert (said["thread_ts"], said["bearer"]) == ("17.5", "Bearer xoxb-1")


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("place", [SALES, Place("slack", "T1", "C1", "1790000000.000000")], ids=["channel", "thread"])
def test_a_post_whose_answer_is_lost_is_found_and_not_sent_again(scene: Scene, fault: str, place: Place) -> None:
    scene.deadline = 0.3 if fault == "hang" else 5.0
    scene.start_again()
    took = fault not in ("internal_error", "fatal_error")
    scene.slack.faults.append(fault)
    with pytest.raises(OutcomeUnknown):
        scene.courier.post(place, HELLO, "post-1")
    assert scene.slack.copies("post-1") == took
    assert scene.deliver(place, "post-1") == scene.slack.messages[0]["ts"]
    assert scene.slack.copies("post-1") == 1


def test_after_a_restart_the_second_try_looks_first(scene: Scene) -> None:
    scene.slack.faults.append("reset")
    with pytest.raises(OutcomeUnknown):
        scene.courier.post(SALES, HELLO, "post-1", tries=1)
    scene.start_again()
    assert scene.courier.post(SALES, HELLO, "post-1", tries=2) == scene.slack.messages[0]["ts"]
    assert scene.slack.copies("post-1") == 1


def test_a_first_try_looks_for_nothing(scene: Scene) -> None:
    scene.courier.post(SALES, HELLO, "post-1")
    with pytest.raises(TryAgain):
        scene.courier.post(SALES, HELLO, "post-2", tries=1)
    scene.clock.seconds += 1
    scene.courier.post(SALES, HELLO, "post-2", tries=2)
    assert scene.slack.of("conversations.history") == []


def test_while_slack_cannot_be_searched_nothing_is_sent_again(scene: Scene) -> None:
    scene.slack.faults.append("502")
    scene.slack.read_faults.extend(["500", "reset", "429:7"])
    with pytest.raises(OutcomeUnknown):
        scene.courier.post(SALES, HELLO, "post-1")
    scene.clock.seconds += 60
    for tries, wait in ((2, 30), (3, 30), (4, 7)):
        with pytest.raises(TryAgain) as early:
            scene.courier.post(SALES, HELLO, "post-1", tries)
        assert early.value.after == wait
    assert scene.courier.post(SALES, HELLO, "post-1", 5)
    assert scene.slack.copies("post-1") == 1


def test_a_post_is_found_behind_many_others(scene: Scene) -> None:
    scene.slack.faults.append("reset")
    with pytest.raises(OutcomeUnknown):
        scene.courier.post(SALES, HELLO, "post-1")
    scene.slack.messages += [{"channel": "C1", "ts": f"9.{n}"} for n in range(999)]
    assert scene.deliver(SALES, "post-1") == scene.slack.messages[0]["ts"]
    assert len(scene.slack.of("conversations.history")) == 5


def test_a_thousand_posts_with_faults_and_restarts_arrive_once_each(scene: Scene) -> None:
    luck = random.Random(20261122)
    scene.deadline = 0.25
    scene.start_again()
    kinds = (
        *LOST[:-3],
        "garbage",
        "!reset",
        "!502",
        "!504",
        "429:30",
        "429:0.5",
        f"429:{http_date(9)}",
        "internal_error",
    )
    for number in range(1000):
        if luck.random() < 0.4:
            scene.slack.faults.append("hang" if luck.random() < 0.02 else luck.choice(kinds))
        if luck.random() < 0.1:
            scene.slack.read_faults.append(luck.choice(("500", "reset", "429:3")))
        thread = luck.choice(("", "", "17.5"))
        ts = scene.deliver(Place("slack", "T1", f"C{number % 20}", thread), f"post-{number}")
        assert ts == next(
            m["ts"] for m in scene.slack.messages if m["metadata"]["event_payload"]["key"] == f"post-{number}"
        )
        if luck.random() < 0.1:
            scene.start_again()
    assert [scene.slack.copies(f"post-{number}") for number in range(1000)] == [1] * 1000


def test_sixty_posts_to_one_channel_are_a_second_apart_and_hold_up_no_other(scene: Scene) -> None:
    for number in range(60):
        scene.deliver(SALES, f"post-{number}")
        before = scene.clock.seconds
        scene.deliver(Place("slack", "T1", f"D{number}"), f"other-{number}")
        assert scene.clock.seconds == before
    times = [at for channel, at in scene.slack.posted_at if channel == "C1"]
    assert len(times) == 60
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))
    assert times[-1] - times[0] < 60


@pytest.mark.parametrize(
    ("said", "wait"), [("30", 30.0), ("0.5", 0.5), (http_date(45), 45.0), ("soon", 30.0), ("-3", 30.0), ("1e9", 3600.0)]
)
def test_retry_after_is_honoured_however_it_is_spelt(scene: Scene, said: str, wait: float) -> None:
    scene.slack.faults.append(f"429:{said}")
    with pytest.raises(TryAgain) as early:
        scene.courier.post(SALES, HELLO, "post-1")
    assert early.value.after == pytest.approx(wait)
    with pytest.raises(TryAgain):
        scene.courier.post(SALES, HELLO, "post-2")
    scene.courier.post(Place("slack", "T1", "C2"), HELLO, "post-3")
    scene.clock.seconds += max(wait, 1.0)
    scene.courier.post(SALES, HELLO, "post-1", tries=2)
    assert [scene.slack.copies(f"post-{n}") for n in (1, 2, 3)] == [1, 0, 1]


@pytest.mark.parametrize(
    ("refused", "kinds"),
    [({"table"}, ["section", "section"]), ({"table", "section"}, []), ({"section"}, [])],
)
def test_blocks_that_slack_refuses_are_left_out_and_the_words_arrive(
    scene: Scene, refused: set[str], kinds: list[str]
) -> None:
    scene.slack.refused_blocks = refused
    scene.courier.post(SALES, FIGURES, "post-1")
    [message] = scene.slack.messages
    assert [block["type"] for block in message["blocks"]] == kinds
    assert message["text"] == "Two rows.\nA · B\n1 · 2"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("channel_not_found", ChannelGone),
        ("is_archived", ChannelGone),
        ("not_in_channel", NotInChannel),
        ("invalid_auth", TokenDead),
        ("token_revoked", TokenDead),
        ("restricted_action", Refused),
        ("something_new", Refused),
    ],
)
def test_what_slack_refuses_for_good_is_said_in_a_sentence(scene: Scene, code: str, kind: type[SlackFault]) -> None:
    scene.slack.faults.append(code)
    with pytest.raises(Undeliverable, match=f"^[A-Z].*[.] \\({code}\\)$") as refused:
        scene.courier.post(SALES, HELLO, "post-1")
    assert type(refused.value) is kind
    assert scene.slack.messages == []


def test_when_slack_cannot_be_reached_nothing_is_lost_and_nothing_counts(scene: Scene) -> None:
    api = WebApi(lambda: "xoxb-1", "http://127.0.0.1:9/api/", now=lambda: NOW)
    courier = SlackCourier(lambda _: api, scene.clock)
    with pytest.raises(Unreachable) as away:
        courier.post(SALES, HELLO, "post-1")
    assert isinstance(away.value, TryAgain)


def test_a_direct_message_is_opened_once_for_each_person(scene: Scene) -> None:
    for place, channel in (("U7", "D-U7"), ("sam@example.com", "D-U-sam"), ("D42", "D42")):
        for number in range(2):
            scene.deliver(Place("slack", "T1", place), f"{place}-{number}")
        assert [m["channel"] for m in scene.slack.messages[-2:]] == [channel] * 2
    assert len(scene.slack.of("conversations.open")) == 2
    assert len(scene.slack.of("users.lookupByEmail")) == 1
    with pytest.raises(ChannelGone):
        scene.courier.post(Place("slack", "T1", "nobody@example.com"), HELLO, "post-9")


def test_a_post_that_could_outlast_its_lease_is_not_begun(scene: Scene) -> None:
    def slow_token() -> str:
        scene.clock.seconds += 21
        return "xoxb-1"

    api = WebApi(slow_token, scene.slack.url, now=lambda: NOW)
    courier = SlackCourier(lambda _: api, scene.clock, lambda: NOW)
    with pytest.raises(TryAgain):
        courier.post(Place("slack", "T1", "U7"), HELLO, "post-1")
    assert scene.slack.messages == []


def test_a_message_is_shown_anew_without_waiting(scene: Scene) -> None:
    ts = scene.courier.post(SALES, HELLO, "post-1")
    scene.courier.update(SALES, ts, FIGURES)
    assert scene.slack.messages[0]["text"].startswith("Two rows.")
    scene.slack.read_faults.append("msg_too_long")
    scene.courier.update(SALES, ts, FIGURES)
    assert [block["type"] for block in scene.slack.messages[0]["blocks"]] == ["section", "section"]
    with pytest.raises(MessageGone):
        scene.courier.update(SALES, "0.1", HELLO)


def test_a_token_is_asked_for_at_each_call(scene: Scene) -> None:
    tokens = iter(["xoxe-1", "xoxe-2"])
    api = WebApi(lambda: next(tokens), scene.slack.url, now=lambda: NOW)
    api.post("C1", "a", [], "", "k1")
    api.post("C1", "b", [], "", "k2")
    assert [said["bearer"] for said in scene.slack.of("chat.postMessage")] == ["Bearer xoxe-1", "Bearer xoxe-2"]


def test_neither_words_nor_tokens_are_logged(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    scene.slack.faults.extend(["garbage", "500", "reset", "invalid_auth"])
    for number in range(4):
        with pytest.raises(SlackFault) as fault:
            scene.courier.post(Place("slack", "T1", f"C{number}"), Message("the secret"), f"post-{number}")
        assert "secret" not in str(fault.value)
    assert "secret" not in caplog.text
    assert "xoxb" not in caplog.text


def test_a_file_follows_its_message_in_the_same_thread(scene: Scene) -> None:
    scene.deliver(Place("slack", "T1", "D1", "1.5"), "post-1", FILE)
    said, shared = scene.slack.messages
    assert said["blocks"][-1]["elements"][0]["text"] == "pipeline.csv follows."
    assert (shared["channel"], shared["thread_ts"]) == ("D1", "1.5")
    assert shared["files"] == [{"id": "F0", "name": "pipeline.csv", "size": len(EXPORT.content)}]
    assert scene.slack.uploads["F0"]["content"] == EXPORT.content


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("lost", ["500", "reset", "!503"])
@pytest.mark.parametrize("restarted", [False, True])
def test_a_file_is_shared_once_whatever_is_lost_on_the_way(scene: Scene, at: int, lost: str, restarted: bool) -> None:
    scene.slack.read_faults.extend([""] * at + [lost])
    with pytest.raises(OutcomeUnknown):
        scene.courier.post(SALES, FILE, "post-1")
    if restarted:
        scene.start_again()
    scene.clock.seconds += 60
    for tries in range(2, 6):
        try:
            scene.courier.post(SALES, FILE, "post-1", tries)
            break
        except TryAgain as early:
            scene.clock.seconds += early.after
    assert scene.slack.copies("post-1") == 1
    assert [message["files"][0]["name"] for message in scene.slack.messages if "files" in message] == ["pipeline.csv"]


def test_a_second_file_of_the_same_name_is_shared_as_well(scene: Scene) -> None:
    scene.deliver(SALES, "post-1", FILE)
    scene.slack.faults.append("500")
    scene.deliver(SALES, "post-2", FILE)
    assert sum("files" in message for message in scene.slack.messages) == 2


def test_a_file_that_is_forgotten_is_left_out(scene: Scene) -> None:
    scene.deliver(SALES, "post-1", Message("Your export.", (Document("pipeline.csv", "gone"),)))
    assert len(scene.slack.messages) == 1


class Organisation(FakeSlack):
    """Two workspaces with channels, told page by page."""

    def auth_teams_list(self, _: Answer) -> Answer:
        return {"ok": True, "teams": [{"id": "T1", "name": "One"}, {"id": "T2", "name": "Two"}]}

    def users_conversations(self, asked: Answer) -> Answer:
        team, first = asked.get("team_id", "alone"), int(asked.get("cursor", 0))
        told = [
            {"id": f"C{team}{n}", "name": f"deals-{n}", "is_private": n != 1, "is_ext_shared": n == 2} for n in range(3)
        ]
        following = str(first + 2) if first == 0 else ""
        return {"ok": True, "channels": told[first : first + 2], "response_metadata": {"next_cursor": following}}


def test_channels_are_listed_page_by_page_in_each_workspace_of_an_organisation() -> None:
    slack = Organisation(time.monotonic)
    try:
        api = WebApi(lambda: "xoxb-test", slack.url)
        assert [(c.conversation, c.open) for c in api.channels("T0")] == [
            ("Calone0", False),
            ("Calone1", True),
            ("Calone2", True),
        ]
        assert [(c.workspace, c.conversation) for c in api.channels("E1")] == [
            ("E1", f"C{team}{n}") for team in ("T1", "T2") for n in range(3)
        ]
    finally:
        slack.close()
