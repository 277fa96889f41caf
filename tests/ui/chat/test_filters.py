from __future__ import annotations

from datetime import date

from rag.domain import Filters
from rag.library.truth.records import Facets
from ui.chat.filters import cleared, filters_from, heading, offered


def test_the_fields_become_filters() -> None:
    assert filters_from("2016", "November 2016", ["新华社"], [], ["zh"]) == Filters(
        date(2016, 1, 1), date(2016, 11, 30), outlets=("新华社",), languages=("zh",)
    )


def test_cleared_fields_filter_nothing() -> None:
    assert filters_from(*cleared()) == Filters()


def test_the_heading_says_what_is_set() -> None:
    assert heading(filters_from("2016", "", ["新华社"], [], [])) == (
        "Filters: published since 2016, by 新华社"
    )
    assert heading(Filters()) == "Filters"


def test_what_the_archive_has_is_offered_with_its_number_of_documents() -> None:
    facets = Facets(
        outlets=(("新华社", 1200), ("SCMP", 3)),
        authors=(),
        languages=(("zh", 1200), ("en", 3)),
        first=date(2014, 11, 21),
        last=None,
        undated=1,
    )
    since, until, outlets, authors, languages, note = offered(facets)
    assert since["placeholder"] == "21\u00a0November\u00a02014"
    assert until["placeholder"] == ""
    assert outlets["choices"] == [("新华社 (1,200)", "新华社"), ("SCMP (3)", "SCMP")]
    assert authors["choices"] == []
    assert languages["choices"] == [("中文 (Chinese) (1,200)", "zh"), ("English (3)", "en")]
    assert "1 document has no date" in note
