"""Which sentences are events, when, and how often one is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.domain import Document, Period, RetrievedPassage
from rag.forms.events import Event, events_in, years_without
from rag.reading.dates.mentions import dates_mentioned
from rag.text import detect_language
from tests.fakes import EnglishEmbedder, FakeEmbedder
from tests.sources import document, passage_of

ANY_TIME = Period(date.min, date(2026, 11, 22))
MAY_14 = date(2019, 5, 14)


def article(text: str, name: str = "a.md", published: date | None = MAY_14) -> Document:
    return document(text, name, published=published)


def found(*articles: Document) -> tuple[RetrievedPassage, ...]:
    """The articles as passages that speak of the times that reading finds in them."""
    passages = [
        replace(
            passage_of(source),
            mentions=dates_mentioned(
                source.text, source.publication.published, detect_language(source.text)
            ),
        )
        for source in articles
    ]
    return tuple(
        RetrievedPassage(passage, source, rank, 1 / rank, source.id)
        for rank, (passage, source) in enumerate(zip(passages, articles, strict=True), start=1)
    )


def told(*articles: Document, question: str = "tram", within: Period = ANY_TIME) -> list[Event]:
    return events_in(found(*articles), (question,), FakeEmbedder(), within)


def periods(*articles: Document, within: Period = ANY_TIME) -> list[str]:
    return [str(event.period) for event in told(*articles, within=within)]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The tram line opened for everybody on 12 March 2019.", ["12 March 2019"]),
        ("The tram fair lasted for days, 16-18 November 2016.", ["16 to 18 November 2016"]),
        ("The tram broke down twice in January 2020.", ["January 2020"]),
        ("The tram company was founded in 1961.", ["1961"]),
        ("The tram line opened for everybody on Monday.", ["13 May 2019"]),
        ("The tram carried nobody at all last year.", ["2018"]),
        ("The tram of the 1930s was a tram of wood and brass.", []),
        ("By 2035 the city wants to have three tram lines.", []),
        ("The tram is red and its doors are green.", []),
        ("The tram line of 1961 opened again in March 2019.", ["1961"]),
        ("The tram fair of 2016 began on 16 November 2016.", ["16 November 2016"]),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_event_is_dated_as_precisely_as_its_sentence_dates_it(
    text: str, when: list[str]
) -> None:
    assert periods(article(text)) == when


def test_a_sentence_of_two_dates_stands_once_under_the_first_in_the_asked_time() -> None:
    in_2019 = Period(date(2019, 1, 1), date(2019, 12, 31))
    text = "The tram line of 1961 opened again in March 2019, as in May 2019."
    assert periods(article(text), within=in_2019) == ["March 2019"]
    assert periods(article("The tram line was closed in 1961."), within=in_2019) == []


def test_what_lies_ahead_is_told_where_it_is_asked_for() -> None:
    ahead = Period(date(2035, 1, 1), date(2035, 12, 31))
    text = "By 2035 the city wants to have three tram lines."
    assert periods(article(text), within=ahead) == ["2035"]


def test_copies_and_near_copies_are_one_event_with_at_most_three_sources() -> None:
    opened = "The new tram line opened in Port Elsin on 13 May 2019."
    copies = [article(opened, f"{n}.md") for n in range(5)]
    edited = article("The new tram line was opened in Port Elsin on 13 May 2019.", "e.md")
    (event,) = told(edited, *copies)
    assert len({sentence.document.id for sentence in event.sentences}) == 3


def test_the_same_words_of_another_day_are_another_event_unless_one_copies_the_other() -> None:
    opens = "The tram festival opened in Port Elsin on {} with 20 guests."
    days = [article(opens.format(f"{n} May 2019"), f"{n}.md") for n in (13, 14)]
    assert periods(*days) == ["13 May 2019", "14 May 2019"]
    on_monday = "The tram festival opened in Port Elsin on Monday with 20 guests."
    late_copy = article(on_monday, "copy.md", date(2019, 5, 28))
    (event,) = told(late_copy, article(on_monday, "first.md"))
    assert str(event.period) == "13 May 2019"
    assert len(event.sentences) == 2


def test_what_shares_no_word_with_the_question_is_no_event_of_it() -> None:
    text = "A football match drew 12,000 people to the stadium in May 2019."
    assert told(article(text)) == []


def test_another_language_is_told_only_where_the_embedder_reads_it() -> None:
    chinese = found(article("有轨电车于2019年5月13日通车。2020年1月，电车两次停运。"))
    assert len(events_in(chinese, ("tram",), FakeEmbedder(), ANY_TIME)) == 2
    assert events_in(chinese, ("tram",), EnglishEmbedder(), ANY_TIME) == []


def test_each_language_that_is_searched_in_has_a_bar_of_its_own() -> None:
    both = found(article("The tram opened in May 2019."), article("电车于2020年1月停运。", "b.md"))
    events = events_in(both, ("电车停运了吗？", "tram opened May 2019"), FakeEmbedder(), ANY_TIME)
    assert {event.language for event in events} == {"en", "zh"}


def test_years_of_which_nothing_tells_are_named_together() -> None:
    (event,) = told(article("The tram broke down twice in January 2018."))
    gaps = [str(gap) for gap in years_without([event], 2014, 2019)]
    assert gaps == ["2014 to 2017", "2019"]
    assert [gap.in_chinese for gap in years_without([event], 2017, 2018)] == ["2017年"]
