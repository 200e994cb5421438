"""News on the page of an account: the newest few, each once, in whatever order they came; old ones fall off."""

import itertools
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds.mapping import Translator
from adapters.feeds.spec import About as SourceKind
from adapters.feeds.spec import FeedSpec, Terms
from adapters.feeds.webhooks import Delivery
from bot.feed_intake import Intake
from bot.use_cases.account_facts import take_facts
from domain.asking.give import Setting, Stake, choose_give
from domain.asking.question import GiveKind, Reason, RuleKind
from domain.reading.reading import About
from domain.sales.account_facts import AccountName, CreditHold, HoldState, NewsItem
from domain.sales.news import age, newest
from domain.sales.opportunity import Opportunity
from domain.sales.quarter import Quarter
from storage.unit_of_work import Storage
from tests.dialogues.stage import Stage

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
ACCOUNT = AccountName(name="Redfern Glass")
STORY = NewsItem("press", "1", ACCOUNT, "Redfern opens a plant", NOON - timedelta(days=2), NOON, 0, "Plain Dealer")
HOLD = CreditHold("erp", "C-1", ACCOUNT, HoldState.PLACED, NOON, NOON)
DEAL = Opportunity("o", "Boiler", "Redfern Glass", "Flowline", "Proposal", 60, None, "USD", date(2026, 12, 31), "ruth")
SILENT = Reason(RuleKind.NO_CHANGE, About.WHERE_IT_STANDS, "silent")
STUCK = Reason(RuleKind.STAGE_TOO_LONG, About.STAGE, "stuck")

stories = st.builds(
    lambda number, days, words, link: replace(
        STORY, source_id=str(number), at=NOON - timedelta(days=days), headline=words, link=link
    ),
    st.integers(0, 9),
    st.integers(0, 60),
    st.sampled_from(("It hires", "IT HIRES!", "It wins", "It moves", "It grows")),
    st.sampled_from(("", "https://a.example/1", "https://a.example/2")),
)


@given(st.lists(stories, max_size=8), st.randoms(use_true_random=False))
def test_what_is_shown_is_few_fresh_newest_first_and_does_not_depend_on_the_order(
    found: list[NewsItem], chance: random.Random
) -> None:
    shown = newest(found, NOON)
    mixed = found * 2
    chance.shuffle(mixed)
    assert newest(mixed, NOON) == shown
    assert len(shown) <= 3
    assert list(shown) == sorted(shown, key=lambda item: item.at, reverse=True)
    assert all(NOON - item.at <= timedelta(days=30) for item in shown)
    assert len({item.headline.casefold().strip("!") for item in shown}) == len(shown)
    links = [item.link for item in shown if item.link]
    assert len(set(links)) == len(links)


def test_ages_are_said_as_people_say_them() -> None:
    told = [age(replace(STORY, at=NOON - timedelta(days=days)), NOON.date()) for days in (-1, 0, 1, 2)]
    assert told == ["today", "today", "yesterday", "2 days ago"]


@pytest.fixture
def stage(storage: Storage) -> Stage:
    return Stage(storage, NOON)


def page(stage: Stage) -> str:
    return "\n".join(stage.play("only Ruth\nRuth in main> account redfern"))


def take(stage: Stage, storage: Storage, *items: NewsItem) -> None:
    for item in items:
        with storage.begin() as uow:
            take_facts(stage.quarterback.office(uow, NOON), [item])


def test_every_order_and_any_repeat_leave_the_same_page(stage: Stage, storage: Storage) -> None:
    told = (STORY, replace(STORY, headline="Redfern opens two plants", version=1), replace(STORY, version=1, at=NOON))
    pages = set()
    for number, order in enumerate(itertools.permutations((*told, told[0]))):
        take(stage, storage, *(replace(item, source_id=f"r{number}") for item in order))
        pages.add(page(stage).partition("In the news:")[2])
        with storage.begin() as uow:
            uow.account_facts.forget_news(NOON + timedelta(days=1))
    assert len(pages) == 1
    assert "Redfern opens a plant · Plain Dealer, 23 Nov 2026, today" in pages.pop()


