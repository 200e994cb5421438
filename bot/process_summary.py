"""What app.yaml holds, in words that somebody from sales operations can check line by line."""

from calendar import month_name
from collections.abc import Iterable

from bot.process_alerts import alerts_in_words
from bot.process_approvals import approvals_in_words
from domain.asking.before_visit import Ahead
from domain.asking.question import Playbook, Rule, RuleKind
from domain.sales.company import Channel, Company, Seen
from domain.sales.grants import Grant
from domain.sales.grants import in_words as grant_in_words
from domain.sales.people import Directory, Person, Role, WorkingHours
from domain.sales.process import DateOrder, Field, SalesProcess, Stage
from domain.sales.values import show_amount, show_date

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PLAIN = {
    RuleKind.CLOSE_DATE_PASSED: "when the close date has passed",
    RuleKind.STAGE_TOO_LONG: "when a stage lasts longer than usual",
    RuleKind.FIELD_MISSING: "when something is missing that the stage needs",
}


def in_words(company: Company, playbook: Playbook) -> str:
    """Paragraphs, with a blank line between them; every person, stage, channel and rule is named."""
    people = Directory(company.people)
    paragraphs = (
        _company(company),
        _stages(company.process),
        _recorded(company.process),
        *(_team(team, people, company) for team in _teams(people)),
        _others(people, company),
        _channels(company.channels, people),
        approvals_in_words(company.approvals, people),
        _asking(company, playbook),
        _customers(company, playbook),
        alerts_in_words(playbook.alerts, people, company.process.currency),
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _company(company: Company) -> str:
    process = company.process
    example = "March 4" if process.date_order is DateOrder.MONTH_FIRST else "3 April"
    shared = set.intersection(*(set(person.days_off) for person in company.people))
    holidays = f" Nobody is asked on {_listed(show_date(day) for day in sorted(shared))}." if shared else ""
    return (
        f"{company.name} sells in {process.currency} and reads 3/4 as {example}. "
        f"Its fiscal year starts in {month_name[process.fiscal_year_starts]}. "
        f"Unless somebody's line says otherwise, people work {_hours(company.rhythm.hours)}, {company.zone}.{holidays}"
    )


def _stages(process: SalesProcess) -> str:
    lines = [f"{len(process.stages)} stages, in this order:"]
    return "\n".join([*lines, *(f"  {_stage(stage)}" for stage in process.stages)])


def _stage(stage: Stage) -> str:
    parts = [f"{stage.name}: {stage.probability} %, {_spaced(stage.category)}"]
    if stage.closed:
        parts.append("it is won" if stage.won else "it is lost")
    if stage.longest_stay:
        parts.append(f"at most {_count(stage.longest_stay, 'day')}")
    if stage.needs:
        parts.append(f"needs {_listed(_spaced(need) for need in stage.needs)}")
    if stage.say:
        parts.append("also called " + ", ".join(f"“{word}”" for word in stage.say))
    return "; ".join(parts) + "."


def _recorded(process: SalesProcess) -> str:
    cards = process.high_cards
    kept = "everything there is a field for" if cards == tuple(Field) else _listed(_spaced(card) for card in cards)
    rivals = f"Competitors: {', '.join(process.competitors)}." if process.competitors else "No competitors are named."
    return f"Recorded of an opportunity: {kept}. {rivals}"


def _teams(people: Directory) -> tuple[str, ...]:
    named = [team for person in people for team in (*person.leads, person.team) if team]
    return tuple(dict.fromkeys(named))


def _team(team: str, people: Directory, company: Company) -> str:
    leads = _listed(person.name for person in people if team in person.leads)
    verb = "lead" if sum(team in person.leads for person in people) > 1 else "leads"
    sellers = people.in_team(team)
    lines = [f"{leads} {verb} team {team}" + (":" if sellers else ", in which nobody sells.")]
    return "\n".join([*lines, *(f"  {_seller(person, company)}" for person in sellers)])


def _seller(person: Person, company: Company) -> str:
    quota = "no quota"
    if person.quota is not None:
        quota = f"quota {show_amount(person.quota, company.process.currency)} a quarter"
    team = f" for team {person.team}" if person.team else " without a team"
    return f"{person.name} sells{team}, {quota}{_own(person, company)}."


def _others(people: Directory, company: Company) -> str:
    """Everybody whom no team's paragraph names with their own line."""
    lines = [_seller(person, company) for person in people if person.role is Role.REP and not person.team]
    lines += [_other(person, people, company) for person in people if person.role is not Role.REP]
    return "\n".join(lines)


def _other(person: Person, people: Directory, company: Company) -> str:
    does = {
        Role.MANAGER: f"manages {_listed(f'team {team}' for team in person.leads) or 'no team'}",
        Role.ASSISTANT: f"assists {_listed(_served(person, rep, people) for rep in person.serves)}",
        Role.SPECIALIST: "is a specialist",
        Role.ADMIN: "is an administrator and may see and change everything",
    }[person.role]
    helps = f" and helps with {_listed(_spaced(kind) for kind in person.helps_with)}" if person.helps_with else ""
    return f"{person.name} {does}{helps}{_own(person, company)}."


def _served(person: Person, rep: str, people: Directory) -> str:
    grant = person.grant_for(rep)
    limits = f" ({grant_in_words(grant)})" if grant and grant != Grant(rep) else ""
    return people.name(rep) + limits


def _own(person: Person, company: Company) -> str:
    """What of hours, zone and days off differs from the company's, and the address."""
    parts = [f"; {person.id}"]
    if person.rhythm.hours != company.rhythm.hours:
        parts.append(f"works {_hours(person.rhythm.hours)}")
    if person.zone != company.zone:
        parts.append(f"in {person.zone}")
    shared = set.intersection(*(set(other.days_off) for other in company.people))
    own = [day for day in person.days_off if day not in shared]
    if own:
        parts.append(f"is off on {_listed(show_date(day) for day in own)}")
    return ", ".join(parts)


def _channels(channels: tuple[Channel, ...], people: Directory) -> str:
    return "\n".join(_channel(channel, people) for channel in channels)


def _channel(channel: Channel, people: Directory) -> str:
    everybody = set(channel.members) == {person.id for person in people}
    inside = "everybody" if everybody else _listed(people.name(member) for member in channel.members) or "nobody yet"
    figures = "is private and may show figures" if channel.private else "shows no figures"
    there = f", known in chat as {channel.id}" if channel.id else ""
    return f"#{channel.name}{there} {figures}; in it: {inside}."


def _asking(company: Company, playbook: Playbook) -> str:
    if not playbook.rules:
        return "The quarterback asks nothing of its own accord."
    rhythm, currency = company.rhythm, company.process.currency
    lines = [
        f"The quarterback asks about an opportunity, for the first of these {_count(len(playbook.rules), 'reason')}:"
    ]
    lines += [f"  {_rule(rule, currency)};" for rule in playbook.rules]
    lines[-1] = lines[-1][:-1] + "."
    rest = f"not again about the same opportunity within {_count(playbook.cool_down, 'day')}"
    budget = f"At most {_count(rhythm.per_day, 'question')} a day and {rhythm.per_week} a week for each rep, {rest}."
    return "\n".join([*lines, f"{budget} The digest comes at {playbook.digest_hour}:00 local time."])


def _customers(company: Company, playbook: Playbook) -> str:
    pages = {
        Ahead.EVENING: "comes by itself in the last working hour of the day before.",
        Ahead.MORNING: "comes by itself when work starts on that day.",
        Ahead.NEVER: "does not come by itself.",
    }[playbook.visit_page]
    read = {
        Seen.COMPANY: "everybody who sells or manages, with account, product and who noted it, and no figures",
        Seen.TEAM: "those who see the opportunity it is noted on",
    }[company.feedback]
    return f"Before an agreed visit the account's page {pages} What customers say is read by {read}."


def _rule(rule: Rule, currency: str) -> str:
    if rule.kind in _PLAIN:
        return _PLAIN[rule.kind]
    return {
        RuleKind.CLOSING_SOON: f"when it closes within {_count(rule.days, 'day')}",
        RuleKind.NO_CHANGE: f"when nothing was heard for {_count(rule.days, 'day')}",
        RuleKind.SLIPPED: f"when the close date moved back {_count(rule.times, 'time')} or more",
        RuleKind.AMOUNT_JUMPED: f"when the amount moved by {rule.percent} % or more",
        RuleKind.BIG_AND_UNCERTAIN: (
            f"when it is {show_amount(rule.amount, currency)} or more and stands between {rule.between[0]} "
            f"and {rule.between[1]} %"
        ),
    }[rule.kind]


def _hours(hours: WorkingHours) -> str:
    first, last = hours.days[0], hours.days[-1]
    in_a_row = len(hours.days) > 2 and hours.days == tuple(range(first, last + 1))
    days = f"{_DAYS[first]}–{_DAYS[last]}" if in_a_row else _listed(_DAYS[day] for day in hours.days)
    return f"{days} {hours.start:%H:%M}–{hours.end:%H:%M}"


def _listed(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    all_words = list(words)
    return " and ".join([", ".join(all_words[:-1]), all_words[-1]]) if len(all_words) > 1 else "".join(all_words)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _spaced(word: str) -> str:
    return word.replace("_", " ")
