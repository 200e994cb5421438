"""What was understood: what changed, in whose words, what is asked back, and the way to take it back."""

from collections.abc import Iterable, Sequence

from bot.results import AskedBack, Helped, Recorded, TakenBack
from bot.views.nudge import HELP_WORDS, in_short
from domain.chat.message import Button, Buttons, Message, Note, Option, Part, Run, Select, Text, quote, strong, text
from domain.sales.change import Change, Statement
from domain.sales.dealings import Request
from domain.sales.opportunity import Opportunity, Value
from domain.sales.people import Directory
from domain.sales.process import Field
from domain.sales.values import LABELS, show, show_date

STATEMENT = "statement"
MOST_BUTTONS, MOST_OPTIONS = 6, 100
LONGEST_REPLY = 4000  # what the reader takes of a reply
_EXAMPLE = "Say it as you like, for instance: “60 %, closes end of March”, “moved to Proposal”, “lost on price”."
_SHARED = (
    "Everybody here who sells or manages can read what they said, with account, product and your name; "
    "nothing else of this opportunity."
)


def understood(
    statement: Statement,
    recorded: Sequence[Recorded],
    asked: Sequence[AskedBack],
    requests: Sequence[Helped],
    notes: Iterable[str] = (),
) -> Message:
    """Everything one reply did and everything it left open."""
    parts: list[Part] = [part for each in recorded for part in _recorded(each)]
    parts += [Note(_SHARED)] if any(each.shared for each in recorded) else []
    parts += [_request_line(each.request, each.who) for each in requests if each.request]
    if any(each.changes for each in recorded):
        parts.append(Buttons((Button("Undo", "undo", str(statement.id)),)))
    parts += [part for each in asked for part in _asked(each)]
    parts += [Note(note) for note in notes]
    return Message(summary_of(parts), tuple(parts))


def moved(changes: Sequence[Change], currency: str) -> str:
    """Changes of one opportunity in a line: "Stage Discovery → Proposal, 25 → 60 %, close 31 Mar 2027"."""
    return ", ".join(_move(change, currency) for change in changes)


def summary_of(parts: Iterable[Part]) -> str:
    """The paragraphs and notes in one plain line."""
    lines = ["".join(run.text for run in part.runs) for part in parts if isinstance(part, Text)]
    return " ".join(lines) or next((part.text for part in parts if isinstance(part, Note)), "")


def taken_back(result: TakenBack, directory: Directory) -> Message:
    """What an undo did, and what it left because somebody changed it since."""
    parts: list[Part] = []
    for opportunity in result.opportunities:
        back = [change for change in result.undone if change.opportunity == opportunity.id]
        if any(change.field is Field.STAGE and change.after is None for change in back):
            words = " was opened by mistake: it is in no list any more, neither won nor lost."
            parts.append(text(strong(opportunity.title), words))
        elif back:
            parts.append(text("Taken back on ", strong(opportunity.title), f": {moved(back, opportunity.currency)}."))
    names = {o.id: o.title for o in result.opportunities}
    for change, later in result.refused:
        label = LABELS[change.field].lower()
        who = directory.name(later.by)
        parts.append(
            text(
                f"Left as it is: {label} of {names.get(change.opportunity, change.opportunity)}. "
                f"{who} has changed it since, on {show_date(later.at.date())}."
            )
        )
    if not parts:
        return nothing_to_take_back()
    return Message(summary_of(parts), tuple(parts))


def nothing_to_take_back() -> Message:
    words = "There is nothing here to take back: it was undone already, or nothing was changed."
    return Message(words, (text(words),))


def not_understood(said: str) -> Message:
    """Nothing was read and nothing was written."""
    if not said.strip():
        words = "That message was empty, so nothing was changed."
    else:
        words = "I read nothing I could record in that, so nothing was changed."
    return Message(f"{words} {_EXAMPLE}", (text(words), Note(_EXAMPLE), *(Note(note) for note in too_long(said))))


def too_long(said: str) -> list[str]:
    """That only the beginning was read, where that is so."""
    return [f"That was long: I read the first {LONGEST_REPLY:,} characters."] if len(said) > LONGEST_REPLY else []


def stands(opportunity: Opportunity) -> Message:
    """Confirmed as recorded."""
    words = text("Good: ", strong(opportunity.title), f" stands as recorded: {in_short(opportunity)}.")
    return Message(summary_of([words]), (words,))


