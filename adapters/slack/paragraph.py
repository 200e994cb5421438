"""Paragraphs: a section where its words are plain, rich text where mrkdwn could read anything into them."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.slack.escape import escaped, escaped_units, holds_marks
from adapters.slack.limits import SECTION_TEXT
from adapters.words import clean, cut_runs, size, web_address
from domain.chat.codec import JsonObject
from domain.chat.message import Run, Style

_MARK: dict[Style, str] = {"plain": "", "quiet": "", "strong": "*", "quote": "_"}
_STYLE: dict[Style, JsonObject] = {
    "plain": {},
    "quiet": {},
    "strong": {"style": {"bold": True}},
    "quote": {"style": {"italic": True}},
}


def paragraph(runs: Sequence[Run]) -> JsonObject | None:
    """One block, at most 3,000 characters; what is cut is said. None where there are no words."""
    kept = cut_runs([replace(run, text=clean(run.text)) for run in runs], SECTION_TEXT, escaped_units)
    words = "".join(run.text for run in kept)
    if not words.strip():
        return None
    marked = "".join(_marked(run) for run in kept)
    if holds_marks(words) or any(run.link for run in kept) or not _marks_hold(kept) or size(marked) > SECTION_TEXT:
        elements = [_element(run) for run in kept if run.text]
        return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}
    return {"type": "section", "text": {"type": "mrkdwn", "text": marked, "verbatim": True}}


def preformatted(lines: Sequence[str]) -> JsonObject:
    """Lines in letters of one width."""
    words = clean("\n".join(lines))
    fenced = f"```{escaped(words)}```"
    if not holds_marks(words) and size(fenced) <= SECTION_TEXT:
        return {"type": "section", "text": {"type": "mrkdwn", "text": fenced, "verbatim": True}}
    inner = [{"type": "text", "text": words}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": inner}]}


def _element(run: Run) -> JsonObject:
    link = web_address(run.link)
    kind = {"type": "link", "url": link} if link else {"type": "text"}
    return {**kind, "text": run.text, **_STYLE[run.style]}


def _marked(run: Run) -> str:
    mark = _MARK[run.style] if run.text else ""
    return f"{mark}{escaped(run.text)}{mark}"


def _marks_hold(runs: Sequence[Run]) -> bool:
    """mrkdwn takes a mark for one only where the words inside touch it and no letter stands outside."""
    outside = ""
    for at, run in enumerate(runs):
        if _MARK[run.style] and run.text:
            after = "".join(later.text for later in runs[at + 1 :])[:1]
            if run.text != run.text.strip() or "\n" in run.text or outside.isalnum() or after.isalnum():
                return False
            if at + 1 < len(runs) and _MARK[runs[at + 1].style]:
                return False
        outside = run.text[-1:] or outside
    return True
