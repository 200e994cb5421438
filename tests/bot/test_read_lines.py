"""JSON lines in, JSON lines out: the contract of the reader, also for lines that keep none."""

import json
from collections.abc import Iterable

import pytest

from bot.use_cases.read_lines import read_lines
from tests.replies.scoring import Json, processes

CASE: Json = {
    "id": "one",
    "now": "2026-11-20T16:00:00-05:00",
    "process": "orchard",
    "asked": {"opportunity": "or-1", "about": "where_it_stands"},
    "opportunities": [
        {
            "id": "or-1",
            "name": "Tamarack Cold Store",
            "account": "Tamarack Foods",
            "product": "Cold Store Monitor",
            "stage": "Solution Fit",
            "probability": 30,
            "amount": 120000,
            "currency": "USD",
            "close_date": "2027-01-29",
        }
    ],
    "text": "45%, closes Feb 12",
}


def read(lines: Iterable[str | bytes], *, explain: bool = False) -> list[Json]:
    return [json.loads(line) for line in read_lines(lines, processes(), explain=explain)]


def line(**changes: object) -> str:
    return json.dumps(CASE | changes)


def error(text: str | bytes) -> str:
    (said,) = read([text])
    assert said["line"] == 1
    message: str = said["error"]
    return message


def test_a_case_is_answered_with_the_keys_of_the_contract() -> None:
    (said,) = read([line()])
    assert said == {
        "id": "one",
        "kind": "update",
        "changes": [
            {"opportunity": "or-1", "field": "probability", "value": 45, "evidence": "45%"},
            {"opportunity": "or-1", "field": "close_date", "value": "2027-02-12", "evidence": "Feb 12"},
        ],
    }


def test_values_are_plain_json() -> None:
    (amount,) = read([line(text="amount is 150.5k")])
    assert amount["changes"][0]["value"] == 150500
    assert isinstance(amount["changes"][0]["value"], int)
    (asked,) = read([line(text="Verity is at 60%")])
    assert asked["doubts"] == [{"opportunity": None, "field": "opportunity", "evidence": "Verity", "choices": []}]
    (later,) = read([line(text="ping me at 5pm")])
    assert (later["kind"], later["until"]) == ("later", "2026-11-20T17:00:00-05:00")
    (theirs,) = read([line(text="June has it now")])
    assert (theirs["kind"], theirs["hand_to"]) == ("not_mine", "June Park")
    (help_,) = read([line(text="need 7.5% discount approved")])
    assert help_["requests"][0]["value"] == 7.5


def test_explained_readings_name_the_rules_of_each_finding() -> None:
    (said,) = read([line(text="60 or 70%, closes Feb 12")], explain=True)
    assert "date stated" in said["changes"][0]["rules"]
    assert said["doubts"][0]["why"] == "several values"
    assert said["doubts"][0]["rules"]


def test_a_bad_line_is_named_and_the_rest_is_read() -> None:
    said = read([line(), "{", "", line(id="two")])
    assert [answer.get("id") for answer in said] == ["one", None, "two"]
    assert said[1]["line"] == 2
    assert "not JSON" in said[1]["error"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "not a JSON object"),
        ("null", "not a JSON object"),
        ("NaN", "NaN is no JSON value"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5_000, "not JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (line(now="2026-11-20T16:00:00"), "now: '2026-11-20T16:00:00' has no offset"),
        (line(now="soon"), "is not a date and time"),
        (line(now=5), "now: 5 must be a text"),
        (line(process="nowhere"), "process: 'nowhere' is unknown"),
        (line(text=None), "text: None must be a text"),
        (line(asked={"opportunity": "or-9", "about": "stage"}), "asked.opportunity: 'or-9' is none of"),
        (line(asked={"opportunity": "or-1", "about": ["stage"]}), "asked.about: ['stage'] is none of"),
        (line(asked="stage"), "asked: must be null"),
        (line(opportunities={}), "opportunities: must be a list"),
        (line(opportunities=[3]), "opportunities[0]: must be an object"),
        (line(opportunities=CASE["opportunities"] * 2), "two have the same id"),
        (json.dumps({key: value for key, value in CASE.items() if key != "now"}), "now: is missing: add it"),
    ],
)
def test_an_error_says_what_where_and_how_to_mend_it(text: str | bytes, words: str) -> None:
    assert words in error(text)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stage": "Dreaming"}, "opportunities[0].stage: 'Dreaming' is no stage"),
        ({"stage": ["x"]}, "opportunities[0].stage"),
        ({"probability": 101}, "opportunities[0].probability: 101 is not a whole percent"),
        ({"probability": True}, "opportunities[0].probability: True is not"),
        ({"probability": 10**400}, "opportunities[0].probability"),
        ({"amount": -1}, "opportunities[0].amount: -1 is not a number"),
        ({"amount": 1e308}, "opportunities[0].amount"),
        ({"amount": "n/a"}, "opportunities[0].amount: 'n/a' is not a number"),
        ({"close_date": "2026-02-30"}, "opportunities[0].close_date: '2026-02-30' is not a date"),
        ({"name": ""}, "opportunities[0].name"),
    ],
)
def test_a_fault_of_an_opportunity_is_named_by_its_place(change: Json, words: str) -> None:
    message = error(line(opportunities=[CASE["opportunities"][0] | change]))
    assert words in message
    assert len(message) < 250


def test_an_error_carries_the_id_where_the_line_has_one() -> None:
    (said,) = read([line(now="soon")])
    assert said["id"] == "one"


def test_amount_and_date_may_be_unknown() -> None:
    unknown = CASE["opportunities"][0] | {"amount": None, "close_date": None}
    (said,) = read([line(opportunities=[unknown], text="slips a month, amount up 20k")])
    assert [doubt["field"] for doubt in said["doubts"]] == ["close_date", "amount"]


def test_lone_surrogates_can_be_written_anywhere() -> None:
    (said,) = read_lines(
        ['{"id": "\\ud800", "text": "\\ud83d 60?", ' + line()[1:].replace('"id": "one", ', "", 1)], processes()
    )
    said.encode("utf-8")


def test_no_opportunities_are_no_fault() -> None:
    (said,) = read([line(opportunities=[], asked=None)])
    assert said["kind"] == "unclear"
