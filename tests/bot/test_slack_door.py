"""Through the signed door of the whole application: shortcut, rotation, organisations, shared channels, voice."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from aiohttp import web

from adapters.speech import NotHeard, Recording, Speech
from bot.slack_voice import TRANSCRIBE, Transcriptions
from domain.chat.sending import TryAgain
from storage.records import Job
from tests.adapters.practice.browser import Background
from tests.adapters.slack.inbound import payloads
from tests.adapters.slack.inbound.conftest import NOON
from tests.adapters.slack.inbound.payloads import ANA, BOT, CHANNEL, ENTERPRISE, OTHER_TEAM, TEAM
from tests.adapters.slack.inbound.stand_in import StandIn
from tests.bot.slack_door import KILN, TOKEN, Door, Json, door, one_workspace, ruth_of, several_workspaces

SOON = 20.0  # seconds
GRANTED: Json = {
    "access_token": "xoxb-new",
    "scope": "chat:write",
    "bot_user_id": BOT,
    "team": {"id": TEAM},
    "enterprise": None,
    "is_enterprise_install": False,
}
ORG_WIDE: Json = {"team": None, "enterprise": {"id": ENTERPRISE}, "is_enterprise_install": True}
SOUND = b"\x00\x00\x00\x18ftypM4A "


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture
def web_api(background: Background) -> Iterator[StandIn]:
    made = StandIn(background, users={ANA: ruth_of()})
    yield made
    made.stop()


@pytest.fixture
def one(tmp_path: Path, background: Background, web_api: StandIn) -> Iterator[Door]:
    with door(tmp_path, background, web_api, one_workspace(web_api)) as opened:
        yield opened


@pytest.fixture
def several(tmp_path: Path, background: Background, web_api: StandIn) -> Iterator[Door]:
    with door(tmp_path, background, web_api, several_workspaces(web_api)) as opened:
        yield opened


def kiln_at(amount: int, **more: object) -> Json:
    return payloads.said(f"kiln monitoring: amount is ${amount}", **more)


def test_a_message_told_by_the_shortcut_is_recorded_with_its_link(one: Door) -> None:
    quoted = payloads.message("amount is $91,000 they say", payloads.BOB, CHANNEL)
    assert one.tell(payloads.shortcut(quoted)).status_code == 200
    (opened,), (filled,) = one.web_api.asked("views.open"), one.web_api.asked("views.update")
    assert [block["type"] for block in opened["view"]["blocks"]] == ["section"]
    options = filled["view"]["blocks"][1]["element"]["options"]
    assert KILN in [option["value"] for option in options]
    chosen = {"opportunity": {"value": {"type": "static_select", "selected_option": {"value": KILN}}}}
    submission = payloads.submission(filled["view"], chosen)
    assert [one.tell(submission).status_code for _ in range(2)] == [200, 200]
    change = one.changes()[0]
    assert (change.after, change.quote, change.by) == (Decimal(91000), "amount is $91,000 they say", one.ruth.id)
    with one.wired.storage.read() as uow:
        statement = uow.statements.get(change.statement)
    assert statement
    ts = str(quoted["ts"]).replace(".", "")
    assert statement.message_id == f"https://test-workspace.127.0.0.1/archives/{CHANNEL}/p{ts}"


def test_a_token_near_its_end_is_renewed_once_for_many_and_then_used(several: Door) -> None:
    web_api, exchanged = several.web_api, []

    def exchange(form: Json) -> Json:
        if form.get("grant_type") != "refresh_token":
            return {**GRANTED, "refresh_token": "xoxe-1", "expires_in": 600}
        exchanged.append(form["refresh_token"])
        return {**GRANTED, "access_token": "xoxb-renewed", "refresh_token": "xoxe-2", "expires_in": 43200}

    web_api.answers["oauth.v2.access"] = exchange
    assert several.install().status_code == 200
    events = [kiln_at(50_000 + n) for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(several.tell, events))
    assert {answer.status_code for answer in answers} == {200}
    assert exchanged == ["xoxe-1"]
    assert sorted(change.after for change in several.changes()) == [Decimal(50_000 + n) for n in range(8)]
    several.wired.worker.run_due()
    assert {token for name, token, _ in web_api.calls if name == "chat.postMessage"} == {"xoxb-renewed"}


def test_a_whole_organisation_installs_it_once(several: Door) -> None:
    web_api = several.web_api
    web_api.users[ANA] = ruth_of("T09ELSEWHERE", enterprise_user={"enterprise_id": ENTERPRISE, "teams": [TEAM]})
    web_api.answers["oauth.v2.access"] = lambda _: {**GRANTED, **ORG_WIDE}
    page = several.install()
    assert (page.status_code, "must still add it to its workspaces" in page.text) == (200, True)

    authorized = {"enterprise_id": ENTERPRISE, "team_id": None, "user_id": BOT, "is_enterprise_install": True}
    event = kiln_at(61_000) | {"enterprise_id": ENTERPRISE, "authorizations": [authorized]}
    assert several.tell(event).status_code == 200
    assert several.tell(_org_wide_command("update kiln monitoring: amount is $62,000")).status_code == 200
    assert [change.after for change in several.changes()[:2]] == [Decimal(62000), Decimal(61000)]

    link = f"https://org.slack.com/archives/{CHANNEL}/p1"
    web_api.answers["chat.getPermalink"] = lambda _: {"permalink": link}
    quoted = payloads.message("amount is $63,000", payloads.BOB, CHANNEL)
    assert several.tell(payloads.shortcut(quoted) | ORG_WIDE).status_code == 200
    view = web_api.asked("views.update")[0]["view"]
    chosen = {"opportunity": {"value": {"type": "static_select", "selected_option": {"value": KILN}}}}
    submission = payloads.submission(view, chosen) | ORG_WIDE  # its view names one workspace of the organisation
    assert several.tell(submission).status_code == 200
    told = several.changes()[0]
    assert told.after == Decimal(63000)
    with several.wired.storage.read() as uow:
        assert uow.statements.links([told.statement]) == {told.statement: link}
    assert {token for name, token, _ in web_api.calls if name == "views.open"} == {"xoxb-new"}

    gone = payloads.event({"type": "app_uninstalled"}) | {"authorizations": [], "enterprise_id": ENTERPRISE}
    assert several.tell(gone | {"is_enterprise_install": True, "event_time": 4_000_000_000}).status_code == 200
    assert several.tell(event | {"event_id": "EvAfter"}).status_code == 200
    assert len(several.changes()) == 3


def _org_wide_command(text: str) -> Json:
    return payloads.command(text) | {"is_enterprise_install": "true", "enterprise_id": ENTERPRISE, "team_id": TEAM}


def test_in_a_shared_channel_ours_is_the_workspace_that_is_authorized(one: Door) -> None:
    mention = payloads.mention(f"<@{BOT}> pipeline") | {"team_id": OTHER_TEAM, "is_ext_shared_channel": True}
    assert one.tell(mention).status_code == 200
    assert [said.split(":")[0] for said in one.said()] == [
        "Your pipeline",
        "I answered you directly",
    ]
    stranger = payloads.mention(f"<@{BOT}> pipeline", payloads.STRANGER) | {"team_id": OTHER_TEAM}
    one.web_api.users[payloads.STRANGER] = ruth_of(OTHER_TEAM, is_stranger=True)
    assert one.tell(stranger).status_code == 200
    assert not any("pipeline" in said.lower() and "$" in said for said in one.said())
    elsewhere = mention | {"event_id": "EvOther", "authorizations": [{"team_id": OTHER_TEAM}]}
    assert one.tell(elsewhere).status_code == 200
    assert one.said() == []


class Transcriber:
    """Speaks OpenAI's protocol: remembers what it was sent, and answers as told."""

    def __init__(self, background: Background) -> None:
        self.heard: list[dict[str, object]] = []
        self.status, self.answer = 200, '{"text": "amount is 93,000 dollars"}'
        app = web.Application()
        app.router.add_post("/v1/audio/transcriptions", self._take)
        self.served = background.serve(app)

    async def _take(self, request: web.Request) -> web.Response:
        form = await request.post()
        sent = form["file"]
        assert isinstance(sent, web.FileField)
        more = {"name": sent.filename, "kind": sent.content_type, "key": request.headers.get("Authorization")}
        self.heard.append({"sound": sent.file.read(), "model": form["model"], **more})
        return web.Response(status=self.status, text=self.answer, content_type="application/json")


