"""What is said when somebody calls the quarter."""

from decimal import Decimal

from bot.views.forecast import call_cells
from bot.views.quick import say
from domain.chat.message import Button, Buttons, Facts, Message, Note, strong, text
from domain.forecast.call import Call
from domain.forecast.words import THOUSAND
from domain.sales.people import Person
from domain.sales.quarter import Quarter
from domain.sales.values import show_amount, show_date

CALL = "call"


def called(call: Call, before: Call | None, quarter: Quarter, currency: str, whose: str) -> Message:
    """What was kept, and what stood before it: that stays too."""
    commit, best, _, note = call_cells(call, currency)
    rows = [("Commit", commit), ("Best case", best)]
    if call.note:
        rows.append(("Note", note))
    if before:
        rows.append(("Before", f"{_in_words(before, currency)}, {show_date(before.at.date())}"))
    summary = f"{whose} for {quarter}: {_in_words(call, currency)}."
    undo = Button("Take back", "call_back", str(call.id))
    return Message(summary, (text(strong(f"{whose} for {quarter}")), Facts(tuple(rows)), Buttons((undo,))))


def thousands(call: Call, currency: str) -> Message:
    """ "400" may be 400 or 400,000, so nothing is kept before a tap."""
    first = next((each for each in (call.commit, call.best_case) if each is not None), Decimal(0))
    plain, times = show_amount(first, currency), show_amount(first * THOUSAND, currency)
    buttons = (Button(times, "call_meant", str(call.id), 1, "primary"), Button(plain, "call_meant", str(call.id), 0))
    return say(f"Do you mean {times} or {plain}? Nothing is kept yet.", Buttons(buttons))


def overridden(call: Call, by: Person, quarter: Quarter, currency: str) -> Message:
    """To the rep, who is to know what the manager counts on, and why."""
    words = f"{by.name} counts on {_in_words(call, currency)} from you for {quarter}: {call.note}"
    return say(words, Note("Your own call stands beside it as you said it."))


def no_longer_overridden(by: Person, quarter: Quarter, before: Call | None, currency: str) -> Message:
    """To the rep, who was told of the figure that is taken back."""
    now = f" {_in_words(before, currency)} of {show_date(before.at.date())} counts again." if before else ""
    return say(f"{by.name} has taken back the figure for {quarter} that I told you of.{now}")


def you_deleted(call: Call, whose: str, quarter: Quarter, currency: str) -> Message:
    """A deleted message may have been meant to take its call along, so that is asked."""
    what = f"{whose[0].lower()}{whose[1:]} for {quarter}: {_in_words(call, currency)}"
    words = f"You deleted the message of {what}. Shall I take it back?"
    return say(words, Buttons((Button("Take back", "call_back", str(call.id), tone="primary"),)))


def taken_back(whose: str, quarter: Quarter, before: Call | None, currency: str) -> Message:
    now = "None stands now."
    if before:
        now = f"The one of {show_date(before.at.date())} stands again: {_in_words(before, currency)}."
    return say(f"{whose} for {quarter} is taken back. {now}")


def settled() -> Message:
    return say("That was settled already; nothing was changed.")


def note_wanted(name: str, said: str) -> Message:
    return say(f"Say why, so that {name} can read it: “{said}: their board has not met”. Nothing is kept yet.")


def team_only() -> Message:
    return say("An override is for somebody of your team. Your own call is for instance “commit 420k, best 600k”.")


def not_asked(title: str, why: str) -> Message:
    return say(f"I did not ask about {title}: {why}.")


def _in_words(call: Call, currency: str) -> str:
    """ "commit $420,000, best case $600,000", as far as either was said."""
    said = (("commit", call.commit), ("best case", call.best_case))
    return ", ".join(f"{label} {show_amount(amount, currency)}" for label, amount in said if amount is not None)
