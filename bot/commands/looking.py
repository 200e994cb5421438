"""What one asks to see: the pipeline, accounts, who has answered; and files of it."""

import re

from bot.commands.command import DEALS, SELLING, Command
from bot.commands.comparing import MOVING
from bot.scene import Scene
from bot.use_cases import look_up
from bot.use_cases.account_page import find_account, show_account
from bot.use_cases.export import export
from bot.use_cases.pipeline import read, show_pipeline
from bot.use_cases.team import show_team
from bot.use_cases.win_rate import show_win_rate
from bot.use_cases.wishes import ask_for
from bot.views import quick
from domain.reading.common_words import COMMON_WORDS
from domain.reading.labels import words_of
from domain.reading.query_names import Misread
from domain.reading.query_order import COUNT, EXTREMES
from domain.sales.people import Role
from domain.sales.pipeline import PipelineQuery

_LONGEST_NAME = 4  # words
_SHOW = r"(?:please )?(?:show|list|give|get|see)(?: me| us)? "
_WHOSE = r"(?:my|our|the|my team(?:'|’)?s|[\w.-]+(?:'|’)s)"
_PIPELINE = r"(?:pip(?:e|el|ll|)lines?|pipelin|pipe line|piepline|pipeilne)"
_ABOUT = (
    r"(?:(?:what|how) about |how(?:'s|’s| is) "
    r"|(?:is there )?any(?:thing new)?(?: new| news| updates?| word| movement)* (?:on|from|with|at|about) )"
)
_CLOSING = (
    r"(?:(?:what(?:'s| is|’s) )?closing|(?:what|which|who) (?:\w+ )??(?:are|will|can|do|should) (?:we|i) clos(?:e|ing))"
)
_RISK = r"(?:at risk|in (?:danger|trouble)|risky|shaky|wobbly)"
_FIRST = rf"(?:{COUNT} {EXTREMES}|{EXTREMES}(?: {COUNT})?|next {COUNT}|{COUNT} soonest)"
_ASKS = re.compile(
    rf"{_SHOW}|which |what |who |how (?:many|much) |{DEALS} |(?:{_WHOSE} )?(?:top|bottom) {COUNT}", re.IGNORECASE
)
_BY = r"by (?:rep|person|account|customer|product|month|stage)s?"
_ADDED_UP = re.compile(rf"\b{_BY}$", re.IGNORECASE)
_OUTCOME = re.compile(r"\b(?:won|win|lost|lose|closed|signed|dead)\b", re.IGNORECASE)
_MOVES = re.compile(r"\b(?:slipp(?:ed|ing)|push(?:ed|ing)|moved|grew|shrank|pulled in)\b", re.IGNORECASE)
_OPENS = (
    r"(?:my|our|all|open|the|stale|overdue|biggest|largest|top|smallest|which|what|how many|closing|[\w.-]+(?:'|’)?s)"
)


def _pipeline(scene: Scene, words: str) -> bool:
    return show_pipeline(scene, words)


def _perhaps_pipeline(scene: Scene, words: str) -> bool:
    """ "Globex deals won" may be a statement: only who asks in so many words is shown what was won."""
    if _MOVES.search(words):
        return False
    asks = _ASKS.match(words) or _ADDED_UP.search(words)
    certain = _ADDED_UP.search(words) is not None
    return bool(asks or not _OUTCOME.search(words)) and show_pipeline(scene, words, certain)


def _perhaps_top(scene: Scene, words: str) -> bool:
    """ "Top 5" asks for a list; in a thread about an opportunity "biggest risk is price" is said of that one."""
    about_one = scene.thread and scene.thread.opportunity
    return not about_one and _perhaps_pipeline(scene, words)


def _opportunity(scene: Scene, name: str) -> None:
    """ "Show stale stuff" names none, but what they have in common."""
    query = None if look_up.fitting_to(scene, name) else read(scene, name)
    if isinstance(query, PipelineQuery) and query.narrows:
        show_pipeline(scene, name)
        return
    found = look_up.find_one(scene, name)
    if found:
        look_up.show_opportunity(scene, found)


def _history(scene: Scene, name: str) -> None:
    here = scene.thread.opportunity if scene.thread and not name else None
    found = scene.opportunity(here) if here else look_up.find_one(scene, name) if name else None
    if found:
        look_up.show_history(scene, found)
    elif not name:
        scene.reply(quick.say("Of which opportunity? Type “history” and its name."))


def _perhaps_about(scene: Scene, words: str) -> bool:
    """ "Acme?" asks for what is known; in a thread about an opportunity it may be the answer to a question."""
    if scene.thread and scene.thread.opportunity:
        return False
    found = find_account(scene, words)
    if len(found) == 1:
        show_account(scene, found[0].id)
        return True
    query = read(scene, words)
    if isinstance(query, Misread):
        named = look_up.called(scene, words)
        if named:
            look_up.show_opportunity(scene, named)
            return True
        is_name = words_of(words) == query.unknown and all(map(_may_name, query.unknown))
        if is_name and len(query.unknown) <= _LONGEST_NAME:
            scene.reply(quick.say(query.sentence))
            return True
        return False
    return bool(query.owners or query.accounts or query.products) and show_pipeline(scene, words)


def _may_name(word: str) -> bool:
    """Whether a word may be somebody's name: no everyday word, and no figure."""
    return len(word) > 2 and word.isalpha() and word not in COMMON_WORDS