@pytest.fixture
def transcriber(background: Background) -> Iterator[Transcriber]:
    made = Transcriber(background)
    yield made
    made.served.stop()


@pytest.fixture
def listening(tmp_path: Path, background: Background, web_api: StandIn, transcriber: Transcriber) -> Iterator[Door]:
    speech = {"speech_url": f"{transcriber.served.url}v1", "speech_key": "key", "speech_model": "small"}
    web_api.files["audio_message.m4a"] = SOUND
    web_api.answers["files.info"] = lambda _: {"file": clip(web_api)}
    with door(tmp_path, background, web_api, one_workspace(web_api, **speech)) as opened:
        yield opened


def clip(web_api: StandIn, **more: object) -> Json:
    kept = {"name": "audio_message.m4a", "url_private_download": f"{web_api.address}/files-pri/audio_message.m4a"}
    return payloads.clip(None, **{**kept, "size": len(SOUND), **more})


def clip_said(web_api: StandIn) -> Json:
    return payloads.said("", subtype="file_share", files=[clip(web_api)], thread_ts=payloads.ROOT)


def transcribed(opened: Door) -> None:
    """Run what is due and wait for the thread that transcribes."""
    opened.wired.worker.run_due()
    for thread in threading.enumerate():
        if thread.name == "voice":
            thread.join(SOON)


