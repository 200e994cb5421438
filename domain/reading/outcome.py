"""Rules that read an outcome: won, lost, and the words that only hint at one."""

import re
from collections.abc import Iterator

from domain.reading.claims import Claim, Read, Rule
from domain.reading.claims import rule as _rule
from domain.reading.phrases import SUBJECTS, listed
from domain.reading.scene import Lead, Scene
from domain.reading.ways import OPEN, stranger
from domain.sales.process import Field

_NAMED = frozenset({"{opportunity}"})
_THING = listed("it it's its this this's that that's thats deal opp opportunity one project account")
_BUYERS = listed(
    """
    they they've customer client buyer prospect ceo cfo coo cto cio vp procurement legal purchasing board management
    contract agreement paperwork order papers docs documents champion everyone everybody parties sides finance
    director owner md gm hq lawyers lawyer counsel team guys committee company side {person} who've he she finally
    officially
    """
)
_WE = listed("we we've weve i i've ive us")
# Who may have signed, and whose thing may be closed, won or lost.
_SIGNERS = OPEN | SUBJECTS | _BUYERS | _NAMED
_CUSTOMERS = frozenset(head for head in _SIGNERS if not head.startswith("{")) | _NAMED
_OTHER_PAPER = re.compile(
    r"\b(?:nda|loi|pilot|poc|trial|mutual|partner\w*|reseller|disclosure|confidentiality|lease|rental"
    r"|employment|dpa|letter"
    r"|another|other|service|support|no) *$"
)
_PAPERS = listed("contract contracts offer quote proposal sow order orders paperwork agreement")
_OUR_THING = OPEN | _THING | _NAMED
_OURS = _OUR_THING | _WE

_PAPER = (
    r"(?:(?:the|our|their|a|that|all|all the|an|final) )?(?:(?!nda|loi|pilot|poc|trial|lease|mutual"
    r"|confid|disclos|partner"
    r"|letter|non|reseller|rental|employ|loan)[a-z]+ )??(?:deal|contracts?|orders?|order form|agreement"
    r"|paperwork|papers?"
    r"|docs|documents|quote|dotted line|po|renewal|offer|contract|proposal|sow)"
)
_THE_DEAL = (
    r"(?:the|this|that|our) (?:deal|one|opp|opportunity|order|contract|sale|business|account|bid|tender|rfp|project)"
)

_IMPLIED_BY = re.compile(
    r"\b(?:looking|looks|look|feels?|feeling|seems?|smells|sounds|good as|pretty much|basically|almost"
    r"|nearly|probably|prob|probly|likely|practically|all but|more or less|close to|kinda|kind of"
    r"|sort of|i think|i guess|i reckon|i fear|afraid|apparently|hopefully|virtually)\b"
)


