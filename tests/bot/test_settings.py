"""Settings come from the environment or .env, and every fault in them is one sentence that keeps secrets."""

from pathlib import Path

import pytest

from bot.faults import Faults
from bot.settings import PREFIX, Settings, read_settings


@pytest.fixture(autouse=True)
def env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No setting of the machine that runs the tests plays a part."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".env"


def test_without_any_setting_it_runs_on_this_machine_alone() -> None:
    settings = read_settings()
    assert settings.database_url.get_secret_value() == "sqlite:///var/quarterback.db"
    assert (settings.app_file, settings.host, settings.port) == (Path("app.yaml"), "127.0.0.1", 8321)
    assert settings.log_level == "INFO"


def test_the_environment_wins_over_the_file(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("QUARTERBACK_PORT=8400\nQUARTERBACK_HOST=0.0.0.0\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("QUARTERBACK_PORT", "8500")
    settings = read_settings()
    assert (settings.port, settings.host) == (8500, "0.0.0.0")  # noqa: S104 - the value under test, nothing listens


def test_a_log_level_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERBACK_LOG_LEVEL", "debug")
    assert read_settings().log_level == "DEBUG"


def test_the_address_of_the_database_shows_itself_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERBACK_DATABASE_URL", "postgresql://quarterback:canary@db/sales")
    settings = read_settings()
    assert settings.database_url.get_secret_value().endswith("canary@db/sales")
    assert "canary" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    ("given", "missing"),
    [("MODEL_URL", "MODEL_NAME: is missing"), ("MODEL_KEY", "MODEL_URL: is missing"), ("MODEL_NAME", "MODEL_URL: is")],
)
def test_a_language_model_needs_an_address_and_a_name(
    monkeypatch: pytest.MonkeyPatch, given: str, missing: str
) -> None:
    monkeypatch.setenv(f"QUARTERBACK_{given}", "http://127.0.0.1:8000/v1")
    with pytest.raises(Faults, match=missing):
        read_settings()


def test_the_key_of_a_language_model_shows_itself_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERBACK_MODEL_URL", "http://127.0.0.1:8000/v1/")
    monkeypatch.setenv("QUARTERBACK_MODEL_NAME", "small")
    monkeypatch.setenv("QUARTERBACK_MODEL_KEY", "canary")
    settings = read_settings()
    assert settings.model_url == "http://127.0.0.1:8000/v1"
    assert "canary" not in f"{settings!r} {settings.model_dump_json()}"


def test_every_fault_is_told_at_once_in_one_sentence_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERBACK_PORT", "eighty")
    monkeypatch.setenv("QUARTERBACK_LOG_LEVEL", "LOUD")
    monkeypatch.setenv("QUARTERBACK_APP_FILE", " ")
    monkeypatch.setenv("QUARTERBACK_DATABSE_URL", "sqlite:///elsewhere.db")
    monkeypatch.setenv("QUARTERBACK_DATABASE_URL", "mysql://quarterback:canary@db/sales")
    with pytest.raises(Faults) as caught:
        read_settings()
    assert str(caught.value).splitlines() == [
        "environment QUARTERBACK_DATABASE_URL: is no address of a database that is known here; write one such as "
        "sqlite:///var/quarterback.db or postgresql://user:password@host/name",
        "environment QUARTERBACK_APP_FILE: is empty; write the path of app.yaml",
        'environment QUARTERBACK_PORT: "eighty" is of no use here; write a number from 1 to 65535',
        'environment QUARTERBACK_LOG_LEVEL: "LOUD" is of no use here; write DEBUG, INFO, WARNING or ERROR',
        'environment QUARTERBACK_DATABSE_URL: is no setting; did you mean "QUARTERBACK_DATABASE_URL"?',
    ]


@pytest.mark.parametrize("name", ["DATABASE_URL", "APP_FILE", "HOST", "PORT", "LOG_LEVEL"])
def test_an_empty_setting_is_a_fault_and_no_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"QUARTERBACK_{name}", "")
    with pytest.raises(Faults, match=f"^environment QUARTERBACK_{name}: is empty; write "):
        read_settings()


def test_a_misspelt_name_in_the_file_is_a_fault(env_file: Path) -> None:
    env_file.write_text("QUARTERBACK_PROT=8400\n")
    with pytest.raises(Faults, match='QUARTERBACK_PROT: is no setting; did you mean "QUARTERBACK_PORT"'):
        read_settings()


