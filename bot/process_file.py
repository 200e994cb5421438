"""Reads app.yaml, the sales process of this company, and says in words what it holds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.feeds.spec import FeedSpec
from bot import process_keys as keys
from bot.faults import Fault, Faults
from bot.process_alerts import alert_rules, check_alerts
from bot.process_approvals import approval_rules
from bot.process_checks import Register, check, hours_of
from bot.process_feeds import check_feeds, feeds_in_words, feeds_of
from bot.process_grants import names_of
from bot.process_summary import in_words
from bot.yaml_source import read_yaml
from bot.yaml_table import Entry, Found, Spot, T, Unreadable
from domain.asking.question import Playbook, Rule, RuleKind
from domain.sales.company import Channel, Company, Seen
from domain.sales.grants import Grant
from domain.sales.people import STANDARD_HOURS, STANDARD_RHYTHM, Person, Rhythm, Role
from domain.sales.process import Colleague, Field, SalesProcess, Stage


@dataclass(frozen=True, slots=True)
class AppFile:
    """What app.yaml says."""

    company: Company
    playbook: Playbook
    feeds: tuple[FeedSpec, ...] = ()


def load(path: Path) -> AppFile:
    """The file's company and playbook. Raises Faults with everything that is wrong with it, by line and key."""
    faults: list[Fault] = []
    root = read_yaml(path)
    try:
        file = keys.APP_FILE.read(Spot(root, root.start_mark.line + 1, "", faults))
        check(file)
        check_alerts(file)
        check_feeds(file)
    except Unreadable:
        raise Faults(str(path), faults) from None
    if faults:
        raise Faults(str(path), faults)
    return AppFile(_company(file), _playbook(file), feeds_of(file))


def summary(app_file: AppFile) -> str:
    """The file in words, for somebody to check who knows the company."""
    words = (in_words(app_file.company, app_file.playbook), feeds_in_words(app_file.feeds))
    return "\n\n".join(paragraph for paragraph in words if paragraph)


def _company(file: Entry) -> Company:
    people = _people(file)
    return Company(
        name=file[keys.COMPANY],
        process=SalesProcess(
            stages=tuple(_stage(stage) for stage in file[keys.STAGES]),
            currency=file[keys.CURRENCY],
            date_order=file[keys.DATE_ORDER],
            fiscal_year_starts=file[keys.FISCAL_YEAR_STARTS],
            competitors=_values(file.get(keys.COMPETITORS, ())),
            colleagues=_colleagues(people),
            high_cards=_values(file.get(keys.HIGH_CARDS, ())) or tuple(Field),
        ),
        people=people,
        channels=_channels(file, people),
        zone=file[keys.ZONE],
        rhythm=_rhythm(file),
        approvals=approval_rules(file.get(keys.APPROVALS, ()), Register(file[keys.PEOPLE]).ids),
        feedback=file.get(keys.FEEDBACK, Seen.COMPANY),
    )


def _stage(stage: Entry) -> Stage:
    return Stage(
        name=stage[keys.STAGE_NAME],
        probability=stage[keys.PROBABILITY],
        category=stage[keys.CATEGORY],
        say=_values(stage.get(keys.SAY, ())),
        won=stage.get(keys.WON, False),
        lost=stage.get(keys.LOST, False),
        needs=_values(stage.get(keys.NEEDS, ())),
        longest_stay=stage.get(keys.LONGEST_STAY, None),
    )


def _people(file: Entry) -> tuple[Person, ...]:
    register, common = Register(file[keys.PEOPLE]), _rhythm(file)
    teams = {team[keys.TEAM_NAME]: register.ids(team[keys.LEADS]) for team in file.get(keys.TEAMS, ())}
    spelt = {name.casefold(): name for name in teams}
    holidays = _values(file.get(keys.DAYS_OFF, ()))
    people = []
    for person in file[keys.PEOPLE]:
        email = person[keys.EMAIL]
        people.append(
            Person(
                id=email,
                name=person[keys.NAME],
                role=person[keys.ROLE],
                zone=person.get(keys.OWN_ZONE, file[keys.ZONE]),
                rhythm=Rhythm(hours_of(person, common.hours), common.per_day, common.per_week),
                team=spelt[person[keys.TEAM].casefold()] if keys.TEAM in person else "",
                leads=tuple(team for team, leads in teams.items() if email in leads),
                serves=register.ids(names_of(person.get(keys.ASSISTS, ()))),
                helps_with=_values(person.get(keys.HELPS_WITH, ())),
                quota=person.get(keys.QUOTA, None),
                days_off=tuple(sorted({*holidays, *_values(person.get(keys.DAYS_OFF, ()))})),
                grants=_grants(person, register),
            )
        )
    return tuple(people)


