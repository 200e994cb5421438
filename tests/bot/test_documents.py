"""Files are saved where only their reader finds them, once, and never outside of their folder."""

from pathlib import Path

import pytest

from bot.documents import saving_to
from domain.chat.document import Content
from domain.chat.message import Document


@pytest.mark.parametrize(
    "name", ["pipeline.csv", "../../etc/passwd", "/etc/passwd", ".ssh", "", "a\x00b", "März 1.xlsx"]
)
def test_a_file_is_saved_inside_its_folder(tmp_path: Path, name: str) -> None:
    save = saving_to(tmp_path / "files", {"token-1": Content(name, "text/csv", b"a,b")}.get)
    said = save(Document(name, "token-1"))
    (saved,) = (tmp_path / "files").iterdir()
    assert said == f"saved as {saved}"
    assert saved.read_bytes() == b"a,b"
    assert saved.stat().st_mode & 0o077 == 0
    assert save(Document(name, "token-1")) == said


def test_what_is_no_longer_kept_is_said(tmp_path: Path) -> None:
    assert saving_to(tmp_path, {}.get)(Document("a.csv", "gone")) == "no longer kept, ask for it once more"
    assert list(tmp_path.iterdir()) == []
