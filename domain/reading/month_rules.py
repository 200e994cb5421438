"""Rules that read months, and tell "in march" from "march ahead", "by April" from "April said"."""

import re

from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.fiscal_rules import unit_name, whole
from domain.reading.marks import Day, Doubtful, Grain
from domain.reading.periods import PAST, Period, is_near, named_month, piece_of
from domain.sales.quarter import month_end

# Words before a month that make it one.
_LEADS = (
    r"\b(?:in|by|for|till?|until|through|thru|before|after|since|around|about|during|of|or|into|not|say|maybe|perhaps"
    r"|probably|possibly|hopefully|likely|now|realistically|sometime|close[sd]?|closing|slips?|slipped|slipping|pushed"
    r"|target(?:ing)?|late|it's|its|is|as of|back in|(?:push|pushed|pushing|pushes|move|moved|moving|slip|slipped"
    r"|slipping"
    r"|slips|delay|delayed|out|shift|shifted|more|looks|looking|it|that|this|back|date|close) (?:to|like|for))"
)
# Words before a first name.
_ADDRESSES = (
    r"\b(?:(?:gave|give|giving|sent|send|sending|hand|handed|handing|passed|pass|passing|assign|assigned|show|showed)"
    r"(?: (?:it|this|that|them|one))? (?:to|over to)|(?:spoke|speak|talk|talked|talking|speaking|met|meet|meeting"
    r"|call|lunch"
    r"|chat) (?:to|with)|ask|asked|asking|tell|told|email|emailed|ping|pinged|cc|with|per|via|thanks|hi|hello|dear)"
)
_FIRST_NAMES = frozenset((1, 4, 5, 6, 8))
# What a person or a verb does, said after a word that may be a month.
ACTS = (
    r"(?:(?:be|not|have|has|had|need|needs|want|wants|also|still|well|even|just|go|get|got|take|come|came|make|decide"
    r"|decided|said|says|say|thinks?|thought|told|tells|asked|asks|likes?|loves?|loved|wrote|called|calls|mentioned"
    r"|confirmed|agreed|approved|signed|sent|went|left|joined|replied|was|were|wasn't|isn't|from|who|whose|ahead|forward"
    r"|towards?|sign|buy|choose|pick|lose|slip|require|delay|push|close|move|change|happen|start|end|increase|drop|ask"
    r"|give|see|on|in|and (?:i|we|he|she|they|her|his|the))\b|at\b(?! the (?:latest|earliest))"
    r"|is\b(?! the (?:target|date|plan|goal|month)\b| (?:more |most |very |still |now |too |quite |pretty |way "
    r"|a bit )*"
    r"(?:likely|realistic|fine|good|ok|okay|safe|safer|better|tight|possible|doable|best|out of|when|early|soon|late"
    r"|ambitious)\b)"
    r"|will\b(?! be (?:the|tight|fine|ok|okay|tough|hard|possible|too)\b| do\b| work\b))"
)
# A clause that is nothing but the month, or goes on as one does that named a date.
_OPENS = r"(?:^|[.,;:!?(\n/-]) ?(?:ok(?:ay)?,? |yes,? |yeah,? |yep,? |no,? |so,? |then |the |wait,? |hmm,? )?"
_CLOSES = (
    r"(?= ?(?:$|[.,;:!?)\n/-]|{any}|(?:or|to|through|until|at the (?:latest|earliest)|please|pls|probably|maybe"
    r"|hopefully"
    r"|i think|i guess|latest|now|for sure|tbh|then|instead|works|looks|seems|sounds|feels|it is|if|because|as|since"
    r"|is (?:the|more|fine|good|ok|likely|realistic|better|when))\b))"
)


def _certain(canvas: Canvas, found: re.Match[str]) -> Piece:
    """A word that may be a month is one here."""
    piece = canvas.piece(found.start("m"))
    return Piece("month", piece.start, piece.end, piece.value)


def _first_name(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "ask April"."""
    if whole(canvas, found, "m") not in _FIRST_NAMES:
        return None
    return Piece("name", found.start("m"), found.end("m"), None)


def _named(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "March", "March 2027"."""
    year = whole(canvas, found, "y") if found["y"] else None
    return piece_of(found.start(), found.end(), _not_over(canvas, named_month(canvas, whole(canvas, found, "m"), year)))


def _of_year(canvas: Canvas, found: re.Match[str]) -> Piece | None:
    """ "March next year"."""
    if unit_name(canvas, found) != "year":
        return None
    steps = {"next": 1, "coming": 1, "last": -1}.get(canvas.piece(found.start("rel")).kind, 0)
    period = named_month(canvas, whole(canvas, found, "m"), canvas.today.year + steps)
    if steps < 0:
        return Piece("past", found.start(), found.end(), Day(period.last, Grain.MONTH))
    return piece_of(found.start(), found.end(), _not_over(canvas, period))


def _relative(canvas: Canvas, found: re.Match[str]) -> Piece:
    """ "next March" is a doubt where a March of this year is near."""
    month = whole(canvas, found, "m")
    period = named_month(canvas, month)
    kind = canvas.piece(found.start("rel")).kind
    if kind == "last":
        return Piece("past", found.start(), found.end(), Day(month_end(period.first.year - 1, month), Grain.MONTH))
    if kind == "next" and is_near(canvas, period.last):
        choices = (period.last, month_end(period.last.year + 1, month))
        return piece_of(found.start(), found.end(), Doubtful("this year's or next year's", choices))
    return piece_of(found.start(), found.end(), period)


def _not_over(canvas: Canvas, period: Period) -> Period | Doubtful:
    return period if period.last >= canvas.today else Doubtful(PAST)


CERTAIN = (
    rule(
        "first name",
        rf"{_ADDRESSES} (?P<m>{{maybe_month}})(?! ?(?:the )?{{on}}|,? {{year}})",
        _first_name,
        "maybe_month",
    ),
    rule("month after a word", rf"{_LEADS} (?:the )?(?P<m>{{maybe_month}})(?! {ACTS})", _certain, "maybe_month"),
    rule(
        "month after a part",
        "(?:{early}|{mid}|{late}|{end}|{this}|{next}|{coming}|{last}|{bar}|{month})(?: |-|/)?(?:(?:or|to|of|in) )?"
        rf"(?P<m>{{maybe_month}})(?! {ACTS})",
        _certain,
        "maybe_month",
    ),
    rule(
        "month with a year",
        "(?P<m>{maybe_month})(?=,? (?:of )?'?{year}| {this} {unit}| {next} {unit})",
        _certain,
        "maybe_month",
    ),
    rule("month by itself", rf"{_OPENS}(?P<m>{{maybe_month}}){_CLOSES}", _certain, "maybe_month"),
)

RULES = (
    rule(
        "month of a year",
        r"(?P<m>{month})\.?,? (?:of )?(?P<rel>{this}|{next}|{coming}|{last})(?: |-)(?P<u>{unit})",
        _of_year,
        "month",
    ),
    rule("relative month", "(?P<rel>{this}|{next}|{coming}|{last})(?: |-)(?P<m>{month})", _relative, "month"),
    rule("month", r"(?P<m>{month})(?:\.?,? ?(?:of )?'?(?P<y>{year}))?", _named, "month"),
)
