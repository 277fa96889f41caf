"""The article, not the page: what is plainly no prose is stripped, and no sentence ever is."""

from __future__ import annotations

import random

import pytest

from rag.domain import Stripped
from rag.reading.publication.boilerplate import content_without, find_boilerplate

STORY = (
    "The harbour council voted on Monday to close the old ferry line, ending a service that has "
    "carried workers and schoolchildren across the bay for more than sixty years, officials said."
)
MORE = (
    "Fishermen who depend on the pier said that nobody had asked them, and that the new bridge "
    "would add forty minutes to the way to the market, which opens at five every morning."
)
HAN_STORY = (
    "港务委员会周一投票决定关闭旧渡轮航线，这条航线六十多年来一直运送工人和学生往返海湾两岸。"
    "官员表示，新桥将于明年建成，届时居民出行时间将大幅缩短，相关补偿方案也将在本月公布。"
)


def page(*blocks: str) -> str:
    return "\n\n".join(blocks)


def stripped_of(text: str) -> list[tuple[str, str]]:
    return [(part.reason, part.span.of(text)) for part in find_boilerplate(text)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Advertisement", "advertisement"),
        ("- ADVERTISEMENT -", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("广告", "advertisement"),
        ("© 2019 Bay Courier Ltd. All rights reserved.", "copyright notice"),
        ("版权所有 海湾日报", "copyright notice"),
        ("未经授权，不得转载", "copyright notice"),
        ("Sign up for our morning newsletter", "newsletter"),
        ("Get the best of the Courier in your inbox", "newsletter"),
        ("欢迎关注海湾日报微信公众号", "newsletter"),
        ("14 comments", "comments"),
        ("Leave a comment", "comments"),
        ("评论（12）", "comments"),
        ("Read more: Bridge opens a year late", "link to another article"),
        ("相关报道：新桥推迟通车", "link to another article"),
        ("阅读全文", "link to another article"),
        ("Photo: Ann Lee", "photo credit"),
        ("Image credit: Agency/Ann Lee", "photo credit"),
        ("（图片来源：视觉中国）", "photo credit"),
        ("新华社记者李明摄", "photo credit"),
        ("Skip to main content", "navigation"),
        ("首页 > 新闻 > 正文", "navigation"),
        ("Follow us on Facebook, Twitter and YouTube", "share buttons"),
        ("Already a subscriber? Log in", "subscription notice"),
    ],
)
def test_a_line_that_says_what_it_is_is_stripped_even_inside_the_story(
    line: str, reason: str
) -> None:
    assert stripped_of(page(STORY, line, MORE)) == [(reason, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement spending fell by a third, he said.",
        "Copyright law changed in 1976.",
        "Subscribe or perish, the editor once wrote.",
        "“Sign up for the newsletter,” the letter told every household.",
        "The site uses cookies without asking, the regulator found.",
        "Related costs rose as well.",
        "A question of trust",
        "Why did nobody ask?",
        "Facebook",
        "News",
        "广告收入下降了三成。",
        "法律规定，未经许可不得进入港区。",
        "订阅人数突破百万。",
        "Liu Wei, harbour master",
    ],
)
def test_a_sentence_or_a_heading_of_the_story_stays(line: str) -> None:
    assert stripped_of(page(STORY, line, MORE)) == []


def test_of_a_caption_only_the_credit_goes() -> None:
    caption = "The last ferry leaves the pier on Sunday. Photo: Ann Lee"
    assert stripped_of(page(caption, STORY)) == [("photo credit", "Photo: Ann Lee")]
    han = "周日，最后一班渡轮驶离码头。（图片来源：新华社）"
    assert stripped_of(page(han, HAN_STORY)) == [("photo credit", "（图片来源：新华社）")]
    licensed = "The pier in 1950. Image by A. Lee available at Commons under a CC licence."
    assert [reason for reason, _ in stripped_of(page(licensed, STORY))] == ["photo credit"]


def test_a_photographer_named_again_beside_the_credit_goes_with_it() -> None:
    text = page(STORY, "The pier at dawn", "Agency/Ann Lee", "Photo credit: Agency/Ann Lee", MORE)
    assert stripped_of(text) == [("photo credit", "Agency/Ann Lee\n\nPhoto credit: Agency/Ann Lee")]


def test_a_promotion_above_the_story_goes_as_one_block() -> None:
    box = "Make it yours\nA daily page of what matters to you\nLearn more"
    assert stripped_of(page(box, "Ferry line closes", STORY)) == [("promotion", box)]


def test_words_before_a_call_to_act_stay_where_they_are_a_sentence() -> None:
    text = page("The council has voted.\nSubscribe now", "Ferry line closes", STORY)
    assert stripped_of(text) == [("promotion", "Subscribe now")]


