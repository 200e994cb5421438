"""An admin says which account of ours a source means: what waited for that is laid on it, and alerts go out."""

from dataclasses import replace

from bot.scene import Scene
from bot.use_cases.account_names import name_is
from bot.use_cases.alerts import follow
from bot.views import account_names as view
from bot.views import quick
from storage.account_facts import KnownName


def settle_name(scene: Scene, known: KnownName, account: str) -> None:
    """Remember it for good. Asked of several admins, the first answer counts."""
    if known.account is not None:
        scene.reply(quick.say("That was answered already; nothing was changed."))
        return
    settled = name_is(scene.office, known, account, scene.person)
    found = scene.uow.accounts.get(account)
    scene.redraw(view.NAME, settled.id, view.answered(settled, found.name if found else "", scene.person.name))
    for kept in scene.uow.account_facts.of_name(known.source, known.said):
        laid = scene.uow.account_facts.save(replace(kept, account=account))
        if account:
            follow(scene.office, None, laid)
