"""From passages to checked claims, with a scripted LLM."""

from __future__ import annotations

import pytest

from rag.answering.answerer import Answerer
from rag.answering.judging import Judge
from rag.answering.request import Outcome, Request
from rag.answering.verifier import Verifier
from rag.config import AnswerSettings, VerificationSettings
from rag.domain import (
    Claim,
    Refusal,
    RetrievedPassage,
    TextWritten,
    UnderstoodQuestion,
    Verdict,
)
from rag.errors import LLMFailed
from tests.fakes import FakeChat, FakeEmbedder
from tests.sources import CHINESE, CROSSROADS, KEYNOTE, document, retrieved

SOURCES = retrieved(
    document(KEYNOTE), document(CROSSROADS, "crossroads.md", "The third conference")
)


async def linked(text: str) -> dict[str, str]:
    """Names as the archive has them in the other script."""
    return {"Jack Ma": "马云"} if "Jack Ma" in text else {}


async def outcome_of(
    understood: UnderstoodQuestion,
    chat: FakeChat | None,
    sources: tuple[RetrievedPassage, ...] = SOURCES,
) -> tuple[Outcome, list[str]]:
    """What a stream ends with, and the pending texts on the way."""
    verifier = Verifier(None, Judge(chat) if chat else None, VerificationSettings().threshold)
    answerer = Answerer(chat, FakeEmbedder(), verifier, AnswerSettings(), max_answer_tokens=100)
    events = [event async for event in answerer.stream(Request(understood, sources, linked))]
    (outcome,) = [event for event in events if isinstance(event, Outcome)]
    assert events[-1] is outcome
    return outcome, [event.pending for event in events if isinstance(event, TextWritten)]


async def answered(
    question: str, chat: FakeChat | None, language: str | None = None
) -> tuple[tuple[Claim, ...], Refusal | None, list[str]]:
    """Claims, the refusal if any, and the pending texts on the way."""
    translation = question if language == "zh" else None
    asked = "这是什么意思？" if language == "zh" else question
    outcome, pending = await outcome_of(UnderstoodQuestion(asked, asked, translation), chat)
    return outcome.claims, outcome.refusal, pending


async def test_a_supported_sentence_cites_the_exact_span_that_holds_it() -> None:
    chat = FakeChat(
        "Tim Cook said that nearly 1.8 million Chinese developers use the App Store [7]."
    )
    claims, refusal, pending = await answered("What did Tim Cook say about developers?", chat)
    assert refusal is None
    (claim,) = claims
    assert claim.verdict is Verdict.SUPPORTED
    (citation,) = claim.citations
    assert citation.quote == citation.document.text[citation.start : citation.end]
    assert citation.quote.startswith("On Sunday, Cook told the hall")
    assert claim.marked_text.endswith("App Store.[1]")
    assert all("[" not in text for text in pending)


async def test_an_unsupported_sentence_is_written_again_from_its_source() -> None:
    chat = FakeChat(
        "Jack Ma is the founder of Tencent [1].", "Jack Ma is the founder of Alibaba [1]."
    )
    claims, refusal, _ = await answered("Who is Jack Ma?", chat)
    assert refusal is None
    (claim,) = claims
    assert claim.text == "Jack Ma is the founder of Alibaba."
    assert claim.verdict is Verdict.SUPPORTED
    assert "founder of Tencent" in claim.reasons[0]


async def test_what_cannot_be_mended_is_left_out_and_the_reader_told() -> None:
    chat = FakeChat(
        "Jack Ma is the founder of Alibaba [1]. Jack Ma is the founder of Tencent [1].",
        "Jack Ma founded Tencent in Shenzhen.",
    )
    outcome, _ = await outcome_of(UnderstoodQuestion("Who is Jack Ma?", "Who is Jack Ma?"), chat)
    assert [claim.text for claim in outcome.claims] == ["Jack Ma is the founder of Alibaba."]
    (notice,) = outcome.notices
    assert "left out" in notice
    assert "Tencent" in notice


