"""Texts that speak of something else entirely: nothing of an opportunity may be read from them."""

import json

import pytest

from tests.replies.scoring import SHARED, Json, answer, cases, processes

NEGATIVES = SHARED / "public" / "negatives_unrelated_text.jsonl"
PER_THOUSAND = 2
NEVER_WRITTEN = {"stage", "probability", "forecast_category"}


@pytest.mark.parametrize("process", ["harbor", "fabrik", "atlas"])
@pytest.mark.parametrize("asked", ["where_it_stands", None])
def test_unrelated_text_writes_at_most_twice_in_a_thousand_and_never_an_outcome(
    process: str, asked: str | None
) -> None:
    if not NEGATIVES.exists() or process not in processes():
        pytest.skip("the shared negatives are not beside this checkout")
    several = max((c for c in cases(SHARED / "cases.jsonl") if c["process"] == process), key=_number_of_opportunities)
    one = several["opportunities"][0]["id"]
    scene = several | {"asked": {"opportunity": one, "about": asked} if asked else None}
    texts = [json.loads(line)["text"] for line in NEGATIVES.read_text(encoding="utf-8").splitlines()]
    said = [answer(scene | {"text": text}) for text in texts]
    written = [(text, reading["changes"]) for text, reading in zip(texts, said, strict=True) if "changes" in reading]
    assert len(written) <= PER_THOUSAND * len(texts) / 1000, written
    assert [text for text, changes in written if any(change["field"] in NEVER_WRITTEN for change in changes)] == []
    assert [
        text for text, reading in zip(texts, said, strict=True) if reading["kind"] in ("no_change", "not_mine")
    ] == []


def _number_of_opportunities(case: Json) -> int:
    return len(case["opportunities"])
