"""What a language model may point at in a reply, and what of it our own reading bears out: proposals at most."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.reading.claims import Claim
from domain.reading.fold import fold
from domain.reading.hedge import Verdict
from domain.reading.marks import Mark, MarkKind
from domain.reading.mass import touches_all
from domain.reading.own_words import own_words
from domain.reading.owners import Owners
from domain.reading.reader import read, scene_of
from domain.reading.reading import About, Asked, Context, Finding, Kind, Reading
from domain.reading.scene import Scene
from domain.reading.weigh import weigh
from domain.sales.opportunity import Opportunity, Value
from domain.sales.process import LOSS_REASONS, Field, ForecastCategory, SalesProcess

MOST_ITEMS, LONGEST_QUOTE = 8, 200

_ABOUT = {
    Field.STAGE: About.STAGE,
    Field.PROBABILITY: About.PROBABILITY,
    Field.AMOUNT: About.AMOUNT,
    Field.CLOSE_DATE: About.CLOSE_DATE,
}
_MEASURED = (Field.PROBABILITY, Field.AMOUNT, Field.CLOSE_DATE)
_CHOSEN = (Field.STAGE, Field.FORECAST_CATEGORY, Field.COMPETITOR, Field.LOSS_REASON)
_NO_VALUE = (MarkKind.OPPORTUNITY, MarkKind.PERSON, MarkKind.HELP)
_POINTABLE = frozenset(
    {
        MarkKind.NUMBER,
        MarkKind.PERCENT,
        MarkKind.POINTS,
        MarkKind.MONEY,
        MarkKind.DAY,
        MarkKind.DOUBTFUL,
        MarkKind.SHIFT,
        MarkKind.STAGE,
        MarkKind.COMPETITOR,
        MarkKind.CATEGORY,
    }
)
_DAYS = (MarkKind.DAY, MarkKind.DOUBTFUL, MarkKind.PAST, MarkKind.SHIFT)
_RIVALS = {
    Field.PROBABILITY: (MarkKind.NUMBER, MarkKind.PERCENT, MarkKind.POINTS),
    Field.AMOUNT: (MarkKind.NUMBER, MarkKind.MONEY),
    Field.CLOSE_DATE: _DAYS,
}
# Blunter than the reader's own hedges: who only points must not point at what somebody denies.
_DENIES = re.compile(
    r"\b(?:not|no|nobody|none|never|neither|nor|without|hardly|cannot"
    r"|(?:do|does|did|is|are|was|were|wo|would|could|should|ca|has|have|had|ai)n'?t)\b"
)


class Op(StrEnum):
    """Which way a value moves; for a close date, up is later."""

    SET = "set"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Question:
    """All that a model is told: the speaker's own words and names, no record. Opportunities are titles by label.

    `about` is the label of the one the conversation is about, "" where there is none; `choices` are the words of the
    process that an item may name.
    """

    reply: str
    opportunities: Mapping[str, str]
    about: str
    fields: tuple[Field, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One place that a model points at: `quote` is said to state `field` of the opportunity with that label."""

    opportunity: str
    field: Field
    op: Op
    quote: str
    choice: str | None
    negated: bool
    hedged: bool


_KEYS = frozenset(Item.__dataclass_fields__)


def question_of(said: str, opportunities: Iterable[Opportunity], about: str | None, process: SalesProcess) -> Question:
    """What to ask about a reply. `about` is the id of the opportunity that the conversation is about."""
    labels = {each.id: f"o{number}" for number, each in enumerate(opportunities, 1)}
    titles = {labels[each.id]: each.title for each in opportunities}
    stages = tuple(stage.name for stage in process.stages)
    categories = tuple(str(category) for category in ForecastCategory if category is not ForecastCategory.CLOSED)
    return Question(
        _own(said),
        titles,
        labels.get(about or "", ""),
        tuple(field for field in (*_MEASURED, *_CHOSEN) if field in process.high_cards),
        tuple(dict.fromkeys((*stages, *categories, *process.competitors, *LOSS_REASONS))),
    )


