"""Files made for one person: kept, handed over directly, and found again by who delivers them."""

import os
from collections.abc import Callable
from pathlib import Path

from bot.scene import Scene
from domain.chat.document import Content, Contents
from domain.chat.message import Document, Message, Part
from storage.unit_of_work import Storage

_PREFIX = 8  # characters of the token before the name, so that two files of one name do not meet


def hand_over(scene: Scene, file: Content, summary: str, *parts: Part) -> None:
    """Send the file to whoever acts, directly; asked for in a channel, that is said there."""
    token = scene.uow.documents.add(scene.person.id, file, scene.now)
    message = Message(summary, (*parts, Document(file.name, token)))
    if scene.place.direct:
        scene.reply(message)
        return
    scene.tell(scene.person, message)
    scene.reply(Message("I sent you the file directly."))


def contents_in(storage: Storage) -> Contents:
    """What messages hand over, while it is kept."""

    def contents(token: str) -> Content | None:
        with storage.read() as uow:
            return uow.documents.get(token)

    return contents


def saving_to(folder: Path, contents: Contents) -> Callable[[Document], str]:
    """Puts files into a folder that only this user may read, once each, and says where."""

    def save(document: Document) -> str:
        path = folder / f"{document.ref[:_PREFIX]}-{_file_name(document.name)}"
        if not path.exists():
            found = contents(document.ref)
            if found is None:
                return "no longer kept, ask for it once more"
            folder.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(found.content)
        return f"saved as {path}"

    return save


def _file_name(name: str) -> str:
    """The name without anything that could lead out of the folder."""
    kept = "".join(c if c.isalnum() or c in " ._-" else "_" for c in name)
    return kept.lstrip(".")[-100:] or "file"