def test_a_file_that_is_not_utf8_is_a_fault(env_file: Path) -> None:
    env_file.write_bytes(b"QUARTERBACK_HOST=caf\xe9\n")
    with pytest.raises(Faults, match="cannot be read; save it as UTF-8"):
        read_settings()


@pytest.mark.parametrize("name", [n.upper() for n in Settings.model_fields if n.startswith("slack_")])
def test_an_empty_setting_of_slack_is_a_fault_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"QUARTERBACK_{name}", "")
    with pytest.raises(Faults, match=f"QUARTERBACK_{name}: "):
        read_settings()


def test_the_secrets_of_slack_show_themselves_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CLIENT_SECRET", "KEYS"):
        monkeypatch.setenv(f"QUARTERBACK_SLACK_{name}", f"canary-{name}")
    settings = read_settings()
    assert settings.has_slack
    assert "canary" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


def test_what_one_setting_of_slack_asks_of_another_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERBACK_SLACK_CLIENT_ID", "1.2")
    with pytest.raises(Faults) as caught:
        read_settings()
    missing = ("CLIENT_SECRET", "KEYS", "ADDRESS", "APP_TOKEN")
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        f"environment QUARTERBACK_SLACK_{name}" for name in missing
    ]


def test_a_way_in_without_a_token_to_answer_with_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERBACK_SLACK_APP_TOKEN", "xapp-1")
    with pytest.raises(Faults, match="QUARTERBACK_SLACK_BOT_TOKEN: is missing"):
        read_settings()


def test_addresses_of_slack_lose_their_last_slash_and_workspaces_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERBACK_SLACK_URL", "https://slack-gov.com/")
    monkeypatch.setenv("QUARTERBACK_SLACK_WORKSPACES", "T1, T2")
    settings = read_settings()
    assert (settings.slack_url, settings.slack_workspaces) == ("https://slack-gov.com", ("T1", "T2"))


def test_a_key_for_speech_without_its_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERBACK_SPEECH_KEY", "canary")
    with pytest.raises(Faults, match="QUARTERBACK_SPEECH_URL: is missing") as caught:
        read_settings()
    assert "canary" not in str(caught.value)
    monkeypatch.setenv("QUARTERBACK_SPEECH_URL", "http://127.0.0.1:8000/v1/")
    assert read_settings().speech_url == "http://127.0.0.1:8000/v1"


TEAMS = {"APP_ID": "6f0a1a4e", "PASSWORD": "canary", "TENANTS": "t1, t2"}


def told(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(f"{PREFIX}{name}", value)
    with pytest.raises(Faults) as faults:
        read_settings()
    return str(faults.value)


def test_teams_takes_an_app_its_secret_and_who_may_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in TEAMS.items():
        monkeypatch.setenv(f"{PREFIX}TEAMS_{name}", value)
    settings = read_settings()
    assert settings.has_teams
    assert settings.teams_tenants == ("t1", "t2")
    assert "canary" not in repr(settings)


@pytest.mark.parametrize("missing", ["APP_ID", "PASSWORD", "TENANTS"])
def test_what_teams_lacks_is_named_and_nothing_starts(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {f"TEAMS_{name}": value for name, value in TEAMS.items() if name != missing}
    assert f"QUARTERBACK_TEAMS_{missing}: is missing" in told(given, monkeypatch)


def test_a_blank_app_id_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "QUARTERBACK_TEAMS_APP_ID: is empty" in told({"TEAMS_APP_ID": " "}, monkeypatch)


def test_a_managed_identity_has_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"APP_ID": "6f0a1a4e", "APP_TYPE": "UserAssignedMSI", "TENANTS": "t1"}.items():
        monkeypatch.setenv(f"{PREFIX}TEAMS_{name}", value)
    assert read_settings().teams_app_type == "UserAssignedMSI"


def test_teams_without_checks_is_for_this_machine_alone_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(f"{PREFIX}TEAMS_INSECURE_DEV", "true")
    assert read_settings().has_teams
    assert "QUARTERBACK_HOST: is not this machine alone" in told({"HOST": "0.0.0.0"}, monkeypatch)  # noqa: S104
    assert "does not go with an app id" in told({"TEAMS_APP_ID": "6f0a1a4e"}, monkeypatch)
