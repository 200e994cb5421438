"""Rules that read competitors: who is there, and to whom an opportunity was lost."""

import re
from collections.abc import Iterator
from dataclasses import replace

from domain.reading.claims import Claim, Read, Rule, rule, rules_of
from domain.reading.common_words import COMMON_WORDS
from domain.reading.phrases import listed
from domain.reading.scene import Scene
from domain.sales.process import Field

_NOT_BUYERS = listed("i i'm im i've we we're we've me my")
_PICKED = (
    r"(?:(?:went|gone|going|goes|sided|signed(?: (?:a|the) (?:deal|contract|agreement))?|decided to go"
    r"|chose to go|opted to go|staying|stayed|stuck|sticking) with"
    r"|picked|picking|chose|choosing|chosen|selected|opted for|(?:gave|awarded|giving|handed)(?: it"
    r"| the (?:deal|business"
    r"|contract|order))? to|bought from|preferred|decided (?:on|for)|settled on)"
)
_RIVAL = (
    r"(?:(?:the|a|an|their|another|some|one of the) )?(?:(?:current|existing|other|cheaper|different"
    r"|local|bigger|old) )*"
    r"(?:incumbents?|competitors?|competition|vendor|supplier|provider|someone else|somebody else|guys|bidder|rival"
    r"|in-?house(?: solution| build| tool)?)\b"
)
_IS_THERE = (
    r"(?:'s)?(?: (?:is|are|was|has|have|just|also|now|still|been|suddenly|apparently|getting|got|coming|already|back))*"
    r" (?:in (?:there|the (?:mix|game|picture|deal|running|race|room|account|frame|process))|in\b"
    r"|involved|competing|bidding"
    r"|sniffing|circling|undercut\w*|showed up|showing up|entered|pitching|pitched|there\b"
    r"|on the (?:shortlist|table|scene)"
    r"|around|demoed|demoing|quoted|bid\b|offered|came in|turned up|popped up|appeared|shortlisted|lurking|pushing"
    r"|against us|too\b|as well)"
)
_AGAINST = (
    r"(?:up against|against|compet(?:e|es|ing) (?:with|against)|versus|vs\.?|threat from|alongside|(?:looking|talking"
    r"|speaking) (?:at|to|with)|evaluating|considering|shortlisted|comparing(?: us)? (?:to|with|against)"
    r"|compared (?:us )?"
    r"(?:to|with)|competit(?:ors?|ion) (?:is|are|here is|from|:)|competit(?:ors?|ion):|flirting with|head to head with"
    r"|(?:demo|quote|offer|pitch|bid|pressure) from|invited|also)"
)
_GONE = re.compile(
    r"(?:'s)? *(?:(?:is|are|was|has|have|been|got|just) )*(?:out\b|gone|eliminated|dropped|lost|dead"
    r"|no longer|not\b|isn't"
    r"|ruled out|withdrew|withdrawn|pulled out|knocked out|kicked out|off\b|excluded|replaced|contract|system|licen)"
)
_WITHOUT_THEM = re.compile(
    r"\b(?:beat|beating|beaten|replac\w+|rid of|leaving|left|instead of|unlike|not|no|without|over|migrat\w+|off|from"
    r"|eliminated|dropped|ditch\w*|kicked out|displac\w+|ruled out|better than|ahead of|like|than|won against|past|out)"
    r"(?: the| of| from| away from)* *$"
)


