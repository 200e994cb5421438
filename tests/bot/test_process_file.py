"""app.yaml becomes a company and a playbook, or every fault at once with its line and key."""
# ruff: noqa: E501 - a fault is told in one line, and is compared with one line here

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.faults import Faults
from bot.process_file import AppFile, load, summary
from domain.asking.before_visit import Ahead
from domain.asking.question import Playbook, Rule, RuleKind
from domain.sales.company import Seen
from domain.sales.grants import Grant, Scope
from domain.sales.people import Directory, Role, WorkingHours
from domain.sales.process import Colleague, DateOrder, Field, ForecastCategory, Stage

SHIPPED = Path(__file__).parents[2] / "app.yaml"
GOOD = """\
company: Tern Pumps
currency: EUR
date_order: dmy
zone: Europe/Berlin
fiscal_year_starts: July
working_hours: {from: 08:00, to: 16:30, days: [mon, tue, wed, thu]}
days_off: [2026-12-25]
stages:
  - {name: Lead, probability: 10, category: pipeline, say: [inbound], longest_stay: 20}
  - {name: Offer, probability: 60, category: best case, say: [quoted, offer out], needs: [amount, close_date]}
  - {name: Won, probability: 100, category: closed, won: yes, say: [signed]}
  - {name: Lost, probability: 0, category: omitted, lost: yes, say: [dead]}
competitors: [Ostrava, No]
high_cards: [stage, probability, amount, close_date]
people:
  - name: Ida Ström
    email: Ida@Tern.example
    role: rep
    team: North
    quota: 250,000
    zone: Europe/Helsinki
    working_hours: {from: 10:00}
    days_off: [2026-12-24]
  - {name: Max Weber, email: max@tern.example, role: rep, team: north}
  - {name: Eva Lang, email: eva@tern.example, role: manager, helps_with: [discount_approval]}
  - {name: Tim Roth, email: tim@tern.example, role: assistant, assists: [Ida Ström, max@tern.example]}
  - {name: Lia Kern, email: lia@tern.example, role: specialist, helps_with: [technical_presentation, meeting]}
  - {name: Ben Falk, email: ben@tern.example, role: admin}
teams:
  - {name: North, leads: [Eva Lang]}
channels:
  - {name: deals, team: North, private: yes}
  - {name: "#Lobby", everybody: yes}
  - {name: offers, members: [Lia Kern, Eva Lang]}
nudges:
  no_change: {days: 30}
  slipped: yes
  closing_soon: no
  amount_jumped: {ask: no, percent: 20}
  big_and_uncertain: {amount: 100000, between: 20 to 80}
attention: {per_day: 2, per_week: 8, cool_down: 4}
digest_hour: 9
"""


def read(tmp_path: Path, text: str | bytes) -> AppFile:
    path = tmp_path / "app.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path)


def faults(tmp_path: Path, text: str | bytes) -> list[str]:
    """The faults of that file, as told, without the folder it lies in."""
    with pytest.raises(Faults) as caught:
        read(tmp_path, text)
    return [line.removeprefix(f"{tmp_path}/") for line in str(caught.value).splitlines()]


def but(*changes: tuple[str, str]) -> str:
    """The good file with some of its words replaced."""
    text = GOOD
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text


def test_how_far_and_how_long_an_assistant_may_act_is_read(tmp_path: Path) -> None:
    written = "assists: [{rep: Ida Ström, scope: read, from: 2026-11-01, until: 2026-12-31}, max@tern.example]"
    company = read(tmp_path, but(("assists: [Ida Ström, max@tern.example]", written))).company
    tim = next(person for person in company.people if person.name == "Tim Roth")
    assert tim.serves == ("ida@tern.example", "max@tern.example")
    assert tim.grants == (
        Grant("ida@tern.example", Scope.READ, date(2026, 11, 1), date(2026, 12, 31)),
        Grant("max@tern.example"),
    )
    assert "Tim Roth assists Ida Ström (read only, from 1 Nov 2026, until 31 Dec 2026) and Max Weber" in summary(
        read(tmp_path, but(("assists: [Ida Ström, max@tern.example]", written)))
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[{rep: Ida Ström, scope: all}]", '26 people[3].assists[0].scope: "all" is none of the words known here'),
        ("[{rep: Ida Ström, until: soon}]", '26 people[3].assists[0].until: "soon" is no day'),
        ("[{scope: read}]", "26 people[3].assists[0].rep: is missing"),
        ("[{rep: Ida Ström, upto: 2026-12-31}]", "26 people[3].assists[0].upto: is not a key here"),
        (
            "[{rep: Ida Ström, from: 2026-12-31, until: 2026-12-30}]",
            "26 people[3].assists[0].until: the end, 30 Dec 2026, is before the start, 31 Dec 2026",
        ),
        ("[{rep: Nobody}]", '26 people[3].assists[0]: "Nobody" is nobody under people'),
        ("[{rep: Ida Ström}, Ida Ström]", '26 people[3].assists[1]: "Ida Ström" stands in this list twice'),
        ("[[Ida Ström]]", "26 people[3].assists[0]: has no keys"),
    ],
)
def test_a_fault_of_a_grant_is_named_by_line(written: str, told: str, tmp_path: Path) -> None:
    found = faults(tmp_path, but(("assists: [Ida Ström, max@tern.example]", f"assists: {written}")))
    assert any(line.startswith(f"app.yaml:{told}") for line in found), found


