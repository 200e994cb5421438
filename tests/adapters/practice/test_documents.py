"""Files that messages hand over are downloads, never pages of this server."""

from tests.adapters.practice.conftest import FILE, Scene


def test_a_file_is_downloaded_under_its_name(scene: Scene) -> None:
    answer = scene.client.get("/documents/token")
    assert answer.status_code == 200
    assert answer.content == FILE.content
    assert answer.headers["Content-Type"] == "text/csv"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=utf-8''Pipeline%20%E2%80%9EM%C3%A4rz%E2%80%9C.csv" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_what_is_not_there_says_so(scene: Scene) -> None:
    answer = scene.client.get("/documents/guessed")
    assert answer.status_code == 404
    assert answer.json() == {"error": "That file is no longer kept. Ask for it once more."}
