"""Who spoke for whom is kept, and whoever it was said for can take it back."""

from datetime import datetime

from domain.chat.event import Clicked
from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage

NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
PAULA, RUTH, DANIEL = (f"{name}@copperline.example" for name in ("paula.reyes", "ruth.calloway", "daniel.moreno"))


def test_what_an_assistant_said_for_a_rep_is_the_reps_to_take_back(storage: Storage) -> None:
    stage = Stage(storage, NOON)
    list(stage.play("Paula in main> Kiln monitoring is at 81%"))
    with storage.read() as uow:
        statement = uow.statements.last_of(PAULA, stage.home_of("Paula").conversation, None)
    assert statement
    assert (statement.said_by, statement.said_for) == (PAULA, RUTH)

    def tap_undo(who: str, name: str) -> int | None:
        event = Clicked(f"undo-{name}", who, stage.home_of(name), "card", "undo", str(statement.id))
        stage.quarterback.handle(event)
        with storage.read() as uow:
            found = next(o for o in uow.opportunities.of_owners((RUTH,)) if o.name == "Kiln monitoring")
        return found.probability

    assert tap_undo(DANIEL, "Daniel") == 81
    assert tap_undo(RUTH, "Ruth") == 75
