"""Text that a reader of the page does not see: it is set apart and named, never quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rag.domain import HIDDEN_TEXT, Span, Stripped
from rag.reading.article import Article, one_line
from rag.text import word_spans

MAX_HIDDEN_CHARS = 5_000
# A word alone is a label or an icon's name.
_WORDS_MIN = 2


def with_hidden_text(article: Article, hidden: Iterable[str]) -> Article:
    """The article with these texts behind its own, outside its content.

    What can be read in the article as well hides nothing; at most 5,000 characters are kept.
    """
    seen = one_line(article.text)
    texts = (one_line(text) for text in hidden)
    unseen = (text for text in texts if len(word_spans(text)) >= _WORDS_MIN and text not in seen)
    words = "\n".join(dict.fromkeys(unseen))[:MAX_HIDDEN_CHARS]
    if not words:
        return article
    before = f"{article.text}\n\n" if article.text else ""
    part = Stripped(Span(len(before), len(before + words)), HIDDEN_TEXT)
    return replace(article, text=before + words, stripped=(*article.stripped, part))


def set_apart(article: Article, hidden: Sequence[Span]) -> Article:
    """The article without these spans (in order, apart) in its content, each named as hidden."""
    if not hidden:
        return article
    content: list[Span] = []
    apart: list[Stripped] = []
    following = iter((*hidden, None))
    part = next(following)
    for span in article.content:
        start = span.start
        while part and part.end <= start:
            part = next(following)
        while part and part.start < span.end:
            begin, end = max(part.start, start), min(part.end, span.end)
            apart.append(Stripped(Span(begin, end), HIDDEN_TEXT))
            content += _with_words(article.text, start, begin)
            start = end
            if part.end > span.end:
                break
            part = next(following)
        content += _with_words(article.text, start, span.end)
    stripped = sorted((*article.stripped, *apart), key=lambda part: part.span)
    return replace(article, content=tuple(content), stripped=tuple(stripped))


def _with_words(text: str, start: int, end: int) -> Iterator[Span]:
    if any(map(str.isalnum, text[start:end])):
        yield Span(start, end)
