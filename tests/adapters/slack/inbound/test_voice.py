"""A voice clip is an answer: Slack's transcript is waited for and read whole, or typing is asked for."""

import pytest

from adapters.slack.events import PLATFORM
from adapters.slack.hosts import Host
from adapters.slack.voice import fetcher, spoken_words, transcript
from domain.chat.event import Place, Said
from tests.adapters.slack.inbound.conftest import Scene
from tests.adapters.slack.inbound.payloads import ANA, DM, ROOT, TEAM, clip, complete, event, said

VTT = """WEBVTT

NOTE made by a machine

1
00:00:00.000 --> 00:00:02.000
<v Ana>Acme is at sixty percent

00:00:02.000 --> 00:00:04.000
- no wait, seventy
"""


def spoken(file: dict[str, object], **more: object) -> dict[str, object]:
    return said("", subtype="file_share", files=[file], thread_ts=ROOT, **more)


def changed() -> dict[str, object]:
    return event({"type": "file_change", "file_id": "F01CLIP", "file": {"id": "F01CLIP"}})


def shared_in(conversation: str, file: dict[str, object]) -> dict[str, object]:
    share = {"ts": "1795364018.900000", "thread_ts": ROOT}
    return {"file": file | {"shares": {"private": {conversation: [share]}}}}


def test_a_clip_with_a_transcript_is_said(scene: Scene) -> None:
    heard = scene.heard(spoken(clip(complete("verbal from Jo"))))
    assert isinstance(heard, Said)
    assert (heard.event_id, heard.text, heard.place) == (
        "voice:F01CLIP",
        "verbal from Jo",
        Place(PLATFORM, TEAM, DM, ROOT),
    )


def test_a_transcript_is_waited_for_and_then_said_once(scene: Scene) -> None:
    scene.tell(spoken(clip({"status": "processing"})))
    ((_, place, message),) = scene.listener.said
    assert (place, "waiting" in message.summary) == (Place(PLATFORM, TEAM, DM, ROOT), True)
    scene.web_api.answers["files.info"] = lambda _: shared_in(DM, clip({"status": "processing"}))
    scene.hears_nothing(changed())
    scene.web_api.answers["files.info"] = lambda _: shared_in(DM, clip(complete("verbal from Jo")))
    first, second = scene.heard(changed()), scene.heard(changed())
    assert isinstance(first, Said)
    assert first == second
    assert (first.event_id, first.text, first.message_id) == ("voice:F01CLIP", "verbal from Jo", "1795364018.900000")
    assert (first.speaker, first.place) == ("ana@example.com", Place(PLATFORM, TEAM, DM, ROOT))


def test_a_clip_that_was_not_shared_with_us_is_none_of_ours(scene: Scene) -> None:
    scene.web_api.answers["files.info"] = lambda _: shared_in("D99OTHERS", clip(complete("between us")))
    scene.hears_nothing(changed())


def test_another_file_is_nothing(scene: Scene) -> None:
    scene.hears_nothing(spoken({"id": "F2", "user": ANA, "mimetype": "application/pdf"}))
    scene.web_api.answers["files.info"] = lambda _: shared_in(DM, {"id": "F2", "mimetype": "application/pdf"})
    scene.hears_nothing(changed())


@pytest.mark.parametrize("transcription", [None, {"status": "failed"}, complete(""), complete("begins", True)])
def test_without_a_whole_transcript_typing_is_asked_for(scene: Scene, transcription: dict[str, object] | None) -> None:
    scene.tell(spoken(clip(transcription)))
    assert scene.listener.events == []
    assert "Please type it" in scene.listener.said[0][2].summary


def test_words_beside_a_clip_are_what_counts(scene: Scene) -> None:
    heard = scene.heard(said("60 %", subtype="file_share", files=[clip(complete("seventy"))]))
    assert isinstance(heard, Said)
    assert heard.text == "60 %"


def test_a_long_transcript_is_read_to_its_end() -> None:
    file = clip(complete("Acme is at sixty percent", has_more=True), vtt="https://files.slack.com/x.vtt")
    assert transcript(file, lambda _: VTT) == ("there", "Acme is at sixty percent no wait, seventy")
    assert spoken_words("") == ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://files.slack.com/x",
        "https://slack.com.evil.example/x",
        "https://evilslack.com/x",
        "file:///etc/passwd",
    ],
)
def test_the_token_is_shown_to_slack_only(address: str) -> None:
    with pytest.raises(ValueError, match="not an address of Slack's"):
        fetcher(Host(), "xoxb-1")(address)
