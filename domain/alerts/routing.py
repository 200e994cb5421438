"""Who is told of an alert, and how soon: the routes of app.yaml held against one fact and what it touches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.alerts.alert import What
from domain.alerts.happenings import size
from domain.sales.account_facts import CreditHold, FactKind, Severity, SupportTicket, Trouble
from domain.sales.opportunity import Opportunity
from domain.sales.people import Directory, Person, Role


class Pace(StrEnum):
    """At once, within the reader's hours, or with the next digest."""

    NOW = "now"
    DIGEST = "digest"


class To(StrEnum):
    """Who is meant by a word under `to`; person, team and channel go with a name."""

    OWNER = "owner"
    MANAGER = "manager"
    ASSISTANT = "assistant"
    ADMIN = "admin"
    PERSON = "person"
    TEAM = "team"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Target:
    """One entry under `to`. `name` is a person's id, a team or a channel."""

    to: To
    name: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One line under `alerts.routes`. What is left empty asks for nothing.

    `severity` (at least) is of tickets; `late` asks for those whose promise is broken. `amount` is the least that the
    open opportunities of the account come to, `size` the least that is overdue or over the limit, both in the
    company's currency. `teams` and `stages` are those of the opportunities. `any_hour` does not wait for working
    hours. `escalate_after` is in hours without an acknowledgement.
    """

    to: tuple[Target, ...]
    about: tuple[FactKind, ...] = ()
    what: tuple[What, ...] = ()
    severity: Severity | None = None
    late: bool = False
    amount: Decimal = Decimal(0)
    size: Decimal = Decimal(0)
    teams: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    pace: Pace = Pace.NOW
    any_hour: bool = False
    escalate_after: int | None = None
    escalate_to: tuple[Target, ...] = (Target(To.MANAGER),)


OWNER_AND_MANAGER = (Target(To.OWNER), Target(To.MANAGER))
STANDARD_ROUTES = (
    Route(OWNER_AND_MANAGER, (FactKind.HOLD,), escalate_after=24),
    Route((Target(To.OWNER),), (FactKind.TICKET,), severity=Severity.HIGH, escalate_after=24),
    Route((Target(To.OWNER),), (FactKind.TICKET,), late=True),
    Route((Target(To.OWNER),), (FactKind.TICKET,), pace=Pace.DIGEST),
)


@dataclass(frozen=True, slots=True)
class AlertRules:
    """What app.yaml says of alerts.

    `per_day` is how many one person gets one by one; the rest waits for the digest. `batch` are the minutes that are
    waited for more to come, `stale_after` the days of a source's silence after which nothing it said is relied on.
    `finance` and `support` are ids of the people to talk to, "" for nobody.
    """

    routes: tuple[Route, ...] = STANDARD_ROUTES
    per_day: int = 6
    batch: int = 2
    stale_after: int = 7
    finance: str = ""
    support: str = ""


STANDARD_RULES = AlertRules()


@dataclass(frozen=True, slots=True)
class Case:
    """One fact, what happened to it, and the open opportunities of its account. `late`: a promise is broken."""

    fact: Trouble
    what: What
    touched: tuple[Opportunity, ...]
    late: bool = False


@dataclass(frozen=True, slots=True)
class Receiver:
    """One person, or one channel ("" is the other), and how soon."""

    person: str = ""
    channel: str = ""
    pace: Pace = Pace.NOW
    any_hour: bool = False


def receivers(case: Case, routes: Sequence[Route], directory: Directory) -> tuple[Receiver, ...]:
    """Everybody whom a route names, once, in the soonest way that one of them says."""
    found: dict[tuple[str, str], Receiver] = {}
    for route, touched in _holding(case, routes, directory):
        for person, channel in _named(route.to, touched, directory):
            before = found.get((person, channel))
            pace = Pace.NOW if Pace.NOW in (route.pace, before.pace if before else route.pace) else Pace.DIGEST
            any_hour = route.any_hour or (before is not None and before.any_hour)
            found[person, channel] = Receiver(person, channel, pace, any_hour)
    return tuple(found.values())


def escalation(case: Case, routes: Sequence[Route], directory: Directory) -> tuple[int, tuple[Receiver, ...]] | None:
    """After how many hours without an acknowledgement who else is told; None where no route says so."""
    holding = [(route, touched) for route, touched in _holding(case, routes, directory) if route.escalate_after]
    if not holding:
        return None
    named = [each for route, touched in holding for each in _named(route.escalate_to, touched, directory)]
    hours = min(route.escalate_after or 0 for route, _ in holding)
    return hours, tuple(Receiver(person, channel) for person, channel in dict.fromkeys(named))


def _holding(
    case: Case, routes: Sequence[Route], directory: Directory
) -> Iterator[tuple[Route, tuple[Opportunity, ...]]]:
    """The routes that hold, each with the opportunities it is about."""
    for route in routes:
        touched = tuple(o for o in case.touched if _concerns(route, o, directory))
        asks = bool(route.teams or route.stages)
        worth = sum((o.amount or Decimal(0) for o in touched), Decimal(0))
        if (touched or not asks) and worth >= route.amount and _fits(route, case):
            yield route, touched


def _concerns(route: Route, opportunity: Opportunity, directory: Directory) -> bool:
    owner = directory.get(opportunity.owner)
    in_team = not route.teams or (owner is not None and owner.team in route.teams)
    return in_team and (not route.stages or opportunity.stage in route.stages)


def _fits(route: Route, case: Case) -> bool:
    fact = case.fact
    if (route.about and fact.kind not in route.about) or (route.what and case.what not in route.what):
        return False
    if isinstance(fact, CreditHold):
        return route.severity is None and not route.late and size(fact) >= route.size
    return not route.size and _bad_enough(route, fact, case.late)


def _bad_enough(route: Route, ticket: SupportTicket, late: bool) -> bool:
    return (route.severity is None or ticket.severity.rank >= route.severity.rank) and (late or not route.late)


def _named(
    targets: Iterable[Target], touched: Sequence[Opportunity], directory: Directory
) -> Iterator[tuple[str, str]]:
    for target in targets:
        if target.to is To.CHANNEL:
            yield "", target.name
        else:
            for person in _people(target, touched, directory):
                yield person.id, ""


def _people(target: Target, touched: Sequence[Opportunity], directory: Directory) -> Iterator[Person]:
    owners = [owner for o in touched if (owner := directory.get(o.owner))]
    match target.to:
        case To.OWNER:
            yield from owners
        case To.MANAGER:
            yield from (manager for owner in owners for manager in directory.managers_of(owner))
        case To.ASSISTANT:
            yield from (p for p in directory if any(owner.id in p.serves for owner in owners))
        case To.ADMIN:
            yield from (p for p in directory if p.role is Role.ADMIN)
        case To.TEAM:
            yield from directory.in_team(target.name)
        case To.PERSON:
            named = directory.get(target.name)
            yield from [named] if named else []
        case To.CHANNEL:
            return
