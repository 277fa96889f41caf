"""What documents can be chosen by: the outlets, authors and languages there are, and the days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rag.domain import Publication
from rag.library.truth.records import Facets


def facets_of(publications: Iterable[Publication]) -> Facets:
    found = list(publications)
    days = [publication.published for publication in found if publication.published]
    return Facets(
        outlets=_counted(publication.outlet for publication in found),
        authors=_counted(publication.author for publication in found),
        languages=_counted(publication.language for publication in found),
        first=min(days, default=None),
        last=max(days, default=None),
        undated=len(found) - len(days),
    )


def _counted(values: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    """The values that are known with their numbers, most first, equals in the order of letters."""
    spellings: dict[str, Counter[str]] = {}
    for value in values:
        if value:
            spellings.setdefault(value.casefold(), Counter())[value] += 1
    counted = [(min(s, key=lambda v: (-s[v], v)), s.total()) for s in spellings.values()]
    return tuple(sorted(counted, key=lambda item: (-item[1], item[0])))
