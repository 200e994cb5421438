"""Opens the console on the practice room's conversation of one person."""

import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

from adapters.console.app import HELP, Console
from bot.documents import contents_in, saving_to
from bot.practice_room import home
from bot.wiring import Wired
from storage.unit_of_work import StorageError

_FILES = Path("var/files")


def open_console(wired: Wired, who: str, lines: Iterable[str], write: Callable[[str], None]) -> str | None:
    """Talk as `who` until the lines end. Returns what is wrong in a sentence, or None when all went well."""
    with wired.storage.read() as uow:
        directory = wired.quarterback.directory(uow)
        person = directory.get(who)
        known = sorted(p.id for p in directory)
    if person is None:
        return f"“{who}” is nobody in app.yaml. Known are: {', '.join(known)}."

    def opens_thread(message_id: str) -> bool:
        place = home(person)
        with wired.storage.read() as uow:
            return uow.threads.by_root(place.platform, place.workspace, place.conversation, message_id) is not None

    wired.worker.plan()
    write(f"You are {person.name}, {person.role.value}. {HELP}")
    talk = Console(
        person.id,
        wired.room,
        wired.quarterback.handle,
        wired.worker.run_due,
        opens_thread,
        lambda: uuid.uuid4().hex,
        write,
        saving_to(_FILES, contents_in(wired.storage)),
    )
    try:
        talk.run(lines)
    except StorageError as fault:
        return str(fault)
    return None
