"""Text as both languages need it: sentences with exact offsets, and words to match by."""

from rag.text.sentences import split_sentences
from rag.text.words import content_words, detect_language, index_terms, normalise

__all__ = ["content_words", "detect_language", "index_terms", "normalise", "split_sentences"]
