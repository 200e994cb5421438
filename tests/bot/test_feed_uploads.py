"""Exports sent in chat: read like files in the folder, once, from whom app.yaml names, and refused in sentences."""

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from aiohttp import web

from adapters.teams.clouds import CLOUDS
from bot.demo import seed
from bot.feed_uploads import LARGEST
from bot.practice_room import home
from bot.server import Public, public_sites
from bot.settings import Settings
from bot.wiring import Wired, wire
from domain.chat.event import Said
from domain.sales.account_facts import CreditHold, HoldState
from tests.adapters.practice.browser import Background
from tests.adapters.slack.inbound import payloads
from tests.adapters.slack.inbound.payloads import ANA, BOB
from tests.adapters.slack.inbound.stand_in import StandIn, person
from tests.bot import test_teams_kills
from tests.bot.slack_door import TOKEN, Door, Json, door, one_workspace, ruth_of

ROOT = Path(__file__).parents[2]
HELEN = person("helen.storey@copperline.example", "Helen Storey")
KENJI = "kenji.morita@copperline.example"
NIGHTLY = "\nfeeds:\n  - {name: nightly, about: credit, source: folder, folder: DROP, complete: yes}\n"
SUPPORT = "  - {name: tickets, about: support, source: folder, folder: DROP2}\n"
CSV = "Customer,Status,Overdue\nQuarry Hill Cement,on hold,42000\nRedfern Glass,on hold,9000\n"


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture
def web_api(background: Background) -> Iterator[StandIn]:
    made = StandIn(background, users={ANA: HELEN, BOB: ruth_of()})
    yield made
    made.stop()


@pytest.fixture
def slack(tmp_path: Path, background: Background, web_api: StandIn) -> Iterator[Door]:
    with door(tmp_path, background, web_api, one_workspace(web_api), app_file(tmp_path)) as opened:
        yield opened


def app_file(folder: Path, feeds: str = NIGHTLY) -> Path:
    file = folder / "app.yaml"
    shipped = (ROOT / "app.yaml").read_text(encoding="utf-8")
    file.write_text(shipped + feeds.replace("DROP", f"{folder}/drop"), encoding="utf-8")
    return file


def sent(web_api: StandIn, content: str | bytes, user: str = ANA, name: str = "nightly.csv", **more: object) -> Json:
    """A file in a direct message, as Slack tells of it."""
    content = content.encode() if isinstance(content, str) else content
    address = f"{web_api.address}/files-pri/{name}"
    file = {"id": "F07", "name": name, "size": len(content), "mimetype": "text/csv", "url_private_download": address}
    web_api.files[name] = content
    web_api.answers["files.info"] = lambda _: {"file": file | more}
    return payloads.said("", user, subtype="file_share", files=[file | more])


def worked(wired: Wired) -> None:
    assert wired.feeds
    wired.feeds.worker.run_due()


def holds(wired: Wired) -> dict[str, str]:
    """Who is on hold, and how much is overdue."""
    with wired.storage.read() as uow:
        kept = uow.account_facts.of_accounts(["quarry-hill-cement", "redfern-glass"])
    facts = [k.fact for k in kept if isinstance(k.fact, CreditHold) and k.fact.source == "nightly"]
    return {f.account.name: f"{f.state.value} {f.overdue or Decimal(0):.0f}" for f in facts}


def test_an_admins_file_in_slack_is_read_once_however_often_it_is_told_of(slack: Door, web_api: StandIn) -> None:
    told = sent(web_api, CSV)
    for _ in range(3):
        assert slack.tell(told).status_code == 200
    worked(slack.wired)
    assert slack.tell(told).status_code == 200
    worked(slack.wired)
    assert holds(slack.wired) == {"Quarry Hill Cement": "placed 42000", "Redfern Glass": "placed 9000"}
    (answer,) = [said for said in slack.said() if "nightly" in said]
    assert answer == "I read nightly.csv for nightly: 2 news."
    assert [token for name, token, _ in web_api.calls if name.startswith("download")] == [TOKEN]


