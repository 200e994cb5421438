"""An export typed or pasted into chat, where files cannot be sent: kept to be read after the answer."""

from dataclasses import asdict

from bot.scene import Scene
from bot.views import feed_uploads as view
from domain.chat.upload import Upload

UPLOAD = "feed_upload"
"""A job for the feeds: the fields of an Upload, `at` (when it came), and `text` where it was pasted."""
PASTED = "what you pasted"


def take_pasted(scene: Scene, said: str) -> None:
    """The first line says “csv” and perhaps for which feed; the others are the export with its header."""
    first, _, lines = said.partition("\n")
    if not scene.place.direct:
        scene.reply(view.directly())
        return
    if not lines.strip():
        scene.reply(view.how_to_paste())
        return
    upload = Upload("", scene.person.id, scene.place, "", PASTED, len(lines), first[3:].strip())
    body = asdict(upload) | {"at": scene.now.isoformat(), "text": lines}
    scene.uow.jobs.add(UPLOAD, f"{UPLOAD}:{scene.person.id}", scene.now, body)
