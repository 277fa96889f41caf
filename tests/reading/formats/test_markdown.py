"""Markdown: front matter is metadata and never prose; broken front matter breaks nothing."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

import pytest

from rag.domain import Provenance
from rag.reading.formats.markdown import read_markdown
from rag.reading.publication.findings import DECLARED

PATH = PurePath("notes/wuzhen-2014.md")


def test_front_matter_gives_the_publication_and_is_not_prose() -> None:
    text = (
        "---\ntitle: The first summit\noutlet: China Media Project\nauthor: [Ann Lee, Bo Wu]\n"
        "published: 2014-11-21\nurl: https://example.org/a\nlanguage: en\nsources: [x, y]\n---\n"
        "# Another heading\n\nIt opened in Wuzhen.\n"
    )
    article = read_markdown(text, PATH)
    publication = article.publication
    assert article.title == "The first summit"
    assert article.text == text
    assert [span.of(text).strip() for span in article.content] == [
        "# Another heading\n\nIt opened in Wuzhen."
    ]
    assert publication.outlet == "China Media Project"
    assert publication.author == "Ann Lee, Bo Wu"
    assert publication.published == date(2014, 11, 21)
    assert publication.url == "https://example.org/a"
    assert set(publication.provenance.values()) == {Provenance("front matter", DECLARED)}
    assert [(part.reason, part.span.start) for part in article.stripped] == [("front matter", 0)]


@pytest.mark.parametrize(
    "front_matter",
    ["title: [unclosed", "- a list", "just words", "{" * 5000, "a: &a [*a]", "x: " + "y" * 30_000],
)
def test_broken_front_matter_leaves_the_fields_unknown(front_matter: str) -> None:
    text = f"---\n{front_matter}\n---\n# Heading\n\nProse.\n"
    article = read_markdown(text, PATH)
    assert article.title == "Heading"
    assert article.publication.outlet is None
    assert set(article.publication.provenance) == {"title"}
    assert [span.of(text).strip() for span in article.content] == ["# Heading\n\nProse."]


@pytest.mark.parametrize(
    "published", ["2014-13-45", "yesterday", "03/04/2020", "", "[2014]", "2014"]
)
def test_a_date_that_is_none_stays_unknown(published: str) -> None:
    article = read_markdown(f"---\npublished: {published}\n---\nText.", PATH)
    assert article.publication.published is None


@pytest.mark.parametrize("published", ["2014-11-21", "2014-11-21T10:00:00Z", "November 21, 2014"])
def test_a_date_may_carry_a_time_or_be_spelled_out(published: str) -> None:
    article = read_markdown(f"---\npublished: {published}\n---\nText.", PATH)
    assert article.publication.published == date(2014, 11, 21)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://",
        "a b",
        "http://[",
    ],
)
def test_only_web_addresses_are_links(url: str) -> None:
    article = read_markdown(f"---\nurl: '{url}'\n---\nText.", PATH)
    assert article.publication.url is None


def test_without_front_matter_the_first_heading_is_the_title() -> None:
    article = read_markdown("Intro.\n\n# 网络主权 #\n\nText.", PATH)
    assert article.title == "网络主权"


def test_without_a_heading_the_name_is_the_title() -> None:
    assert read_markdown("Just text.", PATH).title == "wuzhen-2014"


def test_a_rule_in_the_text_is_not_front_matter() -> None:
    text = "First part.\n\n---\n\nSecond part.\n\n---\n"
    assert [span.of(text) for span in read_markdown(text, PATH).content] == [text]


def test_a_declared_language_wins_over_the_look_of_the_text() -> None:
    assert read_markdown("---\nlanguage: zh-CN\n---\nWIC 2014", PATH).publication.language == "zh"
