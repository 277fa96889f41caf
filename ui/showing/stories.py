"""Articles by the story that they tell, so that ten copies do not pass for ten witnesses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rag.domain import Citation, Document, RetrievedPassage
from ui.words import Words


class Article(NamedTuple):
    """A document, and the span of it to be shown first."""

    document: Document
    start: int
    end: int


Story = Sequence[Article]
"""The article that comes first, and the copies of it."""


def stories_of(
    retrieved: Iterable[RetrievedPassage], cited: Iterable[Citation] = ()
) -> list[Story]:
    """Each document once: what is cited in its order, then what was found, best first."""
    story_ids = {found.document.id: found.story for found in retrieved}
    articles = [
        *(Article(citation.document, citation.start, citation.end) for citation in cited),
        *(Article(found.document, found.passage.start, found.passage.end) for found in retrieved),
    ]
    stories: dict[str, dict[str, Article]] = {}
    for article in articles:
        identifier = article.document.id
        story = stories.setdefault(story_ids.get(identifier, identifier), {})
        story.setdefault(identifier, article)
    return [tuple(story.values()) for story in stories.values()]


def count_of(stories: Sequence[Story], t: Words) -> str:
    """ "4 articles, 2 independent stories": copies of a text are one story."""
    articles = sum(len(story) for story in stories)
    counted = t("sources.articles", n=articles)
    if articles == len(stories):
        return counted
    return counted + t("answer.comma") + t("sources.stories", n=len(stories))
