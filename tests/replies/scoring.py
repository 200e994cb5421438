"""Cases of the reader as JSON lines, and whether an answer says what a case expects."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bot.processes import load_processes
from bot.use_cases.read_lines import read_lines
from domain.sales.process import SalesProcess

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "reading"
Json = dict[str, Any]

# Notes and names are compared by their main words, not letter by letter.
_LOOSE = {"next_step", "feedback", "competitor"}
_SMALL_WORDS = "the a an to and of for with on in at is it we i they he she his her their our them me my will be"
_SMALL = set(_SMALL_WORDS.split())


@cache
def processes() -> dict[str, SalesProcess]:
    """Our own processes, and the shared ones where they stand beside the project."""
    shared = SHARED / "processes.yaml"
    return load_processes(HERE / "processes.yaml") | (load_processes(shared) if shared.exists() else {})


def cases(path: Path) -> Iterator[Json]:
    """The cases of a file. What a case leaves out (when, which opportunities) is the standard scene of its process."""
    scenes = json.loads((HERE / "opportunities.json").read_text(encoding="utf-8"))
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        yield scenes.get(case["process"], {}) | case


def answer(case: Json) -> Json:
    """What the reader says to a case, as `quarterback read` would print it."""
    line = json.dumps({key: value for key, value in case.items() if key not in ("expect", "accept", "known_failure")})
    (said,) = read_lines([line], processes())
    found: Json = json.loads(said)
    return found


def is_exact(said: Json, case: Json) -> bool:
    """Whether everything is as one of the accepted readings has it."""
    return any(_exact(said, wanted) for wanted in _accepted(case))


def wrong_writes(said: Json, case: Json) -> list[Json]:
    """Changes that no accepted reading has."""
    return [
        change
        for change in said.get("changes", [])
        if not any(_has(wanted.get("changes", []), change) for wanted in _accepted(case))
    ]


def _accepted(case: Json) -> list[Json]:
    return [case["expect"], *case.get("accept", [])]


def _exact(said: Json, wanted: Json) -> bool:
    return (
        said.get("kind") == wanted["kind"]
        and all(_covers(said.get(key, []), wanted.get(key, [])) for key in ("changes", "proposals"))
        and _doubts(said) == _doubts(wanted)
        and _requests(said) == _requests(wanted)
        and str(said.get("until"))[:16] == str(wanted.get("until"))[:16]
        and said.get("hand_to") == wanted.get("hand_to")
    )


def _covers(said: list[Json], wanted: list[Json]) -> bool:
    return all(_has(wanted, item) for item in said) and all(_has(said, item) for item in wanted)


def _has(items: list[Json], item: Json) -> bool:
    return any(
        other["opportunity"] == item["opportunity"]
        and other["field"] == item["field"]
        and _same(item["field"], item["value"], other["value"])
        for other in items
    )


def _same(field: str, one: Any, other: Any) -> bool:
    if field not in _LOOSE:
        return bool(one == other)
    these, those = _words(one), _words(other)
    return len(these & those) >= max(1, 0.5 * min(len(these), len(those)))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if word not in _SMALL}


def _doubts(reading: Json) -> list[tuple[str, str]]:
    return sorted((str(doubt["opportunity"]), doubt["field"]) for doubt in reading.get("doubts", []))


def _requests(reading: Json) -> list[tuple[str, str, str]]:
    return sorted(
        (str(request["opportunity"]), request["kind"], str(request["date"])) for request in reading.get("requests", [])
    )
