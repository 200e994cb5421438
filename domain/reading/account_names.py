"""Finds the account that a source means by an id, a web domain or a name, in part, and with a slip of the keyboard."""

import re
from functools import lru_cache

from domain.reading.fold import fold
from domain.reading.names import LEGAL_FORMS, Roster
from domain.sales.account_facts import AccountName
from domain.sales.opportunity import Account

_WORD = re.compile(r"[^\W_]+")
_SECOND_LEVEL = ("co", "com", "org", "net", "gov", "edu", "ac")


def accounts_meant(said: AccountName, accounts: tuple[Account, ...]) -> tuple[str, ...]:
    """The ids of the accounts that may be meant: one where it is clear, none or several where somebody must say.

    A name is clear where it says nothing beyond ours: "Northbrook" is Northbrook Utilities, but "Northbrook Bakery"
    only may be. Where name and domain lead to two accounts, both may be meant.
    """
    if any(account.id == said.id for account in accounts):
        return (said.id,)
    found = [_named(words, accounts) for words in (said.name, _stem(said.domain)) if words]
    return tuple(dict.fromkeys(each for ids in found for each in ids))


def is_clear(said: AccountName, meant: tuple[str, ...], accounts: tuple[Account, ...]) -> bool:
    """Whether the one account that was found is surely the one that is meant."""
    if len(meant) != 1:
        return False
    if meant[0] == said.id:
        return True
    return all(_nothing_beyond(words, accounts) for words in (said.name, _stem(said.domain)) if words)


def _named(words: str, accounts: tuple[Account, ...]) -> tuple[str, ...]:
    same = tuple(account.id for account in accounts if _squashed(account.name) == _squashed(words))
    if same:
        return same
    mentions = _roster(accounts).mentions(words, fold(words))
    return tuple(dict.fromkeys(each for mention in mentions for each in mention.ids))


def _nothing_beyond(words: str, accounts: tuple[Account, ...]) -> bool:
    if any(_squashed(account.name) == _squashed(words) for account in accounts):
        return True
    spans = [(mention.start, mention.end) for mention in _roster(accounts).mentions(words, fold(words))]
    beyond = [w[0] for w in _WORD.finditer(fold(words)) if not any(start <= w.start() < end for start, end in spans)]
    return bool(spans) and all(word in LEGAL_FORMS for word in beyond)


@lru_cache(maxsize=8)
def _roster(accounts: tuple[Account, ...]) -> Roster:
    return Roster((account.id, account.name, "", "") for account in accounts)


def _squashed(words: str) -> str:
    return "".join(word for word in _WORD.findall(fold(words)) if word not in LEGAL_FORMS)


def _stem(domain: str) -> str:
    """ "support.northbrook-utilities.co.uk" → "northbrook utilities"."""
    labels = fold(domain).strip().strip(".").split(".")
    if len(labels) < 2:
        return ""
    place = -3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else -2
    return labels[place].replace("-", " ")