def test_what_a_webhook_brings_in_any_order_and_again_and_again_is_on_the_page_once(
    stage: Stage, storage: Storage
) -> None:
    fields = {"id": "guid", "account": "company", "headline": "title", "link": "url", "at": "day", "source": "paper"}
    terms = Translator(FeedSpec("press", SourceKind.NEWS, terms=Terms(fields, each="articles")))
    intake = Intake(stage.quarterback, {"press": terms}, lambda name: None)
    told = [
        {"guid": n, "company": "Redfern", "title": f"Story {n}", "url": f"https://a.example/{n}", "day": f"2026-11-{n}"}
        for n in (18, 22, 19, 20)
    ]
    for number, item in enumerate([*told, *reversed(told), *told]):
        body = {"articles": [item, {"company": "Redfern"}]}
        assert intake.take([Delivery("press", f"delivery-{number % 7}", body)]) == [None]
    shown = page(stage).partition("In the news:\n")[2].splitlines()[:4]
    assert [line.strip().partition(" ·")[0] for line in shown[:3]] == ["Story 22", "Story 20", "Story 19"]
    assert "Story" not in shown[3]
    with storage.read() as uow:
        kept = {fault.sentences[0] for fault in uow.feeds.kept()}
    assert kept == {"headline: says nothing; let the expression lead to the title"}


def test_news_alert_nobody_and_admins_are_not_asked_of_strangers(stage: Stage, storage: Storage) -> None:
    stranger = replace(STORY, source_id="2", account=AccountName(name="Zyxwv Holdings"))
    doubtful = replace(STORY, source_id="3", account=AccountName(name="Quarry Rock Ltd"))
    take(stage, storage, STORY, stranger, doubtful)
    shown = "\n".join(stage.play("only Ruth Judith Helen\n@ 2026-11-23T12:10:00-05:00"))
    assert "“Quarry Rock Ltd”" in shown
    assert "Zyxwv" not in shown
    assert "Redfern" not in shown


def test_what_is_told_of_an_account_is_read_by_those_alone_who_see_the_account(stage: Stage, storage: Storage) -> None:
    take(stage, storage, STORY)
    assert "Redfern opens a plant · Plain Dealer, 21 Nov 2026, 2 days ago" in page(stage)
    assert "plant" not in "\n".join(stage.play("only Victor\nVictor in main> account redfern"))


def test_old_news_fall_off_the_page_and_are_forgotten(stage: Stage, storage: Storage) -> None:
    take(stage, storage, STORY)
    list(stage.play("@ 2026-12-22T12:00:00-05:00"))
    assert "In the news" not in page(stage)
    list(stage.play("@ 2027-03-01T12:00:00-05:00"))
    with storage.read() as uow:
        assert uow.account_facts.of_name("press", ACCOUNT.key) == ()


def test_as_a_give_it_comes_after_holds_and_help_and_before_the_stake_alone() -> None:
    stake = Stake(Quarter.of(NOON.date(), 1), None, Decimal(0), ())
    told = Setting(stake, [], NOON.date(), [STORY], NOON)
    given_now = choose_give(DEAL, SILENT, told)
    assert given_now.kind is GiveKind.NEWS
    assert given_now.words == "Redfern Glass is in the news: “Redfern opens a plant” (Plain Dealer, 2 days ago)."
    assert choose_give(DEAL, STUCK, told).kind is GiveKind.HELP
    assert choose_give(DEAL, SILENT, replace(told, facts=[STORY, HOLD])).kind is GiveKind.HOLD
    heard_since = replace(DEAL, confirmed=NOON - timedelta(days=1))
    assert choose_give(heard_since, SILENT, told).kind is GiveKind.STAKE
    old = replace(told, facts=[replace(STORY, at=NOON - timedelta(days=15))])
    assert choose_give(DEAL, SILENT, old).kind is GiveKind.STAKE
