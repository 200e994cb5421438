"""What a rule of meaning claims to have read, and how such rules are written."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.reading.marks import Shift
from domain.reading.paint import CHAR, pattern
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

    `start` and `end` hold the words that state it and `anchor` is where the value itself stands. `sure` is false where the
    words only imply it. A claim with a `doubt` holds no value to write: it says what must be asked back, with `choices`.
    `event` marks what happened, which a past tense does not take back ("signed yesterday"). `subject` is an unknown
    name that the words speak of, if any.
    """

    field: Field
    value: Value | Shift | Relative
    start: int
    end: int
    anchor: int
    rules: tuple[str, ...]
    sure: bool = True
    event: bool = False
    doubt: str = ""
    choices: tuple[Value, ...] = ()
    subject: tuple[int, int] | None = None

    def but(self, **changes: object) -> "Claim":
        """The same claim with something else about it."""
        return replace(self, **changes)  # type: ignore[arg-type]  # names and types are those of the fields


Read = Callable[[Scene, re.Match[str], "Rule"], Iterable[Claim]]

# What patterns call by one name. `@it` is what is spoken of; `@they` is the customer; `@end` is where a statement may end.
_MACROS = {
    "it": r"(?:it|this|that|(?:this|that|the|my|our|their) (?:one|deal|opp|opportunity|account|thing|project|business)"
    r"|{opportunity})",
    "they": r"(?:they|he|she|customer|client|buyer|prospect|{opportunity}|{person}"
    r"|(?:the|their|our|a|my) (?:[a-z]+ )?(?:customer|client|buyer|prospect|champion|contact|guys?|team|ceo|cfo|coo|cto"
    r"|cio|vp|boss|director|board|company|sponsor|head of [a-z]+|man|woman|side|people|folks|side|manager|lady|owner"
    r"|procurement|purchasing|legal|finance|it|lawyers?|gm|md))",
    "end": r"(?=\s*(?:$|[^\w\s'\ue000-\uf8ff]|{day}|{past}|{doubtful}|{opportunity}|(?:and|but|so|as|because|cause|cuz|since"
    r"|due|yay|woo\w*|omg|lol|finally|already|now|today|this (?:morning|week|afternoon|am|month|quarter|evening)|earlier"
    r"|last (?:night|week|month)|just|by|at {clock}|{duration} ago|an hour ago|thanks to|thx|btw|guys?|team|folks|no budget"
    r"|they|we|it's|its|over|after|with us|on their (?:side|end|part)|tonight|yesterday|officially|for good|again|haha)\b))",
    "gap": r"(?:[^\W_]+'?[^\W_]*\s){0,3}?",
}
_MACRO = re.compile(r"@([a-z]+)")
# A painted value is no letter, so that "\\b" beside one would ask for the opposite of what it says.
_WORD_END = re.compile(r"\\b")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over the painted text, and what it claims where it matches.

    `needs` are words or kinds of values, one of which must be there for the rule to be tried at all; none: always.
    `named`: the rule reads the text in which stages are still words.
    """

    name: str
    template: str
    read: Read
    needs: tuple[str, ...] = ()
    named: bool = False

    def claims(self, scene: Scene) -> Iterable[Claim]:
        """What this rule reads in a reply."""
        text = scene.named.text if self.named else scene.text
        if self.needs and not any(need in text for need in self.needs):
            return
        for found in pattern(self.template).finditer(text):
            yield from self.read(scene, found, self)


def rule(name: str, template: str, read: Read, needs: str = "", *, named: bool = False) -> Rule:
    """A rule from a template of the values layer, with the macros of this module."""
    return Rule(name, expanded(template), read, tuple(CHAR.get(need.strip("{}"), need) for need in needs.split()), named)


def expanded(template: str) -> str:
    """A template with its macros written out, and its word ends made to hold beside painted values too."""
    return _WORD_END.sub(_word_end, _MACRO.sub(lambda found: _MACROS[found[1]], template))


def _word_end(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:3]
    if before in ("", "(", "|", ":", ">", "^", " "):
        return r"(?<!\w)"
    if after[:1] in ("", ")", "|", " ") or after in ("(?!", "(?=", "(?<"):
        return r"(?!\w)"
    return r"(?:(?<!\w)|(?!\w))"


def rules_of(scene: Scene, at: int, rule: Rule) -> tuple[str, ...]:
    """The rule and those that made the value it rests on."""
    return (rule.name, *scene.mark(at).rules)
