"""The hedges: which words, where, make what of a claim."""

from domain.reading.hedge import (
    Hedge,
    Verdict,
    amount,
    any_stage,
    closing,
    measure,
    open_stage,
    outcome,
    outcome_ahead,
    reported_value,
    state,
    state_only,
    stated_open_stage,
    value,
)
from domain.reading.phrase import Phrase

PROPOSE, DENY, DROP = Verdict.PROPOSE, Verdict.DENY, Verdict.DROP

_NOT = (
    r"\b(?:not|isn'?t|aren'?t|wasn'?t|weren'?t|won'?t|never|no longer|can'?t|cannot|can not|don'?t"
    r"|doesn'?t|didn'?t|haven'?t|hasn'?t"
    r"|hadn'?t|wouldn'?t|shouldn'?t|couldn'?t|ain'?t|nowhere near|far from|hardly|neither|nor"
    r"|anything but|nothing|(?<!no\s)doubt(?:ful)?(?: that| if)?|unlikely)\b"
)
_IF = (
    r"\b(?:if|unless|once|assuming|assumes|provided|providing|as long as|so long as|as soon as|when"
    r"|whenever|depends|depending|contingent"
    r"|subject to|pending|barring|conditional|in case|whether)\b"
)
_MAYBE = (
    r"\b(?:might|may|maybe|mayb|mabye|possibly|possible|perhaps|could|potentially|conceivably|not sure"
    r"|unsure|no idea|idk|dunno|(?:don't|dont)"
    r" know|who knows|hard to say|hope|hopes|hoping|supposed to|tentative\w*|toying|think about"
    r"|thinking (?:about|of))\b"
)
_SAID = (
    r"@they (?:has |have |had |just |also |now |all |both |'ve |'s )*(?:said|says|say|saying|told|tells"
    r"|asked|asks|claims?|claimed|believes?"
    r"|insists?|suggested|suggests|mentioned|reckons?|reckoned|thinks?|feels?|wrote|replied|emailed"
    r"|assured|keeps? saying)\b|\b(?:crm|system|salesforce|forecast|record|it|you|boss|manager|marketing"
    r"|finance|{competitor})"
    r" (?:says?|said|shows?|showed|thinks?|claims?)\b"
)

