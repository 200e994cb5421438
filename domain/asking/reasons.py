"""Why an opportunity deserves a question: the rules of app.yaml held against one record and its log."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.asking.question import ABOUT_FIELD, Facts, Reason, Rule, RuleKind
from domain.reading.reading import About
from domain.sales.opportunity import Opportunity
from domain.sales.process import SalesProcess
from domain.sales.values import LABELS, show_amount, show_date


@dataclass(frozen=True, slots=True)
class Case:
    """One opportunity on one day, with what its log says."""

    opportunity: Opportunity
    facts: Facts
    process: SalesProcess
    today: date

    def days_since(self, day: date | None) -> int:
        return (self.today - day).days if day else 0

    @property
    def silent_for(self) -> int:
        """Days since anybody confirmed anything of it."""
        seen = self.opportunity.confirmed
        return self.days_since(seen.date() if seen else self.opportunity.created)


def reasons(case: Case, rules: tuple[Rule, ...]) -> Iterator[Reason]:
    """Every rule that holds, in the order of app.yaml. Nothing is asked about what is closed."""
    if case.process.has_stage(case.opportunity.stage) and case.process.stage(case.opportunity.stage).closed:
        return
    for rule in rules:
        reason = _HOLDS[rule.kind](rule, case)
        if reason:
            yield reason


def _close_date_passed(rule: Rule, case: Case) -> Reason | None:
    day = case.opportunity.close_date
    if day is None or day >= case.today:
        return None
    return Reason(rule.kind, About.CLOSE_DATE, f"its close date, {show_date(day)}, has passed")


def _closing_soon(rule: Rule, case: Case) -> Reason | None:
    day = case.opportunity.close_date
    if day is None or not 0 <= (day - case.today).days <= rule.days or case.silent_for == 0:
        return None
    return Reason(rule.kind, About.CLOSE_DATE, f"it is to close on {show_date(day)}")


def _no_change(rule: Rule, case: Case) -> Reason | None:
    if case.silent_for < rule.days:
        return None
    return Reason(rule.kind, About.WHERE_IT_STANDS, f"nothing was heard of it for {case.silent_for} days")


def _stage_too_long(rule: Rule, case: Case) -> Reason | None:
    stage, since = case.opportunity.stage, case.opportunity.stage_since
    longest = case.process.stage(stage).longest_stay if case.process.has_stage(stage) else None
    stayed = case.days_since(since)
    if longest is None or stayed <= longest:
        return None
    return Reason(
        rule.kind, About.STAGE, f"it has been in {stage} for {stayed} days, {stayed - longest} more than usual"
    )


def _field_missing(rule: Rule, case: Case) -> Reason | None:
    opportunity = case.opportunity
    needs = case.process.stage(opportunity.stage).needs if case.process.has_stage(opportunity.stage) else ()
    for field in needs:
        if opportunity.get(field) in (None, ""):
            about = ABOUT_FIELD.get(field, About.WHERE_IT_STANDS)
            words = f"{opportunity.stage} needs its {LABELS[field].lower()}, and none is recorded"
            return Reason(rule.kind, about, words, field)
    return None


def _slipped(rule: Rule, case: Case) -> Reason | None:
    if case.facts.slips < rule.times:
        return None
    return Reason(rule.kind, About.CLOSE_DATE, f"its close date has moved back {case.facts.slips} times")


def _amount_jumped(rule: Rule, case: Case) -> Reason | None:
    before, now = case.facts.amount_before, case.opportunity.amount
    if not before or not now or abs(now - before) * 100 < before * rule.percent:
        return None
    was = show_amount(before, case.opportunity.currency)
    return Reason(
        rule.kind, About.AMOUNT, f"its amount jumped from {was} to {show_amount(now, case.opportunity.currency)}"
    )


def _big_and_uncertain(rule: Rule, case: Case) -> Reason | None:
    low, high = rule.between
    amount = case.opportunity.amount
    if amount is None or amount < rule.amount or not low <= case.opportunity.probability <= high:
        return None
    if case.silent_for == 0:
        return None
    return Reason(rule.kind, About.PROBABILITY, f"it is big, and {case.opportunity.probability} % could go either way")


_HOLDS: dict[RuleKind, Callable[[Rule, Case], Reason | None]] = {
    RuleKind.CLOSE_DATE_PASSED: _close_date_passed,
    RuleKind.CLOSING_SOON: _closing_soon,
    RuleKind.NO_CHANGE: _no_change,
    RuleKind.STAGE_TOO_LONG: _stage_too_long,
    RuleKind.FIELD_MISSING: _field_missing,
    RuleKind.SLIPPED: _slipped,
    RuleKind.AMOUNT_JUMPED: _amount_jumped,
    RuleKind.BIG_AND_UNCERTAIN: _big_and_uncertain,
}
