"""The application behind its door for Teams, with an issuer of our own; nothing leaves, since no worker runs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from bot.settings import Settings
from bot.wiring import Wired, wire
from domain.asking.induction import Induction
from domain.chat.link import Link
from tests.adapters.practice.browser import Background
from tests.adapters.teams.inbound.issuer import APP, TENANT, Issuer

ROOT = Path(__file__).parents[4]
RUTH = "ruth.calloway@copperline.example"


@dataclass
class Scene:
    wired: Wired
    issuer: Issuer
    client: httpx.Client
    database: str

    def post(self, body: Any, token: str | None = None, **headers: str) -> httpx.Response:
        """To /api/messages, with a good token where none is given."""
        spelt = body if isinstance(body, bytes) else json.dumps(body).encode()
        bearer = {"Authorization": f"Bearer {self.issuer.token() if token is None else token}"}
        return self.client.post(
            "messages", content=spelt, headers={"Content-Type": "application/json"} | bearer | headers
        )

    def rows(self) -> dict[str, int]:
        """How many rows there are of what any request could leave behind."""
        names = ("events", "statements", "posts", "jobs", "links", "conversation_references", "taps", "sends")
        engine = create_engine(self.database)
        with engine.connect() as connection:
            counts = {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in names}  # noqa: S608
        engine.dispose()
        return {name: int(count or 0) for name, count in counts.items()}


@pytest.fixture(scope="module")
def background() -> Iterator[Background]:
    loop = Background()
    yield loop
    loop.close()


@pytest.fixture
def issuer(background: Background) -> Iterator[Issuer]:
    made = Issuer(background)
    yield made
    made.stop()


@pytest.fixture
def scene(background: Background, issuer: Issuer, tmp_path: Path) -> Iterator[Scene]:
    """Ruth is known; her personal conversation is not yet."""
    database = f"sqlite:///{tmp_path}/teams.db"
    settings = Settings(
        teams_app_id=APP,
        teams_password=SecretStr("of nobody"),
        teams_tenants=(TENANT,),
        teams_issuer=issuer.url,
        teams_metadata=issuer.metadata,
    )
    wired = wire(database, ROOT / "app.yaml", settings)
    with wired.storage.begin() as uow:
        uow.links.put(Link("teams", TENANT, "entra-ruth", RUTH), wired.clock.now())
        uow.inductions.save(Induction(RUTH))  # she is not new
    assert wired.teams
    served = background.serve(wired.teams.pages)
    client = httpx.Client(base_url=served.url, timeout=20)
    yield Scene(wired, issuer, client, database)
    client.close()
    served.stop()
    wired.storage.close()