def _picked(known: bool, sure: bool) -> Read:
    """ "They went with X": lost, to X, and because of X unless another reason is said."""

    def read(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
        if scene.lead(found.start()).head in _NOT_BUYERS:
            return
        name = _name(scene, found)
        if not known and name is None:
            return
        start, end = found.span()
        lost = scene.context.process.lost_stage.name
        yield Claim(Field.STAGE, lost, start, end, start, (by.name,), sure=sure, event=True)
        yield Claim(Field.LOSS_REASON, "competitor", start, end, start, (by.name,), sure=sure, event=True)
        if name is not None:
            yield replace(_rival(scene, found, by), value=name, sure=sure)

    return read


def _named(sure: bool) -> Read:
    """A competitor is there."""

    def read(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
        start, end = found.span("to")
        gone = _GONE.match(scene.text, end) or _WITHOUT_THEM.search(scene.text[max(0, start - 24) : start])
        name = _name(scene, found)
        if name is not None and (not gone or sure):
            yield replace(_rival(scene, found, by), value=name, sure=sure)

    return read


def _lost_to(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "Lost to X": the outcome itself is read by another rule."""
    name = _name(scene, found)
    start, end = found.span()
    yield Claim(Field.LOSS_REASON, "competitor", start, end, start, (by.name,), event=True)
    if name is not None:
        yield replace(_rival(scene, found, by), value=name)


def _rival(scene: Scene, found: re.Match[str], by: Rule) -> Claim:
    start, end = found.span("to")
    known = scene.text[start] >= "\ue000"
    return Claim(
        Field.COMPETITOR, None, start, end, start, rules_of(scene, start, by) if known else (by.name,), event=True
    )


def _name(scene: Scene, found: re.Match[str]) -> str | None:
    """The competitor's name: as the process spells it, or as written, where it is written as a name."""
    if "to" not in found.re.groupindex:
        return None
    start, end = found.span("to")
    if scene.text[start] >= "\ue000":
        return str(scene.mark(start).value) or None
    said = scene.source[start:end]
    return said if said[:1].isupper() and found["to"].split()[0] not in COMMON_WORDS else None


_A_NAME = r"(?P<to>[^\W\d_][\w&-]+(?: [^\W\d_][\w&-]+)??)"

RULES = (
    rule("picked a competitor", rf"\b{_PICKED} (?P<to>{{competitor}})", _picked(known=True, sure=True), "{competitor}"),
    rule("picked somebody else", rf"\b{_PICKED} {_RIVAL}", _picked(known=True, sure=True)),
    rule(
        "picked a cheaper one",
        rf"\b{_PICKED} (?:a|the) cheaper (?:one|option|solution|offer)",
        _picked(True, False),
        "cheap",
    ),
    rule(
        "picked a name",
        rf"\b{_PICKED} {_A_NAME}(?=$|[^\w ]| (?:on|over|for|instead|because|and|but)\b)",
        _picked(False, False),
    ),
    rule(
        "competitor won",
        r"(?P<to>{competitor})(?: (?:has|have|just|finally))* (?:won(?: it| the deal| this)?@end|beat us"
        r"|got (?:it|the (?:deal|business"
        r"|contract|order))|took"
        r" (?:it|the deal)|is the winner|was (?:chosen|selected|picked|awarded))\b",
        _picked(known=True, sure=True),
        "{competitor}",
    ),
    rule(
        "lost to a competitor",
        r"\blost(?: (?:it|this|this one|out|the deal|{opportunity}|on|over|[a-z]+))* to (?P<to>{competitor})",
        _lost_to,
        "lost",
    ),
    rule(
        "lost to a name",
        rf"\blost(?: (?:it|this|this one|out|the deal|{{opportunity}}))* to {_A_NAME}(?=$|[^\w ]| (?:on|over"
        rf"|for|because|and|but)\b)",
        _lost_to,
        "lost",
    ),
    rule("competitor is there", rf"(?P<to>{{competitor}}){_IS_THERE}", _named(sure=True), "{competitor}"),
    rule("against a competitor", rf"\b{_AGAINST} (?P<to>{{competitor}})", _named(sure=True), "{competitor}"),
    rule(
        "against a name",
        rf"\b(?:up against|competing (?:with|against)|versus|vs\.?|competitor is) {_A_NAME}(?=$|[^\w ]| (?:on"
        rf"|here|now|too|and)\b)",
        _named(sure=True),
        "against competi versus vs",
    ),
    rule("competitor named", r"(?P<to>{competitor})", _named(sure=False), "{competitor}"),
)
