"""How app.yaml says who approves what: the steps of each kind, by size, with a deadline and who is asked after it."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

from bot import process_values as values
from bot.yaml_table import Entry, Found, Key, entries, list_of, table
from domain.requests.approvals import DISCOUNT
from domain.sales.approvals import APPROVED_KINDS, ApprovalRule, ApprovalStep
from domain.sales.people import Directory

MANAGER = "manager"
"""Written in the place of a name: the rep's own."""

BY = Key("by", list_of(values.person, "write a list of people, or [manager]"), required=True)
ABOVE = Key("above", values.money)
_step = table("write by, and above where size matters", BY, ABOVE)

KIND = Key("kind", values.word_of("nothing that is approved here", APPROVED_KINDS), required=True)
STEPS = Key("steps", entries(_step, "write a list of steps, such as {by: [manager]}"), required=True)
ANSWER_WITHIN = Key("answer_within", values.whole(1, 720))
ESCALATE_TO = Key("escalate_to", values.person)
LOWERS_AMOUNT = Key("lowers_amount", values.switch)
_rule = table("write kind and steps", KIND, STEPS, ANSWER_WITHIN, ESCALATE_TO, LOWERS_AMOUNT)

APPROVALS = Key("approvals", entries(_rule, "write a list of what is approved"))

Named = Iterable[Found[str]]


def check_approvals(rules: tuple[Entry, ...], check_names: Callable[[Named], None]) -> None:
    """Notes kinds that stand there twice, rules without steps, and who is nobody under people."""
    seen: set[str] = set()
    for rule in rules:
        kind = rule.get(KIND, "")
        if kind and kind in seen:
            rule.at(KIND).fault(f'"{kind}" has its steps above already', "put all steps under one")
        seen.add(kind)
        if rule.get(STEPS, None) == ():
            rule.at(STEPS).fault("nobody approves this", STEPS.reader.mend)
        for step in rule.get(STEPS, ()):
            if step.get(BY, None) == ():
                step.at(BY).fault("nobody decides this step", BY.reader.mend)
            check_names(_people(step))
        if ESCALATE_TO in rule:
            check_names([Found(rule[ESCALATE_TO], rule.at(ESCALATE_TO))])
        if rule.get(LOWERS_AMOUNT, False) and kind not in ("", DISCOUNT):
            rule.at(LOWERS_AMOUNT).fault("only a discount lowers an amount", "take it out")


def approval_rules(rules: tuple[Entry, ...], ids: Callable[[Named], tuple[str, ...]]) -> tuple[ApprovalRule, ...]:
    """The rules of a file that was checked; `ids` are those of people named."""
    return tuple(
        ApprovalRule(
            rule[KIND],
            tuple(_step_of(step, ids) for step in rule[STEPS]),
            timedelta(hours=rule.get(ANSWER_WITHIN, 24)),
            "".join(ids([Found(rule[ESCALATE_TO], rule.at(ESCALATE_TO))])) if ESCALATE_TO in rule else "",
            rule.get(LOWERS_AMOUNT, False),
        )
        for rule in rules
    )


def approvals_in_words(rules: tuple[ApprovalRule, ...], people: Directory) -> str:
    """One line for each kind; "" where the file says nothing of approvals."""
    return "\n".join(_in_words(rule, people) for rule in rules)


def _in_words(rule: ApprovalRule, people: Directory) -> str:
    kind = rule.kind.replace("_", " ").removesuffix(" approval").capitalize()
    steps = ", then ".join(_step_in_words(step, rule.kind, people) for step in rule.steps)
    hours = int(rule.answer_within.total_seconds() // 3600)
    late = f"{people.name(rule.escalate_to)} may decide too" if rule.escalate_to else "they are reminded"
    lowers = " A yes lowers the recorded amount." if rule.lowers_amount else ""
    return f"{kind}: {steps}. Unanswered for {hours} hours, {late}.{lowers}"


def _step_in_words(step: ApprovalStep, kind: str, people: Directory) -> str:
    names = [*(["the rep's manager"] if step.manager else []), *(people.name(each) for each in step.by)]
    unit = " %" if kind == DISCOUNT else ""
    above = f" above {step.above.normalize():f}{unit}" if step.above else ""
    return f"{' or '.join(names)}{above}"


def _step_of(step: Entry, ids: Callable[[Named], tuple[str, ...]]) -> ApprovalStep:
    by_manager = any(item.value.casefold() == MANAGER for item in step[BY])
    return ApprovalStep(ids(_people(step)), by_manager, step.get(ABOVE, Decimal(0)))


def _people(step: Entry) -> list[Found[str]]:
    return [item for item in step.get(BY, ()) if item.value.casefold() != MANAGER]
