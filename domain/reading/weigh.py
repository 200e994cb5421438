"""Weighs what stands around a claim: denied, past, wished and asked words write nothing; hedged ones are proposed."""

import re

from domain.reading.claims import Claim
from domain.reading.hedge import Verdict
from domain.reading.hedges import HEDGES
from domain.reading.questions import is_order, is_question
from domain.reading.scene import NEAR, Scene

_IDIOMS = re.compile(
    r"\bif (?:i'?m|we'?re|i am) (?:being )?(?:brutally )?honest|\bif (?:you|i) (?:ask|had to|have to"
    r"|must)(?: me| guess| say)?|\bif (?:you|they) (?:push|press|force|pin|twist|held|made|insist)\w*"
    r"|(?<=\bif\s)(?:they|it|we|he|she) (?:don'?t|doesn'?t|won'?t|can'?t)\b|\bif anything"
    r"|\bif memory\b|\bif possible|\bif needed|\bonce (?:again|more)|\bat once|\bwhen (?:we|i) (?:spoke"
    r"|met|talked|last|called)"
    r"|\bif you (?:want|need|like|can)|\bno (?:wait|worries|problem|doubt|change|question|kidding"
    r"|surprise|rush|news|way to know)\b"
    r"|\b(?:not|isn'?t) (?:only|bad|sure|just)|\bwhy not|\b(?:don't|dont) (?:worry|know)\b|\bnot to worry"
    r"|\bcan't complain|\bno longer than|\b(?:not|no) later than"
)


def weigh(scene: Scene, claim: Claim) -> tuple[Verdict, tuple[str, ...]]:
    """The hardest verdict on a claim, and the names of the hedges that gave one."""
    ordered = is_order(scene, claim.anchor)
    if not ordered and is_question(scene, claim.anchor):
        return Verdict.DROP, ("question",)
    places = _Places(scene, claim)
    worst, names = (Verdict.PROPOSE, ["hedge: asked of the bot"]) if ordered else (Verdict.KEEP, [])
    for hedge in HEDGES:
        words = places.text(hedge.where) if hedge.verdict > worst else ""
        if words and hedge.applies(scene, claim) and scene.says(hedge.words, words):
            worst = hedge.verdict
            names.append(f"hedge: {hedge.name}")
    return worst, tuple(names)


_IDIOMS_OPEN = ("if ", "once", "when", "no", "isn", "don", "why", "can't")
_STARTS_AFRESH = re.compile(r"\b(?:now|is|it's|its|today|but|put|i'd|will|should|closes|currently|at|still)\b")


def _without_idioms(words: str) -> str:
    """The words with blanks in the place of idioms, which deny and condition nothing."""
    return _IDIOMS.sub(_blank, words) if any(opens in words for opens in _IDIOMS_OPEN) else words


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


class _Places:
    """The words around one claim, by where they stand."""

    def __init__(self, scene: Scene, claim: Claim) -> None:
        self.scene, self.claim = scene, claim
        self.known: dict[str, str] = {}

    def text(self, where: str) -> str:
        words = self.known.get(where)
        if words is None:
            words = self._text(where)
            # "60, not sure" is a doubt; "I'm not sure but 60" denies nothing
            words = self.known[where] = words if where == "next" else _without_idioms(words)
        return words

    def _text(self, where: str) -> str:
        scene, claim = self.scene, self.claim
        if where == "before":
            return scene.before(claim.anchor)
        if where == "after":
            return scene.after(claim.end)
        if where == "clause":
            return scene.before(claim.anchor) + scene.text[claim.anchor : claim.end] + scene.after(claim.end)
        if where == "sentence":
            return scene.sentence_text(claim.anchor)
        if where == "around":
            return scene.text[max(0, claim.anchor - 2 * NEAR) : claim.end + 2 * NEAR]
        if where == "later":
            return scene.text[claim.end : claim.end + 2 * NEAR]
        if where == "joined":
            return self._joined()
        return self._neighbour(-1 if where == "previous" else 1)

    def _joined(self) -> str:
        """The clause that this one goes on from: "we had it at 95 *and closing before christmas*"."""
        scene, anchor = self.scene, self.claim.anchor
        clause, other = scene.clause(anchor), scene.beside(anchor, -1)
        if other is None or _STARTS_AFRESH.search(scene.text, clause.start, anchor):
            return ""
        goes_on = scene.text[other.end : clause.start].strip() == "and"
        return scene.text[max(other.start, other.end - NEAR) : other.end] if goes_on else ""

    def _neighbour(self, step: int) -> str:
        """The clause beside this one in its sentence; not across an "and" or a "but" that starts afresh."""
        scene, anchor = self.scene, self.claim.anchor
        clause, other = scene.clause(anchor), scene.beside(anchor, step)
        if other is None:
            return ""
        between = scene.text[min(clause.end, other.end) : max(clause.start, other.start)]
        goes_on = re.fullmatch(r"[\s,()-]*(?:then)?[\s,]*", between)
        return scene.text[other.start : min(other.end, other.start + NEAR)] if goes_on else ""
