"""The digest: what changed, and what needs a decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.changes import Moved, line_of
from bot.views.nudge import HELP_WORDS, in_short
from domain.asking.question import Nudge
from domain.chat.message import Button, Buttons, Message, Note, Option, Part, Select, strong, text
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity
from domain.sales.people import Digest, Directory, Person

_MOST = 10


@dataclass(frozen=True, slots=True)
class News:
    """What somebody should know: moves by others, help asked of them, dates that passed, questions that wait.

    `still` is how many decisions stand open from before; they alone are no news.
    """

    moves: Sequence[Moved] = ()
    asked: Sequence[tuple[Request, Opportunity]] = ()
    passed: Sequence[Opportunity] = ()
    waiting: Sequence[tuple[Nudge, Opportunity]] = ()
    still: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.moves or self.asked or self.passed or self.waiting)


def digest(person: Person, news: News, directory: Directory) -> Message:
    """Decisions first, then what changed."""
    decisions = len(news.asked) + len(news.passed) + len(news.waiting)
    counts = [f"{len(news.moves)} moved"] if news.moves else []
    counts += [f"{decisions} need{'s' * (decisions == 1)} a decision"] if decisions else []
    summary = f"{person.first_name}, since your last digest: {', '.join(counts) or 'nothing'}."
    parts: list[Part] = [text(summary)]
    parts += _decisions(news, directory)
    if news.moves:
        parts.append(text(strong("What others changed")))
        for each in news.moves[:_MOST]:
            parts += [line_of(each, directory), *_taken_back(each, person)]
        if len(news.moves) > _MOST:
            parts.append(Note(f"{len(news.moves) - _MOST:,} more: type “changes”."))
    known = {o.id: o for o in (*news.passed, *(each.opportunity for each in news.moves))}
    if known:
        parts.append(Select("Open one", "open", "", tuple(Option(o.title, o.id) for o in list(known.values())[:100])))
    if news.still:
        parts += [text(f"Still open from before: {news.still:,}."), Buttons((Button("Show them", "decisions"),))]
    return Message(summary, tuple(parts))


def decisions(
    asked: Sequence[tuple[Request, Opportunity]],
    passed: Sequence[Opportunity],
    waiting: Sequence[tuple[Nudge, Opportunity]],
    directory: Directory,
) -> Message:
    """All that stands open, new or not."""
    news = News((), asked, passed, waiting)
    if news.is_empty:
        words = "Nothing waits for a decision of yours."
        return Message(words, (text(words),))
    count = len(asked) + len(passed) + len(waiting)
    summary = f"{count:,} wait{'s' * (count == 1)} for a decision."
    known = {o.id: o for o in (*(o for _, o in asked), *passed, *(o for _, o in waiting))}
    options = tuple(Option(o.title, o.id) for o in list(known.values())[:100])
    return Message(summary, (text(summary), *_decisions(news, directory), Select("Open one", "open", "", options)))


def _taken_back(move: Moved, person: Person) -> list[Part]:
    """A tap for every statement that somebody made for the reader."""
    made = [c.statement for c in move.changes if c.on_behalf_of == person.id != c.by and c.undoes is None]
    return [Buttons((Button("Undo", "undo", str(statement)),)) for statement in dict.fromkeys(made)]


def _decisions(news: News, directory: Directory) -> list[Part]:
    parts: list[Part] = [text(strong("To be decided"))] if news.asked or news.passed or news.waiting else []
    for request, opportunity in news.asked[:_MOST]:
        who = directory.name(request.asked_by)
        parts.append(text(f"{who} asks you for {HELP_WORDS[request.kind]}: ", strong(opportunity.title), "."))
    for opportunity in news.passed[:_MOST]:
        owner = directory.name(opportunity.owner)
        parts.append(
            text("Its close date has passed: ", strong(opportunity.title), f", {in_short(opportunity)}, {owner}.")
        )
    for nudge, _ in news.waiting[:_MOST]:
        parts.append(text("Not answered yet: ", nudge.question.asked))
    rest = sum(max(0, len(each) - _MOST) for each in (news.asked, news.passed, news.waiting))
    return [*parts, Note(f"{rest:,} more are left out here.")] if rest else parts


def nothing_new() -> Message:
    words = "Nobody else changed anything of yours since your last working day, and nothing waits for you."
    return Message(words, (text(words),))


def digest_is_now(person: Person, hour: int) -> Message:
    """What was chosen, and the other choices."""
    words = f"Noted. {in_words(person, hour)}"
    taps = Buttons(
        tuple(Button(_LABELS[each], "digest_is", each.value) for each in Digest if each is not person.rhythm.digest)
    )
    return Message(words, (text(words), taps))


def in_words(person: Person, hour: int) -> str:
    """ "Your digest comes on working days at 8:00, when there is something to say." """
    if person.rhythm.digest is Digest.NEVER:
        return "No digest comes by itself; “digest” shows it."
    weekly = person.rhythm.digest is Digest.WEEKLY
    days = "the first working day of the week" if weekly else "working days"
    return f"Your digest comes on {days} at {hour}:00, when there is something to say."


_LABELS = {Digest.DAILY: "Daily", Digest.WEEKLY: "Weekly", Digest.NEVER: "No digest"}
