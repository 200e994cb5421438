"""The app as Teams is told of it: the package that an admin uploads, made of the commands and the server's address."""

import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.teams import icons
from adapters.teams.extension import QUERY, SEARCH, TELL
from adapters.words import cut
from domain.chat.codec import JsonObject

SCHEMA = "1.30"
SCOPES = ("personal", "team", "groupChat")
_MOST_COMMANDS, _TITLE, _DESCRIPTION = 10, 32, 128
_PUBLISHER = 32
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_VERSION = re.compile(r"\d{1,5}\.\d{1,5}\.\d{1,5}")
_FIRST = (1980, 1, 1, 0, 0, 0)  # what a zip can say of when a file was made; the same package has the same bytes


@dataclass(frozen=True, slots=True)
class App:
    """`app_id` is that of the bot's registration, `address` where the public reaches this server, over https.

    `publisher` is the company; the other addresses are what its people read of the app, that of the server where blank.
    Teams takes a package anew only under a new `version`, such as "1.0.1".
    """

    app_id: str
    address: str
    publisher: str
    website: str = ""
    privacy: str = ""
    terms: str = ""
    version: str = "1.0.0"


def package(app: App, commands: Sequence[tuple[str, str]]) -> bytes:
    """The zip: manifest and icons. `commands` are what one types and what it does, the most wanted first: Teams lists
    ten. ValueError says what of `app` Teams would not take.
    """
    described = json.dumps(manifest(app, commands), indent=2, ensure_ascii=False)
    files = {
        "manifest.json": described.encode(),
        "color.png": icons.colour(),
        "outline.png": icons.outline(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _FIRST), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def manifest(app: App, commands: Sequence[tuple[str, str]]) -> JsonObject:
    """What manifest.json says. ValueError as above."""
    _check(app)
    listed = [
        {"title": cut(title, _TITLE), "description": cut(help_text, _DESCRIPTION)}
        for title, help_text in _ten(commands)
    ]
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": app.version,
        "id": app.app_id,
        "developer": {
            "name": cut(app.publisher, _PUBLISHER),
            "websiteUrl": app.website or app.address,
            "privacyUrl": app.privacy or app.address,
            "termsOfUseUrl": app.terms or app.address,
        },
        "name": {"short": "Quarterback", "full": "Quarterback, the sales assistant"},
        "description": {
            "short": "Asks about the opportunities that matter, and records what you answer.",
            "full": "Quarterback asks you about open opportunities and gives you something with each question. It "
            "reads your answer in your own words, records stage, probability, amount and close date with the words "
            "behind each change, and takes back any of it at one tap.",
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#{:02x}{:02x}{:02x}".format(*icons.GROUND),
        "defaultInstallScope": "personal",
        "bots": [
            {
                "botId": app.app_id,
                "scopes": list(SCOPES),
                "isNotificationOnly": False,
                "supportsFiles": True,
                "commandLists": [{"scopes": [scope], "commands": listed} for scope in SCOPES],
            }
        ],
        "composeExtensions": [{"botId": app.app_id, "commands": [_search(), _tell()]}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(app.address).hostname or ""],
    }


def _search() -> JsonObject:
    return {
        "id": SEARCH,
        "type": "query",
        "title": "Find an opportunity",
        "description": "Find one of your opportunities by its name or account",
        "context": ["compose", "commandBox"],
        "initialRun": True,
        "parameters": [
            {"name": QUERY, "title": "Name or account", "description": "Part of a name", "inputType": "text"}
        ],
    }


def _tell() -> JsonObject:
    return {
        "id": TELL,
        "type": "action",
        "title": "Tell Quarterback",
        "description": "Make this message an update of an opportunity",
        "context": ["message"],
        "fetchTask": True,
    }


def _ten(commands: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first ones, "help" among them whatever its place: it tells of the others."""
    helps = [command for command in commands if command[0] == "help"]
    others = [command for command in commands if command[0] != "help"]
    return [*others[: _MOST_COMMANDS - len(helps)], *helps]


def _check(app: App) -> None:
    if not _GUID.fullmatch(app.app_id):
        raise ValueError("the app id is no GUID: copy it from the bot's registration")
    if not app.publisher.strip():
        raise ValueError("the publisher has no name: Teams shows it to everybody")
    if not _VERSION.fullmatch(app.version):
        raise ValueError(f"“{app.version}” is no version: write three numbers, such as 1.0.1")
    for address in filter(None, (app.address, app.website, app.privacy, app.terms)):
        if not _is_public(address):
            raise ValueError(
                f"“{address}” is no address that Teams can open: it begins with https:// and a host's name"
            )
    if not app.address:
        raise ValueError("the server has no address that Teams can reach: say it, beginning with https://")


def _is_public(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None and len(address) <= 2048
    except ValueError:
        return False
