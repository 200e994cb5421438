"""A visit that was asked for, as each side sees it: the times on the table, what can be done, how it ended."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.chat.message import Button, Buttons, Facts, Form, Input, Message, Note, Part, Text, quote, strong, text
from domain.requests.visits import Appointment, Visit, VisitState
from domain.sales.opportunity import Opportunity
from domain.sales.people import Person
from domain.sales.values import show_date

VISIT = "visit"
_NOUN = "technical presentation"
_TIME_HINT = "Such as 14:00 or 2 pm, in your own time zone"


def face_of(person: str) -> str:
    """What a specialist's own card of a visit is posted about."""
    return f"{VISIT} of {person}"


def when(at: datetime, person: Person) -> str:
    """ "Thu 3 Dec 2026, 10:00 CST", where the person lives."""
    local = at.astimezone(ZoneInfo(person.zone))
    return f"{local:%a} {show_date(local.date())}, {local:%H:%M %Z}"


def times(slots: Sequence[datetime], person: Person) -> str:
    """ "Thu 3 Dec 2026, 10:00, 13:00 or 16:00 CST": the day said once where it is one."""
    local = [slot.astimezone(ZoneInfo(person.zone)) for slot in slots]
    if len({each.date() for each in local}) == 1:
        return f"{local[0]:%a} {show_date(local[0].date())}, {_or([f'{each:%H:%M}' for each in local])} {local[0]:%Z}"
    return _or([when(slot, person) for slot in slots])


def asking_card(
    visit: Visit, opportunity: Opportunity, specialist: Person, reader: Person, *, others: bool, also: str = ""
) -> Message:
    """For the side that asked. `others`: whether somebody else could be asked; `also` says who asked for whom."""
    who, at = specialist.name, times(visit.slots, reader)
    ref = str(visit.id)
    another = Button("Another time…", "visit_other", ref)
    elsewhere = [Button("Somebody else", "visit_someone", ref)] if others else []
    withdraw = Button("Withdraw", "visit_withdraw", ref)
    first, taps = {
        VisitState.DRAFT: (
            f"{visit.why} The nearest possible with {who}: {at}.",
            [*_ask_taps(visit, specialist, reader), *elsewhere, another, Button("Leave it", "visit_withdraw", ref)],
        ),
        VisitState.ASKED: (
            f"{who} is asked for a {_NOUN}: {at}. I will tell you here.",
            [another, *elsewhere, withdraw],
        ),
        VisitState.PROPOSED: (
            f"{who} proposes {at} for the {_NOUN}.",
            [Button("That works", "visit_take", ref, tone="primary"), another, *elsewhere, withdraw],
        ),
        VisitState.AGREED: (
            f"{who} comes for a {_NOUN}: {at}.",
            [Button("Move it…", "visit_other", ref), Button("Cancel it", "visit_cancel", ref)],
        ),
        VisitState.DECLINED: (f"Nobody can come for the {_NOUN}: {who} was the last I could ask.", []),
        VisitState.WITHDRAWN: (f"Withdrawn: no {_NOUN} is asked for any more.", []),
        VisitState.HELD: (f"{who} came for a {_NOUN}: {at}.", []),
        VisitState.CANCELLED: (f"Cancelled: the {_NOUN} with {who} on {at}.", []),
    }[visit.state]
    parts: list[Part] = [text(strong(opportunity.title), f": {first}")]
    parts += [_words(visit, "Said")] if visit.words else []
    parts += [Note(also)] if also else []
    parts += [Buttons(tuple(taps))] if taps else []
    return Message(f"{opportunity.title}: {first}", tuple(parts))


def asked_card(
    visit: Visit, opportunity: Opportunity, asker: Person, quoted: str, facts: Sequence[tuple[str, str]], reader: Person
) -> Message:
    """For the specialist who is asked: what is known of the account, and the times."""
    first, taps = _asked_state(visit, asker, reader)
    parts: list[Part] = [text(first, strong(opportunity.title), ".")]
    if quoted:
        parts.append(text("In their words: ", quote(f"“{quoted}”")))
    parts += [_words(visit, "Said since")] if visit.words else []
    parts.append(Facts(tuple(facts)))
    parts += [Buttons(taps)] if taps else []
    return Message(f"{first}{opportunity.title}.", tuple(parts))


def no_longer_yours(visit: Visit, opportunity: Opportunity) -> Message:
    """The card of a specialist who passed it on, or whom it was taken from."""
    words = f"Settled without you: the {_NOUN} at {opportunity.title}. There is nothing more to do here."
    return Message(words, (text(words),))


