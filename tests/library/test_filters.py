"""Both searches within some publications: what Filters.admit admits, all of it and no other."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rag.domain import Filters
from rag.library import Library
from rag.library.indexes import nearest
from tests.fakes import FakeEmbedder
from tests.library.archives import any_filters, write_archive

QUESTION = "The speech at the Wuzhen summit 互联网大会"
EVERY = 1_000


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("mixed")
    archive = write_archive(folder / "archive", documents=60, seed=5)
    with Library.open(folder / "library", FakeEmbedder(), passage_tokens=12) as library:
        library.index([archive])
        yield library


def admitted(library: Library, filters: Filters) -> set[str]:
    """The documents that the filters admit, looked at one by one."""
    return {d.id for d in library.documents() if filters.admit(d.id, d.publication)}


def documents_of(library: Library, found: list[tuple[str, float]]) -> set[str]:
    return {document.id for _, document in library.passages([i for i, _ in found]).values()}


def within(
    library: Library, found: list[tuple[str, float]], filters: Filters, k: int
) -> list[tuple[str, float]]:
    """What a search without filters should have left within them."""
    allowed = admitted(library, filters)
    documents = {i: d.id for i, (_, d) in library.passages([i for i, _ in found]).items()}
    return [(i, score) for i, score in found if documents[i] in allowed][:k]


def scores(found: list[tuple[str, float]]) -> dict[str, float]:
    return {i: round(score, 4) for i, score in found}


@pytest.mark.parametrize("seed", range(60))
def test_each_search_finds_what_is_admitted_with_the_scores_it_has_without_filters(
    mixed: Library, seed: int
) -> None:
    filters = any_filters(random.Random(seed))
    vector = FakeEmbedder().embed_question(QUESTION)
    dense = mixed.dense_search(vector, EVERY, filters)
    assert scores(dense) == scores(within(mixed, mixed.dense_search(vector, EVERY), filters, EVERY))
    assert documents_of(mixed, dense) == admitted(mixed, filters)
    lexical = mixed.lexical_search(QUESTION, EVERY, filters)
    assert scores(lexical) == scores(
        within(mixed, mixed.lexical_search(QUESTION, EVERY), filters, EVERY)
    )


@pytest.mark.parametrize("rows_a_search", [-(10**9), 0, 10**9])
@pytest.mark.parametrize("seed", range(12))
def test_the_k_best_are_the_same_whether_all_are_compared_or_chroma_is_asked(
    mixed: Library, monkeypatch: pytest.MonkeyPatch, seed: int, rows_a_search: int
) -> None:
    monkeypatch.setattr(nearest, "_ROWS_A_SEARCH", rows_a_search)
    filters = any_filters(random.Random(seed))
    vector = FakeEmbedder().embed_question(QUESTION)
    found = mixed.dense_search(vector, 7, filters)
    best = within(mixed, mixed.dense_search(vector, EVERY), filters, 7)
    assert [round(score, 4) for _, score in found] == [round(score, 4) for _, score in best]
    assert documents_of(mixed, found) <= admitted(mixed, filters)


@pytest.mark.parametrize("seed", range(12))
def test_a_phrase_is_mentioned_by_all_documents_that_hold_it(mixed: Library, seed: int) -> None:
    filters = any_filters(random.Random(seed))
    texts = {i: document.text for i in admitted(mixed, filters) if (document := mixed.document(i))}
    mentioning = mixed.documents_mentioning("Wuzhen speech", filters)
    # "with", "a", "in", "on" and "and" are stop words: they may stand between.
    holding = {i for i, text in texts.items() if "Wuzhen speech" in text}
    assert holding <= set(mentioning) <= texts.keys()
    assert mentioning == sorted(mentioning)


def test_similarities_and_vectors_are_those_of_the_passages(mixed: Library) -> None:
    embedder = FakeEmbedder()
    vector = embedder.embed_question(QUESTION)
    found = mixed.dense_search(vector, EVERY)
    ids = [i for i, _ in found]
    assert len(set(ids)) == mixed.counts.passages
    assert scores(list(mixed.similarities(vector, [*ids, "gone#0"]).items())) == scores(found)
    rows = mixed.vectors([*reversed(ids), "gone#0"])
    assert rows.shape == (len(ids) + 1, embedder.dimensions)
    assert rows.dtype == np.float32
    expected = [*reversed([score for _, score in found]), 0.0]
    assert np.allclose(rows @ vector, expected, atol=1e-5)


def test_an_empty_library_has_nothing_to_choose_from(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    vector = embedder.embed_question(QUESTION)
    everything = Filters(since=date(1900, 1, 1), outlets=("The Paper",))
    with Library.open(tmp_path, embedder) as library:
        assert library.dense_search(vector, 5, everything) == []
        assert library.lexical_search(QUESTION, 5, everything) == []
        assert library.documents_mentioning("speech") == []
        assert library.similarities(vector, ["gone#0"]) == {}
        assert len(library.vectors(["gone#0"])) == 1
        facets = library.facets()
        assert (facets.outlets, facets.first, facets.undated) == ((), None, 0)


def test_a_library_that_became_empty_still_answers(library: Library) -> None:
    for document in library.documents():
        library.remove(document.id)
    assert library.counts == (0, 0)
    vector = FakeEmbedder().embed_question(QUESTION)
    for filters in (Filters(), Filters(until=date(2020, 1, 1)), Filters(languages=("en",))):
        assert library.dense_search(vector, 5, filters) == []
        assert library.lexical_search(QUESTION, 5, filters) == []


def test_what_is_set_by_hand_is_what_filters_and_facets_see(library: Library) -> None:
    vector = FakeEmbedder().embed_question("ranking")
    mine = Filters(since=date(2016, 1, 1), outlets=("the planet",))
    assert library.dense_search(vector, 5, mine) == []
    library.edit("raw.txt", {"outlet": "The Planet", "published": "2016-11-16"})
    library.edit("2014/opening.md", {"outlet": "", "published": ""})
    for found in (
        library.dense_search(vector, 5, mine),
        library.lexical_search("Freedom House", 5, mine),
        library.lexical_search("Planet", 5),
    ):
        assert documents_of(library, found) == {"raw.txt"}
    assert library.documents_mentioning("Freedom House", mine) == ["raw.txt"]
    assert library.dense_search(vector, 5, Filters(outlets=("The Paper",))) == []
    facets = library.facets()
    assert facets.outlets == (("The Planet", 1),)
    assert (facets.first, facets.last, facets.undated) == (date(2016, 11, 16),) * 2 + (2,)


def test_a_collection_is_a_folder_with_all_below_it_and_a_document_is_one(mixed: Library) -> None:
    vector = FakeEmbedder().embed_question(QUESTION)
    ids = {document.id for document in mixed.documents()}
    for collection, lies_in in (
        ("docs", {i for i in ids if i.startswith("docs/")}),
        ("docs/2015", {i for i in ids if i.startswith("docs/2015/")}),
        ("资料（一）", {i for i in ids if i.startswith("资料（一）/")}),
        ("docs/001.md", {"docs/001.md"}),
        ("doc", set()),
        ("nowhere", set()),
        ("", set()),
    ):
        filters = Filters(collections=(collection,))
        assert mixed.admitted(filters) == lies_in
        for found in (
            mixed.dense_search(vector, EVERY, filters),
            mixed.lexical_search(QUESTION, EVERY, filters),
        ):
            assert documents_of(mixed, found) == lies_in
        assert set(mixed.documents_mentioning("Wuzhen", filters)) <= lies_in


def test_the_folders_at_the_top_are_offered_with_all_that_lies_below_them(mixed: Library) -> None:
    folders = mixed.facets().collections
    assert {name for name, _ in folders} == {"docs", "docs_source", "资料（一）", "a.b", "docs#1"}
    assert folders[0][0] == "docs"
    for name, number in folders:
        assert number == len(mixed.admitted(Filters(collections=(name,))))


def test_facets_come_most_first_and_know_one_name_in_any_case(mixed: Library) -> None:
    facets = mixed.facets()
    for field, found in (("outlet", facets.outlets), ("author", facets.authors)):
        counts = [number for _, number in found]
        assert counts == sorted(counts, reverse=True)
        for name, number in found:
            chosen = Filters(outlets=(name,)) if field == "outlet" else Filters(authors=(name,))
            assert number == len(admitted(mixed, chosen))
    assert len(facets.outlets) == 3
    assert sum(number for _, number in facets.languages) == mixed.counts.documents
    dated = [d.publication.published for d in mixed.documents() if d.publication.published]
    assert (facets.first, facets.last) == (min(dated), max(dated))
    assert facets.undated == mixed.counts.documents - len(dated)
