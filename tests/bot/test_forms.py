"""What is typed into the form of an opportunity: read as people write it, or refused in a sentence."""

from decimal import Decimal

import pytest

from bot.use_cases.forms import read_form
from tests.bot.test_rights import World, world  # the demo company at noon on a Monday

__all__ = ["world"]
REP = "ruth.calloway@copperline.example"


def read(world: World, **typed: str) -> tuple[dict[str, object], list[str]]:
    """Values by field, and the faults, of what Ruth types."""
    ruth = next(p for p in world.quarterback.company.people if p.id == REP)
    with world.scene_of(ruth) as scene:
        findings, faults = read_form(scene, world.targets[REP], typed)
        return {finding.field.value: finding.value for finding in findings}, faults
    raise AssertionError


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("250000", 250000), ("250,000.50", Decimal("250000.50")), ("250k", 250000), ("$1.2M", 1200000)],
)
def test_an_amount_is_read_as_people_write_it(world: World, typed: str, amount: str) -> None:
    assert read(world, amount=typed) == ({"amount": Decimal(amount)}, [])


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("probability", "101"),
        ("probability", "00000000199"),
        ("probability", "-1"),
        ("probability", "٣"),
        ("amount", "0"),
        ("amount", "lots"),
        ("amount", "80k a year"),
        ("amount", "€80k"),
        ("amount", "NaN"),
        ("amount", "9" * 40),
        ("close_date", "2020-01-01"),
        ("close_date", "soon"),
        ("stage", "Nirvana"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(world: World, field: str, typed: str) -> None:
    values, faults = read(world, **{field: typed})
    assert values == {}
    assert len(faults) == 1
    assert faults[0].endswith(".")


def test_only_the_inputs_of_the_form_count(world: World) -> None:
    assert read(world, forecast_category="banana", owner="stranger", competitor="X") == ({}, [])
