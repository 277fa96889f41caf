"""Visits to sites, as their robots.txt asks: one page, or many, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import httpx
from protego import Protego

from rag.config import WebSettings
from rag.errors import UnreadableFile, WebError
from rag.reading.web import robots
from rag.reading.web.addresses import id_for_url, web_url
from rag.reading.web.connecting import Network
from rag.reading.web.feeds import articles_of, is_feed
from rag.reading.web.fetching import FetchedPage, follow, page_of, request


@dataclass(frozen=True, slots=True)
class Unfetched:
    """An address that gave no page, and why: a sentence, and what to do."""

    url: str
    reason: str


def fetch(url: str, settings: WebSettings) -> FetchedPage:
    """Fetch one page: an article, a PDF, a text, or a feed.

    Every address on the way, redirects included, is checked before it is asked: http or https
    alone, no credentials, on the public internet unless `settings.allow_private`, and not
    forbidden by its site's robots.txt.

    Raises:
        WebError: one of these is not so, or the page is not to be had within the limits.
    """
    return Visitor(settings).fetch(url)


def fetch_all(urls: Iterable[str], settings: WebSettings) -> Iterator[FetchedPage | Unfetched]:
    """Fetch pages one by one, each page once; a feed gives the articles that it lists instead.

    A page that cannot be fetched is yielded as such and does not stop the others.
    """
    return Visitor(settings).fetch_all(urls)


class Pace:
    """Keeps the time between two requests to one host."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._last: dict[str, float] = {}

    def wait(self, host: str, delay_s: float) -> None:
        """Return when the last request to a host was `delay_s` ago, and note the next one."""
        if host in self._last:
            left_s = self._last[host] + delay_s - self._now()
            if left_s > 0:
                self._sleep(left_s)
        self._last[host] = self._now()


class Visitor:
    """Fetches pages as `fetch` and `fetch_all` promise; asks each site for its rules once."""

    def __init__(
        self, settings: WebSettings, network: Network | None = None, pace: Pace | None = None
    ) -> None:
        self._settings = settings
        self._network = network or Network()
        self._pace = pace or Pace()
        self._rules: dict[httpx.URL, Protego | WebError] = {}

    def fetch(self, url: str) -> FetchedPage:
        return follow(web_url(url), self._ask_for_page)

    def fetch_all(self, urls: Iterable[str]) -> Iterator[FetchedPage | Unfetched]:
        seen: set[str] = set()
        for url in urls:
            result = self._fetch_new(url, seen)
            if isinstance(result, FetchedPage) and is_feed(result.data):
                yield from self._fetch_articles(result, seen)
            elif result:
                yield result

    def _fetch_articles(
        self, feed: FetchedPage, seen: set[str]
    ) -> Iterator[FetchedPage | Unfetched]:
        try:
            entries = articles_of(feed.data, feed.url, feed.charset)
        except UnreadableFile as error:
            yield Unfetched(feed.url, str(error))
            return
        if not entries:
            yield Unfetched(feed.url, f"{feed.url} is a feed that lists no articles.")
        for entry in entries:
            result = self._fetch_new(entry.url, seen)
            if isinstance(result, FetchedPage):
                if is_feed(result.data):
                    yield Unfetched(entry.url, f"{entry.url} is a feed inside a feed.")
                else:
                    yield replace(result, listed=entry)
            elif result:
                yield result

    def _fetch_new(self, url: str, seen: set[str]) -> FetchedPage | Unfetched | None:
        """The page, or why there is none; None for a page that was seen before."""
        try:
            if id_for_url(url) in seen:
                return None
            page = self.fetch(url)
        except WebError as error:
            return Unfetched(url, str(error))
        page_id = id_for_url(page.url)
        if page_id in seen:
            return None
        seen.add(page_id)
        return page

    def _ask_for_page(self, url: httpx.URL) -> FetchedPage | httpx.URL:
        rules = self._rules_for(url)
        robots.check(rules, url)
        self._pace.wait(url.netloc.decode(), max(self._settings.delay_s, robots.delay_s(rules)))
        with request(url, self._settings, self._network) as response:
            return response.redirect or page_of(response)

    def _rules_for(self, url: httpx.URL) -> Protego:
        """The rules of the site; what failed once for a site fails for all its pages."""
        address = robots.robots_url(url)
        if address not in self._rules:
            try:
                self._rules[address] = follow(address, self._ask_for_rules)
            except WebError as error:
                self._rules[address] = error
        rules = self._rules[address]
        if isinstance(rules, WebError):
            raise WebError(rules.message, rules.hint)
        return rules

    def _ask_for_rules(self, url: httpx.URL) -> Protego | httpx.URL:
        self._pace.wait(url.netloc.decode(), self._settings.delay_s)
        with request(url, self._settings, self._network) as response:
            return response.redirect or robots.rules_of(response)
