"""Outputs of a language model that does what it likes: nothing dangles, nothing is made up."""

from __future__ import annotations

import re
from collections import Counter

from rag.answering.answerer import Answerer
from rag.answering.request import Outcome, Request
from rag.answering.verifier import Verifier
from rag.config import AnswerSettings
from rag.domain import Claim, TextWritten, UnderstoodQuestion, Verdict
from rag.text import facts, normalise
from tests.fakes import FakeEmbedder, HostileChat
from tests.sources import KEYNOTE, document, retrieved

OUTPUTS = 1_000
"""Enough for every marker beside every opening to come several times; each takes 0.1 s."""
SOURCES = retrieved(document(KEYNOTE))
DOCUMENTS = {found.document.id: found.document for found in SOURCES}
TRUTHS = (
    "Tim Cook told the hall that nearly 1.8 million Chinese developers use the App Store",
    "Wang Huning said that China stands ready to write new rules for the internet",
    "“We are proud to have worked with partners in China,” Cook said",
    "Jack Ma is the founder of Alibaba",
)
MARKER = re.compile(r"\[(\d+)\]")
LEFTOVER = re.compile(
    r"[\[【［〔「〖{]\s*[\^†-]?\s*\d+\s*[^\w\s]*\s*[\]】］〕」〗}]"  # a whole one
    r"|[\[【［〔]\s*\^?\d|\d\s*[\]】］〕]"  # half of one
    r"|(?<!\d)\s[(（]\d{1,2}[)）]|https?:|javascript:|!\["
)


async def outcome_of(seed: int) -> tuple[Outcome, list[str]]:
    """What is shown of the output of a seed, and the pending texts on the way."""
    verifier = Verifier(None, None, 0.0)
    chat = HostileChat(seed, TRUTHS)
    answerer = Answerer(chat, FakeEmbedder(), verifier, AnswerSettings(), max_answer_tokens=300)
    question = "What did they say about the internet?"
    request = Request(UnderstoodQuestion(question, question), SOURCES, linked)
    pending: list[str] = []
    async for event in answerer.stream(request):
        if isinstance(event, TextWritten):
            pending.append(event.pending)
        else:
            return event, pending
    raise AssertionError("the stream ended without an outcome")


async def linked(text: str) -> dict[str, str]:
    return {}


def words(text: str) -> str:
    """Without the punctuation that quoting shifts."""
    return " ".join(re.findall(r"\w+", normalise(text)))


def violations(claim: Claim) -> list[str]:
    """What a reader must never see in a claim."""
    own = {citation.number for citation in claim.citations}
    found = [f"dangling [{n}]" for n in MARKER.findall(claim.marked_text) if int(n) not in own]
    found += [f"leftover {match[0]}" for match in LEFTOVER.finditer(claim.text)]
    for citation in claim.citations:
        text = DOCUMENTS[citation.document.id].text
        if citation.quote != text[citation.start : citation.end]:
            found.append("a quote that is not in its document")
    if claim.verdict is Verdict.SUPPORTED:
        cited = words(" ".join(citation.quote for citation in claim.citations))
        found += [
            f"made-up words “{quoted}”"
            for quoted in facts.quotations(claim.text)
            if words(quoted) not in cited
        ]
    return found


async def test_of_hostile_outputs_nothing_dangles_and_nothing_is_made_up() -> None:
    seen: Counter[str] = Counter()
    wrong: list[tuple[int, str, str]] = []
    for seed in range(OUTPUTS):
        outcome, pending = await outcome_of(seed)
        seen["refused" if outcome.refusal else "answered"] += 1
        for claim in outcome.claims:
            seen[claim.verdict] += 1
            wrong += [(seed, claim.text, violation) for violation in violations(claim)]
        wrong += [
            (seed, text, "a marker that is not checked")
            for text in pending
            if MARKER.search(text) or LEFTOVER.search(text)
        ]
    assert wrong == []
    # Neither is everything refused: what is true among it is shown.
    assert seen["answered"] > OUTPUTS / 4
    assert seen[Verdict.SUPPORTED] > OUTPUTS / 4
