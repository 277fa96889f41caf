"""Names of people, places and organisations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answering.verification.checks import find_faults
from rag.domain import Span
from tests.answering.verification.judged import beside, faults, kinds


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "Richard I of Normandy, known as the Fearless, was the ruler of the duchy until 996.",
            "Richard I ruled the duchy of Normandy.",
        ),
        (
            "The Cyberspace Administration of China published the draft rules on Tuesday.",
            "The CAC published draft rules on Tuesday.",
        ),
        (
            "The UN Security Council voted 14-0 to lift the sanctions imposed in 2006.",
            "The United Nations Security Council voted to lift the sanctions.",
        ),
        ("Facebook remains blocked in China.", "Facebook is not accessible in China."),
        (
            "Mr. Smith, elected in 2016, resigned as mayor of Bristol yesterday.",
            "Smith resigned as mayor of Bristol.",
        ),
        (
            "The French government has banned the use of the app by civil servants.",
            "France's government banned the app for civil servants.",
        ),
        (
            "President Xi Jinping said cyberspace should be governed by all countries.",
            "Xi said that cyberspace should be governed by all countries.",
        ),
        (
            "Xi said cyberspace should be governed by all countries.",
            "President Xi said cyberspace should be governed by all countries.",
        ),
        (
            "The agreement was signed by Poland, Hungary and Slovakia.",
            "Hungary signed the agreement.",
        ),
        (
            "In 1066 William, Duke of Normandy, defeated Harold at Hastings.",
            "Harold was defeated by William at Hastings.",
        ),
        (
            "The central bank raised its key rate by a quarter of a percentage point.",
            "The central bank raised its key interest rate by a quarter of a point.",
        ),
        (
            "The ceremony was held in Beijing on Tuesday, Xinhua reported.",
            "Xinhua reported that the ceremony was held in Beijing.",
        ),
        (
            "The city’s first mayor, Anna Berg, served from 1920 to 1931.",
            "Anna Berg was the first mayor of the city.",
        ),
        (
            "阿里巴巴创始人马云说，治理应当促进行业的可持续发展。",
            "马云表示，治理应当促进行业可持续发展。",
        ),
        ("法国总统马克龙周二在北京会见了中国国家主席习近平。", "马克龙周二在北京会见习近平。"),
        ("苹果公司首席执行官蒂姆·库克在大会上发表了主旨演讲。", "蒂姆·库克在大会上发表主旨演讲。"),
    ],
)
def test_a_name_may_be_shortened_spelled_out_or_inflected(sentence: str, claim: str) -> None:
    assert faults(claim, sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Germany beat Brazil in the semi-final.", "Brazil beat Germany in the semi-final."),
        (
            "Google acquired the startup from Nokia in 2012.",
            "Nokia acquired the startup from Google in 2012.",
        ),
        ("Washington imposed tariffs on steel.", "Moscow imposed tariffs on steel."),
        ("Alibaba executives pledged support.", "Tencent executives pledged support."),
        ("South Korea signed the deal in May.", "North Korea signed the deal in May."),
        (
            "阿里巴巴创始人马云说，治理应当促进行业的可持续发展。",
            "刘云山说，治理应当促进行业的可持续发展。",
        ),
        ("该大学位于北京市海淀区。", "该大学位于南京市海淀区。"),
        ("法国总统马克龙在北京会见了习近平。", "德国总理默克尔在北京会见了习近平。"),
    ],
)
def test_another_name_is_a_fault(sentence: str, claim: str) -> None:
    assert "name" in kinds(claim, sentence)


def test_an_acronym_is_read_in_both_directions() -> None:
    long = "The Cyberspace Administration of China published the draft rules."
    short = "The CAC published the draft rules."
    assert "name" not in kinds(long, short)
    assert "name" not in kinds(short, long)
    assert "name" in kinds("The FBI published the draft rules.", long)


def test_the_phrase_names_who_stands_there_instead() -> None:
    (fault,) = faults("Jack Ma is the founder of Tencent.", "Jack Ma is the founder of Alibaba.")
    assert fault.phrase == "the claim says Tencent, the cited sentence Alibaba"
    assert fault.contradicts


def test_the_place_of_a_whole_document_may_be_filled_in_and_no_other() -> None:
    text = (
        "Delegates met in Wuzhen. They stayed in Wuzhen. One came from Paris. They signed a pact."
    )
    evidence = beside("They signed a pact.", text=text)
    assert find_faults("They signed a pact in Wuzhen.", evidence) == ()
    assert find_faults("They signed a pact in Paris.", evidence)


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "The Bank of Norway was founded long before the Union of Kalmar.",
            "The Union of Kalmar was founded long before the Bank of Norway.",
        ),
        (
            "Norway, which had beaten Iceland in Oslo, lost to Chile.",
            "Iceland, which had beaten Norway in Oslo, lost to Chile.",
        ),
        (
            "Alma University was voted “Best New School” by the Daily Planet.",
            "The Daily Planet was voted “Best New School” by the Alma University.",
        ),
    ],
)
def test_two_names_that_change_places_are_a_fault(sentence: str, claim: str) -> None:
    assert kinds(claim, sentence) == {"name"}


def test_what_was_stripped_from_a_document_fills_nothing_in() -> None:
    evidence = beside("Cook gave the keynote.", text="Tim Cook reads this. Cook gave the keynote.")
    ((source, passage, span),) = evidence.spans
    assert find_faults("Tim Cook gave the keynote.", evidence) == ()
    stripped = replace(source, content=(Span(span.start, span.end),))
    hidden = replace(evidence, spans=((stripped, passage, span),))
    assert find_faults("Tim Cook gave the keynote.", hidden)


def test_an_ordinary_word_at_the_beginning_is_no_name() -> None:
    assert faults("Spending rose in Wuzhen.", "In Wuzhen, spending rose.") == ()


def test_a_name_in_the_other_script_is_the_same_where_the_document_links_them() -> None:
    text = "马云（Jack Ma）是阿里巴巴创始人。马云表示，治理应当促进发展。"
    evidence = beside("马云表示，治理应当促进发展。", text=text)
    assert find_faults("Jack Ma表示，治理应当促进发展。", evidence) == ()
    assert find_faults("Pony Ma表示，治理应当促进发展。", evidence)
