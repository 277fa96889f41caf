"""Raw press text: what stands there plainly is taken, everything else stays unknown."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

import pytest

from rag.domain import Provenance
from rag.reading.formats.plain_text import read_plain_text
from rag.reading.publication.findings import NAMED

PATH = PurePath("001.txt")
PARAGRAPH = (
    "Experts from all over the world travelled to Wuzhen this week to take part in the first "
    "conference of its kind, which the organisers want to hold every year from now on, they said."
)


def test_a_printed_page_is_dated_by_the_article_not_by_the_printer() -> None:
    article = read_plain_text(
        f"Thursday February 27, 2020\n\n\nNovember 21, 2014\n\n{PARAGRAPH}\n", PATH
    )
    assert article.publication.published == date(2014, 11, 21)
    assert article.publication.provenance["published"].origin == "line “November 21, 2014”"


def test_a_page_header_alone_dates_nothing() -> None:
    article = read_plain_text(f"Thursday February 27, 2020\n\n{PARAGRAPH}\n", PATH)
    assert article.publication.published is None


@pytest.mark.parametrize(
    "line",
    [
        "November 21, 2014",
        "21 Nov 2014",
        "2014-11-21",
        "2014年11月21日",
        "Published: 21 November 2014",
    ],
)
def test_a_date_line_beside_the_headline_dates_the_article(line: str) -> None:
    article = read_plain_text(f"Summit opens in Wuzhen\n{line}\n\n{PARAGRAPH}\n", PATH)
    assert article.publication.published == date(2014, 11, 21)
    assert article.title == "Summit opens in Wuzhen"


@pytest.mark.parametrize(
    "line", ["Updated: 21 November 2014", "03/04/2020", "In November 2014", "2014"]
)
def test_other_lines_with_numbers_are_no_dates(line: str) -> None:
    article = read_plain_text(f"Summit opens in Wuzhen\n{line}\n\n{PARAGRAPH}\n", PATH)
    assert article.publication.published is None


def test_a_date_below_the_first_paragraph_is_part_of_the_story() -> None:
    article = read_plain_text(f"Summit opens\n\n{PARAGRAPH}\n\nNovember 21, 2014\n", PATH)
    assert article.publication.published is None


def test_menus_and_captions_above_the_headline_are_not_the_title() -> None:
    article = read_plain_text(
        "Advertisement\nAdvertisement\nXi Jinping speaks in Wuzhen. Photo: Simon Song\n\n"
        "Party calls for fairer governance of internet\n\nDeveloping nations should do more\n\n"
        f"{PARAGRAPH}",
        PATH,
    )
    assert article.title == "Party calls for fairer governance of internet"


@pytest.mark.parametrize(
    ("name", "title", "origin"),
    [
        ("wuzhen-summit.txt", "wuzhen-summit", "file name"),
        (
            "001.txt",
            "Experts from all over the world travelled to Wuzhen this week",
            "opening words",
        ),
        ("7_9f3c11ab.txt", "Experts from all over the world", "opening words"),
    ],
)
def test_without_a_headline_a_telling_name_or_the_opening_words_are_the_title(
    name: str, title: str, origin: str
) -> None:
    article = read_plain_text(f"{PARAGRAPH}\n\n{PARAGRAPH}\n", PurePath(name))
    assert article.title.startswith(title)
    assert article.publication.provenance["title"] == Provenance(origin, NAMED)


def test_the_print_edition_names_the_outlet() -> None:
    line = "This article appeared in the South China Morning Post print edition as: Xi calls"
    article = read_plain_text(f"{PARAGRAPH}\n\n{line}\nPost", PATH)
    assert article.publication.outlet == "South China Morning Post"
    assert article.publication.provenance["outlet"].origin == f"line “{line}”"


def test_an_outlet_mentioned_in_the_story_is_not_its_outlet() -> None:
    text = f"{PARAGRAPH}\n\nAlibaba owns the South China Morning Post.\nXinhua reported it.\n"
    assert read_plain_text(text, PATH).publication.outlet is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Compiled and edited by Molly Bradtke", "Molly Bradtke"),
        ("By Jane Perlez and Paul Mozur", "Jane Perlez and Paul Mozur"),
        ("作者：王小明", "王小明"),
        ("Edited for length and clarity", None),
        ("By the end of the year it will be larger.", None),
        ("By November", None),
    ],
)
def test_an_author_needs_a_byline(line: str, author: str | None) -> None:
    assert read_plain_text(f"{PARAGRAPH}\n\n{line}", PATH).publication.author == author


def test_a_chinese_article_is_read_alike() -> None:
    text = (
        "第三届世界互联网大会开幕\n2016年11月16日\n来源：新华社\n\n"
        + "第三届世界互联网大会今天在浙江乌镇开幕，来自世界各地的嘉宾出席了会议。" * 6
    )
    article = read_plain_text(text, PATH)
    assert article.title == "第三届世界互联网大会开幕"
    assert article.publication.published == date(2016, 11, 16)
    assert article.publication.outlet == "新华社"
    assert article.publication.language == "zh"


def test_a_saved_page_gives_its_article_and_shows_the_rest() -> None:
    text = (
        "Skip to main content\nHome | News | Harbour | Opinion\n\n"
        "Old ferry line closes at last\n\n"
        "By Ann Lee in Baytown\nPublished: 9:30am, 16 Nov, 2016\n\n"
        "The last ferry leaves the pier. Photo: Bo Wu\n\n"
        f"{PARAGRAPH}\n\nAdvertisement\n\n“We will miss it,” she said.\n\n{PARAGRAPH}\n\n"
        "12 comments\n\nMost read\nBridge opens late\nWho pays?\n\n"
        "Sign up for our newsletter\n\n© 2016 Bay Courier Ltd. All rights reserved."
    )
    article = read_plain_text(text, PATH)
    assert article.text == text
    assert article.title == "Old ferry line closes at last"
    assert article.publication.author == "Ann Lee"
    assert article.publication.outlet == "Bay Courier"
    assert article.publication.published == date(2016, 11, 16)
    kept = "".join(span.of(text) for span in article.content)
    assert [line for line in kept.splitlines() if line.strip()] == [
        "Old ferry line closes at last",
        "By Ann Lee in Baytown",
        "Published: 9:30am, 16 Nov, 2016",
        "The last ferry leaves the pier. ",
        PARAGRAPH,
        "“We will miss it,” she said.",
        PARAGRAPH,
    ]
    assert {part.reason for part in article.stripped} == {
        "navigation",
        "menu",
        "photo credit",
        "advertisement",
        "comments",
        "list of other articles",
        "newsletter",
        "copyright notice",
    }


def test_a_saved_chinese_page_gives_its_article() -> None:
    story = "新华社乌镇2016年11月16日电（记者 李明）第三届世界互联网大会今天在浙江乌镇开幕。" + (
        "来自世界各地的嘉宾出席了会议，讨论网络空间的未来。" * 5
    )
    text = (
        "首页 > 新闻 > 正文\n第三届大会开幕\n2016年11月16日 09:30 来源：海湾网\n"
        f"分享到 微信 微博\n\n{story}\n\n“网络属于每一个人。”他说。\n\n"
        "（图片来源：视觉中国）\n\n"
        "责任编辑：王芳\n\n相关阅读\n大会闭幕\n谁来参会？\n\n版权所有 海湾网 未经授权，不得转载"
    )
    article = read_plain_text(text, PATH)
    assert article.title == "第三届大会开幕"
    assert article.publication.author == "李明"
    assert article.publication.outlet == "海湾网"
    assert article.publication.published == date(2016, 11, 16)
    assert article.publication.language == "zh"
    kept = "".join(span.of(text) for span in article.content)
    assert "“网络属于每一个人。”他说。" in kept
    assert not [word for word in ("首页", "微信", "视觉中国", "谁来参会", "转载") if word in kept]
