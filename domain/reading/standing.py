"""Which claims stand, once what is said around them is weighed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from domain.reading.claims import Claim
from domain.reading.hedge import Verdict
from domain.reading.questions import is_only_a_mark, is_question
from domain.reading.scene import Scene
from domain.reading.weigh import weigh
from domain.sales.process import Field

# What is asked back where the speaker only says that it is not so.
ASKED_BACK = frozenset({Field.PROBABILITY, Field.AMOUNT, Field.CLOSE_DATE})
NOTES = frozenset({Field.NEXT_STEP, Field.NEXT_STEP_DATE, Field.FEEDBACK})
# More values than this no reply in plain words has.
_MOST = 120


def standing(scene: Scene, claims: Iterable[Claim]) -> list[Claim]:
    """The claims that are left, in the order of the text: some as they were, some as proposals, some as doubts."""
    left, denied = list[Claim](), list[Claim]()
    for claim in islice(_unique(claims), _MOST):
        verdict, names = weigh(scene, claim)
        left.extend(_weighed(scene, claim, verdict, names))
        if verdict is Verdict.DENY:
            denied.append(claim)
    left = [claim for claim in left if not _taken_back(claim, denied)]
    return sorted(left, key=lambda claim: claim.anchor)


def _unique(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The first claim on a value; rules that know more come first."""
    seen: set[tuple[Field | None, int]] = set()
    for claim in claims:
        key = (None if claim.field in ASKED_BACK else claim.field, claim.anchor)
        if key not in seen:
            seen.add(key)
            yield claim


def _taken_back(claim: Claim, denied: list[Claim]) -> bool:
    """ "Obi dead. Sorry, not dead": what was said is denied later on."""
    return any(
        (later.field, later.value) == (claim.field, claim.value) and later.anchor > claim.anchor for later in denied
    )


def _weighed(scene: Scene, claim: Claim, verdict: Verdict, names: tuple[str, ...]) -> Iterator[Claim]:
    """What a verdict leaves of a claim."""
    rules = (*claim.rules, *names)
    asked = scene.about is not None and scene.about.value == claim.field.value
    if verdict is Verdict.KEEP:
        yield claim
    elif verdict is Verdict.PROPOSE and claim.field is Field.STAGE and not claim.sure:
        return  # what only implies a stage implies nothing where it has not happened
    elif verdict is Verdict.PROPOSE:
        yield replace(claim, sure=False, rules=rules)
    elif asked and verdict is Verdict.DENY and claim.field in ASKED_BACK:
        yield replace(claim, doubt="denied", choices=(), rules=rules)
    elif (
        asked and is_question(scene, claim.anchor) and is_only_a_mark(scene, claim.anchor) and claim.field not in NOTES
    ):
        yield replace(claim, doubt="asked rather than said", choices=(), rules=rules)
