"""Copies of a text are one story, whatever language, order or edit; other reports are not."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from rag.domain import Document, Publication, Span
from rag.library.truth.database import Database
from rag.library.truth.stories import Stories

AGENCY = """Xi Jinping told delegates in Wuzhen that no country should pursue cyber hegemony.
The president spoke by video link at the opening of the second World Internet Conference, where
more than two thousand people from one hundred and twenty countries had gathered.
He called for a multilateral, democratic and transparent system of governance and said that
cyberspace must not become a battlefield. Rights groups outside the hall said the conference
was an attempt to write censorship into the rules of the network.
Amnesty International asked technology companies to say no to the Chinese position. The
organisers answered that every country had the right to choose its own path of development."""
ADDED = """
Shares of the largest Chinese portals rose slightly in Hong Kong on Wednesday afternoon after
the speech, traders said, before giving up their gains in late dealings."""
OTHER_REPORT = """The Chinese leader has opened a conference on the internet in the canal town of
Wuzhen with an appeal for order. “Cyberspace is not a place beyond the rule of law,” Xi Jinping
said by video link on Wednesday. Among the guests were the prime ministers of Russia, Pakistan and
Kazakhstan, and managers of Facebook and Microsoft, whose services are blocked or limited in the
country. Amnesty International asked technology companies to say no to the Chinese position.
Reporters found that foreign sites could be reached in the hotel, though not across the street."""
CHINESE = """第二届世界互联网大会十六日在浙江乌镇开幕，国家主席习近平以视频方式发表讲话。
他强调，网络空间是人类共同的活动空间，网络空间前途命运应由世界各国共同掌握。
来自一百二十多个国家和地区的两千多名嘉宾出席了开幕式。
他指出，不应有网络霸权，各国有权自主选择网络发展道路、网络管理模式和互联网公共政策。
大会期间还将举行互联网之光博览会，数百家企业展示最新的技术和产品。"""
CHINESE_ADDED = "\n当地居民对记者说，大会给小镇带来了免费的无线网络和更多的游客。"
CHINESE_OTHER = """习近平十六日在乌镇通过视频表示，愿同国际社会一道推动网络空间互联互通、共享共治。
今年的大会设有十个分论坛，议题包括网络安全、数字经济和文化传播。
俄罗斯总理梅德韦杰夫和巴基斯坦总统侯赛因在开幕式上致辞。
外国媒体注意到，与会者在酒店里可以打开平时打不开的网站。"""
FOOTER = "\nFollow us on social media and subscribe to our newsletter for more stories like this."


def document(name: str, text: str, content: int | None = None) -> Document:
    spans = (Span(0, content or len(text)),)
    return Document(name, "Title", text, Publication(), name, "0", spans)


@pytest.fixture
def stories(tmp_path: Path) -> Iterator[Stories]:
    database = Database(tmp_path / "library.sqlite3")
    yield Stories(database)
    database.close()


def place(stories: Stories, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        stories.place(document(name, text))


@pytest.mark.parametrize(
    ("text", "added"), [(AGENCY, ADDED), (CHINESE, CHINESE_ADDED)], ids=["en", "zh"]
)
def test_an_edited_copy_is_of_the_same_story(stories: Stories, text: str, added: str) -> None:
    place(
        stories,
        {
            "wire": text,
            "exact": text,
            "longer": text + added,
            "headlined": f"Another headline of another editor 另一个标题\nBy Our Staff\n{text}",
            "shorter": text[: len(text) * 3 // 4],
            "reflowed": text.replace("\n", " "),
        },
    )
    story = stories.story_of("shorter")
    assert story.id == "exact"
    assert len(story.document_ids) == 6


def test_other_reports_of_the_same_event_are_other_stories(stories: Stories) -> None:
    texts = [AGENCY, OTHER_REPORT, CHINESE, CHINESE_OTHER]
    place(stories, {f"report{n}": text for n, text in enumerate(texts)})
    ids = [f"report{n}" for n in range(4)]
    assert stories.stories(ids) == dict(zip(ids, ids, strict=True))


def test_short_texts_are_of_one_story_only_when_they_say_the_same(stories: Stories) -> None:
    place(
        stories,
        {
            "a": "Shares of Alibaba rose by 3 percent in Hong Kong on Monday.",
            "b": "Shares of Tencent rose by 3 percent in Hong Kong on Monday.",
            "c": "Shares of Alibaba rose by 3 percent in Hong Kong on Monday.\n",
        },
    )
    assert stories.stories(["a", "b", "c"]) == {"a": "a", "b": "b", "c": "a"}


def test_what_was_stripped_joins_nobody(stories: Stories) -> None:
    menu = "\n".join(f"Section {n}: politics, culture, sport and weather" for n in range(50))
    for name, text in (("a", AGENCY), ("b", OTHER_REPORT)):
        stories.place(document(name, text + menu, content=len(text)))
    assert stories.stories(["a", "b"]) == {"a": "a", "b": "b"}


def test_a_footer_that_was_not_stripped_joins_nobody(stories: Stories) -> None:
    place(stories, {"a": AGENCY + FOOTER, "b": OTHER_REPORT + FOOTER})
    assert stories.stories(["a", "b"]) == {"a": "a", "b": "b"}


def test_stories_do_not_depend_on_the_order_or_on_what_came_and_went(
    stories: Stories, tmp_path: Path
) -> None:
    sentences = [f"Delegate {n} of country {n * 7} spoke about topic {n * 13}." for n in range(60)]
    # Each shares two thirds with the next: a chain, whose ends share little.
    texts = {f"doc{n}": " ".join(sentences[n * 4 : n * 4 + 24]) for n in range(9)}
    place(stories, texts)
    names = list(texts)
    expected = stories.stories(names)
    assert len(set(expected.values())) < len(names)
    chance = random.Random(7)
    again = Database(tmp_path / "again.sqlite3")
    other = Stories(again)
    for name in chance.sample(names, 9):
        other.place(document(name, texts[name]))
    for name in chance.sample(names, 5):
        other.forget(name)
        other.place(document(name, texts[name]))
        other.place(document(name, texts[name]))
    assert other.stories(names) == expected
    again.close()


def test_a_story_falls_apart_without_the_copy_that_joined_it(stories: Stories) -> None:
    sentences = [f"Delegate {n} of country {n * 7} spoke about topic {n * 13}." for n in range(40)]
    place(
        stories,
        {
            "left": " ".join(sentences[:30]),
            "bridge": " ".join(sentences[5:35]),
            "right": " ".join(sentences[10:40]),
        },
    )
    assert stories.story_of("right").document_ids == ("bridge", "left", "right")
    stories.forget("bridge")
    assert stories.stories(["left", "right"]) == {"left": "left", "right": "right"}


def test_a_document_that_changes_leaves_its_story(stories: Stories) -> None:
    place(stories, {"a": AGENCY, "b": AGENCY})
    stories.place(document("a", OTHER_REPORT))
    assert stories.stories(["a", "b"]) == {"a": "a", "b": "b"}
    stories.place(document("a", AGENCY))
    assert stories.stories(["a", "b"]) == {"a": "a", "b": "a"}


def test_a_document_that_is_forgotten_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite3")
    stories = Stories(database)
    place(stories, {"long": AGENCY, "short": "A caption."})
    stories.forget("long")
    stories.forget("short")
    assert database.query(
        "SELECT (SELECT count(*) FROM bands) + (SELECT count(*) FROM signatures)"
    ) == [(0,)]
    database.close()
