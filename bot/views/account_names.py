"""Asks which account of ours a source means."""

from collections.abc import Sequence

from domain.chat.message import Button, Buttons, Form, Input, Message, Note, Option, Part, Select, strong, text
from domain.sales.opportunity import Account
from storage.account_facts import KnownName

NAME = "account_name"
MOST_OPTIONS = 100


def which_account(known: KnownName, candidates: Sequence[Account]) -> Message:
    """To an admin, once: what was told waits until somebody says whose it is."""
    fitting = f"{len(candidates)} of our accounts fit" if candidates else "none of our accounts fits"
    if len(candidates) == 1:
        fitting = "one of our accounts may be meant"
    words = f"{known.source} tells me something about “{known.shown}”, and {fitting}. Which one is it?"
    ref = str(known.id)
    parts: list[Part] = [text(words)]
    if candidates:
        options = tuple(Option(account.name, account.id) for account in candidates[:MOST_OPTIONS])
        parts.append(Select("Account", "account_is", ref, options))
    typed = Input("account", "Account", "text", hint="Its name as it is recorded here")
    parts.append(Form("Another account", "account_is_called", ref, (typed,)))
    parts.append(Buttons((Button("None of ours", "account_is_none", ref),)))
    parts.append(Note("I ask this once and remember the answer. Nobody is alerted before."))
    return Message(words, tuple(parts))


def answered(known: KnownName, account: str, by: str) -> Message:
    """The same question once it is answered."""
    meant = [strong(account)] if account else ["none of ours"]
    words = f"“{known.shown}” in {known.source} is {account or 'none of ours'}, says {by}."
    return Message(words, (text(f"“{known.shown}” in {known.source} is ", *meant, f", says {by}."),))


def no_such_account(typed: str, found: int) -> Message:
    what = "No account of ours is called" if not found else f"{found} accounts of ours fit"
    words = f"{what} “{typed}”. Nothing was changed: write its whole name as it is recorded."
    return Message(words, (text(words),))
