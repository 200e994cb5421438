"""Accounts, people and products out of their rows; rows that contradict each other are all refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from domain.sales.imports.binding import Bound
from domain.sales.imports.cells import CellFault, Habits, shown, slug, squash
from domain.sales.imports.habits import Hints
from domain.sales.imports.known import Product
from domain.sales.imports.mapping import FieldMapping
from domain.sales.imports.records import AMOUNTS, Row
from domain.sales.opportunity import Account
from domain.sales.people import Role
from domain.sales.process import SalesProcess

T = TypeVar("T")
Refuse = Callable[[Bound, int, "str | CellFault"], None]
_ROLES = {squash(role): role for role in Role}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of a file of people. `email` is in lower case, "" where there is none."""

    name: str
    email: str = ""
    role: Role | None = None
    team: str = ""
    manager: str = ""
    quota: Decimal | None = None


class Gatherer:
    """Reads whole files into things by id."""

    def __init__(self, process: SalesProcess, mapping: FieldMapping, refuse: Refuse) -> None:
        self._process = process
        self._mapping = mapping
        self._refuse = refuse

    def accounts(self, files: Iterable[Bound]) -> dict[str, Account]:
        return self._gather(files, _account)

    def products(self, files: Iterable[Bound]) -> dict[str, Product]:
        return self._gather(files, _product)

    def people(self, files: Iterable[Bound]) -> dict[str, PersonRow]:
        return self._gather(files, _person)

    def _gather(self, files: Iterable[Bound], read: Callable[[Row], tuple[str, T]]) -> dict[str, T]:
        found: dict[str, tuple[Bound, int, T]] = {}
        torn: set[str] = set()
        for bound in files:
            row = Row(bound, self._habits(bound))
            for line, row.cells in bound.rows(self._refusing(bound)):
                try:
                    key, thing = read(row)
                except CellFault as fault:
                    self._refuse(bound, line, fault)
                    continue
                first, first_line, same = found.setdefault(key, (bound, line, thing))
                if same != thing:
                    torn.add(key)
                    self._refuse(bound, line, _differs(key, first, first_line))
        for key in torn:
            bound, line, _ = found.pop(key)
            self._refuse(bound, line, f"“{shown(key)}” stands here and again, and they differ; neither was taken")
        return {key: thing for key, (_, _, thing) in found.items()}

    def _habits(self, bound: Bound) -> Habits:
        hints = Hints()
        amounts = [at[0] for key, at in bound.at.items() if key in AMOUNTS]
        if amounts:
            for _, cells in bound.rows(lambda line, why: None):
                for index in amounts:
                    hints.see_amount(cells[index])
        return hints.habits(self._process, self._mapping.date_order, self._mapping.decimal)

    def _refusing(self, bound: Bound) -> Callable[[int, str], None]:
        return lambda line, why: self._refuse(bound, line, why)


def _differs(key: str, first: Bound, line: int) -> str:
    where = f"{first.source.unit} {line:,} of {first.source.name}"
    return f"“{shown(key)}” stands in {where} too, and they differ; neither was taken, take one out"


def _name(row: Row) -> str:
    name = row.text("name")
    if not name:
        raise CellFault("the row has no name", "", "fill it in, or take the row out")
    return name


def _account(row: Row) -> tuple[str, Account]:
    name = _name(row)
    account = Account(row.text("id", "-") or slug(name) or name, name, row.text("sector"))
    return account.id, account


def _product(row: Row) -> tuple[str, Product]:
    name = _name(row)
    return name, Product(name, row.amount("list_price"))


def _person(row: Row) -> tuple[str, PersonRow]:
    name, email, role = _name(row), row.text("email").lower(), squash(row.text("role"))
    if email and "@" not in email[1:-1]:
        raise CellFault("the e-mail address has no @", email, "correct it, or leave the cell empty")
    if role and role not in _ROLES:
        raise CellFault("the role is not known", row.text("role"), f"write one of {', '.join(Role)}")
    manager = row.text("manager")
    person = PersonRow(name, email, _ROLES.get(role), row.text("team", " · "), manager, row.amount("quota"))
    return email or slug(name) or name, person