def items_of(answer: object, question: Question) -> tuple[Item, ...]:
    """What a model answered, where it is exactly of the form that was asked for.

    ValueError says in a few words what it is not, and repeats nothing of it.
    """
    if not isinstance(answer, dict) or set(answer) != {"items"} or not isinstance(answer["items"], list):
        raise ValueError("it is no list of items")
    if len(answer["items"]) > MOST_ITEMS:
        raise ValueError(f"it points at more than {MOST_ITEMS} places")
    return tuple(_item(each, question) for each in answer["items"])


def worth_asking(said: str, reading: Reading, context: Context) -> bool:
    """Whether the reader abstained, or left a value in the reply that belongs to nothing it read."""
    if not any(char.isalnum() for char in _own(said)):
        return False
    if reading.kind is Kind.UNCLEAR and not reading.doubts:
        return True
    if reading.kind is not Kind.UPDATE:
        return False
    return any(
        mark.kind in _POINTABLE and not _covered(said, mark.start, mark.end, reading)
        for mark in scene_of(said, context).painted.marks
    )


def pointed(said: str, items: Iterable[Item], question: Question, context: Context) -> tuple[Finding, ...]:
    """The proposals that are left. `context.opportunities` stand in the order of the question's labels.

    Of two items about one field neither stands.
    """
    by_label = dict(zip(question.opportunities, context.opportunities, strict=True))
    found: dict[tuple[str, Field], list[Finding]] = {}
    for item in items:
        opportunity = by_label[item.opportunity]
        for finding in _borne_out(said, item, opportunity, question, context):
            found.setdefault((opportunity.id, item.field), []).append(finding)
    return tuple(findings[0] for findings in found.values() if len(findings) == 1)


def _item(each: object, question: Question) -> Item:
    if not isinstance(each, dict) or set(each) != _KEYS:
        raise ValueError("an item has other keys")
    if not (isinstance(each["negated"], bool) and isinstance(each["hedged"], bool)):
        raise ValueError("a flag is neither true nor false")
    quote, choice = each["quote"], each["choice"]
    if each["opportunity"] not in tuple(question.opportunities):
        raise ValueError("it names an opportunity that it was not told")
    if each["field"] not in tuple(question.fields) or each["op"] not in tuple(Op):
        raise ValueError("it names a field or a move that it was not told")
    if choice is not None and choice not in question.choices:
        raise ValueError("it chooses a word that it was not told")
    if not isinstance(quote, str) or not quote.strip() or len(quote) > LONGEST_QUOTE:
        raise ValueError("a quote is none")
    return Item(**{**each, "field": Field(each["field"]), "op": Op(each["op"]), "quote": quote.strip()})


def _borne_out(
    said: str, item: Item, opportunity: Opportunity, question: Question, context: Context
) -> Iterator[Finding]:
    """The one value that the quote states by our own reading, where nothing in the reply speaks against it."""
    reply = _own(said)
    start = reply.find(item.quote)
    end = start + len(item.quote)
    if item.negated or start < 0 or reply.find(item.quote, start + 1) >= 0 or not _whole_words(reply, start, end):
        return
    if question.about and item.opportunity != question.about and not _named(said, opportunity, context):
        return
    asked = Asked(opportunity.id, _ABOUT.get(item.field, About.WHERE_IT_STANDS))
    alone = read(item.quote, Context(context.now, context.process, (opportunity,), asked))
    values = (*alone.changes, *alone.proposals)
    if len(values) != 1 or values[0].field is not item.field or alone.doubts or alone.requests:
        return
    value = values[0].value
    if _fits(item, value, opportunity) and _stands(said, item, (start, end), value, opportunity, context):
        yield Finding(opportunity.id, item.field, value, item.quote, ("pointed at by a language model",))


def _fits(item: Item, value: Value, opportunity: Opportunity) -> bool:
    """Whether what the model says of the value is what we read: the word it chose, the way it moves."""
    if item.field in _CHOSEN:
        return item.op is Op.SET and item.choice == str(value)
    if item.choice is not None:
        return False
    recorded = opportunity.get(item.field)
    if item.op is Op.SET:
        return value != recorded
    if recorded is None or value is None or value == recorded:
        return False
    rises = value > recorded  # type: ignore[operator] # both are values of one measured field
    return rises is (item.op is Op.UP)


