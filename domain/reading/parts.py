"""Reads a message about several opportunities, part by part: what each is said to be, in which words.

`read` tells whose each value is. This layer lays the values out by opportunity, keeps names of others' opportunities
and of new ones from lending their values to a neighbour, reads at most eight at a time, and hands back the rest unread.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.reading.fold import fold
from domain.reading.names import Mention, Roster, roster_of
from domain.reading.openings import Found, labelled_in, openings_in
from domain.reading.reader import read, scene_of
from domain.reading.reading import About, Asked, Context, Doubt, Finding, HelpRequest, Kind, Reading
from domain.reading.scene import Scene
from domain.sales.opportunity import Opportunity

MOST = 8  # opportunities read of one message at a time
LONGEST = 4000  # characters the reader takes
_EDGES = " \t\n,;.:-–—•*"
_JOINED = re.compile(r"\s*(?:,|&|\+|/|,? and)\s*")
_WORD = re.compile(r"[^\W_]+")
_LISTED = re.compile(r"^[ \t]*(?:\d{1,2}[.)]|\(\d{1,2}\))[ \t]+", re.MULTILINE)  # what numbers a line is no value
_LAST_BREAK = re.compile(r"[\n.;!?,](?=[^\n.;!?,]*\Z)")


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of one opportunity; None where several fit, and then its only doubt has their ids as choices."""

    opportunity: str | None
    quote: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Parts:
    """A message laid out. `elsewhere` are others' opportunities that were named, by id and by the words that did so.

    `unknown` are names that nobody has, `openings` are possible new opportunities, `rest` are the words that were not
    read, "" where all were.
    """

    parts: tuple[Part, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    openings: tuple[Found, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Topic:
    """A stretch of the message that opens with a name and runs to the next one: as it was said, and as it is read."""

    ids: tuple[str, ...]
    quote: str
    words: str


def named(text: str, opportunities: Sequence[Opportunity]) -> tuple[str, ...]:
    """The opportunities that a message names for certain, each once, in order."""
    mentions = roster_of(tuple(opportunities)).mentions(text, fold(text))
    return tuple(dict.fromkeys(mention.ids[0] for mention in mentions if len(mention.ids) == 1))


def read_parts(text: str, context: Context, others: Sequence[Opportunity] = (), accounts: Iterable[str] = ()) -> Parts:
    """The message by opportunity of `context`, which is asked nothing.

    `others` are opportunities the speaker does not speak of here: what is said of them is left out, and never given to
    a neighbour. `accounts` are names of customers, by which openings are known.
    """
    products = [o.product for o in (*context.opportunities, *others)]
    labelled = labelled_in(text, context.now, context.process, products)
    mentioned = _new_ones(openings_in(text, products, accounts), context.opportunities)
    apart = [m for m in mentioned if all(m.end <= said.start or said.end <= m.start for said in labelled)]
    openings = tuple(sorted((*labelled, *apart), key=lambda opening: opening.start))
    masked, decoys = _masked(_LISTED.sub(lambda found: " " * len(found[0]), text), openings)
    strangers = _strangers(masked, context, others)
    full = replace(context, asked=None, opportunities=(*context.opportunities, *strangers, *decoys))
    upto = _end(masked, full)
    head = masked[:upto]
    scene, reading = scene_of(head, full), read(head, full)
    own = {o.id for o in context.opportunities}
    topics = _topics(scene, text[:upto])
    found = [_part(identity, topics, reading, context) for identity in _order(topics, reading) if identity in own]
    unclear = [part for part in (_unclear(topic, own, context) for topic in topics) if part]
    return Parts(
        (*found, *unclear),
        tuple((o.id, o.name) for o in strangers if any(o.id in topic.ids for topic in topics)),
        tuple(d.evidence for d in reading.doubts if d.opportunity is None and d.field is None and not d.choices),
        tuple(
            _completed(opening, decoy, reading)
            for opening, decoy in zip(openings, decoys, strict=True)
            if opening.end <= upto
        ),
        text[upto:].strip(_EDGES),
    )


def read_again(part_quote: str, chosen: Opportunity, context: Context) -> Part:
    """A part for which several fitted, once it is known which is meant."""
    return Part(chosen.id, part_quote, _alone(part_quote, chosen, context))


def stretch(text: str, evidence: str, context: Context) -> str:
    """The part of a message that holds some words, where it names several opportunities; otherwise all of it."""
    topics = _topics(scene_of(text, context), text)
    if len({topic.ids for topic in topics}) < 2:
        return text[:LONGEST]
    return next((topic.quote for topic in topics if evidence in topic.quote), evidence)


def _end(text: str, context: Context) -> int:
    """Up to where the message is read: before the ninth opportunity is named, and not beyond what the reader takes."""
    seen: set[tuple[str, ...]] = set()
    for mention in roster_of(context.opportunities).mentions(text, fold(text)):
        seen.add(mention.ids)
        if len(seen) > MOST:
            return _clause_before(text, min(mention.start, LONGEST))
    return _clause_before(text, LONGEST) if len(text) > LONGEST else len(text)


def _clause_before(text: str, position: int) -> int:
    """Where the clause around a position starts, so that nothing is cut in its middle."""
    found = _LAST_BREAK.search(text, 0, position)
    return found.end() if found else position


def _new_ones(openings: Iterable[Found], opportunities: Sequence[Opportunity]) -> tuple[Found, ...]:
    """Those that are not there yet: the same product at the same account is what is open already."""
    known = {(fold(o.account), fold(o.product)) for o in opportunities}
    return tuple(found for found in openings if (fold(found.account), fold(found.product)) not in known)


def _masked(text: str, openings: Sequence[Found]) -> tuple[str, tuple[Opportunity, ...]]:
    """The message with each opening turned into one word of its own, the name of an opportunity not yet made.

    So its account and product name nothing that is there, and its amount and date are its own. Lengths stay.
    """
    decoys = []
    for index, opening in enumerate(openings):
        letter = "zqxjkvwy"[index % 8]
        word = letter * (opening.end - opening.start)
        text = text[: opening.start] + word + text[opening.end :]
        decoys.append(Opportunity(f"opening-{index}", word, "", "", "", 0, None, "", None))
    return text, tuple(decoys)


def _strangers(text: str, context: Context, others: Sequence[Opportunity]) -> tuple[Opportunity, ...]:
    """Those of the others that are named, under the words that named them; one's own names come first."""
    plain = fold(text)
    mine = roster_of(context.opportunities).mentions(text, plain)
    said = {*_WORD.findall(plain)}
    touched = [o for o in others if not said.isdisjoint(_words(o.name, o.account, o.product))]
    theirs = Roster((o.id, o.name, o.account, o.product) for o in touched).mentions(text, plain)
    by_id = {o.id: o for o in touched}
    kept = [mention for mention in theirs if _is_theirs(mention, mine)]
    return tuple(
        replace(by_id[mention.ids[0]], name=text[mention.start : mention.end], account="", product="")
        for mention in {mention.ids[0]: mention for mention in reversed(kept)}.values()
    )


@lru_cache(maxsize=20_000)
def _words(*names: str) -> frozenset[str]:
    """The words of names: what shares none with a message is not named in it, and there may be thousands of them."""
    return frozenset(word for name in names for word in _WORD.findall(fold(name)))


def _is_theirs(mention: Mention, mine: Sequence[Mention]) -> bool:
    """Whether it names another's opportunity more exactly than it does any of one's own."""
    beside = [own for own in mine if own.start < mention.end and mention.start < own.end]
    return all(own.end - own.start < mention.end - mention.start for own in beside)


def _topics(scene: Scene, source: str) -> list[_Topic]:
    """The stretches of the message by the name they open with; one name twice makes two of them."""
    mentions = [m for i, m in enumerate(scene.mentions) if i == 0 or m.ids != scene.mentions[i - 1].ids]
    starts = [_start(scene, mention, before) for before, mention in zip([None, *mentions], mentions, strict=False)]
    topics: list[_Topic] = []
    end = len(source)
    for index, mention in reversed(list(enumerate(mentions))):
        quote = _LISTED.sub("", source[starts[index] : end].strip(_EDGES), count=1)
        topics.append(_Topic(mention.ids, quote, scene.source[starts[index] : end]))
        shared = index > 0 and _JOINED.fullmatch(source, mentions[index - 1].end, mention.start)
        end = end if shared else starts[index]  # "Globex and Wayne at 60": both share the words that follow
    return topics[::-1]


def _start(scene: Scene, mention: Mention, before: Mention | None) -> int:
    """Where the clause of a name starts, or the name itself where another stands before it in that clause."""
    start = scene.clause(mention.start).start
    return mention.start if before and before.end > start else start


def _order(topics: Sequence[_Topic], reading: Reading) -> list[str]:
    """Ids as they are named, then those that were only spoken of."""
    spoken: list[Finding | Doubt | HelpRequest] = [*reading.changes, *reading.proposals]
    spoken += [*reading.doubts, *reading.requests]
    ids = [topic.ids[0] for topic in topics if len(topic.ids) == 1]
    ids += [each.opportunity for each in spoken if each.opportunity]
    return list(dict.fromkeys(ids))


def _part(identity: str, topics: Sequence[_Topic], reading: Reading, context: Context) -> Part:
    own = [topic for topic in topics if topic.ids == (identity,)]
    opportunity = next(o for o in context.opportunities if o.id == identity)
    of_it = Reading(
        Kind.UPDATE,
        tuple(f for f in reading.changes if f.opportunity == identity),
        tuple(f for f in reading.proposals if f.opportunity == identity),
        tuple(d for d in reading.doubts if d.opportunity == identity),
        tuple(r for r in reading.requests if r.opportunity == identity),
    )
    for topic in own:
        of_it = _with_more(of_it, _alone(topic.words, opportunity, context))
    evidence = [f.evidence for f in (*of_it.changes, *of_it.proposals)] + [r.evidence for r in of_it.requests]
    return Part(identity, " … ".join(topic.quote for topic in own) or " … ".join(evidence), of_it)


def _alone(quote: str, opportunity: Opportunity, context: Context) -> Reading:
    """What a stretch says of the one opportunity it is about."""
    asked = Asked(opportunity.id, About.WHERE_IT_STANDS)
    return read(quote, replace(context, opportunities=(opportunity,), asked=asked))


def _with_more(reading: Reading, alone: Reading) -> Reading:
    """What the stretch says by itself and the whole message did not is implied at most: it is asked."""
    found: list[Finding | Doubt] = [*reading.changes, *reading.proposals, *reading.doubts]
    known = {each.field for each in found}
    more = [f for f in (*alone.changes, *alone.proposals) if f.field not in known]
    doubts = [d for d in alone.doubts if d.field and d.field not in known | {f.field for f in more}]
    says_more = more or doubts or found or reading.requests
    return replace(
        reading,
        kind=reading.kind if says_more else alone.kind,
        proposals=(*reading.proposals, *more),
        doubts=(*reading.doubts, *doubts),
    )


def _unclear(topic: _Topic, own: set[str], context: Context) -> Part | None:
    """A name that fits several: which one is asked, unless nothing is said there."""
    choices = tuple(identity for identity in topic.ids if identity in own)
    if len(topic.ids) < 2 or not choices:
        return None
    opportunity = next(o for o in context.opportunities if o.id == choices[0])
    alone = _alone(topic.words, opportunity, context)
    if not (alone.changes or alone.proposals or alone.doubts or alone.requests):
        return None
    doubt = Doubt(None, None, topic.quote, choices, "several fit")
    return Part(None, topic.quote, Reading(Kind.UNCLEAR, doubts=(doubt,)))


def _completed(opening: Found, decoy: Opportunity, reading: Reading) -> Found:
    """The opening with the amount and the date that were said of it."""
    said = {f.field.value: f.value for f in reading.changes if f.opportunity == decoy.id}
    return opening.with_values(said)