# What a good file says


def test_the_process_is_read(tmp_path: Path) -> None:
    company = read(tmp_path, GOOD).company
    process = company.process
    assert (company.name, company.zone, process.currency) == ("Tern Pumps", "Europe/Berlin", "EUR")
    assert (process.date_order, process.fiscal_year_starts) == (DateOrder.DAY_FIRST, 7)
    assert process.stages[1] == Stage(
        "Offer", 60, ForecastCategory.BEST_CASE, ("quoted", "offer out"), needs=(Field.AMOUNT, Field.CLOSE_DATE)
    )
    assert process.stages[0].longest_stay == 20
    assert (process.won_stage.name, process.lost_stage.name) == ("Won", "Lost")
    assert process.high_cards == (Field.STAGE, Field.PROBABILITY, Field.AMOUNT, Field.CLOSE_DATE)


def test_words_that_yaml_takes_for_something_else_stay_words(tmp_path: Path) -> None:
    """`No` is a competitor here and 08:00 a time, where YAML alone would say False and 480."""
    company = read(tmp_path, GOOD).company
    assert company.process.competitors == ("Ostrava", "No")
    assert company.rhythm.hours == WorkingHours(time(8), time(16, 30), (0, 1, 2, 3))


def test_people_have_what_the_company_has_where_they_say_nothing_else(tmp_path: Path) -> None:
    people = Directory(read(tmp_path, GOOD).company.people)
    ida, max_weber = people.named("Ida Ström")[0], people.named("Max Weber")[0]
    assert (ida.id, ida.quota, ida.zone) == ("ida@tern.example", Decimal(250_000), "Europe/Helsinki")
    assert ida.rhythm.hours == WorkingHours(time(10), time(16, 30), (0, 1, 2, 3))
    assert ida.days_off == (date(2026, 12, 24), date(2026, 12, 25))
    assert (max_weber.zone, max_weber.rhythm.hours.start, max_weber.team) == ("Europe/Berlin", time(8), "North")
    assert (max_weber.rhythm.per_day, max_weber.rhythm.per_week) == (2, 8)


def test_people_are_bound_to_each_other(tmp_path: Path) -> None:
    people = Directory(read(tmp_path, GOOD).company.people)
    assert people.named("Tim Roth")[0].serves == ("ida@tern.example", "max@tern.example")
    assert people.named("Eva Lang")[0].leads == ("North",)
    assert [p.name for p in people.helpers_with("discount_approval")] == ["Eva Lang"]


def test_colleagues_are_named_by_the_help_they_give_or_by_their_role(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).company.process.colleagues == (
        Colleague("Ida Ström", "rep"),
        Colleague("Max Weber", "rep"),
        Colleague("Eva Lang", "discount_approval"),
        Colleague("Tim Roth", "assistant"),
        Colleague("Lia Kern", "technical_presentation"),
        Colleague("Ben Falk", "admin"),
    )


def test_a_team_channel_holds_sellers_their_lead_and_their_assistant(tmp_path: Path) -> None:
    deals, lobby, offers = read(tmp_path, GOOD).company.channels
    assert (deals.name, deals.private) == ("deals", True)
    assert deals.members == ("ida@tern.example", "max@tern.example", "eva@tern.example", "tim@tern.example")
    assert (lobby.name, lobby.private, len(lobby.members)) == ("lobby", False, 6)
    assert offers.members == ("eva@tern.example", "lia@tern.example")