def _grants(person: Entry, register: Register) -> tuple[Grant, ...]:
    """What an assistant may do for each rep, with the rep's id in the place of the name."""
    found = person.get(keys.ASSISTS, ())
    ids = register.ids(names_of(found))
    return tuple(replace(item.value.grant, rep=rep) for item, rep in zip(found, ids, strict=True))


def _rhythm(file: Entry) -> Rhythm:
    said = file.get(keys.ATTENTION, None)
    per_day = said.get(keys.PER_DAY, STANDARD_RHYTHM.per_day) if said else STANDARD_RHYTHM.per_day
    per_week = said.get(keys.PER_WEEK, STANDARD_RHYTHM.per_week) if said else STANDARD_RHYTHM.per_week
    return Rhythm(hours_of(file, STANDARD_HOURS), per_day, per_week)


def _colleagues(people: tuple[Person, ...]) -> tuple[Colleague, ...]:
    """Those a reply may name: by the first kind of help they give, others by their role.

    Each stands here once: a name that stands here twice could be two people.
    """
    return tuple(Colleague(person.name, [*person.helps_with, person.role.value][0]) for person in people)


def _channels(file: Entry, people: tuple[Person, ...]) -> tuple[Channel, ...]:
    register = Register(file[keys.PEOPLE])
    channels = []
    for channel in file.get(keys.CHANNELS, ()):
        team = channel.get(keys.TEAM, "").casefold()
        named = register.ids(channel.get(keys.MEMBERS, ()))
        everybody = channel.get(keys.EVERYBODY, False)
        inside = tuple(p.id for p in people if everybody or p.id in named or (team and _belongs(p, team, people)))
        name, private = channel[keys.CHANNEL_NAME], channel.get(keys.PRIVATE, False)
        channels.append(Channel(name, inside, private, channel.get(keys.CHANNEL_ID, "")))
    return tuple(channels)


def _belongs(person: Person, team: str, people: tuple[Person, ...]) -> bool:
    """Whether somebody sells in the team (in lower case), leads it, or assists somebody who sells in it."""
    sellers = {p.id for p in people if p.team.casefold() == team}
    leads = {name.casefold() for name in person.leads}
    return (
        person.id in sellers
        or team in leads
        or (person.role is Role.ASSISTANT and not sellers.isdisjoint(person.serves))
    )


def _playbook(file: Entry) -> Playbook:
    """The rules in the order of the file, which is the order in which they are tried; those at rest are left out."""
    nudges, attention, standard = file[keys.NUDGES], file.get(keys.ATTENTION, None), Playbook(())
    kinds = [RuleKind(name) for name in nudges.spots]
    written = [(kind, nudges[keys.RULES[kind]]) for kind in kinds]
    return Playbook(
        rules=tuple(_rule(kind, rule) for kind, rule in written if rule.get(keys.ASK, True)),
        cool_down=attention.get(keys.COOL_DOWN, standard.cool_down) if attention else standard.cool_down,
        digest_hour=file.get(keys.DIGEST_HOUR, standard.digest_hour),
        alerts=alert_rules(file),
        visit_page=file.get(keys.VISIT_PAGE, standard.visit_page),
    )


def _rule(kind: RuleKind, written: Entry) -> Rule:
    standard = Rule(kind)
    return Rule(
        kind,
        days=written.get(keys.DAYS, standard.days),
        times=written.get(keys.TIMES, standard.times),
        percent=written.get(keys.PERCENT, standard.percent),
        amount=written.get(keys.BIG, standard.amount),
        between=written.get(keys.BETWEEN, standard.between),
    )


def _values(found: Iterable[Found[T]]) -> tuple[T, ...]:
    return tuple(item.value for item in found)
