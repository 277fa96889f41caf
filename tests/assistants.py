"""An assistant put together from real parts, with the embedder and language model of a test."""

from __future__ import annotations

from typing import Any

from rag.answering.answerer import Answerer
from rag.answering.judging import Judge
from rag.answering.verifier import Verifier
from rag.assistant import Assistant
from rag.config import AnswerSettings, RetrievalSettings, VerificationSettings
from rag.domain import ModelNames
from rag.forms.means import Means
from rag.library import Library
from rag.models.chat import LanguageModel
from rag.retrieving.hybrid import HybridRetriever
from rag.retrieving.understanding.reader import QuestionReader


def assistant_over(
    library: Library, embedder: Any, llm: LanguageModel | None, *, multilingual: bool = False
) -> Assistant:
    settings = AnswerSettings()
    verifier = Verifier(None, Judge(llm) if llm else None, VerificationSettings().threshold)
    means = Means(
        library=library,
        reader=QuestionReader(library, llm, multilingual=multilingual),
        retriever=HybridRetriever(library, embedder, RetrievalSettings()),
        answerer=Answerer(llm, embedder, verifier, settings, max_answer_tokens=100),
        llm=llm,
        embedder=embedder,
        settings=settings,
        model=ModelNames(llm.name if llm else "none", embedder.id),
    )
    return Assistant(means, close=library.close)
