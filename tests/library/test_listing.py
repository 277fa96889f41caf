"""The list of documents: what is chosen, in which order, a page at a time."""

from __future__ import annotations

import random
from pathlib import Path
from typing import get_args

from rag.domain import Filters
from rag.library import FileEntry, Library, ListingQuery
from rag.library.truth.listing import Order, Status
from tests.fakes import FakeEmbedder
from tests.library.archives import any_filters, write_archive


def listed(library: Library, query: ListingQuery, offset: int = 0, limit: int = 100) -> list[str]:
    """The ids of the entries, those of unreadable files in brackets."""
    return [
        f"[{entry.id}]" if isinstance(entry, FileEntry) else entry.summary.id
        for entry in library.listing(query, offset, limit).entries
    ]


def test_documents_and_unreadable_files_are_searched_and_chosen_by_status(
    library: Library, archive: Path
) -> None:
    (archive / "broken.pdf").write_bytes(b"%PDF-1.7\nno more of it")
    (archive / "copy.txt").write_text((archive / "raw.txt").read_text())
    library.index([archive])
    everything = {"2014/opening.md", "2016/zh.md", "[broken.pdf]", "copy.txt", "raw.txt"}
    found_by: dict[str, set[str]] = {
        "": everything,
        "SUMMIT paper": {"2014/opening.md"},
        "网络": {"2016/zh.md"},
        "2016/": {"2016/zh.md"},
        "BROKEN": {"[broken.pdf]"},
        "100%": set(),
    }
    for search, found in found_by.items():
        assert set(listed(library, ListingQuery(search))) == found, search
    of_status: dict[Status, set[str]] = {
        "failed": {"[broken.pdf]"},
        "copied": {"copy.txt", "raw.txt"},
        "indexed": everything - {"[broken.pdf]"},
    }
    for status, found in of_status.items():
        assert set(listed(library, ListingQuery(status=status))) == found, status
    (failed,) = library.listing(ListingQuery(status="failed"), 0, 10).entries
    assert isinstance(failed, FileEntry)
    assert "broken.pdf" in (failed.failure or "")
    copies = library.listing(ListingQuery(status="copied"), 0, 10).entries
    assert [entry.copies for entry in copies if not isinstance(entry, FileEntry)] == [1, 1]


def test_what_was_set_by_hand_is_listed_searched_and_sorted_by(library: Library) -> None:
    library.edit("raw.txt", {"title": "Zeta", "outlet": "The Planet", "published": "2010-01-01"})
    library.edit("2014/opening.md", {"outlet": ""})
    assert listed(library, ListingQuery("planet")) == ["raw.txt"]
    assert listed(library, ListingQuery(filters=Filters(outlets=("THE PLANET",)))) == ["raw.txt"]
    assert listed(library, ListingQuery(filters=Filters(outlets=("The Paper",)))) == []
    by_day = ListingQuery(order="published")
    assert listed(library, by_day) == ["raw.txt", "2014/opening.md", "2016/zh.md"]
    (first, *_) = library.listing(by_day, 0, 1).entries
    assert not isinstance(first, FileEntry)
    assert first.summary == next(s for s in library.documents() if s.id == "raw.txt")


def test_what_is_unknown_comes_last_either_way(library: Library) -> None:
    for descending in (False, True):
        found = listed(library, ListingQuery(order="published", descending=descending))
        assert found[0] == "2014/opening.md"
    assert listed(library, ListingQuery(dated=False)) == ["raw.txt", "2016/zh.md"]
    assert listed(library, ListingQuery(dated=True)) == ["2014/opening.md"]


def test_filters_choose_what_they_admit_to_a_search(tmp_path: Path) -> None:
    chance = random.Random(7)
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        library.index([write_archive(tmp_path / "archive/a", 30, seed=7).parent])
        for _ in range(40):
            filters = any_filters(chance)
            found = listed(library, ListingQuery(filters=filters))
            assert set(found) == library.admitted(filters)
            assert len(found) == library.listing(ListingQuery(filters=filters), 0, 1).total


def test_pages_hold_everything_once(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        library.index([write_archive(tmp_path / "archive", 23, seed=3)])
        for order in get_args(Order):
            query = ListingQuery(order=order, descending=True)
            pages = [listed(library, query, offset, 5) for offset in range(0, 25, 5)]
            assert [len(page) for page in pages] == [5, 5, 5, 5, 3]
            assert len({i for page in pages for i in page}) == 23