def test_rules_keep_their_order_and_resting_ones_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).playbook == Playbook(
        (
            Rule(RuleKind.NO_CHANGE, days=30),
            Rule(RuleKind.SLIPPED),
            Rule(RuleKind.BIG_AND_UNCERTAIN, amount=Decimal(100_000), between=(20, 80)),
        ),
        cool_down=4,
        digest_hour=9,
    )


def test_what_may_be_left_out_may_be_left_out(tmp_path: Path) -> None:
    text = but(("high_cards: [stage, probability, amount, close_date]\n", ""), ("digest_hour: 9\n", ""))
    text = text.replace("attention: {per_day: 2, per_week: 8, cool_down: 4}\n", "").replace(
        "competitors: [Ostrava, No]\n", ""
    )
    app_file = read(tmp_path, text)
    assert app_file.company.process.high_cards == tuple(Field)
    assert app_file.company.rhythm.per_day == 3
    assert app_file.playbook.cool_down == Playbook(()).cool_down


def test_when_the_page_of_a_visit_comes_and_who_reads_feedback_may_be_said(tmp_path: Path) -> None:
    standard = read(tmp_path, GOOD)
    assert (standard.playbook.visit_page, standard.company.feedback) == (Ahead.EVENING, Seen.COMPANY)
    said = read(tmp_path, but(("digest_hour: 9", "visit_page: no\nfeedback: team")))
    assert (said.playbook.visit_page, said.company.feedback) == (Ahead.NEVER, Seen.TEAM)
    assert "does not come by itself. What customers say is read by those who see the opportunity" in summary(said)


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == read(tmp_path, GOOD)


# Single values

