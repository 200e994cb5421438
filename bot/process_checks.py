"""What must fit together in app.yaml beyond its single values: stages, people, teams, channels, hours."""

from collections.abc import Iterable, Mapping

from bot import process_keys as keys
from bot.faults import shown
from bot.process_approvals import check_approvals
from bot.process_grants import names_of
from bot.yaml_table import Entry, Found, Key, Spot, nearest
from domain.sales.people import STANDARD_HOURS, STANDARD_RHYTHM, Role, WorkingHours
from domain.sales.process import ForecastCategory

_OF_ONE_ROLE: Mapping[Key[object], tuple[Role, str]] = {
    keys.TEAM: (Role.REP, "say who leads a team under teams"),
    keys.QUOTA: (Role.REP, "take it out"),
    keys.ASSISTS: (Role.ASSISTANT, "take it out"),
}
_NEEDED_BY_ROLE: Mapping[Role, Key[object]] = {Role.ASSISTANT: keys.ASSISTS, Role.SPECIALIST: keys.HELPS_WITH}


class Register:
    """The people of the file, found by e-mail address or full name."""

    def __init__(self, people: tuple[Entry, ...]) -> None:
        self._complete = all(keys.NAME in person and keys.EMAIL in person for person in people)
        self._by_word: dict[str, list[Entry]] = {}
        self._names: dict[str, str] = {}
        for person in people:
            for key in (keys.EMAIL, keys.NAME):
                if key in person:
                    self._by_word.setdefault(person[key].casefold(), []).append(person)
            if keys.NAME in person:
                self._names[person[keys.NAME]] = ""

    def find(self, words: str) -> tuple[Entry, ...]:
        return tuple(self._by_word.get(words.casefold(), ()))

    def ids(self, found: Iterable[Found[str]]) -> tuple[str, ...]:
        """The ids of those named, in a file that was checked."""
        return tuple(self.find(item.value)[0][keys.EMAIL] for item in found)

    def check(self, found: Iterable[Found[str]], roles: tuple[Role, ...], part: str) -> None:
        """Notes who is named but not there, there twice, or not of these roles. `part` is what they are to be.

        Quiet while the name or address of anybody is itself a fault: it may be theirs.
        """
        for item in found if self._complete else ():
            people = self.find(item.value)
            if not people:
                mend = nearest(item.value, self._names, "name somebody from people")
                item.spot.fault(f'"{shown(item.value)}" is nobody under people', mend)
            elif len(people) > 1:
                item.spot.fault(
                    f'"{shown(item.value)}" is the name of {len(people)} people', "write the e-mail address"
                )
            elif people[0].get(keys.ROLE, roles[0]) not in roles:
                role = people[0][keys.ROLE]
                item.spot.fault(f'"{shown(item.value)}" is no {part} but has the role {role}', f"name a {part}")


def check(file: Entry) -> None:
    """Notes every fault that lies between keys; those that single values have are noted already."""
    people = file.get(keys.PEOPLE, ())
    register = Register(people)
    _unique(file.get(keys.STAGES, ()), keys.STAGE_NAME, "is the name of an earlier stage", "give it another name")
    _unique(people, keys.EMAIL, "is the address of somebody above", "a person stands here once: take one out")
    _unique(file.get(keys.TEAMS, ()), keys.TEAM_NAME, "is the name of an earlier team", "give it another name")
    _unique(file.get(keys.CHANNELS, ()), keys.CHANNEL_NAME, "is the name of an earlier channel", "give it another name")
    _unique(file.get(keys.CHANNELS, ()), keys.CHANNEL_ID, "is the id of an earlier channel", "write each once")
    _stages(file)
    for person in people:
        _person(person)
    if keys.PEOPLE in file:
        _people(file, register)
    _teams_named(file)
    _hours(file)
    _attention(file)


def hours_of(entry: Entry, default: WorkingHours) -> WorkingHours:
    """The working hours that an entry says, with the default's for what it leaves open."""
    said = entry.get(keys.HOURS, None)
    if said is None:
        return default
    days = tuple(sorted(item.value for item in said[keys.WEEKDAYS])) if keys.WEEKDAYS in said else default.days
    return WorkingHours(said.get(keys.FROM, default.start), said.get(keys.UNTIL, default.end), days)