async def test_when_nothing_is_supported_the_answer_is_a_refusal_with_the_nearest_passages() -> (
    None
):
    _, refusal, _ = await answered(
        "Who is Jack Ma?", FakeChat("Jack Ma is a pop singer from Mars.", "He sings.")
    )
    assert refusal is not None
    assert refusal.reason == "not_supported"
    assert refusal.nearest


async def test_not_in_sources_is_a_refusal_and_is_never_shown_as_text() -> None:
    claims, refusal, pending = await answered(
        "What was Jack Ma wearing?", FakeChat("NOT IN SOURCES")
    )
    assert claims == ()
    assert pending == []
    assert refusal is not None
    assert refusal.reason == "not_in_sources"


async def test_a_name_that_no_source_mentions_is_refused_before_the_llm_is_asked() -> None:
    chat = FakeChat()
    _, refusal, _ = await answered("What did Angela Merkel say in Wuzhen?", chat)
    assert refusal is not None
    assert refusal.reason == "not_covered"
    assert "Angela Merkel" in refusal.message
    assert chat.prompts == []


async def test_words_of_one_person_do_not_answer_a_question_about_another() -> None:
    chat = FakeChat("Liu Yunshan said that no internet hegemony should be allowed [5].")
    _, refusal, _ = await answered("Did Tim Cook say no internet hegemony is allowed?", chat)
    assert refusal is not None
    assert "Tim Cook" in refusal.message


async def test_an_answer_that_is_only_a_number_becomes_the_sentence_it_points_at() -> None:
    chat = FakeChat("[1]")
    claims, _, _ = await answered("Who is Jack Ma?", chat)
    (citation,) = claims[0].citations
    assert claims[0].text == citation.quote


async def test_a_model_that_repeats_itself_is_stopped() -> None:
    sentence = "Jack Ma is the founder of Alibaba [1]. "
    chat = FakeChat(sentence * 40)
    claims, _, _ = await answered("Who is Jack Ma?", chat)
    assert len(claims) == 1
    assert chat.closed_early == 1


async def test_an_endless_stream_is_cut_off() -> None:
    words = " ".join(f"Jack Ma is the founder of Alibaba number {n}." for n in range(500))
    chat = FakeChat(words, "Jack Ma.", "Jack Ma.")
    await answered("Who is Jack Ma?", chat)
    assert chat.closed_early == 1


async def test_a_failing_llm_is_an_error_and_never_a_refusal() -> None:
    with pytest.raises(LLMFailed):
        await answered("Who is Jack Ma?", FakeChat(LLMFailed("The model cannot be reached.")))


async def test_without_an_llm_the_best_sentences_are_quoted_word_for_word() -> None:
    claims, refusal, _ = await answered("How many developers use the App Store?", None)
    assert refusal is None
    assert all(claim.text == " ".join(claim.citations[0].quote.split()) for claim in claims)
    assert "1.8 million" in claims[0].text


async def test_claims_are_translated_for_the_reader_after_they_were_checked() -> None:
    chat = FakeChat("Jack Ma is the founder of Alibaba [1].", "马云是阿里巴巴的创始人。")
    claims, _, _ = await answered("Who is Jack Ma?", chat, language="zh")
    assert claims[0].text == "马云是阿里巴巴的创始人。"
    assert "Jack Ma is the founder of Alibaba." in claims[0].reasons[0]
    assert claims[0].verdict is Verdict.SUPPORTED


async def test_a_claim_in_the_readers_language_is_left_alone() -> None:
    chat = FakeChat("约1600人出席了开幕式。")
    found = retrieved(document(CHINESE, "zh.md", "第三届世界互联网大会"))
    understood = UnderstoodQuestion("多少人出席了？", "多少人出席了？")
    outcome, _ = await outcome_of(understood, chat, found)
    (claim,) = outcome.claims
    assert claim.verdict is Verdict.SUPPORTED
    assert claim.reasons == ()
    assert len(chat.prompts) == 1


