"""Yes, no, perhaps and "as it was", in words and emoji."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.reading.fold import fold


class Answer(StrEnum):
    """What a reply says to a question. SAME confirms what is recorded: "no change", "still there"."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer and where it stands in the text. `whole`: nothing else of weight is said."""

    answer: Answer
    start: int
    end: int
    whole: bool


_LONGEST = 300


def _any_of(phrases: str) -> str:
    """A pattern of phrases that "|" divides; their line breaks count as blanks."""
    return "|".join(" ".join(phrase.split()) for phrase in phrases.split("|"))


_OPENING = (
    r"\W{0,3}(?:(?:oh|well|um+|uh|hmm*|ok|okay|so|ah|hey|hi|sorry|lol|haha|hell|heck|god|i say|i'd say|i would say)\b"
    r"[ ,.!]{0,3}){0,2}"
)
_LEADING_YES = re.compile(
    rf"{_OPENING}(?P<said>yes+|yea+h?|yep+|yup+|ya+h?|yass*|yessir|aye|si|ja|oui|y)\b(?! (?:and|or) no\b)"
)
# "no budget" and "no idea" are no answers: after a bare "no" only these words go on.
_AFTER_NO = _any_of(
    """thanks?|thx|ty|that|thats|it|its|i|im|we|not|they|sorry|but|you|definitely|this|way|sir|unfortunately|please|dont
    |don't|she|he|because|actually|really|just|wait|still|need|sadly|afraid"""
)
_LEADING_NO = re.compile(
    rf"{_OPENING}(?P<said>nope+|nah+|naw+|nay|negative|negatory|nein|non|n(?= ?$)"
    rf"|no+(?= ?(?:$|[^\w ']|(?:{_AFTER_NO})\b)))"
)
_QUITE = "(?:(?:so|too|really|quite|very|entirely|completely|actually|that|at all|just|even|honestly) )*"
_HAVE_IDEA = "(?:a )?(?:have (?:the |an |any |a |that )?)?(?:answer|idea|clue|information|info)"
_PERHAPS = _any_of(
    rf"""maybe|perhaps|possibly|unsure|uncertain|dunno|idk|dk|tbd|unclear|undecided|either|both|depends|torn|yes and no
    |yes or no|a yes or a no|(?:not|never|no longer|n't) {_QUITE}(?:sure|certain|confident)|no (?:idea|clue|knowledge)
    |no way to (?:know|tell|say)|(?:do not|don't|dont|did not|didn't|have not|haven't|havent|have no|can't|cannot
    |couldn't
    |could not|cant) {_QUITE}(?:know|say|tell|decide|give you an answer|{_HAVE_IDEA})|if i know|who knows
    |hard to (?:say|tell)|too early to|(?:might|could|may) (?:possibly )?(?:be|go|do|work|well)|one or the other
    |have to think|let me think|a possibility|not able to (?:say|tell|answer)|beats me|we'll see|we will see|know later
    |how to answer"""
)
_AS_IT_WAS = _any_of(
    """no (?:real |big |major )?(?:changes?|updates?|movement|news|difference)
    |nothing(?:'s| is| has| have)? (?:new|changed|moved|different)|not changed|nothing changed|unchanged
    |same(?: (?:as (?:before|last (?:time|week)|it was|ever|always)|here|still|place|spot|thing|status|story))?
    |as (?:is|it was|before|recorded)|still (?:there|the same|so|good|valid|accurate|true|stands|correct|right|on|is
    |does
    |holds|at that|same|where it was|on track|fine|ok|okay)|stays?(?: (?:as is|the same|put|there|so))?
    |remains(?: the same)?|(?:leave|keep) it(?: as is| there| be)?|(?:hasn't|has not) (?:changed|moved)|(?:it )?stands
    |(?:right )?on track"""
)
_DENIES = _any_of(
    """false|incorrect|inaccurate|untrue|disagree|negative|negatory|hell no|no way|not yet|not (?:right )?now|not today
    |(?:definitely|absolutely|certainly|of course|probably|surely|clearly|rather|really) not
    |not (?:really|quite|at all|exactly|even close|a chance|ok|okay|that one|that|this one)
    |(?:i'?ll|i will|i'd|gonna) pass|(?:it |that )?seems? not|(?:guess|think|hope|believe|reckon|afraid) not|nothing
    |none
    |wrong|mistaken|(?:say|saying|is|be|are|was|vote|answer)(?: ")? no"""
)
_NEVER = "(?:not|n't|never|isnt|wasnt|dont|doesnt|cannot)"
_THINK = _any_of(
    """really|actually|think|believe|say|thing|feel|that|thats|that's|this|these|is|it|the|quite|entirely|completely
    |totally
    |like|be|agree|a|all|what|you|just|said|necessarily|very|even|exactly|going|to|looking|seem|seems|sound|sounds"""
)
_TRUE = "true|right|correct|accurate|so|ok|okay|it|the case|possible|proper|that|valid|good|fine|quite|at all"
_AFFIRMS = _any_of(
    """yes|yeah|yep|yup|affirmative|affirmitive|affirm|correct|indeed|agreed?|accepted|confirmed?|approved|absolutely
    |definitely|certainly|of course|for sure|sure|sure thing|exactly|precisely|totally|true|fact|okay|ok|okey|k|kk
    |okie|fine
    |great|awesome|perfect|alright|all right|roger|copy that|10-4|you got it|you bet|got it
    |right(?! (?:now|away|after|before|then))|that's it|that is it|uh[ -]?hu+h?|mhm+|mm ?hmm?|yessir|works|works for me
    |go ahead|please do|checks? out|sounds (?:good|right|great)|looks (?:good|right)|looking good|all good
    |no (?:doubt|problem|worries)|accurate|i do|it does|it is|it will|will do|we will"""
)

