"""Bylines, datelines, footers: who says in the text itself that they wrote or published it."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

import pytest

from rag.domain import Publication
from rag.reading.formats.plain_text import read_plain_text
from rag.reading.publication.findings import INFERRED, STATED

PATH = PurePath("0017.txt")
STORY = (
    "The harbour council voted on Monday to close the old ferry line, ending a service that has "
    "carried workers and schoolchildren across the bay for more than sixty years, officials said."
)
HAN_STORY = (
    "港务委员会周一投票决定关闭旧渡轮航线，这条航线六十多年来一直运送工人和学生往返海湾。" * 3
)


def read(*blocks: str) -> Publication:
    return read_plain_text("\n\n".join(blocks), PATH).publication


def title(*blocks: str) -> str:
    return read_plain_text("\n\n".join(blocks), PATH).title


@pytest.mark.parametrize(
    ("opening", "outlet", "published", "author"),
    [
        ("BAYTOWN, Nov 16 (Reuters) - ", "Reuters", None, None),
        ("BAYTOWN, Nov. 16, 2016 (Xinhua) -- ", "Xinhua", date(2016, 11, 16), None),
        ("OLD BAYTOWN, Freedonia (AP) — ", "AP", None, None),
        (
            "新华社海湾2016年11月16日电（记者 李明、王芳）",
            "新华社",
            date(2016, 11, 16),
            "李明、王芳",
        ),
        ("中新网11月16日电 ", "中新网", None, None),
        ("The council (a body of nine) - ", None, None, None),
    ],
)
def test_a_dateline_names_the_agency_and_the_day_if_it_has_a_year(
    opening: str, outlet: str | None, published: date | None, author: str | None
) -> None:
    story = HAN_STORY if opening[0] > "\u4e00" else STORY
    publication = read("Ferry line closes", opening + story)
    assert (publication.outlet, publication.published, publication.author) == (
        outlet,
        published,
        author,
    )
    if outlet:
        assert publication.provenance["outlet"].confidence == STATED
        assert publication.provenance["outlet"].origin.startswith("dateline “")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ann Lee in Baytown", "Ann Lee"),
        ("By Ann Lee, transport correspondent", "Ann Lee"),
        ("Ann Lee in Baytown", "Ann Lee"),
        ("By Ann Lee | 16 November 2016", "Ann Lee"),
        ("本报记者 李明", "李明"),
        ("文/李明", "李明"),
        ("2016-11-16 09:30 来源：海湾日报 作者：李明", "李明"),
        ("By Staff Reporter", None),
        ("By Associated Press", None),
        ("By train in winter", None),
    ],
)
def test_a_byline_names_a_person_not_a_desk(line: str, author: str | None) -> None:
    assert read("Ferry line closes", line, STORY).author == author


def test_one_line_may_hold_date_source_and_author() -> None:
    publication = read(
        "旧渡轮航线关闭", "2016年11月16日 09:30 来源：海湾日报 作者：李明", HAN_STORY
    )
    assert publication.published == date(2016, 11, 16)
    assert publication.outlet == "海湾日报"


def test_a_person_of_the_story_in_a_place_is_a_caption_and_no_byline() -> None:
    story = STORY.replace("officials", "the mayor, Ann Lee,")
    assert read("Ferry line closes", "Ann Lee in Baytown", story).author is None
    assert title("Ann Lee at Baytown Pier", "Ferry line closes at last", story) == (
        "Ferry line closes at last"
    )
    assert title("Ann Lee at Baytown Pier", story) == "Ann Lee at Baytown Pier"


@pytest.mark.parametrize(
    ("footer", "outlet"),
    [
        ("© 2016 Bay Courier Publishers Ltd. All rights reserved.", "Bay Courier"),
        ("Copyright © 2016 The Bay Courier", "Bay Courier"),
        ("© BCN", "BCN"),
        ("版权所有：海湾日报社有限公司", "海湾日报社"),
        ("© 2016 All rights reserved", None),
        ("We use cookies. Learn more about BCN cookies and how to control them.", "BCN"),
        ("Learn more about Google cookies and how to control them", None),
        ("We use cookies to improve your experience on this website.", None),
    ],
)
def test_a_footer_lets_infer_the_outlet(footer: str, outlet: str | None) -> None:
    publication = read("Ferry line closes", STORY, footer)
    assert publication.outlet == outlet
    if outlet:
        assert publication.provenance["outlet"].confidence == INFERRED


def test_a_disclosure_in_brackets_names_the_outlet_that_writes_it() -> None:
    assert read(f"{STORY} (Ferries Inc owns the Bay Courier Post).").outlet == "Bay Courier Post"
    assert read(f"{STORY} Ferries Inc owns the Bay Courier Post.").outlet is None
    assert read(f"{STORY} (Ferries Inc owns Bridges Ltd).").outlet is None


def test_a_signature_at_the_foot_names_author_and_the_initials_of_the_outlet() -> None:
    publication = read(STORY, "Ann Lee", "BCN Editor")
    assert (publication.author, publication.outlet) == ("Ann Lee", "BCN")
    assert publication.provenance["outlet"].confidence == INFERRED
    guest = read(STORY, "Ann Lee", "Director, Institute of Ferries")
    assert guest.outlet is None


def test_the_site_s_name_behind_a_page_s_title_is_the_outlet() -> None:
    publication = read("Old ferry line closes | Bay Courier", STORY)
    assert publication.outlet == "Bay Courier"
    assert title("Old ferry line closes | Bay Courier", STORY) == "Old ferry line closes"


def test_an_address_above_the_story_is_the_document_s_own() -> None:
    url = "https://courier.example/2016/11/16/ferry"
    publication = read("Ferry line closes", f"URL: {url}", STORY, "https://other.example/x")
    assert publication.url == url
    assert publication.published == date(2016, 11, 16)


def test_names_in_a_list_of_other_articles_are_not_this_article_s() -> None:
    assert read(STORY, "Related articles\nBy Bo Wu\n来源：别报").author is None
    assert read(STORY, "Related articles\nBy Bo Wu\n来源：别报").outlet is None


@pytest.mark.parametrize(
    "junk", ["Advertisement", "Home | News | Sport | Opinion", "Photo: A. Lee"]
)
def test_what_is_stripped_may_stand_close_to_the_headline(junk: str) -> None:
    assert title(f"{junk}\nOld ferry line closes", STORY) == "Old ferry line closes"
