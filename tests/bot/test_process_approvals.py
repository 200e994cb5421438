"""How app.yaml says who approves what, every fault named with its line and key."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.process_file import summary
from domain.sales.approvals import ApprovalRule, ApprovalStep
from tests.bot.test_process_file import GOOD, faults, read

APPROVALS = """\
approvals:
  - kind: discount approval
    steps:
      - {by: [Manager]}
      - {by: [Ben Falk, eva@tern.example], above: 10}
    answer_within: 8
    escalate_to: Ben Falk
    lowers_amount: yes
  - {kind: special_terms, steps: [{by: [Eva Lang]}]}
"""


def test_steps_by_size_with_a_deadline(tmp_path: Path) -> None:
    file = read(tmp_path, GOOD + APPROVALS)
    eva, ben = "eva@tern.example", "ben@tern.example"
    steps = (ApprovalStep((), manager=True), ApprovalStep((ben, eva), above=Decimal(10)))
    assert file.company.approvals == (
        ApprovalRule("discount_approval", steps, timedelta(hours=8), ben, lowers_amount=True),
        ApprovalRule("special_terms", (ApprovalStep((eva,)),)),
    )
    words = "Discount: the rep's manager, then Ben Falk or Eva Lang above 10 %. Unanswered for 8 hours, Ben Falk may"
    assert words in summary(file)
    assert "Special terms: Eva Lang. Unanswered for 24 hours, they are reminded." in summary(file)


def test_without_the_section_nothing_is_said_of_it(tmp_path: Path) -> None:
    file = read(tmp_path, GOOD)
    assert file.company.approvals == ()
    assert "Unanswered" not in summary(file)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("- {kind: holidays, steps: [{by: [Eva Lang]}]}", '"holidays" is nothing that is approved here'),
        ("- {kind: special_terms}", "approvals[0].steps: is missing"),
        ("- {kind: special_terms, steps: []}", "approvals[0].steps: nobody approves this"),
        ("- {kind: special_terms, steps: [{by: []}]}", "approvals[0].steps[0].by: nobody decides this step"),
        ("- {kind: special_terms, steps: [{by: [Eva Long]}]}", '"Eva Long" is nobody under people'),
        ("- {kind: special_terms, steps: [{by: [Eva Lang], above: ten}]}", '"ten" is no amount'),
        ("- {kind: special_terms, steps: [{by: [Eva Lang]}], escalate_to: Nobody}", '"Nobody" is nobody under people'),
        ("- {kind: special_terms, steps: [{by: [Eva Lang]}], answer_within: 0}", '"0" is no number of use here'),
        ("- {kind: special_terms, steps: [{by: [Eva Lang]}], lowers_amount: yes}", "only a discount lowers an amount"),
        (
            "- {kind: special_terms, steps: [{by: [Eva Lang]}]}\n  - {kind: special_terms, steps: [{by: [Eva Lang]}]}",
            '"special_terms" has its steps above already',
        ),
    ],
)
def test_a_fault_is_named_where_it_stands(tmp_path: Path, written: str, fault: str) -> None:
    told = faults(tmp_path, f"{GOOD}approvals:\n  {written}\n")
    assert len(told) == 1, told
    assert fault in told[0]
