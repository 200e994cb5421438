"""What customers said, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.chat.message import Message, Note, Part, Run, Text, quiet, quote, strong, text
from domain.sales.values import show_date

LINES = 15


@dataclass(frozen=True, slots=True)
class Said:
    """One remark of a customer: about which product, of which themes, when (UTC) and by whom it was noted ("" is an
    import). `before`: by then it stood there. `opportunity` is an id, and not shown."""

    words: str
    customer: str
    product: str
    themes: tuple[str, ...]
    at: datetime
    by: str
    opportunity: str
    before: bool = False


def feedback(title: str, found: Sequence[Said]) -> Message:
    """Newest first."""
    if not found:
        words = f"{title}: nothing is noted that you may see."
        how = "Tell me what a customer says, for instance “Acme says the panels are too small”, and it is found here."
        return Message(words, (text(words), Note(how)))
    summary = f"{title}: {len(found)} remark{'s' * (len(found) != 1)}."
    parts: list[Part] = [text(strong(f"{title}, newest first."))]
    parts += [remark(each) for each in found[:LINES]]
    if len(found) > LINES:
        parts.append(
            Note(f"{len(found) - LINES} more: name an account, a product or a theme such as price or delivery.")
        )
    return Message(summary, tuple(parts))


def remark(said: Said, with_customer: bool = True) -> Text:
    themes = f"about {', '.join(said.themes)}" if said.themes else ""
    about = "".join(f" · {each}" for each in (said.product, themes) if each)
    day = f"{'before ' * said.before}{show_date(said.at.date())}"
    who = f", noted by {said.by}" if said.by else ""
    name: list[str | Run] = [strong(said.customer), ": "] if with_customer else []
    return text(*name, quote(f"“{said.words}”"), quiet(f"{about} · {day}{who}"))
