"""Statements find their rows through an index, whatever the size of the table."""

import re
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from storage import (
    account_facts,
    alerts,
    changes,
    conversations,
    dealings,
    documents,
    events,
    forecasts,
    imports,
    jobs,
    nudges,
    opportunities,
    people,
    quarters,
    references,
    room,
    waiting,
)

STORES = (
    account_facts,
    alerts,
    changes,
    conversations,
    dealings,
    documents,
    events,
    forecasts,
    imports,
    jobs,
    nudges,
    opportunities,
    people,
    quarters,
    references,
    room,
    waiting,
)
# Those that are asked for all rows, and beginnings of statements that are never run without more conditions.
WHOLE_TABLE = {
    "account_facts._HEARD",
    "quarters._CREATED",  # once a night
    "imports._ACCOUNTS",
    "opportunities._COUNT",
    "opportunities._WITH_FEEDBACK",  # through an index of those alone
    "people._ALL",
    "people._RHYTHMS",
}
Statement = sa.Select[Any] | sa.Update | sa.Delete
BEGINNINGS = {"dealings._OPEN_OFFERS", "nudges._OPEN"}


def statements_of(module: ModuleType) -> dict[str, Statement]:
    name, kinds = module.__name__.removeprefix("storage."), (sa.Select, sa.Update, sa.Delete)
    return {f"{name}.{key}": value for key, value in vars(module).items() if isinstance(value, kinds)}


STATEMENTS = {
    key: statement
    for module in STORES
    for key, statement in statements_of(module).items()
    if key in WHOLE_TABLE or (key not in BEGINNINGS and statement.whereclause is not None)
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_only_what_needs_all_rows_reads_all_rows(name: str, sqlite_url: str) -> None:
    steps = plan(STATEMENTS[name], sqlite_url)
    assert any(step.startswith("SCAN") for step in steps) == (name in WHOLE_TABLE), steps


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("changes._LAST_IN_CONVERSATION", "ix_changes_statement"),
        ("changes._LAST_IN_THREAD", "ix_changes_statement"),
        ("changes._SINCE", "ix_changes_at"),
        ("jobs._CLAIM", "ix_jobs_outcome_due_id"),
        ("jobs._CLAIM", "ix_jobs_open_lane"),
        ("jobs._NEXT_DUE", "ix_jobs_outcome_due_id"),
    ],
)
def test_the_index_that_was_meant_is_used(name: str, index: str, sqlite_url: str) -> None:
    steps = plan(STATEMENTS[name], sqlite_url)
    assert any(f" {index} " in step for step in steps), steps


def plan(statement: Statement, url: str) -> list[str]:
    """How SQLite would run it, step by step."""
    sql = re.sub(r"__\[POSTCOMPILE_\w+\]", "?", str(statement.compile(dialect=sqlite.dialect())))
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?")).all()
    engine.dispose()
    return [row[3] for row in rows]
