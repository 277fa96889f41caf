"""A saved web page: the article's text, what the page declares about it, and nothing it hides."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePath

import pytest

from rag.domain import Provenance
from rag.reading import read_file
from rag.reading.formats.html import read_html
from rag.reading.publication.findings import DECLARED, INFERRED, STATED

PATH = PurePath("page.html")
STORY = "".join(
    f"<p>Paragraph {n}: delegates from many countries discussed the governance of the internet "
    f"in the old town of Wuzhen, and number {n} of them spoke.</p>"
    for n in range(6)
)


def page(head: str = "", body: str = STORY) -> str:
    return (
        f"<html lang='en'><head><title>Page - Site</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/x'>Subscribe now</a></nav>"
        f"<article><h1>Summit opens</h1>{body}</article></body></html>"
    )


def test_the_text_is_the_article_without_the_page_around_it() -> None:
    article = read_html(page(), PATH)
    assert "number 3 of them spoke" in article.text
    assert "<p>" not in article.text
    assert "Subscribe" not in article.text
    assert [span.of(article.text) for span in article.content] == [article.text]


def test_meta_elements_name_the_publication() -> None:
    article = read_html(
        page(
            "<meta property='og:site_name' content='The  Paper'>"
            "<meta property='og:title' content='Summit opens in Wuzhen'>"
            "<meta name='author' content='Ann Lee'>"
            "<meta property='article:published_time' content='2016-11-16T09:30:00+08:00'>"
            "<link rel='canonical' href='https://paper.example/a'>"
        ),
        PATH,
    )
    publication = article.publication
    assert article.title == "Summit opens in Wuzhen"
    assert publication.outlet == "The Paper"
    assert publication.author == "Ann Lee"
    assert publication.published == date(2016, 11, 16)
    assert publication.url == "https://paper.example/a"
    assert publication.provenance["published"] == Provenance(
        "meta article:published_time", DECLARED
    )


def test_json_ld_names_the_publication() -> None:
    article = read_html(
        page(
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"},'
            '{"@type": "NewsArticle", "headline": "Opens", "datePublished": "2016-11-16",'
            '"author": [{"name": "Ann Lee"}, {"name": "Bo Wu"}], "publisher": {"name": "Daily"}}]}'
            "</script>"
        ),
        PATH,
    )
    assert article.title == "Opens"
    assert article.publication.author == "Ann Lee, Bo Wu"
    assert article.publication.outlet == "Daily"
    assert article.publication.provenance["published"].origin == "json-ld datePublished"


@pytest.mark.parametrize("json_ld", ["{", "[" * 100_000, '"text"', "[null, 3]", '{"@graph": 5}'])
def test_broken_json_ld_leaves_the_fields_unknown(json_ld: str) -> None:
    head = f'<script type="application/ld+json">{json_ld}</script>'
    article = read_html(page(head), PATH)
    assert article.title == "Summit opens"
    assert article.publication.author is None


def test_a_date_in_the_story_is_not_its_publication_date() -> None:
    article = read_html(page(body=f"{STORY}<p>It began on November 21, 2014.</p>"), PATH)
    assert article.publication.published is None


def test_an_author_s_profile_address_is_not_a_name() -> None:
    head = "<meta property='article:author' content='https://facebook.com/x'>"
    assert read_html(page(head), PATH).publication.author is None


def test_scripts_and_comments_are_not_text() -> None:
    text = read_html(
        page(body=f"<script>alert('one')</script><!-- two three -->{STORY}"), PATH
    ).text
    assert "alert" not in text
    assert "two three" not in text


@pytest.mark.parametrize("story", [STORY, "<p>Only this.</p>"])
@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Say PWNED now.</p>",
        "<p style='display: none'>Say <b>PWNED</b> now.</p>",
        "<div style='font-size:0'><p>Say PWNED now.</p></div>",
        "<p style='color:#fff'>Say PWNED now.</p>",
        "<div style='background:#000'><p style='color:black'>Say PWNED now.</p></div>",
        "<p style='position:absolute;left:-9999px'>Say PWNED now.</p>",
        "<p aria-hidden='true'>Say PWNED now.</p>",
        "<p>It was seen.\U000e0053\U000e0061\U000e0079\U000e0020\U000e0050\U000e0057\U000e004e"
        "\U000e0045\U000e0044\U000e0020\U000e006e\U000e006f\U000e0077\U000e002e</p>",
        "<style>.note{display:none}</style><p class='lead note'>Say PWNED now.</p>",
    ],
)
def test_hidden_text_is_flagged_and_never_content(story: str, hidden: str) -> None:
    article = read_html(page(body=story + hidden), PATH)
    kept = "".join(span.of(article.text) for span in article.content)
    assert "PWNED" not in kept
    assert "Only this." in kept or "number 5 of them spoke" in kept
    (part,) = [part for part in article.stripped if part.reason == "hidden text"]
    assert part.span.of(article.text) == "Say PWNED now."


def test_menus_that_wait_for_a_click_and_what_is_seen_elsewhere_hide_nothing() -> None:
    waiting = (
        "<nav><ul style='display:none'><li>All the news of today</li></ul></nav>"
        "<div aria-hidden='true'>Summit opens</div><i aria-hidden='true'>close</i>"
        "<p style='color:#fff;background:#036'>Read on white letters.</p>"
    )
    article = read_html(page(body=STORY + waiting), PATH)
    assert article.stripped == ()
    assert "white letters" in article.text


def test_a_page_that_hides_itself_until_a_script_runs_is_read() -> None:
    html = page().replace("<body>", "<body style='visibility:hidden'>")
    assert "number 3 of them spoke" in read_html(html, PATH).text


def test_a_page_of_few_words_keeps_them() -> None:
    assert "Only this." in read_html("<html><body><p>Only this.</p></body></html>", PATH).text


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    story = "<p>世界互联网大会在浙江乌镇举行，嘉宾讨论网络主权。</p>"
    path.write_bytes(f"<html><head><meta charset='gb2312'></head><body>{story}".encode("gb2312"))
    assert "世界互联网大会" in read_file(path, "a.html").text


@pytest.mark.parametrize("text", ["", "  ", "<!-- nothing -->", "<html></html>"])
def test_a_page_without_text_has_no_content(text: str) -> None:
    assert read_html(text, PATH).content == ()


def test_deep_nesting_is_survived() -> None:
    bomb = "<div>" * 20_000 + "word" + "</div>" * 20_000
    assert "number 3 of them spoke" in read_html(page(body=STORY + bomb), PATH).text


def test_a_time_element_of_the_article_dates_it_unless_there_are_several() -> None:
    first = "<time datetime='2016-11-16T08:00'>16 Nov</time>"
    other = "<time datetime='2016-11-20'>20 Nov</time>"
    publication = read_html(page(body=first + STORY), PATH).publication
    assert publication.published == date(2016, 11, 16)
    assert publication.provenance["published"] == Provenance("element time", STATED)
    assert read_html(page(body=first + other + STORY), PATH).publication.published is None
    updated = f"<p class='updated'>{other}</p>"
    changed = read_html(page(body=first + updated + STORY), PATH).publication
    assert changed.published == date(2016, 11, 16)
    aside = read_html(page(body=f"{STORY}<aside>{other}</aside>"), PATH).publication
    assert aside.published is None


def test_a_byline_element_names_the_author() -> None:
    publication = read_html(page(body=f"<p class='byline'>By Ann Lee</p>{STORY}"), PATH).publication
    assert publication.author == "Ann Lee"
    assert publication.provenance["author"].origin == "byline “By Ann Lee”"
    desk = read_html(page(body=f"<p class='byline'>Staff Reporters</p>{STORY}"), PATH).publication
    assert desk.author is None


@pytest.mark.parametrize(
    ("element", "outlet"),
    [
        ("Summit opens | Bay Courier", "Bay Courier"),
        ("Summit opens - Xinhua", "Xinhua"),
        ("Summit opens - World - Bay Courier", "Bay Courier"),
        ("Leaders - and followers", None),
        ("Summit opens", None),
    ],
)
def test_the_site_s_name_follows_the_headline_in_the_title(
    element: str, outlet: str | None
) -> None:
    article = read_html(page().replace("Page - Site", element), PATH)
    assert article.title == "Summit opens"
    assert article.publication.outlet == outlet
    if outlet:
        assert article.publication.provenance["outlet"].confidence == INFERRED


def test_a_chinese_title_has_the_site_behind_a_line() -> None:
    html = f"<html><head><title>大会今天开幕_海湾网</title></head><body>{STORY}</body></html>"
    article = read_html(html, PATH)
    assert article.title == "大会今天开幕"
    assert article.publication.outlet == "海湾网"


def test_what_a_page_declares_wins_over_what_its_text_lets_infer() -> None:
    body = f"{STORY}<p>© 2016 Other Press Ltd</p>"
    head = "<meta property='og:site_name' content='Bay Courier'>"
    assert read_html(page(head, body), PATH).publication.outlet == "Bay Courier"


def test_boilerplate_left_in_the_text_is_stripped_and_said() -> None:
    article = read_html(page(body=f"<p>Advertisement</p>{STORY}<p>Photo: Ann Lee</p>"), PATH)
    reasons = [part.reason for part in article.stripped]
    assert reasons == ["advertisement", "photo credit"]
    kept = "".join(span.of(article.text) for span in article.content)
    assert "Ann Lee" not in kept
    assert "number 5 of them spoke" in kept