def test_a_list_of_other_articles_below_the_story_goes_with_its_headlines() -> None:
    tail = "Related articles\n\nBridge opens a year late\n\nWho pays for the pier?"
    assert stripped_of(page(STORY, tail)) == [("list of other articles", tail)]
    han = "相关阅读\n新桥推迟通车\n谁来付钱"
    assert stripped_of(page(HAN_STORY, han)) == [("list of other articles", han)]


def test_a_list_inside_the_story_ends_with_its_block() -> None:
    box = "Most read\nBridge opens a year late"
    assert stripped_of(page(STORY, box, "What the fishermen want", MORE)) == [
        ("list of other articles", box)
    ]


def test_a_sentence_ends_a_list_below_the_story() -> None:
    text = page(STORY, "Latest articles", "Bridge opens", "Ann Lee reports on the harbour.")
    assert stripped_of(text) == [("list of other articles", "Latest articles\n\nBridge opens")]


def test_menus_stand_outside_the_story_and_are_mostly_menu_words() -> None:
    menu = "Home\nWorld\nHarbour\nOpinion\nContact us"
    assert stripped_of(page(menu, "Ferry line closes", STORY)) == [("menu", menu)]
    assert stripped_of(page("首页 | 新闻 | 财经 | 体育", HAN_STORY)) == [
        ("menu", "首页 | 新闻 | 财经 | 体育")
    ]
    names = "Ann Lee\nBo Wu\nCarla Diaz\nDan Roe"
    assert stripped_of(page("The members of the council", names, STORY)) == []


def test_share_buttons_need_one_that_says_share() -> None:
    assert stripped_of(page("Share\nFacebook\nTwitter", STORY)) == [
        ("share buttons", "Share\nFacebook\nTwitter")
    ]
    assert stripped_of(page(STORY, "Facebook\nTwitter", MORE)) == []


def test_a_cookie_notice_goes_with_its_title_but_not_from_within_the_story() -> None:
    notice = "Privacy notice\n\nWe use cookies to improve our site. You can manage your settings."
    assert stripped_of(page(STORY, notice)) == [("cookie notice", notice)]
    inside = "We use cookies to improve our site, said the page that the council was shown."
    assert stripped_of(page(STORY, inside, MORE)) == []


def test_the_day_of_printing_above_a_page_is_a_page_header() -> None:
    text = page("Thursday, March 5, 2020", "Ferry line closes", STORY)
    assert stripped_of(text) == [("page header", "Thursday, March 5, 2020")]


def test_a_text_without_paragraphs_loses_only_what_says_what_it_is() -> None:
    assert stripped_of("Post\n\nmilk\n\nMore\n\nAdvertisement") == [
        ("advertisement", "Advertisement")
    ]


PIECES = [
    STORY,
    MORE,
    HAN_STORY,
    "Advertisement",
    "广告",
    "Home | News | Sport | Opinion",
    "Photo: Ann Lee",
    "The pier at noon. Photo: Ann Lee  ",
    "  Related articles",
    "Bridge opens\r",
    "相关阅读",
    "Learn more",
    "Share\u2028Tweet",
    "We use cookies on this website, as you may accept.",
    "\x0c",
    "\t",
    "Wednesday 4 March 2020",
    "Post",
    "…",
    "🚢 — ",
    "© 2020 Bay Courier",
]


@pytest.mark.parametrize("seed", range(200))
def test_content_and_what_is_stripped_cover_every_character_once(seed: int) -> None:
    dice = random.Random(seed)
    text = "".join(
        dice.choice(PIECES) + dice.choice(["\n", "\n\n", "\r\n", "\n \n"])
        for _ in range(dice.randrange(25))
    )
    stripped = find_boilerplate(text)
    content = content_without(text, stripped)
    covered = sorted([*content, *(part.span for part in stripped)])
    position = 0
    for span in covered:
        assert span.start >= position
        assert not text[position : span.start].strip()
        assert span.of(text).strip()
        position = span.end
    assert not text[position:].strip()
    assert list(content) == sorted(content)
    assert not any(
        sentence in part.span.of(text) for part in stripped for sentence in (STORY, MORE)
    )


@pytest.mark.parametrize(
    "text",
    [
        "cookies " * 50_000,
        "We accept " * 50_000 + "cookies",
        "Related articles\n" * 20_000,
        "Learn more\n" * 20_000,
        "Photo: " * 50_000,
        "Home | " * 50_000,
        "(" * 100_000,
        " " * 200_000 + "Photo: x",
        "By A" + " Bc" * 50_000,
    ],
)
def test_a_hostile_text_takes_no_more_than_its_length_in_time(text: str) -> None:
    # The suite's time limit is the check: quadratic matching would take hours.
    stripped: tuple[Stripped, ...] = find_boilerplate(text)
    assert all(part.span.end <= len(text) for part in stripped)
