"""What embedders want before their texts: families whose cards say so, told by the model's name."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What stands before each question and before each passage; "": nothing."""

    query: str = ""
    passage: str = ""


# The first family whose pattern is in the name (the last part of a path or hub id, in lower case).
# Each is as its cards on the model hub give it for retrieval.
_FAMILIES: tuple[tuple[str, Prefixes], ...] = (
    # intfloat/multilingual-e5-large-instruct: instructions for questions alone.
    (
        r"e5-large-instruct",
        Prefixes(
            "Instruct: Given a web search query, retrieve relevant passages that answer the query\n"
            "Query: "
        ),
    ),
    # intfloat/e5-small-v2, intfloat/multilingual-e5-small and their sizes: 'Each input text should
    # start with "query: " or "passage: ", even for non-English texts.'
    (r"\be5-(small|base|large)", Prefixes("query: ", "passage: ")),
    # BAAI/bge-small-en-v1.5 and its sizes; BAAI/bge-m3 needs none.
    (
        r"\bbge-(small|base|large)-en",
        Prefixes("Represent this sentence for searching relevant passages: "),
    ),
    # BAAI/bge-small-zh-v1.5 and its sizes.
    (r"\bbge-(small|base|large)-zh", Prefixes("为这个句子生成表示以用于检索相关文章：")),
    # nomic-ai/nomic-embed-text-v1 and v1.5.
    (r"\bnomic-embed-text", Prefixes("search_query: ", "search_document: ")),
)


def prefixes_for(model: str) -> Prefixes:
    """What the model's family is known to need; nothing for all others (MiniLM, gte, bge-m3)."""
    name = re.split(r"[/\\]", model.rstrip("/\\"))[-1].lower()
    return next((found for pattern, found in _FAMILIES if re.search(pattern, name)), Prefixes())