def _asked_state(visit: Visit, asker: Person, reader: Person) -> tuple[str, tuple[Button, ...]]:
    ref, at = str(visit.id), times(visit.slots, reader)
    other, decline = Button("Another time…", "visit_other", ref), Button("Decline…", "visit_decline", ref)
    accepts = [
        Button(f"Yes, {_short(slot, reader)}", "visit_accept", ref, pick, "primary" if pick == 0 else "default")
        for pick, slot in enumerate(visit.slots)
    ]
    return {
        VisitState.DRAFT: (f"{asker.name} may ask you for a {_NOUN}: ", ()),
        VisitState.ASKED: (f"{asker.name} asks you for a {_NOUN}, {at}: ", (*accepts, other, decline)),
        VisitState.PROPOSED: (f"You proposed {at}, and {asker.first_name} was asked: ", (other, decline)),
        VisitState.AGREED: (
            f"Agreed, {at}, a {_NOUN} for {asker.name}: ",
            (Button("Move it…", "visit_other", ref), Button("I cannot come…", "visit_decline", ref)),
        ),
        VisitState.DECLINED: (f"You declined the {_NOUN} at ", ()),
        VisitState.WITHDRAWN: (f"Withdrawn by {asker.name}, the {_NOUN} at ", ()),
        VisitState.HELD: (f"Over, {at}, the {_NOUN} at ", ()),
        VisitState.CANCELLED: (f"Cancelled by {asker.name}, the {_NOUN} on {at} at ", ()),
    }[visit.state]


def time_form(visit: Visit, opportunity: Opportunity) -> Message:
    """Another day and time."""
    inputs = (
        Input("day", "Day", "date"),
        Input("time", "Time", "text", hint=_TIME_HINT),
        Input("place", "Where", "text", hint=f"If it is not at {opportunity.account or 'the customer'}"),
        Input("words", "A word with it", "text"),
    )
    words = f"Which time for the {_NOUN} at {opportunity.title}?"
    return Message(words, (text(words), Form(opportunity.title, "visit_time", str(visit.id), inputs, "Propose")))


def decline_form(visit: Visit, opportunity: Opportunity) -> Message:
    """Why not, in a few words."""
    words = f"Why can you not come to {opportunity.title}? Your words go with the answer."
    why = Input("why", "Reason", "text", hint="Such as: at a fair that week")
    return Message(words, (text(words), Form(opportunity.title, "visit_declined", str(visit.id), (why,), "Decline")))


def not_possible(why: str, nearest: Sequence[datetime], reader: Person) -> Message:
    """A time that cannot be, and the nearest that can."""
    rest = f" The nearest possible is {when(nearest[0], reader)}." if nearest else " I found no other time either."
    words = f"{why}{rest} Nothing was changed."
    return Message(words, (text(words),))


def already_asked(visit: Visit, opportunity: Opportunity, specialist: Person) -> Message:
    """One visit at a time: the running one, with a tap that shows it."""
    state = "is agreed" if visit.state is VisitState.AGREED else "is being asked for"
    words = f"A {_NOUN} with {specialist.name} {state} already for {opportunity.title}, so I did not ask twice."
    return Message(words, (text(words), Buttons((Button("Show it", "visit_show", str(visit.id)),))))


def invitation(appointment: Appointment, reader: Person, other: Person) -> str:
    """What goes with the calendar file."""
    at = when(appointment.starts, reader)
    if appointment.cancelled:
        return f"Cancelled: {_NOUN} at {appointment.account} with {other.name}, {at}. Open the file to take it out."
    noun = f"{'Moved' if appointment.sequence else 'Agreed'}: {_NOUN}"
    return f"{noun} at {appointment.account} with {other.name}, {at}. Open the file to put it in your calendar."


def how_did_it_go(opportunity: Opportunity, specialist: Person, at: datetime, reader: Person) -> Message:
    """The morning after."""
    words = f"How did the {_NOUN} with {specialist.name} go, {when(at, reader)}? "
    asked = f"{opportunity.title}. {words}What did it change?"
    hint = "Say it as you like: “they loved it, 70 %”, “moved to Proposal”, “no change”."
    return Message(asked, (text(strong(opportunity.title), f". {words}What did it change?"), Note(hint)))


def appointment_line(appointment: Appointment, specialist: Person, reader: Person) -> str:
    """On the page of an opportunity of that account."""
    place = f", at {appointment.place}" if appointment.place else ""
    return f"{_NOUN.capitalize()} with {specialist.name}: {when(appointment.starts, reader)}{place}."


def give(appointment: Appointment, specialist: Person, reader: Person) -> str:
    """As what comes with the next question."""
    return f"{specialist.name} comes along to {appointment.account}: {when(appointment.starts, reader)}."


def _ask_taps(visit: Visit, specialist: Person, reader: Person) -> list[Button]:
    return [
        Button(f"Ask {specialist.first_name}, {_short(slot, reader)}", "visit_ask", str(visit.id), pick)
        for pick, slot in enumerate(visit.slots)
    ]


def _words(visit: Visit, lead: str) -> Text:
    return text(f"{lead}: ", quote(f"“{visit.words}”"))


def _short(at: datetime, person: Person) -> str:
    local = at.astimezone(ZoneInfo(person.zone))
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def _or(times: Sequence[str]) -> str:
    return " or ".join([", ".join(times[:-1]), times[-1]]) if len(times) > 1 else "".join(times) or "no time yet"