def test_a_clip_without_slacks_words_is_transcribed_after_the_answer(
    listening: Door, transcriber: Transcriber, web_api: StandIn
) -> None:
    transcriber.answer = '{"text": "kiln monitoring amount is $93,000"}'
    event = clip_said(web_api)
    assert [listening.tell(event).status_code for _ in range(3)] == [200, 200, 200]
    assert transcriber.heard == []
    transcribed(listening)
    assert transcriber.heard == [
        {"sound": SOUND, "model": "small", "name": "audio_message.m4a", "kind": "audio/mp4", "key": "Bearer key"}
    ]
    assert [token for name, token, _ in web_api.calls if name.startswith("download")] == [TOKEN]
    change = listening.changes()[0]
    assert (change.after, change.quote) == (Decimal(93000), "kiln monitoring amount is $93,000")
    heard, understood = listening.said()
    assert heard == "I listened to your voice clip."
    assert "$93,000" in understood


@pytest.mark.parametrize("fault", ["status", "garbage", "silence", "elsewhere", "large", "gone", "refused"])
def test_whatever_fails_typing_is_asked_for(
    listening: Door, transcriber: Transcriber, web_api: StandIn, fault: str
) -> None:
    match fault:
        case "status":
            transcriber.status = 500
        case "garbage":
            transcriber.answer = "<html>"
        case "silence":
            transcriber.answer = '{"text": " "}'
        case "elsewhere":
            far = {"url_private_download": "https://evil.example/audio_message.m4a"}
            web_api.answers["files.info"] = lambda _: {"file": clip(web_api, **far)}
        case "large":
            web_api.answers["files.info"] = lambda _: {"file": clip(web_api, size=27_000_000)}
        case "gone":
            web_api.files.clear()
        case _:
            web_api.answers["files.info"] = lambda _: {"ok": False, "error": "file_not_found"}
    assert listening.tell(clip_said(web_api)).status_code == 200
    transcribed(listening)
    (said,) = listening.said()
    assert "Please type it" in said
    assert listening.changes() == []
    with listening.wired.storage.read() as uow:
        assert uow.jobs.dead(9) == ()


def test_a_slow_address_holds_up_a_few_clips_and_nothing_else(listening: Door) -> None:
    go_on, said = threading.Event(), []

    def recording_of(workspace: str, file: str) -> Recording:
        go_on.wait(SOON)
        raise NotHeard(file)

    say = lambda event_id, place, message: said.append(event_id)  # noqa: E731 - that is all of it
    quarterback = listening.wired.quarterback
    waiting = Transcriptions(quarterback, Speech("", "", ""), recording_of, quarterback.handle, say)
    body = {"place": {"platform": "slack", "workspace": TEAM, "conversation": "D1"}, "person": "", "message": "1.0"}
    jobs = [Job(number, TRANSCRIBE, "", NOON, {**body, "file": f"F{number}"}, tries=1) for number in range(5)]
    for job in jobs[:4]:
        waiting.chore(job)
    with pytest.raises(TryAgain):
        waiting.chore(jobs[4])
    go_on.set()
    transcribed(listening)
    waiting.chore(jobs[4])
    transcribed(listening)
    assert sorted(said) == [f"unheard:F{number}" for number in range(5)]


def test_what_somebody_unknown_says_is_sent_to_nobody(
    listening: Door, transcriber: Transcriber, web_api: StandIn
) -> None:
    web_api.users[ANA] = ruth_of() | {"profile": {"email": "x@elsewhere.example"}}
    assert listening.tell(clip_said(web_api)).status_code == 200
    transcribed(listening)
    assert transcriber.heard == []
