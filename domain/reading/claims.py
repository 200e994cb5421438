"""What a rule of meaning claims to have read, and how such rules are written."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from domain.reading.marks import Money, Number, Shift
from domain.reading.paint import CHAR
from domain.reading.phrase import Phrase
from domain.reading.scene import Scene
from domain.sales.opportunity import Value
from domain.sales.process import Field


@dataclass(frozen=True, slots=True)
class Relative:
    """A value counted from the recorded one: `times` it, and `plus` that."""

    plus: Decimal = Decimal(0)
    times: Decimal = Decimal(1)

    def applied_to(self, recorded: Decimal) -> Decimal:
        return recorded * self.times + self.plus


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that the words may state for one field.

    `start` and `end` hold the words that state it and `anchor` is where the value itself stands. `sure` is false where
    the words only imply it. A claim with a `doubt` holds no value to write: it says what must be asked back, with
    `choices`. `event` marks what happened, which a past tense does not take back ("signed yesterday"). `subject` is an
    unknown name that the words speak of, if any.
    """

    field: Field
    value: Value | Shift | Relative | Money | Number
    start: int
    end: int
    anchor: int
    rules: tuple[str, ...]
    sure: bool = True
    event: bool = False
    doubt: str = ""
    choices: tuple[Value, ...] = ()
    subject: tuple[int, int] | None = None


# More places than this no rule fits in a reply in plain words.
_MOST = 120

Read = Callable[[Scene, re.Match[str], "Rule"], Iterable[Claim]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over the painted text, and what it claims where it matches.

    `needs` are parts of words and kinds of value: where none of them stands the rule is not tried. None: it always is.
    `named`: the rule reads the text in which stages are still words.
    """

    name: str
    phrase: Phrase
    read: Read
    needs: tuple[str, ...] = ()
    named: bool = False


def rule(name: str, template: str, read: Read, needs: str = "", *, named: bool = False) -> Rule:
    """A rule from a template of the values layer, with the macros of this module."""
    found = tuple(CHAR[need[1:-1]] if need.startswith("{") else need for need in needs.split())
    return Rule(name, Phrase(template), read, found, named)


def claimed(rules: Iterable[Rule], scene: Scene) -> Iterator[Claim]:
    """What these rules read in a reply, in their order."""
    text, named = scene.text, scene.named.text
    for each in rules:
        where = named if each.named else text
        for need in each.needs or ("",):
            if need in where:
                for found in islice(each.phrase.finditer(where), _MOST):
                    yield from each.read(scene, found, each)
                break


def rules_of(scene: Scene, at: int, rule: Rule) -> tuple[str, ...]:
    """The rule and those that made the value it rests on."""
    return (rule.name, *scene.mark(at).rules)
