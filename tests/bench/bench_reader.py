"""The reader on other people's suites, on the cases and on hostile text, beside dateparser on the same phrases."""

import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import dateparser

from bot.processes import load_processes
from domain.reading.paint import paint
from domain.reading.reader import read
from domain.reading.reading import About, Asked, Context, Reading
from domain.sales.opportunity import Opportunity
from domain.sales.process import Field, SalesProcess
from tests.reading.public_suites import (
    AMERICAN,
    DATE_SUITES,
    MONEY_SUITES,
    PUBLIC,
    SHARED,
    Day,
    Score,
    day_phrases,
    first_day,
    score_days,
    score_money,
    score_percent,
    score_yes_no,
)

CUT, ROUNDS = 4000, 3
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HOSTILE = {
    "digits": "1" * CUT,
    "numbers": "1 2 " * 1000,
    "1,1,1,1": "1,1," * 1000,
    "next next next": "next " * 800,
    "nested words": "end of the first week of " * 160,
    "one or two weeks": "a week or two or " * 235,
    "early to mid to late": "early to mid to late " * 190,
    "march march": "march " * 660,
    "push it it it": "push " + "it " * 1330,
    "60-70%-": "60-70%-" * 570,
    "amounts": "$1" * 2000,
    "mail addresses": "a@" * 2000,
    "open brackets": "<(" * 2000,
    "blanks": " " * CUT,
    "quoted lines": "> x\n" * 1000,
    "no, no, no": "no, " * 1000,
    "if if if": "if " * 1330,
    "Globex Globex": "Globex " * 570,
    "one word": "a" * CUT,
    "surrogates": "\ud800" * CUT,
    "50,000 characters": "next 60% of it " * 3400,
}


def dateparser_day(text: str, now: datetime, process: SalesProcess) -> date | None:
    """What dateparser makes of a phrase, set as well as it can be."""
    found = dateparser.parse(
        text,
        languages=["en"],
        settings={
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "DATE_ORDER": process.date_order.value.upper(),
        },
    )
    return None if found is None else found.date()


def reader_day(text: str, now: datetime, process: SalesProcess) -> date | None:
    """The close date that the whole reader writes or proposes for a phrase, or until when it waits."""
    reading = read(text, Context(now, process, (_opportunity(now),), Asked("a", About.CLOSE_DATE)))
    for finding in (*reading.changes, *reading.proposals):
        if finding.field is Field.CLOSE_DATE and isinstance(finding.value, date):
            return finding.value
    until = reading.until
    return until.date() if isinstance(until, datetime) else until


def _opportunity(now: datetime) -> Opportunity:
    recorded = now.date() + timedelta(days=4000)  # no phrase confirms it
    return Opportunity("a", "Zebra", "Zebra", "", "Won", 50, Decimal(1000), "USD", recorded)


def line(name: str, score: Score, took: list[float] | None = None) -> None:
    shares = [f"{score.share(n):6.1f} %" for n in (score.right, score.wrong, score.abstained)]
    times = "" if not took else f"{quantile(took, 0.5):9.3f} {quantile(took, 0.99):9.3f} ms"
    print(f"  {name:34}{score.all:6}{''.join(f'{share:>10}' for share in shares)}{times}")


def quantile(took: list[float], share: float) -> float:
    return sorted(took)[min(len(took) - 1, int(share * len(took)))]


def milliseconds(run: Callable[[], object]) -> float:
    """Processor time: what else the machine does must not count."""
    start = time.process_time()
    run()
    return 1000 * (time.process_time() - start)


def days() -> None:
    phrases = [(text, now, DATE_SUITES[suite]) for suite in DATE_SUITES for text, now, _ in day_phrases(suite)]
    readers: dict[str, Day] = {"values": first_day, "whole reader": reader_day, "dateparser": dateparser_day}
    for name, reader in readers.items():
        scores = {suite: score_days(suite, reader) for suite in DATE_SUITES}
        if reader is first_day:
            for suite, score in scores.items():
                line(suite, score)
        took = [milliseconds(partial(reader, *phrase)) for phrase in phrases]
        line(f"all day-dates, {name}", sum(scores.values(), Score()), took)


