"""Two documents, and answers and cases about them, small enough to score by hand."""

from __future__ import annotations

from collections.abc import Sequence

from eval.cases import Case
from rag.domain import (
    Answer,
    AnswerFinished,
    Citation,
    Claim,
    Document,
    ModelNames,
    Refusal,
    SourcesFound,
    Timings,
    UnderstoodQuestion,
    Verdict,
)
from tests import sources
from tests.fakes import Script


def document(id_: str, text: str) -> Document:
    return sources.document(text, id_, title=id_, outlet=None, published=None)


WUZHEN = document("wuzhen.md", "Wuzhen is a town in Zhejiang. The conference met there in 2014.")
ALIBABA = document("alibaba.md", "Alibaba was founded in Hangzhou by Jack Ma.")


def citation(doc: Document, quote: str, number: int = 1) -> Citation:
    start = doc.text.index(quote)
    return Citation(number, doc, f"{doc.id}#0", start, start + len(quote))


def claim(text: str, *citations: Citation) -> Claim:
    verdict = Verdict.SUPPORTED if citations else Verdict.UNSUPPORTED
    return Claim(text, citations, verdict, () if citations else ("no source is cited",))


def answer(question: str, claims: Sequence[Claim] = (), *, total_ms: float = 1000.0) -> Answer:
    """An answer of these claims; without any, a refusal."""
    refusal = None if claims else Refusal("not_in_sources", "The archive does not say.", ())
    return Answer(
        understood=UnderstoodQuestion(question, question),
        claims=tuple(claims),
        retrieved=(),
        refusal=refusal,
        timings=Timings(retrieve_ms=10.0, first_token_ms=500.0, total_ms=total_ms),
        model=ModelNames(llm="fake-llm", embedder="fake-32"),
        confidence=0.0 if refusal else 0.8,
    )


def script(outcome: Answer | BaseException, *retrieved: Document) -> Script:
    """The stream of a question: what is retrieved, then an answer or a failure."""
    end = outcome if isinstance(outcome, BaseException) else AnswerFinished(outcome)
    return [SourcesFound(sources.retrieved(*retrieved)), end]


WHERE = Case(
    id="where",
    kind="fact",
    question="Where is Wuzhen?",
    refusal=False,
    answers=("Zhejiang",),
    documents=("wuzhen.md",),
)
WHO = Case(
    id="who",
    kind="fact",
    question="Who founded Alibaba?",
    refusal=False,
    answers=("Jack Ma", "马云"),
    documents=("alibaba.md",),
)
MOON = Case(id="moon", kind="unanswerable", question="Who was first on the Moon?", refusal=True)
