"""Short answers: one or two sentences, and at most a row of buttons."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.nudge import HELP_WORDS, in_short
from domain.asking.question import Nudge
from domain.chat.message import Button, Buttons, Facts, Form, Input, Message, Note, Option, Part, quote, strong, text
from domain.sales.change import Change
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person
from domain.sales.process import SalesProcess
from domain.sales.values import LABELS, keep, show, show_date

_LONGEST_HEARD = 1000
SHOWN_AT_ONCE = 5
"""How many further questions one tap brings."""


def say(words: str, *parts: Part) -> Message:
    """One plain sentence, and what goes with it."""
    return Message(words, (text(words), *parts))


def good_morning(person: Person, local: datetime, asked: int, more: int) -> Message:
    """Opens the day's batch: how many questions, and that the rest can wait."""
    greeting = "Good morning" if local.hour < 12 else "Good afternoon" if local.hour < 18 else "Good evening"
    questions = "One question" if asked == 1 else f"{asked} questions"
    words = f"{greeting}, {person.first_name}. {questions} today, most worth first."
    if not more:
        return say(words)
    rest = Button(f"Show {min(more, SHOWN_AT_ONCE)} more, worth less", "show_rest")
    return say(words, Buttons((Button("All on one page", "one_page"), rest)))


def heard(words: str) -> Message:
    """What a voice clip was understood to say, before anything is made of it."""
    shown = words if len(words) <= _LONGEST_HEARD else f"{words[:_LONGEST_HEARD]}…"
    return Message("I listened to your voice clip.", (text("I heard: ", quote(f"“{shown}”")),))


def nothing_worth_asking() -> Message:
    return say("There is nothing else worth asking you about now.")


def nothing_asked() -> Message:
    return say(
        "I did not ask you anything here, so nothing was changed.",
        Note("Name an opportunity, for instance “Acme is at 60 %”, or type “help”."),
    )


def ask_me_like_this() -> Message:
    return say(
        "I can show you any opportunity of yours: type “opportunity” and its name.",
        Note("“pipeline” lists them all, “help” says what else I do."),
    )


def changed_meanwhile(opportunity: Opportunity, change: Change, who: str) -> Message:
    """Somebody answered a moment before: show what stands now instead of confirming something else."""
    value = show(change.field, change.after, opportunity.currency)
    label = LABELS[change.field].lower()
    return Message(
        f"{who} changed {opportunity.title} after I asked you.",
        (
            text(f"{who} set {label} to {value} after I asked you, from: ", quote(f"“{change.quote}”")),
            text(strong(opportunity.title), f" now stands at {in_short(opportunity)}. If that is wrong, tell me."),
        ),
    )


def put_off(due: datetime, person: Person) -> Message:
    """When it comes again; the card has other times to choose from."""
    return say(f"All right. I will ask again on {moment(due, person)}.")


def other_times(nudge: Nudge) -> Buttons:
    """Other times for a question that was put off."""
    taps = ("In two hours", "Tomorrow", "Next Monday", "In a week")
    return Buttons(tuple(Button(label, "until", str(nudge.id), pick) for pick, label in enumerate(taps)))


def put_off_several(due: Sequence[tuple[str, datetime]], person: Person) -> Message:
    """When each comes again, by the title of what it asks about."""
    rows = tuple((title, moment(at, person)) for title, at in due)
    return say(f"All right. I put {len(due)} questions off.", Facts(rows))


def no_time_read(words: str) -> Message:
    return say(
        f"I read no time ahead in “{words}”, so nothing was put off.",
        Note("Say for instance “snooze 2h”, “snooze until Monday” or “snooze Acme until Friday”."),
    )


def no_such_question() -> Message:
    return say("No such question is open, so nothing was put off.")


def name_one_of(titles: Sequence[str]) -> Message:
    """A name fits several that are asked about."""
    return say(f"That fits {len(titles)} questions: {'; '.join(titles)}. Name the one you mean in full.")


def moment(at: datetime, person: Person) -> str:
    """ "Mon 24 Nov 2026, 09:00", where the person lives."""
    local = at.astimezone(ZoneInfo(person.zone))
    return f"{local:%a} {show_date(local.date())}, {local:%H:%M}"


def says_not_mine(who: Person, opportunity: Opportunity, hand_to: str | None) -> Message:
    """To the manager: whose it is now is for the CRM to say."""
    named = f" and named {hand_to}" if hand_to else ""
    return Message(
        f"{who.name} says {opportunity.title} is no longer theirs.",
        (
            text(f"{who.name} says ", strong(opportunity.title), f" is no longer theirs{named}."),
            Note("I stopped asking about it. Its owner is unchanged here until the CRM says otherwise."),
        ),
    )