async def test_a_translation_that_changes_a_number_is_not_shown() -> None:
    chat = FakeChat("About 1,600 people heard Liu Yunshan.", "约2600人听了Liu Yunshan的讲话。")
    claims, _, _ = await answered("How many people heard Liu Yunshan?", chat, language="zh")
    assert claims[0].text == "About 1,600 people heard Liu Yunshan."


async def test_a_translation_that_changes_a_name_is_not_shown() -> None:
    chat = FakeChat("Jack Ma is the founder of Alibaba [1].", "马杰是阿里巴巴的创始人。")
    claims, _, _ = await answered("Who is Jack Ma?", chat, language="zh")
    assert claims[0].text == "Jack Ma is the founder of Alibaba."


async def test_the_prompt_holds_the_evidence_with_its_source_and_date() -> None:
    chat = FakeChat("NOT IN SOURCES")
    await answered("What did Tim Cook say about developers?", chat)
    (prompt,) = chat.prompts
    assert "(The Daily Planet, 2017-12-04)" in prompt
    assert "[1] " in prompt
    assert prompt.endswith("Question: What did Tim Cook say about developers?")


async def test_an_answer_that_the_judge_doubts_is_refused_with_its_source_nearest() -> None:
    chat = FakeChat("Jack Ma is the founder of Alibaba [1].", affirms=lambda asked: 0.6)
    outcome, _ = await outcome_of(
        UnderstoodQuestion("Where does Jack Ma live?", "Where does Jack Ma live?"), chat
    )
    assert outcome.claims == ()
    assert outcome.refusal is not None
    assert outcome.refusal.reason == "low_confidence"
    assert "Jack Ma" in outcome.refusal.nearest[0].passage.text
    assert 0 < outcome.confidence < 0.4


async def test_a_sentence_to_which_the_judge_says_no_is_not_shown() -> None:
    def affirms(asked: str) -> float:
        return 0.1 if "Statement:" in asked else 0.95

    chat = FakeChat("Jack Ma is the founder of Alibaba [1].", "Jack Ma.", affirms=affirms)
    _, refusal, _ = await answered("Who is Jack Ma?", chat)
    assert refusal is not None
    assert refusal.reason == "not_supported"
    assert "something else" in refusal.message


async def test_a_model_that_says_no_too_readily_is_asked_again_with_the_best_sentences() -> None:
    chat = FakeChat("NOT IN SOURCES", "Jack Ma is the founder of Alibaba.", affirms=lambda _: 0.95)
    claims, refusal, _ = await answered("Who is the founder of Alibaba?", chat)
    assert refusal is None
    assert [claim.text for claim in claims] == ["Jack Ma is the founder of Alibaba."]


async def test_two_sources_that_differ_are_both_quoted_and_none_is_taken_for_agreed() -> None:
    sources = retrieved(
        document("The hall of Wuzhen holds 1,600 people at most.", "a.md", "A", "The Planet"),
        document("The hall of Wuzhen holds 2,400 people at most.", "b.md", "B", "The Globe"),
    )
    question = UnderstoodQuestion(
        "How many people does the hall of Wuzhen hold?",
        "How many people does the hall of Wuzhen hold?",
    )
    chat = FakeChat("The hall of Wuzhen holds 1,600 people [1].", affirms=lambda _: 0.95)
    outcome, _ = await outcome_of(question, chat, sources)
    (disagreement,) = outcome.disagreements
    assert [side.text.split(" (")[0] for side in disagreement.sides] == [
        "According to The Planet",
        "According to The Globe",
    ]
    assert outcome.claims == disagreement.sides
    assert [[c.number for c in side.citations] for side in disagreement.sides] == [[1], [2]]
    assert all(side.citations[0].quote in side.text for side in disagreement.sides)
