"""The section `alerts` of app.yaml: whether its names fit, the rules it makes, and these in words."""

from collections.abc import Iterable

from bot import process_alert_keys as keys
from bot import process_keys
from bot.faults import shown
from bot.process_checks import Register
from bot.yaml_table import Entry, Found, Key, nearest
from domain.alerts.routing import STANDARD_RULES, AlertRules, Pace, Route, Target, To
from domain.sales.account_facts import TROUBLES, FactKind
from domain.sales.people import Directory, Role
from domain.sales.values import show_amount

_PLAIN = {word.value: word for word in (To.OWNER, To.MANAGER, To.ASSISTANT, To.ADMIN)}
_KINDS = {FactKind.HOLD: "credit holds", FactKind.TICKET: "support tickets"}
_OF_ONE_KIND: tuple[tuple[Key[object], FactKind], ...] = (
    (keys.SEVERITY, FactKind.TICKET),
    (keys.LATE, FactKind.TICKET),
    (keys.SIZE, FactKind.HOLD),
)
_TO = {To.OWNER: "the owner", To.MANAGER: "the owner's manager", To.ASSISTANT: "the owner's assistant"}


def check_alerts(file: Entry) -> None:
    """Notes what the section names that is not in the file, and what can never hold."""
    section = file.get(keys.ALERTS, None)
    if section is None:
        return
    names = _Names(file)
    for key in (keys.FINANCE, keys.SUPPORT):
        if key in section:
            names.person(Found(section[key], section.at(key)))
    for route in section.get(keys.ROUTES, ()):
        _route(route, names)


def alert_rules(file: Entry) -> AlertRules:
    """The rules of a file that was checked."""
    section = file.get(keys.ALERTS, None)
    if section is None:
        return STANDARD_RULES
    names = _Names(file)
    routes = tuple(_made(route, names) for route in section.get(keys.ROUTES, ()))
    return AlertRules(
        routes=routes if keys.ROUTES in section else STANDARD_RULES.routes,
        per_day=section.get(keys.PER_DAY, STANDARD_RULES.per_day),
        batch=section.get(keys.BATCH, STANDARD_RULES.batch),
        stale_after=section.get(keys.STALE_AFTER, STANDARD_RULES.stale_after),
        finance=names.id(section[keys.FINANCE]) if keys.FINANCE in section else "",
        support=names.id(section[keys.SUPPORT]) if keys.SUPPORT in section else "",
    )


def alerts_in_words(rules: AlertRules, people: Directory, currency: str) -> str:
    """A line for each route, then the limits."""
    if not rules.routes:
        return "Nobody is alerted to credit holds and support tickets."
    lines = ["Alerts about accounts, by every route that holds:"]
    lines += [f"  {_in_words(route, people, currency)}." for route in rules.routes]
    experts = [
        f"{people.name(who)} for {what}"
        for who, what in ((rules.finance, "finance"), (rules.support, "support"))
        if who
    ]
    ask = f" Ask {' and '.join(experts)}." if experts else ""
    limits = f"At most {rules.per_day} a day for each person one by one, the rest with the digest."
    stale = f"What a source is silent about for {rules.stale_after} days counts as unknown."
    return "\n".join([*lines, f"{limits} {stale}{ask}"])


class _Names:
    """People, teams, channels and stages of the file."""

    def __init__(self, file: Entry) -> None:
        self._register = Register(file.get(process_keys.PEOPLE, ()))
        self.teams = {
            t[process_keys.TEAM_NAME]: "" for t in file.get(process_keys.TEAMS, ()) if process_keys.TEAM_NAME in t
        }
        channels = [c for c in file.get(process_keys.CHANNELS, ()) if process_keys.CHANNEL_NAME in c]
        self.channels = {c[process_keys.CHANNEL_NAME]: "" for c in channels}
        self.stages = {
            s[process_keys.STAGE_NAME]: "" for s in file.get(process_keys.STAGES, ()) if process_keys.STAGE_NAME in s
        }

    def person(self, found: Found[str]) -> None:
        self._register.check([found], tuple(Role), "person")

    def id(self, words: str) -> str:
        return self._register.find(words)[0][process_keys.EMAIL]

    def target(self, words: str) -> Target:
        """What an entry under `to` means in a file that was checked."""
        first, _, rest = words.partition(" ")
        if words.lower() in _PLAIN:
            return Target(_PLAIN[words.lower()])
        if first.lower() == "team":
            return Target(To.TEAM, _spelt(rest, self.teams))
        if first.lower() == "channel":
            return Target(To.CHANNEL, rest.lower())
        return Target(To.PERSON, self.id(words))


