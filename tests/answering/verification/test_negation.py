"""A denial stays a denial, an affirmation an affirmation."""

from __future__ import annotations

import pytest

from tests.answering.verification.judged import faults, kinds


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "No internet hegemony should be allowed, Liu Yunshan told the audience.",
            "Liu Yunshan said internet hegemony should not be allowed.",
        ),
        (
            "The minister refused to sign the agreement, citing concerns over data privacy.",
            "The minister did not sign the agreement.",
        ),
        (
            "Berlin and Paris failed to agree on a common budget in June 2018.",
            "Berlin and Paris did not agree on a common budget in 2018.",
        ),
        (
            "“We will not be intimidated,” the prime minister told parliament on Wednesday.",
            "The prime minister said on Wednesday: “We will not be intimidated.”",
        ),
        (
            "Apple’s chief executive, Tim Cook, gave the keynote speech.",
            "Apple's chief executive gave the keynote speech.",
        ),
        (
            "Apple’s chief executive, Tim Cook, gave the keynote speech.",
            "Tim Cook, the chief executive of Apple, gave the keynote.",
        ),
        ("The law was passed without debate.", "The law was passed with no debate."),
        (
            "The court did not rule on whether the tax was legal.",
            "The court did not decide whether the tax was legal.",
        ),
        (
            "Neither side admitted responsibility for the attack.",
            "No side admitted responsibility for the attack.",
        ),
        ("The company has never paid a dividend.", "The company has not paid any dividend."),
        (
            "The hospital is unable to treat more patients.",
            "The hospital cannot treat more patients.",
        ),
        (
            "The law does not apply to ships built before 1960.",
            "Ships built before 1960 are exempt from the law.",
        ),
        ("刘云山说：“不应有网络霸权。”", "刘云山指出，不应有网络霸权。"),
        ("政府没有公布创始成员名单。", "创始成员名单没有公布。"),
        ("约有三分之一的受访者表示从未使用过该软件。", "三分之一的受访者从未使用过该软件。"),
    ],
)
def test_a_denial_in_other_words_is_the_same_denial(sentence: str, claim: str) -> None:
    assert faults(claim, sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "WIC did not publish a list of the founding members.",
            "WIC published a list of the founding members.",
        ),
        ("The minister refused to sign the agreement.", "The minister signed the agreement."),
        (
            "The law was passed without debate in parliament.",
            "The law was passed after debate in parliament.",
        ),
        (
            "It won the prize in the United Kingdom.",
            "It did not win the prize in the United Kingdom.",
        ),
        ("The society served as a meeting place.", "The society did not serve as a meeting place."),
        (
            "The path is seen as a curved line in internal space.",
            "The path is not seen as a curved line in internal space.",
        ),
        (
            "Integers could be written in binary notation.",
            "Integers could not be written in binary notation.",
        ),
        ("The word meant a small island.", "The word did not mean a small island."),
        ("政府没有公布创始成员名单。", "政府公布了创始成员名单。"),
        ("政府公布了创始成员名单。", "政府没有公布创始成员名单。"),
    ],
)
def test_a_denial_added_or_left_out_is_a_fault(sentence: str, claim: str) -> None:
    assert "negation" in kinds(claim, sentence)


def test_a_denial_in_another_clause_excuses_nothing() -> None:
    sentence = "The mayor signed the pact, but the council did not publish it."
    assert "negation" in kinds("The mayor did not sign the pact.", sentence)
    assert "negation" in kinds("The council published the pact.", sentence)


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("It is not only a museum but also a school.", "It is a museum and a school."),
        ("该大会不仅是展会，也是论坛。", "该大会是展会，也是论坛。"),
    ],
)
def test_not_only_denies_nothing(sentence: str, claim: str) -> None:
    assert faults(claim, sentence) == ()
