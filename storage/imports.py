"""What an import must know and remember: what each row said last, what people said since, all accounts by name."""

from collections.abc import Iterable, Iterator
from functools import cache

from sqlalchemy import bindparam, insert, select

from domain.sales.change import Change
from domain.sales.opportunity import Account, Opportunity
from domain.sales.process import Field
from domain.sales.values import keep, recall
from storage.bulk import BulkInsert
from storage.records import ImportedRow
from storage.rows import INSERTS, Store, columns, in_batches, names
from storage.tables import accounts, changes, imported, opportunities

_OPPORTUNITIES = (
    select(*columns(opportunities, names(Opportunity)))
    .where(opportunities.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(opportunities.c.id)
    .with_for_update()
)
_ROWS = select(*columns(imported, names(ImportedRow))).where(
    imported.c.opportunity.in_(bindparam("ids", expanding=True))
)
_CHANGE_NAMES = names(Change)
_SAID = (
    select(*columns(changes, _CHANGE_NAMES))
    .where(changes.c.opportunity.in_(bindparam("ids", expanding=True)), changes.c.by != bindparam("importer"))
    .order_by(changes.c.id)
)
_LOG = insert(changes)
_ACCOUNTS = select(*columns(accounts, names(Account))).order_by(accounts.c.id)
_BATCH = 2000


class Imports(Store):
    """Rows of exports and the opportunities they were laid on."""

    def locked(self, ids: Iterable[str]) -> dict[str, Opportunity]:
        """Those opportunities by id. Nobody else changes them until this unit of work ends."""
        return {row[0]: Opportunity(*row) for row in self._among(_OPPORTUNITIES, "ids", ids)}

    def rows(self, ids: Iterable[str]) -> dict[str, ImportedRow]:
        """What was last imported for these opportunities, by id."""
        return {row[0]: ImportedRow(*row) for row in self._among(_ROWS, "ids", ids)}

    def remember(self, rows: Iterable[ImportedRow]) -> None:
        """Keep what these rows said; the last counts."""
        for batch in in_batches(rows, _BATCH):
            _remember(self._dialect).run(self._connection, batch)

    def said(self, ids: Iterable[str], importer: str) -> dict[str, dict[Field, Change]]:
        """The newest change of each field of these opportunities that was not made by `importer`, undoing included."""
        newest: dict[str, dict[Field, Change]] = {}
        for opportunity, field, before, after, by, on_behalf_of, quote, at, *ids_of in self._among(
            _SAID, "ids", ids, importer=importer
        ):
            statement, undoes, change_id = ids_of
            newest.setdefault(opportunity, {})[field] = Change(
                opportunity,
                field,
                recall(field, before),
                recall(field, after),
                by,
                on_behalf_of,
                quote,
                at,
                statement or 0,
                undoes,
                change_id,
            )
        return newest

    def log(self, items: Iterable[Change]) -> int:
        """Add to the log of changes, many at once, and return how many."""
        count = 0
        for batch in in_batches(items, _BATCH):
            self._connection.execute(_LOG, [_kept(change) for change in batch])
            count += len(batch)
        return count

    def accounts(self) -> Iterator[Account]:
        """All of them, in order of id."""
        for row in self._connection.execute(_ACCOUNTS):
            yield Account(*row)


def _kept(change: Change) -> dict[str, object]:
    kept: dict[str, object] = {name: getattr(change, name) for name in _CHANGE_NAMES if name != "id"}
    return kept | {"before": keep(change.before), "after": keep(change.after)}


@cache
def _remember(dialect: str) -> BulkInsert:
    insert_row = INSERTS[dialect](imported)
    new = {name: insert_row.excluded[name] for name in ("at", "file", "said")}
    return BulkInsert(insert_row.on_conflict_do_update(index_elements=["opportunity"], set_=new), imported, dialect)
