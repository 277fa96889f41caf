"""A scan finds every document that mentions a subject, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from rag.domain import Filters, Publication, Scan
from rag.library import Library
from rag.retrieving.scanning import Subject, scan
from tests.fakes import FakeEmbedder

GUESTS = (
    "# The guests\n\nThe hall was full. Jack Ma’s speech came first, and jack ma spoke twice. "
    "Then Robin Li spoke.\n"
)
ARTICLES = {
    "guests.md": f"---\ntitle: The guests\npublished: 2016-11-18\n---\n{GUESTS}",
    "copy.md": f"---\ntitle: Who came\npublished: 2016-11-17\n---\n{GUESTS}",
    "zh.md": "---\ntitle: 乌镇\npublished: 2015-12-16\nlanguage: zh\n---\n"
    "大会在乌镇开幕。阿里巴巴董事局主席马云出席并演讲。\n",
    "undated.md": "Robin Li met Jack\nMa, founder of Alibaba, behind the stage of the hall.\n",
    "title.md": "---\ntitle: Jack Ma in Wuzhen\npublished: 2014-11-20\n---\nHe came late.\n",
    "heading.md": "---\ntitle: People\npublished: 2017-12-04\n---\nAll of them.\n\n## Jack Ma\n\n"
    "The founder spoke of peace.\n",
    "menu.md": "---\ntitle: Weather\nauthor: Jack Ma\n---\nIt rained in Wuzhen all day.\n",
    "others.md": "Jack Mao ate a pineapple. Blackjack made him poor, and who knows why.\n",
}
Archive = Callable[[Mapping[str, str]], Library]


@pytest.fixture
def library_of(tmp_path: Path) -> Iterator[Archive]:
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:

        def indexed(articles: Mapping[str, str]) -> Library:
            for name, text in articles.items():
                (tmp_path / "archive").mkdir(exist_ok=True)
                (tmp_path / "archive" / name).write_text(text)
            library.index([tmp_path / "archive"])
            return library

        yield indexed


def found_in(scanned: Scan) -> list[str]:
    return [Path(mention.document.path).name for mention in scanned.mentions]


def test_every_mention_is_found_by_date_with_the_unknown_last(library_of: Archive) -> None:
    library = library_of(ARTICLES)
    everywhere = scan(library, ["Jack Ma", "马云"], Filters())
    assert found_in(everywhere) == [
        "title.md", "zh.md", "copy.md", "guests.md", "heading.md", "undated.md"
    ]  # fmt: skip
    assert (everywhere.documents, everywhere.undated) == (len(ARTICLES), 0)
    assert found_in(scan(library, ["马云"], Filters())) == ["zh.md"]
    assert found_in(scan(library, ["Robin Li"], Filters())) == [
        "copy.md", "guests.md", "undated.md"
    ]  # fmt: skip


def test_the_first_sentence_that_mentions_it_is_named_with_its_passage(library_of: Archive) -> None:
    library = library_of(ARTICLES)
    by_name = {
        Path(mention.document.path).name: mention
        for mention in scan(library, ["Jack Ma", "马云"], Filters()).mentions
    }
    quoted = {name: m.sentence.of(m.document.text) for name, m in by_name.items()}
    assert quoted == {
        "guests.md": "Jack Ma’s speech came first, and jack ma spoke twice.",
        "copy.md": "Jack Ma’s speech came first, and jack ma spoke twice.",
        "zh.md": "阿里巴巴董事局主席马云出席并演讲。",
        "undated.md": "Robin Li met Jack\nMa, founder of Alibaba, behind the stage of the hall.",
        "title.md": "He came late.",
        "heading.md": "The founder spoke of peace.",
    }
    numbers = {name: (mention.number, mention.in_title) for name, mention in by_name.items()}
    assert numbers["guests.md"] == (2, False)
    assert numbers["title.md"] == numbers["heading.md"] == (0, True)
    for mention in by_name.values():
        assert mention.passage.start <= mention.sentence.start
        assert mention.sentence.end <= mention.passage.end
        assert mention.passage.document_id == mention.document.id


def test_copies_of_one_text_are_one_story(library_of: Archive) -> None:
    text = " ".join(f"Word{number} of the report on Jack Ma." for number in range(20))
    library = library_of(
        {"one.md": text, "two.md": f"{text} Corrected.", "own.md": "Jack Ma left."}
    )
    scanned = scan(library, ["Jack Ma"], Filters())
    assert (len(scanned.mentions), scanned.stories) == (3, 2)


def test_filters_say_among_how_many_was_looked(library_of: Archive) -> None:
    library = library_of(ARTICLES)
    scanned = scan(library, ["Jack Ma"], Filters(since=date(2016, 1, 1)))
    assert found_in(scanned) == ["copy.md", "guests.md", "heading.md"]
    assert (scanned.documents, scanned.undated) == (3, 3)
    assert scan(library, ["Lu Wei"], Filters(languages=("zh",))).mentions == ()
    collections = ("copy.md", "undated.md", "menu.md", "nowhere")
    some = scan(library, ["Jack Ma"], Filters(since=date(2016, 1, 1), collections=collections))
    assert (found_in(some), some.documents, some.undated) == (["copy.md"], 1, 2)


def test_every_publication_is_read_once_for_a_scan(
    library_of: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(ARTICLES)
    publications, readings = library.publications(), []

    def read() -> dict[str, Publication]:
        readings.append(1)
        return publications

    monkeypatch.setattr(library, "publications", read)
    for subject in ("Jack Ma", "马云", "the"):
        scan(library, [subject], Filters(since=date(2016, 1, 1)))
    assert len(readings) == 3


def test_retrieved_passages_hold_the_sentences(library_of: Archive) -> None:
    scanned = scan(library_of(ARTICLES), ["Robin Li"], Filters())
    assert [found.rank for found in scanned.retrieved] == [1, 2, 3]
    assert all("Robin Li" in found.passage.text for found in scanned.retrieved)


def test_what_the_index_does_not_hold_is_found_all_the_same(library_of: Archive) -> None:
    library = library_of(
        {
            "peace.md": "会议主题是和平发展与共同繁荣。\n",
            "horse.md": "他骑马来到乌镇。\n",
            "city.md": "会议在四川成都市举行，介绍了5G网络。\n",
            "who.md": "The WHO warned of the virus.\n",
            "pronoun.md": "Who warned of it, and who did not?\n",
        }
    )
    assert found_in(scan(library, ["和平"], Filters())) == ["peace.md"]
    assert found_in(scan(library, ["马"], Filters())) == ["horse.md"]
    assert found_in(scan(library, ["成都"], Filters())) == ["city.md"]
    assert found_in(scan(library, ["5g网络"], Filters())) == ["city.md"]
    assert found_in(scan(library, ["WHO"], Filters())) == ["who.md"]
    assert found_in(scan(library, ["who did not"], Filters())) == ["pronoun.md"]


def test_chinese_is_found_over_the_end_of_a_line_and_names_between_its_commas(
    library_of: Archive,
) -> None:
    library = library_of(
        {
            "wrapped.md": "与会者讨论了网络\n主权和数据安全。\n",
            "firms.md": "大会邀请了Google，Facebook，Tencent参加。\n",
            "phone.md": "苹果公司发布了 iPhone 手机。\n",
            "kim.md": "The leader Kim Jong Un met the press.\n",
        }
    )
    assert found_in(scan(library, ["网络主权"], Filters())) == ["wrapped.md"]
    assert found_in(scan(library, ["Facebook"], Filters())) == ["firms.md"]
    assert found_in(scan(library, ["iPhone手机"], Filters())) == ["phone.md"]
    assert found_in(scan(library, ["UN"], Filters())) == []


def test_a_title_set_by_hand_counts_as_a_title(library_of: Archive) -> None:
    library = library_of({"horse.md": "他骑马来到乌镇。\n"})
    (document,) = library.documents()
    library.edit(document.id, {"title": "马云与乌镇"})
    (mention,) = scan(library, ["马云"], Filters()).mentions
    assert (mention.number, mention.in_title) == (0, True)


@pytest.mark.parametrize(
    ("subject", "text", "number"),
    [
        ("Apple", "Apple’s stand; Apples; an APPLE.", 3),
        ("Apple", "pineapple, Applet, apple2, applesauce", 0),
        ("Apple", "_Apple_ 苹果Apple公司 (Ａｐｐｌｅ)", 3),
        ("Paris", "Paris' and Paris’s", 2),
        ("cyber sovereignty", "cyber-sovereignty, cyber\n  sovereignty", 2),
        ("“Jack Ma”?", "Jack Ma.", 1),
        ("蒂姆·库克", "蒂姆・库克和蒂姆•库克", 2),
        ("马云", "马云说，马云飞没有来。", 2),
        ("C++", "C++ and C", 1),
        ("AT&T", "AT&T’s network", 1),
        ("U.S.", "the U.S. said, a U.S.-based firm", 2),
        ("US", "The US told us. US-led. BUS.", 2),
        ("NATO", "Nato and NATO, not nato", 2),
        ("IT", "It is about IT.", 1),
        ("AI", "Ai Weiwei on AI", 1),
        ("2018年", "2018 年和2018年", 2),
        ("iPhone 手机", "iPhone手机", 1),
        ("5G", "5G网络 and 25G", 1),
        ("Zoë", "Zoe\u0308 came", 1),
    ],
)
def test_a_subject_is_a_whole_word_in_either_script(subject: str, text: str, number: int) -> None:
    assert Subject([subject]).count(text) == number


def test_nothing_to_look_for_is_refused() -> None:
    with pytest.raises(ValueError, match="no subject"):
        Subject(["?", " "])
