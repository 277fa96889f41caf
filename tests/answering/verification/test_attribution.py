"""A claim passes only if its source holds it; what is swapped or added is caught."""

from __future__ import annotations

import pytest

from rag.answering.verification.attribution import best_evidence
from rag.domain import EvidenceSentence
from tests.sources import CHINESE, CROSSROADS, KEYNOTE, document, evidence


@pytest.fixture
def offered() -> list[EvidenceSentence]:
    return evidence(
        document(KEYNOTE), document(CROSSROADS, "crossroads.md", "The third conference")
    )


@pytest.mark.parametrize(
    "claim",
    [
        "Tim Cook told the conference that nearly 1.8m Chinese developers use the App Store.",
        "Cook said developers have earned $17 billion.",
        "Jack Ma is the founder of Alibaba.",
        "About 1,600 people heard Liu Yunshan at the opening.",
        "Liu Yunshan said that no internet hegemony should be allowed.",
        "Liu Yunshan said “no internet hegemony should be allowed”.",
        "Villepin said the United States had led cyberspace for long.",
        "Twitter had no representatives who spoke.",
        "According to The Daily Planet, Wang Huning said China stands ready to write new rules.",
        "China is ready to write new internet rules, Wang Huning said.",
    ],
)
def test_a_claim_that_stands_in_the_sources_passes(
    claim: str, offered: list[EvidenceSentence]
) -> None:
    assert best_evidence(claim, [], offered)[1] == ()


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (
            "Cook said 2.8 million Chinese developers use the App Store.",
            "the claim says 2.8 million, the cited sentence 1.8 million",
        ),
        ("Cook spoke to the developers on Monday.", "Monday"),
        ("Jack Ma is the founder of Tencent.", "Tencent"),
        ("Elon Musk came with Jack Ma, founder of Alibaba.", "Elon Musk"),
        ("Cook said “we are delighted to have worked with partners”.", "word for word"),
        ("Villepin said that no internet hegemony should be allowed.", "Villepin"),
        ("Liu Yunshan said the United States had long led cyberspace.", "Villepin"),
        ("Jack Ma said that China stands ready to write new rules.", "Wang Huning"),
        ("Wang Huning said on 5 May 2016 that China stands ready.", "date 5 May 2016"),
        ("China does not stand ready to write new rules for the internet.", "denies"),
        ("The hall was painted green by volunteers.", "something else"),
    ],
)
def test_a_claim_that_says_something_else_is_caught(
    claim: str, fault: str, offered: list[EvidenceSentence]
) -> None:
    assert fault in " ".join(f.phrase for f in best_evidence(claim, [], offered)[1])


def test_a_wrong_number_does_not_survive_under_a_right_sentence(
    offered: list[EvidenceSentence],
) -> None:
    claim = "Jack Ma is the founder of Alibaba."
    found, faults = best_evidence(claim, [offered[-1]], offered)
    assert faults == ()
    assert found is not None
    assert [span.start for _, _, span in found.spans] == [0]


def test_the_span_grows_back_to_the_name_behind_a_pronoun(offered: list[EvidenceSentence]) -> None:
    found, _ = best_evidence(
        "Liu Yunshan said no internet hegemony should be allowed.", [], offered
    )
    assert found is not None
    ((source, _, span),) = found.spans
    assert span.of(source.text) == CROSSROADS[: CROSSROADS.index(" Former")]


def test_two_clauses_may_rest_on_two_sentences(offered: list[EvidenceSentence]) -> None:
    claim = "Jack Ma, founder of Alibaba, came, and about 1,600 people heard the opening."
    found, faults = best_evidence(claim, [], offered)
    assert faults == ()
    assert found is not None
    assert len(found.spans) == 2


def test_two_sentences_never_lend_each_other_words(offered: list[EvidenceSentence]) -> None:
    claim = "Jack Ma spoke to about 1,600 people at the opening of the third conference."
    assert best_evidence(claim, [], offered)[1]


def test_chinese_claims_are_checked_against_chinese_sources() -> None:
    offered = evidence(document(CHINESE, "zh.md", "第三届大会", outlet=None, published=None))
    assert best_evidence("约1600人出席了第三届大会的开幕式。", [], offered)[1] == ()
    assert "2600" in best_evidence("约2600人出席了开幕式。", [], offered)[1][0].phrase


def test_without_evidence_nothing_is_supported() -> None:
    found, faults = best_evidence("Anything.", [], [])
    assert found is None
    assert faults


STADIUM = (
    "The city council approved the new stadium on Tuesday. "
    "The vote was nine to four. "
    "Opponents had warned of traffic jams around the old harbour. "
    "The stadium will hold 42,000 people. "
    "A previous plan had failed in 2014 when investors withdrew."
)


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        (
            "The council approved the stadium because it wanted to attract tourists.",
            "“because it wanted to attract tourists” is not in the cited sentence",
        ),
        (
            "The stadium will hold 42,000 people and has a retractable roof.",
            "“and has a retractable roof” is not in the cited sentence",
        ),
        (
            "Opponents had warned of traffic jams, which led to a lawsuit.",
            "“which led to a lawsuit” is not in the cited sentence",
        ),
    ],
)
def test_an_invented_tail_is_named_and_the_rest_is_held(claim: str, missing: str) -> None:
    _, faults = best_evidence(claim, [], evidence(document(STADIUM)))
    assert [(fault.phrase, fault.partial) for fault in faults] == [(missing, True)]


def test_one_claim_may_rest_on_two_sentences_part_by_part() -> None:
    claim = "The council approved the stadium, which will hold 42,000 people."
    found, faults = best_evidence(claim, [], evidence(document(STADIUM)))
    assert faults == ()
    assert found is not None
    quotes = {span.of(source.text) for source, _, span in found.spans}
    assert quotes == {
        "The city council approved the new stadium on Tuesday.",
        "The stadium will hold 42,000 people.",
    }


def test_a_sentence_that_brings_words_must_not_say_the_contrary() -> None:
    text = "Only a few firms asked for the permit. The harbour firms export timber abroad by ship."
    claim = "Firms asked for the permit, and export timber abroad by ship."
    offered = evidence(document(text))
    assert best_evidence(claim, [], offered)[1] == ()
    assert best_evidence(claim.replace("and", "and never"), [], offered)[1]


@pytest.mark.parametrize(
    "claim",
    [
        "Opponents withdrew from the council after the vote.",
        "Investors withdrew because of traffic jams.",
    ],
)
def test_words_of_several_sentences_do_not_make_a_fact(claim: str) -> None:
    assert best_evidence(claim, [], evidence(document(STADIUM)))[1]


def test_of_two_clauses_the_one_that_is_missing_is_only_a_part() -> None:
    claim = "Jack Ma is the founder of Alibaba, and Elon Musk was the founder of Tencent."
    found, faults = best_evidence(claim, [], evidence(document(KEYNOTE)))
    assert found is not None
    assert faults
    assert all(fault.partial for fault in faults)


def test_a_chinese_tail_is_named() -> None:
    offered = evidence(document("市议会周二批准了新体育场。", "zh.md", "体育场", outlet=None))
    _, faults = best_evidence("市议会批准了新体育场，以便举办奥运会。", [], offered)
    assert [fault.phrase for fault in faults] == ["“以便举办奥运会” is not in the cited sentence"]
