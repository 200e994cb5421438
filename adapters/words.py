"""Words as they may go out to any platform: clean, counted as platforms count, and cut between two characters."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from domain.chat.message import Run

Cost = Callable[[str], int]
NOTHING = "—"
_JOINER, _FLAGS, _SKINS = "\u200d", ("\U0001f1e6", "\U0001f1ff"), ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")
# Zero width, bidirectional marks and overrides: they hide words or turn them round. Joiners stay, emoji need them.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2061, 0x2070)))
_ENDS = {0x0A: "\n", 0x2028: "\n", 0x2029: "\n"}
_BROKEN = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CLEAN = {**_CONTROLS, **_UNSEEN, **_BROKEN, 0x061C: None, **_ENDS}
_ADDRESS = re.compile(r"https?://[^\s/?#@\\\"'<>`]+(?:[/?#][^\s\"'<>`\\]*)?", re.IGNORECASE)
_LONGEST_ADDRESS = 1000


def web_address(link: str) -> str:
    """The link where a browser may open it; "" for what is no http or https, hides its host or is far too long."""
    fits = len(link) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(link) and link.isprintable()
    return link if fits else ""


def clean(words: str) -> str:
    """Without control characters, broken halves, and what hides or turns words; line ends become "\\n"."""
    return words.replace("\r\n", "\n").translate(_CLEAN)


def units(character: str) -> int:
    """What one character counts: its UTF-16 code units, the larger of the ways in which platforms may count."""
    return 2 if character > "\uffff" else 1


def size(text: str, cost: Cost = units) -> int:
    """What the whole text counts."""
    return sum(map(cost, text))


def cut(text: str, most: int, cost: Cost = units) -> str:
    """The text, or as much of its beginning as fits together with the "…" that says so."""
    if len(text) * 2 <= most and cost is units:
        return text
    return text if size(text, cost) <= most else text[: _end(text, most - 1, cost)].rstrip() + "…"


def cut_and_say(text: str, most: int, cost: Cost = units) -> str:
    """As `cut`, and the end says how many characters are left out."""
    if size(text, cost) <= most:
        return text
    kept = text[: _end(text, most - 40, cost)].rstrip()
    return f"{kept}… ({len(text) - len(kept):,} characters left out)"


def cut_runs(runs: Sequence[Run], most: int, cost: Cost = units) -> list[Run]:
    """As `cut_and_say`, for words in several styles."""
    whole = "".join(run.text for run in runs)
    shown = cut_and_say(whole, most, cost)
    if shown == whole:
        return list(runs)
    same = next((at for at, pair in enumerate(zip(shown, whole, strict=False)) if pair[0] != pair[1]), len(whole))
    kept, left = [], same
    for run in runs:
        kept.append(replace(run, text=run.text[:left]))
        left = max(0, left - len(run.text))
    return [*kept, Run(shown[same:])]


def counted(count: int, what: str) -> str:
    """ "1 row", "2,000 rows"."""
    return f"{count:,} {what}{'s' * (count != 1)}"


def is_day(words: str) -> bool:
    """Whether that is a day as date fields take it, such as 2027-03-31."""
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _end(text: str, most: int, cost: Cost) -> int:
    """Where to cut: as late as `most` allows, and between two characters as people see them."""
    spent, end = 0, 0
    for character in text:
        spent += cost(character)
        if spent > most:
            break
        end += 1
    while 0 < end < len(text) and _inside(text, end):
        end -= 1
    return end


def _inside(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before == _JOINER or after == _JOINER or _SKINS[0] <= after <= _SKINS[1] or _TAGS[0] <= after <= _TAGS[1]:
        return True
    return unicodedata.category(after) in ("Mn", "Me", "Mc") or (_is_flag(after) and _flags_before(text, at) % 2 == 1)


def _flags_before(text: str, at: int) -> int:
    first = at
    while first and _is_flag(text[first - 1]):
        first -= 1
    return at - first


def _is_flag(character: str) -> bool:
    return _FLAGS[0] <= character <= _FLAGS[1]
