"""What an operator does about feeds by hand: try a payload, take a file, look at what could not be taken."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.feeds.drop import read_file
from adapters.feeds.spec import FeedSpec
from bot.faults import Fault, Faults
from bot.feeds_side import habits_of, translator
from bot.process_file import AppFile
from bot.use_cases.feeds import Brought, take_again, take_brought
from bot.views.feeds import fact_in_words
from bot.wiring import Wired


@dataclass(frozen=True, slots=True)
class Told:
    """Lines for the operator, and a sentence for each fault."""

    lines: tuple[str, ...]
    faults: tuple[str, ...] = ()


def try_file(app_file: AppFile, file: Path, name: str) -> Told:
    """What a payload (JSON) or an export would become; nothing is kept. `name` of the feed, "" where one alone fits.

    Raises Faults where no feed, or more than one, takes such a file.
    """
    is_json, habits, now = file.suffix.lower() == ".json", habits_of(app_file.company), datetime.now(UTC)
    spec = _chosen((s for s in app_file.feeds if (s.webhook and s.mapped if is_json else s.drop)), name)
    if not is_json:
        read = read_file(spec, file, habits, now)
        return Told(tuple(fact_in_words(fact) for fact in read.facts), read.faults)
    mapped = translator(spec, habits).payload(_payload(file), now)
    faults = tuple(f"item {kept.place}, {sentence}" for kept in mapped.kept for sentence in kept.faults)
    return Told(tuple(fact_in_words(fact) for fact in mapped.facts), faults)


def take_file(wired: Wired, file: Path, name: str) -> Told:
    """Take an export as if it lay in the folder of its feed; it stays where it is. Raises Faults as `try_file`."""
    spec = _chosen((s for s in wired.app_file.feeds if s.drop), name)
    now = wired.clock.now()
    read = read_file(spec, file, habits_of(wired.app_file.company), now)
    with wired.storage.begin() as uow:
        brought = Brought(read.facts, (), read.whole_since)
        taken = take_brought(wired.quarterback.office(uow, now), spec.name, brought)
        if read.taken:
            uow.account_facts.heard(spec.name, read.written)
    unknown = f", {taken.unmatched} of them of accounts that an admin is asked about" if taken.unmatched else ""
    return Told((f"{taken.news} news{unknown}, {taken.known} known already.",), read.faults)


def kept(wired: Wired) -> Told:
    """What came in and could not be taken, oldest first."""
    with wired.storage.read() as uow:
        found = uow.feeds.kept()
    lines = (f"{f.at:%Y-%m-%d %H:%M} {f.feed}, {f.origin}: {'; '.join(f.sentences)}" for f in found)
    return Told(tuple(lines) or ("Everything that came in could be taken.",))


def again(wired: Wired) -> Told:
    """Try once more what webhooks brought and could not be taken, by the terms of app.yaml as it is now."""
    habits = habits_of(wired.app_file.company)
    translators = {s.name: translator(s, habits) for s in wired.app_file.feeds if s.webhook and s.mapped}
    taken = left = 0
    with wired.storage.begin() as uow:
        office = wired.quarterback.office(uow, wired.clock.now())
        for fault in uow.feeds.kept():
            known = translators.get(fault.feed)
            fact = known.one(fault.item, fault.at) if known and fault.item is not None else None
            if fact:
                take_again(office, fault, fact)
            taken, left = taken + bool(fact), left + (not fact)
    return Told((f"{taken} taken, {left} left. See `quarterback feeds kept`.",))


def _chosen(fitting: Iterable[FeedSpec], name: str) -> FeedSpec:
    feeds = {spec.name: spec for spec in fitting}
    found = [spec for spec in feeds.values() if not name or spec.name == name]
    if len(found) == 1:
        return found[0]
    if not feeds:
        raise Faults("app.yaml", [Fault(0, "feeds", "takes no such file", "add a feed for it, with its fields")])
    raise Faults("app.yaml", [Fault(0, "feeds", "more than one may be meant", f"add --feed {' or '.join(feeds)}")])


def _payload(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as fault:
        what = f"cannot be read ({(fault.strerror or str(fault)).lower()})"
        raise Faults(str(file), [Fault(0, "", what, "name a file that can")]) from None
    except (ValueError, RecursionError):
        mend = "save the body of one webhook as it came"
        raise Faults(str(file), [Fault(0, "", "is no JSON in UTF-8", mend)]) from None