def _recorded(each: Recorded) -> list[Part]:
    opportunity = each.opportunity
    if each.closed:
        closed = (
            f" is closed as {opportunity.stage}, so nothing was changed. Name the stage it is back in to reopen it."
        )
        return [text(strong(opportunity.title), closed)]
    withheld: list[Part] = [_withheld(each)] if each.withheld else []
    if not each.changes and withheld:
        return withheld
    if not each.changes:
        return [text("Good: ", strong(opportunity.title), f" stands at that already: {in_short(opportunity)}.")]
    line = moved(each.changes, opportunity.currency)
    return [text(strong(opportunity.title), f": {line}, from: ", quote(f"“{each.quote}”")), *withheld]


def _withheld(each: Recorded) -> Text:
    """What this person may not say for the owner: all of it with a grant to read, the forecast with one to update."""
    if set(each.withheld) == {Field.FORECAST_CATEGORY}:
        words = ": how it counts in the forecast is left as it is. That is for its owner to say."
    else:
        words = (
            ": you may look at it, not change it, so nothing was changed. Its owner or app.yaml can let you do more."
        )
    return text(strong(each.opportunity.title), words)


def _move(change: Change, currency: str) -> str:
    before, after = show(change.field, change.before, currency), show(change.field, change.after, currency)
    label = LABELS[change.field]
    return f"{label} {after}" if change.before in (None, "") else f"{label} {before} → {after}"


def _asked(each: AskedBack) -> list[Part]:
    offer, field = each.offer, each.offer.field
    ref = str(offer.id)
    if field is None:
        return _which(each, ref)
    if each.opportunity is None:
        return [
            text("That would change several opportunities at once, so nothing was changed. Name the ones you mean.")
        ]
    name, currency = each.opportunity.title, each.opportunity.currency
    if not offer.choices:
        why = f" ({each.why})" if each.why else ""
        words = f"{_ask_for(field)} I could not tell from “{offer.quote}”{why}, so nothing was changed there."
        return [text(strong(name), f": {words}")]
    taps = [
        Button(show(field, choice, currency), "take", ref, pick, "primary" if not each.doubtful else "default")
        for pick, choice in enumerate(offer.choices)
    ]
    refuse = Button("No" if len(taps) == 1 else "None of these", "decline", ref)
    words = _shall_i(field, offer.choices[0], currency) if len(taps) == 1 else f"{LABELS[field]}: which one?"
    because = (f" {each.why}",) if each.why and not each.doubtful else (" You said ", quote(f"“{offer.quote}”"), ".")
    return [text(strong(name), f": {words}", *because), Buttons((*taps, refuse))]


def _which(each: AskedBack, ref: str) -> list[Part]:
    if not each.offer.choices:
        words = "I know no open opportunity of yours by that name, so nothing was changed. "
        return [text(words, "Name the account or the product as it is recorded.")]
    question = text("Which opportunity do you mean? Nothing was changed yet.")
    if len(each.names) > MOST_BUTTONS:
        options = tuple(Option(name, str(pick)) for pick, name in enumerate(each.names[:MOST_OPTIONS]))
        left_out = len(each.names) - len(options)
        more = [Note(f"{left_out} more fit: name the account or product to find them.")] if left_out else []
        return [question, Select("Opportunity", "meant", ref, options), *more]
    return [question, Buttons(tuple(Button(name, "meant", ref, pick) for pick, name in enumerate(each.names)))]


def _ask_for(field: Field) -> str:
    return "By when will it close?" if field is Field.CLOSE_DATE else f"What is the {LABELS[field].lower()}?"


def _shall_i(field: Field, value: Value, currency: str) -> str:
    shown = show(field, value, currency)
    if field is Field.STAGE:
        return f"Shall I move it to {shown}?"
    return f"Shall I set {LABELS[field].lower()} to {shown}?"


def _request_line(request: Request, who: str) -> Text:
    when = f" for {show_date(request.day)}" if request.day else ""
    size = f" of {request.value.normalize():f} %" if request.value is not None else ""
    return Text(
        (
            Run(f"Asked {who} for {HELP_WORDS[request.kind]}{size}{when}, in your words: "),
            quote(f"“{request.quote}”"),
        )
    )
