"""Plain text, often saved from a web page: the article is told from the page by its lines."""

from __future__ import annotations

from pathlib import PurePath

from rag.reading.article import Article, language_of
from rag.reading.publication.attribution import attribute
from rag.reading.publication.boilerplate import content_without, find_boilerplate, lines_of
from rag.reading.publication.findings import resolve


def read_plain_text(text: str, path: PurePath) -> Article:
    """Read plain text: `Article.text` is the text itself.

    The title is the first line that looks like a headline: it stands alone above the first
    paragraph, is short and does not end as a sentence. Outlet, author and date are taken from
    lines that say nothing else, from datelines, and with less confidence from notices.
    """
    stripped = find_boilerplate(text)
    content = content_without(text, stripped)
    prose = "".join(span.of(text) for span in content)
    publication, title = resolve(
        attribute(text, stripped), path, language_of(prose, None), _story(prose)
    )
    return Article(title, text, publication, content, stripped)


def _story(prose: str) -> str:
    """The prose from its first paragraph on; all of it where there is none."""
    start = next((line.span.start for line in lines_of(prose) if line.is_paragraph), 0)
    return prose[start:]
