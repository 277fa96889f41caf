"""What documents can be chosen by: outlets, authors, languages and folders, and the days."""

from __future__ import annotations

from collections import Counter
from datetime import date

from rag.library.truth.database import Database
from rag.library.truth.records import Facets

# What was set by hand counts, the empty value, too: it means unknown.
_SELECT_VALUES = """
    SELECT trim(coalesce(value, {field})) AS now, count(*) FROM documents
    LEFT JOIN overrides ON document_id = documents.id AND field = '{field}'
    WHERE now > '' GROUP BY now ORDER BY count(*) DESC, now
"""
_SELECT_FOLDERS = """
    SELECT substr(id, 1, instr(id, '/') - 1) AS folder, count(*) FROM documents
    WHERE instr(id, '/') GROUP BY folder ORDER BY count(*) DESC, folder
"""
_SELECT_DAYS = """
    SELECT min(now), max(now), count(*) FILTER (WHERE now IS NULL) FROM (
        SELECT nullif(trim(coalesce(value, published)), '') AS now FROM documents
        LEFT JOIN overrides ON document_id = documents.id AND field = 'published'
    )
"""


def facets_of(database: Database) -> Facets:
    with database.snapshot():
        ((first, last, undated),) = database.query(_SELECT_DAYS)
        return Facets(
            outlets=_values(database, "outlet"),
            authors=_values(database, "author"),
            languages=_values(database, "language"),
            collections=tuple(database.query(_SELECT_FOLDERS)),
            first=date.fromisoformat(first) if first else None,
            last=date.fromisoformat(last) if last else None,
            undated=undated,
        )


def _values(database: Database, field: str) -> tuple[tuple[str, int], ...]:
    """The values that are known with their numbers, most first, equals in the order of letters."""
    commonest: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for value, number in database.query(_SELECT_VALUES.format(field=field)):
        numbers[commonest.setdefault(value.casefold(), value)] += number
    return tuple(sorted(numbers.items(), key=lambda item: (-item[1], item[0])))
