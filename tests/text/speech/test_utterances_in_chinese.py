"""Who says what in Chinese."""

from __future__ import annotations

import pytest

from rag.text.speech import utterances


def said(text: str) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.span.of(text)) for one in utterances(text)]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("马云说：“治理应当着眼于增长。”", "马云", "治理应当着眼于增长。"),
        ("“不应有网络霸权。”刘云山说。", "刘云山", "不应有网络霸权。"),
        ("据新华社报道，成员来自近20个国家。", "新华社", "成员来自近20个国家"),
        ("路透社报道称，谈判已经破裂。", "路透社", "谈判已经破裂"),
        ("阿里巴巴创始人马云在大会上表示，监管应当跟上。", "马云", "监管应当跟上"),
        ("外交部发言人周三指出，中国反对攻击。", "外交部发言人", "中国反对攻击"),
        ("国家主席习近平致信祝贺，强调大门会打开。", "习近平", "大门会打开"),
        ("12月3日，苹果公司首席执行官库克宣布，销量增长。", "库克", "销量增长"),
        ("李强总理对记者表示：“经济正在恢复。”", "李强", "经济正在恢复。"),
        ("德国总理默克尔当天在柏林告诉记者，欧洲必须行动。", "默克尔", "欧洲必须行动"),
        ("世卫组织总干事谭德塞警告说，疫情远未结束。", "谭德塞", "疫情远未结束"),
        ("任正非在接受采访时坦言：“我们还有差距。”", "任正非", "我们还有差距。"),
        ("自由之家称，中国的自由度最低。", "自由之家", "中国的自由度最低"),
    ],
)
def test_words_have_the_speaker_that_the_sentence_gives(
    text: str, speaker: str, words: str
) -> None:
    assert said(text) == [(speaker, words)]


def test_a_split_quotation_is_one_speakers() -> None:
    assert said("“这是历史性的时刻，”马化腾说，“腾讯将全力支持。”") == [
        ("马化腾", "这是历史性的时刻，"),
        ("马化腾", "腾讯将全力支持。"),
    ]


def test_he_is_who_spoke_last() -> None:
    assert said("“不应有霸权。”刘云山说。他还表示，市场应有发言权。")[1] == (
        "刘云山",
        "市场应有发言权",
    )


@pytest.mark.parametrize(
    "text",
    ["中国被称为互联网大国。", "这部小说很有名。", "据悉，会议将闭幕。", "他的学说明了一切。"],
)
def test_what_nobody_is_said_to_say_is_no_speech(text: str) -> None:
    assert utterances(text) == []


def test_opinions_are_told_apart() -> None:
    stated, thought = utterances("库克宣布，销量增长。马云认为，监管太慢。")
    assert (stated.is_opinion, thought.is_opinion) == (False, True)
