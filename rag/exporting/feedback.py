"""Rated answers as cases for the evaluation, one JSON object a line.

A good answer is a case: what it cites is where the answer stands, or that there is none to be had.
What else it says is not taken for the truth: its own words are no gold. A bad answer says only what
was asked and what was wrong with it: reading such a file, the evaluation names the lines that
somebody has to complete.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rag.conversations import Rated
from rag.domain import Answer


def to_case_lines(ratings: Iterable[Rated]) -> Iterator[str]:
    """A line for each, with its end; an answer that cannot be shown any more is left out."""
    for rated in ratings:
        if rated.exchange.answer:
            case = _case(rated, rated.exchange.answer)
            yield json.dumps(case, ensure_ascii=False) + "\n"


def _case(rated: Rated, answer: Answer) -> dict[str, Any]:
    exchange, rating = rated.exchange, rated.rating
    asked_with = exchange.context
    case = {
        "id": f"{rated.conversation}-{exchange.number}",
        "kind": "rated good" if rating.good else "rated bad",
        "question": exchange.question,
        "as_of": (asked_with.as_of or exchange.asked_on).isoformat(),
        "since": asked_with.filters.since and asked_with.filters.since.isoformat(),
        "until": asked_with.filters.until and asked_with.filters.until.isoformat(),
        "history": [
            {"question": turn.question, "answer": turn.answer} for turn in asked_with.history
        ],
        "comment": rating.comment,
    }
    gold = _gold(answer) if rating.good else {}
    return {name: value for name, value in (case | gold).items() if value}


def _gold(answer: Answer) -> dict[str, Any]:
    if answer.refusal:
        return {"refusal": True}
    if answer.understood.intent != "answer":  # a list or a count: it needs them all
        return {"documents_all": [[cited.document.id] for cited in answer.citations]}
    spans = [
        {"document": cited.document.id, "start": cited.start, "end": cited.end}
        for cited in answer.citations
    ]
    return {"spans": spans}
