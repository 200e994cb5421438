"""New opportunities and contacts: what was understood, what is missing, and the tap that makes it so."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.quick import say
from domain.chat.message import (
    Button,
    Buttons,
    Facts,
    Form,
    Input,
    Message,
    Note,
    Option,
    Part,
    Select,
    quote,
    strong,
    text,
)
from domain.sales.openings import Contact, Opening
from domain.sales.opportunity import Account, Opportunity
from domain.sales.process import Stage
from domain.sales.values import keep, show_amount, show_date

OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a new opportunity meets: its first stage, the account it will be of, and what is there already."""

    stage: Stage
    currency: str
    account: Account | None = None
    alike: Sequence[Account] = ()
    already: Opportunity | None = None
    owner: str = ""
    owners: Sequence[tuple[str, str]] = ()


def shall_i_open(opening: Opening, around: Surroundings, *, mentioned: bool) -> Message:
    """Asked once, with everything that is missing."""
    name = _name(opening, around)
    asked = f"You mentioned an opening{name}. Shall I open it?" if mentioned else f"A new opportunity{name}."
    parts: list[Part] = [text(asked), Facts(_facts(opening, around))]
    if opening.quote:
        parts.append(text("From: ", quote(f"“{opening.quote[:200]}”")))
    if opening.account and around.account is None:
        parts.append(Note(f"{opening.account} is not among the accounts yet: it is added with it."))
    if around.already:
        parts.append(Note(f"{around.already.title} is open already, at {around.already.stage}."))
    if opening.missing:
        parts.append(Note(f"Missing: {', '.join(opening.missing)}. {_how(opening)}"))
    ref = str(opening.id)
    if around.owners:
        options = tuple(Option(name, identity) for identity, name in around.owners)
        parts.append(Select("For whom is it?", "opening_for", ref, options))
    if around.alike:
        parts.append(
            Select("Or is it this account?", "opening_account", ref, tuple(Option(a.name, a.id) for a in around.alike))
        )
    label = "Open another" if around.already else "Open it"
    first = (Button(label, "opening_open", ref, tone="primary"),) if opening.complete and not around.owners else ()
    parts.append(Buttons((*first, Button("Fill in…", "opening_fill", ref), Button("No", "opening_decline", ref))))
    return Message(asked, tuple(parts))


def opening_form(opening: Opening, products: Sequence[str], currency: str) -> Message:
    """Everything that is known of it, to be completed."""
    inputs = (
        Input("account", "Account", "text", opening.account),
        Input("product", "Product", "text", opening.product, hint=", ".join(products[:6])),
        Input("amount", "Amount", "number", keep(opening.amount) or "", hint=f"In {currency}"),
        Input("close_date", "Close date", "date", keep(opening.close_date) or ""),
    )
    return say("What is missing may stay empty.", Form("New opportunity", "opening_save", str(opening.id), inputs))


def opened(opportunity: Opportunity, for_whom: str, new_account: bool, statement: int, quoted: str) -> Message:
    """It is made, and can be taken back."""
    amount = f", {show_amount(opportunity.amount, opportunity.currency)}" if opportunity.amount else ""
    close = f", close {show_date(opportunity.close_date)}" if opportunity.close_date else ""
    stands = f"{opportunity.stage}, {opportunity.probability} %{amount}{close}"
    whose = f" for {for_whom}" if for_whom else ""
    parts: list[Part] = [
        text("Opened", whose, ": ", strong(opportunity.title), f", {stands}, from: ", quote(f"“{quoted[:200]}”"))
    ]
    if new_account:
        parts.append(Note(f"{opportunity.account} is a new account."))
    parts.append(Buttons((Button("Undo", "undo", str(statement)), Button("Change…", "change", opportunity.id))))
    return Message(f"Opened{whose}: {opportunity.title}, {stands}.", tuple(parts))


def settled(opening: Opening, words: str) -> Message:
    """The question once it needs no answer any more."""
    return say(f"{opening.account or 'A new opportunity'}, {opening.product or 'no product said'}: {words}.")


def noted_contact(contact: Contact, account: str) -> Message:
    """Somebody at a customer, and the way to take it back."""
    details = ", ".join(piece for piece in (contact.title, contact.email, contact.phone) if piece)
    line = f"{contact.name}{f' ({details})' if details else ''}"
    return Message(
        f"Noted {line} at {account}.",
        (
            text("Noted ", strong(line), f" at {account}, from: ", quote(f"“{contact.quote[:200]}”")),
            Buttons((Button("Take it back", "contact_remove", str(contact.id)),)),
        ),
    )


def contact_line(contacts: Sequence[Contact]) -> str:
    """Everybody at a customer in one line."""
    return "; ".join(", ".join(p for p in (c.name, c.title, c.email, c.phone) if p) for c in contacts)


def _name(opening: Opening, around: Surroundings) -> str:
    account = around.account.name if around.account else opening.account
    at = f" at {account}" if account else ""
    return f"{at} for {opening.product}" if opening.product else at


def _facts(opening: Opening, around: Surroundings) -> tuple[tuple[str, str], ...]:
    account = around.account.name if around.account else opening.account
    return (
        *((("Owner", around.owner),) if around.owner else ()),
        ("Account", account or "—"),
        ("Product", opening.product or "—"),
        ("Amount", show_amount(opening.amount, around.currency) if opening.amount else "—"),
        ("Close date", show_date(opening.close_date) if opening.close_date else "—"),
        ("Starts in", f"{around.stage.name}, {around.stage.probability} %"),
    )


def _how(opening: Opening) -> str:
    if opening.complete:
        return "Say it here in one line, or open it as it is."
    return "Say it here in one line, or fill it in."
