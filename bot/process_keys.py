"""The keys of app.yaml: what may be written where, with a reader for each."""

from collections.abc import Mapping

import yaml

from bot import process_approvals, process_grants
from bot import process_values as values
from bot.process_alert_keys import ALERTS
from bot.process_feed_keys import FEEDS
from bot.yaml_table import Entry, Key, Reader, Spot, entries, list_of, table
from domain.asking.before_visit import Ahead
from domain.asking.question import RuleKind
from domain.sales.company import Seen
from domain.sales.people import Role
from domain.sales.process import HELP_KINDS, DateOrder, Field, ForecastCategory

_names = list_of(values.person, "write a list of people, such as [Full Name, Other Name]")
_fields = list_of(values.one_of(Field), "write a list, such as [amount, close_date]")

FROM = Key("from", values.clock)
UNTIL = Key("to", values.clock)
WEEKDAYS = Key("days", list_of(values.weekday, "write a list, such as [mon, tue, wed]"))
HOURS = Key("working_hours", table("write from, to and days", FROM, UNTIL, WEEKDAYS))
DAYS_OFF = Key("days_off", list_of(values.day, "write a list of days, such as [2026-12-25]"))

STAGE_NAME = Key("name", values.text, required=True)
PROBABILITY = Key("probability", values.percent, required=True)
CATEGORY = Key("category", values.one_of(ForecastCategory), required=True)
SAY = Key("say", list_of(values.text, "write a list, such as [quoted, proposal out]"))
WON = Key("won", values.switch)
LOST = Key("lost", values.switch)
NEEDS = Key("needs", _fields)
LONGEST_STAY = Key("longest_stay", values.whole(1, 3650))

NAME = Key("name", values.text, required=True)
EMAIL = Key("email", values.email, required=True)
ROLE = Key("role", values.one_of(Role), required=True)
TEAM = Key("team", values.text)
QUOTA = Key("quota", values.money)
ASSISTS = process_grants.ASSISTS
HELPS_WITH = Key(
    "helps_with",
    list_of(values.word_of("no kind of help known here", HELP_KINDS), "write a list, such as [discount_approval]"),
)
OWN_ZONE = Key("zone", values.zone)

TEAM_NAME = Key("name", values.text, required=True)
LEADS = Key("leads", _names, required=True)

CHANNEL_NAME = Key("name", values.channel, required=True)
CHANNEL_ID = Key("id", values.channel_id)
MEMBERS = Key("members", _names)
EVERYBODY = Key("everybody", values.switch)
PRIVATE = Key("private", values.switch)

ASK = Key("ask", values.switch)
DAYS = Key("days", values.whole(1, 3650))
TIMES = Key("times", values.whole(1, 100))
PERCENT = Key("percent", values.whole(1, 10_000))
BIG = Key("amount", values.money, required=True)
BETWEEN = Key("between", values.span_of_percent)

_NUMBERS: Mapping[RuleKind, tuple[Key[object], ...]] = {
    RuleKind.CLOSE_DATE_PASSED: (),
    RuleKind.CLOSING_SOON: (DAYS,),
    RuleKind.NO_CHANGE: (DAYS,),
    RuleKind.STAGE_TOO_LONG: (),
    RuleKind.FIELD_MISSING: (),
    RuleKind.SLIPPED: (TIMES,),
    RuleKind.AMOUNT_JUMPED: (PERCENT,),
    RuleKind.BIG_AND_UNCERTAIN: (BIG, BETWEEN),
}


def _rule(*numbers: Key[object]) -> Reader[Entry]:
    """A rule is yes (with its standard numbers), no, or a table of its numbers, with `ask: no` to rest it."""
    names = ", ".join(key.name for key in numbers)
    mend = f"write yes, no, or its numbers ({names})" if names else "write yes or no"
    written_out = table(mend, ASK, *numbers)

    def read(spot: Spot) -> Entry:
        if not isinstance(spot.node, yaml.ScalarNode):
            return written_out.read(spot)
        asks = values.switch.read(spot)
        if asks and any(key.required for key in numbers):
            spot.refuse("has no standard numbers", f"write its numbers ({names}), or no")
        return Entry(spot, {ASK.name: asks}, {})

    return Reader(mend, read)


RULES = {kind: Key(kind.value, _rule(*numbers)) for kind, numbers in _NUMBERS.items()}

PER_DAY = Key("per_day", values.whole(0, 50))
PER_WEEK = Key("per_week", values.whole(0, 250))
COOL_DOWN = Key("cool_down", values.whole(0, 365))

COMPANY = Key("company", values.text, required=True)
CURRENCY = Key("currency", values.currency, required=True)
DATE_ORDER = Key("date_order", values.one_of(DateOrder), required=True)
ZONE = Key("zone", values.zone, required=True)
FISCAL_YEAR_STARTS = Key("fiscal_year_starts", values.month, required=True)
COMPETITORS = Key("competitors", list_of(values.text, "write a list of names"))
HIGH_CARDS = Key("high_cards", _fields)
DIGEST_HOUR = Key("digest_hour", values.whole(0, 23))
VISIT_PAGE = Key("visit_page", values.one_of(Ahead))
FEEDBACK = Key("feedback", values.one_of(Seen))
ATTENTION = Key("attention", table("write per_day, per_week and cool_down", PER_DAY, PER_WEEK, COOL_DOWN))
NUDGES = Key("nudges", table("write a line for each rule", *RULES.values()), required=True)

_stage = table(
    "write name, probability and category",
    STAGE_NAME,
    PROBABILITY,
    CATEGORY,
    SAY,
    WON,
    LOST,
    NEEDS,
    LONGEST_STAY,
)
_person = table(
    "write name, email and role",
    NAME,
    EMAIL,
    ROLE,
    TEAM,
    QUOTA,
    ASSISTS,
    HELPS_WITH,
    OWN_ZONE,
    HOURS,
    DAYS_OFF,
)
_team = table("write name and leads", TEAM_NAME, LEADS)
_channel = table(
    "write name and team, members or everybody", CHANNEL_NAME, CHANNEL_ID, TEAM, MEMBERS, EVERYBODY, PRIVATE
)

STAGES = Key("stages", entries(_stage, "write a list of stages in their order"), required=True)
PEOPLE = Key("people", entries(_person, "write a list of people"), required=True)
TEAMS = Key("teams", entries(_team, "write a list of teams"))
APPROVALS = process_approvals.APPROVALS
CHANNELS = Key("channels", entries(_channel, "write a list of channels"))

APP_FILE = table(
    "write the keys of a sales process",
    COMPANY,
    CURRENCY,
    DATE_ORDER,
    ZONE,
    FISCAL_YEAR_STARTS,
    STAGES,
    COMPETITORS,
    HIGH_CARDS,
    PEOPLE,
    TEAMS,
    HOURS,
    DAYS_OFF,
    CHANNELS,
    APPROVALS,
    NUDGES,
    ATTENTION,
    DIGEST_HOUR,
    VISIT_PAGE,
    FEEDBACK,
    ALERTS,
    FEEDS,
)
