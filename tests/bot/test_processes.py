"""The file of processes is loaded, or all its faults are named at once."""

from pathlib import Path

import pytest

from bot.processes import ProcessesError, load_processes, processes_from
from domain.sales.process import DateOrder

GOOD = {
    "currency": "GBP",
    "date_order": "dmy",
    "fiscal_year_starts": 4,
    "stages": [
        {"name": "Open", "probability": 10, "category": "pipeline", "say": ["new"]},
        {"name": "Won", "probability": 100, "category": "closed", "won": True},
        {"name": "Lost", "probability": 0, "category": "omitted", "lost": True},
    ],
    "competitors": ["Thornbury"],
    "people": {"Beth Hale": "technical_presentation"},
}


def faults(loaded: object) -> list[str]:
    with pytest.raises(ProcessesError) as error:
        processes_from(loaded)
    return error.value.faults


def test_a_process_has_what_the_file_says() -> None:
    process = processes_from({"mill": GOOD})["mill"]
    assert (process.currency, process.date_order, process.fiscal_year_starts) == ("GBP", DateOrder.DAY_FIRST, 4)
    assert [stage.name for stage in process.open_stages] == ["Open"]
    assert (process.won_stage.name, process.lost_stage.name) == ("Won", "Lost")
    assert process.competitors == ("Thornbury",)
    assert process.colleagues[0].does == "technical_presentation"


def test_all_faults_are_named_at_once_by_their_keys() -> None:
    stages = [
        {"name": "", "probability": 101, "category": "soon", "say": [1]},
        {"name": "Won", "probability": 100, "category": ["closed"], "won": "yes"},
        {"name": "Won", "probability": True, "category": "closed", "wonn": True},
        "Lost",
    ]
    said = faults(
        {"mill": {"currency": "pounds", "date_order": ["dmy"], "fiscal_year_starts": 13, "stages": stages, "peple": {}}}
    )
    keys = [fault.split(": ")[0] for fault in said]
    assert set(keys) >= {
        "mill.peple",
        "mill.currency",
        "mill.date_order",
        "mill.fiscal_year_starts",
        "mill.stages[0].name",
        "mill.stages[0].probability",
        "mill.stages[0].category",
        "mill.stages[0].say",
        "mill.stages[1].category",
        "mill.stages[1].won",
        "mill.stages[2].wonn",
        "mill.stages[2].probability",
        "mill.stages[3]",
        "mill.stages",
    }


@pytest.mark.parametrize("loaded", [None, [], {}, "mill", 3])
def test_a_file_without_processes_is_a_fault(loaded: object) -> None:
    assert faults(loaded) == ["the file: must map names of processes to processes."]


@pytest.mark.parametrize("said", [None, [], "x", {"stages": []}, {"stages": {}}])
def test_a_process_needs_stages(said: object) -> None:
    assert any("mill" in fault for fault in faults({"mill": said}))


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(ProcessesError, match="cannot be read"):
        load_processes(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProcessesError, match="is not UTF-8"):
        load_processes(tmp_path / "bytes.yaml")
    (tmp_path / "broken.yaml").write_text("a: [1, 2", encoding="utf-8")
    with pytest.raises(ProcessesError, match="is not YAML"):
        load_processes(tmp_path / "broken.yaml")
