"""The values of other people's test suites: how much is read right, and how little wrong.

The suites are not part of the project; without them there is nothing to score.
"""

import pytest

from domain.reading.values import yes_no
from tests.reading.public_suites import (
    DATE_SUITES,
    MONEY_SUITES,
    PUBLIC,
    Score,
    cases,
    score_days,
    score_money,
    score_percent,
    score_yes_no,
)

pytestmark = pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public suites are not beside the project")


def test_day_dates() -> None:
    score = sum((score_days(suite) for suite in DATE_SUITES), Score())
    assert score.share(score.right) >= 88, score
    assert score.share(score.wrong) <= 6, score.misread


def test_money() -> None:
    score = sum((score_money(suite) for suite in MONEY_SUITES), Score())
    assert score.share(score.right) >= 80, score
    assert score.share(score.wrong) <= 6, score.misread


def test_percent() -> None:
    score = score_percent()
    assert score.share(score.right) >= 80, score


def test_yes_and_no() -> None:
    score = score_yes_no()
    assert score.share(score.right) >= 88, score


def test_perhaps_is_neither_yes_nor_no() -> None:
    perhaps = [case["text"] for case in cases("clinc150_subset") if str(case["expect"]) == "maybe"]
    assert [text for text in perhaps if yes_no(text) is not None] == []
