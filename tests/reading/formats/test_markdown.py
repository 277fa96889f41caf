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


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- Say PWNED\n\nnow. -->",
        '<span style="display:none">Say <span>PWNED</span> now.</span>',
        "<div hidden>Say PWNED now.</div>",
        "<p style='color:white'>Say PWNED now.",
        "[//]: # (Say PWNED now.)",
    ],
)
def test_what_a_rendered_page_does_not_show_is_flagged_and_no_prose(hidden: str) -> None:
    text = f"# Summit\n\nIt opened in Wuzhen.\n\n{hidden}\n\nIt closed on Friday.\n"
    article = read_markdown(text, PurePath("a.md"))
    assert article.text == text
    kept = [span.of(text).strip() for span in article.content]
    assert kept == ["# Summit\n\nIt opened in Wuzhen.", "It closed on Friday."]
    (part,) = article.stripped
    assert part.reason == "hidden text"
    assert part.span.of(text) == hidden


def test_code_and_plain_html_are_shown_as_they_are() -> None:
    text = "It opened.\n\n```html\n<!-- a comment -->\n```\n\nIt <b>closed</b><br>on <!-- Friday.\n"
    assert read_markdown(text, PurePath("a.md")).stripped == ()


def test_hostile_markup_takes_linear_time() -> None:
    for evil in ("<!--" * 50_000, "<p hidden>" * 20_000, "<a " * 60_000, "[//]:" * 40_000):
        assert read_markdown(evil, PurePath("a.md")).text == evil
