"""What comes due by itself, and what is forgotten in the end."""

from datetime import datetime, timedelta

from domain.chat.event import Said
from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage

NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")
RUTH = "ruth.calloway@copperline.example"


def test_events_are_remembered_for_a_week_and_forgotten_after(storage: Storage) -> None:
    stage = Stage(storage, NOON)
    said = Said("once", RUTH, stage.home_of("Ruth"), "once", "kiln is at 80%")
    stage.quarterback.handle(said)

    def replies_after(days: int) -> int:
        stage.now = NOON + timedelta(days=days)
        stage.worker.run_due()
        before = stage.room.newest()
        stage.quarterback.handle(said)
        stage.worker.run_due()
        return stage.room.newest() - before

    assert [replies_after(day) for day in range(1, 8)] == [0] * 7
    stage.now = NOON + timedelta(days=12)
    stage.worker.run_due()
    with storage.begin() as uow:
        assert uow.events.first_time("practice", "", "once", stage.now)


def test_what_was_offered_lapses_with_the_words_that_were_taken_back(storage: Storage) -> None:
    stage = Stage(storage, NOON)
    script = (
        "Ruth in main> Plantview rollout closes end of March, redlines came back\nRuth taps Undo\nRuth in main> yes"
    )
    shown = "\n".join(stage.play(script))
    assert "Shall I move it to Negotiation?" in shown
    assert "Taken back on Alder Creek Foods, Plantview rollout" in shown
    assert "→ Negotiation" not in shown.split("in main> yes")[1]