def _outcome(won: bool, heads: frozenset[str], *, sure: bool = True) -> Read:
    """Claims the won or the lost stage where one of `heads` leads to the words."""

    def read(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
        stages = scene.context.process
        lead = scene.lead(found.start())
        who = stranger(scene, lead)
        if lead.head not in heads and who is None:
            return
        if lead.head in heads and not _starts_well(lead) and not found["what"].startswith("done"):
            return
        paper = lead.head == "{stage}" and not _is_paper(scene, lead)
        if _OTHER_PAPER.search(scene.before(lead.start)) and lead.head in _PAPERS:
            return
        hinted = paper or _IMPLIED_BY.search(scene.before(found.start())[-40:])
        yield Claim(
            Field.STAGE,
            (stages.won_stage if won else stages.lost_stage).name,
            *found.span("what"),
            found.start("what"),
            (by.name,),
            sure=sure and not hinted,
            event=True,
            subject=who if lead.head not in heads else None,
        )

    return read


def _starts_well(lead: Lead) -> bool:
    """Not "the dead", "a lost cause", "get lost"."""
    last = lead.links[-1] if lead.links else ""
    return last not in ("the", "a", "an", "of", "for", "to", "in", "by", "get", "gets", "getting", "from", "into")


def _is_paper(scene: Scene, lead: Lead) -> bool:
    """Whether the stage's word before "signed" is the paper of the deal: a contract, not a pilot."""
    mark = scene.mark(lead.start)
    return scene.painted.plain[mark.start : mark.end] in _PAPERS


def _hint(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """Lost by what the customer did: asked back, not written."""
    yield from _outcome(False, _CUSTOMERS, sure=False)(scene, found, by)


def _marked(scene: Scene, found: re.Match[str], by: Rule) -> Iterator[Claim]:
    """ "Mark it as won": an order to the record."""
    process = scene.context.process
    stage = process.won_stage if found["won"] else process.lost_stage
    yield Claim(Field.STAGE, stage.name, *found.span(), found.start(), (by.name,), event=True)


def rule(name: str, template: str, read: Read, needs: str) -> Rule:
    """A rule over the text in which stages are still words: "signed the contract" is one thing."""
    return _rule(name, template, read, needs, named=True)


RULES = (
    rule("closed won", r"(?P<what>\bclosed?[ -]{1,3}won\b|\bclose won\b)", _outcome(True, _OURS | _SIGNERS), "won"),
    rule(
        "done deal",
        r"(?P<what>\b(?:done deal|deal(?:'s| is)? (?:is )?done|it'?s a win|it is a win|a win for us))@end",
        _outcome(True, _OUR_THING | {"a", "the"}),
        "deal win",
    ),
    rule("closed lost", r"(?P<what>\bclosed?[ -]{1,3}lost\b)", _outcome(False, _OURS | _SIGNERS), "lost"),
    rule(
        "signed",
        rf"(?P<what>\b(?:counter)?signed(?: and (?:counter)?(?:signed|sealed))?(?:,? sealed(?:,? (?:and )?delivered)?)?"
        rf"(?: (?:it|off on (?:it|the deal)|everything|with us|on (?:the dotted line|{_PAPER})|{_PAPER}))?"
        r"(?: (?:at|over|during) (?:breakfast|lunch|dinner|coffee|drinks))?)@end",
        _outcome(True, _SIGNERS),
        "signed",
    ),
    rule(
        "paper is signed",
        r"(?P<what>\b(?:fully executed|contract (?:is |was )?executed|ink is dry|inked(?: it| the deal)?"
        r"|deal inked))@end",
        _outcome(True, _SIGNERS),
        "executed ink",
    ),
    rule(
        "order came",
        r"(?P<what>\b(?:got|received|have|has|placed|landed|secured|in receipt of|collected|getting handed) "
        r"(?:(?:the|their|a|an|our|his|her|signed|official|actual|back) )*(?:po|p\.o\.|purchase order|order form|order"
        r"|signed contract|contract signed|signed copy|signatures?|countersignature|signed agreement|signed paperwork"
        r"|(?:contract|paperwork|agreement|docs) back signed)(?: in)?)@end",
        _outcome(True, _SIGNERS | {"cfo", "just", "finally"}),
        "po p.o. order signed sign",
    ),
    rule(
        "order is in",
        r"(?P<what>\b(?:po|purchase order|order|signed (?:contract|copy)|countersigned copy"
        r"|signatures?)(?: is|'s| has| just| finally| are"
        r"| have| came| come)* (?:in|back|received|landed|arrived|here|in hand|through|issued|in the house"
        r"|in our inbox|placed|confirmed)"
        r"(?: today| now)?)(?: (?:at|for) {money})?@end",
        _outcome(True, OPEN | _NAMED | {"their", "{person}", "customer"}),
        "po order sign",
    ),
    rule("got the deal", r"(?P<what>\bgot the (?:deal|business|contract))@end", _outcome(True, OPEN | _WE), "got"),
    rule("got it", r"(?P<what>\bwe got it)@end", _outcome(True, OPEN, sure=False), "got"),
    rule(
        "won",
        rf"(?P<what>\b(?:won|we won)(?: (?:it|{_THE_DEAL}|this|@it))?)(?! {{(?:number|money|percent)}})@end",
        _outcome(True, _OURS),
        "won",
    ),
    rule(
        "closed",
        rf"(?P<what>\b(?:closed|sealed|landed|bagged|nailed|clinched) (?:it|this one|{_THE_DEAL}|@it)"
        r"(?: out)?)(?: (?:at|for) {money})?@end",
        _outcome(True, OPEN | _WE | _NAMED),
        "closed sealed landed bagged nailed clinched",
    ),
    rule(
        "is closed",
        r"(?P<what>\b(?:we closed|(?:it'?s|it|deal|deal'?s|{opportunity}(?:'s)?)(?: is| has| got| just"
        r"| finally| now)* closed))"
        r"(?: (?:at|for) {money})?(?! (?:lost|won))@end",
        _outcome(True, OPEN | {"the", "this", "yes"}),
        "closed",
    ),
    rule("closed, of what", r"(?P<what>\bclosed)(?! (?:lost|won))@end", _outcome(True, OPEN, sure=False), "closed"),
    rule(
        "marked",
        r"\b(?:mark|set|put|move|moved|call|flag|log|book|record|change|update|make|consider|count|marked|close)"
        r"(?: (?:@it|it|this|that|one|off|out|them|these|those|all|every|each|everything|both|deals?|opps?"
        r"|opportunit\w+|of|my|the|single|down))*(?: (?:as|to|in|into|at|a))* (?:closed[ -]{1,3}|a )?"
        r"(?:(?P<won>won|win)|lost|a loss|loss)\b(?! (?:an?|my|the|track|sight))",
        _marked,
        "won win lost loss",
    ),
    rule(
        "lost it",
        rf"(?P<what>\blost (?:it|this one|this|that one|{_THE_DEAL}|@it|out)(?: out)?)(?: (?:on|over) [a-z]+"
        rf"| to (?:{{competitor}}|(?:(?:the|a|an|another) )?[^\W_]+)(?: on [a-z]+)?)?@end",
        _outcome(False, OPEN | _WE | _NAMED),
        "lost",
    ),
    rule(
        "lost",
        r"(?P<what>\blost)(?:@end|(?= (?:on|over|due to|because of|for) (?:price|pricing|budget|cost|timing"
        r"|features?|product"
        r"|relationship|functionality)|(?: out)? to (?:the |a |an )?(?:{competitor}|competit\w+|incumbent"
        r"|in-house|[^\W_]+)"
        r"|,? (?:no|bad|wrong|too)\b|(?: out)? (?:in|at) the (?:end|final|last)))",
        _outcome(False, _OUR_THING | _WE),
        "lost",
    ),
    rule(
        "dead",
        r"(?P<what>\bdead)(?:@end|(?= (?:no|bad|due|for us|for good|on (?:price|budget|timing"
        r"|cost))\b))(?! (?:slow|line|end|serious|last"
        r"|on (?:time|my)))",
        _outcome(False, _OUR_THING),
        "dead",
    ),
    rule(
        "dead in the water",
        r"(?P<what>\bdead (?:in the water|as a dodo|for now))@end",
        _outcome(False, _OUR_THING, sure=False),
        "dead",
    ),
    rule(
        "killed",
        rf"(?P<what>\bkilled (?:it|this|{_THE_DEAL}|{{opportunity}}|off the deal)(?: off)?|\b(?:deal|it|it's"
        rf"|its|project)"
        r"(?: is| was| got| has been|'s| been)* killed(?: off)?)@end",
        _outcome(False, (OPEN | _BUYERS | _THING | _NAMED) - {"totally"}),
        "killed",
    ),
    rule(
        "no decision",
        r"(?P<what>\bno[ -]decision)(?: on their (?:side|end|part)| in the end| from them)?"
        r"(?! (?:yet|until|till|so far|for now|made|before|this|by|from|about|on|as))@end",
        _outcome(False, (OPEN | _NAMED | {"it", "it's", "as", "ended"}) - {"still"}),
        "decision",
    ),
    rule(
        "turned down",
        r"(?P<what>\b(?:(?:turned|knocked) (?:us|it|our offer) down|(?:passed|pass|passing) on (?:it|us|this"
        r"|the deal|our \w+)"
        r"|passed|(?:rejected|declined|refused) (?:it|us|our (?:offer|proposal|bid|quote)|the (?:offer"
        r"|proposal|deal|quote))"
        r"|said no(?: thanks| to us)?|walked away|walked|backed out|pulled out|dropped out|pulled the plug"
        r"|pulled the project"
        r"|(?:cancel+ed|scrapped|shelved|axed|killed) the (?:project|deal|order|tender|purchase|rfp"
        r"|whole thing|initiative)"
        r"|disqualified us|out of the running|not (?:moving|going) (?:forward|ahead)(?: with (?:us|it|this))?"
        r"|(?:no longer|not) (?:interested|buying)|went (?:in )?another direction|went a different (?:way|direction)"
        r"|going (?:in )?another direction|going a different (?:way|direction)))@end",
        _hint,
        "down pass reject declin refus said walk back pull drop cancel"
        " scrap shelv axed kill disqual run not no direction",
    ),
    rule(
        "project is off",
        r"(?P<what>\b(?:(?:deal|project|it|it's|its|{opportunity}|tender|purchase)(?: is| was| got| has been"
        r"|'s| been| just)* "
        r"(?:cancel+ed|scrapped|axed|called off|off the table|toast|over|kaput|done for)|(?:deal"
        r"|project)(?: is|'s) gone))@end",
        _outcome(False, OPEN | {"the", "this", "their", "whole", "entire"}, sure=False),
        "cancel scrap axed off toast over gone finished kaput done",
    ),
)
