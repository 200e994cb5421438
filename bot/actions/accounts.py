"""Taps on alerts, account pages and questions about account names; rights are checked at each."""

from collections.abc import Callable

from bot.actions.action import Action, number
from bot.scene import Scene
from bot.use_cases import alert_answers as answers
from bot.use_cases.account_names import NONE_OF_OURS, find_accounts
from bot.use_cases.account_naming import settle_name
from bot.use_cases.account_page import show_account
from bot.use_cases.alert_places import shown_to
from bot.use_cases.alert_rounds import show_alerts
from bot.use_cases.feedback import show_feedback
from bot.views import account_names as names_view
from bot.views import alert_answers as words
from bot.views import quick
from domain.alerts.alert import Alert
from domain.chat.event import Clicked
from domain.sales.people import Role
from storage.account_facts import KnownName


def _on_alert(handle: Callable[[Scene, Alert, Clicked], None]) -> Action:
    def run(scene: Scene, clicked: Clicked) -> None:
        alert = scene.uow.alerts.get(
            number(clicked.value or clicked.ref if clicked.action == "alert_open" else clicked.ref)
        )
        if alert is None or not answers.may_see(scene, alert):
            scene.reply(quick.forbidden())
        else:
            handle(scene, alert, clicked)

    return run


def _on_name(handle: Callable[[Scene, KnownName, Clicked], None]) -> Action:
    """For the question whose account it is: admins answer it, managers where there is no admin."""

    def run(scene: Scene, clicked: Clicked) -> None:
        known = scene.uow.account_names.get(number(clicked.ref))
        keeper = Role.ADMIN if any(p.role is Role.ADMIN for p in scene.directory) else Role.MANAGER
        if known is None or scene.person.role is not keeper:
            scene.reply(quick.forbidden())
        else:
            handle(scene, known, clicked)

    return run


def _more(scene: Scene, alert: Alert, clicked: Clicked) -> None:
    shown = shown_to(scene.office, alert, scene.person)
    if shown:
        scene.reply(words.more(shown, answers.may_take(scene, alert)))


def _assign(scene: Scene, alert: Alert, clicked: Clicked) -> None:
    to = scene.directory.get(clicked.value)
    if to is None:
        scene.reply(quick.forbidden())
    else:
        answers.assign(scene, alert, to)


def _comment(scene: Scene, alert: Alert, clicked: Clicked) -> None:
    said = clicked.values.get("words", "").strip()
    if said:
        answers.comment(scene, alert, said)
    else:
        scene.reply(words.no_comment())


def _mute(scene: Scene, alert: Alert, clicked: Clicked) -> None:
    kept = scene.uow.account_facts.get(alert.fact)
    if kept is None or not 0 <= clicked.pick < len(words.MUTES):
        scene.reply(quick.say("That choice does not exist; nothing was changed."))
        return
    days = 7 if clicked.pick in (0, 2) else None
    if clicked.pick < 2:
        answers.mute(scene, alert.account, None, days)
    else:
        answers.mute(scene, "", kept.fact.kind, days)


def _is(scene: Scene, known: KnownName, clicked: Clicked) -> None:
    if scene.uow.accounts.get(clicked.value):
        settle_name(scene, known, clicked.value)
    else:
        scene.reply(names_view.no_such_account(clicked.value, 0))


def _is_called(scene: Scene, known: KnownName, clicked: Clicked) -> None:
    typed = clicked.values.get("account", "").strip()
    found = find_accounts(scene.office, typed) if typed else ()
    if len(found) == 1:
        settle_name(scene, known, found[0].id)
    else:
        scene.reply(names_view.no_such_account(typed, len(found)))


ACCOUNTS: dict[str, Action] = {
    "alert_seen": _on_alert(lambda scene, alert, _: answers.seen(scene, alert)),
    "alert_open": _on_alert(lambda scene, alert, _: answers.show(scene, alert)),
    "alert_more": _on_alert(_more),
    "alert_assign": _on_alert(_assign),
    "alert_comment": _on_alert(_comment),
    "alert_ask": _on_alert(lambda scene, alert, _: answers.ask_expert(scene, alert)),
    "alert_commit": _on_alert(lambda scene, alert, _: answers.take_out_of_commit(scene, alert)),
    "alert_move": _on_alert(lambda scene, alert, _: answers.move_dates(scene, alert)),
    "alert_tell": _on_alert(lambda scene, alert, _: answers.tell_customer(scene, alert)),
    "alert_step": _on_alert(lambda scene, alert, _: answers.note_as_step(scene, alert)),
    "alert_mute": _on_alert(_mute),
    "account": lambda scene, clicked: show_account(scene, clicked.value or clicked.ref),
    "account_alerts": lambda scene, clicked: show_alerts(scene, clicked.value or clicked.ref),
    "account_feedback": lambda scene, clicked: show_feedback(scene, clicked.value or clicked.ref),
    "account_is": _on_name(_is),
    "account_is_called": _on_name(_is_called),
    "account_is_none": _on_name(lambda scene, known, _: settle_name(scene, known, NONE_OF_OURS)),
}
