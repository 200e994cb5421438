"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    sales()
    talk()
    log_of_changes()
    asking()
    outbox()
    practice_room()


def sales() -> None:
    op.create_table("accounts", key("id"), words("name"), words("sector"))
    op.create_table(
        "opportunities",
        key("id"),
        *(words(name) for name in ("name", "account", "product", "stage")),
        number("probability"),
        sa.Column("amount", sa.BigInteger),
        words("currency"),
        sa.Column("close_date", sa.Date),
        words("owner"),
        words("account_id"),
        *(maybe(name) for name in ("forecast_category", "next_step")),
        sa.Column("next_step_date", sa.Date),
        *(maybe(name) for name in ("competitor", "loss_reason", "feedback")),
        sa.Column("created", sa.Date),
        sa.Column("stage_since", sa.Date),
        sa.Column("confirmed", MOMENT),
        sa.Column("closed_on", sa.Date),
        number("version"),
    )
    index("opportunities", "owner", "closed_on")
    op.create_table(
        "people",
        key("id"),
        *(words(name) for name in ("name", "role", "zone")),
        json("rhythm"),
        words("team"),
        *(json(name) for name in ("leads", "serves", "helps_with")),
        sa.Column("quota", sa.BigInteger),
        json("days_off"),
    )
    op.create_table("rhythms", key("person"), json("rhythm"))


def talk() -> None:
    op.create_table("events", *(key(name) for name in ("platform", "workspace", "event_id")), moment("at"))
    index("events", "at")
    op.create_table(
        "threads",
        serial(),
        *(words(name) for name in ("person", "platform", "workspace", "conversation")),
        maybe("root"),
        refers("opportunity", "opportunities.id", sa.Text),
        sa.UniqueConstraint("platform", "workspace", "conversation", "root"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "statements",
        serial(),
        *(words(name) for name in ("said_by", "said_for")),
        moment("at"),
        *(words(name) for name in ("platform", "workspace", "conversation", "message_id")),
        refers("thread", "threads.id"),
        sqlite_autoincrement=True,
    )
    index("statements", "platform", "workspace", "conversation", "message_id")
    index("statements", "said_by", "conversation")
    op.create_table(
        "posts",
        serial(),
        refers("thread", "threads.id"),
        *(words(name) for name in ("platform", "workspace", "conversation", "about")),
        sa.Column("ref", sa.BigInteger, nullable=False),
        maybe("message_id"),
        sqlite_autoincrement=True,
    )
    index("posts", "about", "ref")
    index("posts", "platform", "workspace", "conversation", "message_id")


def log_of_changes() -> None:
    op.create_table(
        "changes",
        serial(),
        refers("opportunity", "opportunities.id", sa.Text, nullable=False),
        words("field"),
        *(maybe(name) for name in ("before", "after")),
        *(words(name) for name in ("by", "on_behalf_of", "quote")),
        moment("at"),
        refers("statement", "statements.id"),
        refers("undoes", "changes.id"),
        sqlite_autoincrement=True,
    )
    undoing = sa.text("undoes IS NOT NULL")
    op.create_index(
        "uq_changes_undoes", "changes", ["undoes"], unique=True, sqlite_where=undoing, postgresql_where=undoing
    )
    for columns in (("opportunity", "id"), ("statement",), ("at",), ("by", "id"), ("on_behalf_of", "id")):
        index("changes", *columns)
    guard_sqlite() if op.get_bind().dialect.name == "sqlite" else guard_postgresql()


def asking() -> None:
    op.create_table(
        "nudges",
        serial(),
        refers("opportunity", "opportunities.id", sa.Text, nullable=False),
        *(words(name) for name in ("owner", "rule", "about", "words")),
        maybe("field"),
        *(words(name) for name in ("give_kind", "give_words", "give_offers")),
        sa.Column("worth", sa.Float, nullable=False),
        words("asked"),
        moment("asked_at"),
        refers("thread", "threads.id", nullable=False),
        words("state"),
        sa.Column("until", MOMENT),
        maybe("answered_by"),
        sa.Column("answered_at", MOMENT),
        sqlite_autoincrement=True,
    )
    for columns in (("opportunity", "asked_at"), ("owner", "asked_at"), ("thread",)):
        index("nudges", *columns)
    op.create_table(
        "offers",
        serial(),
        words("person"),
        refers("statement", "statements.id", nullable=False),
        refers("opportunity", "opportunities.id", sa.Text),
        maybe("field"),
        json("choices"),
        words("quote"),
        refers("thread", "threads.id"),
        words("state"),
        sqlite_autoincrement=True,
    )
    for columns in (("thread",), ("statement",), ("person", "state")):
        index("offers", *columns)
    op.create_table(
        "requests",
        serial(),
        refers("opportunity", "opportunities.id", sa.Text, nullable=False),
        *(words(name) for name in ("kind", "asked_by", "quote")),
        moment("at"),
        refers("statement", "statements.id", nullable=False),
        maybe("asked_of"),
        sa.Column("day", sa.Date),
        sa.Column("value", sa.BigInteger),
        words("state"),
        sqlite_autoincrement=True,
    )
    for columns in (("opportunity",), ("asked_of", "state")):
        index("requests", *columns)


def outbox() -> None:
    op.create_table(
        "jobs",
        serial(),
        *(words(name) for name in ("kind", "lane")),
        moment("due"),
        json("body"),
        maybe("key"),
        number("tries"),
        *(maybe(name) for name in ("error", "outcome")),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    still_open = sa.text("outcome IS NULL")
    op.create_index("ix_jobs_open_lane", "jobs", ["lane", "id"], sqlite_where=still_open, postgresql_where=still_open)
    index("jobs", "outcome", "due", "id")
    op.create_table("meta", key("key"), words("value"))


def practice_room() -> None:
    op.create_table(
        "room",
        key("id"),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("seq", "added")),
        *(words(name) for name in ("conversation", "thread", "author")),
        json("body"),
        moment("at"),
        *(sa.Column(name, MOMENT) for name in ("edited_at", "removed_at")),
        sa.UniqueConstraint("seq"),
    )
    for columns in (("conversation", "seq"), ("conversation", "added")):
        index("room", *columns)
    op.create_table("counters", key("name"), sa.Column("value", sa.BigInteger, nullable=False))


def guard_sqlite() -> None:
    for word in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER changes_refuse_{word.lower()} BEFORE {word} ON changes "
            "BEGIN SELECT RAISE(ABORT, 'the log of changes is only added to'); END"
        )


def guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION changes_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log of changes is only added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER changes_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON changes "
        "FOR EACH STATEMENT EXECUTE FUNCTION changes_refuse()"
    )


def serial() -> sa.Column[int]:
    return sa.Column("id", SERIAL, primary_key=True, autoincrement=True)


def key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def maybe(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def moment(name: str) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=False)


def json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=False)


def refers(name: str, target: str, kind: type = sa.BigInteger, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, kind, sa.ForeignKey(target), nullable=nullable)


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
