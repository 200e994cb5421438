"""Calls and questions as people type them: what is read, what is refused in a sentence, what is something else."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.process_file import load
from domain.forecast.words import WordsFault, read_asked, read_call

PROCESS = load(Path(__file__).parents[2] / "app.yaml").company.process
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "commit", "best", "quarter"),
    [
        ("commit 420k, best 600k", 420_000, 600_000, "Q4 2026"),
        ("Commit $420,000 and best case $600,000", 420_000, 600_000, "Q4 2026"),
        ("I commit to 1.2m next quarter", 1_200_000, None, "Q1 2027"),
        ("commit: $1.2M; upside 1.5M", 1_200_000, 1_500_000, "Q4 2026"),
        ("best 600k", None, 600_000, "Q4 2026"),
        ("call it 410k", 410_000, None, "Q4 2026"),
        ("i'd commit around 420k", 420_000, None, "Q4 2026"),
        ("commit 420000 for Q1 2027", 420_000, None, "Q1 2027"),
        ("commit 0", 0, None, "Q4 2026"),
    ],
)
def test_a_call_is_read(said: str, commit: int | None, best: int | None, quarter: str) -> None:
    found = read_call(said, NOW, PROCESS)
    assert found
    assert (found.commit and found.commit.amount) == commit
    assert (found.best_case and found.best_case.amount) == best
    assert str(found.quarter) == quarter
    assert not any(figure.bare for figure in (found.commit, found.best_case) if figure)


def test_a_bare_figure_may_be_thousands() -> None:
    found = read_call("call it 400", NOW, PROCESS)
    assert found
    assert found.commit
    assert found.commit.bare


def test_who_and_why() -> None:
    found = read_call("override Ruth commit 380k: Kiln is not real", NOW, PROCESS)
    assert found
    assert (found.who, found.override, found.note) == ("Ruth", True, "Kiln is not real")
    delegated = read_call("commit 420k, best 600k for Ruth because Tamarack signs", NOW, PROCESS)
    assert delegated
    assert (delegated.who, delegated.override, delegated.note) == ("Ruth", False, "Tamarack signs")


@pytest.mark.parametrize(
    "said",
    [
        "commit Acme",
        "commit 60%",
        "commit 420k on acme",
        "commit 420k by Friday",
        "commit 5 deals",
        "commit Tamarack at 240k",
        "call Jo on Monday",
        "Acme is commit",
        "forecast is 60%",
        "best of luck",
        "60",
    ],
)
def test_what_is_no_call_is_left_to_the_reader(said: str) -> None:
    assert read_call(said, NOW, PROCESS) is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("commit -5", "cannot be below 0"),
        ("commit €400k", "amounts here are in USD"),
        ("commit 400 to 450k", "two amounts"),
        ("commit 420k, best 300k", "Best case (300,000) is below commit (420,000)"),
        ("commit 420k q7", "A year has no Q7"),
        ("commit 420k last quarter", "Q3 2026 is over"),
    ],
)
def test_what_cannot_be_taken_is_said_with_the_right_form(said: str, why: str) -> None:
    with pytest.raises(WordsFault) as fault:
        read_call(said, NOW, PROCESS)
    assert why in str(fault.value)
    assert "“commit 4" in str(fault.value) or "Q1 to Q4" in str(fault.value)


@pytest.mark.parametrize(
    ("said", "whose", "quarter"),
    [
        ("", "", "Q4 2026"),
        ("my team's commit this quarter", "team", "Q4 2026"),
        ("what's my team's commit this quarter?", "team", "Q4 2026"),
        ("forecast east next quarter", "east", "Q1 2027"),
        ("ruth's commit q1 2027", "ruth", "Q1 2027"),
        ("forecast for owen last quarter", "owen", "Q3 2026"),
        ("forecast q3 2026", "", "Q3 2026"),
        ("FY27 Q2", "", "Q2 2027"),
        ("how's the quarter looking", "", "Q4 2026"),
    ],
)
def test_whose_and_when(said: str, whose: str, quarter: str) -> None:
    found = read_asked(said, NOW, PROCESS)
    assert (found.whose, str(found.quarter)) == (whose, quarter)


@given(
    st.text(max_size=60)
    | st.from_regex(r"(commit|call it|best) ?[-€$]?\d{0,20}[.,]?\d{0,4}(k|m| q\d+)?", fullmatch=True)
)
def test_no_words_break_it(said: str) -> None:
    for read in (read_call, read_asked):
        with suppress(WordsFault):
            read(said, NOW, PROCESS)
