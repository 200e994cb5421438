"""What a model points at is a proposal only where our own reading bears it out, whatever the model says."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading.pointed import Item, Op, items_of, pointed, question_of, worth_asking
from domain.reading.reader import read
from domain.reading.reading import About, Asked, Finding
from domain.sales.process import Field
from tests.reading.meaning.scenes import OPEN, PROCESS, TAMARACK, context, said

ASKED = context(None)
_ABOUT = {
    Field.STAGE: About.STAGE,
    Field.PROBABILITY: About.PROBABILITY,
    Field.AMOUNT: About.AMOUNT,
    Field.CLOSE_DATE: About.CLOSE_DATE,
}


def points(reply: str, quote: str, field: Field = Field.PROBABILITY, **other: object) -> tuple[Finding, ...]:
    """What is left of one item about the first opportunity, of which the conversation is."""
    question = question_of(reply, OPEN, TAMARACK.id, PROCESS)
    item = {
        "opportunity": "o1",
        "field": str(field),
        "op": "set",
        "quote": quote,
        "choice": None,
        "negated": False,
        "hedged": False,
    }
    return pointed(reply, items_of({"items": [item | other]}, question), question, ASKED)


@pytest.mark.parametrize(
    ("reply", "quote", "value"),
    [
        ("Jo sees us as a seventy now", "a seventy", 70),
        ("my gut went from shaky to a solid 80", "80", 80),
        ("we sit nearer to 45 these days", "45", 45),
        ("the needle moved to 55", "55", 55),
    ],
)
def test_what_the_rules_leave_alone_can_be_pointed_at(reply: str, quote: str, value: int) -> None:
    assert worth_asking(reply, said(reply), ASKED)
    assert [(f.field, f.value, f.evidence) for f in points(reply, quote)] == [(Field.PROBABILITY, value, quote)]


@pytest.mark.parametrize(
    ("reply", "quote"),
    [
        ("not 60", "60"),
        ("they never saw it as a 90", "90"),
        ("nobody believes in a 90 there", "90"),
        ("a 90 it is not", "90"),
        ("it was at 20 last month", "20"),
        ("they wished we were a 90", "90"),
        ("is it a 90?", "90"),
        ("if legal signs off we are a 90", "90"),
        ("maybe a 90", "90"),
        ("we are a 90 unless legal balks", "90"),
        ("set them all to 100", "100"),
        ("need 8% discount", "8%"),
        ("between 60 and 70", "70"),
        ("between 60-70 I reckon", "70"),
        ("went from 60 to 70", "60"),
        ("we hit 70,000 users", "70"),
        ("call it 7.5", "7"),
        ("the 12/03 fair", "12"),
        ("ninety nine", "nine"),
        ("verity is a seventy to them", "seventy"),
    ],
)
def test_what_the_words_around_it_speak_against_is_not_offered(reply: str, quote: str) -> None:
    assert points(reply, quote) == ()


def test_a_hedge_that_the_model_saw_too_is_offered() -> None:
    assert points("if legal signs off we are a 90", "90", hedged=True)
    assert not points("if legal signs off we are a 90", "90", negated=True, hedged=True)


def test_the_way_it_moves_and_the_word_that_is_chosen_must_be_what_we_read() -> None:
    moved = "Jo sees us as a seventy now"
    assert points(moved, "seventy", op="up")
    assert not points(moved, "seventy", op="down")
    assert not points(moved, "seventy", choice="Paperwork")
    stage = "their mood is security review"
    assert not points(stage, "security review", Field.STAGE, choice="Gone")
    assert not points(stage, "security review", Field.STAGE)


def test_what_is_recorded_already_is_not_offered() -> None:
    assert points("the needle moved to 30", "30") == ()


def test_a_value_left_beside_what_was_read_is_worth_asking_about() -> None:
    reply = "60%, and Jo sees ink on 12 March"
    assert worth_asking(reply, said(reply), ASKED)
    assert not worth_asking("60%", said("60%"), ASKED)
    assert not worth_asking("👍", said("👍"), ASKED)
    assert not worth_asking("> 60%\n", said("> 60%\n"), ASKED)


_PIECES = st.sampled_from(
    "60|70 %|a seventy|not|if|March 12|$80k|Tamarack|Verity|signed|,|?|and|é|😀".split("|")  # noqa: SIM905 - easier to read
)


@settings(deadline=None)  # each example reads several times
@given(st.lists(_PIECES, max_size=8).map(" ".join), st.data())
def test_whatever_is_pointed_at_stands_once_in_the_reply_and_is_our_own_reading_of_it(
    reply: str, data: st.DataObject
) -> None:
    question = question_of(reply, OPEN, data.draw(st.sampled_from([None, TAMARACK.id])), PROCESS)
    start = data.draw(st.integers(0, max(0, len(reply) - 1)))
    item = Item(
        data.draw(st.sampled_from(list(question.opportunities))),
        data.draw(st.sampled_from(question.fields)),
        data.draw(st.sampled_from(Op)),
        reply[start : data.draw(st.integers(start + 1, len(reply) + 1))] or "x",
        data.draw(st.sampled_from([None, *question.choices])),
        data.draw(st.booleans()),
        data.draw(st.booleans()),
    )
    for found in pointed(reply, [item], question, ASKED):
        assert not item.negated
        assert reply.count(found.evidence) == 1
        about = next(each for each in OPEN if each.id == found.opportunity)
        assert about.get(found.field) != found.value
        asked = Asked(about.id, _ABOUT.get(found.field, About.WHERE_IT_STANDS))
        alone = read(found.evidence, replace(ASKED, opportunities=(about,), asked=asked))
        assert [each.value for each in (*alone.changes, *alone.proposals)] == [found.value]


_PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=9)
_KEYS = st.sampled_from(["items", "opportunity", "field", "op", "quote", "choice", "negated", "hedged"])
_ANSWERS = st.recursive(_PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=7))


@given(_ANSWERS)
def test_whatever_a_model_answers_is_of_the_form_or_refused(answer: object) -> None:
    question = question_of("60", OPEN, None, PROCESS)
    try:
        items = items_of(answer, question)
    except ValueError:
        return
    assert items == ()
