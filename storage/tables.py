"""The tables. A column is named like the field of the domain type it keeps; migrations/ builds the same."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from domain.asking.question import GiveKind, NudgeState, RuleKind
from domain.reading.reading import About
from domain.sales.dealings import OfferState, RequestState
from domain.sales.people import Role
from domain.sales.process import Field, ForecastCategory
from storage.columns import Choice, Hundredths, Json, Moment, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite counts only an INTEGER PRIMARY KEY by itself.
Serial = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Serial, primary_key=True, autoincrement=True)


def _reference(name: str, target: str, *, nullable: bool = True) -> Column[int]:
    return Column(name, BigInteger, ForeignKey(target), nullable=nullable)


def _of_opportunity(*, nullable: bool = False) -> Column[str]:
    return Column("opportunity", Words, ForeignKey("opportunities.id"), nullable=nullable)


def _words(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Words, nullable=nullable)


events = Table(
    "events",
    metadata,
    Column("platform", Words, primary_key=True),
    Column("workspace", Words, primary_key=True),
    Column("event_id", Words, primary_key=True),
    Column("at", Moment, nullable=False),
    Index(None, "at"),
)

accounts = Table("accounts", metadata, Column("id", Words, primary_key=True), _words("name"), _words("sector"))

_NOT_CLOSED, _CLOSED = text("closed_on IS NULL"), text("closed_on IS NOT NULL")
_COMMENTED = text("feedback IS NOT NULL")
opportunities = Table(
    "opportunities",
    metadata,
    Column("id", Words, primary_key=True),
    _words("name"),
    _words("account"),
    _words("product"),
    _words("stage"),
    Column("probability", Integer, nullable=False),
    Column("amount", Hundredths),
    _words("currency"),
    Column("close_date", Date),
    _words("owner"),
    # No foreign key: an opportunity names its account itself, and a feed may bring the account later.
    _words("account_id"),
    Column("forecast_category", Choice(ForecastCategory)),
    _words("next_step", nullable=True),
    Column("next_step_date", Date),
    _words("competitor", nullable=True),
    _words("loss_reason", nullable=True),
    _words("feedback", nullable=True),
    Column("created", Date),
    Column("stage_since", Date),
    Column("confirmed", Moment),
    Column("closed_on", Date),
    Column("version", Integer, nullable=False),
    # Of what is closed alone: SQLite would look for what is open through it, and read every row.
    Index("ix_opportunities_closed", "owner", "closed_on", sqlite_where=_CLOSED, postgresql_where=_CLOSED),
    # All that pipelines are added up and sorted by, so that only the rows that are shown need be read.
    Index(
        "ix_opportunities_open",
        *("owner", "close_date", "stage", "probability", "amount", "id"),
        sqlite_where=_NOT_CLOSED,
        postgresql_where=_NOT_CLOSED,
    ),
    Index("ix_opportunities_feedback", "id", sqlite_where=_COMMENTED, postgresql_where=_COMMENTED),
    Index(None, "owner", "close_date"),
    Index(None, "owner", "created", "amount"),
    # Names among the words of a question are looked up in these alone.
    Index(None, "owner", "account"),
    Index(None, "owner", "product"),
    Index(None, "close_date"),
    Index(None, "account_id"),
)

threads = Table(
    "threads",
    metadata,
    _id(),
    _words("person"),
    _words("platform"),
    _words("workspace"),
    _words("conversation"),
    _words("root", nullable=True),
    _of_opportunity(nullable=True),
    UniqueConstraint("platform", "workspace", "conversation", "root"),
    # An id that was given once is never given again: old buttons name rows by id.
    sqlite_autoincrement=True,
)

statements = Table(
    "statements",
    metadata,
    _id(),
    _words("said_by"),
    _words("said_for"),
    Column("at", Moment, nullable=False),
    _words("platform"),
    _words("workspace"),
    _words("conversation"),
    _words("message_id"),
    _reference("thread", "threads.id"),
    Index(None, "platform", "workspace", "conversation", "message_id"),
    Index(None, "said_by", "conversation"),
    sqlite_autoincrement=True,
)

_UNDOING = text("undoes IS NOT NULL")
changes = Table(
    "changes",
    metadata,
    _id(),
    _of_opportunity(),
    Column("field", Choice(Field), nullable=False),
    _words("before", nullable=True),
    _words("after", nullable=True),
    _words("by"),
    _words("on_behalf_of"),
    _words("quote"),
    Column("at", Moment, nullable=False),
    _reference("statement", "statements.id"),
    _reference("undoes", "changes.id"),
    # Not over NULLs: SQLite would look for the many changes that undo nothing through it.
    Index("uq_changes_undoes", "undoes", unique=True, sqlite_where=_UNDOING, postgresql_where=_UNDOING),
    Index(None, "opportunity", "id"),
    Index(None, "statement"),
    Index(None, "at"),
    Index(None, "by", "id"),
    Index(None, "on_behalf_of", "id"),
    Index(None, "field", "id"),
    sqlite_autoincrement=True,
)

nudges = Table(
    "nudges",
    metadata,
    _id(),
    _of_opportunity(),
    _words("owner"),
    Column("rule", Choice(RuleKind), nullable=False),
    Column("about", Choice(About), nullable=False),
    _words("words"),
    Column("field", Choice(Field)),
    Column("give_kind", Choice(GiveKind), nullable=False),
    _words("give_words"),
    _words("give_offers"),
    Column("worth", Float, nullable=False),
    _words("asked"),
    Column("asked_at", Moment, nullable=False),
    _reference("thread", "threads.id", nullable=False),
    Column("state", Choice(NudgeState), nullable=False),
    Column("until", Moment),
    _words("answered_by", nullable=True),
    Column("answered_at", Moment),
    Column("statement", BigInteger),
    Index(None, "opportunity", "asked_at"),
    Index(None, "owner", "asked_at"),
    Index(None, "answered_at"),
    Index(None, "thread"),
    Index(None, "statement"),
    sqlite_autoincrement=True,
)

offers = Table(
    "offers",
    metadata,
    _id(),
    _words("person"),
    _reference("statement", "statements.id", nullable=False),
    _of_opportunity(nullable=True),
    Column("field", Choice(Field)),
    Column("choices", Json, nullable=False),
    _words("quote"),
    _reference("thread", "threads.id"),
    Column("state", Choice(OfferState), nullable=False),
    Index(None, "thread"),
    Index(None, "statement"),
    Index(None, "person", "state"),
    sqlite_autoincrement=True,
)

requests = Table(
    "requests",
    metadata,
    _id(),
    _of_opportunity(),
    _words("kind"),
    _words("asked_by"),
    _words("quote"),
    Column("at", Moment, nullable=False),
    _reference("statement", "statements.id", nullable=False),
    _words("asked_of", nullable=True),
    Column("day", Date),
    Column("value", Hundredths),
    Column("state", Choice(RequestState), nullable=False),
    Index(None, "opportunity"),
    Index(None, "asked_of", "state"),
    sqlite_autoincrement=True,
)

people = Table(
    "people",
    metadata,
    Column("id", Words, primary_key=True),
    _words("name"),
    Column("role", Choice(Role), nullable=False),
    _words("zone"),
    Column("rhythm", Json, nullable=False),
    _words("team"),
    Column("leads", Json, nullable=False),
    Column("serves", Json, nullable=False),
    Column("helps_with", Json, nullable=False),
    Column("quota", Hundredths),
    Column("days_off", Json, nullable=False),
)

rhythms = Table("rhythms", metadata, Column("person", Words, primary_key=True), Column("rhythm", Json, nullable=False))

posts = Table(
    "posts",
    metadata,
    _id(),
    _reference("thread", "threads.id"),
    _words("platform"),
    _words("workspace"),
    _words("conversation"),
    _words("about"),
    Column("ref", BigInteger, nullable=False),
    _words("message_id", nullable=True),
    Index(None, "about", "ref"),
    Index(None, "platform", "workspace", "conversation", "message_id"),
    sqlite_autoincrement=True,
)

# `outcome` is NULL while a job is open, then "done" or "dead".
_OPEN = text("outcome IS NULL")
jobs = Table(
    "jobs",
    metadata,
    _id(),
    _words("kind"),
    _words("lane"),
    Column("due", Moment, nullable=False),
    Column("body", Json, nullable=False),
    _words("key", nullable=True),
    Column("tries", Integer, nullable=False),
    _words("error", nullable=True),
    _words("outcome", nullable=True),
    UniqueConstraint("key"),
    Index("ix_jobs_open_lane", "lane", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(None, "outcome", "due", "id"),
    sqlite_autoincrement=True,
)

room = Table(
    "room",
    metadata,
    Column("id", Words, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("added", BigInteger, nullable=False),
    _words("conversation"),
    _words("thread"),
    _words("author"),
    Column("body", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("edited_at", Moment),
    Column("removed_at", Moment),
    UniqueConstraint("seq"),
    Index(None, "conversation", "seq"),
    Index(None, "conversation", "added"),
)

counters = Table(
    "counters", metadata, Column("name", Words, primary_key=True), Column("value", BigInteger, nullable=False)
)

meta = Table("meta", metadata, Column("key", Words, primary_key=True), _words("value"))

# What the last import read of an opportunity: `said` maps attributes to values as the log of changes spells them.
imported = Table(
    "imported",
    metadata,
    Column("opportunity", Words, ForeignKey("opportunities.id"), primary_key=True),
    Column("at", Moment, nullable=False),
    _words("file"),
    _words("said"),
)
