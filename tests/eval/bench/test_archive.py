import numpy as np

from eval.bench.archive import DAYS, DIMENSIONS, FIRST_DAY, Archive, passage_number
from rag.text import index_terms

SMALL = Archive(passages=402, seed=2014)


def test_an_archive_has_as_many_passages_as_it_should() -> None:
    documents = [SMALL.document(number, day=0) for number in range(SMALL.documents)]
    passages = [passage for _, of_document in documents for passage in of_document]
    assert len(passages) == len(SMALL.vectors()) == len(SMALL.days_of_passages()) == 402
    assert [passage_number(passage.id) for passage in passages] == list(range(402))
    assert len(documents[-1][1]) == 2


def test_passages_stand_where_their_document_has_them() -> None:
    document, passages = SMALL.document(7, day=31)
    assert [document.text[p.start : p.end] for p in passages] == [p.text for p in passages]
    assert document.content[0].of(document.text) == document.text
    assert document.publication.published == FIRST_DAY.replace(month=2)


def test_a_seed_is_the_same_archive_and_another_is_not() -> None:
    text = SMALL.document(3, day=0)[0].text
    assert text == Archive(402, 2014).document(3, day=0)[0].text
    assert text != Archive(402, 2015).document(3, day=0)[0].text
    assert (SMALL.vectors() == Archive(402, 2014).vectors()).all()
    assert not (SMALL.days() == Archive(402, 2015).days()).all()


def test_vectors_are_of_unit_length_and_lie_together_by_document_and_topic() -> None:
    vectors = Archive(4000, 1).vectors()
    assert vectors.shape == (4000, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    within_documents = float((vectors[::4] * vectors[1::4]).sum(axis=1).mean())
    to_all = np.sort(vectors @ vectors[0])[::-1]
    within_topic, median = float(to_all[100]), float(to_all[2000])
    assert within_documents > within_topic > 0.5
    assert abs(median) < 0.2


def test_words_are_as_uneven_as_in_the_press() -> None:
    archive = Archive(2000, 1)
    counts: dict[str, int] = {}
    for number in range(archive.documents):
        for passage in archive.document(number, day=0)[1]:
            for term in set(index_terms(passage.text)):
                counts[term] = counts.get(term, 0) + 1
    by_frequency = sorted(counts.values(), reverse=True)
    assert 0.1 < by_frequency[0] / 2000 < 0.3
    assert by_frequency[len(counts) // 2] < 10


def test_documents_come_on_all_days_of_ten_years() -> None:
    days = Archive(40_000, 1).days()
    assert (int(days.min()), int(days.max())) == (0, DAYS - 1)
    assert np.abs(np.histogram(days, bins=10, range=(0, DAYS))[0] / len(days) - 0.1).max() < 0.01


def test_a_question_is_near_a_passage_and_has_its_words() -> None:
    vectors = SMALL.vectors()
    for question in SMALL.questions(5, vectors):
        nearest = int((vectors @ question.vector).argmax())
        passages = SMALL.document(nearest // 4, day=0)[1]
        assert np.isclose(np.linalg.norm(question.vector), 1, atol=1e-5)
        words = set(index_terms(question.text))
        assert len(words) == 6
        assert words <= set(index_terms(passages[nearest % 4].text))