VALUES = [
    ("probability: 60", "probability: sixty", '10 stages[1].probability: "sixty" is no whole percent; write a number from 0 to 100'),
    ("probability: 60", "probability: 101", '10 stages[1].probability: "101" is no whole percent; write a number from 0 to 100'),
    ("probability: 60", "probability: 1e1", '10 stages[1].probability: "1e1" is no whole percent; write a number from 0 to 100'),
    ("probability: 60", "probability: ", "10 stages[1].probability: says nothing (an unquoted # starts a comment); write a number from 0 to 100"),
    ("probability: 60", "probability: [60]", "10 stages[1].probability: is no single value; write a number from 0 to 100"),
    ("currency: EUR", "currency: Euro", '2 currency: "Euro" is no currency; write its three letters, such as USD'),
    ("date_order: dmy", "date_order: ymd", '3 date_order: "ymd" is none of the words known here; write one of mdy, dmy'),
    ("Europe/Berlin", "Europe/Berlni", '4 zone: "Europe/Berlni" is no time zone; did you mean "Europe/Berlin"?'),
    ("Europe/Berlin", "../etc/passwd", '4 zone: "../etc/passwd" is no time zone; write one such as America/New_York or Europe/Berlin'),
    ("starts: July", "starts: 13", '5 fiscal_year_starts: "13" is no month; write its name or its number, such as January or 1'),
    ("from: 08:00", "from: 8am", '6 working_hours.from: "8am" is no time of day; write hours and minutes, such as 08:30'),
    ("from: 08:00", "from: 25:00", '6 working_hours.from: "25:00" is no time of day; write hours and minutes, such as 08:30'),
    ("mon, tue", "mon, day", '6 working_hours.days[1]: "day" is no day of the week; write mon, tue, wed, thu, fri, sat or sun'),
    ("mon, tue", "mon, Monday", '6 working_hours.days[1]: "0" stands in this list twice; take one out'),
    ("[2026-12-25]", "[2026-02-30]", '7 days_off[0]: "2026-02-30" is no day; write year-month-day, such as 2026-12-25'),
    ("[2026-12-25]", "2026-12-25", "7 days_off: is no list; write a list of days, such as [2026-12-25]"),
    ("best case", "likely", '10 stages[1].category: "likely" is none of the words known here; write one of pipeline, best_case, commit, closed, omitted'),
    ("longest_stay: 20", "longest_stay: -1", '9 stages[0].longest_stay: "-1" is no number of use here; write a whole number from 1 to 3650'),
    ("won: yes", "won: maybe", '11 stages[2].won: "maybe" is neither yes nor no; write yes or no'),
    ("needs: [amount, close_date]", "needs: [amount, size]", '10 stages[1].needs[1]: "size" is none of the words known here; write one of stage, probability, amount, close_date, forecast_category, next_step, next_step_date, competitor, loss_reason, feedback'),
    ("Ostrava, No", "Ostrava, ostrava", '13 competitors[1]: "ostrava" stands in this list twice; take one out'),
    ("Ida@Tern.example", "Ida at Tern", '17 people[0].email: "Ida at Tern" is no e-mail address; write one such as ann@company.example'),
    ("role: admin", "role: boss", '28 people[5].role: "boss" is none of the words known here; write one of rep, manager, assistant, specialist, admin'),
    ("quota: 250,000", "quota: 250.000", '20 people[0].quota: "250.000" is no amount; write figures alone, such as 400000'),
    ("quota: 250,000", "quota: ١٢", '20 people[0].quota: "١٢" is no amount; write figures alone, such as 400000'),
    ("Europe/Helsinki", "Helsinki", '21 people[0].zone: "Helsinki" is no time zone; did you mean "Europe/Helsinki"?'),
    ("meeting]", "lunch]", '27 people[4].helps_with[1]: "lunch" is no kind of help known here; write one of technical_presentation, discount_approval, executive_sponsor, legal_review, meeting, credit_exception, special_terms'),
    ("name: deals", "name: our deals", '32 channels[0].name: "our deals" is no name of a channel; write one word, such as deals'),
    ("name: deals", 'name: "a\\u0000b"', "32 channels[0].name: holds a control character; take the character out"),
    ("name: deals", 'name: "a\\ud800b"', "32 channels[0].name: holds a control character; take the character out"),
    ("{days: 30}", "{days: 0}", '36 nudges.no_change.days: "0" is no number of use here; write a whole number from 1 to 3650'),
    ("{days: 30}", "often", '36 nudges.no_change: "often" is neither yes nor no; write yes or no'),
    ("20 to 80", "80 to 20", '40 nudges.big_and_uncertain.between: "80 to 20" is no span of percent; write it as 30 to 70'),
    ("{amount: 100000, between: 20 to 80}", "yes", "40 nudges.big_and_uncertain: has no standard numbers; write its numbers (amount, between), or no"),
    ("per_day: 2", "per_day: few", '41 attention.per_day: "few" is no number of use here; write a whole number from 0 to 50'),
    ("digest_hour: 9", "visit_page: noon", '42 visit_page: "noon" is none of the words known here; write one of evening, morning, no'),
    ("digest_hour: 9", "feedback: all", '42 feedback: "all" is none of the words known here; write one of company, team'),
    ("digest_hour: 9", "digest_hour: 24", '42 digest_hour: "24" is no number of use here; write a whole number from 0 to 23'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), VALUES, ids=[told.split(":")[0] for _, _, told in VALUES])
def test_a_wrong_value_is_named_by_line_and_key(old: str, new: str, told: str, tmp_path: Path) -> None:
    assert faults(tmp_path, but((old, new))) == [f"app.yaml:{told}"]


# Keys

