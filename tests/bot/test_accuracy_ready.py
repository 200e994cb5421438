"""At the quarter's end everybody hears that their figures are ready, and their manager after them; once each."""

from datetime import date, datetime, timedelta

import pytest

from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage

NIGHT_AFTER = datetime.fromisoformat("2026-10-01T01:00:00-04:00")
READY = "Your figures for Q3 2026 are ready"
OF_REPS = "Accuracy of Q3 2026 may be looked at: "


@pytest.fixture
def stage(storage: Storage) -> Stage:
    stage = Stage(storage, NIGHT_AFTER)
    list(stage.play("past"))
    return stage


def said(stage: Stage, script: str) -> list[str]:
    """What of it is about accuracy, each with whom it is told to."""
    told, to = [], ""
    for line in stage.play(script):
        to = line.split(",")[0].strip() if line.startswith("  to ") else to
        told += [f"{to}: {line.strip()}"] if READY in line or OF_REPS in line else []
    return told


def test_a_rep_hears_it_first_and_the_manager_once_the_rep_has_looked(stage: Stage) -> None:
    first = said(stage, "only Owen Judith\n@ 2026-10-01T06:00:00-04:00\n@ 2026-10-01T08:31:00-04:00")
    assert first == [f"to Owen: {READY}: how what you said of 7 opportunities compares with what came."]
    assert said(stage, "@ 2026-10-02T08:31:00-04:00") == []
    assert any("Your accuracy" in line for line in stage.play("Owen taps Show them"))
    assert said(stage, "@ 2026-10-03T11:00:00-04:00") == []  # a Saturday
    monday = [*stage.play("@ 2026-10-05T08:31:00-04:00")]
    assert any(f"{OF_REPS}Owen Baptiste." in line for line in monday)
    assert any("Q3 2026" in line for line in stage.play("Judith taps Owen Baptiste"))
    assert said(stage, "@ 2026-10-06T08:31:00-04:00") == []


def test_after_seven_days_the_manager_hears_of_the_others_in_one_message(stage: Stage) -> None:
    days = "\n".join(f"@ 2026-10-{day:02}T08:31:00-04:00" for day in (1, 2, 5, 6, 7))
    assert len(said(stage, f"only Owen Ruth Leah Judith\n{days}")) == 3
    assert said(stage, "@ 2026-10-08T08:31:00-04:00") == [
        f"to Judith: {OF_REPS}Leah Okafor, Owen Baptiste, Ruth Calloway."
    ]
    later = "\n".join(f"@ 2026-10-{day:02}T08:31:00-04:00" for day in (9, 12, 13))
    assert said(stage, later) == []


def test_whoever_looked_by_themselves_is_not_told(stage: Stage) -> None:
    list(stage.play("@ 2026-10-01T07:00:00-04:00\nOwen in main> accuracy"))
    assert said(stage, "only Owen\n@ 2026-10-01T08:31:00-04:00") == []


def test_a_look_before_the_end_shows_the_manager_nothing_of_what_came(stage: Stage, storage: Storage) -> None:
    with storage.begin() as uow:
        uow.accuracy_looks.see(stage.people["Owen"].id, date(2026, 7, 1), NIGHT_AFTER - timedelta(hours=2))
    shown = "\n".join(stage.play("only Judith\nJudith in main> accuracy owen"))
    assert "Not shown; Q3 2026, Q4 2026 once they have looked themselves" in shown


def test_where_little_was_said_before_nothing_is_told(sqlite_storage: Storage) -> None:
    stage = Stage(sqlite_storage, NIGHT_AFTER)  # no nights were kept
    assert said(stage, "@ 2026-10-01T08:31:00-04:00\n@ 2026-10-09T08:31:00-04:00") == []


def test_to_whoever_starts_late_in_a_quarter_the_last_one_is_nothing_new(sqlite_storage: Storage) -> None:
    stage = Stage(sqlite_storage, datetime.fromisoformat("2026-11-23T12:00:00-05:00"))
    assert said(stage, "past\n@ 2026-11-24T08:31:00-05:00\n@ 2026-11-25T08:31:00-05:00") == []
