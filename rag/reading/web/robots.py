"""robots.txt (RFC 9309): what a site lets programs fetch, and how slowly."""

from __future__ import annotations

import httpx
from protego import Protego

from rag.errors import WebError
from rag.reading.web.fetching import Response

_MAX_ROBOTS_BYTES = 500 * 1024
"""What lies beyond is not read (RFC 9309, 2.5)."""
_MAX_DELAY_S = 30.0
_AGENT = "Citedesk"


def robots_url(url: httpx.URL) -> httpx.URL:
    """The address of the rules that hold for an address."""
    return url.copy_with(raw_path=b"/robots.txt")


def rules_of(response: Response) -> Protego:
    """The rules in the answer of a robots.txt; where there is none, all is allowed.

    Raises:
        WebError: the server is out of order, which forbids everything.
    """
    # 429 says "not now" rather than "there is none"; Google takes it so, too.
    if response.status >= 500 or response.status == 429:
        raise WebError(
            f"{response.url} answered {response.status}: until a site can say what it allows, "
            "nothing is fetched from it.",
            hint="Try again later.",
        )
    data = response.read(_MAX_ROBOTS_BYTES) if response.status < 400 else b""
    return Protego.parse(data.decode("utf-8-sig", errors="replace"))


def check(rules: Protego, url: httpx.URL) -> None:
    """Raises WebError: the rules forbid an address."""
    if not rules.can_fetch(str(url), _AGENT):
        raise WebError(
            f"{url} is not fetched: the site's robots.txt forbids it.",
            hint="Save the page in your browser and index the file.",
        )


def delay_s(rules: Protego) -> float:
    """Seconds between two requests that the site asks for, within reason."""
    return min(rules.crawl_delay(_AGENT) or 0.0, _MAX_DELAY_S)