def handed_over(opportunity: Opportunity, managers: Sequence[Person], hand_to: str | None) -> Message:
    told = " and ".join(manager.name for manager in managers)
    to = f" that {hand_to} has it now" if hand_to else ""
    end = f" I have told {told}{to}." if told else ""
    return say(f"I will not ask you about {opportunity.title} any more.{end}")


def left_as_it_is() -> Message:
    return say("Left as it is.")


def shall_i_undo(statement: int) -> Message:
    words = "Shall I take back what I recorded last?"
    return say(words, Buttons((Button("Undo", "undo", str(statement), tone="primary"),)))


def you_deleted(statement: int, moved: str) -> Message:
    """A deleted message may have been meant to take its change along, so that is asked."""
    words = f"You deleted the message that recorded this: {moved}. Shall I take it back?"
    return say(words, Buttons((Button("Undo", "undo", str(statement), tone="primary"),)))


def you_edited() -> Message:
    return say("Replaced: you edited your message.")


def was_taken_back() -> Message:
    return say("Taken back.")


def forbidden() -> Message:
    """Absent and forbidden read the same, so that nobody learns what exists."""
    return say("I know nothing by that name that you may see. Check the spelling, or ask for “pipeline”.")


def only_to_look_at(opportunity: Opportunity) -> Message:
    """To an assistant whose grant is for reading."""
    return say(f"You may look at {opportunity.title}, not change it. Its owner or app.yaml can let you do more.")


def help_asked(request: Request, opportunity: Opportunity, who: Person) -> Message:
    """To the one whose help is asked for."""
    when = f" for {show_date(request.day)}" if request.day else ""
    size = f" of {request.value.normalize():f} %" if request.value is not None else ""
    help_kind = HELP_WORDS[request.kind]
    return Message(
        f"{who.name} asks for {help_kind}{size}{when}: {opportunity.title}.",
        (
            text(f"{who.name} asks for {help_kind}{size}{when}: ", strong(opportunity.title), "."),
            text("In their words: ", quote(f"“{request.quote}”")),
            Note(f"{opportunity.account}, {opportunity.stage}. Write to {who.first_name} to agree on a time."),
        ),
    )


def change_form(opportunity: Opportunity, process: SalesProcess) -> Message:
    """The recorded values, to be typed over. What is left as it is changes nothing."""
    form = Form(opportunity.title, "save", opportunity.id, form_inputs(opportunity, process))
    words = f"What changed on {opportunity.title}? What you leave as it is stays."
    return say(words, form)


def form_inputs(opportunity: Opportunity, process: SalesProcess) -> tuple[Input, ...]:
    """The high cards that can be typed over, each with the value it has."""
    stages = tuple(Option(stage.name, stage.name) for stage in process.stages)
    return (
        Input("stage", "Stage", "select", opportunity.stage, stages),
        Input("probability", "Probability", "number", str(opportunity.probability), hint="Whole percent, 0 to 100"),
        Input("amount", "Amount", "number", keep(opportunity.amount) or "", hint=f"In {opportunity.currency}"),
        Input("close_date", "Close date", "date", keep(opportunity.close_date) or ""),
        Input("next_step", "Next step", "text", opportunity.next_step or ""),
    )


def why_lost(opportunity: Opportunity, reasons: Sequence[str]) -> Message:
    """After a tap on Lost, the one thing worth knowing."""
    taps = tuple(
        Button(r.replace("_", " ").capitalize(), "lost_because", opportunity.id, i) for i, r in enumerate(reasons)
    )
    return say(f"Sorry to hear that. What decided {opportunity.title}?", Buttons(taps))


def not_lost(opportunity: Opportunity) -> Message:
    """The loss was taken back before its reason was tapped."""
    return say(f"{opportunity.title} is not lost: {in_short(opportunity)}. Nothing was changed.")


def faults(lines: Sequence[str]) -> Message:
    """What of a form could not be taken; the rest was not written either."""
    return Message(
        "Nothing was changed: " + " ".join(lines), tuple(text(line) for line in ("Nothing was changed:", *lines))
    )


def already_answered(opportunity: Opportunity, who: str) -> Message:
    """Two people had the same question; the second sees what the first made of it."""
    words = f"{who} answered this before you. It now stands at {in_short(opportunity)}."
    return Message(
        words,
        (
            text(
                f"{who} answered this before you. ",
                strong(opportunity.title),
                f" now stands at {in_short(opportunity)}.",
            ),
            Note("If that is wrong, say so in your own words."),
        ),
    )


def no_longer_asked(opportunity: Opportunity) -> Message:
    return say(f"I no longer need an answer about {opportunity.title}: {in_short(opportunity)}. Nothing was changed.")


def not_for_you() -> Message:
    return say("That is for those who sell, manage or assist here. Type “help” to see what I do for you.")


def unknown_person() -> Message:
    """Whoever app.yaml does not name gets one polite sentence and nothing else."""
    return say("I do not know you yet. Ask whoever keeps app.yaml to add you, with this e-mail address.")
