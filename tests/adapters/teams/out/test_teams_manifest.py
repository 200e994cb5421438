"""The app package is what Teams takes: the official schema where it is at hand, and every limit written down again."""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from adapters.teams import icons
from adapters.teams.manifest import SCHEMA, App, manifest, package
from bot.commands import MENU

ROOT = Path(__file__).parents[4]
OFFICIAL = ROOT / "var/peers/node_modules/@microsoft/app-manifest/build/json-schemas/teams"
APP = App("11111111-2222-3333-4444-555555555555", "https://qb.example.com", "Example Pumps")
TYPED = [(command.example, command.help) for command in MENU]


@pytest.fixture(scope="module")
def packed() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package(APP, TYPED))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_package_holds_the_manifest_and_both_icons(packed: dict[str, bytes]) -> None:
    assert sorted(packed) == ["color.png", "manifest.json", "outline.png"]
    assert json.loads(packed["manifest.json"]) == manifest(APP, TYPED)
    assert package(APP, TYPED) == package(APP, TYPED)


def test_the_manifest_is_valid_under_the_official_schema() -> None:
    schema = OFFICIAL / f"v{SCHEMA}/MicrosoftTeams.schema.json"
    if not schema.exists():
        pytest.skip("tests/peers/install.sh fetches Microsoft's schema of the manifest")
    faults = Draft7Validator(json.loads(schema.read_text())).iter_errors(manifest(APP, TYPED))
    assert [f"{'/'.join(map(str, fault.path))}: {fault.message}" for fault in faults] == []


def test_every_limit_of_teams_is_kept() -> None:
    made = manifest(
        App(APP.app_id, APP.address, "P" * 80), [(f"command {n} " + "x" * 60, "h" * 300) for n in range(40)]
    )
    assert (len(made["name"]["short"]) <= 30, len(made["name"]["full"]) <= 100) == (True, True)
    assert (len(made["description"]["short"]) <= 80, len(made["description"]["full"]) <= 4000) == (True, True)
    assert len(made["developer"]["name"]) <= 32
    [bot], [extension] = made["bots"], made["composeExtensions"]
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert [each["scopes"] for each in bot["commandLists"]] == [["personal"], ["team"], ["groupChat"]]
    for listed in bot["commandLists"]:
        assert len(listed["commands"]) == 10
        assert all(len(each["title"]) <= 32 and len(each["description"]) <= 128 for each in listed["commands"])
    assert len(extension["commands"]) <= 10
    for command in extension["commands"]:
        assert len(command["title"]) <= 32
        assert len(command["description"]) <= 128
        assert all(len(each["title"]) <= 32 for each in command.get("parameters", ()))


def test_the_commands_are_those_of_the_list_and_help_is_always_there() -> None:
    [bot] = manifest(APP, TYPED)["bots"]
    titles = [each["title"] for each in bot["commandLists"][0]["commands"]]
    assert "help" in titles
    assert set(titles) <= {example for example, _ in TYPED}
    many = [*((f"c{n}", "h") for n in range(20)), ("help", "h")]
    [bot] = manifest(APP, many)["bots"]
    assert [each["title"] for each in bot["commandLists"][0]["commands"]] == [*(f"c{n}" for n in range(9)), "help"]


def test_search_and_tell_quarterback_are_offered_where_they_make_sense() -> None:
    [extension] = manifest(APP, TYPED)["composeExtensions"]
    search, tell = extension["commands"]
    assert (search["type"], search["context"], len(search["parameters"])) == ("query", ["compose", "commandBox"], 1)
    assert (tell["type"], tell["title"], tell["context"]) == ("action", "Tell Quarterback", ["message"])


def test_addresses_are_those_given_and_the_servers_otherwise() -> None:
    made = manifest(App(APP.app_id, "https://qb.example.com:8443/bot", "P", privacy="https://example.com/privacy"), [])
    assert made["validDomains"] == ["qb.example.com"]
    assert made["developer"]["privacyUrl"] == "https://example.com/privacy"
    assert made["developer"]["websiteUrl"] == "https://qb.example.com:8443/bot"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"app_id": "quarterback"}, "GUID"),
        ({"address": ""}, "no address"),
        ({"address": "http://qb.example.com"}, "https://"),
        ({"address": "qb.example.com"}, "https://"),
        ({"address": "https://"}, "https://"),
        ({"address": "https://[::1"}, "https://"),
        ({"privacy": "javascript:alert(1)"}, "https://"),
        ({"publisher": " "}, "no name"),
        ({"version": "1"}, "three numbers"),
    ],
)
def test_what_teams_would_not_take_is_said_before_anybody_uploads_it(wrong: dict[str, str], sentence: str) -> None:
    given: dict[str, Any] = {"app_id": APP.app_id, "address": APP.address, "publisher": APP.publisher}
    with pytest.raises(ValueError, match=sentence):
        package(App(**(given | wrong)), TYPED)


def test_the_colour_icon_is_192_pixels_square_and_nowhere_transparent(packed: dict[str, bytes]) -> None:
    side, pixels = _read(packed["color.png"])
    assert side == 192
    assert {alpha for *_, alpha in pixels} == {255}
    assert tuple(pixels[0][:3]) == icons.GROUND
    assert len({tuple(pixel) for pixel in pixels}) > 3


def test_the_outline_is_32_pixels_square_white_on_nothing(packed: dict[str, bytes]) -> None:
    side, pixels = _read(packed["outline.png"])
    assert side == 32
    assert all(tuple(pixel[:3]) == (255, 255, 255) for pixel in pixels)
    assert all(pixels[at][3] == 0 for at in (0, 31, -32, -1))
    drawn = sum(pixel[3] > 127 for pixel in pixels)
    assert 80 < drawn < 500


def _read(png: bytes) -> tuple[int, list[bytes]]:
    """Side and pixels of a square PNG of red, green, blue and alpha without filters; its checksums hold."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, chunks = 8, {}
    while at < len(png):
        [length] = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + data),)
        chunks[kind] = data
        at += 12 + length
    width, height, depth, colours = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (width == height, depth, colours, list(chunks)) == (True, 8, 6, [b"IHDR", b"IDAT", b"IEND"])
    rows = zlib.decompress(chunks[b"IDAT"])
    stride = 4 * width + 1
    lines = [rows[line * stride + 1 : (line + 1) * stride] for line in range(height)]
    return width, [line[4 * column : 4 * column + 4] for line in lines for column in range(width)]
