"""Rules that read why an opportunity was lost. They count only beside a loss."""

import re
from collections.abc import Iterator

from domain.reading.claims import Claim, Rule, rule
from domain.reading.scene import Scene
from domain.sales.process import Field

_REASONS = {
    "price": (
        r"\b(?:(?:on|over|about|due to|because of|for|the) (?:the )?(?:pric(?:e|es|ing)|cost)|pricing"
        r"|too (?:expensive|pricey"
        r"|dear|costly)|priced? (?:us )?(?:out|was too high|too high|was the issue|reasons?|gap)"
        r"|(?:{percent} |{money} |much "
        r"|way |far |a lot |lots |significantly |half )?cheaper|undercut\w*|underbid|outbid|low(?:er"
        r"|est) (?:price|bid|quote|cost"
        r"|offer)|(?:beat|match) (?:the|their|them on) (?:price|quote)|cost (?:too much|was)|pric(?:e|ing)$"
        r"|price(?=[.,!;]))"
    ),
    "budget": (
        r"\b(?:no (?:more )?(?:budget|money|funding|funds)|budget(?: (?:got|was|were|has been|is"
        r"|just))* (?:cuts?|pulled|gone|froze\w*"
        r"|freeze|slashed|fell through|dried up|evaporated|not approved|denied|axed|reallocated|issues?"
        r"|constraints?|reasons?)"
        r"|(?:pulled|cut|lost|slashed|froze|killed|axed|ran out of|out of|didn't get|couldn't get|lack of"
        r"|without|lacking|over"
        r"|on|for|due to|because of) (?:the |their |any |all |its )*(?:budgets?|funding|funds|money)"
        r"|funding (?:was |got |has been )*(?:pulled"
        r"|cut|fell through|gone|denied)|(?:couldn't|can't|cannot|could not) afford)"
    ),
    "timing": (
        r"\b(?:(?:bad|wrong|poor|terrible|off) tim(?:ing|e)|timing|not the right time|wasn't the right time"
        r"|too (?:early|late|soon)"
        r"(?: for them)?|not ready yet|other priorities|priorities (?:changed|shifted))"
    ),
    "no_decision": (
        r"\b(?:no[ -]decision|(?:never|didn't|couldn't|failed to|can't|cannot) (?:ma(?:k|d)e (?:a|up"
        r"|their)(?: \w+)?|decide)"
        r"|do(?:ing)? nothing|did nothing|status quo|(?:went|gone|going) (?:quiet|dark|silent|cold)|ghosted|stopped"
        r" (?:responding|answering|replying)|staying put|stay(?:ing)? as (?:they are|is))"
    ),
    "product_fit": (
        r"\b(?:(?:on|over|due to|because of) (?:the |our )?(?:features?|functionality|product|integrations?|tech\w*)"
        r"|(?:missing|lack(?:s|ed|ing)?|without) (?:(?!budget|funds|funding|money)\w+ ){0,3}(?:features?"
        r"|functionality|integrations?"
        r"|capabilit(?:y|ies)|api|modules?|support)|(?:product|technical|tech|feature|functional|functionality)[ -]"
        r"(?:fit|gaps?|reasons?|requirements?)|(?:didn't|doesn't|did not|not a|wasn't a|poor|bad|no"
        r"|not the right|wasn't the right)"
        r" (?:good |great |right )?fit|(?:integration|feature|functionality|api|capability"
        r"|module)s? [^.!?\n]{0,40}(?:doesn't|didn't"
        r"|does not|did not|don't|isn't|wasn't|missing|lacking|not)(?: exist\w*| there| support\w*)?"
        r"|(?:doesn't|don't|didn't|can't|couldn't"
        r"|does not) (?:support|integrate|exist|do what|have the feature)|(?:failed|flunked) the (?:poc|pilot"
        r"|trial|demo|tech\w*|evaluation|test))"
    ),
    "relationship": (
        r"\b(?:relationships?|(?:our )?(?:champion|sponsor|contact|buyer) (?:has |just )?(?:left|quit"
        r"|moved on|got fired|was let go|resigned)"
        r"|(?:didn't|don't|did not|never) (?:like|trust) us|politics|(?:golf|old|drinking) (?:budd(?:y|ies)"
        r"|friends?|mates?|pals?)"
        r"|knows? the (?:ceo|cfo|owner|boss|other)|personal (?:ties|connection)|bad blood|cousin"
        r"|brother-in-law|brother in law)"
    ),
    "other": (
        r"\b(?:got acquired|(?:was|were|been|being|are) (?:acquired|bought(?: out)?)|acquisition|merg(?:er|ed"
        r"|ing)|bankrupt\w*|insolven\w*"
        r"|reorg\w*|restructur\w*|went under|went bust|shutting down|shut down)"
    ),
}
_NEEDS = {
    "price": "pric cost cheap expens undercut underbid outbid low pricey dear match beat",
    "budget": "budget fund money afford",
    "timing": "tim early late soon priorit ready",
    "no_decision": "decision decide nothing status quiet dark silent cold ghost stopped stay make",
    "product_fit": "fit gap feature function integrat api module support exist lack missing fail flunk capab require",
    "relationship": "relation left quit moved fired resigned like trust politic"
    " bud friend mate pal know person blood brother cousin",
    "other": "acqui merg bankrupt insolv reorg restruct under bust shut bought",
}


def _reason(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    yield Claim(
        Field.LOSS_REASON, by.name.removeprefix("lost for "), *found.span(), found.start(), (by.name,), event=True
    )


RULES = tuple(
    rule(f"lost for {reason}", words, _reason, _NEEDS[reason], named=True) for reason, words in _REASONS.items()
)