HEDGES: tuple[Hedge, ...] = (
    Hedge(
        "retracted",
        "later",
        Phrase(
            r"\b(?:scratch that|strike that|ignore (?:that|this|me|it|the)|disregard|wrong (?:deal|one|thread"
            r"|chat|opp|window|account|person|channel)"
            r"|never ?mind|nvm|forget (?:that|it|i said)|just kidding|jk\b|kidding|just joking|undo that"
            r"|cancel that|take that back|no,? (?:don'?t|dont)(?=[^\w]*$|[,.!])|(?:keep|leave) it as (?:it )?is"
            r"|(?:sorry|oops|no|wait|correction|i mean),? (?:no,? |sorry,? )?(?:that'?s|thats|that was|i meant"
            r"|meant|i mean)"
            r" {opportunity})"
        ),
        DROP,
    ),
    Hedge(
        "sarcasm",
        "around",
        Phrase(
            r"\bpigs (?:can |will |might )?fly|\bin (?:my|your|their) dreams|\byeah,? right\b|\bas if[.!]"
            r"|\boh sure\b|/s\b|\bhell freezes|\bdream on"
            r"|🙄|\bsure,? (?:and|when|right)\b|\bbecause that always|\bi'm the (?:queen|king|pope)"
            r"|\bwinning the lottery|\bsarcas|\b(?:ga|ba|ka)?zillions?\b"
        ),
        DROP,
    ),
    Hedge("laughing", "clause", Phrase(r"\b(?:lol|lmao|rofl|ha(?:ha)+|hehe+)\b|😂|🤣|😜|😝|🤡"), PROPOSE),
    Hedge(
        "when to ask",
        "clause",
        Phrase(r"\b(?:call|ask|ping|try|remind|text|catch|hit|nudge|message|reach|dm) (?:me|us)\b"),
        DROP,
        value,
    ),
    Hedge(
        "wished",
        "before",
        Phrase(
            r"\b(?:wish|would (?:love|like|be (?:nice|great|good|lovely))|i'd (?:love|like)|we'd (?:love|like)"
            r"|love to|dream|if only|wanted|"
            r"(?:i|we|we all) want|should have been|would have been|could have been|would've|could've|ought to have)\b"
        ),
        DROP,
    ),
    Hedge("customer's words", "before", Phrase(_SAID), DROP, reported_value),
    Hedge("customer's words", "before", Phrase(_SAID), PROPOSE, outcome),
    Hedge(
        "customer's wish",
        "before",
        Phrase(
            r"@they (?:(?:all|also|now|just|really|would) )*(?:wants?|wanted|expects?|expected|hopes?|hoped"
            r"|plans?|planned|intends?|promised?|promises"
            r"|aims?|likes?|prefers?|(?:are|is|'re|'s) (?:hoping|planning|aiming|expecting|keen|looking|pushing"
            r"|asking))\b"
        ),
        PROPOSE,
        closing,
    ),
    Hedge(
        "customer's wish",
        "before",
        Phrase(
            r"@they (?:(?:all|also|now|just|really|only|would) )*(?:wants?|wanted|expects?|hopes?|likes?|prefers?"
            r"|asked|offered|countered|budgeted|need"
            r"s?|have|has|can only|will only)\b"
        ),
        DROP,
        measure,
    ),
    Hedge("denied", "before", Phrase(_NOT + r"(?:[ ,]+[^\W_]+'?[^\W_]*){0,5}[ ,]*$"), DENY),
    Hedge(
        "denied",
        "after",
        Phrase(
            r"^ *(?:is|'s|was|looks|feels|seems|sounds) (?:too|not|wrong|off\b|old|outdated|stale|high|low"
            r"|unlikely|impossible|tight|ambitious|optimistic"
            r"|unrealistic)\b"
        ),
        DENY,
    ),
    Hedge(
        "denied afterwards",
        "after",
        Phrase(
            r"^ *(?:(?:it|that|this|we|i|they) ?)?(?:(?:is|'s|was|are|'re|am|'m) (?:not|no longer)|isn'?t|wasn'?t"
            r"|aren'?t|ain'?t|(?:can'?t|cannot) be|(?:doesn'?t|does not|won'?t|will not|can'?t|cannot) (?:work|happen"
            r"|hold|fit|fly|feel|look|seem|sound))\b(?! *{any})"
        ),
        DENY,
    ),
    Hedge("none", "before", Phrase(r"\b(?:no|without|zero|lack of)(?: [^\W_]+){0,2} *$"), DROP, outcome),
    Hedge(
        "none",
        "before",
        Phrase(r"\b(?:no|without|lack of)(?: [^\W_]+)? *$"),
        DROP,
        any_stage,
    ),
    Hedge("not yet", "after", Phrase(r"^ *(?:yet|anymore|any more)\b"), PROPOSE, outcome),
    Hedge(
        "past",
        "before",
        Phrase(
            r"\b(?:was|(?<!^)were|had|thought|assumed|figured|expected it|used to (?:be|have)|originally"
            r"|previously|initially|formerly|(?:would|'d|could"
            r"|might|should) have|back (?:in(?! *$)|when)"
            r"|at (?:the|that) time)\b(?:(?! now| today| it's| its| is| but| put| i'd"
            r"| id say)[ ,]+(?:[^\W_]+'?[^\W_]*|{any})){0,5}[ ,]*$"
        ),
        DROP,
        state,
    ),
    Hedge("past", "before", Phrase(r"\bback in *$"), DROP, closing),
    Hedge(
        "in time gone by",
        "before",
        Phrase(r"{past}(?:(?! now| today| it's| its| is| but)[ ,]+[^\W_]+'?[^\W_]*){0,6}[ ,]*$"),
        DROP,
        state_only,
    ),
    Hedge(
        "in time gone by",
        "after",
        Phrase(r"^ *(?:[^\W_]+ )?(?:{past}|back then|at the time|originally|before that|previously|in the past)"),
        DROP,
        state_only,
    ),
    Hedge(
        "past, carried on",
        "joined",
        Phrase(r"\b(?:was|were|had|used to|originally|back (?:in(?! {stage})|when)|at (?:the|that) time)\b"),
        DROP,
        state,
    ),
    Hedge(
        "to come",
        "before",
        Phrase(
            r"\b(?:will|'ll|gonna|going to|about to|should|would|expect\w*|wait\w*|needs?|needed|wants?|to be"
            r"|ready to|until|till|til|before|soon"
            r"|hope\w*|hoping|almost|nearly|get|getting|try\w*|close to|could|might|may|maybe|must|can|after|did"
            r"|does|risk\w*|worried|afraid"
            r"|fear\w*|think\w* about|near|why|how|who|what|which|where)\b"
        ),
        DROP,
        outcome,
    ),
    Hedge(
        "to come",
        "after",
        Phrase(r"^ *(?:by|before|until|till|on or before) {when}|^ *soon\b"),
        DROP,
        outcome,
    ),
    Hedge("to come", "after", Phrase(r"^"), DROP, outcome_ahead),
    Hedge(
        "to come",
        "before",
        Phrase(
            r"\b(?:will|'ll|gonna|going to|about to|almost|nearly|want\w*|wait\w*|need\w*|ready to|hope\w*|hoping"
            r"|try\w*|would|plan\w*|next step|expect\w*"
            r"|before|until|till|work\w* (?:on|towards?)|prepar\w*|writing|drafting|finalizing|finalising"
            r"|close to|soon)\b"
        ),
        PROPOSE,
        open_stage,
    ),
    Hedge(
        "to come",
        "after",
        Phrase(r"^ *(?:[^\W_]+ )?(?:soon|next|tomorrow|tmrw|{when}|in {duration})"),
        PROPOSE,
        stated_open_stage,
    ),
    Hedge("condition", "clause", Phrase(_IF), DROP, outcome),
    Hedge("condition", "clause", Phrase(_IF), PROPOSE),
    Hedge("condition first", "previous", Phrase(r"^ *" + _IF), DROP, outcome),
    Hedge("condition first", "previous", Phrase(r"^ *" + _IF), PROPOSE),
    Hedge("condition after", "next", Phrase(r"^ *" + _IF), PROPOSE),
    Hedge(
        "luck",
        "sentence",
        Phrase(
            r"\b(?:luck|lucky|god willing|fingers (?:are )?crossed|inshallah|insha'?allah|knock on wood"
            r"|touch wood|all (?:going|goes) well|pray\w*"
            r"|miracle|best case scenario|in a perfect world|in an ideal world|stars align)\b|🤞|🙏 ?$"
        ),
        PROPOSE,
    ),
    Hedge("perhaps", "before", Phrase(_MAYBE), DROP, outcome),
    Hedge("perhaps", "before", Phrase(_MAYBE), PROPOSE),
    Hedge(
        "perhaps",
        "after",
        Phrase(r"^[^,]{0,12}\b(?:maybe|perhaps|possibly|idk|dunno|not sure|who knows|tbd|tbc|tentative\w*|\(\?\))\b"),
        PROPOSE,
    ),
    Hedge(
        "perhaps",
        "next",
        Phrase(
            r"^ *(?:maybe|perhaps|possibly|idk|dunno|(?:i'm )?not (?:100% |{percent} )?sure|who knows|hard to say"
            r"|tbd|tbc)\b *$"
        ),
        PROPOSE,
    ),
    Hedge(
        "needed",
        "before",
        Phrase(r"\b(?:need|needs|have|has|got|must)(?: to)?(?: be)?(?: [^\W_]+){0,3} *$"),
        PROPOSE,
        closing,
    ),
    Hedge("at another time", "after", Phrase(r"^ *(?:back )?(?:in|by) {day}"), PROPOSE, measure),
    Hedge(
        "bound",
        "before",
        Phrase(
            r"\b(?:at least|at most|over|above|more than|less than|under|below|minimum|maximum|max|no more than"
            r"|north of|south of|upwards of"
            r"|higher than|lower than|not more than|no less than)(?: [^\W_]+)? *$"
        ),
        PROPOSE,
        measure,
    ),
    Hedge(
        "bound",
        "before",
        Phrase(r"(?<!went\s)(?<!moved\s)(?<!goes\s)(?<!gone\s)(?<!bump\s)(?<!bumped\s)(?<!it\s)(?<!go\s)\bup to *$"),
        PROPOSE,
        amount,
    ),
    Hedge(
        "bound",
        "after",
        Phrase(
            r"^ *(?:at best|tops|max\b|at most|at worst|at least|minimum|or (?:more|less|better|higher|lower"
            r"|above|below)\b|\+)"
        ),
        PROPOSE,
        measure,
    ),
    Hedge(
        "no sooner",
        "after",
        Phrase(r"^ *(?:at the (?:earliest|soonest)|or later|or sooner|onwards|earliest)"),
        PROPOSE,
        closing,
    ),
    Hedge(
        "no sooner",
        "before",
        Phrase(r"\b(?:not|no|never) (?:\w+ )?(?:before|until|till|earlier than|sooner than) *$"),
        PROPOSE,
        closing,
    ),
)
