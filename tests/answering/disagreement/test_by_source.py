"""Sources that answer a question differently, before any claim is made."""

from __future__ import annotations

from rag.answering.disagreement.by_source import answers_by_source
from rag.answering.disagreement.sides import Dispute
from rag.domain import Document
from tests.sources import document, evidence

FOOTBALLER = document(
    "Robin Marsh (born 1983) is a former American football linebacker. He played for Dallas.",
    "footballer.md",
)
SKATER = document(
    "Robin Marsh is a Canadian ice hockey centre. He played for New York.", "skater.md"
)
BARRACKS = document("The Holm Barracks were built in 1878 by the War Office in red brick.", "a.md")
MISDATED = document("The Holm Barracks were built in 1920 by the War Office in red brick.", "b.md")


def answered(
    question: str, *sources: Document, stories: dict[str, str] | None = None
) -> Dispute | None:
    stories = stories or {source.id: source.id for source in sources}
    return answers_by_source(question, evidence(*sources), stories)


def quotes(disagreement: Dispute | None) -> list[str]:
    return [side.quote for side in disagreement.sides] if disagreement else []


def test_two_things_of_one_name_each_get_their_own_answer() -> None:
    found = answered("What sport is Robin Marsh associated with?", FOOTBALLER, SKATER)
    assert found is not None
    assert found.relation == "differs"
    assert ["football" in quote for quote in quotes(found)] == [True, False]
    assert ["hockey" in quote for quote in quotes(found)] == [False, True]


def test_one_sentence_with_another_value_is_a_contradiction() -> None:
    found = answered("When were the Holm Barracks built?", BARRACKS, MISDATED)
    assert found is not None
    assert found.relation == "contradicts"
    assert [side.values for side in found.sides] == [("1878",), ("1920",)]


def test_copies_of_one_story_that_differ_in_a_value_stay_two_sides() -> None:
    stories = {"a.md": "story", "b.md": "story"}
    found = answered("When were the Holm Barracks built?", BARRACKS, MISDATED, stories=stories)
    assert len(quotes(found)) == 2


def test_copies_of_one_story_are_one_side() -> None:
    copy = document(BARRACKS.text, "copy.md")
    stories = {"a.md": "story", "copy.md": "story", "b.md": "other"}
    found = answered(
        "When were the Holm Barracks built?", BARRACKS, copy, MISDATED, stories=stories
    )
    assert found is not None
    assert [side.document.id for side in found.sides] == ["a.md", "b.md"]


def test_sources_that_agree_in_other_words_are_no_disagreement() -> None:
    other = document("Built in 1878, the Holm Barracks stand beside the river.", "other.md")
    assert answered("When were the Holm Barracks built?", BARRACKS, other) is None


def test_a_source_that_speaks_of_something_else_takes_no_side() -> None:
    other = document("In 1920 the Holm Barracks were sold to a brewery.", "other.md")
    assert answered("When were the Holm Barracks built?", BARRACKS, other) is None


def test_a_question_that_names_nobody_has_no_sides() -> None:
    assert answered("how many people came?", BARRACKS, MISDATED) is None


def test_chinese_sources_with_another_year_in_one_sentence_contradict_each_other() -> None:
    first = document("河姆兵营由陆军部于1978年用红砖建成，位于城西。", "first.md")
    second = document("河姆兵营由陆军部于1920年用红砖建成，位于城西。", "second.md")
    found = answered("河姆兵营是哪一年建成的？", first, second)
    assert found is not None
    assert found.relation == "contradicts"
    assert [side.values for side in found.sides] == [("1978",), ("1920",)]


def test_quotes_are_exact_spans_of_their_documents() -> None:
    later = document(
        "The Holm Barracks stand beside the river. They were given to the town. "
        "The Holm Barracks were built in 1920 by the War Office in red brick.",
        "later.md",
    )
    found = answered("When were the Holm Barracks built?", BARRACKS, later)
    assert found is not None
    assert [span.of(source.text) for source, _, span in found.sides[1].evidence.spans] == [
        "The Holm Barracks stand beside the river.",
        "The Holm Barracks were built in 1920 by the War Office in red brick.",
    ]
