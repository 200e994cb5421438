"""Rules for whole replies: ask me later, not mine any more, nothing changed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.reading.common_words import COMMON_WORDS
from domain.reading.marks import Day, Duration, Grain, Mark, MarkKind, Number
from domain.reading.phrase import Phrase
from domain.reading.phrases import NEUTRAL, listed
from domain.reading.questions import asks
from domain.reading.reading import About
from domain.reading.scene import Scene

# In words: a longer reply tells more than that the question came at a bad time.
_LONGEST = 16

_LATER = Phrase(
    r"\b(?:ask|ping|try|remind|nudge|bug|poke|hit|message|msg|text|chase|call|catch|dm|slack|bother"
    r"|check(?: back)? with|get back to|come back to) me\b(?! (?:of|what|how|who|why|about the)\b)"
    r"|\b(?<!no\s)(?<!or\s)(?<!be\s)(?<!not\s)later\b(?! (?:than|this|in))|\b(?<!looks\s)(?:busy|swamped"
    r"|slammed|snowed under|driving|commuting|not now|not right now|(?:in|right in) the middle of|snooze|brb"
    r"|afk|ooo|boarding|sick|tied up|in traffic|travell?ing)\b"
    r"|\b(?:in|stuck in|heading into|going into|about to (?:go|walk) into|at) (?:(?:(?:a|an|another|the"
    r"|my) )?(?:back[ -]to[ -]back )?(?:[a-z]+ )?"
    r"(?:meetings?|mtgs?|lunch|dinner|conference|training)|(?:a|an|another|the"
    r"|my) (?:[a-z]+ )?(?:workshop|airport|session|dentist|doctor\w*|interview|gym"
    r"|demo|presentation))\b"
    r"|\bon (?:vacation|holidays?|leave|pto|(?:a|another|the|my) (?:[a-z]+ )?(?:call|phone|plane|train"
    r"|flight|road|way|bus|break|line))\b"
    r"|\bout of (?:the )?office\b|\b(?:get|come|be|circle) back to (?:you|u|this)\b|\b(?:give"
    r"|gimme)(?: me)? (?:a|an|{duration}|{number}|some time|a bit|until)"
    r"|\b(?:i'm |im |i am )?(?:out|away|off|back)(?: of town)? (?:until|till|til|on) |\bhold on\b"
    r"|\b(?:^|[,.;] *|(?:me|on|just) )(?:one|a) (?:sec|second|moment|minute|min)(?=[^\w]*$|[,.!])|\bcan'?t (?:talk"
    r"|chat|now|right now|type|do this)\b|\bcan'?t (?:right )?now\b"
    r"|\bwill (?:let you know|update|check|confirm|tell|answer|reply|respond|do)(?: you| this| it)?\b"
    r"|\bi'?ll (?:let you know|update|check|confirm|tell you|answer|reply|respond|look)\b"
    r"|\blet me (?:check|confirm|get back|look|think|find out|ask)\b|\b(?:not a good|bad) time\b"
    r"|\bwith a (?:customer|client|prospect)\b|\bsoon as i\b|\bneed to check\b|\bafter (?:lunch|my|this) "
)
# What may stand beside "later" without being news of the opportunity.
_BESIDE_LATER = NEUTRAL | listed(
    """
    ask ping try remind nudge bug poke hit message msg text chase call catch dm slack check with back come get meeting
    meetings workshop conference lunch dinner plane train flight phone road customer client driving busy swamped
    slammed later snooze again tomorrow morning afternoon evening tonight noon eod after before until around please
    let know will can cant can't talk chat when i'm home office desk other another a an the few minutes mins hour
    hours sec second moment give gimme some time bit week weekend vacation holiday leave pto ooo brb afk today day
    next this right boarding session call's mtg stuck heading go about walk out do reply answer respond confirm update
    sick kids tied traffic site {day} {clock} {moment} {duration} {number} {past} {doubtful} {person} {opportunity}
    {stage} travelling traveling airport off sorry man mate bro buddy thx thanks need look find good bad type circle
    hold under snowed middle something in between line break once i've i'll it's over done finished ends end free
    available monday dentist doctor doctor's gym training interview demo presentation
    """
)

_ASK_SOMEBODY = Phrase(
    r"\b(?:ask|talk to|speak to|speak with|check with|ping|try|better ask|contact"
    r"|go to) (?P<a>{person})(?! (?:for|to|if|about (?:a|an|the)|whether)\b)"
    r"|(?P<b>{person})(?:'s)? (?:(?:has|have|is|now|will|just|actually|already|'s) )*(?:has|have|owns?"
    r"|took|takes?|taking|handles?|handling|running|runs|owning|covering|covers|got|inherited"
    r"|leads?|leading|looks? after|looking after|on|driving|working|picked up|picking up"
    r"|been assigned) ?(?:(?:it|this|that|@it|the deal|the account|this one|over|the opp|globally|up"
    r"|on) ?)+"
    r"|(?P<e>{person})'s (?:deal|account|one|opp|customer|baby|territory)\b|(?:handed|passed|gave|given"
    r"|transferred|moved|reassigned|hand|assigned|reassign|assign|give|move|transfer|pass)(?: (?:it|this"
    r"|that|over|off|@it))* (?:over )?to (?P<c>{person})"
    r"|(?:belongs to|went to|goes to|is with|sits with|owned by|run by|it'?s|that'?s|this is|is now"
    r"|now) (?P<d>{person})(?:'s)?(?: (?:now|deal|account|one|opp|baby|territory"
    r"|customer))*[^\w\ue000-\uf8ff]*$"
)
_NOT_MINE = Phrase(
    r"\b(?:not|isn'?t|ain'?t|no longer|never|wasn'?t|aren'?t|not really) (?:really |even "
    r"|actually )?(?:mine\b|my (?:deal|account|opp\w*|one|customer|client|territory|patch|region|problem"
    r"|lead|baby))"
    r"|\bno longer (?:on|own|owns|handle|handling|responsible|the owner|involved)|\bi'?m (?:off|not on"
    r"|not the (?:owner|rep)|no longer on) (?:of )?(?:this|that|it|the|@it)|\bdon'?t (?:own|have|handle"
    r"|cover"
    r"|work) (?:on )?(?:this|it|that|them|@it)\b(?: (?:any ?more|account|deal|one))?|\bwrong (?:person"
    r"|rep|guy|owner)\b|\bsomeone else(?:'s| has| owns)|\bgave (?:it|this|that) up\b"
    r"|\b(?:handed|passed|gave) (?:it|this|that) (?:over|on|off|away)\b|\breassigned\b|\bnot on my (?:list|plate|patch)"
)
_ASK_A_NAME = re.compile(
    r"^[^\w\ue000-\uf8ff]*(?:no,? |nope,? |sorry,? )?(?:better |please |you should |go )?(?:ask|talk to"
    r"|speak to|check with) (?P<n>[^\W\d_]+)(?: [^\W\d_]+)?(?: (?:about (?:it|this|that)|instead|please"
    r"|now))?[^\w\ue000-\uf8ff]*$"
)

_SAME = Phrase(
    r"\b(?:no (?:change|changes|updates?|news|movement|developments?|diff)|nothing (?:new|changed"
    r"|has changed|to (?:report|add|update))(?: here| yet)?|same(?: same| as (?:before|last (?:week|time)"
    r"|it was))?"
    r"|unchanged|ditto|samesies|as (?:is|before|it was)|still (?:there|the same|on track|good|so|valid"
    r"|stands|same|right"
    r"|correct|accurate|true|the case)|stays?(?: as is| the same| put| there)?|all good|on track|steady"
    r"|that'?s (?:right|correct)|correct|confirmed|looks? right|leave it(?: as is| there| alone)?"
    r"|keep it(?: as is| there)?|what you have is right|hasn'?t (?:changed|moved)|has not (?:changed"
    r"|moved)"
    r"|not changed|no different)\b"
)
_BESIDE_SAME = NEUTRAL | listed(
    "with close date dates amount stage prob numbers forecast here there since nothing new all good same no change"
    " changes last time week month before we that's customer"
    " side everything everyone {opportunity} {past} {stage} {percent} {day} {person}"
    " moving along hasn't has not stands where was their end our front everything fine quiet"
)


_PUT_OFF = re.compile(r"\b(?:later|(?:ask|ping|call|remind) me|get back|tomorrow|another time)\b")
_BESIDE_NOT_MINE = NEUTRAL | listed(
    "mine my account customer client territory patch region handed"
    " passed gave reassigned over off wrong person rep guy own handle cover work sorry ask"
    " since last week month year talk to someone else somebody else's {person} {opportunity} {past} has"
    " took belongs longer really any more anymore now"
    " with team transferred moved roles left thanks please list plate"
    " responsible involved owner on check handles try please instead new"
)


@dataclass(frozen=True, slots=True)
class NotMine:
    """Somebody else's; `hand_to` where named."""

    hand_to: str | None