KEYS = [
    ("probability: 60", "probabilty: 60", ['10 stages[1].probabilty: is not a key here; did you mean "probability"?', "10 stages[1].probability: is missing; write a number from 0 to 100"]),
    ("company: Tern Pumps\n", "", ["1 company: is missing; write some words"]),
    ("digest_hour: 9", "horoscope: 9", ["42 horoscope: is not a key here; known are company, currency, date_order, zone, fiscal_year_starts, stages, competitors, high_cards, people, teams, working_hours, days_off, channels, approvals, nudges, attention, digest_hour, visit_page, feedback, alerts, feeds"]),
    ("currency: EUR", "currency: EUR\ncurrency: USD", ["3 currency: stands here twice, first on line 2; take one out"]),
    ("won: yes", "won: yes, won: no", ["11 stages[2].won: stands here twice, first on line 11; take one out"]),
    ("digest_hour: 9", "slack: {bot_token: canary}", ["42 slack.bot_token: looks like a secret; secrets belong in the environment: take it out here, and change it"]),
    ("role: admin", "role: admin, password: canary", ["28 people[5].password: looks like a secret; secrets belong in the environment: take it out here, and change it"]),
    ("digest_hour: 9", "crm: [{clientSecret: canary}]\napi_key: canary", ["42 crm[0].clientSecret: looks like a secret; secrets belong in the environment: take it out here, and change it", "43 api_key: looks like a secret; secrets belong in the environment: take it out here, and change it"]),
    ("digest_hour: 9", "<<: {zone: UTC}", ["42 <<: is not a key here; known are company, currency, date_order, zone, fiscal_year_starts, stages, competitors, high_cards, people, teams, working_hours, days_off, channels, approvals, nudges, attention, digest_hour, visit_page, feedback, alerts, feeds"]),
    ("digest_hour: 9", "? [a]\n: b", ["42 ?: is not a key here; known are company, currency, date_order, zone, fiscal_year_starts, stages, competitors, high_cards, people, teams, working_hours, days_off, channels, approvals, nudges, attention, digest_hour, visit_page, feedback, alerts, feeds"]),
    ("amount: 100000, ", "", ["40 nudges.big_and_uncertain.amount: is missing; write figures alone, such as 400000"]),
    ("closing_soon: no", "closing_son: no", ['38 nudges.closing_son: is not a key here; did you mean "closing_soon"?']),
    ("attention: {per_day: 2, per_week: 8, cool_down: 4}", "attention: little", ["41 attention: has no keys; write per_day, per_week and cool_down"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), KEYS, ids=[told[0].split(":")[0] for _, _, told in KEYS])
def test_a_wrong_key_is_named_by_line(old: str, new: str, told: list[str], tmp_path: Path) -> None:
    assert faults(tmp_path, but((old, new))) == [f"app.yaml:{each}" for each in told]


# What must fit together

FITS = [
    (", won: yes", "", ["8 stages: no stage is won; write won: yes in one of them", '11 stages[2].category: an open stage counts as closed; write pipeline, best_case, commit or omitted']),
    ("lost: yes", "won: yes", ["8 stages: no stage is lost; write lost: yes in one of them", "12 stages[3].probability: a won stage has 0 %; write 100", "12 stages[3].category: a won stage counts as omitted; write closed", "12 stages[3].won: a second stage is won; one stage alone may be"]),
    ("won: yes", "won: yes, lost: yes", ["11 stages[2].lost: the stage is both won and lost; take one out", "12 stages[3].lost: a second stage is lost; one stage alone may be"]),
    ("probability: 100", "probability: 90", ["11 stages[2].probability: a won stage has 90 %; write 100"]),
    ("lost: yes", "lost: yes, longest_stay: 3", ["12 stages[3].longest_stay: a closed stage has no longest stay; take it out"]),
    ("say: [inbound]", "say: [Quoted]", ['10 stages[1].say[0]: "quoted" already stands for the stage Lead; take it out of one of them']),
    ("say: [inbound]", "say: [won]", ['9 stages[0].say[0]: "won" already stands for the stage Won; take it out of one of them']),
    ("name: Offer", "name: lead", ['10 stages[1].name: "lead" is the name of an earlier stage; give it another name']),
    ("needs: [amount, close_date]", "needs: [amount, next_step]", ['10 stages[1].needs[1]: "next_step" is no high card; add it to high_cards, or take it out here']),
    ("max@tern.example, role", "IDA@tern.example, role", ['24 people[1].email: "ida@tern.example" is the address of somebody above; a person stands here once: take one out', '26 people[3].assists[1]: "max@tern.example" is nobody under people; name somebody from people']),
    ("[Ida Ström, max", "[Ida Storm, max", ['26 people[3].assists[0]: "Ida Storm" is nobody under people; did you mean "Ida Ström"?']),
    ("[Ida Ström, max", "[Eva Lang, max", ['26 people[3].assists[0]: "Eva Lang" is no rep but has the role manager; name a rep']),
    ("name: Max Weber", "name: Ida Ström", ['26 people[3].assists[0]: "Ida Ström" is the name of 2 people; write the e-mail address']),
    (", assists: [Ida Ström, max@tern.example]", "", ["26 people[3].assists: is missing; write a list of people, such as [Full Name, {rep: Other Name, scope: read}]"]),
    ("assists: [Ida Ström, max@tern.example]", "assists: []", ["26 people[3].assists: is missing; write a list of people, such as [Full Name, {rep: Other Name, scope: read}]"]),
    (", helps_with: [technical_presentation, meeting]", "", ["27 people[4].helps_with: is missing; write a list, such as [discount_approval]"]),
    ("role: admin", "role: admin, quota: 1", ["28 people[5].quota: belongs to the role rep, and the role here is admin; take it out"]),
    ("role: admin", "role: admin, team: North", ["28 people[5].team: belongs to the role rep, and the role here is admin; say who leads a team under teams"]),
    ("role: admin", "role: admin, assists: [Ida Ström]", ["28 people[5].assists: belongs to the role assistant, and the role here is admin; take it out"]),
    ("team: north", "team: Nroth", ['24 people[1].team: "Nroth" is no team; did you mean "North"?']),
    ("team: North, private", "team: East, private", ['32 channels[0].team: "East" is no team; add it under teams, with who leads it']),
    (", leads: [Eva Lang]", "", ["30 teams[0].leads: is missing; write a list of people, such as [Full Name, Other Name]"]),
    ("leads: [Eva Lang]", "leads: []", ["30 teams[0].leads: nobody leads this team; write a list of people, such as [Full Name, Other Name]"]),
    ("leads: [Eva Lang]", "leads: [Ida Ström]", ['30 teams[0].leads[0]: "Ida Ström" is no manager but has the role rep; name a manager']),
    ("channels:\n", "  - {name: north, leads: [Eva Lang]}\nchannels:\n", ['31 teams[1].name: "north" is the name of an earlier team; give it another name']),
    ("name: offers", "name: Deals", ['34 channels[2].name: "deals" is the name of an earlier channel; give it another name']),
    ("everybody: yes", "everybody: no", ["33 channels[1]: nobody is in this channel; write team, members, or everybody: yes"]),
    ("[Lia Kern, Eva", "[Lia Korn, Eva", ['34 channels[2].members[0]: "Lia Korn" is nobody under people; did you mean "Lia Kern"?']),
    ("to: 16:30", "to: 07:30", ["6 working_hours.to: the end, 07:30, is not after the start, 08:00; write a later time"]),
    ("{from: 10:00}", "{from: 16:30}", ["22 people[0].working_hours: the end, 16:30, is not after the start, 16:30; write a later time"]),
    ("days: [mon, tue, wed, thu]", "days: []", ["6 working_hours.days: no day is a working day; write a list, such as [mon, tue, wed]"]),
    ("high_cards: [stage, probability, amount, close_date]", "high_cards: []", ['10 stages[1].needs[0]: "amount" is no high card; add it to high_cards, or take it out here', '10 stages[1].needs[1]: "close_date" is no high card; add it to high_cards, or take it out here', "14 high_cards: nothing may be recorded; name some, or leave the key out for all of them"]),
    ("    role: rep\n    team: North", "    role: manager\n    team: North", ["19 people[0].team: belongs to the role rep, and the role here is manager; say who leads a team under teams", "20 people[0].quota: belongs to the role rep, and the role here is manager; take it out", '26 people[3].assists[0]: "Ida Ström" is no rep but has the role manager; name a rep']),
    ("per_week: 8", "per_week: 1", ["41 attention.per_week: 1 a week is less than 2 a day; write a larger number"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), FITS, ids=[told[0].split(";")[0] for _, _, told in FITS])
def test_what_does_not_fit_together_is_named_by_line(old: str, new: str, told: list[str], tmp_path: Path) -> None:
    assert faults(tmp_path, but((old, new))) == [f"app.yaml:{each}" for each in told]


def test_all_faults_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = but(
        ("zone: Europe/Berlin", "zone: Mars"),
        ("probability: 60", "probability: sixty"),
        ("say: [quoted,", "say: [inbound,"),
        ("role: admin", "role: boss"),
        ("[Ida Ström, max", "[Ida Storm, max"),
        ("digest_hour", "digest_our"),
    )
    assert [told.split(":")[1] for told in faults(tmp_path, text)] == [
        "4 zone",
        "10 stages[1].probability",
        "10 stages[1].say[0]",
        "26 people[3].assists[0]",
        "28 people[5].role",
        "42 digest_our",
    ]


def test_a_fault_brings_no_others_with_it(tmp_path: Path) -> None:
    """While a name, a role or an outcome is unreadable, nothing that hangs on it is called wrong."""
    text = but(("name: Ida Ström", "name: "), ("role: manager", "role: chief"), ("won: yes", "won: si"))
    assert [told.split(":")[1] for told in faults(tmp_path, text)] == [
        "11 stages[2].won",
        "16 people[0].name",
        "25 people[2].role",
    ]


def test_no_secret_is_shown(tmp_path: Path) -> None:
    text = but(("digest_hour: 9", "slack_tokens: canary\npassword: {a: canary}\nslak: canary"))
    assert not any("canary" in told for told in faults(tmp_path, text))


# The file itself

FILES = [
    (b"", "app.yaml: is empty; start from the app.yaml of the demo"),
    (b"# nothing yet\n", "app.yaml: is empty; start from the app.yaml of the demo"),
    (b"just words\n", "app.yaml:1: has no keys; write the keys of a sales process"),
    (b"- a\n- b\n", "app.yaml:1: has no keys; write the keys of a sales process"),
    (b"company: A\nzone: caf\xe9\n", "app.yaml:2: is not UTF-8; save the file with the encoding UTF-8"),
    (GOOD.encode("utf-16"), "app.yaml:1: is not UTF-8; save the file with the encoding UTF-8"),
    (b"company: A\nzone: \x01\n", "app.yaml:2: holds a control character; take the character out"),
    (b"company: A\nzone: b: c\n", "app.yaml:2: is not YAML (mapping values are not allowed here); put a value that holds a colon in quotes, and look for a missing colon above"),
    (b"company: A\nzone: 'b\ncurrency: USD\n", "app.yaml:2: is not YAML (found unexpected end of stream); close the quotes"),
    (b"company: A\nstages: [a, b\ncurrency: USD\n", "app.yaml:2: is not YAML (expected ',' or ']', but got ':'); close the brackets that open here, and put commas between the items"),
    (b"company: A\n---\ncompany: B\n", "app.yaml:2: is not YAML (but found another document); take out the line --- so that the file is one document"),
    (b"company: @A\n", "app.yaml:1: is not YAML (found character '@' that cannot start any token); put the value in quotes"),
    (b'company: A\nzone: "\\UFFFFFFFF"\n', "app.yaml:2: holds an escape that is no character; write it out"),
    (b"a: &x [1]\n", "app.yaml:1: an anchor (&) is not read here; take it out, or put the value in quotes"),
    (b"zone: *UTC\n", "app.yaml:1: an alias (*) is not read here; write the value out, or put it in quotes"),
    (b"company: A\nzone: !UTC\n", "app.yaml:2: a tag (!) is not read here; take it out, or put the value in quotes"),
    (b"a: !!python/object/apply:os.getcwd []\n", "app.yaml:1: a tag (!) is not read here; take it out, or put the value in quotes"),
    (b"a: " + b"[" * 5000, "app.yaml:1: is more than 12 levels deep; close the brackets, or indent less"),
    (b"#" * 1_000_001, "app.yaml: is longer than 1,000,000 bytes; name the file of the sales process"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "told"), FILES, ids=[told[9:40] for _, told in FILES])
def test_a_file_that_cannot_be_read_says_why(data: bytes, told: str, tmp_path: Path) -> None:
    assert faults(tmp_path, data) == [told]


def test_every_line_indented_with_a_tab_is_named(tmp_path: Path) -> None:
    text = GOOD.replace("  - {name: Offer", "\t- {name: Offer").replace("  slipped", "\tslipped")
    assert faults(tmp_path, text) == [
        "app.yaml:10: is indented with a tab; indent with spaces",
        "app.yaml:37: is indented with a tab; indent with spaces",
    ]


def test_a_file_that_stands_for_a_huge_one_is_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))]
    assert all("is not read here" in told for told in faults(tmp_path, "\n".join(lines)))