def _perhaps_account(scene: Scene, words: str) -> bool:
    """A name and nothing else, spelt as it is, and said to nobody's question."""
    if len(words.split()) > _LONGEST_NAME or (scene.thread and scene.thread.opportunity):
        return False
    found = find_account(scene, words, as_spelt=True)
    if len(found) == 1:
        show_account(scene, found[0].id)
    return len(found) == 1


def _category(scene: Scene, words: str) -> bool:
    """In a thread about an opportunity "best case" is said of that one."""
    if scene.thread and scene.thread.opportunity:
        return False
    return show_pipeline(scene, words, certain=False)


LOOKING: tuple[Command, ...] = (
    Command(
        "pipeline",
        "What is open, of whom you name: “pipeline East next quarter by rep”, “pipeline over 50k stale”",
        "pipeline",
        rf"(?:{_SHOW})?(?P<rest>(?:{_WHOSE} )?(?:whole |entire )?{_PIPELINE}(?:[ ,:].*)?)[?.!]?",
        _pipeline,
        SELLING,
    ),
    Command(
        "deals",
        "The same in your own words: “show me deals over 50k in negotiation”, “what is closing in March?”",
        "which deals are past their date?",
        rf"(?P<rest>(?:(?:{_SHOW}|{_OPENS} )(?:.* )?{DEALS}|(?:\S+ ){{0,4}}{DEALS}|{_CLOSING})\b.*?"
        rf"|(?:what|which|who|anything|{_SHOW})(?:'s|’s| is| are| looks)?(?: .{{1,40}})? {_RISK}\b.*?"
        rf"|(?:\S+ ){{1,3}}{_PIPELINE}\b.*?|who (?:\S+ ){{0,3}}most\b.*?|how (?:much|many) .+?"
        rf"|(?:won|lost|closed|wins|losses)\b.{{0,60}}? {_BY})[?.!]?",
        _perhaps_pipeline,
        SELLING,
        to_others_words=True,
    ),
    Command(
        "top",
        "As many as you say: “biggest 3 closing this month”, “the two smallest in negotiation”, “top 5 accounts”",
        "top 5 this quarter",
        rf"(?P<rest>(?:{_SHOW}|(?:what|which|who)(?:'s|’s|'re| is| are)? )?(?:{_WHOSE} ){{0,2}}{_FIRST}\b.*?)[?.!]?",
        _perhaps_top,
        SELLING,
        to_others_words=True,
    ),
    Command(
        "win rate",
        "What share was won, and the average won: “Ruth's win rate last quarter”, “win rate by product”",
        "win rate this quarter by rep",
        r"(?P<rest>(?:[^?]{1,40} )?(?:(?:win|close|closing|hit)[ -](?:rates?|ratio)|conversion(?: rate)?"
        r"|(?:average|avg|typical|mean) (?:won )?(?:deal|sale|order)s?)\b[^?]{0,80})\??",
        show_win_rate,
        SELLING,
        to_others_words=True,
    ),
    *MOVING,
    Command(
        "opportunity",
        "Everything recorded of one opportunity",
        "opportunity Acme",
        r"(?:opportunity|opp|show|show me|deal) (?!(?:[a-z]+ ){0,3}(?:alerts|holds|tickets)\b)(?P<rest>[^?]{1,120})\??",
        _opportunity,
        SELLING,
    ),
    Command(
        "history",
        "Who changed what, when, in whose words",
        "history Acme",
        r"(?:history|what changed|what(?:'s|’s| is) (?:new|happening|going on|up) (?=with |at |on ))"
        r"(?: ?(?:of |on |with |at )?(?P<rest>[^?]{1,120}))?\??",
        _history,
        SELLING,
    ),
    Command(
        "team",
        "Who has answered, and who has not",
        "team",
        r"(?:my |the )?team\??|(?:who|which (?:of (?:my|our|the) )?(?:reps|people|team)) (?:has|have)(?: not|n'?t|n’t)?"
        r" (?:answered|replied|responded)(?: yet| to you)*\??",
        lambda scene, _: show_team(scene),
        (Role.MANAGER, Role.ASSISTANT, Role.ADMIN),
    ),
    Command(
        "ask",
        "Ask reps for me; the answers come back to me",
        "ask my team about commit deals past their date",
        r"(?:please |can you )?(?:ask|nudge|ping|remind|chase) (?!me\b)(?P<rest>.{3,200}?)[?.!]?",
        ask_for,
        (Role.MANAGER, Role.ADMIN),
        to_others_words=True,
    ),
    Command(
        "export",
        "The pipeline, the forecast or the changes as files: “export changes since Monday”",
        "export pipeline",
        r"(?:export|download)(?P<rest> [^?]{1,160})?[?.!]?",
        export,
        SELLING,
    ),
    Command(
        "category",
        "What stands in a forecast category",
        "my team's commit this quarter",
        rf"(?:{_SHOW})?(?P<rest>(?:{_WHOSE} )?(?:commit|best case|upside)\b[^?$€£\d]{{0,60}}(?:q[1-4].{{0,8}})?)\??",
        _category,
        SELLING,
        to_others_words=True,
    ),
    Command(
        "about",
        "What I know of an account or a person",
        "Acme?",
        rf"(?=.*\?$|{_ABOUT})(?:{_ABOUT})?(?P<rest>[^?]{{2,60}}?)(?: doing| going| looking)?\??",
        _perhaps_about,
        SELLING,
        to_others_words=True,
    ),
    Command(
        "name",
        "The same by its name alone",
        "Acme",
        r"(?P<rest>[^?!.,;:]{3,40})",
        _perhaps_account,
        SELLING,
        to_others_words=True,
    ),
)
