"""What kill tests on chat platforms share: people who talk while the server is killed, and what became of it."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Protocol

from bot.wiring import Wired
from bot.worker import Courier, Worker
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field
from tests.bot.test_kills import FROM, SEED, Server

MOST_BETWEEN_KILLS, IN_TIME = 12, 5.0


class Way(Protocol):
    """How Slack's requests reach the server. `send` returns whether it was acknowledged."""

    environment: dict[str, str]

    def send(self, payload: dict[str, Any]) -> bool: ...


def under_load(
    server: Server, way: Way, kills: int, names: dict[str, str], payload_of: Callable[[str, int, str], dict[str, Any]]
) -> dict[str, list[int]]:
    """Everybody talks while the server is killed; what each was told is taken, in order."""
    sent: dict[str, list[int]] = {rep: [] for rep in names}
    done, acknowledged = threading.Event(), threading.Semaphore(0)

    def talk(rep: str) -> None:
        number = 0
        while not done.is_set():
            number += 1
            payload = payload_of(rep, number, f"update {names[rep]}: amount is ${FROM + number}")
            while not way.send(payload):
                time.sleep(0.05)  # the server is down: the platform waits and sends the same event again
            sent[rep].append(FROM + number)
            if number % 10 == 0:
                way.send(payload)  # one in ten comes twice
            acknowledged.release()

    clients = [threading.Thread(target=talk, args=(rep,)) for rep in names]
    server.start()
    for client in clients:
        client.start()
    random = Random(SEED)
    for _ in range(kills):
        for _ in range(random.randint(1, MOST_BETWEEN_KILLS)):
            acknowledged.acquire()
        server.kill()
        server.start()
    done.set()
    for client in clients:
        client.join()
    server.kill()
    return sent


def deliver_the_rest(wired: Wired, couriers_at: Callable[[Callable[[], float]], dict[str, Courier]]) -> None:
    """What the last kill left in the outbox, on a clock that runs ahead: platforms want pauses between messages."""
    start, ahead = wired.clock.now() + timedelta(minutes=10), [0.0]
    quarterback = replace(wired.quarterback, now=lambda: start + timedelta(seconds=ahead[0]))
    worker, until = Worker(quarterback, couriers_at(lambda: ahead[0])), start + timedelta(hours=2)
    while _due_before(wired, until):
        worker.run_due(100_000)
        ahead[0] += 1.0


def lost_and_doubled(
    wired: Wired,
    sent: Mapping[str, list[int]],
    theirs: Mapping[str, Opportunity],
    said: Mapping[str, list[str]],
    once_more: Mapping[str, list[str]] | None = None,
) -> tuple[int, int]:
    """Of what was acknowledged: changes and replies that are not there, and that are there twice.

    `once_more` are replies that came with a word that they may have come before: they are not lost, nor said twice as
    if they were new.
    """
    lost = doubled = 0
    for rep, amounts in sent.items():
        changes = recorded(wired, theirs[rep].id)
        for amount in amounts:
            shown = f"→ ${amount:,}, from"
            replies = sum(shown in words for words in said[rep])
            told = any(shown in words for words in (once_more or {}).get(rep, ()))
            lost += (changes.count(amount) == 0) + (replies == 0 and not told)
            doubled += (changes.count(amount) > 1) + (replies > 1)
        assert changes == amounts
    return lost, doubled


def _due_before(wired: Wired, until: datetime) -> bool:
    with wired.storage.read() as uow:
        due = uow.jobs.next_due(("post", "redraw"))
    return due is not None and due < until


def recorded(wired: Wired, opportunity: str) -> list[int]:
    with wired.storage.read() as uow:
        changes = uow.changes.of_opportunity(opportunity, 100_000)
    amounts = [c.after for c in reversed(changes) if c.field is Field.AMOUNT and isinstance(c.after, Decimal)]
    return [int(amount) for amount in amounts if amount > FROM]
