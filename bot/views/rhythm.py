"""Somebody's rhythm: how many questions, when, and the form to change it."""

from collections.abc import Sequence

from domain.chat.message import Form, Input, Message, Note, Option, Part, text
from domain.sales.people import Digest, Person, Rhythm
from domain.sales.values import show_date

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def settings(person: Person) -> Message:
    """What holds now, as a form."""
    now = as_typed(person.rhythm)
    inputs = (
        Input("per_day", "Questions a day, at most", "number", now["per_day"]),
        Input("per_week", "Questions a week, at most", "number", now["per_week"]),
        Input("start", "From", "text", now["start"], hint=f"Your time, {person.zone}"),
        Input("end", "To", "text", now["end"]),
        Input("days", "Days", "text", now["days"]),
        Input("not_before", "Not before", "date", now["not_before"]),
        Input("digest", "Digest", "select", now["digest"], tuple(Option(each.value, each.value) for each in Digest)),
        Input(
            "digest_hour", "Digest at", "number", now["digest_hour"], hint="Full hour, 0 to 23; empty: the usual one"
        ),
    )
    form = Form("When and how often I may ask you", "save_settings", "", inputs)
    words = in_words(person)
    return Message(
        words,
        (text(words), form, Note("In a word: “ask me less”, “mornings only”, “not before Monday”, “digest weekly”.")),
    )


def as_typed(rhythm: Rhythm) -> dict[str, str]:
    """The inputs of the form by name, as one would type them."""
    return {
        "per_day": str(rhythm.per_day),
        "per_week": str(rhythm.per_week),
        "start": f"{rhythm.hours.start:%H:%M}",
        "end": f"{rhythm.hours.end:%H:%M}",
        "days": " ".join(WEEKDAYS[day] for day in rhythm.hours.days),
        "not_before": rhythm.not_before.isoformat() if rhythm.not_before else "",
        "digest": rhythm.digest.value,
        "digest_hour": "" if rhythm.digest_hour is None else str(rhythm.digest_hour),
    }


def rhythm_is_now(person: Person) -> Message:
    words = f"Noted. {in_words(person)}"
    return Message(words, (text(words),))


def in_words(person: Person) -> str:
    """ "I ask you at most 3 questions a day and 10 a week, Mon to Fri, 09:00 to 17:00." """
    rhythm = person.rhythm
    days = ", ".join(WEEKDAYS[day].capitalize() for day in rhythm.hours.days)
    pause = f", and not before {show_date(rhythm.not_before)}" if rhythm.not_before else ""
    return (
        f"I ask you at most {rhythm.per_day} questions a day and {rhythm.per_week} a week, on {days}, "
        f"{rhythm.hours.start:%H:%M} to {rhythm.hours.end:%H:%M}{pause}."
    )


def settings_faults(faults: Sequence[str]) -> Message:
    parts: list[Part] = [text("Nothing was changed:"), *(text(fault) for fault in faults)]
    return Message("Nothing was changed: " + " ".join(faults), tuple(parts))
