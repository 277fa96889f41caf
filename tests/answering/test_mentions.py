"""A scan is told as a count and a list: computed, quoted word for word, in either language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.answering.mentions import LISTED, mention_claims, mention_notices, no_mention
from rag.domain import (
    Document,
    Filters,
    MeantPeriod,
    Mention,
    Period,
    Scan,
    UnderstoodQuestion,
    Verdict,
)
from rag.text import split_sentences
from tests.sources import CHINESE, CROSSROADS, KEYNOTE, document, passage_of

ENGLISH_QUESTION = UnderstoodQuestion(
    "Which articles mention 马云?", "Which articles mention 马云?", intent="list", subject="马云"
)
CHINESE_QUESTION = UnderstoodQuestion(
    "哪些文章提到World Internet Conference？",
    "哪些文章提到World Internet Conference？",
    intent="list",
    subject="World Internet Conference",
)
ZH = document(CHINESE, "zh.md", title="乌镇", outlet="澎湃新闻", published=date(2016, 11, 16))
UNDATED = document(CROSSROADS, "b.md", title="At a\ncrossroads", outlet=None, published=None)


def mention(source: Document, story: str = "", number: int = 1, in_title: bool = False) -> Mention:
    """The document's first sentence mentions the subject."""
    sentence = split_sentences(source.text)[0]
    return Mention(source, passage_of(source), sentence, story or source.id, number, in_title)


def scanned(
    *mentions: Mention, filters: Filters | None = None, documents: int = 35, undated: int = 0
) -> Scan:
    return Scan(("Jack Ma", "马云"), filters or Filters(), documents, undated, mentions)


def test_the_count_comes_first_and_cites_each_first_mention() -> None:
    claims = mention_claims(
        scanned(mention(ZH), mention(document(KEYNOTE)), mention(UNDATED)), ENGLISH_QUESTION
    )
    assert [claim.text for claim in claims] == [
        "3 articles in the archive mention Jack Ma (马云); they tell 3 independent stories.",
        "澎湃新闻, 16 November 2016, “乌镇”: “第三届世界互联网大会在乌镇举行。”",
        "The Daily Planet, 4 December 2017, “The fourth conference”: “Among those who came were "
        "Tim Cook, head of Apple, and Jack Ma, founder of Alibaba.”",
        "undated, “At a crossroads”: “Liu Yunshan spoke to about 1,600 people at the opening of "
        "the third conference.”",
    ]
    assert [[c.number for c in claim.citations] for claim in claims] == [[1, 2, 3], [1], [2], [3]]
    assert all(claim.verdict is Verdict.SUPPORTED for claim in claims)
    for claim in claims[1:]:
        (citation,) = claim.citations
        assert f"“{citation.quote}”" in claim.text
        assert citation.passage_id == f"{citation.document.id}#0"


def test_a_chinese_question_is_answered_in_chinese_also_about_a_latin_name() -> None:
    claims = mention_claims(
        scanned(mention(ZH), mention(UNDATED, number=0, in_title=True)), CHINESE_QUESTION
    )
    assert [claim.text for claim in claims] == [
        "档案中有2篇文章提到Jack Ma（马云），其中1篇只在标题中提到，共2则独立报道。",
        "澎湃新闻，2016年11月16日，《乌镇》：“第三届世界互联网大会在乌镇举行。”",
        "日期不详，《At a crossroads》，只在标题中提到，正文开头：“Liu Yunshan spoke to about "
        "1,600 people at the opening of the third conference.”",
    ]


def test_a_mention_in_the_title_alone_is_counted_and_said_to_be_one() -> None:
    titled = mention(document(KEYNOTE), number=0, in_title=True)
    count, entry = mention_claims(scanned(titled), ENGLISH_QUESTION)
    assert count.text == (
        "1 article in the archive mentions Jack Ma (马云), in the title or a heading alone."
    )
    assert "(named in the title or a heading alone), begins: “Among those" in entry.text
    (several, *_) = mention_claims(scanned(titled, mention(ZH)), ENGLISH_QUESTION)
    assert "(马云), 1 of them in the title or a heading alone; they tell 2" in several.text


def test_copies_are_not_counted_as_independent() -> None:
    copies = (mention(ZH, "story"), mention(UNDATED, "story"))
    (english, *_), (chinese, *_) = (
        mention_claims(scanned(*copies), question)
        for question in (ENGLISH_QUESTION, CHINESE_QUESTION)
    )
    assert english.text.endswith("; all are copies of one story.")
    assert chinese.text.endswith("，均为同一报道的副本。")
    (three, *_) = mention_claims(scanned(*copies, mention(document(KEYNOTE))), ENGLISH_QUESTION)
    assert three.text.endswith("; they tell 2 independent stories.")