def test_lines_with_faults_are_named_and_the_rest_is_kept_as_from_the_folder(slack: Door, web_api: StandIn) -> None:
    slack.tell(sent(web_api, CSV))
    worked(slack.wired)
    slack.said()
    slack.tell(
        sent(web_api, "Customer,Status,Overdue\nQuarry Hill Cement,on hold,50000\n,on hold,9\nRedfern,perhaps,\n")
    )
    worked(slack.wired)
    with slack.wired.storage.begin() as uow:
        job = uow.jobs.claim(slack.wired.clock.now(), timedelta(minutes=1), ["post"])
    assert job
    words = json.dumps(job.body["message"], ensure_ascii=False)
    assert "1 news. 2 could not be taken:" in words
    assert "Line 3" in words
    assert "Line 4" in words
    assert holds(slack.wired) == {"Quarry Hill Cement": "placed 50000", "Redfern Glass": "placed 9000"}, "none released"


def test_a_complete_file_releases_whom_it_does_not_name(slack: Door, web_api: StandIn) -> None:
    slack.tell(sent(web_api, CSV))
    worked(slack.wired)
    slack.wired.clock.jump_to_next_morning()
    slack.tell(sent(web_api, CSV.rsplit("\n", 2)[0] + "\n"))
    worked(slack.wired)
    assert holds(slack.wired)["Redfern Glass"].startswith(HoldState.RELEASED.value)
    assert holds(slack.wired)["Quarry Hill Cement"].startswith(HoldState.PLACED.value)