def later(scene: Scene) -> bool:
    """Whether the whole reply puts the question off."""
    text = scene.named.text
    if len(scene.words) > _LONGEST:
        return False
    if _bare_time(scene):
        return True
    if "?" in text and not _PUT_OFF.search(text):
        return False
    return _LATER.search(text) is not None and _mostly(scene, _BESIDE_LATER)


# Away from one day to another: the last is when to ask again.
_AWAY = re.compile(r"\b(?:out|away|off|holidays?|vacation|ooo|pto|leave)\b")


def until(scene: Scene) -> date | datetime | None:
    """Until when, where it is said."""
    now = scene.context.now
    away = _AWAY.search(scene.named.text) is not None
    hour = next((mark for mark in scene.named.marks if mark.kind is MarkKind.CLOCK), None)
    for mark in reversed(scene.named.marks) if away else scene.named.marks:
        value = mark.value
        if isinstance(value, datetime):
            return value
        if isinstance(value, Day) and mark.kind is MarkKind.DAY:
            day = (
                value.first if value.grain is not Grain.DAY and value.first and value.first >= now.date() else value.day
            )
            return _at(day, hour, now) if hour else day
        if isinstance(value, Duration) and mark.kind is MarkKind.DURATION:
            return _after(now, value)
    if hour is not None:
        return _next(_at(now.date(), hour, now), now)
    return _bare_hour(scene)


