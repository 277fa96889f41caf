"""Pages of the web: fetched with care, politely, from addresses, lists of them, and feeds."""

from rag.reading.web.addresses import id_for_url, read_url_list
from rag.reading.web.feeds import FeedEntry
from rag.reading.web.fetching import FetchedPage
from rag.reading.web.kept import keep_page
from rag.reading.web.pages import as_fetched, source_of
from rag.reading.web.visiting import Unfetched, fetch, fetch_all

__all__ = [
    "FeedEntry",
    "FetchedPage",
    "Unfetched",
    "as_fetched",
    "fetch",
    "fetch_all",
    "id_for_url",
    "keep_page",
    "read_url_list",
    "source_of",
]
