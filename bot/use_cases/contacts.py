"""People at customers: noted in words, shown with the opportunity, taken back with one tap."""

from dataclasses import replace

from bot.scene import Scene
from bot.views import openings as view
from bot.views import quick
from domain.reading.contacts import contact_in
from domain.reading.parts import named
from domain.sales.openings import Contact
from domain.sales.opportunity import Opportunity


def note(scene: Scene, said: str) -> None:
    """Somebody at the account that is named, or at that of the thread."""
    found = contact_in(said)
    about = _about(scene, found.account)
    if not found.name or found.name.lower() == found.account.lower():
        scene.reply(quick.say("Whom do you mean? Say for instance “new contact: Jo Bell, plant manager at Acme”."))
    elif about is None:
        words = "At which account? Say it again with “at” and the name of an account you sell to; nothing was noted."
        scene.reply(quick.say(words))
    else:
        details = (found.title, found.email, found.phone)
        contact = scene.uow.contacts.add(
            Contact(
                account_key(about), found.name, *details, scene.person.id, about.owner, said.strip()[:300], scene.now
            )
        )
        scene.reply(view.noted_contact(contact, about.account))


def remove(scene: Scene, contact: Contact) -> None:
    """Taken back: shown nowhere any more."""
    scene.uow.contacts.save(replace(contact, removed=scene.now))
    scene.reply(quick.say(f"Taken back: {contact.name} is noted no more."))


def may_remove(scene: Scene, contact: Contact) -> bool:
    return contact.by == scene.person.id or contact.said_for in scene.directory.updates_for(scene.person)


def account_key(opportunity: Opportunity) -> str:
    """Under what an account's contacts are kept: its id, or its name where it has none."""
    return opportunity.account_id or opportunity.account


def _about(scene: Scene, account: str) -> Opportunity | None:
    """An opportunity at that account that this person may change; without a name, that of this thread."""
    if not account:
        here = scene.opportunity(scene.thread.opportunity) if scene.thread else None
        return here if here and scene.may_update(here) else None
    own = scene.uow.opportunities.of_owners(scene.directory.updates_for(scene.person), open_only=False)
    exact = [o for o in own if o.account.lower() == account.lower()]
    fitting = exact or [o for o in own if o.account.lower().startswith(f"{account.lower()} ")]
    if not fitting:
        ids = named(account, own)
        fitting = [o for o in own if o.id in ids]
    return fitting[0] if len({account_key(o) for o in fitting}) == 1 else None
