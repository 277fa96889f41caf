"""Text as both languages need it: sentences with exact offsets, and words to match by."""

from rag.text.sentences import split_sentences
from rag.text.words import (
    WordSpan,
    content_words,
    detect_language,
    index_terms,
    normalise,
    word_spans,
)

__all__ = [
    "WordSpan",
    "content_words",
    "detect_language",
    "index_terms",
    "normalise",
    "split_sentences",
    "word_spans",
]
