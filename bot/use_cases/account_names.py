"""Which account of ours a source means: found, or asked of an admin once and remembered."""

from dataclasses import replace

from bot.scene import Office
from bot.views import account_names as view
from domain.reading.account_names import accounts_meant, is_clear
from domain.sales.account_facts import AccountName
from domain.sales.opportunity import Account
from domain.sales.people import Person, Role
from storage.account_facts import KnownName

NONE_OF_OURS = ""


def account_of(office: Office, source: str, said: AccountName, *, customers_only: bool = True) -> str | None:
    """The id of the account that is meant, "" for none of ours; None while nobody knows, and an admin is asked.

    `customers_only`: False where the source tells of others too, so that a name like none of ours is a stranger's.
    """
    ours = office.uow.accounts.get(said.id) if said.id else None
    if ours and said.name in ("", ours.name):
        return ours.id
    known = office.uow.account_names.by_said(source, said.key)
    if known and known.account is not None:
        return known.account
    book = office.account_book()
    meant = accounts_meant(said, book)
    if is_clear(said, meant, book):
        return meant[0]
    if known is None and (meant or customers_only):
        _ask(office, source, said, [account for account in book.accounts if account.id in meant])
    return None


def name_is(office: Office, known: KnownName, account: str, by: Person) -> KnownName:
    """Remember what an admin said."""
    return office.uow.account_names.save(replace(known, account=account, answered_by=by.id))


def find_accounts(office: Office, words: str) -> tuple[Account, ...]:
    """The accounts that are called so: one where it is clear."""
    book = office.account_book()
    meant = accounts_meant(AccountName(name=words), book)
    return tuple(account for account in book.accounts if account.id in meant)


def _ask(office: Office, source: str, said: AccountName, candidates: list[Account]) -> None:
    known = office.uow.account_names.add(KnownName(source, said.key, str(said), asked_at=office.now))
    if known is None:
        return
    question = view.which_account(known, candidates)
    for admin in _admins(office):
        office.tell(admin, question, view.NAME, known.id)


def _admins(office: Office) -> list[Person]:
    """Those who keep the records; where app.yaml names no admin, the managers."""
    for role in (Role.ADMIN, Role.MANAGER):
        found = [person for person in office.directory if person.role is role]
        if found:
            return found
    return []