def test_a_long_list_is_cut_and_the_count_is_of_all() -> None:
    many = scanned(*(mention(document(KEYNOTE, f"{number}.md")) for number in range(1213)))
    claims = mention_claims(many, ENGLISH_QUESTION)
    assert len(claims) == 1 + LISTED
    assert claims[0].text.startswith("1,213 articles in the archive")
    assert mention_notices(many, ENGLISH_QUESTION) == (
        "The list shows the first 50 of 1,213 articles.",
    )
    assert mention_notices(many, CHINESE_QUESTION) == ("共1213篇文章，此处列出前50篇。",)
    assert mention_notices(scanned(mention(ZH)), ENGLISH_QUESTION) == ()


def test_what_was_left_out_for_want_of_a_date_is_said() -> None:
    scan = scanned(mention(ZH), undated=1)
    assert mention_notices(scan, ENGLISH_QUESTION) == (
        "1 article was left out: the day of publication is not known.",
    )
    assert mention_notices(scan, CHINESE_QUESTION) == ("另有1篇文章因发表日期不详而未查阅。",)


def test_a_time_of_events_leaves_no_article_out_and_that_is_said() -> None:
    meant = MeantPeriod(Period(date(2016, 1, 1), date(2016, 12, 31)), words="")
    (english,), (chinese,) = (
        mention_notices(scanned(mention(ZH)), replace(question, period=meant))
        for question in (ENGLISH_QUESTION, CHINESE_QUESTION)
    )
    assert english.startswith("2016 is taken as the time of the events and leaves no article out.")
    assert chinese.startswith("2016年指事件发生的时间，不因此排除任何文章。")


def test_no_mention_names_the_subject_and_what_was_looked_through() -> None:
    nothing = scanned()
    assert mention_claims(nothing, ENGLISH_QUESTION) == ()
    refusal = no_mention(nothing, ENGLISH_QUESTION)
    assert refusal.reason == "not_covered"
    assert refusal.message == (
        "No article in the archive mentions Jack Ma (马云); 35 were looked through."
    )
    assert no_mention(nothing, CHINESE_QUESTION).message == (
        "档案中没有提到Jack Ma（马云）的文章；共查阅了35篇。"
    )


def test_filters_that_leave_nothing_are_what_is_said() -> None:
    nothing = scanned(filters=Filters(since=date(2016, 1, 1)), documents=0)
    refusal = no_mention(nothing, ENGLISH_QUESTION)
    assert refusal.reason == "nothing_admitted"
    assert refusal.message == "The archive holds no article published since 2016."
    assert no_mention(nothing, CHINESE_QUESTION).message == "档案中没有2016年以来的文章。"


@pytest.mark.parametrize(
    ("filters", "english", "chinese"),
    [
        (Filters(since=date(2016, 3, 5)), "published since 5 March 2016", "2016年3月5日以来的文章"),
        (Filters(until=date(2016, 12, 31)), "published until 2016", "截至2016年底的文章"),
        (Filters(date(2016, 1, 1), date(2016, 12, 31)), "published in 2016", "2016年的文章"),
        (
            Filters(date(2016, 1, 1), date(2018, 12, 31)),
            "published from 2016 to 2018",
            "2016年至2018年的文章",
        ),
        (
            Filters(date(2016, 12, 1), date(2016, 12, 31)),
            "published in December 2016",
            "2016年12月的文章",
        ),
        (
            Filters(date(2016, 11, 16), date(2016, 11, 18)),
            "published from 16 to 18 November 2016",
            "2016年11月16日至18日的文章",
        ),
        (
            Filters(date(2016, 11, 16), date(2016, 11, 16)),
            "published on 16 November 2016",
            "2016年11月16日的文章",
        ),
        (
            Filters(outlets=("SCMP", "澎湃新闻"), authors=("Ann Lee",), languages=("zh",)),
            "in Chinese by Ann Lee from SCMP or 澎湃新闻",
            "来自SCMP或澎湃新闻、作者为Ann Lee的中文文章",
        ),
    ],
)
def test_filters_are_said_in_words(filters: Filters, english: str, chinese: str) -> None:
    nothing = scanned(filters=filters, documents=1)
    assert no_mention(nothing, ENGLISH_QUESTION).message == (
        f"No article {english} mentions Jack Ma (马云); 1 was looked through."
    )
    assert no_mention(nothing, CHINESE_QUESTION).message == (
        f"档案中没有提到Jack Ma（马云）的{chinese}；共查阅了1篇。"
    )
