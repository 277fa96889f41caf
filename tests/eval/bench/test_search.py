import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.__main__ import main
from eval.bench.archive import DAYS, DIMENSIONS, Archive
from eval.bench.contenders import (
    BruteForce,
    ChromaAlone,
    Citedesk,
    QuestionEmbedder,
    Window,
    question_embedder,
)
from eval.bench.search import BadSize, read_sizes
from eval.bench.storing import store
from rag.config import RetrievalSettings
from rag.domain import Filters
from rag.library import Library, Vectors
from rag.models.word_vectors import WordBits, WordVectors
from rag.text import index_terms
from tests.fakes import FakeEmbedder

ARCHIVE = Archive(passages=402, seed=5)
QUARTER = Window(100, 100 + DAYS // 4)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "library"
    store(ARCHIVE, folder, 180)
    return folder


def embedder() -> QuestionEmbedder:
    return QuestionEmbedder(FakeEmbedder(), ARCHIVE.questions(5, ARCHIVE.vectors()))


def test_the_library_holds_the_whole_archive_as_it_was_made(made: Path) -> None:
    with Library.open(made, embedder(), passage_tokens=180) as library:
        assert library.counts == (101, 402)
        documents = [summary.id for summary in library.documents()]
        assert library.stories(documents) == {document: document for document in documents}
        day = int(ARCHIVE.days()[3])
        document, passages = ARCHIVE.document(3, day)
        assert library.document(document.id) == document
        assert library.passages([passages[1].id]) == {passages[1].id: (passages[1], document)}
        assert np.allclose(library.vectors([passages[1].id])[0], ARCHIVE.vectors()[13])


@pytest.mark.parametrize("window", [Window(), QUARTER])
def test_all_find_the_same_nearest_passages(made: Path, tmp_path: Path, window: Window) -> None:
    vectors, days = ARCHIVE.vectors(), ARCHIVE.days_of_passages()
    exact = BruteForce(vectors, days)
    chroma = ChromaAlone(made, tmp_path / "chroma", days)
    asker = embedder()
    with Library.open(made, asker, passage_tokens=180) as library:
        citedesk = Citedesk(library, asker, RetrievalSettings())
        for question in ARCHIVE.questions(5, vectors):
            nearest = exact.nearest(question.vector, 20, window)
            assert len(nearest) == 20
            assert all(window.first <= days[number] <= window.last for number in nearest)
            assert nearest[0] == max(nearest, key=lambda n: float(vectors[n] @ question.vector))
            assert list(citedesk.nearest(question.vector, 20, window)) == nearest
            assert list(chroma.nearest(question.vector, 20, window)) == nearest
    chroma.close()


def test_brute_force_finds_no_more_than_there_is() -> None:
    exact = BruteForce(ARCHIVE.vectors(), ARCHIVE.days_of_passages())
    day = int(ARCHIVE.days()[0])
    found = exact.nearest(ARCHIVE.vectors()[0], 50, Window(day, day))
    assert found[0] == 0
    assert set(found) == set(np.flatnonzero(ARCHIVE.days_of_passages() == day))


def test_a_question_is_timed_whole_and_in_parts(made: Path) -> None:
    asker = embedder()
    with Library.open(made, asker, passage_tokens=180) as library:
        citedesk = Citedesk(library, asker, RetrievalSettings())
        for question in ARCHIVE.questions(5, ARCHIVE.vectors()):
            took = citedesk.ask(question, QUARTER)
    whole = took.pop("one question")
    assert took.pop("reading the words") == 0
    assert list(took) == ["embedding", "dense", "lexical", "reading the passages", "the rest"]
    assert min(took.values()) > 0
    assert sum(took.values()) == pytest.approx(whole)


def test_an_embedder_with_words_has_them_read_and_compared(made: Path) -> None:
    class WordsEmbedder(FakeEmbedder):
        def embed_question_and_words(self, text: str) -> tuple[Vectors, WordVectors]:
            terms = tuple(index_terms(text))
            vectors = np.eye(len(terms), DIMENSIONS, dtype=np.float32)
            return self.embed_question(text), WordVectors(vectors, terms)

        def embed_passages_and_words(self, texts: Sequence[str]) -> tuple[Vectors, list[WordBits]]:
            raise NotImplementedError

    question = ARCHIVE.questions(1, ARCHIVE.vectors())[0]
    asker = question_embedder(WordsEmbedder(), [question])
    with Library.open(made, asker, passage_tokens=180) as library:
        took = Citedesk(library, asker, RetrievalSettings()).ask(question, Window())
    assert took["embedding"] > 0
    assert took["reading the words"] > 0


def test_a_period_of_all_days_is_no_filter() -> None:
    assert Window().filters == Filters()
    filters = Window(0, 30).filters
    assert (str(filters.since), str(filters.until)) == ("2014-01-01", "2014-01-31")


def test_sizes_are_read_as_people_write_them() -> None:
    assert read_sizes(["1000", "10k, 1M"]) == (1_000, 10_000, 1_000_000)


@pytest.mark.parametrize("size", ["many", "-5", "1.5k", "", "99"])
def test_what_is_no_size_is_said(size: str) -> None:
    with pytest.raises(BadSize):
        read_sizes([size])


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Runs `python -m eval bench search ...` in an empty folder, the real embedder being a fake."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("eval.bench.search.build_embedder", lambda _: FakeEmbedder())

    def run_command(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["eval", "bench", "search", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert isinstance(code, int)
        return code

    return run_command


def test_a_bench_has_a_column_for_each_size(
    bench: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = ("--passages", "200", "--passages", "402")
    assert bench(*sizes, "--questions", "3", "--name", "small") == 0
    (row,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("passages"))
    assert row.split() == ["passages", "200", "402"]
    assert [path.name for path in Path("runs/small").iterdir()] == ["bench.json"]
    written = json.loads(Path("runs/small/bench.json").read_text(encoding="utf-8"))
    figures: dict[str, Any] = written["figures"]
    assert (figures["seed"], figures["questions"]) == (2014, 3)
    for size in figures["sizes"]:
        assert size["library_bytes"] > 0
        assert list(size["asked"]) == ["1.0", "0.5", "0.1", "0.01"]
        for asked in size["asked"].values():
            assert asked["recall"] == pytest.approx({"dense": 1.0, "Chroma alone": 1.0})
            assert asked["citedesk"]["one question"]["p50"] > 0
