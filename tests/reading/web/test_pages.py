from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import PurePath

import pytest

from rag.domain import Provenance, Publication
from rag.reading.article import title_from_name
from rag.reading.web import FeedEntry, FetchedPage, as_fetched, source_of

PAGE = FetchedPage(
    "https://www.news.example/china/article/title", b"text", "text/html", "gbk", datetime.now(UTC)
)
LISTED = FeedEntry(PAGE.url, "Title", date(2016, 11, 16))


def test_a_page_is_read_as_a_file_named_by_its_address() -> None:
    source = source_of(PAGE)
    assert source.name == PurePath("www.news.example/china/article/title")
    assert title_from_name(source.name) == "title"
    assert (source.read(), source.media_type) == (b"text", "text/html; charset=gbk")


def test_what_its_server_does_not_declare_stays_open() -> None:
    assert source_of(replace(PAGE, charset=None)).media_type == "text/html"
    assert source_of(replace(PAGE, media_type=None)).media_type is None


@pytest.mark.parametrize("url", [None, "https://evil.example/china", "not an address"])
def test_a_page_that_declares_no_address_of_its_site_has_the_one_it_was_fetched_from(
    url: str | None,
) -> None:
    publication = as_fetched(Publication(url=url), PAGE)
    assert publication.url == PAGE.url
    assert publication.provenance["url"].origin == "fetched from"
    assert publication.outlet == "news.example"


@pytest.mark.parametrize("url", ["https://www.news.example/1", "http://m.news.example/1"])
def test_an_address_of_the_same_site_that_a_page_declares_is_kept(url: str) -> None:
    declared = Publication(outlet="The News", url=url)
    assert as_fetched(declared, PAGE) == declared


def test_a_declared_outlet_is_kept_where_the_address_is_not() -> None:
    assert as_fetched(Publication(outlet="The News"), PAGE).outlet == "The News"


def test_the_day_of_fetching_is_never_the_day_of_publication() -> None:
    assert as_fetched(Publication(), PAGE).published is None


def test_the_feed_dates_a_page_that_has_no_sure_date_itself() -> None:
    listed = replace(PAGE, listed=LISTED)
    unsure = Publication(
        published=date(2020, 1, 1), provenance={"published": Provenance("file name", 0.4)}
    )
    for publication in (Publication(), unsure):
        dated = as_fetched(publication, listed)
        assert dated.published == date(2016, 11, 16)
        assert dated.provenance["published"].origin == "feed"
    sure = Publication(
        published=date(2016, 11, 15), provenance={"published": Provenance("json-ld", 0.95)}
    )
    assert as_fetched(sure, listed).published == date(2016, 11, 15)


def test_a_date_in_the_address_is_better_than_none() -> None:
    page = replace(PAGE, url="https://news.example/2016/11/17/title")
    publication = as_fetched(Publication(), page)
    assert publication.published == date(2016, 11, 17)
    assert publication.provenance["published"].origin == "path of the url"
