"""Ways of stating a value, as tables: by the word that leads to it, the words between, and what was asked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.reading.common_words import COMMON_WORDS
from domain.reading.marks import MarkKind
from domain.reading.phrase import Phrase
from domain.reading.phrases import LINKS, NEUTRAL, OPENERS, TRAILERS, listed
from domain.reading.reading import About
from domain.reading.scene import Lead, Scene

ANY = frozenset[str]()

# Where a statement starts afresh: the clause opens there, or the value before it ended one.
OPEN = OPENERS | {"", "{stage}", "{day}", "{past}", "{category}", "{money}", "{percent}", "{clock}"}

# Small words that may follow a value without being what it counts.
_FUNCTION_WORDS = listed("""
    given after with when while though although until till per thanks due from they we he she the their i it if unless
    once provided assuming depends depending as pending before because but and or so cos cuz my our your his her its
    not no you who which that there here only {opportunity} {stage} {day} {past} {category} {competitor} {money}
    {percent} {number} {points} {person} {doubtful} want wants said says however fingers god knock touch luck lucky
    inshallah instead rather closing closes close worth flat even net gross firm barring subject contingent without
    """)


@dataclass(frozen=True, slots=True)
class Way:
    """One way of stating a value. What is left out does not matter.

    `heads` are the words that may lead to the value; of `links` one must stand between, of `only` all that stand there
    must be; `asked` are the questions it may answer. `alone`: nothing may follow that the value could count or qualify.
    `follows` must match behind it, and with `stranger` the words must speak of a name that nobody knows;
    with `somewhere` of nothing that has a name of its own ("the list is 310k").
    """

    name: str
    heads: frozenset[str] = ANY
    kinds: frozenset[MarkKind] = frozenset()
    links: frozenset[str] = ANY
    only: frozenset[str] = ANY
    asked: frozenset[About | None] = frozenset()
    alone: bool = False
    follows: Phrase | re.Pattern[str] | None = None
    stranger: bool = False
    somewhere: bool = False
    sure: bool = True

    def fits(self, scene: Scene, kind: MarkKind, lead: Lead, end: int) -> bool:
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.heads or lead.head in self.heads)
            and (not self.links or any(link in self.links for link in lead.links))
            and (not self.only or self.only.issuperset(lead.links))
            and (not self.asked or scene.about in self.asked)
            and (not self.follows or self.follows.match(scene.text, end) is not None)
            and (not self.somewhere or lead.head in OPEN or lead.head not in COMMON_WORDS)
            and (not self.stranger or stranger(scene, lead) is not None)
            and (not self.alone or ends_well(scene, end))
        )


def way_of(ways: Iterable[Way], scene: Scene, kind: MarkKind, lead: Lead, end: int) -> Way | None:
    """The first way in which these words state a value of that kind."""
    return next((way for way in ways if way.fits(scene, kind, lead, end)), None)


def ends_well(scene: Scene, end: int) -> bool:
    """Whether no noun follows that the value would count ("60 trucks", "80% water")."""
    word = scene.next_word(end)
    return word == "" or word in NEUTRAL or word in _FUNCTION_WORDS


_PREDICATE = Phrase(
    r" (?:is|are|was|were|has|have|had|looks?|sounds?|feels?|seems?|got|went|will|'s)\b"
    r"(?! (?:too|not|unlikely|tight|wrong|off|old|outdated|stale|high|low|optimistic|pessimistic|now)\b)"
)
_AFFIRMED = Phrase(
    r" (?:is|'s|looks?|sounds?|feels?|seems?) (?:about )?(?:right|good|fine|fair|ok|okay|correct"
    r"|realistic|doable|likely|more like it"
    r"|what i|where|my|the (?:number|plan|date|call)|closer|safe|honest)\b"
)


def is_spoken_of(scene: Scene, end: int) -> bool:
    """Whether something is said of the value itself: "60 is their seat count", "Q1 was great"."""
    return _PREDICATE.match(scene.text, end) is not None and _AFFIRMED.match(scene.text, end) is None


def only_trails(scene: Scene, end: int) -> bool:
    """Whether nothing follows in the clause that would say something of the value, or make it one of something else."""
    return all(word.text in TRAILERS or word.text in _STARTS_ANEW for word in scene.follow(end))


_STARTS_ANEW = listed("{opportunity} {percent} {stage} {money} {day} {doubtful} {category} no budget they we")


def stranger(scene: Scene, lead: Lead) -> tuple[int, int] | None:
    """Where the words speak of something by a name nobody knows: "Wonka went to 50%"."""
    word = lead.head
    if len(word) < 3 or word.startswith("{") or word in COMMON_WORDS or word in LINKS or word in OPENERS:
        return None
    if not word[0].isalpha() or word in scene.known_words or "'" in word:
        return None
    written = scene.source[lead.start : lead.start + len(word)]
    if scene.about is not None and (not written[0].isupper() or (written.isupper() and len(written) < 5)):
        return None
    opens = scene.clause(lead.start).start + 2 >= lead.start or not scene.before(lead.start).strip()
    return (lead.start, lead.start + len(word)) if opens and (lead.links or opens) else None