def _unique(entries: tuple[Entry, ...], key: Key[str], what: str, mend: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        if key in entry:
            word = entry[key].casefold()
            if word in seen:
                entry.at(key).fault(f'"{shown(entry[key])}" {what}', mend)
            seen.add(word)


def _stages(file: Entry) -> None:
    if keys.STAGES not in file:
        return
    stages = file[keys.STAGES]
    _words_of_stages(stages)
    for stage in stages:
        _stage(stage)
    if keys.HIGH_CARDS in file:
        cards = {card.value for card in file[keys.HIGH_CARDS]}
        if not cards:
            file.at(keys.HIGH_CARDS).fault("nothing may be recorded", "name some, or leave the key out for all of them")
        for need in (need for stage in stages for need in stage.get(keys.NEEDS, ())):
            if need.value not in cards:
                need.spot.fault(f'"{need.value}" is no high card', "add it to high_cards, or take it out here")
    _outcomes(stages, file.at(keys.STAGES))


def _outcomes(stages: tuple[Entry, ...], spot: Spot) -> None:
    """One stage is won, one is lost, and others come before; nothing is said while an outcome is unreadable."""
    if not all(stage.sound(keys.WON) and stage.sound(keys.LOST) for stage in stages):
        return
    for key in (keys.WON, keys.LOST):
        closing = [stage for stage in stages if stage.get(key, False)]
        if not closing:
            spot.fault(f"no stage is {key.name}", f"write {key.name}: yes in one of them")
        for another in closing[1:]:
            another.at(key).fault(f"a second stage is {key.name}", "one stage alone may be")
    if all(_closed(stage) for stage in stages):
        spot.fault("no stage is open", "write the stages that come before won and lost")


def _closed(stage: Entry) -> bool:
    return stage.get(keys.WON, False) or stage.get(keys.LOST, False)


def _stage(stage: Entry) -> None:
    if not (stage.sound(keys.WON) and stage.sound(keys.LOST)):
        return
    won, lost = stage.get(keys.WON, False), stage.get(keys.LOST, False)
    if won and lost:
        stage.at(keys.LOST).fault("the stage is both won and lost", "take one out")
        return
    category, probability = stage.get(keys.CATEGORY, None), stage.get(keys.PROBABILITY, None)
    if won or lost:
        outcome, certain = ("won", 100) if won else ("lost", 0)
        expected = ForecastCategory.CLOSED if won else ForecastCategory.OMITTED
        if probability not in (None, certain):
            stage.at(keys.PROBABILITY).fault(f"a {outcome} stage has {probability} %", f"write {certain}")
        if category not in (None, expected):
            stage.at(keys.CATEGORY).fault(f"a {outcome} stage counts as {category}", f"write {expected}")
        if keys.LONGEST_STAY in stage:
            stage.at(keys.LONGEST_STAY).fault("a closed stage has no longest stay", "take it out")
    elif category is ForecastCategory.CLOSED:
        stage.at(keys.CATEGORY).fault("an open stage counts as closed", "write pipeline, best_case, commit or omitted")


def _words_of_stages(stages: tuple[Entry, ...]) -> None:
    """A word that two stages claim would be read as neither."""
    names = {stage[keys.STAGE_NAME].casefold(): stage for stage in stages if keys.STAGE_NAME in stage}
    claimed = dict(names)
    for stage in stages:
        for word in stage.get(keys.SAY, ()):
            owner = claimed.setdefault(word.value.casefold(), stage)
            if owner is not stage:
                what = (
                    f'"{shown(word.value)}" already stands for the stage {shown(owner.get(keys.STAGE_NAME, "above"))}'
                )
                word.spot.fault(what, "take it out of one of them")


def _person(person: Entry) -> None:
    role = person.get(keys.ROLE, None)
    if role is None:
        return
    for key, (only, mend) in _OF_ONE_ROLE.items():
        if key.name in person.spots and role is not only:
            person.at(key).fault(f"belongs to the role {only}, and the role here is {role}", mend)
    needed = _NEEDED_BY_ROLE.get(role)
    if needed and (needed.name not in person.spots or person.get(needed, None) == ()):
        person.spot.under(needed.name, person.spot.node, person.at(needed).line).fault("is missing", needed.reader.mend)


def _people(file: Entry, register: Register) -> None:
    people = file[keys.PEOPLE]
    if all(keys.ROLE in person for person in people) and not any(p[keys.ROLE] is Role.REP for p in people):
        file.at(keys.PEOPLE).fault("nobody is a rep", "give somebody the role rep")
    for person in people:
        register.check(names_of(person.get(keys.ASSISTS, ())), (Role.REP,), "rep")
    for team in file.get(keys.TEAMS, ()):
        leads = team.get(keys.LEADS, None)
        if leads == ():
            team.at(keys.LEADS).fault("nobody leads this team", keys.LEADS.reader.mend)
        register.check(leads or (), (Role.MANAGER,), "manager")
    check_approvals(file.get(keys.APPROVALS, ()), lambda named: register.check(named, tuple(Role), "person"))
    for channel in file.get(keys.CHANNELS, ()):
        register.check(channel.get(keys.MEMBERS, ()), tuple(Role), "person")
        closed_to_all = channel.sound(keys.EVERYBODY) and not channel.get(keys.EVERYBODY, False)
        if closed_to_all and keys.TEAM.name not in channel.spots and keys.MEMBERS.name not in channel.spots:
            channel.spot.fault("nobody is in this channel", "write team, members, or everybody: yes")


def _teams_named(file: Entry) -> None:
    """Teams that people sell in or channels are for must be there."""
    written = file.get(keys.TEAMS, ())
    if not file.sound(keys.TEAMS) or not all(keys.TEAM_NAME in team for team in written):
        return
    teams = {team[keys.TEAM_NAME].casefold(): team[keys.TEAM_NAME] for team in written}
    for entry in (*file.get(keys.PEOPLE, ()), *file.get(keys.CHANNELS, ())):
        if keys.TEAM in entry and entry[keys.TEAM].casefold() not in teams:
            mend = nearest(entry[keys.TEAM], tuple(teams.values()), "add it under teams, with who leads it")
            entry.at(keys.TEAM).fault(f'"{shown(entry[keys.TEAM])}" is no team', mend)


def _hours(file: Entry) -> None:
    """The company's hours, then those of people, which lean on them where they fit together."""
    fits = _hours_fit(file, STANDARD_HOURS)
    common = hours_of(file, STANDARD_HOURS) if fits else STANDARD_HOURS
    for person in file.get(keys.PEOPLE, ()):
        _hours_fit(person, common)


def _hours_fit(entry: Entry, default: WorkingHours) -> bool:
    said, hours = entry.get(keys.HOURS, None), hours_of(entry, default)
    if said is None:
        return True
    if not hours.days:
        said.at(keys.WEEKDAYS).fault("no day is a working day", keys.WEEKDAYS.reader.mend)
    backwards = said.sound(keys.FROM) and said.sound(keys.UNTIL) and hours.end <= hours.start
    if backwards:
        what = f"the end, {hours.end:%H:%M}, is not after the start, {hours.start:%H:%M}"
        said.at(keys.UNTIL).fault(what, "write a later time")
    return bool(hours.days) and not backwards


def _attention(file: Entry) -> None:
    said = file.get(keys.ATTENTION, None)
    if said is None or not (said.sound(keys.PER_DAY) and said.sound(keys.PER_WEEK)):
        return
    per_day = said.get(keys.PER_DAY, STANDARD_RHYTHM.per_day)
    per_week = said.get(keys.PER_WEEK, STANDARD_RHYTHM.per_week)
    if per_week < per_day:
        said.at(keys.PER_WEEK).fault(f"{per_week} a week is less than {per_day} a day", "write a larger number")