def _route(route: Entry, names: _Names) -> None:
    for key in (keys.TO, keys.ESCALATE_TO):
        for found in route.get(key, ()):
            _target(found, names)
        if route.get(key, None) == ():
            route.at(key).fault("names nobody", key.reader.mend)
    _among(route.get(keys.TEAMS, ()), names.teams, "no team")
    _among(route.get(keys.STAGES, ()), names.stages, "no stage")
    about = {found.value for found in route.get(keys.ABOUT, ())} or set(TROUBLES)
    for asked, only in _OF_ONE_KIND:
        if asked.name in route.spots and only not in about:
            route.at(asked).fault(f"belongs to {_KINDS[only]}, and this route is not about them", "take it out")
    if keys.ESCALATE_TO in route and keys.ESCALATE_AFTER.name not in route.spots:
        route.at(keys.ESCALATE_TO).fault("says to whom, but not when", "write escalate_after, in hours")


def _target(found: Found[str], names: _Names) -> None:
    words = found.value
    first, _, rest = words.partition(" ")
    if words.lower() in _PLAIN:
        return
    if first.lower() == "team":
        _among([Found(rest, found.spot)], names.teams, "no team")
    elif first.lower() == "channel":
        _among([Found(rest.lower(), found.spot)], names.channels, "no channel")
    else:
        names.person(found)


def _among(found: Iterable[Found[str]], known: dict[str, str], what: str) -> None:
    spelt = {name.casefold() for name in known}
    for item in found:
        if item.value.casefold() not in spelt:
            item.spot.fault(
                f'"{shown(item.value)}" is {what}', nearest(item.value, tuple(known), "name one of the file")
            )


def _made(route: Entry, names: _Names) -> Route:
    standard = Route(())
    return Route(
        to=_targets(route, keys.TO, names),
        about=tuple(found.value for found in route.get(keys.ABOUT, ())),
        what=tuple(found.value for found in route.get(keys.WHAT, ())),
        severity=route.get(keys.SEVERITY, None),
        late=route.get(keys.LATE, False),
        amount=route.get(keys.AMOUNT, standard.amount),
        size=route.get(keys.SIZE, standard.size),
        teams=tuple(_spelt(found.value, names.teams) for found in route.get(keys.TEAMS, ())),
        stages=tuple(_spelt(found.value, names.stages) for found in route.get(keys.STAGES, ())),
        pace=route.get(keys.PACE, standard.pace),
        any_hour=route.get(keys.ANY_HOUR, False),
        escalate_after=route.get(keys.ESCALATE_AFTER, None),
        escalate_to=_targets(route, keys.ESCALATE_TO, names) or standard.escalate_to,
    )


def _targets(route: Entry, key: Key[tuple[Found[str], ...]], names: _Names) -> tuple[Target, ...]:
    return tuple(names.target(found.value) for found in route.get(key, ()))


def _spelt(words: str, known: Iterable[str]) -> str:
    """As the file spells it, letter case aside."""
    return next((name for name in known if name.casefold() == words.casefold()), words)


def _in_words(route: Route, people: Directory, currency: str) -> str:
    about = " and ".join(_KINDS[kind] for kind in route.about or TROUBLES)
    asks = [f"when {', '.join(route.what)}"] if route.what else []
    asks += [f"{route.severity} or worse"] if route.severity else []
    asks += ["with a broken promise"] if route.late else []
    asks += [f"of {show_amount(route.size, currency)} or more"] if route.size else []
    asks += [f"touching {show_amount(route.amount, currency)} or more"] if route.amount else []
    asks += [f"in team {' or '.join(route.teams)}"] if route.teams else []
    asks += [f"in {' or '.join(route.stages)}"] if route.stages else []
    how = "with the digest" if route.pace is Pace.DIGEST else "at once, at any hour" if route.any_hour else "at once"
    after = ""
    if route.escalate_after:
        after = f"; after {route.escalate_after} hours unseen to {_listed(route.escalate_to, people)}"
    return f"{', '.join([about, *asks])}: to {_listed(route.to, people)} {how}{after}"


def _listed(targets: Iterable[Target], people: Directory) -> str:
    return ", ".join(_named(target, people) for target in targets)


def _named(target: Target, people: Directory) -> str:
    if target.to is To.PERSON:
        return people.name(target.name)
    if target.to is To.CHANNEL:
        return f"#{target.name}"
    return f"team {target.name}" if target.to is To.TEAM else _TO.get(target.to, "the administrators")