def values() -> None:
    for suite in MONEY_SUITES:
        line(suite, score_money(suite))
    line("money, all suites", sum((score_money(suite) for suite in MONEY_SUITES), Score()))
    line("recognizers_percent", score_percent())
    line("yes and no", score_yes_no())


def replies() -> None:
    """Time per reply of the cases, and what the negatives make the reader write."""
    processes = load_processes(SHARED / "processes.yaml")
    lines = (SHARED / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    scenes = [_scene(json.loads(case), processes) for case in lines]
    for text, context in scenes:
        read(text, context)
    painted = [milliseconds(partial(paint, text, c.now, c.process)) for text, c in scenes for _ in range(ROUNDS)]
    took = [milliseconds(partial(read, text, c)) for text, c in scenes for _ in range(ROUNDS)]
    for name, times in (("painting", painted), ("reading", took)):
        print(f"  {name} a reply of the cases: p50 {quantile(times, 0.5):.3f} ms, p99 {quantile(times, 0.99):.3f} ms")
    context = scenes[0][1]
    negatives = [json.loads(row) for row in (PUBLIC / "negatives_unrelated_text.jsonl").read_text("utf-8").splitlines()]
    for asked in (None, About.WHERE_IT_STANDS, About.PROBABILITY, About.CLOSE_DATE):
        _negatives(negatives, context, asked)


def _negatives(negatives: list[dict[str, str]], context: Context, asked: About | None) -> None:
    question = None if asked is None else Asked(context.opportunities[0].id, asked)
    found = Context(context.now, context.process, context.opportunities, question)
    written: list[str] = []
    outcomes = 0
    for case in negatives:
        reading = read(case["text"], found)
        wrong = _written(reading, banking="banking" in case["id"])
        outcomes += any(field is Field.STAGE for field in wrong)
        written += [case["text"]] if wrong else []
    about = "nothing asked" if asked is None else f"asked {asked}"
    print(f"  negatives, {about:24}{len(written):4} of {len(negatives)} written, {outcomes} on an outcome")


def _written(reading: Reading, banking: bool) -> list[Field]:
    """The fields written that may not be; amounts and dates in bank talk may be real."""
    real = {Field.AMOUNT, Field.CLOSE_DATE, Field.NEXT_STEP, Field.NEXT_STEP_DATE} if banking else set()
    return [change.field for change in reading.changes if change.field not in real]


def _scene(case: dict[str, object], processes: dict[str, SalesProcess]) -> tuple[str, Context]:
    process = processes[str(case["process"])]
    said = case["opportunities"]
    known = tuple(
        Opportunity(
            o["id"],
            o["name"],
            o["account"],
            o["product"],
            o["stage"],
            o["probability"],
            Decimal(o["amount"]),
            o["currency"],
            date.fromisoformat(o["close_date"]),
        )
        for o in (said if isinstance(said, list) else [])
    )
    asked = case["asked"]
    question = Asked(asked["opportunity"], About(asked["about"])) if isinstance(asked, dict) else None
    return str(case["text"]), Context(datetime.fromisoformat(str(case["now"])), process, known, question)


def hostile() -> None:
    context = Context(NOW, AMERICAN, (_opportunity(NOW),), Asked("a", About.WHERE_IT_STANDS))
    worst: list[tuple[float, float, str]] = []
    for name, text in HOSTILE.items():
        reading = min(milliseconds(partial(read, text, context)) for _ in range(ROUNDS))
        painting = min(milliseconds(partial(paint, text, NOW, AMERICAN)) for _ in range(ROUNDS))
        worst.append((reading, painting, name))
    for reading, painting, name in sorted(worst, reverse=True):
        print(f"  {name:34} painted {painting:7.1f} ms   read {reading:7.1f} ms   (mark: 60 ms)")


def main() -> None:
    if not PUBLIC.is_dir():
        print("the public suites are not beside the project: nothing to score")
        return
    print(f"  {'phrases':34}{'all':>6}{'right':>10}{'wrong':>10}{'not read':>10}{'p50':>9}{'p99':>10}")
    days()
    values()
    replies()
    hostile()


if __name__ == "__main__":
    main()