def test_a_missing_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    with pytest.raises(Faults, match=r"none\.yaml: is not there; create it, or name another with QUARTERBACK_APP_FILE"):
        load(tmp_path / "none.yaml")
    with pytest.raises(Faults, match=r"cannot be read \(is a directory\); name a file that can be"):
        load(tmp_path)


# Whatever is done to a good file


def spans(node: yaml.Node) -> Iterator[tuple[int, int]]:
    """Where in the text each value stands, and each key with its value."""
    yield node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from spans(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.start_mark.index, value.end_mark.index
            yield from spans(value)


SPANS = sorted(spans(yaml.compose(GOOD, yaml.SafeLoader)))
STRAY = st.sampled_from(
    ["", "~", "yes", "0", "-1", "1e3", "2026-02-30", "25:61", "UTC", "Ida Ström", "rep", "north", "[]", "{}", "[[a], {b: c}]",
     "{days: 3}", "*a", "&a b", "!a b", "'", '"\\ud800"', '"\\0"', "\t", "\n", "- a", "a: b", "#", "<<: {a: b}", "inbound", "\u2028"]
)  # fmt: skip


@st.composite
def changed_files(draw: st.DrawFn) -> str:
    """The good file with up to three of its nodes dropped, doubled or made something else."""
    text = GOOD
    for start, end in sorted(draw(st.lists(st.sampled_from(SPANS), min_size=1, max_size=3)), reverse=True):
        node = text[start:end].rstrip()
        indent = " " * (start - text.rfind("\n", 0, start) - 1)
        instead = draw(st.one_of(STRAY, st.sampled_from([f"{node}, {node}", f"{node}\n{indent}{node}"])))
        text = text[:start] + instead + text[start + len(node) :]
    return text


def read_or_refused(tmp_path: Path, text: str | bytes) -> AppFile | Faults:
    try:
        return read(tmp_path, text)
    except Faults as refused:
        return refused


def assert_words_or_faults(result: AppFile | Faults) -> None:
    if isinstance(result, AppFile):
        assert summary(result)
    else:
        assert result.faults
        assert all(fault.what and fault.mend and fault.line >= 0 for fault in result.faults)
        assert all(line.isprintable() for line in str(result).split("\n"))


# The file is written anew for each example, so the folder may be shared.
LAW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LAW
@given(text=changed_files())
def test_a_changed_file_is_read_or_refused_and_nothing_else(tmp_path: Path, text: str) -> None:
    assert_words_or_faults(read_or_refused(tmp_path, text))


@LAW
@given(start=st.integers(0, len(GOOD)), length=st.integers(0, 60), splinter=st.binary(max_size=8))
def test_a_file_with_a_hole_or_a_splinter_is_read_or_refused(
    tmp_path: Path, start: int, length: int, splinter: bytes
) -> None:
    data = GOOD.encode()
    assert_words_or_faults(read_or_refused(tmp_path, data[:start] + splinter + data[start + length :]))


# The file that is shipped, and the summary


def test_the_shipped_file_has_no_fault() -> None:
    company = load(SHIPPED).company
    roles = [person.role for person in company.people]
    assert [roles.count(role) for role in Role] == [6, 2, 1, 2, 1]
    assert all(person.id.endswith(".example") for person in company.people)


def test_the_shipped_file_turns_every_rule_on() -> None:
    assert {rule.kind for rule in load(SHIPPED).playbook.rules} == set(RuleKind)


@pytest.mark.parametrize("text", [GOOD, SHIPPED.read_text(encoding="utf-8")], ids=["good", "shipped"])
def test_the_summary_names_every_person_stage_channel_competitor_and_word(text: str, tmp_path: Path) -> None:
    app_file = read(tmp_path, text)
    words, company = summary(app_file), app_file.company
    for person in company.people:
        assert person.name in words
        assert person.id in words
    for stage in company.process.stages:
        assert stage.name in words
        assert all(f"“{word}”" in words for word in stage.say)
    assert all(f"#{channel.name} " in words for channel in company.channels)
    assert all(rival in words for rival in company.process.competitors)


def test_the_summary_says_what_somebody_would_check(tmp_path: Path) -> None:
    words = summary(read(tmp_path, GOOD))
    for sentence in (
        "Tern Pumps sells in EUR and reads 3/4 as 3 April. Its fiscal year starts in July.",
        "people work Mon–Thu 08:00–16:30, Europe/Berlin. Nobody is asked on 25 Dec 2026.",
        "Offer: 60 %, best case; needs amount and close date; also called “quoted”, “offer out”.",
        "Eva Lang leads team North:",
        "Ida Ström sells for team North, quota €250,000 a quarter; ida@tern.example, works Mon–Thu 10:00–16:30, "
        "in Europe/Helsinki, is off on 24 Dec 2026.",
        "Tim Roth assists Ida Ström and Max Weber; tim@tern.example.",
        "Lia Kern is a specialist and helps with technical presentation and meeting; lia@tern.example.",
        "#lobby shows no figures; in it: everybody.",
        "when it is €100,000 or more and stands between 20 and 80 %.",
        "At most 2 questions a day and 8 a week for each rep, not again about the same opportunity within 4 days.",
    ):
        assert sentence in words
