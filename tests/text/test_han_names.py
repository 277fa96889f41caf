"""Names in Chinese, which has no capitals."""

from __future__ import annotations

import pytest

from rag.text.han_names import han_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("马云表示，治理应当促进发展。", "马云"),
        ("阿里巴巴创始人马云说，治理应当发展。", "马云"),
        ("大会上，刘云山指出，不应有霸权。", "刘云山"),
        ("苹果公司首席执行官蒂姆·库克发表演讲。", "蒂姆·库克"),
        ("他在北京大学任教。", "北京大学"),
        ("会议在法国举行。", "法国"),
        ("《网络安全法》已经生效。", "网络安全法"),
        ("卡尔玛斯是一位历史学家。", "卡尔玛斯"),
    ],
)
def test_people_places_bodies_and_titles_are_found(text: str, name: str) -> None:
    assert name in han_names(text)


@pytest.mark.parametrize("text", ["治理应当促进行业的可持续发展。", "该法律已经生效。", ""])
def test_ordinary_words_are_no_names(text: str) -> None:
    assert han_names(text) == []
