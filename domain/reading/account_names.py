"""Finds the account that a source means by an id, a web domain or a name, in part, and with a slip of the keyboard."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from domain.reading.fold import fold
from domain.reading.names import LEGAL_FORMS, Roster
from domain.sales.account_facts import AccountName
from domain.sales.opportunity import Account

_WORD = re.compile(r"[^\W_]+")
_SECOND_LEVEL = ("co", "com", "org", "net", "gov", "edu", "ac")


@dataclass(frozen=True, slots=True, eq=False)
class AccountBook:
    """Every account of ours, laid out so that many names can be looked up in it; see `book_of`.

    `same` has the ids of those whose names are alike but for case, blanks, marks and legal form.
    """

    accounts: tuple[Account, ...]
    ids: frozenset[str]
    same: Mapping[str, tuple[str, ...]]
    roster: Roster


@lru_cache(maxsize=8)
def book_of(accounts: tuple[Account, ...]) -> AccountBook:
    """Made once for the same accounts; comparing hundreds of them takes a while too, so keep it for several names."""
    same: dict[str, tuple[str, ...]] = {}
    for account in accounts:
        alike = _squashed(account.name)
        same[alike] = (*same.get(alike, ()), account.id)
    roster = Roster((account.id, account.name, "", "") for account in accounts)
    return AccountBook(accounts, frozenset(account.id for account in accounts), same, roster)


def accounts_meant(said: AccountName, book: AccountBook) -> tuple[str, ...]:
    """The ids of the accounts that may be meant: one where it is clear, none or several where somebody must say.

    Where id, name and domain lead to several accounts, all of them may be meant.
    """
    found = [_named(words, book) for words in _words(said)]
    by_id = [said.id] if said.id in book.ids else []
    return tuple(dict.fromkeys([*by_id, *(each for ids in found for each in ids)]))


def is_clear(said: AccountName, meant: tuple[str, ...], book: AccountBook) -> bool:
    """Whether the one account that was found is surely the one that is meant.

    A name is clear where it says nothing beyond ours: "Northbrook" is Northbrook Utilities, but "Northbrook Bakery"
    only may be. An id is clear unless the name beside it leads elsewhere: two systems may count alike.
    """
    if len(meant) != 1:
        return False
    if meant[0] == said.id:
        return not _squashed(said.name) or meant[0] in _named(said.name, book)
    return all(_nothing_beyond(words, book) for words in _words(said))


def _words(said: AccountName) -> list[str]:
    return [words for words in (said.name, _stem(said.domain)) if _squashed(words)]


def _named(words: str, book: AccountBook) -> tuple[str, ...]:
    same = book.same.get(_squashed(words))
    if same:
        return same
    mentions = book.roster.mentions(words, fold(words))
    return tuple(dict.fromkeys(each for mention in mentions for each in mention.ids))


def _nothing_beyond(words: str, book: AccountBook) -> bool:
    if _squashed(words) in book.same:
        return True
    spans = [(mention.start, mention.end) for mention in book.roster.mentions(words, fold(words))]
    beyond = [w[0] for w in _WORD.finditer(fold(words)) if not any(start <= w.start() < end for start, end in spans)]
    return bool(spans) and all(word in LEGAL_FORMS for word in beyond)


def _squashed(words: str) -> str:
    return "".join(word for word in _WORD.findall(fold(words)) if word not in LEGAL_FORMS)


def _stem(domain: str) -> str:
    """ "support.northbrook-utilities.co.uk" → "northbrook utilities"."""
    labels = fold(domain).strip().strip(".").split(".")
    if len(labels) < 2:
        return ""
    place = -3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else -2
    return labels[place].replace("-", " ")