REFUSED = {
    "a rep": "I take such files from Helen Storey or an admin only, so I did nothing with it.",
    "a pdf": "I read exports as CSV or XLSX only, and rules.pdf is neither, so I did nothing with it.",
    "large": "I could not read nightly.csv: it is larger than 5 MB. Nothing was taken; please send it once more.",
    "larger than told": "I could not read nightly.csv: it is larger than 5 MB.",
    "elsewhere": "I could not read nightly.csv: it is kept elsewhere than with Slack.",
    "gone": "I could not read nightly.csv: Slack's file host answers 200 where the file should be.",
    "empty": "I read nightly.csv for nightly: 0 news. 1 could not be taken:",
    "no csv": "I read nightly.csv for nightly: 0 news. 1 could not be taken:",
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_taken_is_refused_in_a_sentence(case: str, slack: Door, web_api: StandIn) -> None:
    far = {"url_private_download": "https://evil.example/nightly.csv"}
    told = {
        "a rep": lambda: sent(web_api, CSV, BOB),
        "a pdf": lambda: sent(web_api, b"%PDF", name="rules.pdf"),
        "large": lambda: sent(web_api, CSV, size=LARGEST + 1),
        "larger than told": lambda: sent(web_api, "x" * (LARGEST + 9), size=10),
        "elsewhere": lambda: sent(web_api, CSV, **far),
        "gone": lambda: sent(web_api, CSV),
        "empty": lambda: sent(web_api, ""),
        "no csv": lambda: sent(web_api, b"\x00\x01\x02" * 50),
    }[case]()
    if case == "gone":
        web_api.files.clear()
    assert slack.tell(told).status_code == 200
    worked(slack.wired)
    assert any(said.startswith(REFUSED[case]) for said in slack.said())
    assert holds(slack.wired) == {}
    fetched = [name for name, _, _ in web_api.calls if name.startswith("download")]
    assert not fetched or case in ("gone", "larger than told", "empty", "no csv")


def test_strangers_and_channels_are_not_heard(slack: Door, web_api: StandIn) -> None:
    slack.tell(sent(web_api, CSV, "U99STRANGER"))
    in_channel = sent(web_api, CSV)
    in_channel["event"] |= {"channel": "C01SALES", "channel_type": "channel"}
    slack.tell(in_channel)
    worked(slack.wired)
    assert holds(slack.wired) == {}
    assert not [said for said in slack.said() if "nightly" in said]


def test_words_beside_a_picture_are_an_answer_like_any_other(slack: Door, web_api: StandIn) -> None:
    told = sent(web_api, b"\x89PNG", BOB, "board.png")
    told["event"] |= {"text": "kiln amount is $123,456", "blocks": []}
    slack.tell(told)
    worked(slack.wired)
    assert not [said for said in slack.said() if "CSV" in said]
    assert slack.changes()


@pytest.fixture
def two_feeds(tmp_path: Path) -> Iterator[Wired]:
    wired = wire(f"sqlite:///{tmp_path}/two.db", app_file(tmp_path, NIGHTLY + SUPPORT), Settings())
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    yield wired
    wired.storage.close()


def pasted(wired: Wired, who: str, words: str) -> list[str]:
    """In the practice room; what is answered to it."""
    sender = next(p for p in wired.app_file.company.people if p.id == who)
    place = home(sender)
    before = len(wired.room.latest(place.conversation, 99))
    wired.handle(Said(f"p{before}{who}", who, place, f"m{before}{who}", words))
    worked(wired)
    wired.worker.run_due()
    return [str(row.body["message"]["summary"]) for row in wired.room.latest(place.conversation, 99)[before:]]


def test_lines_are_pasted_where_no_file_can_be_sent(two_feeds: Wired) -> None:
    helen, which = "helen.storey@copperline.example", "Is that for nightly or tickets? Send it once more and write the"
    assert any(said.startswith(which) for said in pasted(two_feeds, helen, f"csv\n{CSV}"))
    assert holds(two_feeds) == {}
    taken = pasted(two_feeds, helen, f"csv nightly\n{CSV}")
    assert "I read what you pasted for nightly: 2 news." in taken
    assert holds(two_feeds)["Quarry Hill Cement"] == "placed 42000"
    assert pasted(two_feeds, helen, "csv")[-1].startswith("Write csv, and paste the export below it")
    tickets = "Ticket,Customer,Status,Priority\n7,Quarry Hill Cement,open,high\n"
    assert "I read what you pasted for tickets: 1 news." in pasted(two_feeds, KENJI, f"csv\n{tickets}"), "support's own"


def test_without_a_feed_that_takes_files_it_says_so(tmp_path: Path) -> None:
    wired = wire(f"sqlite:///{tmp_path}/none.db", ROOT / "app.yaml")
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    helen = next(p for p in wired.app_file.company.people if p.first_name == "Helen")
    wired.handle(Said("e", helen.id, home(helen), "m", f"csv\n{CSV}"))
    wired.worker.run_due()
    said = [row.body["message"]["summary"] for row in wired.room.latest(home(helen).conversation, 9)]
    assert said[0].startswith("No feed of app.yaml takes files")
    wired.storage.close()


def test_a_file_in_teams_is_read_without_showing_anybody_our_token(tmp_path: Path, background: Background) -> None:
    asked: list[dict[str, str]] = []

    async def download(request: web.Request) -> web.Response:
        asked.append(dict(request.headers))
        return web.Response(body=CSV.encode(), content_type="application/octet-stream")

    files = web.Application()
    files.router.add_get("/nightly.csv", download)
    kept, tenant = background.serve(files), test_teams_kills.Tenant(lambda: 0.0)
    wired = wire(f"sqlite:///{tmp_path}/teams.db", app_file(tmp_path), Settings(teams_insecure_dev=True))
    seed(wired.storage, wired.app_file.company, wired.clock.now().date())
    (site,) = public_sites(wired, Public()).values()
    served = background.serve(site)
    info = {"downloadUrl": f"{kept.url}nightly.csv", "uniqueId": "u-1", "fileType": "csv"}
    file = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "nightly.csv", "content": info}
    activity = test_teams_kills.said(tenant.url, "helen.storey@copperline.example", 1, "") | {"attachments": [file]}
    far = activity | {"id": "2", "attachments": [file | {"content": info | {"downloadUrl": "https://evil.example/x"}}]}
    with httpx.Client(base_url=served.url, timeout=20) as client:
        for each in (activity, activity, far):
            assert client.post("/api/messages", json=each).status_code == 200
    worked(wired)
    wired.worker.run_due()
    assert holds(wired)["Quarry Hill Cement"] == "placed 42000"
    said = [str(a.get("summary")) for a in tenant.activities]
    assert said.count("I read nightly.csv for nightly: 2 news.") == 1
    assert any("kept elsewhere than with Microsoft" in words for words in said)
    (headers,) = asked
    assert "Authorization" not in headers
    served.stop()
    kept.stop()
    tenant.close()
    wired.storage.close()


def test_files_of_teams_come_from_sharepoint_alone() -> None:
    for cloud, host in (("public", "acme-my.sharepoint.com"), ("gcc-high", "acme.sharepoint.us")):
        assert CLOUDS[cloud].keeps(f"https://{host}/personal/x?tempauth=1")  # type: ignore[index] # a name of one
    for bad in (
        "http://acme.sharepoint.com/x",
        "https://sharepoint.com.evil.example/x",
        "https://evilsharepoint.com/x",
        "https://acme.sharepoint.com:8443/x",
        "https://acme.sharepoint.com@evil.example/x",
        "https://[/",
        "",
    ):
        assert not CLOUDS["public"].keeps(bad), bad
