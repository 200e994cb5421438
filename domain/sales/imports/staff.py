"""People of an import beside those already known: managers lead a team of their own, app.yaml is never overruled."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from domain.sales.company import Company
from domain.sales.imports.cells import slug
from domain.sales.imports.gather import PersonRow
from domain.sales.imports.known import Lookup
from domain.sales.people import Person, Role


class Staff:
    """Who the rows of people are. `note` is told of those that app.yaml already describes."""

    def __init__(self, company: Company, stored: Iterable[Person], note: Callable[[str], None]) -> None:
        self._company = company
        self._fixed = {person.id: person for person in company.people}
        self._stored = {person.id: person for person in stored} | self._fixed
        self._note = note
        self._ids: Lookup[str] = Lookup()
        for person in self._stored.values():
            self._ids.add(person.name, person.id)

    def of(self, rows: Mapping[str, PersonRow]) -> list[Person]:
        """Those to be kept, in order of id: all of the rows, and the managers they name."""
        named = {self._id(row): row for row in rows.values()}
        for person_id, row in named.items():
            self._ids.add(row.name, person_id)
        managers = {row.manager: self._manager(row.manager) for row in named.values() if row.manager}
        teams = {person_id: self._team(row, managers.get(row.manager, "")) for person_id, row in named.items()}
        leads: dict[str, set[str]] = {person_id: set() for person_id in managers.values()}
        for person_id, row in named.items():
            if row.manager:
                leads[managers[row.manager]].add(teams[person_id])
        unlisted = {person_id: PersonRow(self._name(person_id, name)) for name, person_id in managers.items()}
        everybody = unlisted | named
        people = []
        for person_id, row in sorted(everybody.items()):
            if person_id not in self._fixed:
                people.append(self._person(person_id, row, teams.get(person_id, ""), leads.get(person_id, set())))
                continue
            self._note(f"{row.name} stands in app.yaml, whose word was kept")
            if lacking := leads.get(person_id, set()) - set(self._fixed[person_id].leads):
                self._note(f"{row.name} leads {', '.join(sorted(lacking))} here; add that to app.yaml")
        return people

    def _id(self, row: PersonRow) -> str:
        known = self._ids.find(row.name)
        return row.email or (known[0] if len(known) == 1 else slug(row.name) or row.name)

    def _manager(self, name: str) -> str:
        if "@" in name:
            return name.lower()
        known = self._ids.find(name)
        return known[0] if len(known) == 1 else slug(name) or name

    def _name(self, person_id: str, otherwise: str) -> str:
        return self._stored[person_id].name if person_id in self._stored else otherwise

    def _team(self, row: PersonRow, manager: str) -> str:
        """A team of the manager's own: two managers of one region must not see each other's figures."""
        if not manager:
            return row.team
        leads = self._fixed[manager].leads if manager in self._fixed else ()
        if len(leads) == 1:
            return leads[0]
        return f"{row.team} · {row.manager}" if row.team else row.manager

    def _person(self, person_id: str, row: PersonRow, team: str, leads: set[str]) -> Person:
        known = self._stored.get(person_id) or Person(
            person_id, row.name, Role.REP, self._company.zone, self._company.rhythm
        )
        role = row.role or known.role
        return replace(
            known,
            name=row.name,
            role=Role.MANAGER if leads and role is Role.REP else role,
            team=team or known.team,
            leads=tuple(sorted({*known.leads, *leads})),
            quota=known.quota if row.quota is None else row.quota,
        )
