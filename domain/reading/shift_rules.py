"""Rules that read moves of the recorded date: "slips a month", "push it two weeks", "pull it in a week"."""

import re

from domain.reading.canvas import Canvas, Piece, rule
from domain.reading.duration_rules import HOW_LONG, duration_at
from domain.reading.marks import Shift


def _shift(canvas: Canvas, found: re.Match[str]) -> list[Piece]:
    later = bool(found["later"])
    pieces = [Piece("shift", found.start(), found.end("t"), Shift(duration_at(canvas, found), later))]
    if found["other"]:
        pieces.append(
            Piece("shift", found.start("other"), found.end(), Shift(duration_at(canvas, found, "other"), later))
        )
    else:
        pieces[0].end = found.end()
    return pieces


# What may stand between the verb and the length of time without changing what is moved.
_ITS_DATE = (
    "(?: (?:it|this|that|them|the|its|their|my|our|us|close|closing|date|deal|opp|one|thing|whole|timeline|by|for"
    "|another"
    "|about|around|roughly|approximately|approx|maybe|probably|perhaps|at least|of|again|just|only|like|further|off))"
)
_OUT = "(?: (?:out|right|to the right))"
_PUSH = (
    "(?:push(?:es|ed|ing)?|slip(?:s|ped|ping)?|slid(?:e|es|ing)?|delay(?:s|ed|ing)?|postpon(?:e|es|ed|ing)"
    "|defer(?:s|red|ring)?|extend(?:s|ed|ing)?|drag(?:s|ged|ging)?)"
)
_MOVE = "(?:mov(?:e|es|ed|ing)|shift(?:s|ed|ing)?|bump(?:s|ed|ing)?|kick(?:s|ed|ing)?|go(?:es|ing)?|went|set)"
_PULL = "(?:pull(?:s|ed|ing)?|bring(?:s|ing)?|brought|accelerat(?:e|es|ed|ing)|advance[sd]?)"
_EARLIER = "(?: (?:in|forward|up|ahead|earlier|sooner|{early}))"

RULES = (
    rule(
        "pushed out",
        rf"(?P<later>\b{_PUSH})(?:{_ITS_DATE}|{_OUT}| back){{0,7}} {HOW_LONG}(?:{_OUT}| back| further| {{later}})?",
        _shift,
        "duration",
    ),
    rule(
        "moved out",
        rf"(?P<later>\b{_MOVE}){_ITS_DATE}{{0,5}}{_OUT}{_ITS_DATE}{{0,3}} {HOW_LONG}",
        _shift,
        "duration",
    ),
    rule("moved so long out", rf"(?P<later>\b{_MOVE}){_ITS_DATE}{{0,5}} {HOW_LONG}{_OUT}", _shift, "duration"),
    rule(
        "pulled in",
        rf"(?P<later>)\b{_PULL}{_ITS_DATE}{{0,5}}{_EARLIER}?{_ITS_DATE}{{0,3}} {HOW_LONG}{_EARLIER}?",
        _shift,
        "duration",
    ),
    rule(
        "moved up",
        rf"(?P<later>)\bmov(?:e|es|ed|ing){_ITS_DATE}{{0,5}} up{_ITS_DATE}{{0,3}} {HOW_LONG}",
        _shift,
        "duration",
    ),
    rule(
        "so long later",
        f"{HOW_LONG} (?:(?P<later>{{later}}|{{late}}|behind)|earlier|sooner|{{early}}|ahead of (?:schedule|plan))",
        _shift,
        "duration",
    ),
    rule(
        "a delay of",
        r"(?P<t>{duration})(?:'s?)?(?P<other>)(?: |-)(?P<later>delay|slip|slippage|push|pushout|extension)\b",
        _shift,
        "duration",
    ),
)
