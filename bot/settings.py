"""What the machine this runs on decides, from the environment or a file .env; secrets come from nowhere else."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, NoDecode, SettingsConfigDict

from adapters.teams.clouds import Kind, Name
from bot.faults import Fault, Faults, shown
from bot.yaml_table import nearest

PREFIX = "QUARTERBACK_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_OF_FEEDS = "QUARTERBACK_FEED_"  # app.yaml names each of these itself
_DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
_MENDS = {
    "database_url": "write one such as sqlite:///var/quarterback.db or postgresql://user:password@host/name",
    "app_file": "write the path of app.yaml",
    "host": "write the address to listen on, such as 127.0.0.1",
    "port": "write a number from 1 to 65535",
    "log_level": "write DEBUG, INFO, WARNING or ERROR",
    "slack_url": "write https://slack.com, or https://slack-gov.com for GovSlack",
    "slack_bot_token": "write the xoxb- token of the workspace, or leave the line out",
    "slack_app_token": "write the xapp- token for Socket Mode, or leave the line out",
    "slack_signing_secret": "write the signing secret of the app, or leave the line out",
    "slack_address": "write the address at which Slack reaches this server, such as https://quarterback.example.com",
    "slack_port": "write a number from 1 to 65535",
    "slack_client_id": "write the client id of the app, or leave the line out",
    "slack_client_secret": "write the client secret of the app, or leave the line out",
    "slack_keys": "write what `quarterback slack key` prints; a new key goes before the old one, with a comma",
    "slack_org_wide": "write true where a whole organisation installs the app, or leave the line out",
    "speech_url": "write the address of a service that speaks OpenAI's protocol, such as http://127.0.0.1:8000/v1",
    "speech_key": "write the key of that service, or leave the line out",
    "speech_model": "write the name of the model that transcribes, such as whisper-1",
    "feeds_address": "write the address at which feeds reach this server, such as https://quarterback.example.com",
    "model_url": "write the address of a service that speaks OpenAI's protocol, such as http://127.0.0.1:8000/v1",
    "model_key": "write the key of that service, or leave the line out",
    "model_name": "write the name of the language model at that address",
    "slack_workspaces": "write ids of workspaces, with commas between them",
    "teams_app_id": "write the application (client) id of the bot, or take the other TEAMS lines away",
    "teams_password": "write the client secret of the app, or set TEAMS_CERTIFICATE, or a TEAMS_APP_TYPE without one",
    "teams_certificate": "write the path of a PEM file with the app's certificate and its private key",
    "teams_app_type": "write SingleTenant or UserAssignedMSI",
    "teams_tenant": "write the id of the tenant in which the app is registered",
    "teams_tenants": "write ids of the tenants that may use the app, with commas between them",
    "teams_cloud": "write public, gcc, gcc-high or dod",
    "teams_issuer": "write the issuer of the tokens, such as https://api.botframework.com",
    "teams_metadata": "write the address of the OpenID description that names the issuer's keys",
    "teams_address": "write the address at which Teams reaches this server, such as https://quarterback.example.com",
    "teams_port": "write a number from 1 to 65535",
    "teams_insecure_dev": "write true for development on this machine alone, without an app id; else take it away",
}


def _written(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise ValueError("empty")  # an empty secret must not fall back to another database
    return value


def _parts(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _address(address: str) -> str:
    if not address.startswith(("https://", "http://")):
        raise ValueError("no address")
    return address.rstrip("/")


Secret = Annotated[SecretStr | None, BeforeValidator(_written)]
Words = Annotated[str, BeforeValidator(_written)]
Several = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parts), BeforeValidator(_written)]


def _database(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(_DATABASES):
        raise ValueError("no database")
    return url


class Settings(BaseSettings):
    """Each is read from QUARTERBACK_ and its name in capitals; the environment wins over .env.

    The address of the database may hold a password, so it never shows itself in a log or message.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, validate_default=False
    )

    database_url: Annotated[SecretStr, BeforeValidator(_written), AfterValidator(_database)] = SecretStr(
        "sqlite:///var/quarterback.db"
    )
    app_file: Annotated[Path, BeforeValidator(_written)] = Path("app.yaml")
    host: Annotated[str, BeforeValidator(_written)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8321
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = "INFO"
    slack_url: Annotated[Words, AfterValidator(_address)] = "https://slack.com"
    slack_bot_token: Secret = None
    slack_app_token: Secret = None
    slack_signing_secret: Secret = None
    slack_address: Annotated[Words, AfterValidator(_address)] = ""
    slack_port: Annotated[int, Field(ge=1, le=65535)] = 8322
    slack_client_id: Words = ""
    slack_client_secret: Secret = None
    slack_keys: Secret = None
    slack_workspaces: Several = ()
    slack_org_wide: bool = False
    speech_url: Annotated[Words, AfterValidator(_address)] = ""
    speech_key: Secret = None
    speech_model: Words = "whisper-1"
    teams_app_id: Words = ""
    teams_password: Secret = None
    teams_certificate: Annotated[Path | None, BeforeValidator(_written)] = None
    teams_app_type: Kind = "SingleTenant"
    teams_tenant: Words = ""
    teams_tenants: Several = ()
    teams_cloud: Name = "public"
    teams_issuer: Words = ""
    teams_metadata: Annotated[Words, AfterValidator(_address)] = ""
    teams_address: Annotated[Words, AfterValidator(_address)] = ""
    teams_port: Annotated[int, Field(ge=1, le=65535)] = 8322
    teams_insecure_dev: bool = False
    feeds_address: Annotated[Words, AfterValidator(_address)] = ""
    model_url: Annotated[Words, AfterValidator(_address)] = ""
    model_key: Secret = None
    model_name: Words = ""

    @property
    def has_slack(self) -> bool:
        """Whether anything was set up with which Slack can be written to."""
        return bool(self.slack_bot_token or self.slack_client_id)

    @property
    def has_teams(self) -> bool:
        """Whether anything was set up with which Teams can be written to."""
        return bool(self.teams_app_id or self.teams_insecure_dev)


def read_settings() -> Settings:
    """The settings of this process, .env being that of its working directory.

    Raises Faults with one sentence for each that is wrong, empty or unknown.
    """
    try:
        unknown = list(_unknown())
        settings = Settings()
    except ValidationError as error:
        raise Faults("environment", [*_wrong(error), *unknown]) from None
    except (OSError, UnicodeDecodeError):
        raise Faults(".env", [Fault(0, "", "cannot be read", "save it as UTF-8, or take it away")]) from None
    faults = [*unknown, *_missing(settings), *_missing_for_teams(settings)]
    if faults:
        raise Faults("environment", faults)
    return settings


def feed_secrets() -> Mapping[str, SecretStr]:
    """Every secret of a feed by the whole name of its variable; .env counts where the environment says nothing."""
    found = {**DotEnvSettingsSource(Settings).env_vars, **EnvSettingsSource(Settings).env_vars}
    named = {name.upper(): value for name, value in found.items() if value and value.strip()}
    return {name: SecretStr(value) for name, value in named.items() if value and name.startswith(_OF_FEEDS)}


def _unknown() -> Iterator[Fault]:
    """A misspelt name would leave a default standing where somebody decided otherwise."""
    known = tuple(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)
    written = {*EnvSettingsSource(Settings).env_vars, *DotEnvSettingsSource(Settings).env_vars}
    for name in sorted(name.upper() for name in written):
        if name.startswith(PREFIX) and name not in known and not name.startswith(_OF_FEEDS):
            yield Fault(0, shown(name), "is no setting", nearest(name, known, f"known are {', '.join(known)}"))


def _missing(settings: Settings) -> Iterator[Fault]:
    """What one setting asks of another."""
    for wanted_by, name in (
        (settings.slack_client_id, "slack_client_secret"),
        (settings.slack_client_id, "slack_keys"),
        (settings.slack_client_id, "slack_address"),
        (settings.slack_address, "slack_signing_secret"),
        (settings.speech_key, "speech_url"),
        (settings.model_key, "model_url"),
        (settings.model_name, "model_url"),
        (settings.model_url, "model_name"),
    ):
        if wanted_by and not getattr(settings, name):
            yield _fault(name, "is missing")
    for token in ("slack_app_token", "slack_address"):
        if getattr(settings, token) and not settings.has_slack:
            yield _fault("slack_bot_token", "is missing")
            return
    if settings.has_slack and not (settings.slack_app_token or settings.slack_signing_secret):
        yield _fault("slack_app_token", "is missing")


def _missing_for_teams(settings: Settings) -> Iterator[Fault]:
    """Without an app id nobody signs anything, so that serves on this machine alone, and only where it is asked for."""
    given = [name for name in Settings.model_fields if name.startswith("teams_") and name in settings.model_fields_set]
    if settings.teams_insecure_dev:
        if settings.teams_app_id:
            yield _fault("teams_insecure_dev", "does not go with an app id")
        if settings.host not in LOOPBACK:
            yield Fault(0, f"{PREFIX}HOST", "is not this machine alone, where nothing is checked", _MENDS["host"])
        return
    if given and not settings.teams_app_id:
        yield _fault("teams_app_id", "is missing")
    if settings.teams_app_id:
        if settings.teams_app_type == "SingleTenant" and not (settings.teams_password or settings.teams_certificate):
            yield _fault("teams_password", "is missing")
        if not settings.teams_tenants:
            yield _fault("teams_tenants", "is missing")


def _fault(name: str, what: str) -> Fault:
    return Fault(0, f"{PREFIX}{name.upper()}", what, _MENDS[name])


def _wrong(error: ValidationError) -> Iterator[Fault]:
    for fault in error.errors():
        name = str(fault["loc"][0])
        said = str(fault["input"])
        what = f'"{shown(said)}" is of no use here' if said.strip() else "is empty"
        if name == "database_url" and said.strip():
            what = "is no address of a database that is known here"
        yield Fault(0, f"{PREFIX}{name.upper()}", what, _MENDS[name])
