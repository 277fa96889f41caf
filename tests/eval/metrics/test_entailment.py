import pytest

from eval.metrics.citations import citation_precision, citation_recall
from eval.metrics.entailment import check_pair, entailed_by_verifier
from tests.eval.samples import citation, claim
from tests.sources import CHINESE, CROSSROADS, KEYNOTE, document

KEYNOTES = document(KEYNOTE)
CROSSING = document(CROSSROADS, "crossroads.md")
DEVELOPERS = citation(
    KEYNOTES,
    "On Sunday, Cook told the hall that nearly 1.8 million Chinese developers use the App Store "
    "and have earned $17bn.",
)
WANG = citation(KEYNOTES, KEYNOTE[KEYNOTE.index("Wang Huning") :])
OPENING = citation(CROSSING, CROSSROADS[: CROSSROADS.index(" “No")])
CLAIM = "Cook said 1.8 million Chinese developers use the App Store."


def test_a_span_entails_what_it_says_and_not_another_number() -> None:
    assert entailed_by_verifier(CLAIM, [DEVELOPERS]) is True
    assert entailed_by_verifier(CLAIM.replace("1.8", "2.8"), [DEVELOPERS]) is False
    assert entailed_by_verifier(CLAIM, [WANG]) is False


def test_a_span_that_was_grown_back_to_a_name_entails_with_it() -> None:
    he_said = "“We are proud to have worked with partners in China,” he said."
    text = "Cook said “We are proud to have worked with partners in China”."
    grown = KEYNOTE[KEYNOTE.index("On Sunday") : KEYNOTE.index(he_said) + len(he_said)]
    assert entailed_by_verifier(text, [citation(KEYNOTES, grown)]) is True
    misread = text.replace("Cook", "Wang Huning")
    assert entailed_by_verifier(misread, [citation(KEYNOTES, grown)]) is False


def test_two_clauses_may_rest_on_two_spans() -> None:
    text = f"{CLAIM[:-1]}, and Liu Yunshan spoke to 1,600 people at the opening."
    assert entailed_by_verifier(text, [DEVELOPERS, OPENING]) is True
    assert entailed_by_verifier(text, [DEVELOPERS]) is False
    sentence = claim(text, DEVELOPERS, OPENING, WANG)
    assert citation_recall([sentence], entailed_by_verifier) == 1.0
    assert citation_precision([sentence], entailed_by_verifier) == pytest.approx(2 / 3)


def test_two_spans_lend_each_other_no_words() -> None:
    text = "Cook told the hall about 1,600 people at the opening."
    assert entailed_by_verifier(text, [DEVELOPERS, OPENING]) is False


def test_across_languages_the_verifier_does_not_judge() -> None:
    source = document(CHINESE, "zh.md")
    quote = citation(source, "约1600人出席了开幕式。")
    assert entailed_by_verifier("约1600人出席了开幕式。", [quote]) is True
    assert entailed_by_verifier("About 1,600 people attended.", [quote]) is None
    assert entailed_by_verifier("约1600人出席了开幕式。", [quote, DEVELOPERS]) is None
    assert entailed_by_verifier("约1600人出席了开幕式。", []) is None


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        (CLAIM, True),
        ("Cook said “We are proud to have worked with partners in China”.", True),
        (f"{CLAIM} Wang Huning said China stands ready to write new rules.", True),
        (f"{CLAIM} Wang Huning said China has earned $17bn.", False),
        ("Jack Ma is the head of Apple and came in 2015.", False),
        ("...", False),
    ],
)
def test_a_claim_is_supported_if_the_evidence_holds_each_of_its_sentences(
    text: str, supported: bool
) -> None:
    check = check_pair(text, KEYNOTE)
    assert check.supported is supported
    assert bool(check.reasons) is not supported


def test_evidence_without_a_sentence_supports_nothing() -> None:
    check = check_pair(CLAIM, "***")
    assert check.reasons == ("no sentence of the sources was found for it",)


def test_a_chinese_claim_is_checked_too() -> None:
    assert check_pair("约1600人出席了开幕式。", CHINESE).supported
    assert not check_pair("约2600人出席了开幕式。", CHINESE).supported