def _after(now: datetime, length: Duration) -> date | datetime | None:
    try:
        return now + timedelta(minutes=length.minutes) if length.minutes else length.after(now.date())
    except OverflowError:
        return None


def _at(day: date, mark: Mark, now: datetime) -> datetime:
    hour = mark.value
    return datetime.combine(day, hour if isinstance(hour, time) else time(), now.tzinfo)


def _next(moment: datetime, now: datetime) -> datetime:
    return moment if moment >= now else moment + timedelta(days=1)


_AFTER_HOUR = Phrase(
    r"^[^\w\ue000-\uf8ff]*(?:any ?time |sometime |try me |ping me |ask me |call me |not |better "
    r"|maybe )?(?:after|at|around|past|from|before|till|until) (?P<hour>{number})[^\w\ue000-\uf8ff]*$"
    r"|\b(?:me|later) (?:again )?(?:after|at|around) (?P<then>{number})\b"
)


def _bare_hour(scene: Scene) -> datetime | None:
    """ "After 3": that hour today, of the working day."""
    found = _AFTER_HOUR.search(scene.named.text)
    if found is None:
        return None
    value = scene.named.mark(found.start("hour" if found["hour"] else "then")).value
    hour = int(value.value) if isinstance(value, Number) and value.value == int(value.value) else 99
    if not 1 <= hour <= 23:
        return None
    now = scene.context.now
    if hour < 8:
        hour += 12
    return datetime.combine(now.date(), time(hour), now.tzinfo)


def _bare_time(scene: Scene) -> bool:
    """ "Tomorrow", "after 3": as the whole reply to a nudge this is when to ask again."""
    if scene.about in (None, About.CLOSE_DATE):
        hour = _AFTER_HOUR.match(scene.named.text)
        return scene.about is About.CLOSE_DATE and hour is not None and _bare_hour(scene) is not None
    if _AFTER_HOUR.match(scene.named.text):
        return _bare_hour(scene) is not None and scene.about in (
            About.WHERE_IT_STANDS,
            About.VISIT,
            About.STAGE,
            About.NEXT_STEP,
        )
    days = [mark for mark in scene.named.marks if mark.kind in (MarkKind.DAY, MarkKind.CLOCK, MarkKind.MOMENT)]
    near = bool(days) and all(_is_near(scene, mark) for mark in days)
    return near and all(word.text in _AROUND_TIME for word in scene.words)


_AROUND_TIME = listed(
    "{day} {clock} {moment} {past} tomorrow today morning afternoon"
    " evening at on in around by maybe probably the first thing please pls thx thanks ok sorry after"
    " lunch about ish tonight then"
)


def _is_near(scene: Scene, mark: Mark) -> bool:
    value = mark.value
    if not isinstance(value, Day):
        return True
    soon = (value.day - scene.context.now.date()).days <= 14
    return soon and value.grain in (Grain.DAY, Grain.WEEK) and not scene.source[mark.start : mark.end][-1:].isdigit()


def _mostly(scene: Scene, known: frozenset[str]) -> bool:
    """Whether nothing of weight is said besides."""
    words = [word.text for word in scene.words]
    strange = [word for word in words if word not in known]
    return len(strange) <= len(words) // 8


def not_mine(scene: Scene) -> NotMine | None:
    """Whether the reply says whose it is instead."""
    text = scene.named.text
    if len(scene.words) > _LONGEST:
        return None
    found = _ASK_SOMEBODY.search(text)
    if found is not None:
        start = next(found.start(group) for group in "abcde" if found[group])
        mark = scene.named.mark(start)
        return NotMine(str(mark.value) or scene.source[mark.start : mark.end])
    if _NOT_MINE.search(text) is not None and _mostly(scene, _BESIDE_NOT_MINE) and "?" not in text and not asks(scene):
        person = next((mark for mark in scene.named.marks if mark.kind is MarkKind.PERSON), None)
        return NotMine((str(person.value) or scene.source[person.start : person.end]) if person else None)
    asked = _ASK_A_NAME.match(text)
    if asked and asked["n"] not in COMMON_WORDS and asked["n"] not in NEUTRAL and asked["n"] not in scene.known_words:
        return NotMine(scene.source[asked.start("n") : asked.end("n")])
    return None


def same(scene: Scene) -> bool:
    """Whether the reply confirms what is recorded, in words of its own."""
    found = _SAME.search(scene.named.text) if len(scene.words) <= _LONGEST else None
    return found is not None and all(
        word.text in _BESIDE_SAME or found.start() <= word.start < found.end() for word in scene.words
    )
