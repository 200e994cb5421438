"""Queues what people say about a ticket for the system it came from, in the transaction in which it was said."""

from datetime import datetime

from domain.sales.account_facts import Fact
from storage.unit_of_work import UnitOfWork

COMMENT = "feed_comment"


def queue_comment(uow: UnitOfWork, now: datetime, fact: Fact, words: str) -> bool:
    """Say these words to the source of a fact. False, and nothing queued, where it takes none."""
    if not fact.takes_comments:
        return False
    body = {"feed": fact.source, "ticket": fact.source_id, "words": words}
    uow.jobs.add(COMMENT, f"{COMMENT}:{fact.source}:{fact.source_id}", now, body)
    return True
