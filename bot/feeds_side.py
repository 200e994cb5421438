"""Feeds beside the practice room: what their adapters are given of the application, and what the doctor finds."""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web
from pydantic import SecretStr

from adapters.feeds.client import Limits
from adapters.feeds.drop import Folder
from adapters.feeds.faults import FeedFault
from adapters.feeds.feed import Feed
from adapters.feeds.mapping import Translator
from adapters.feeds.signatures import check_of, usable
from adapters.feeds.spec import FeedSpec, WebhookSpec
from adapters.feeds.vendors import VENDORS, Setup, build
from adapters.feeds.webhooks import Door, application
from adapters.finding import Finding
from bot.feed_intake import Intake
from bot.feed_jobs import Polled, Poller
from bot.process_file import AppFile
from bot.router import Quarterback
from bot.settings import Settings
from bot.worker import Chore, Worker
from domain.sales.company import Company
from domain.sales.imports.cells import Habits
from storage.unit_of_work import StorageError

log = logging.getLogger(__name__)
Secrets = Mapping[str, SecretStr]
_MOST_SECRETS = 2  # one, and the one that replaces it
_PLAN_EVERY, _PATIENCE = 300.0, 30.0  # seconds
_QUIET = timedelta(days=1)  # of a feed that is polled, after which the doctor asks


@dataclass(frozen=True, slots=True)
class FeedsSide:
    """`pages` are served under /feeds/ where any feed sends webhooks; `worker` polls in a thread of its own."""

    pages: web.Application | None
    poller: Poller
    worker: Worker
    intake: Intake

    def run(self, stopping: threading.Event) -> None:
        """Poll until stopped, and see to it once in a while that every feed has a next time."""
        worker = threading.Thread(target=self.worker.run_until_stopped, name="feeds", daemon=True)
        worker.start()
        while True:
            try:
                self.poller.plan()
            except StorageError:
                log.exception("the feeds could not be planned, which is tried again")
            if stopping.wait(_PLAN_EVERY):
                break
        self.worker.stop()
        worker.join(_PATIENCE)


def wire_feeds(
    app_file: AppFile,
    settings: Settings,
    secrets: Secrets,
    quarterback: Quarterback,
    chores: Mapping[str, Chore] | None = None,
) -> FeedsSide | None:
    """None where app.yaml names no feeds. A feed whose secrets are missing is left out: the doctor names it.

    `chores` are done beside the polls, so that they hold up nobody's messages.
    """
    if not app_file.feeds:
        return None
    habits, polled = habits_of(app_file.company), {}
    for spec in app_file.feeds:
        found = _polled(spec, secrets, habits)
        if found:
            polled[spec.name] = found
    poller = Poller(quarterback, polled)
    translators = {spec.name: translator(spec, habits) for spec in app_file.feeds if spec.webhook and spec.mapped}
    intake = Intake(quarterback, translators, poller.hasten)
    doors = {spec.name: door for spec in app_file.feeds if (door := _door(spec, secrets))}
    address = settings.feeds_address or settings.slack_address
    pages = application(doors, intake.take, address, time.time) if doors else None
    works = {**poller.chores, **(chores or {})}
    return FeedsSide(pages, poller, Worker(quarterback, {}, works, only=tuple(works)), intake)


def habits_of(company: Company) -> Habits:
    """How feeds of this company write days and amounts where they leave it open."""
    return Habits(company.process.currency, company.process.date_order)


def translator(spec: FeedSpec, habits: Habits) -> Translator:
    vendor = VENDORS.get(spec.source.vendor) if spec.source else None
    return Translator(spec, habits, takes_comments=bool(vendor and vendor.comments))


def feed_of(spec: FeedSpec, secrets: Secrets) -> Feed | None:
    """The system that is polled; None where its key is missing."""
    source, key = spec.source, _secret(secrets, spec.source.key) if spec.source else ""
    return build(Setup(spec, source, key, Limits(source.private))) if source and key else None


