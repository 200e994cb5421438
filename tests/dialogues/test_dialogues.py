"""Whole conversations as plain text: what is shown must be, to the letter, what the file says.

Set QUARTERBACK_REWRITE_DIALOGUES=1 to write what is really shown into the files, and read the difference.
"""

import os
from datetime import datetime
from pathlib import Path

import pytest

from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage

FILES = sorted(Path(__file__).parent.glob("*.txt"))
MONDAY_NOON = datetime.fromisoformat("2026-11-23T12:00:00-05:00")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_dialogue_shows_what_is_written(storage: Storage, file: Path) -> None:
    written = file.read_text(encoding="utf-8")
    shown = "\n".join(Stage(storage, MONDAY_NOON).play(written)).strip() + "\n"
    if os.environ.get("QUARTERBACK_REWRITE_DIALOGUES"):
        file.write_text(shown, encoding="utf-8")
    assert shown == written


def test_there_are_dialogues() -> None:
    assert len(FILES) >= 5


def test_of_a_very_long_reply_the_beginning_is_read_and_that_is_said(sqlite_storage: Storage) -> None:
    stage = Stage(sqlite_storage, MONDAY_NOON)
    shown = list(stage.play(f"only Ruth\nRuth in main> {'kiln is great ' * 4000}"))
    assert any("I read the first 4,000 characters" in line for line in shown)
