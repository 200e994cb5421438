"""A whole short reply to "when?" in another language or an odd format, read by dateparser. Always only a proposal."""

from datetime import date, datetime

from domain.reading.fold import fold
from domain.sales.process import SalesProcess

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
LONGEST = 60


def foreign_day(text: str, now: datetime, process: SalesProcess) -> date | None:
    """The day that the whole reply names, or None. It must name day and month; days gone by are none.

    Only for replies in which `paint` found nothing about time: it costs a thousand times as much.
    """
    words = fold(text).strip(" .!?,;:\n\t")
    if not words or len(words) > LONGEST or not any(char.isdigit() for char in words):
        return None
    # loading dateparser takes longer than reading a thousand replies, and most runs never need it
    import dateparser  # noqa: PLC0415

    try:
        found = dateparser.parse(
            words,
            languages=list(LANGUAGES),
            settings={
                "REQUIRE_PARTS": ["day", "month"],
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": now.replace(tzinfo=None),
                "DATE_ORDER": process.date_order.value.upper(),
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    except (OverflowError, ValueError):
        return None
    return found.date() if found is not None and found.date() >= now.date() else None
