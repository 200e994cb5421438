"""What whoever sends an export in chat is told: what was taken of it, what was not, or why nothing was."""

from collections.abc import Sequence

from bot.views.quick import say
from domain.chat.message import Message, Note, text

_FAULTS = 15


def taken(name: str, feed: str, counts: tuple[int, int, int], faults: Sequence[str]) -> Message:
    """`counts` are the news, those among them whose account is not known yet, and what was known already.

    `faults` are sentences with their lines.
    """
    news, unmatched, known = counts
    again = f", {known} known already" if known else ""
    asked = f", {unmatched} of accounts that an admin is asked about" if unmatched else ""
    refused = f" {len(faults)} could not be taken:" if faults else ""
    words = f"I read {name} for {feed}: {news} news{asked}{again}.{refused}"
    lines = [text(f"{sentence[:1].upper()}{sentence[1:]}") for sentence in faults[:_FAULTS]]
    more = [Note(f"{len(faults) - _FAULTS} more are not shown.")] if len(faults) > _FAULTS else []
    mend = [Note("Nothing was written from these. Mend them and send it once more: what I have is not taken twice.")]
    return Message(words, (text(words), *lines, *more, *(mend if faults else [])))


def no_table(name: str) -> Message:
    return say(f"I read exports as CSV or XLSX only, and {name} is neither, so I did nothing with it.")


def no_feed() -> Message:
    return say("No feed of app.yaml takes files, so I did nothing with it. An admin can add one with source: folder.")


def not_theirs(experts: Sequence[str]) -> Message:
    """`experts` are names of those whom app.yaml names for finance or support."""
    who = " or ".join([*dict.fromkeys(experts), "an admin"])
    return say(f"I take such files from {who} only, so I did nothing with it.")


def which(feeds: Sequence[str]) -> Message:
    return say(
        f"Is that for {' or '.join(feeds)}? Send it once more and write the name with it; nothing was taken yet."
    )


def not_fetched(name: str, why: str) -> Message:
    return say(f"I could not read {name}: {why}. Nothing was taken; please send it once more.")


def how_to_paste() -> Message:
    return say(
        "Write csv, and paste the export below it, its header first.",
        Note(
            "In Slack and Teams you can also send me the file. For a file of your own opportunities: export pipeline."
        ),
    )


def directly() -> Message:
    return say("Please send me that directly: here others read what customers owe. Nothing was taken.")
