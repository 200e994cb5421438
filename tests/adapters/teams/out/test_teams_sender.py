"""Posts reach Teams at most once each, where Teams takes them, as many at a time as it takes."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from adapters.teams.clouds import CLOUDS, Registration, is_loopback
from adapters.teams.faults import Away, Gone, MaybeSent, OutcomeUnknown, Refused, TeamsFault, Unreachable
from adapters.teams.sender import TeamsCourier
from adapters.teams.sender_api import Connector
from adapters.teams.sender_token import Tokens
from bot.worker import Courier
from domain.chat.event import Place
from domain.chat.message import Message, text
from domain.chat.reference import Reference
from domain.chat.sending import TryAgain, Undeliverable
from tests.adapters.slack.out.fake_slack import NOW, http_date
from tests.adapters.teams.out.fake_teams import LOST, FakeTeams
from tests.adapters.teams.out.hand_set import Clock

HELLO = Message("Hello.", (text("Hello."),))
SAM = Place("teams", "tenant-1", "a:sam")
CHANNEL = Place("teams", "tenant-1", "19:sales@thread.tacv2", "170", direct=False)


class KeptSends:
    """What was begun, as a table keeps it: it outlives the courier."""

    def __init__(self) -> None:
        self.begun: dict[str, str] = {}

    def begin(self, key: str) -> str | None:
        known = self.begun.get(key)
        self.begun.setdefault(key, "")
        return known

    def sent(self, key: str, message_id: str) -> None:
        self.begun[key] = message_id

    def unsent(self, key: str) -> None:
        del self.begun[key]


@dataclass
class Scene:
    """A Teams, a courier to it, and the clock of both."""

    teams: FakeTeams
    clock: Clock
    deadline: float = 5.0
    sends: KeptSends = field(default_factory=KeptSends)
    unreachable: list[tuple[Place, str]] = field(default_factory=list)
    known: bool = True
    connectors: list[Connector] = field(default_factory=list)
    courier: TeamsCourier = field(init=False)

    def __post_init__(self) -> None:
        self.start_again()

    def start_again(self) -> None:
        """Another process, which remembers what the database keeps."""
        connector = Connector(lambda: "secret-1", is_loopback, self.deadline, lambda: NOW)
        self.connectors.append(connector)
        self.courier = TeamsCourier(
            self._reference,
            self.sends,
            connector,
            lambda place, code: self.unreachable.append((place, code)),
            self.clock,
            lambda: 0.5,
        )

    def deliver(self, place: Place, key: str, message: Message = HELLO) -> str:
        """As the worker does: again when it is time, until it is sent or never will be."""
        for tries in range(1, 200):
            try:
                return self.courier.post(place, message, key, tries)
            except TryAgain as early:
                self.clock.seconds += early.after
        raise AssertionError(f"{key} was never delivered")

    def _reference(self, place: Place) -> Reference | None:
        kind = "channel" if place.conversation.startswith("19:") else "personal"
        reference = Reference("teams", place.workspace, place.conversation, self.teams.url + "/amer/", kind)
        return replace(reference, service_url=self.teams.url) if self.known else None


@pytest.fixture
def scene() -> Iterator[Scene]:
    clock = Clock()
    teams = FakeTeams(clock)
    made = Scene(teams, clock)
    yield made
    teams.close()
    for connector in made.connectors:
        connector.close()


def test_the_courier_is_what_the_worker_wants(scene: Scene) -> None:
    courier: Courier = scene.courier
    assert courier.post(SAM, HELLO, "post-1") == "17-0"
    [activity] = scene.teams.activities
    assert (activity["type"], activity["summary"], "text" in activity) == ("message", "Hello.", False)
    assert activity["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    [(_, path, _, bearer)] = scene.teams.calls
    assert (path, bearer) == ("/v3/conversations/a%3Asam/activities", "Bearer secret-1")


def test_in_a_channel_a_thread_is_answered_and_elsewhere_there_is_none(scene: Scene) -> None:
    for number, place in enumerate((CHANNEL, replace(CHANNEL, thread=""), replace(SAM, thread="170"))):
        scene.courier.post(place, HELLO, f"post-{number}")
    base = CHANNEL.conversation
    assert [each["conversation"] for each in scene.teams.activities] == [f"{base};messageid=170", base, "a:sam"]


@pytest.mark.parametrize("fault", [each for each in LOST if each != "garbage"])
def test_a_post_whose_answer_is_lost_is_never_sent_again(scene: Scene, fault: str) -> None:
    scene.deadline = 0.3 if fault == "hang" else 5.0
    scene.start_again()
    scene.teams.faults.append(fault)
    with pytest.raises(Undeliverable, match="not sent again") as lost:
        scene.courier.post(SAM, HELLO, "post-1")
    assert type(lost.value) is MaybeSent
    for again in ("the same process", "another"):
        with pytest.raises(MaybeSent):
            scene.courier.post(SAM, HELLO, "post-1", tries=2)
        scene.start_again()
        assert scene.teams.copies("Hello.") == 1, again
    scene.courier.post(SAM, Message("Other."), "post-2")
    assert scene.teams.copies("Other.") == 1


def test_a_post_that_teams_took_without_a_word_is_sent(scene: Scene) -> None:
    scene.teams.faults.append("garbage")
    assert scene.courier.post(SAM, HELLO, "post-1") == ""
    assert scene.teams.copies("Hello.") == 1


def test_a_crash_after_the_post_finds_it_again_without_asking_teams(scene: Scene) -> None:
    sent = scene.courier.post(SAM, HELLO, "post-1")
    scene.start_again()
    assert scene.courier.post(SAM, HELLO, "post-1", tries=2) == sent
    assert len(scene.teams.calls) == 1


def test_a_thousand_posts_with_faults_and_restarts_arrive_at_most_once_each_and_none_is_lost_in_silence(
    scene: Scene,
) -> None:
    luck = random.Random(20261122)
    scene.deadline = 0.25
    scene.start_again()
    kinds = (*LOST[:-1], "!reset", "!502", "429:30", "429:0.5", f"429:{http_date(9)}", "412:", "429:", "403 Blocked")
    told: dict[str, str] = {}
    for number in range(1000):
        if luck.random() < 0.4:
            scene.teams.faults.append("hang" if luck.random() < 0.02 else luck.choice(kinds))
        key = f"post-{number}"
        try:
            scene.deliver(Place("teams", "tenant-1", f"a:{number % 20}"), key, Message(key))
        except Undeliverable as fault:
            told[key] = str(fault)
        if luck.random() < 0.1:
            scene.start_again()
    copies = [scene.teams.copies(f"post-{number}") for number in range(1000)]
    assert max(copies) == 1
    assert all(copies[number] == 1 or f"post-{number}" in told for number in range(1000))
    assert 100 < len(told) < 400
    assert all(sentence[0].isupper() for sentence in told.values())


@pytest.mark.parametrize(
    ("said", "wait"), [("30", 30.0), ("0.5", 0.5), (http_date(45), 45.0), ("1e9", 3600.0), ("soon", 2.0), ("", 2.0)]
)
@pytest.mark.parametrize("status", [429, 412])
def test_retry_after_is_honoured_however_it_is_spelt(scene: Scene, status: int, said: str, wait: float) -> None:
    scene.teams.faults.append(f"{status}:{said}")
    with pytest.raises(TryAgain) as early:
        scene.courier.post(SAM, HELLO, "post-1")
    assert early.value.after == pytest.approx(wait)
    with pytest.raises(TryAgain):
        scene.courier.post(SAM, Message("Second."), "post-2")
    scene.courier.post(CHANNEL, Message("Third."), "post-3")
    scene.clock.seconds += wait
    scene.courier.post(SAM, HELLO, "post-1", tries=2)
    assert [scene.teams.copies(words) for words in ("Hello.", "Second.", "Third.")] == [1, 0, 1]


def test_without_a_word_on_when_the_wait_grows_with_each_try(scene: Scene) -> None:
    waits = []
    for tries in (1, 2, 5, 40):
        scene.teams.faults.append("429:")
        with pytest.raises(TryAgain) as early:
            scene.courier.post(SAM, HELLO, "post-1", tries)
        waits.append(early.value.after)
        scene.clock.seconds += early.value.after
    assert waits == [2.0, 4.0, 32.0, 60.0]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("403 BotNotInConversationRoster", Unreachable),
        ("403 MessageWritesBlocked", Unreachable),
        ("403 NotEnoughPermissions", Refused),
        ("404 ConversationNotFound", Gone),
        ("401 Unauthorized", Refused),
        ("413 MessageSizeTooBig", Refused),
        ("400 BadSyntax", Refused),
        ("307 Elsewhere", Refused),
    ],
)
def test_what_teams_refuses_for_good_is_said_in_a_sentence(scene: Scene, answer: str, kind: type[TeamsFault]) -> None:
    scene.teams.faults.append(answer)
    with pytest.raises(Undeliverable, match=f"^[A-Z].*[.] \\({answer.split()[1]}\\)$") as refused:
        scene.courier.post(SAM, HELLO, "post-1")
    assert type(refused.value) is kind
    assert scene.teams.activities == []
    assert scene.unreachable == ([(SAM, answer.split()[1])] if kind is Unreachable else [])
    assert scene.courier.post(SAM, HELLO, "post-1", tries=2), "nothing was sent, so it may be when that is mended"


def test_whoever_never_added_the_app_is_not_written_to(scene: Scene) -> None:
    scene.known = False
    with pytest.raises(Undeliverable, match="added Quarterback"):
        scene.courier.post(SAM, HELLO, "post-1")
    assert scene.teams.calls == []


def test_the_token_goes_to_microsofts_hosts_only(scene: Scene) -> None:
    asked: list[str] = []
    connector = Connector(lambda: asked.append("token") or "secret", CLOUDS["public"].sends_to)
    scene.connectors.append(connector)
    for address in (
        scene.teams.url,
        "http://smba.trafficmanager.net/amer",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net:8443/",
        "https://evil.example/smba.trafficmanager.net",
        "",
    ):
        with pytest.raises(Refused):
            connector.prepared(address, "a:sam", {})
    assert (asked, scene.teams.calls) == ([], [])


def test_when_teams_or_the_token_cannot_be_reached_nothing_is_lost(scene: Scene) -> None:
    away = Connector(lambda: "secret", is_loopback)
    scene.connectors.append(away)
    with pytest.raises(Away) as fault:
        away.created(away.prepared("http://127.0.0.1:9", "a:sam", {}))
    assert isinstance(fault.value, TryAgain)

    def no_token() -> str:
        raise Away("No token.")

    scene.courier._connector = Connector(no_token, is_loopback)
    scene.connectors.append(scene.courier._connector)
    with pytest.raises(TryAgain):
        scene.courier.post(SAM, HELLO, "post-1")
    assert scene.sends.begun == {}


def test_a_token_that_hangs_holds_nobody_up_beyond_the_deadline(scene: Scene) -> None:
    def slow_token() -> str:
        scene.teams.over.wait()
        return "secret"

    connector = Connector(slow_token, is_loopback, deadline=0.2)
    scene.connectors.append(connector)
    with pytest.raises(Away, match="in time"):
        connector.prepared(scene.teams.url, "a:sam", {})
    assert scene.teams.calls == []


def test_a_message_is_shown_anew_and_a_lost_answer_may_be_tried_again(scene: Scene) -> None:
    sent = scene.courier.post(CHANNEL, HELLO, "post-1")
    scene.teams.faults.append("502")
    with pytest.raises(OutcomeUnknown) as lost:
        scene.courier.update(CHANNEL, sent, Message("Changed."))
    assert not isinstance(lost.value, Undeliverable)
    scene.courier.update(CHANNEL, sent, Message("Changed."))
    assert [each["summary"] for each in scene.teams.activities] == ["Changed."]
    scene.teams.faults.append("404 ActivityNotFoundInConversation")
    with pytest.raises(Gone):
        scene.courier.update(CHANNEL, "17-9", HELLO)


def test_a_personal_conversation_is_opened_and_members_are_read(scene: Scene) -> None:
    connector = scene.connectors[-1]
    assert connector.open_personal(scene.teams.url, "28:app", "29:jo", "tenant-1") == "a:29:jo"
    assert connector.read(scene.teams.url, "/v3/conversations/19/members/29") == {
        "id": "29",
        "email": "sam@example.com",
    }


def test_neither_words_nor_tokens_are_logged(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    scene.teams.faults.extend(["500", "reset", "401 Unauthorized", "!502"])
    for number in range(4):
        with pytest.raises(TeamsFault) as fault:
            scene.courier.post(Place("teams", "tenant-1", f"a:{number}"), Message("the words"), f"post-{number}")
        assert "the words" not in str(fault.value)
    assert "the words" not in caplog.text
    assert "secret-1" not in caplog.text


def test_tokens_are_fetched_once_and_renewed_before_they_end(scene: Scene) -> None:
    cloud = replace(CLOUDS["public"], login=scene.teams.url + "/")
    tokens = Tokens(Registration("app-1", "hush", "tenant-1", "SingleTenant", cloud), {}, scene.clock)
    assert [tokens(), tokens()] == ["t1", "t1"]
    scene.clock.seconds += 3299
    assert tokens() == "t1"
    scene.clock.seconds += 2
    assert tokens() == "t2"
    first = scene.teams.tokens[0]
    assert first == {
        "grant_type": "client_credentials",
        "client_id": "app-1",
        "client_secret": "hush",
        "scope": "https://api.botframework.com/.default",
        "path": "/tenant-1/oauth2/v2.0/token",
    }
    tokens.close()


def test_a_managed_identity_needs_no_secret(scene: Scene) -> None:
    environment = {"IDENTITY_ENDPOINT": f"{scene.teams.url}/msi/token", "IDENTITY_HEADER": "h1"}
    tokens = Tokens(
        Registration("app-1", "", "tenant-1", "UserAssignedMSI", CLOUDS["public"]), environment, scene.clock
    )
    assert tokens() == "t1"
    [asked] = scene.teams.tokens
    assert (asked["client_id"], asked["resource"], asked["header"]) == ("app-1", "https://api.botframework.com", "h1")
    tokens.close()


def test_a_token_that_cannot_be_had_is_waited_for_or_said(scene: Scene) -> None:
    cloud = replace(CLOUDS["public"], login=scene.teams.url + "/")
    tokens = Tokens(Registration("app-1", "hush", "tenant-1", "SingleTenant", cloud), {}, scene.clock)
    scene.teams.faults.extend(["503 x", "429 x", "401 invalid_client"])
    for kind in (Away, Away, Refused):
        with pytest.raises(kind) as fault:
            tokens()
        assert "hush" not in str(fault.value)
    assert tokens() == "t4"
    tokens.close()
    blank = Tokens(Registration("", "", "", "SingleTenant", CLOUDS["public"]))
    assert blank() == ""
    blank.close()
