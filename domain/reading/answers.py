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
_OPENING = r"\W{0,3}(?:(?:oh|well|um+|uh|hmm*|ok|okay|so|ah|hey|hi|sorry|lol|haha|hell|heck|god|i say|i'd say|i would say|um)\b[ ,.!]{0,3}){0,2}"
_NEVER = r"(?:not|n't|never|isnt|wasnt|dont|doesnt|don't|isn't|doesn't|wasn't|aren't|cannot|can't)"
_THINK = (
    "(?:really|actually|think|believe|say|thing|feel|that|thats|that's|this|these|is|it|the|quite|entirely|completely|totally|like|be|agree"
    "|a|all|what|you|just|said|necessarily|very|even|exactly|going|to|looking|seem|seems|sound|sounds)"
)
_TRUE = r"(?:true|right|correct|accurate|so|ok|okay|it|the case|possible|proper|that|sure thing|valid|good|fine|quite|at all)"

_LEADING_YES = re.compile(
    rf"{_OPENING}(?P<said>yes+|yea+h?|yep+|yup+|ya+|yass*|yessir|aye|si|ja|oui|y)\b(?! (?:and|or) no\b)"
)
_LEADING_NO = re.compile(
    rf"{_OPENING}(?P<said>nope+|nah+|nay|negative|negatory|nein|non|n(?= ?$)"
    r"|no+(?= ?(?:$|[^\w ']|(?:thanks?|thx|ty|that|thats|it|its|i|im|we|not|they|sorry|but|you|definitely|this|way|sir|unfortunately"
    r"|please|dont|don't|she|he|because|actually|really|just|wait|still|need|sadly|afraid|chance in hell)\b)))"
)
_MAYBE = re.compile(
    r"\b(?:maybe|perhaps|possibly|unsure|uncertain|dunno|idk|dk|tbd|unclear|undecided|either|yes and no|yes or no|a yes or a no"
    r"|(?:not|never|no longer|n't) (?:so |too |really |quite |very |entirely |completely |actually |100% |that |at all )?(?:sure|certain|confident)"
    r"|no (?:idea|clue|knowledge|way to (?:know|tell|say))"
    r"|(?:do not|don't|dont|did not|didn't|have not|haven't|have no|havent|can't|cannot|couldn't|could not|cant) (?:really |just |even |honestly )*"
    r"(?:know|have (?:the |an |any |a |that )?(?:answer|idea|clue|information|info)|say|tell|decide|give you an answer|a clue|clue|idea)"
    r"|(?:shit|hell|damned?|fuck) if i know|who knows|hard to (?:say|tell)|too early to|(?:might|could|may) (?:be|go|do|work|well)|could (?:possibly )?be"
    r"|both|one or the other|have to think|let me think|depends|torn|a possibility|not able to (?:say|tell|answer)|beats me|we'll see|we will see"
    r"|know later|how to answer)\b|🤷|🤔"
)
_NO = re.compile(
    rf"\b(?:false|incorrect|inaccurate|untrue|disagree|negative|negatory|hell no|no way|not yet|not now|not today"
    rf"|(?:definitely|absolutely|certainly|of course|probably|surely|clearly|rather|really) not|not (?:really|quite|at all|exactly|even close|a chance)"
    rf"|(?:i'?ll|i will|i'd|gonna) pass|(?:it |that )?seems? not|(?:guess|think|hope|believe|reckon|afraid) not|nothing|none"
    rf"|(?<!not )(?<!n't )(?:wrong|mistaken))\b"
    rf"|(?:\b|(?<=\w)){_NEVER} (?:{_THINK} ){{0,5}}?{_TRUE}\b|\bnot (?:right )?(?:now|ok|okay|that one|that|this one)\b|\b(?:say|saying|is|be|are|was|vote|answer) ?\"? ?no\b"
    rf"|\bno[.!]? ?$|^no+\b(?= that)|👎|❌|🙅|✖|🚫|⛔"
)
_SAME = re.compile(
    r"\b(?:no (?:real |big |major )?(?:changes?|updates?|movement|news|difference)|nothing(?:'s| is| has| have)? (?:new|changed|moved|different)|not(?:hing)? changed"
    r"|unchanged|same(?: (?:as (?:before|last (?:time|week)|it was|ever|always)|here|still|place|spot|thing|status|story))?|as (?:is|it was|before|recorded)"
    r"|still (?:there|the same|so|good|valid|accurate|true|stands|correct|right|on|is|does|holds|at that|same|where it was|on track|fine|ok|okay)"
    r"|stays?(?: (?:as is|the same|put|there|so))?|remains(?: the same)?|leave it(?: as is| there| be)?|keep it(?: as is| there)?|hasn't (?:changed|moved)"
    r"|has not (?:changed|moved)|(?:it )?stands|(?:right )?on track)\b"
)
_YES = re.compile(
    r"\b(?:yes|yeah|yep|yup|affirmative|affirmitive|affirm|correct|indeed|agreed?|accepted|confirmed?|approved|absolutely|definitely|certainly|of course"
    r"|for sure|sure|sure thing|exactly|precisely|totally|true|fact|okay|ok|okey|k|kk|okie|fine|great|awesome|perfect|alright|all right|roger|copy that|10-4"
    r"|you got it|you bet|got it|right(?! (?:now|away|after|before|then))|that's it|that is it|uh[ -]?hu+h?|mhm+|mm ?hmm?|yessir|works|works for me|go ahead|please do"
    r"|checks? out|sounds (?:good|right|great)|looks (?:good|right)|looking good|all good|not wrong|no (?:doubt|problem|worries)|accurate|i do|it does|it is|it will|will do|we will)\b"
    r"|👍|👌|✅|✔|☑|💯|🆗|🙌|🤝|🫡|🙏"
)
_NOT_NO = re.compile(r"(?:\bnot|n't) (?:wrong|false|incorrect|mistaken|a problem|bad)\b")
_ASKS = re.compile(
    r" ?(?:(?:what|how|who|when|where|why|which) )?(?:are|is|do|does|did|can|could|would|will|should) (?:you|i|we|it|they|he|she|there)\b"
)
_LIGHT = frozenset(
    """
    i i'm im i'd i'll you you're your we they that that's thats this these it it's its is are was be been am 's 'm 'd 'll to the a an
    my me our of for as at in on so and or but if with what which just said say saying statement answer answers response would
    will could can do does did have has had think believe know guess feel vote telling confirm happens turns out actually really
    totally definitely absolutely certainly very much quite pretty still now here there then please pls plz thanks thank thx ty
    sorry oh well um uh hmm ok okay yes no yeah yep sure right true correct good great fine all same not don't doesn't isn't
    yet again also too already lol haha btw tbh honestly sir mate ai one thing way seems sounds looks like love would nice help
    lot lots appreciate appreciated want need hell nah pass exactly case information wrong false negative affirmative possible
    proper something anything nothing about how by he she let let's go ahead got it'll that'll both either totally any change
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
