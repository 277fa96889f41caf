from rag.answering.confidence import confidence
from rag.domain import Citation, Claim, Verdict
from tests.sources import document

SOURCE = document("Jack Ma founded Alibaba in Hangzhou.", "alibaba.md", title="Alibaba")
SPAN = Citation(1, SOURCE, "alibaba.md#0", 0, len(SOURCE.text))
HELD = Claim("Jack Ma founded Alibaba.", (SPAN,), Verdict.SUPPORTED, ())
NOT_HELD = Claim("It was in 1999.", (), Verdict.UNSUPPORTED, ("the number 1999 is not there",))


def test_an_answer_whose_sources_speak_of_the_whole_question_has_full_confidence() -> None:
    assert confidence(["Who founded Alibaba?"], [HELD]) == 1.0


def test_confidence_falls_with_what_the_sources_do_not_speak_of() -> None:
    asked = ["Who founded Alibaba's bank in Shanghai?"]
    assert 0 < confidence(asked, [HELD]) < 1


def test_confidence_falls_with_each_sentence_that_is_not_held() -> None:
    assert confidence(["Who founded Alibaba?"], [HELD, NOT_HELD]) == 0.5


def test_a_question_in_two_languages_counts_in_the_one_that_the_sources_speak() -> None:
    assert confidence(["谁创立了阿里巴巴？", "Who founded Alibaba?"], [HELD]) == 1.0


def test_nothing_said_is_no_confidence() -> None:
    assert confidence(["Who?"], []) == 0.0
