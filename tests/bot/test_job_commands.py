"""The operator's commands: what was given up is listed, tried again or dropped, and keys are replaced."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.slack.hosts import Host
from adapters.slack.installs import Client, Install, StoredInstalls
from adapters.slack.seal import Seal, WrongKey, new_key
from bot.__main__ import app
from bot.wiring import open_storage
from storage.slack import KeptInstalls
from storage.unit_of_work import Storage
from tests.bot.test_command_line import run

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/jobs.db"


def given_up(storage: Storage, conversation: str = "D1") -> int:
    """One post that could not be delivered; its number."""
    with storage.begin() as uow:
        uow.jobs.add("post", f"slack:T1:{conversation}", NOW, {"message": {"summary": "a canary"}})
        job = uow.jobs.claim(NOW, timedelta(minutes=1))
        assert job
        assert uow.jobs.fail(job, "ChannelGone: That conversation cannot be written to.", None)
    return job.id


def jobs(url: str, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["jobs", *words], env={"QUARTERBACK_DATABASE_URL": url})
    return done.exit_code, done.output


def test_what_was_given_up_is_listed_tried_again_and_dropped(url: str) -> None:
    storage = open_storage(url)
    assert jobs(url, "dead") == (0, "Nothing was given up.\n")
    assert jobs(url, "next") == (0, "Nothing is to be done.\n")
    number = given_up(storage)
    code, listed = jobs(url, "dead")
    assert code == 0
    assert f"{number}  post  slack:T1:D1  1 tries, last at 2026-11-24 09:31 UTC" in listed
    assert "ChannelGone: That conversation" in listed
    assert "canary" not in listed
    assert jobs(url, "retry", str(number)) == (0, f"{number} is tried again.\n")
    assert jobs(url, "next") == (0, "The next job is due on 2026-11-24 at 09:31:00 UTC.\n")
    code, refused = jobs(url, "drop", str(number))
    assert (code, "Nothing of number" in refused) == (1, True)
    other = given_up(storage, "D2")
    assert jobs(url, "drop", str(other)) == (0, f"{other} is dropped.\n")
    storage.close()


def test_after_a_new_key_everything_is_sealed_with_it(url: str) -> None:
    old, new = new_key(), new_key()
    storage = open_storage(url)

    def installs(*keys: str) -> StoredInstalls:
        client = Client(Host().api, "1.2", "secret")
        return StoredInstalls(KeptInstalls(storage, lambda: NOW), Seal(keys), client, lambda: 0.0, lambda _: None)

    installs(old).save(Install("T1", token="xoxb-1"))  # noqa: S106 - of nobody
    environment = {
        "QUARTERBACK_DATABASE_URL": url,
        "QUARTERBACK_SLACK_CLIENT_ID": "1.2",
        "QUARTERBACK_SLACK_CLIENT_SECRET": "secret",
        "QUARTERBACK_SLACK_ADDRESS": "https://quarterback.example.com",
        "QUARTERBACK_SLACK_SIGNING_SECRET": "secret",
    }
    wrong = run("slack", "reseal", environment={**environment, "QUARTERBACK_SLACK_KEYS": new})
    assert (wrong.returncode, "put that key back" in wrong.stderr) == (2, True)
    done = run("slack", "reseal", environment={**environment, "QUARTERBACK_SLACK_KEYS": f"{new},{old}"})
    assert (done.returncode, done.stdout[:8]) == (0, "1 sealed")
    found = installs(new).find("T1")
    assert found
    assert found.token == "xoxb-1"  # noqa: S105 - of nobody
    with pytest.raises(WrongKey):
        installs(old).find("T1")
    storage.close()


def test_without_workspaces_of_their_own_nothing_is_sealed(url: str) -> None:
    done = run("slack", "reseal", environment={"QUARTERBACK_DATABASE_URL": url})
    assert (done.returncode, "there is nothing to do" in done.stderr) == (2, True)
