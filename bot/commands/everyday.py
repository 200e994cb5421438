"""What anybody asks for any day: questions, one's opportunities, undo, one's own rhythm, what is kept."""

from bot.commands.command import SELLING, Command
from bot.scene import Scene
from bot.use_cases import look_up, rhythm
from bot.use_cases.ask import ask_more
from bot.use_cases.digest import choose_digest, show_decisions, show_digest
from bot.use_cases.hear import hear
from bot.use_cases.snooze import snooze
from bot.use_cases.undo import undo_last
from bot.views import quick
from domain.reading.values import dates_in
from domain.sales.people import Role


def _not_before(scene: Scene, when: str) -> None:
    days = dates_in(when, scene.local_now, scene.company.process)
    if len(days) == 1 and days[0].day > scene.today:
        rhythm.not_before(scene, days[0].day)
    else:
        scene.reply(quick.say(f"I read no day ahead in “{when}”. Say for instance “not before Monday”."))


EVERYDAY: tuple[Command, ...] = (
    Command(
        "ask me",
        "The next questions worth asking, beyond today's budget",
        "ask me",
        r"(?:ask me|ask me (?:something|more|now)|what(?: is|'s) next\??|next question)",
        lambda scene, _: ask_more(scene, 3),
        (Role.REP, Role.MANAGER),
    ),
    Command(
        "update", "Record something, in your words", "update Acme is at 60 %", r"update:? (?P<rest>.+)", hear, SELLING
    ),
    Command(
        "undo",
        "Take back what you said last",
        "undo",
        r"undo|undo (?:that|it|this|please|last)|take (?:that|it) back|revert(?: that| it)?",
        lambda scene, _: undo_last(scene),
        SELLING,
    ),
    Command(
        "settings",
        "When and how often I may ask you",
        "settings",
        r"settings|my settings|preferences",
        lambda scene, _: rhythm.show_settings(scene),
    ),
    Command(
        "ask me less",
        "Fewer questions a day",
        "ask me less",
        r"(?:please )?(?:ask me less(?: often)?|less questions|fewer questions|too many questions)[.!]?",
        lambda scene, _: rhythm.ask_less(scene),
    ),
    Command(
        "ask me more often",
        "More questions a day",
        "ask me more often",
        r"(?:please )?ask me (?:more often|more questions)[.!]?",
        lambda scene, _: rhythm.ask_more_often(scene),
    ),
    Command(
        "mornings only",
        "Questions before noon only",
        "mornings only",
        r"(?:only (?:in the )?mornings?|mornings? only)[.!]?",
        lambda scene, _: rhythm.mornings_only(scene),
    ),
    Command(
        "afternoons only",
        "Questions after one o'clock only",
        "afternoons only",
        r"(?:only (?:in the )?afternoons?|afternoons? only)[.!]?",
        lambda scene, _: rhythm.afternoons_only(scene),
    ),
    Command(
        "snooze",
        "Put a question off: here, about one opportunity, or all of today's",
        "snooze until Monday",
        r"snooze(?:[:,]? (?P<rest>.{1,120}))?",
        snooze,
        SELLING,
    ),
    Command("not before", "A pause", "not before Monday", r"not before (?P<rest>.{1,60})", _not_before),
    Command(
        "digest",
        "What others changed since your last working day, and what waits for you",
        "digest",
        r"(?:my )?digest|what(?: is|'s|’s) new\??",
        lambda scene, _: show_digest(scene),
        SELLING,
    ),
    Command(
        "decisions",
        "Everything that waits for you, new or not",
        "decisions",
        r"(?:(?:show )?(?:me )?(?:what are )?(?:my |all |the )?(?:open )?decisions"
        r"|what (?:still )?needs (?:a decision|deciding|me)|what do i (?:need|have) to decide"
        r"|what(?:'s|’s| is) (?:still )?(?:waiting (?:for|on) me|open from before))\??",
        lambda scene, _: show_decisions(scene),
        SELLING,
    ),
    Command(
        "digest weekly",
        "When that comes by itself: “digest daily”, “digest at 7”, “digest off”",
        "digest weekly",
        r"(?P<rest>(?:my |the )?digests? (?:daily|weekly|every (?:day|week)|on|off|never|at \S+)\b.{0,40}"
        r"|(?:no|stop (?:the |my )?) ?digests?)[.!]?",
        choose_digest,
        SELLING,
    ),
    Command(
        "what do you know about me",
        "Everything I keep about you, and what I never keep",
        "what do you know about me",
        r"(?:what do you (?:know|keep|store|have) (?:about|on) me|about me|my data|privacy)\??",
        lambda scene, _: look_up.show_what_is_kept(scene),
    ),
)