_MAYBE = re.compile(rf"\b(?:{_PERHAPS})\b|🤷|🤔")
_NOT_NO = re.compile(r"(?:\bnot|n't) (?:wrong|false|incorrect|mistaken|a problem|bad)\b")
_SAME = re.compile(rf"\b(?:{_AS_IT_WAS})\b")
_NO = re.compile(
    rf"\b(?:{_DENIES})\b|(?:\b|(?<=\w)){_NEVER} (?:(?:{_THINK}) ){{0,5}}?(?:{_TRUE})\b|\bno[.!]? ?$|👎|❌|🙅|✖|🚫|⛔"
)
_YES = re.compile(rf"\b(?:{_AFFIRMS})\b|👍|👌|✅|✔|☑|💯|🆗|🙌|🤝|🫡|🙏")
_ASKS = re.compile(
    r" ?(?:(?:what|how|who|when|where|why|which) )?(?:are|is|do|does|did|can|could|would|will|should)"
    r" (?:you|i|we|it|they|he|she|there)\b"
)
# Words that add nothing to an answer.
_LIGHT = frozenset(
    """
    i i'm im i'd i'll you you're your we they that that's thats this these it it's its is are was be been am 's 'm 'd
    'll to
    the a an my me our of for as at in on so and or but if with what which just said say saying statement answer answers
    response would will could can do does did have has had think believe know guess feel vote telling confirm happens
    turns
    out actually really totally definitely absolutely certainly very much quite pretty still now here there then
    please pls
    plz thanks thank thx ty sorry oh well um uh hmm ok okay yes no yeah yep sure right true correct good great fine
    all same
    not don't doesn't isn't yet again also too already lol haha btw tbh honestly sir mate ai one thing way seems sounds
    looks like love would nice help lot lots appreciate appreciated want need hell nah pass exactly case information
    wrong
    false negative affirmative possible proper something anything nothing about how by he she let let's go ahead got
    it'll
    that'll both either any change
    """.split()  # noqa: SIM905 - a page of words is easier to read than a list of literals
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|'[^\W_]+|[0-9%$€£]")


def answer(text: str) -> Said | None:
    """What the reply answers, if it does. Anything longer than a short message is no answer."""
    plain = fold(text)
    if len(plain) > _LONGEST or not plain.strip():
        return None
    found, kind = _found(plain)
    if found is None:
        return None
    start, end = found.span("said") if "said" in found.re.groupindex else found.span()
    whole = _is_whole(plain, start, end) and not (kind is Answer.YES and _NO.search(plain, end))
    return Said(kind, start, end, whole)


def _found(plain: str) -> tuple[re.Match[str] | None, Answer]:
    for pattern, kind in ((_LEADING_YES, Answer.YES), (_LEADING_NO, Answer.NO)):
        if (found := pattern.match(plain)) is not None:
            return found, kind
    for pattern, kind in (
        (_MAYBE, Answer.MAYBE),
        (_NOT_NO, Answer.YES),
        (_SAME, Answer.SAME),
        (_NO, Answer.NO),
        (_YES, Answer.YES),
    ):
        if (found := pattern.search(plain)) is not None:
            return found, kind
    return None, Answer.MAYBE


def _is_whole(plain: str, start: int, end: int) -> bool:
    """Whether all the other words weigh nothing."""
    if "?" in plain or _ASKS.match(plain):
        return False
    rest = f"{plain[:start]} {plain[end:]}"
    for pattern in (_MAYBE, _NOT_NO, _SAME, _NO, _YES):
        rest = pattern.sub(" ", rest)
    return all(word[0] in _LIGHT for word in _WORD.finditer(rest))
