"""Who may speak for whom, and the one tap that ends it."""

from collections.abc import Sequence

from bot.views.quick import say
from domain.chat.message import Button, Buttons, Message, Note, Part, strong, text
from domain.sales.grants import Grant, in_words
from domain.sales.people import Person


def speakers(found: Sequence[tuple[Person, Grant]], ended: Sequence[Person]) -> list[Part]:
    """Everybody who may speak for one rep, each with the tap that ends it, and those for whom it was ended."""
    parts: list[Part] = []
    for person, grant in found:
        parts.append(text(strong(person.name), f" may speak for you: {in_words(grant)}."))
        parts.append(Buttons((Button(f"End it for {person.first_name}", "end_grant", person.id, tone="danger"),)))
    for person in ended:
        parts.append(text(strong(person.name), " spoke for you; you ended it."))
        parts.append(Buttons((Button(f"Allow {person.first_name} again", "restore_grant", person.id),)))
    return parts


def who_speaks_for_you(found: Sequence[tuple[Person, Grant]], ended: Sequence[Person]) -> Message:
    parts = speakers(found, ended)
    if not parts:
        return say("Nobody speaks for you. app.yaml names assistants and the reps they assist.")
    names = ", ".join(person.name for person, _ in found) or "Nobody"
    note = Note("What they change for you is told to you the next morning, each change with an undo.")
    return Message(f"{names} may speak for you.", (*parts, note))


def whom_you_serve(served: Sequence[tuple[Person, Grant]]) -> Message:
    if not served:
        return say("You speak for nobody now. app.yaml names whom an assistant assists, and each rep can end it.")
    lines = tuple(text(strong(rep.name), f": {in_words(grant)}.") for rep, grant in served)
    return Message("Whom you speak for.", (text("You speak for:"), *lines))


def ended(person: Person) -> Message:
    again = Button(f"Allow {person.first_name} again", "restore_grant", person.id)
    return say(f"Ended: {person.name} no longer sees or changes anything of yours.", Buttons((again,)))


def was_ended(rep: Person) -> Message:
    return say(f"{rep.name} has ended what you do for them. You no longer see or change their opportunities.")


def restored(person: Person, grant: Grant) -> Message:
    back = Button(f"End it for {person.first_name}", "end_grant", person.id, tone="danger")
    return say(f"{person.name} may speak for you again: {in_words(grant)}.", Buttons((back,)))


def was_restored(rep: Person) -> Message:
    return say(f"{rep.name} lets you speak for them again.")


def you_do_not_speak_for(rep: Person, why: str) -> Message:
    """Somebody whom app.yaml names, but not for this person, or not now."""
    return say(f"You do not speak for {rep.name}{why}, so nothing was read or changed.", Note(_HOW))


def nobody_of_that_name(name: str, served: Sequence[Person]) -> Message:
    names = ", ".join(person.name for person in served)
    mend = f"You speak for {names}." if names else "You speak for nobody else here."
    return say(f"Nobody here is called “{name}”, so nothing was read or changed. {mend}")


def which_of_them(name: str, people: Sequence[Person]) -> Message:
    listed = " and ".join(f"{person.name} ({person.id})" for person in people)
    return say(
        f"{len(people)} people go by “{name}”: {listed}. Nothing was read or changed.",
        Note("Say it again with the full name or the address."),
    )


_HOW = "app.yaml says who speaks for whom and until when, and each rep can end it."