def examine_feeds(app_file: AppFile, settings: Settings, secrets: Secrets, quarterback: Quarterback) -> list[Finding]:
    """Secrets, addresses, rights and how long ago each feed was read: one page of each is asked for now."""
    now = quarterback.now()
    findings = [finding for spec in app_file.feeds for finding in _examined(spec, settings, secrets, quarterback, now)]
    with quarterback.storage.read() as uow:
        kept = uow.feeds.kept()
    if kept:
        names = ", ".join(sorted({fault.feed for fault in kept}))
        mend = "See `quarterback feeds kept`; mend app.yaml or the source, then `quarterback feeds again`."
        findings.append(Finding("look", f"{len(kept)} items of {names} could not be taken and are kept", mend))
    return findings


def _examined(
    spec: FeedSpec, settings: Settings, secrets: Secrets, quarterback: Quarterback, now: datetime
) -> Iterator[Finding]:
    if spec.webhook:
        yield from _webhook(spec, spec.webhook, settings, secrets)
    if spec.source or spec.drop:
        yield from _reached(spec, secrets, quarterback, now)


def _webhook(spec: FeedSpec, webhook: WebhookSpec, settings: Settings, secrets: Secrets) -> Iterator[Finding]:
    found = _both(secrets, webhook.secret)
    if not found:
        yield Finding("wrong", f"feed {spec.name}: its webhooks have no secret", f"Set {webhook.secret}.")
    elif not all(usable(webhook.scheme, secret) for secret in found):
        mend = f"Set {webhook.secret} to what the sender shows, whsec_ and all."
        yield Finding("wrong", f"feed {spec.name}: the secret is none of {webhook.scheme}'s", mend)
    elif len(found) > _MOST_SECRETS:
        yield Finding("look", f"feed {spec.name}: more than two secrets are active", "Take the old ones away.")
    elif not (settings.feeds_address or settings.slack_address):
        mend = f"Set QUARTERBACK_FEEDS_ADDRESS, and lead /feeds/ of that address to port {settings.slack_port}."
        yield Finding("look", f"feed {spec.name}: it is not known where webhooks reach this server", mend)
    else:
        yield Finding("well", f"feed {spec.name}: webhooks are taken at /feeds/{spec.name}")


def _reached(spec: FeedSpec, secrets: Secrets, quarterback: Quarterback, now: datetime) -> Iterator[Finding]:
    polled = _polled(spec, secrets, habits_of(quarterback.company))
    if polled is None:
        key = spec.source.key if spec.source else ""
        yield Finding("wrong", f"feed {spec.name}: there is no key", f"Set {key}.")
        return
    try:
        if polled.folder:
            polled.folder.waiting()
        if polled.feed:
            polled.feed.page({}, now)
    except FeedFault as fault:
        what, _, mend = str(fault).partition(": ")
        yield Finding("wrong", f"feed {spec.name}: {what}", mend[:1].upper() + mend[1:])
        return
    with quarterback.storage.read() as uow:
        state = uow.feeds.get(spec.name)
    if state.failures:
        yield Finding("look", f"feed {spec.name}: {state.failures} polls in a row failed", f"The last: {state.error}")
    elif state.polled_at is None or now - state.polled_at > _QUIET:
        mend = "Start `quarterback serve`."
        yield Finding("look", f"feed {spec.name}: it answers, and was not polled for a day", mend)
    else:
        yield Finding("well", f"feed {spec.name}: it answers, and was read {_ago(now - state.polled_at)} ago")


def _polled(spec: FeedSpec, secrets: Secrets, habits: Habits) -> Polled | None:
    if spec.drop:
        return Polled(spec, folder=Folder(spec, Path(spec.drop.folder), habits, time.time))
    feed = feed_of(spec, secrets)
    return Polled(spec, feed) if feed else None


def _door(spec: FeedSpec, secrets: Secrets) -> Door | None:
    found = _both(secrets, spec.webhook.secret) if spec.webhook else []
    return Door(check_of(spec.webhook.scheme, spec.webhook.rule), found) if spec.webhook and found else None


def _both(secrets: Secrets, name: str) -> list[str]:
    """Two with a comma between them, while one is replaced by the other."""
    return [part.strip() for part in _secret(secrets, name).split(",") if part.strip()]


def _secret(secrets: Secrets, name: str) -> str:
    kept = secrets.get(name)
    return kept.get_secret_value() if kept else ""


def _ago(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
