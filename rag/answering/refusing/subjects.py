"""What a question asks about that the sources do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.answering.naming import names_missing_from
from rag.domain import Document
from rag.text import facts

_SMALLEST_TELLING_NUMBER = 13
"""Smaller numbers in a question mostly count what is asked for ("name two companies")."""


def absent_subjects(question: str, documents: Iterable[Document]) -> list[str]:
    """The names, years and telling numbers of the question that no document mentions."""
    held = " . ".join(_all_that_is_known(document) for document in documents)
    absent = [] if _is_title_case(question) else names_missing_from(question, held)
    numbers_held = facts.numbers(held)
    dates_held = facts.dates(held)
    absent += [
        written
        for number, written in facts.numbers(question).items()
        if number not in numbers_held and _is_telling(number)
    ]
    absent += [
        str(date)
        for date in facts.dates(question)
        if dates_held and not any(date.agrees_with(other) for other in dates_held)
    ]
    return absent


def _all_that_is_known(document: Document) -> str:
    publication = document.publication
    about = (document.title, publication.outlet, publication.author, publication.published)
    return " . ".join([*(str(part) for part in about if part), document.visible_text])


def _is_telling(number: str) -> bool:
    digits = number.strip("#%")
    return number.startswith("#") or float(digits) >= _SMALLEST_TELLING_NUMBER


def _is_title_case(question: str) -> bool:
    """ "What Did Tim Cook Say In Wuzhen" tells nothing by its capitals."""
    words = re.findall(r"[A-Za-z]{3,}", question)
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
