"""Names cross the scripts as the archive links them; numbers must survive."""

from __future__ import annotations

import pytest

from rag.translation import linked_names, translate
from tests.fakes import FakeChat


@pytest.mark.parametrize(
    "source",
    [
        "Alibaba was founded by Jack Ma (马云) in 1999.",
        "- **Jack Ma**: 马云.",
        "马云: Jack Ma",
    ],
)
def test_a_name_that_the_archive_links_is_found_in_both_directions(source: str) -> None:
    assert linked_names("与马云握手的是谁？", [source]) == {"马云": "Jack Ma"}
    assert linked_names("Who shook hands with Jack Ma?", [source]) == {"Jack Ma": "马云"}


def test_a_name_that_the_archive_does_not_link_is_not_guessed() -> None:
    assert linked_names("与马云握手的是谁？", ["Jack Ma shook hands.", "Lu Wei (鲁炜)"]) == {}


@pytest.mark.parametrize(
    "source",
    [
        "Alibaba founder Jack Ma (马云) said so.",
        "Executive Chairman Jack Ma (马云) said so.",
        "阿里巴巴董事局主席马云（Jack Ma）在会上说。",
        "中国企业家代表马云（Jack Ma）在会上说。",
    ],
)
def test_what_stands_before_a_name_is_no_part_of_it(source: str) -> None:
    assert linked_names("马云", [source]) == {"马云": "Jack Ma"}
    assert linked_names("Jack Ma", [source]) == {"Jack Ma": "马云"}


def test_of_several_names_the_one_given_most_often_counts() -> None:
    sources = ["Mr. Ma (马云) came.", "Jack Ma (马云) spoke.", "马云（Jack Ma）"]
    assert linked_names("马云", sources) == {"马云": "Jack Ma"}


@pytest.mark.parametrize(
    ("latin", "han"),
    [
        ("University of the Arts London", "伦敦艺术大学"),
        ("cyber sovereignty", "网络主权"),
        ("Vice Media", "恶习传媒"),
        ("Tim Cook", "蒂姆·库克"),
        ("National Congress", "全国人民代表大会"),
        ("Central Committee", "中央委员会"),
    ],
)
def test_a_name_of_several_words_is_linked_whole(latin: str, han: str) -> None:
    assert linked_names(latin, [f"the idea of {latin} ({han})"]) == {latin: han}
    assert linked_names(han, [f"{han}（{latin}）"]) == {han: latin}


async def test_linked_names_are_told_to_the_translator() -> None:
    chat = FakeChat("Who shook hands with Jack Ma?")
    translated = await translate("与马云握手的是谁？", "en", chat, {"马云": "Jack Ma"})
    assert translated == "Who shook hands with Jack Ma?"
    assert "马云 = Jack Ma" in chat.prompts[0]


async def test_an_answer_is_no_translation_of_a_question() -> None:
    assert await translate("总部设在哪里？", "en", FakeChat("It is in Beijing."), {}) is None


@pytest.mark.parametrize("reply", ["", "来了三天", "They came for four days."])
async def test_what_is_no_faithful_translation_is_refused(reply: str) -> None:
    assert await translate("他们来了三天。", "en", FakeChat(reply), {}) is None
