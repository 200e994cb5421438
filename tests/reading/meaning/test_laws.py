"""What holds of every reading, whatever the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading.reader import read
from domain.reading.reading import About, Reading
from tests.reading.meaning.scenes import OPEN, context, turned

SPOKEN = """
60% 45 forty five percent 250k $1.2M 80k a year for 3 years up down ten points to at from about maybe might if
legal signs off signed lost won dead closed it they said call back in March next Friday end of Q1 jan 15 slips
two weeks push tamarack verity target line scan lost valley tamarak quantive pearson grid nora mark stone moved
workshop paperwork live gone commit best case pipeline omit need discount exec sponsor please set up meeting no
yes not still same later busy ask me monday not mine all of them everything was last month wish lol 🎉 👍 ! . , ;
… - : and but so or no wait sorry scratch that probably our support is great too slow on hold next step send
pricing by
"""
WORDS = [*SPOKEN.split(), "\n"]

TALK = st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join)
ANYTHING = st.text(st.characters(codec=None), max_size=300) | TALK
QUESTIONS = st.sampled_from([*About, None])


def _evidences(reading: Reading) -> list[str]:
    return [item.evidence for item in (*reading.changes, *reading.proposals, *reading.doubts, *reading.requests)]


@settings(max_examples=300, deadline=None)
@given(ANYTHING, QUESTIONS)
def test_reading_never_raises_and_its_evidence_stands_in_the_text(text: str, about: About | None) -> None:
    reading = read(text, context(about))
    for evidence in _evidences(reading):
        assert evidence in text
        assert evidence.strip()


@settings(max_examples=150, deadline=None)
@given(TALK, QUESTIONS)
def test_the_same_reply_is_read_the_same_twice(text: str, about: About | None) -> None:
    assert read(text, context(about)) == read(text, context(about))


@settings(max_examples=200, deadline=None)
@given(TALK, QUESTIONS)
def test_the_order_of_the_opportunities_changes_nothing(text: str, about: About | None) -> None:
    one = context(about)
    there, back = read(text, one), read(text, turned(one))
    assert (there.kind, there.changes, there.proposals, there.requests) == (
        back.kind,
        back.changes,
        back.proposals,
        back.requests,
    )
    assert [{*doubt.choices} for doubt in there.doubts] == [{*doubt.choices} for doubt in back.doubts]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([w for w in WORDS if w not in "!.;…\n"]), max_size=16).map(" ".join), QUESTIONS)
def test_a_question_never_writes(text: str, about: About | None) -> None:
    reading = read(text + "?", context(about))
    assert reading.changes == ()
    assert reading.proposals == ()


@settings(max_examples=200, deadline=None)
@given(TALK, QUESTIONS)
def test_what_is_written_lies_in_range_and_is_news(text: str, about: About | None) -> None:
    given_context = context(about)
    recorded = {opportunity.id: opportunity for opportunity in OPEN}
    for change in read(text, given_context).changes:
        assert recorded[change.opportunity].get(change.field) != change.value
        if change.field == "probability":
            assert isinstance(change.value, int)
            assert 0 <= change.value <= 100
        if change.field == "stage":
            assert given_context.process.has_stage(str(change.value))


@settings(max_examples=200, deadline=None)
@given(TALK, QUESTIONS)
def test_a_field_is_written_or_proposed_or_asked_back_but_never_two_of_them(text: str, about: About | None) -> None:
    reading = read(text, context(about))
    found = [(item.opportunity, item.field) for item in (*reading.changes, *reading.proposals)]
    asked = [(doubt.opportunity, doubt.field) for doubt in reading.doubts]
    assert len(found + asked) == len({*found, *asked})
