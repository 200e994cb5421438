"""News by webhook and by file: a headline, a day and a safe address, or a fault that says what is missing."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.feeds.drop import read_file
from adapters.feeds.mapping import Mapped, Translator
from adapters.feeds.spec import About, DropSpec, FeedSpec, Terms
from adapters.words import web_address
from domain.sales.account_facts import AccountName, NewsItem
from domain.sales.imports.cells import Habits

SEEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
DAY = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TERMS = Terms(
    {
        "id": "guid",
        "account": "company.name",
        "domain": "company.site",
        "headline": "title",
        "link": "url",
        "at": "published",
        "source": "outlet.name",
    },
    each="articles",
)
ITEM: dict[str, Any] = {
    "guid": "a1",
    "company": {"name": "Kiln Works", "site": "https://www.kiln.example"},
    "title": "Kiln Works opens\n a <b>plant</b>",
    "url": "https://news.example/a?x=1&y=2",
    "published": "2026-11-20T08:00:00Z",
    "outlet": {"name": "Plain Dealer"},
}


def mapped(**said: object) -> Mapped:
    payload = {"articles": [{**ITEM, **said}]}
    return Translator(FeedSpec("press", About.NEWS, terms=TERMS)).payload(payload, SEEN)


def test_an_article_is_read_whole_and_its_markup_is_words() -> None:
    account = AccountName("", "kiln.example", "Kiln Works")
    headline, link = "Kiln Works opens a <b>plant</b>", "https://news.example/a?x=1&y=2"
    read = NewsItem("press", "a1 (kiln.example)", account, headline, DAY, SEEN, 0, "Plain Dealer", link)
    assert mapped().facts == (read,)


def test_one_article_about_two_customers_is_two_items() -> None:
    one, other = mapped().facts[0], mapped(company={"name": "Acme"}).facts[0]
    assert one.source_id != other.source_id


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"title": ""}, "headline: says nothing; let the expression lead to the title"),
        ({"title": {"en": "x"}}, "headline: is a list or an object, not one value"),
        ({"published": None}, "at: says nothing; let the expression lead to the day"),
        ({"published": "lately"}, "at: “lately” is no time"),
        ({"published": "2026-11-24T10:00:01Z"}, "at: 2026-11-24 lies ahead"),
        ({"company": None}, "account: neither account, account_id nor domain says anything"),
    ],
)
def test_what_is_no_news_is_kept_aside_with_what_is_missing(said: dict[str, object], fault: str) -> None:
    (kept,) = mapped(**said).kept
    (told,) = kept.faults
    assert told.startswith(fault)


@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example"),
        *("www.a.example", "https://", "https://good.example@evil.example", "https://a.example\\@evil.example"),
        *("https://a.example/a b", 'https://a.example/"onclick=x', "https://a.example/<script>"),
        *("https://a.example/" + "a" * 1000, "https://a\u202eb.example", 7, True, None, ""),
    ],
)
def test_an_address_nobody_should_open_is_left_out(link: object) -> None:
    (item,) = mapped(url=link).facts
    assert isinstance(item, NewsItem)
    assert item.link == ""


@pytest.mark.parametrize("link", ["http://a.example", "HTTPS://a.example/ä?b=c#d", "https://a.example:8443/x"])
def test_an_address_that_may_be_opened_is_kept(link: str) -> None:
    assert web_address(link) == link


def test_a_file_of_clippings_is_read_by_the_usual_columns(tmp_path: Path) -> None:
    path = tmp_path / "clips.csv"
    path.write_text(
        "Company;Title;URL;Published;Outlet\n"
        "Kiln Works;It hires;https://news.example/h;2026-11-19;Lake Courier\n"
        "Kiln Works;No day;;;\n",
        encoding="utf-8",
    )
    os.utime(path, ((SEEN - timedelta(days=1)).timestamp(),) * 2)
    read = read_file(FeedSpec("clips", About.NEWS, drop=DropSpec(str(tmp_path))), path, Habits("USD"), SEEN)
    (item,) = read.facts
    assert isinstance(item, NewsItem)
    assert (item.headline, item.publisher, item.at) == ("It hires", "Lake Courier", datetime(2026, 11, 19, tzinfo=UTC))
    assert [fault.partition(";")[0] for fault in read.faults] == ["clips.csv, line 3: at: says nothing"]
