"""Taps on what somebody found: open it, fill in what is missing, whose it is, take a contact back."""

from collections.abc import Callable
from dataclasses import replace

from bot.actions.action import Action, number
from bot.scene import Scene
from bot.use_cases import contacts, openings
from bot.views import quick
from domain.chat.event import Clicked
from domain.sales.openings import Opening, OpeningState


def _on_opening(handle: Callable[[Scene, Opening, Clicked], None]) -> Action:
    """For buttons of an opening: of whoever was asked, while it is asked, and may still sell for its owner."""

    def run(scene: Scene, clicked: Clicked) -> None:
        opening = scene.uow.openings.get(number(clicked.ref))
        owners = scene.directory.updates_for(scene.person)
        if opening is None or opening.person != scene.person.id or opening.owner not in ("", *owners):
            scene.reply(quick.forbidden())
        elif opening.state is not OpeningState.ASKED:
            scene.reply(quick.say("That was settled already; nothing was opened."))
        else:
            handle(scene, opening, clicked)

    return run


def _open(scene: Scene, opening: Opening, clicked: Clicked) -> None:
    if opening.complete and opening.owner:
        openings.open_it(scene, opening)
    else:
        openings.fill(scene, opening)


def _for(scene: Scene, opening: Opening, clicked: Clicked) -> None:
    if clicked.value in scene.directory.updates_for(scene.person):
        openings.ask_again(scene, replace(opening, owner=clicked.value))
    else:
        scene.reply(quick.forbidden())


def _account(scene: Scene, opening: Opening, clicked: Clicked) -> None:
    """One of the accounts that were offered: those this person sells to."""
    found = scene.uow.accounts.get(clicked.value)
    if found and any(o.account_id == found.id for o in scene.open_opportunities()):
        openings.ask_again(scene, replace(opening, account=found.name))
    else:
        scene.reply(quick.forbidden())


def _remove_contact(scene: Scene, clicked: Clicked) -> None:
    contact = scene.uow.contacts.get(number(clicked.ref))
    if contact is None or not contacts.may_remove(scene, contact):
        scene.reply(quick.forbidden())
    elif contact.removed:
        scene.reply(quick.say("That was taken back already."))
    else:
        contacts.remove(scene, contact)


FINDING: dict[str, Action] = {
    "opening_open": _on_opening(_open),
    "opening_decline": _on_opening(lambda scene, opening, _: openings.decline(scene, opening)),
    "opening_fill": _on_opening(lambda scene, opening, _: openings.fill(scene, opening)),
    "opening_save": _on_opening(lambda scene, opening, clicked: openings.save(scene, opening, clicked.values)),
    "opening_for": _on_opening(_for),
    "opening_account": _on_opening(_account),
    "contact_remove": _remove_contact,
}
