"""What the machine this runs on decides, from the environment or a file .env; secrets come from nowhere else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from bot.faults import Fault, Faults, shown
from bot.yaml_table import nearest

PREFIX = "QUARTERBACK_"
_DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
_MENDS = {
    "database_url": "write one such as sqlite:///var/quarterback.db or postgresql://user:password@host/name",
    "app_file": "write the path of app.yaml",
    "host": "write the address to listen on, such as 127.0.0.1",
    "port": "write a number from 1 to 65535",
    "log_level": "write DEBUG, INFO, WARNING or ERROR",
}


def _written(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise ValueError("empty")  # an empty secret must not fall back to another database
    return value


def _database(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(_DATABASES):
        raise ValueError("no database")
    return url


class Settings(BaseSettings):
    """Each is read from QUARTERBACK_ and its name in capitals; the environment wins over .env.

    The address of the database may hold a password, so it never shows itself in a log or message.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    database_url: Annotated[SecretStr, BeforeValidator(_written), AfterValidator(_database)] = SecretStr(
        "sqlite:///var/quarterback.db"
    )
    app_file: Annotated[Path, BeforeValidator(_written)] = Path("app.yaml")
    host: Annotated[str, BeforeValidator(_written)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8321
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = "INFO"


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
    if unknown:
        raise Faults("environment", unknown)
    return settings


def _unknown() -> Iterator[Fault]:
    """A misspelt name would leave a default standing where somebody decided otherwise."""
    known = tuple(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)
    written = {*EnvSettingsSource(Settings).env_vars, *DotEnvSettingsSource(Settings).env_vars}
    for name in sorted(name.upper() for name in written):
        if name.startswith(PREFIX) and name not in known:
            yield Fault(0, shown(name), "is no setting", nearest(name, known, f"known are {', '.join(known)}"))


def _wrong(error: ValidationError) -> Iterator[Fault]:
    for fault in error.errors():
        name = str(fault["loc"][0])
        said = str(fault["input"])
        what = f'"{shown(said)}" is of no use here' if said.strip() else "is empty"
        if name == "database_url" and said.strip():
            what = "is no address of a database that is known here"
        yield Fault(0, f"{PREFIX}{name.upper()}", what, _MENDS[name])
