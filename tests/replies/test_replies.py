"""Every case of the corpus beside this file is read exactly as it says."""

from pathlib import Path

import pytest

from tests.replies.scoring import SHARED, Json, answer, cases, is_exact, processes, wrong_writes

CORPUS = [case for path in sorted(Path(__file__).parent.glob("*.jsonl")) for case in cases(path)]


def _known(case: Json) -> Json:
    if case["process"] not in processes():
        pytest.skip(f"the process {case['process']} stands in ../shared, which is not there")
    return case


@pytest.mark.parametrize("case", [c for c in CORPUS if not c.get("known_failure")], ids=lambda case: case["id"])
def test_a_reply_is_read_as_its_case_says(case: Json) -> None:
    said = answer(_known(case))
    assert wrong_writes(said, case) == [], case["text"]
    assert is_exact(said, case), f"{case['text']!r} gave {said}, not {case['expect']}"


@pytest.mark.parametrize("case", [c for c in CORPUS if c.get("known_failure")], ids=lambda case: case["id"])
def test_a_known_failure_writes_nothing_wrong_and_still_fails(case: Json) -> None:
    """When this fails because the case is read right, move the case to the others."""
    said = answer(_known(case))
    assert wrong_writes(said, case) == [], case["text"]
    assert not is_exact(said, case), f"{case['text']!r} is read right now: move it to the other cases"


def test_each_case_has_an_id_of_its_own() -> None:
    ids = [case["id"] for case in CORPUS]
    assert len(ids) == len(set(ids))


def test_choices_of_a_doubt_are_those_that_the_case_names() -> None:
    for case in [c for c in CORPUS if c["process"] in processes() and not c.get("known_failure")]:
        wanted = {(d["opportunity"], d["field"]): d.get("choices") for d in case["expect"].get("doubts", [])}
        for doubt in answer(case).get("doubts", []):
            choices = wanted.get((doubt["opportunity"], doubt["field"]))
            if choices is not None:
                assert set(doubt["choices"]) == set(choices), case["id"]


def test_the_shared_cases_are_all_read_and_none_writes_a_wrong_value() -> None:
    path = SHARED / "cases.jsonl"
    if not path.exists():
        pytest.skip("the shared cases are not beside this checkout")
    said = [(case, answer(case)) for case in cases(path)]
    assert [case["id"] for case, reading in said if wrong_writes(reading, case)] == []
    assert [case["id"] for case, reading in said if not is_exact(reading, case)] == []
