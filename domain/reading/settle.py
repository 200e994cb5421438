"""Settles claims: whose they are, which stands where several were made, and what must be asked back."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from domain.reading.claims import Claim
from domain.reading.gate import Worth, worth
from domain.reading.mass import touches_all
from domain.reading.owners import Owners
from domain.reading.phrase import Phrase
from domain.reading.reading import Doubt, Finding
from domain.reading.scene import Scene
from domain.reading.standing import NOTES, standing
from domain.sales.opportunity import Opportunity, Value
from domain.sales.process import Field

# Between two values of one field: the second takes the place of the first.
_CORRECTS = Phrase(
    r"\b(?:no wait|wait|no|nope|nah|sorry|actually|i mean|meant|make (?:it|that)|rather|correction|oops"
    r"|scratch|typo|strike|instead|more like|closer to"
    r"|better|kidding|jk|but now|now|today|currently|dropped|down to|up to|went (?:up |down )?to|is now"
    r"|hmm|let's say|lets say|on second thought)\b"
    r"|->|=>|→|>|\*"
)
_FROM = re.compile(
    r"\b(?:from|went|moved|goes|going|up|down|dropped|raised|bumped|was|changed|change|slip\w*|push\w*"
    r"|mov\w+)(?: it| out| back| up| down)* *$"
)
_TO = re.compile(r"^\s*(?:[,]?\s*(?:up|down|out|back) )?to (?:about |around |say )?$|^\s*$")
_SCRATCHED = Phrase(
    r"\b(?:scratch|ignore|forget|disregard|never ?mind|strike)(?: the| about"
    r"| what i said about)* (?P<whose>{opportunity})"
)
_LAUGHING = "hedge: laughing"


@dataclass(slots=True)
class Settled:
    """What is left of the claims. `confirmed`: something was said that is recorded already."""

    changes: list[Finding] = field(default_factory=list)
    proposals: list[Finding] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    """A claim on one opportunity with what it comes to there."""

    claim: Claim
    worth: Worth

    @property
    def sure(self) -> bool:
        return self.claim.sure and not self.worth.doubt


def settle(scene: Scene, claims: Iterable[Claim]) -> Settled:
    """Finds the owners of the claims that stand, and keeps of each field what may be kept."""
    settled = Settled()
    opportunities = {opportunity.id: opportunity for opportunity in scene.context.opportunities}
    held = _held(scene, settled, opportunities, standing(scene, claims))
    for (identity, name), items in _consistent(scene, held).items():
        _settle_field(scene, settled, opportunities[identity], name, items)
    return settled


def owner_of(scene: Scene, settled: Settled, start: int, end: int, rules: tuple[str, ...]) -> str | None:
    """Whose the words of a request are; where that is not clear it is noted as a doubt."""
    whose = Owners(scene, []).whose(start, end)
    if len(whose.ids) == 1:
        return whose.ids[0]
    span = (whose.start, whose.end) if whose.named else (start, end)
    _add(settled, Doubt(None, None, scene.source[slice(*span)], whose.ids, "several fit", rules))
    return None


def _held(
    scene: Scene, settled: Settled, opportunities: Mapping[str, Opportunity], claims: list[Claim]
) -> dict[tuple[str, Field], list[_Held]]:
    """The claims by opportunity and field; doubts are noted where it is not clear whose a claim is."""
    held: dict[tuple[str, Field], list[_Held]] = defaultdict(list)
    owners = Owners(scene, [claim.anchor for claim in claims])
    for claim in claims:
        doubts, ids = _placed(scene, owners, claim)
        for doubt in doubts:
            _add(settled, doubt)
        for identity in ids:
            found = _Held(claim, worth(scene, claim, opportunities[identity]))
            if not (_LAUGHING in claim.rules and found.worth.absurd):
                held[identity, claim.field].append(found)
    for identity, position in _scratched(scene):
        for key in [key for key in held if key[0] == identity]:
            held[key] = [item for item in held[key] if item.claim.anchor > position]
    return held


def _scratched(scene: Scene) -> Iterator[tuple[str, int]]:
    """ "Scratch Swift": whatever was said of it before does not count."""
    named = {mention.start: mention.ids for mention in scene.mentions}
    for found in _SCRATCHED.finditer(scene.text):
        for identity in named.get(found.start("whose"), ()):
            yield identity, found.start()


def _placed(scene: Scene, owners: Owners, claim: Claim) -> tuple[list[Doubt], list[str]]:
    """The opportunities that a claim is about, and doubts where that is not clear."""
    if (all_of_it := touches_all(scene, claim.anchor)) is not None and claim.field not in NOTES:
        return [Doubt(None, claim.field, scene.source[slice(*all_of_it)], why="all at once", rules=claim.rules)], []
    if claim.subject is not None:
        return [Doubt(None, None, scene.source[slice(*claim.subject)], why="unknown name", rules=claim.rules)], []
    doubts, ids = [], []
    for whose in owners.beside(owners.whose(claim.start, claim.end)):
        if len(whose.ids) == 1:
            ids.append(whose.ids[0])
        elif claim.field is not Field.LOSS_REASON:
            span = (whose.start, whose.end) if whose.named else (claim.start, claim.end)
            why = "several fit" if whose.named else "none named"
            doubts.append(Doubt(None, None, scene.source[slice(*span)], whose.ids, why, claim.rules))
    return doubts, ids


def _add(settled: Settled, doubt: Doubt) -> None:
    """One doubt a field of an opportunity is enough."""
    if all((known.opportunity, known.field) != (doubt.opportunity, doubt.field) for known in settled.doubts):
        settled.doubts.append(doubt)


def _consistent(scene: Scene, held: dict[tuple[str, Field], list[_Held]]) -> dict[tuple[str, Field], list[_Held]]:
    """Drops what goes without saying beside an outcome, and reasons of a loss that was none."""
    kept = {key: _corrected(scene, items) for key, items in held.items()}
    for identity in {identity for identity, _ in held}:
        stages = kept.get((identity, Field.STAGE), [])
        outcomes = [item for item in stages if scene.context.process.stage(str(item.claim.value)).closed]
        lost = [item for item in outcomes if scene.context.process.stage(str(item.claim.value)).lost]
        if any(item.sure for item in outcomes):
            kept.pop((identity, Field.CLOSE_DATE), None)
            kept[identity, Field.STAGE] = [item for item in outcomes if item.sure]
        if not lost:
            kept.pop((identity, Field.LOSS_REASON), None)
        elif (reasons := kept.get((identity, Field.LOSS_REASON))) is not None:
            sure = any(item.sure for item in lost)
            kept[identity, Field.LOSS_REASON] = [
                _Held(replace(item.claim, sure=sure and item.claim.sure), item.worth) for item in _weightiest(reasons)
            ]
    return kept


def _weightiest(reasons: list[_Held]) -> list[_Held]:
    """ "Went with X on price": the reason said outweighs the competitor, and that one "other"."""
    for weak in ("other", "competitor"):
        strong = [item for item in reasons if item.claim.value != weak]
        reasons = strong or reasons
    return reasons


def _settle_field(scene: Scene, settled: Settled, opportunity: Opportunity, name: Field, items: list[_Held]) -> None:
    if name in NOTES:
        items = items[:1]
    if name is Field.STAGE:
        items = _furthest(scene, items)
    sure = [item for item in items if item.sure]
    recorded = opportunity.get(name)
    if sure and len(_values(sure)) == 1 and sure[0].worth.value == recorded:
        settled.confirmed = True
        items = [item for item in items if not item.sure and item.worth.value != recorded and not item.worth.doubt]
        sure = []
    hedged = [item for item in items if not item.sure and not item.worth.doubt]
    doubtful = [item for item in items if item.worth.doubt]
    if sure and not _or_between(scene, items):
        _keep(scene, settled.changes, settled, opportunity, name, sure)
    elif sure or (hedged and not doubtful):
        _keep(scene, settled.proposals, settled, opportunity, name, sure + hedged)
    elif doubtful:
        first = doubtful[0]
        choices = tuple(dict.fromkeys(choice for item in doubtful for choice in item.worth.choices))
        said = scene.source[first.claim.start : first.claim.end]
        _add(settled, Doubt(opportunity.id, name, said, choices, first.worth.doubt, first.claim.rules))


def _keep(
    scene: Scene, where: list[Finding], settled: Settled, opportunity: Opportunity, name: Field, items: list[_Held]
) -> None:
    """The one value left; a doubt with the choices where there are several."""
    values, recorded = _values(items), opportunity.get(name)
    first, last = items[0].claim, items[-1].claim
    if len(values) > 1:
        said = scene.source[first.start : max(last.end, first.end)]
        _add(settled, Doubt(opportunity.id, name, said, tuple(values), "several values", first.rules))
    elif items[0].worth.value == recorded:
        settled.confirmed = settled.confirmed or items[0].sure
    else:
        where.append(
            Finding(opportunity.id, name, items[0].worth.value, scene.source[first.start : first.end], first.rules)
        )


def _values(items: list[_Held]) -> list[Value]:
    return list(dict.fromkeys(item.worth.value for item in items))


def _corrected(scene: Scene, items: list[_Held]) -> list[_Held]:
    """What is left after "no wait 40", "sorry, I meant March", "from 60 to 70"."""
    left: list[_Held] = []
    for item in items:
        if left:
            previous = left[-1].claim
            between = scene.text[previous.end : item.claim.anchor]
            moved = (
                _TO.match(between)
                and between.strip()
                and _FROM.search(scene.text[max(0, previous.anchor - 40) : previous.anchor])
            )
            if moved or _CORRECTS.search(between):
                left = []
        left.append(item)
    return left


def _furthest(scene: Scene, items: list[_Held]) -> list[_Held]:
    """Of several implied stages the furthest: what was sent before redlines came back is history."""
    if len(items) < 2 or any(item.sure or not item.claim.event for item in items):
        return items
    order = {stage.name: index for index, stage in enumerate(scene.context.process.stages)}
    return [max(items, key=lambda item: order[str(item.claim.value)])]


def _or_between(scene: Scene, items: list[_Held]) -> bool:
    """Whether a sure value stands in a choice with an unsure one: "Jan 15 or in the spring"."""
    return any(
        re.fullmatch(
            r"\s*,?\s*(?:or (?:maybe |even |possibly |perhaps )?|(?:maybe|perhaps|possibly|might be|could be"
            r"|even) )\s*",
            scene.text[one.claim.end : other.claim.start],
        )
        for one, other in pairwise(items)
        if one.sure != other.sure
    )