def _stands(
    said: str, item: Item, span: tuple[int, int], value: Value, opportunity: Opportunity, context: Context
) -> bool:
    """Whether the words around the quote let it stand: no longer value, no other owner, no denial, no lost hedge."""
    start, end = span
    asked = Asked(opportunity.id, About.WHERE_IT_STANDS)
    around = Context(context.now, context.process, context.opportunities, asked)
    scene = scene_of(said, around)
    marks = [m for m in scene.painted.marks if m.start < end and start < m.end and m.kind not in _NO_VALUE]
    if any(mark.start < start or mark.end > end for mark in marks):
        return False
    anchor = marks[0].start if marks else start
    if _has_rivals(scene, item, marks, anchor) or _DENIES.search(scene.sentence_text(anchor)):
        return False
    if touches_all(scene, anchor) or opportunity.id not in Owners(scene, [anchor]).whose(start, end).ids:
        return False
    if _read_otherwise(said, item, span, value, opportunity, read(said, around)):
        return False
    return _not_denied(scene, Claim(item.field, value, start, end, anchor, ("pointed",)), hedged=item.hedged)


def _has_rivals(scene: Scene, item: Item, marks: list[Mark], anchor: int) -> bool:
    """Whether the same sentence holds another value that the field could take: "between 60 and 70"."""
    sentence = scene.sentence(anchor)
    kinds = _RIVALS.get(item.field, ())
    return any(m.kind in kinds and m.start in sentence and m not in marks for m in scene.painted.marks)


def _not_denied(scene: Scene, claim: Claim, *, hedged: bool) -> bool:
    """A hedge that the model did not see is one that it did not understand."""
    verdict, _ = weigh(scene, claim)
    return verdict is Verdict.KEEP or (verdict is Verdict.PROPOSE and hedged)


def _read_otherwise(
    said: str, item: Item, span: tuple[int, int], value: Value, opportunity: Opportunity, whole: Reading
) -> bool:
    """Whether the whole reply gives that field another value, or uses those words for something else."""
    for finding in (*whole.changes, *whole.proposals):
        if (finding.opportunity, finding.field) == (opportunity.id, item.field):
            if finding.value != value:
                return True
        elif _overlaps(said, span, finding.evidence):
            return True
    others = [doubt.evidence for doubt in whole.doubts] + [request.evidence for request in whole.requests]
    return any(_overlaps(said, span, evidence) for evidence in others)


def _named(said: str, opportunity: Opportunity, context: Context) -> bool:
    return any(opportunity.id in mention.ids for mention in scene_of(said, context).mentions)


def _covered(said: str, start: int, end: int, reading: Reading) -> bool:
    evidence = [finding.evidence for finding in (*reading.changes, *reading.proposals)]
    evidence += [doubt.evidence for doubt in reading.doubts] + [request.evidence for request in reading.requests]
    return any(_overlaps(said, (start, end), words) for words in evidence)


def _overlaps(said: str, span: tuple[int, int], evidence: str) -> bool:
    """Whether those words stand, anywhere in the reply, on some of the span."""
    start = said.find(evidence) if evidence else -1
    while start >= 0:
        if start < span[1] and span[0] < start + len(evidence):
            return True
        start = said.find(evidence, start + 1)
    return False


def _whole_words(reply: str, start: int, end: int) -> bool:
    """Not a part of a word or number: the 7 of 70, the 50 of 50,000 or of 60-50."""
    before, after = reply[max(0, start - 2) : start], reply[end : end + 2]
    cut = (before[-1:].isalnum() and reply[start].isalnum()) or (after[:1].isalnum() and reply[end - 1].isalnum())
    joined = reply[start].isdigit() and len(before) == 2 and before[0].isdigit() and before[1] in ".,:/-–"
    joins = reply[end - 1].isdigit() and len(after) == 2 and after[1].isdigit() and after[0] in ".,:/-–"
    return not (cut or joined or joins)


def _own(said: str) -> str:
    """The speaker's own words at their places, as far as the reader reads: quoted and forwarded mail is left out."""
    folded = fold(said)
    plain = own_words(folded)
    return "".join(char if was == left else " " for char, was, left in zip(said, folded, plain, strict=False))
