"""Somebody's rhythm: how many questions, when, and the form to change it."""

from collections.abc import Sequence

from domain.chat.message import Form, Input, Message, Note, Part, text
from domain.sales.people import Person
from domain.sales.values import show_date

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def settings(person: Person) -> Message:
    """What holds now, as a form."""
    rhythm = person.rhythm
    inputs = (
        Input("per_day", "Questions a day, at most", "number", str(rhythm.per_day)),
        Input("per_week", "Questions a week, at most", "number", str(rhythm.per_week)),
        Input("start", "From", "text", f"{rhythm.hours.start:%H:%M}", hint=f"Your time, {person.zone}"),
        Input("end", "To", "text", f"{rhythm.hours.end:%H:%M}"),
        Input("days", "Days", "text", " ".join(WEEKDAYS[day] for day in rhythm.hours.days)),
        Input("not_before", "Not before", "date", rhythm.not_before.isoformat() if rhythm.not_before else ""),
    )
    form = Form("When and how often I may ask you", "save_settings", "", inputs)
    words = in_words(person)
    return Message(words, (text(words), form, Note("In a word: “ask me less”, “mornings only”, “not before Monday”.")))


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
