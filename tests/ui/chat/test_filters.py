from __future__ import annotations

from datetime import date

from rag.domain import Filters
from rag.library.truth.records import Facets
from ui.chat.filters import cleared, filters_from, heading, offered
from ui.words import Words

ENGLISH, CHINESE = Words("en"), Words("zh")


def test_the_fields_become_filters() -> None:
    fields = ["2016", "November 2016", ["新华社"], [], ["zh"], ["报道/2016/"]]
    assert filters_from(fields, ENGLISH) == Filters(
        date(2016, 1, 1),
        date(2016, 11, 30),
        outlets=("新华社",),
        languages=("zh",),
        collections=("报道/2016",),
    )


def test_cleared_fields_filter_nothing() -> None:
    assert filters_from(cleared(), ENGLISH) == Filters()


def test_the_heading_says_what_is_set() -> None:
    filters = filters_from(["2016", "", ["新华社"], [], [], ["reports"]], ENGLISH)
    assert heading(filters, ENGLISH) == "Filters: published since 2016, by 新华社, from reports"
    assert heading(filters, CHINESE).startswith("筛选：2016年以来发表，")
    assert heading(Filters(), ENGLISH) == "Filters"


def test_what_the_archive_has_is_offered_with_its_number_of_documents() -> None:
    facets = Facets(
        outlets=(("新华社", 1200), ("SCMP", 3)),
        authors=(),
        languages=(("zh", 1200), ("en", 3)),
        collections=(("报道", 7),),
        first=date(2014, 11, 21),
        last=None,
        undated=1,
    )
    updates = offered(facets, ENGLISH, Filters(collections=("报道",)))
    fold, since, until, outlets, authors, languages, collections, note, clear = updates
    assert fold["label"] == "Filters: from 报道"
    assert since["placeholder"] == "21\u00a0November\u00a02014"
    assert until["placeholder"] == ""
    assert outlets["choices"] == [("新华社 (1,200)", "新华社"), ("SCMP (3)", "SCMP")]
    assert authors["choices"] == []
    assert languages["choices"] == [("Chinese (中文) (1,200)", "zh"), ("English (3)", "en")]
    assert (collections["choices"], collections["value"]) == ([("报道 (7)", "报道")], ["报道"])
    assert "1 document has no date" in note
    assert clear["value"] == "Clear filters"
    assert offered(facets, CHINESE, Filters())[1]["label"] == "发表日期从"
