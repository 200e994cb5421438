"""Short answers about an alert: who takes it up, what was sent on, what to write to the customer, what is muted."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import quick
from bot.views.alert import AlertShown, headline
from domain.alerts.words import owed, since
from domain.chat.message import Button, Buttons, Form, Input, Message, Note, Option, Part, Select, quote, strong, text
from domain.sales.account_facts import CreditHold, FactKind
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person
from domain.sales.values import keep, show_date

MUTES = ("This account for a week", "This account", "All of this kind for a week", "All of this kind")
_KINDS = {FactKind.HOLD: "credit holds", FactKind.TICKET: "support tickets"}
FORMS = 5


def over() -> Message:
    return quick.say("That is over already; nothing is left to take up.")


def seen_already(who: str) -> Message:
    return quick.say(f"{who} has taken that up already.")


def assigned(to: Person, by: Person) -> Message:
    return quick.say("It is yours." if to.id == by.id else f"{to.name} takes care of it and is told.")


def is_yours(by: Person, shown: AlertShown) -> Message:
    return quick.say(f"{by.name} asks you to take care of this: {headline(shown)}.")


def commented(source: str) -> Message:
    if source:
        return quick.say(f"Noted for everybody who has this alert, and on its way to {source}.")
    return quick.say("Noted for everybody who has this alert.", Note("Its source takes no comments from here."))


def no_expert() -> Message:
    return quick.say("app.yaml names nobody to ask. Under alerts, say who stands for finance and support.")


def asked(expert: Person) -> Message:
    return quick.say(f"I asked {expert.name} to write to you.")


def is_asked(by: Person, shown: AlertShown) -> Message:
    """To finance or support: what it is about, and who asks. No figures of opportunities."""
    title = headline(shown)
    where = f" ({shown.fact.source} {shown.fact.source_id})"
    what = "What does it take to lift it?" if isinstance(shown.fact, CreditHold) else "How does it stand?"
    words = f"{by.name} sells to {shown.account} and asks about this: {title}{where}."
    return Message(words, (text(words), Note(f"{what} Please write to {by.first_name}, {by.id}.")))


def none_in_commit() -> Message:
    return quick.say("Nothing of that account that you may update is in commit. Nothing was changed.")


def dates(mine: Sequence[Opportunity]) -> Message:
    """A form for each: what is left as it is changes nothing."""
    forms = tuple(
        Form(o.title, "save", o.id, (Input("close_date", "Close date", "date", keep(o.close_date) or ""),))
        for o in mine[:FORMS]
    )
    words = "When will it close now? What you leave as it is stays."
    return quick.say(words, *forms)


def draft(shown: AlertShown, largest: Opportunity) -> Message:
    """Words to send: they name what the customer owes, and no figure of ours."""
    hold = shown.fact
    figures = f" ({' and '.join(owed(hold))})" if isinstance(hold, CreditHold) and owed(hold) else ""
    day = f" since {show_date(since(hold))}" if isinstance(hold, CreditHold) else ""
    whom = f"{shown.expert.name} in our finance team" if shown.expert else "our finance team"
    letter = (
        f"Our finance team has had your account on hold{day}{figures}, and until that is settled I cannot confirm a "
        f"delivery date. Could you tell me when we may expect the payment, or put whoever handles it in touch with "
        f"{whom}? I would like to keep our date."
    )
    button = Button(f"Note it as next step of {largest.name}", "alert_step", str(shown.alert.id))
    words = "You could write this; I send nothing to customers myself."
    return Message(words, (text(words), text(quote(letter)), Buttons((button,))))


def more(shown: AlertShown, people: Sequence[Person]) -> Message:
    """What else one can do with an alert."""
    ref, kind = str(shown.alert.id), _KINDS[shown.fact.kind]
    options = tuple(Option(person.name, person.id) for person in people[:100])
    where = f"Also goes to {shown.fact.source}" if shown.fact.takes_comments else "For everybody who has this alert"
    said = Input("words", "Comment", "long_text", hint=where)
    labels = [label.replace("All of this kind", f"All {kind}") for label in MUTES]
    parts: list[Part] = [
        text("More about ", strong(shown.account), ":"),
        Select("Hand it to", "alert_assign", ref, options),
        Form("Comment", "alert_comment", ref, (said,), "Send"),
        text("Or tell me no more about:"),
        Buttons(tuple(Button(label, "alert_mute", ref, pick) for pick, label in enumerate(labels))),
    ]
    return Message(f"What else you can do about {shown.account}.", tuple(parts))


def muted(account: str, kind: FactKind | None, until: datetime | None, person: Person) -> Message:
    how_long = f" until {quick.moment(until, person)}" if until else ""
    return quick.say(
        f"No alerts about {_what(account, kind)} any more{how_long}.",
        Note(f"“unmute {account or _KINDS[kind or FactKind.HOLD]}” takes that back. What you ask for is still shown."),
    )


def unmuted(account: str, kind: FactKind | None, there: bool) -> Message:
    what = _what(account, kind)
    return quick.say(f"I tell you about {what} again." if there else f"You had not muted {what}.")


def no_record_but_a_comment() -> Message:
    return quick.say(
        "I read nothing I could record in that, so nothing was changed.",
        Note("To tell it to all who have this alert, and to its source, begin with “comment”."),
    )


def no_comment() -> Message:
    return quick.say("That comment was empty, so nothing was sent.")


def _what(account: str, kind: FactKind | None) -> str:
    return account or _KINDS[kind or FactKind.HOLD]
