"""Reads what somebody asks the pipeline for, in words: "my team's deals over 50k in negotiation, by rep".

Every word has to mean something. Those that do not are named back: a list that left one out silently would mislead.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from domain.reading.canvas import pattern
from domain.reading.fold import fold
from domain.reading.marks import Money, Number
from domain.reading.paint import Painted, paint
from domain.reading.periods import PAST
from domain.reading.query_names import Misread, Offered, Staff, Unreadable, named, runs_of, whose
from domain.reading.query_order import GROUPS, order_in
from domain.reading.spans import NoSpan, Span, since, span_in
from domain.reading.vocabulary import vocabulary_of
from domain.sales.pipeline import Group, Only, PipelineQuery
from domain.sales.process import ForecastCategory, SalesProcess

_BY = re.compile(
    r"\b(?:grouped |split )?(?:by|(?P<per>per)) (?P<what>[a-z]+)\b"
    rf"|\b(?:each|every)(?: one)?(?: of)?(?: my| our| the)? (?P<each>{'|'.join(GROUPS)})\b"
)
_WHO_MOST = re.compile(r"\bwho\b.*?(?P<most>\b(?:the )?most\b)")
_ONLY: tuple[tuple[Only, re.Pattern[str]], ...] = (
    (
        Only.PAST_DATE,
        re.compile(r"\b(?:overdue|past due|(?:past|after|beyond) (?:its|their|the|a)?(?: close)? ?dates?)\b"),
    ),
    (Only.AT_RISK, re.compile(r"\b(?:at risk|in (?:danger|trouble)|risky|risks?|shaky|wobbly|endangered)\b")),
    (
        Only.STALE,
        re.compile(r"\b(?:stale|silent|untouched|neglected|gone (?:quiet|dark|silent)|nobody (?:spoke|touched))\b"),
    ),
    (Only.NO_STEP, re.compile(r"\b(?:no|without|lacking|missing)(?: a| any| the| their)? next steps?\b")),
    (
        Only.NO_AMOUNT,
        re.compile(r"\b(?:no|without|lacking|missing)(?: an| any| the| their)? (?:amounts?|value|price)\b"),
    ),
    (
        Only.NO_DATE,
        re.compile(
            r"\b(?:no|without|lacking|missing)(?: a| any| the| their)? (?:close |closing )?dates?\b|\bundated\b"
        ),
    ),
)
_OVER = r"(?:over|above|more than|bigger than|larger than|greater than|at least|from|exceeding|>=?|\+)"
_UNDER = r"(?:under|below|less than|smaller than|at most|up to|<=?)"
_SUM = "{money}|{number}"
_BETWEEN = rf"(?:between|from) (?P<low>{_SUM}) ?(?:and|to|-) ?(?P<high>{_SUM})"
_LIMITS = rf"(?:(?P<over>{_OVER})|(?P<under>{_UNDER})) ?(?P<sum>{_SUM})(?: or more| and up)?"
_WON_OR_LOST = re.compile(r"\b(?:closed[ -])?(?:(?P<won>won|win|wins)|(?P<lost>lost|lose|losses))\b|\bclosed\b")
_CATEGORIES = {
    "commit": ForecastCategory.COMMIT, "committed": ForecastCategory.COMMIT, "best case": ForecastCategory.BEST_CASE,
    "best-case": ForecastCategory.BEST_CASE, "upside": ForecastCategory.BEST_CASE,
    "omitted": ForecastCategory.OMITTED,
}  # fmt: skip
_CATEGORY = re.compile(r"\b(?:" + "|".join(_CATEGORIES) + r")\b")


def read_query(
    said: str, now: datetime, process: SalesProcess, staff: Staff, things: Offered
) -> PipelineQuery | Misread:
    """The query in these words, or what is wrong with them. `things` is asked for only where words are left over."""
    try:
        return _Reader(said, now, process).read(staff, things)
    except Unreadable as stop:
        return stop.misread


class _Reader:
    """Takes one kind of words after the other; what is taken is blanked, so that nothing is read twice."""

    def __init__(self, said: str, now: datetime, process: SalesProcess) -> None:
        self._said, self._now, self._process = said, now, process
        self._left = fold(said)
        self._last: Painted | None = None

    def read(self, staff: Staff, things: Offered) -> PipelineQuery:
        query = self._figures(self._order(self._conditions(PipelineQuery())))
        query = self._time(query)
        query = self._group(query)
        query = self._stages(query)
        return self._named(query, staff, things)

    def _take(self, start: int, end: int) -> None:
        """Names do not join across what was taken."""
        self._left = self._left[:start] + "|" * (end - start) + self._left[end:]

    def _painted(self) -> Painted:
        """What is left, with its values; painted once more only where something was taken since."""
        left = self._left.replace("|", " ")
        if self._last is None or self._last.source != left:
            self._last = paint(left, self._now, self._process)
        return self._last

    def _conditions(self, query: PipelineQuery) -> PipelineQuery:
        only = []
        for condition, said in _ONLY:
            if found := said.search(self._left):
                only.append(condition)
                self._take(*found.span())
        return replace(query, only=tuple(only))

    def _order(self, query: PipelineQuery) -> PipelineQuery:
        if most := _WHO_MOST.search(self._left):
            self._take(*most.span("most"))
            # Who closed the most has won the most.
            self._left = self._left.replace("closed", "won   ")
            return replace(query, by=Group.REP)
        found = order_in(self._left)
        for span in found.spans:
            self._take(*span)
        if found.sort is None:
            return query
        return replace(query, sort=found.sort, descending=found.descending, most=found.most, by=found.group)

    def _figures(self, query: PipelineQuery) -> PipelineQuery:
        painted = self._painted()
        if found := pattern(_BETWEEN).search(painted.text):
            low, high = (self._sum(painted, found.start(end)) for end in ("low", "high"))
            self._take(*found.span())
            return replace(query, over=min(low, high), under=max(low, high))
        for found in pattern(_LIMITS).finditer(painted.text):
            amount = self._sum(painted, found.start("sum"))
            query = replace(query, over=amount) if found["over"] else replace(query, under=amount)
            self._take(*found.span())
        return query

    def _sum(self, painted: Painted, start: int) -> Decimal:
        mark = painted.mark(start)
        value, said = mark.value, painted.words(mark)
        if not isinstance(value, Money | Number):
            raise Unreadable(f"I read no amount in “{said}”. Say for instance “over 50k”.")
        if isinstance(value, Money) and value.currency not in (None, self._process.currency):
            ours = self._process.currency
            raise Unreadable(f"Amounts here are in {ours}, and “{said}” is not. Say for instance “over 50k”.")
        amount = value.amount if isinstance(value, Money) else value.value
        if value.choices or amount < 0:
            raise Unreadable(f"“{said}” can be no limit to an amount. Say for instance “over 50k”.")
        return amount

    def _time(self, query: PipelineQuery) -> PipelineQuery:
        span = self._span()
        if isinstance(span, NoSpan):
            raise Unreadable(
                f"“{span.words}” is no time I can use ({span.why}). "
                "Say for instance “this quarter”, “in March” or “next month”."
            )
        if span is None:
            return query
        said = " ".join(self._said[span.start : span.end].split())
        self._take(span.start, span.end)
        if span_in(self._painted(), self._now, self._process):
            raise Unreadable(f"I read more than one time in that. Say one, for instance “{said}”.")
        return replace(query, first=span.first, last=span.last, when=said)

    def _span(self) -> Span | NoSpan | None:
        """A quarter that has passed is read as it was said before it passed; what is won lies behind."""
        span = span_in(self._painted(), self._now, self._process)
        begins = (span.first or span.last) if isinstance(span, Span) else None
        if begins and begins > self._now.date() and _WON_OR_LOST.search(self._left):
            return since(self._left.replace("|", " "), self._now, self._process)
        for years in (1, 2, 3):
            if isinstance(span, NoSpan) and span.why == PAST:
                then = self._now - timedelta(days=366 * years)
                earlier = span_in(paint(self._left.replace("|", " "), then, self._process), then, self._process)
                span = earlier if isinstance(earlier, Span) else span
        return span

    def _group(self, query: PipelineQuery) -> PipelineQuery:
        found = _BY.search(self._left)
        if found is None:
            return query
        group = GROUPS.get(found["each"] or found["what"])
        if group is None:
            choices = ", ".join(f"by {each.value}" for each in Group)
            raise Unreadable(f"I cannot add up by “{found['what']}”, only {choices}.")
        self._take(*found.span())
        if not (query.most and (found["each"] or found["per"])):
            return replace(query, by=group)
        if query.by:
            raise Unreadable(f"I can list the first of each {group.value}, or the first of all by {query.by.value}.")
        return replace(query, each=group)

    def _stages(self, query: PipelineQuery) -> PipelineQuery:
        process, closed = self._process, False
        stages: dict[str, None] = {}
        for mark in vocabulary_of(process).stage_marks(self._left):
            stages[str(mark.value)] = None
            self._take(mark.start, mark.end)
        for found in list(_WON_OR_LOST.finditer(self._left)):
            won, lost = not found["lost"], not found["won"]
            meant = [stage.name for stage in process.stages if (stage.won and won) or (stage.lost and lost)]
            stages.update(dict.fromkeys(meant))
            self._take(*found.span())
        if stages:
            are_closed = {process.stage(name).closed for name in stages}
            if len(are_closed) > 1:
                raise Unreadable("Open and closed opportunities make two lists. Ask for one at a time.")
            closed = are_closed.pop()
        categories = []
        for found in list(_CATEGORY.finditer(self._left)):
            categories.append(_CATEGORIES[found[0]])
            self._take(*found.span())
        return replace(query, stages=tuple(stages), categories=tuple(categories), closed=closed)

    def _named(self, query: PipelineQuery, staff: Staff, things: Offered) -> PipelineQuery:
        query, runs = whose(query, runs_of(self._left), staff)
        return named(query, runs, things, staff) if runs else query
