from collections.abc import Iterator
from datetime import date

import pytest

from rag.config import WebSettings
from rag.errors import WebError
from rag.reading.web import FeedEntry, FetchedPage, Unfetched
from rag.reading.web.visiting import Pace
from tests.reading.web.internet import Internet, Reply, redirect


class Clock:
    """Time that passes only in sleep."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.slept_s: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        self.slept_s.append(seconds)

    @property
    def pace(self) -> Pace:
        return Pace(lambda: self.now_s, self.sleep)


def rss(*links: str) -> Reply:
    items = "".join(
        f"<item><link>{link}</link><pubDate>16 Nov 2016 08:00:00 GMT</pubDate></item>"
        for link in links
    )
    return Reply(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "text/xml")


def robots(*lines: str, status: int = 200) -> Reply:
    return Reply("\n".join(lines).encode(), "text/plain", status)


@pytest.fixture
def internet() -> Iterator[Internet]:
    pages = {f"news.example/{name}": Reply(name.encode()) for name in "abc"}
    with Internet({**pages, "other.example/d": Reply(b"d")}) as internet:
        yield internet


def fetched(internet: Internet, *urls: str) -> list[str]:
    """The bodies of what was fetched, and the reasons where nothing was."""
    return [
        result.data.decode() if isinstance(result, FetchedPage) else result.reason
        for result in internet.visitor().fetch_all(urls)
    ]


def test_what_robots_txt_forbids_is_not_asked_for(internet: Internet) -> None:
    internet.pages["news.example/robots.txt"] = robots(
        "User-agent: *", "Disallow: /b", "Allow: /b/open*.html$", "Disallow: /*?print="
    )
    internet.pages["news.example/b/open-1.html"] = Reply(b"open")
    visitor = internet.visitor()
    assert visitor.fetch("http://news.example/a").data == b"a"
    assert visitor.fetch("http://news.example/b/open-1.html").data == b"open"
    for path in ("b", "a?print=1"):
        with pytest.raises(WebError, match=r"robots\.txt forbids it"):
            visitor.fetch(f"http://news.example/{path}")
    assert internet.asked == ["news.example/a", "news.example/b/open-1.html"]


def test_rules_for_citedesk_by_name_come_before_those_for_all(internet: Internet) -> None:
    internet.pages["news.example/robots.txt"] = robots(
        "\ufeffUser-agent: citedesk", "Disallow: /a", "", "User-agent: *", "Disallow: /"
    )
    assert fetched(internet, "http://news.example/b") == ["b"]
    assert "forbids" in fetched(internet, "http://news.example/a")[0]


def test_a_redirect_to_a_site_that_forbids_it_is_not_followed(internet: Internet) -> None:
    internet.pages["news.example/a"] = redirect("http://other.example/d")
    internet.pages["other.example/robots.txt"] = robots("User-agent: *", "Disallow: /")
    with pytest.raises(WebError, match=r"other\.example/d is not fetched"):
        internet.fetch("http://news.example/a")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_a_robots_txt_all_is_allowed(internet: Internet, status: int) -> None:
    internet.pages["news.example/robots.txt"] = robots(
        "User-agent: *", "Disallow: /", status=status
    )
    assert fetched(internet, "http://news.example/a") == ["a"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_while_robots_txt_cannot_be_had_nothing_is_fetched(internet: Internet, status: int) -> None:
    internet.pages["news.example/robots.txt"] = robots(status=status)
    urls = [f"http://news.example/{name}" for name in "ab"]
    reasons = fetched(internet, *urls)
    assert [f"robots.txt answered {status}" in reason for reason in reasons] == [True, True]
    assert internet.asked == []
    assert len(internet.dialed) == 1


def test_a_robots_txt_elsewhere_is_followed(internet: Internet) -> None:
    internet.pages["news.example/robots.txt"] = redirect("/rules.txt")
    internet.pages["news.example/rules.txt"] = robots("User-agent: *", "Disallow: /")
    assert "forbids" in fetched(internet, "http://news.example/a")[0]


def test_of_an_endless_robots_txt_the_beginning_counts(internet: Internet) -> None:
    internet.pages["news.example/robots.txt"] = robots(
        "User-agent: *", "Disallow: /a", *["# and so on"] * 60_000, "Disallow: /b"
    )
    reason, page = fetched(internet, "http://news.example/a", "http://news.example/b")
    assert ("forbids" in reason, page) == (True, "b")


def test_one_host_is_asked_once_a_second_and_two_hosts_at_once(internet: Internet) -> None:
    internet.settings = WebSettings(delay_s=1)
    clock = Clock()
    visitor = internet.visitor(clock.pace)
    visitor.fetch("http://news.example/a")
    assert clock.slept_s == [1]  # after robots.txt
    clock.now_s += 0.25
    visitor.fetch("http://news.example/b")
    assert clock.slept_s == [1, 0.75]
    clock.now_s += 5
    visitor.fetch("http://news.example/c")
    assert clock.slept_s == [1, 0.75]
    visitor.fetch("http://other.example/d")
    assert clock.slept_s == [1, 0.75, 1]


@pytest.mark.parametrize(("asked_s", "kept_s"), [("2.5", 2.5), ("0.1", 1), ("86400", 30)])
def test_a_crawl_delay_is_kept_within_reason(
    internet: Internet, asked_s: str, kept_s: float
) -> None:
    internet.pages["news.example/robots.txt"] = robots("User-agent: *", f"Crawl-delay: {asked_s}")
    internet.settings = WebSettings(delay_s=1)
    clock = Clock()
    internet.visitor(clock.pace).fetch("http://news.example/a")
    assert clock.slept_s == [kept_s]


def test_a_bad_address_does_not_stop_the_others(internet: Internet) -> None:
    results = list(
        internet.visitor().fetch_all(
            ["http://news.example/a", "file:///etc/passwd", "http://news.example/x", "nonsense",
             "http://news.example/b"]
        )
    )  # fmt: skip
    assert [isinstance(result, FetchedPage) for result in results] == [True, *[False] * 3, True]
    assert isinstance(results[2], Unfetched)
    assert results[2].url == "http://news.example/x"
    assert results[2].reason == "http://news.example/x answered 404 Not Found. Check the address."


def test_a_page_is_fetched_once_by_whatever_address_it_is_named(internet: Internet) -> None:
    internet.pages["news.example/short"] = redirect("/a")
    urls = ["http://news.example/a", "http://news.example/a/?utm_source=x#end"]
    assert fetched(internet, *urls, "http://news.example/short") == ["a"]
    assert internet.asked == ["news.example/a", "news.example/short", "news.example/a"]


def test_a_feed_gives_its_articles_with_what_it_says_of_them(internet: Internet) -> None:
    internet.pages["news.example/feed"] = rss("/a", "http://other.example/d", "/a", "/x")
    results = list(internet.visitor().fetch_all(["http://news.example/feed"]))
    first, second, third = results
    assert isinstance(first, FetchedPage)
    assert first.listed == FeedEntry("http://news.example/a", "", date(2016, 11, 16))
    assert isinstance(second, FetchedPage)
    assert second.data == b"d"
    assert isinstance(third, Unfetched)


def test_a_feed_in_a_feed_is_not_followed(internet: Internet) -> None:
    internet.pages["news.example/feed"] = rss("/feed", "/inner", "/a")
    internet.pages["news.example/inner"] = rss("/b")
    assert fetched(internet, "http://news.example/feed") == [
        "http://news.example/inner is a feed inside a feed.",
        "a",
    ]


def test_a_feed_without_articles_is_reported(internet: Internet) -> None:
    internet.pages["news.example/feed"] = rss()
    assert "lists no articles" in fetched(internet, "http://news.example/feed")[0]
