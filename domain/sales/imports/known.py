"""Whom and what rows may name: stages, people, accounts and products, found by name, letter case and spaces aside."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from domain.sales.imports.cells import CellFault, nearest, shown, slug, squash
from domain.sales.imports.mapping import FieldMapping
from domain.sales.opportunity import Account
from domain.sales.people import Person
from domain.sales.process import SalesProcess, Stage

T = TypeVar("T")

Note = Callable[[str], None]
_MOST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold. `list_price` stands in for the amount of an open opportunity that has none."""

    name: str
    list_price: Decimal | None = None


class Lookup(Generic[T]):
    """Things by name."""

    def __init__(self) -> None:
        self._exact: dict[str, list[T]] = {}
        self._alike: dict[str, list[T]] = {}

    def __len__(self) -> int:
        return len(self._exact)

    def add(self, name: str, thing: T) -> None:
        for things in (self._exact.setdefault(name, []), self._alike.setdefault(squash(name) or name, [])):
            if thing not in things:
                things.append(thing)

    def find(self, name: str) -> list[T]:
        """What is called exactly so, else all that is called nearly so."""
        exact = self._exact.get(name)
        if exact or not self._exact:
            return exact or []
        return self._alike.get(squash(name) or name, [])

    def nearest(self, name: str) -> tuple[str, ...]:
        return nearest(name, self._exact)


class Mends(dict[str, str]):
    """How to mend a word nobody knows, worked out once a word; what is near is not looked for beyond many words."""

    def __init__(self, mend: Callable[[str], str]) -> None:
        super().__init__()
        self._mend = mend

    def __missing__(self, word: str) -> str:
        return self.setdefault(word, self._mend(word)) if len(self) < _MOST_WORDS else self._mend("")


class Stages:
    """The stages of the process by every name a file may give them."""

    def __init__(self, process: SalesProcess, mapping: FieldMapping) -> None:
        self._process = process
        self._said: dict[str, Stage] = {}
        for stage in process.stages:
            for word in stage.say:
                self._said[squash(word)] = stage
        for outcome, stage in (("won", process.won_stage), ("lost", process.lost_stage)):
            self._said |= {outcome: stage, f"closed{outcome}": stage}
        self._said |= {squash(stage.name): stage for stage in process.stages}
        mapped = {squash(theirs): ours for theirs, ours in mapping.stages.items()}
        self._said |= {theirs: process.stage(ours) for theirs, ours in mapped.items() if process.has_stage(ours)}
        self._found: dict[str, Stage] = {}
        self._mends = Mends(self._mend)

    def find(self, words: str) -> Stage:
        """The stage that a file calls so. Raises CellFault, with the nearest stage, where there is none."""
        if words in self._found:
            return self._found[words]
        bare = words.partition("(")[0] or words  # "Contract Sent (Sales Pipeline)"
        stage = self._said.get(squash(words)) or self._said.get(squash(bare))
        if stage is None:
            raise CellFault("the stage is not known", words, self._mends[words])
        self._found[words] = stage
        return stage

    def _mend(self, words: str) -> str:
        names = [stage.name for stage in self._process.stages]
        near = nearest(words, [*names, *(word for stage in self._process.stages for word in stage.say)])
        if near:
            stage = self._said[squash(near[0])].name
            entry = f"{shown(words)}: {stage}"
            return f"the nearest in app.yaml is “{stage}”; write “{entry}” under stages in a mapping"
        return f"app.yaml has {', '.join(names)}; say under stages in a mapping which of them it is"


class Owners:
    """People by id, e-mail address and name."""

    def __init__(self, people: Sequence[Person], mapping: FieldMapping) -> None:
        self._people: Lookup[str] = Lookup()
        self._ids = {person.id for person in people}
        self._mapped = {squash(theirs): ours for theirs, ours in mapping.owners.items()}
        self._add = mapping.new_owners
        self.new: dict[str, str] = {}
        self._mends = Mends(self._mend)
        for person in people:
            for name in (person.id, person.name):
                self._people.add(name, person.id)

    def find(self, words: str) -> str:
        """The id of the person called so. Raises CellFault where it is nobody, or two. New owners go to `new`."""
        meant = self._mapped.get(squash(words), words)
        # Addresses are compared as they are: j.doe@ and jdoe@ may be two people.
        found = [meant.lower()] if meant.lower() in self._ids else [] if "@" in meant else self._people.find(meant)
        if len(found) == 1:
            return found[0]
        if found:
            raise CellFault(f"the owner may be {' or '.join(found)}", words, "say which under owners in a mapping")
        if self._add:
            new = meant.lower() if "@" in meant else slug(meant)
            self.new[new] = meant
            return new
        raise CellFault("the owner is nobody known", words, self._mends[meant])

    def _mend(self, meant: str) -> str:
        near = self._people.nearest(meant)
        like = f"did you mean “{near[0]}”? Otherwise name" if near else "name"
        return f"{like} them in app.yaml or a file of people, or write “new_owners: add” in a mapping"


class Accounts:
    """Accounts by id and name. Those that no file of accounts has are made of their names."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._names: Lookup[str] = Lookup()
        self._by_id: dict[str, str] = {}
        for account in accounts:
            self._by_id[account.id] = account.name
            self._names.add(account.name, account.id)

    def find(self, account_id: str, name: str, note: Note) -> Account | None:
        """The account meant; None where both are empty. `note` is told of another spelling and of two that fit."""
        if account_id:
            return Account(account_id, name or self._by_id.get(account_id, account_id))
        if not name:
            return None
        found = self._names.find(name)
        if len(found) > 1:
            note(f"{len(found)} accounts are called “{shown(name)}”; taken by name alone, without the account's id")
            return Account("", name)
        if found:
            known = self._by_id[found[0]]
            if known != name:
                note(f"the account “{shown(name)}” was taken as “{shown(known)}”")
            return Account(found[0], known)
        made = slug(name) or name
        return Account(f"{made}-2" if made in self._by_id else made, name)

    def has(self, account_id: str) -> bool:
        return account_id in self._by_id


class Products:
    """Products by name."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._names: Lookup[Product] = Lookup()
        for product in products:
            self._names.add(product.name, product)

    def find(self, name: str, note: Note) -> Product:
        """The product meant, spelt as the file of products spells it; an unknown one is taken as it is."""
        found = self._names.find(name)
        if len(found) == 1:
            if found[0].name != name:
                note(f"the product “{shown(name)}” was taken as “{shown(found[0].name)}”")
            return found[0]
        if name and len(self._names):
            note(f"the product “{shown(name)}” stands in no file of products; taken as it is")
        return Product(name)


@dataclass(frozen=True, slots=True)
class Known:
    """All of it."""

    process: SalesProcess
    stages: Stages
    owners: Owners
    accounts: Accounts = field(default_factory=lambda: Accounts(()))
    products: Products = field(default_factory=lambda: Products(()))


def stage_faults(mapping: FieldMapping, process: SalesProcess) -> tuple[str, ...]:
    """What the mapping says of stages that app.yaml does not have."""
    names = [stage.name for stage in process.stages]
    faults = []
    for theirs, ours in mapping.stages.items():
        if not process.has_stage(ours):
            near = nearest(ours, names)
            mend = f"did you mean “{near[0]}”?" if near else f"it has {', '.join(names)}"
            where = f"{mapping.name}, line {mapping.stage_lines.get(theirs, 1)}"
            faults.append(f"{where}: “{shown(theirs)}” is mapped to “{shown(ours)}”, no stage of app.yaml; {mend}")
    return tuple(faults)
