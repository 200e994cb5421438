"""What one asks about accounts: the page before a visit, alerts, what customers said; and what one says to an alert."""

import re

from bot.commands.command import SELLING, Command
from bot.scene import Scene
from bot.use_cases import alert_answers as answers
from bot.use_cases.account_page import account_page, find_account
from bot.use_cases.alert_rounds import show_alerts
from bot.use_cases.feed_uploads import take_pasted
from bot.use_cases.feedback import find_feedback
from bot.use_cases.hear import hear
from bot.use_cases.nudges import open_nudge
from bot.views import quick
from domain.sales.account_facts import FactKind

_KINDS = {"hold": FactKind.HOLD, "credit": FactKind.HOLD, "ticket": FactKind.TICKET, "support": FactKind.TICKET}
_CALLED = r"(?P<account>[^,.;:?!]{2,80}?)"
_I_AM = r"(?:(?:i|we)(?:['’]m|['’]re| am| are|['’]ll be| will be) )"
_MEET = (
    rf"(?:{_I_AM}?(?:seeing|visiting|meeting(?: with)?)"
    rf"|{_I_AM}(?:at|with|off to|on my way to|(?:going|driving|flying|heading)(?: over| out)? to(?: see| visit| meet)?)"
    r"|(?:i|we)(?:['’]ve got| have)(?: an?)? (?:visit|meeting|appointment|call) (?:at|with|to))"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = (
    r"(?:today|tomorrow|this (?:morning|afternoon)|next week|in (?:\d|a|an|two|three|a few) (?:hours?|days?)"
    r"|(?:on |next |this )?(?:mon|tues|wednes|thurs|fri)day|on the \d{1,2}(?:st|nd|rd|th)?"
    rf"|(?:on )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?))"
    r"(?: morning| afternoon)?(?: at (?:\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?|noon))?"
)
_VISITS = (rf"{_MEET} {_CALLED} {_DAY}[.!]?", rf"{_DAY},? {_MEET} {_CALLED}[.!]?")
_UNNAMED = [each.replace("?P<account>", "?:") for each in _VISITS]
_HOLD, _TICKET = r"(?:credit )?hold", r"(?:support )?ticket"
_OPEN_NOW = r"(?: open| now| right now)*\??"
_ASKED_FOR = (
    r"(?:(?:show|list|see)(?: me)? |any |what |which )?(?:my |all |the )?(?:open |standing )?"
    rf"(?:alerts|{_HOLD}s|{_TICKET}s)(?: (?:do|have) (?:i|we)(?: got| have)?)?{_OPEN_NOW}"
)
_WHO = (
    r"(?:who(?:'s|’s| is)?|which (?:of (?:my|our|the) )?(?:accounts?|customers?)) (?:is |are |has |have )?"
    rf"(?:on |got )?(?:an? |any )?(?:open |burning )?(?:{_HOLD}|{_TICKET}s?){_OPEN_NOW}"
)
_COMMENT = r"comment:? (?P<words>.+)"
_HAND = r"hand (?:it |this )?to (?P<name>.{1,80})"


def _visit(scene: Scene, said: str) -> None:
    """A visit ahead brings the page. As an answer to a question, or where no account is called so, it is a reply."""
    called = next(filter(None, (_group(pattern, said) for pattern in _VISITS)), "")
    if open_nudge(scene) is None and find_account(scene, called):
        account_page(scene, called)
    else:
        hear(scene, said)


def _alerts(scene: Scene, said: str) -> None:
    kind = FactKind.HOLD if re.search(_HOLD, said, re.I) else FactKind.TICKET
    show_alerts(scene, kind=None if "alert" in said.lower() else kind)


def _comment(scene: Scene, said: str) -> None:
    """Outside of an alert's thread it is a reply like any other."""
    alert = answers.alert_here(scene)
    if alert is None:
        hear(scene, said)
    else:
        answers.comment(scene, alert, _group(_COMMENT, said))


def _hand_to(scene: Scene, said: str) -> None:
    """Outside of an alert's thread it is a reply like any other: an opportunity may be handed on too."""
    alert, named = answers.alert_here(scene), scene.directory.named(_group(_HAND, said))
    if alert is None:
        hear(scene, said)
    elif len(named) != 1:
        scene.reply(quick.forbidden())
    else:
        answers.assign(scene, alert, named[0])


def _group(pattern: str, said: str) -> str:
    """What the one group of the pattern holds."""
    match = re.fullmatch(pattern, said, re.IGNORECASE)
    return match[1].strip() if match else ""


def _mute(scene: Scene, name: str) -> None:
    kind = _kind(name)
    found = () if kind else find_account(scene, name)
    if kind:
        answers.mute(scene, "", kind, None)
    elif len(found) == 1:
        answers.mute(scene, found[0].id, None, None)
    else:
        scene.reply(quick.forbidden())


def _unmute(scene: Scene, name: str) -> None:
    kind = _kind(name)
    found = () if kind else find_account(scene, name)
    if kind or len(found) == 1:
        answers.unmute(scene, found[0].id if found else "", kind)
    else:
        scene.reply(quick.forbidden())


def _kind(name: str) -> FactKind | None:
    words = [word.rstrip("s") for word in name.lower().split()]
    return next((_KINDS[word] for word in words if word in _KINDS and len(words) <= 2), None)


ACCOUNTS: tuple[Command, ...] = (
    Command(
        "account",
        "All that helps before a visit: holds, tickets, what is open, what they said",
        "account Acme",
        r"account (?P<rest>[^?]{1,120})\??",
        account_page,
        SELLING,
    ),
    Command(
        "visit",
        "The same, when you tell me that you go there",
        "I’m seeing Acme tomorrow",
        f"(?P<rest>{'|'.join(_UNNAMED)})",
        _visit,
        SELLING,
    ),
    Command(
        "alerts",
        "Credit holds and tickets that stand open about your accounts",
        "alerts",
        rf"(?P<rest>{_ASKED_FOR}|{_WHO})",
        _alerts,
        SELLING,
    ),
    Command(
        "feedback",
        "What customers said, to anybody here: of an account, a product or a theme",
        "feedback price",
        r"(?:customer )?feedback(?: (?:on |of |from |about )?(?P<rest>(?!(?:is|was|that)\b)[^?:]{1,80}))?\??",
        find_feedback,
        SELLING,
    ),
    Command(
        "comment",
        "Say something to an alert, in its thread",
        "comment they paid today",
        f"(?P<rest>{_COMMENT})",
        _comment,
    ),
    Command(
        "hand to",
        "Hand an alert to somebody, in its thread",
        "hand to Judith",
        f"(?P<rest>{_HAND})",
        _hand_to,
    ),
    Command(
        "mute",
        "No alerts about an account, or about tickets or holds",
        "mute Acme",
        r"mute (?P<rest>.{1,120})",
        _mute,
        SELLING,
    ),
    Command(
        "csv",
        "Finance’s or support’s export, pasted after this word",
        "csv, and the lines below it",
        r"(?P<rest>csv(?: \S{1,40})?\s*(?:\n.+)?)",
        take_pasted,
        lines=True,
    ),
    Command("unmute", "Alerts about it again", "unmute Acme", r"unmute (?P<rest>.{1,120})", _unmute, SELLING),
)
