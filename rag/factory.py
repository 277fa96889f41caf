"""The one place that names providers: settings in, wired objects out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.config import LLMSettings, RerankerSettings, Settings, VerificationSettings
from rag.domain import Language, ModelNames
from rag.errors import ConfigError, ModelUnavailable
from rag.library import IndexProgress, Library, Vectors
from rag.models.catalogue import load_catalogue
from rag.models.replies import FILE_NAME as REPLIES_FILE
from rag.models.replies import ReplyMemory
from rag.models.store import ModelStore

if TYPE_CHECKING:
    from rag.answering.judging import Judge
    from rag.assistant import Assistant
    from rag.models.chat import ChatModel
    from rag.models.embedder import SentenceEmbedder
    from rag.models.llm_server import LocalLLMServer
    from rag.retrieving.reranking import Reranker

NO_LLM = "none"
"""The value of `llm.model` that means: quote the evidence, write nothing."""
ENTAILMENT_BY_LLM = "llm"
NO_ENTAILMENT = "none"
"""Values of `verification.entailment`: ask the language model, ask nothing."""


def build_store(settings: Settings) -> ModelStore:
    return ModelStore(settings.models, load_catalogue())


def build_embedder(settings: Settings) -> SentenceEmbedder:
    """Raises ModelUnavailable: the weights are not on this machine."""
    from rag.models.embedder import open_embedder

    return open_embedder(settings.embedder, build_store(settings))


def build_reranker(settings: RerankerSettings) -> Reranker | None:
    """What ranks the best passages again, loaded; None: none is set.

    Raises:
        ModelUnavailable: it cannot be loaded, or is no cross-encoder that ranks.
    """
    from rag.models.cross_encoder import open_cross_encoder
    from rag.retrieving.reranking import CrossEncoderReranker, Reranker

    scorer = open_cross_encoder(settings)
    return Reranker(CrossEncoderReranker(scorer), settings.candidates) if scorer else None


def build_library(settings: Settings, embedder: SentenceEmbedder | None = None) -> Library:
    """Open the library, ready for indexing and searching. Raises LibraryError."""
    return Library.open(
        settings.library,
        embedder or build_embedder(settings),
        settings.chroma.url,
        passage_tokens=settings.retrieval.passage_tokens,
        ocr=settings.reading.ocr,
    )


def connect_library(settings: Settings) -> Library:
    """The library without a model and without its searches: to list, show, save and mend it.

    Raises:
        LibraryError: it cannot be opened.
    """
    return Library(
        settings.library, _NoEmbedder(), settings.chroma.url, settings.retrieval.passage_tokens
    )


class _NoEmbedder:
    """Stands where nothing is embedded: a library whose model is missing can still be saved."""

    id = "none"
    dimensions = 0
    max_tokens = 0

    def reads(self, language: Language) -> bool:  # noqa: ARG002
        return False

    def count_tokens(self, text: str) -> int:
        raise self._refusal(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        raise self._refusal(*texts)

    def embed_question(self, text: str) -> Vectors:
        raise self._refusal(text)

    def _refusal(self, *texts: str) -> ModelUnavailable:
        return ModelUnavailable(f"{len(texts)} texts were to be embedded, and no model is loaded.")


def rebuild_library(settings: Settings, progress: IndexProgress) -> Library:
    """Open the library after embedding again what another embedder embedded."""
    return Library.open_anew(
        settings.library,
        build_embedder(settings),
        settings.chroma.url,
        passage_tokens=settings.retrieval.passage_tokens,
        ocr=settings.reading.ocr,
        progress=progress,
    )


def build_assistant(settings: Settings) -> Assistant:
    """The whole engine, loaded: about 10 s with the local language model.

    Raises:
        ModelUnavailable: weights are missing.
        LibraryError: the library cannot be opened.
    """
    from rag.answering.answerer import Answerer
    from rag.answering.verification.near_words import meaning_of
    from rag.answering.verifier import Verifier
    from rag.assistant import Assistant
    from rag.forms.means import Means
    from rag.retrieving.hybrid import HybridRetriever
    from rag.retrieving.understanding.reader import QuestionReader

    memory = ReplyMemory(settings.library / REPLIES_FILE)
    llm = build_language_model(settings.llm, build_store(settings), memory)
    embedder = build_embedder(settings)
    # Loaded now, so that the first question does not wait for it.
    embedder.embed_question("warm-up")
    library = build_library(settings, embedder)

    def close() -> None:
        library.close()
        if llm:
            llm.close()

    means = Means(
        library=library,
        reader=QuestionReader(library, llm, multilingual=embedder.is_multilingual),
        retriever=HybridRetriever(
            library, embedder, settings.retrieval, build_reranker(settings.reranker)
        ),
        answerer=Answerer(
            llm,
            embedder,
            Verifier(
                meaning_of(embedder),
                build_judge(settings.verification, llm),
                settings.verification.threshold,
            ),
            settings.answer,
            settings.llm.max_answer_tokens,
        ),
        llm=llm,
        embedder=embedder,
        settings=settings.answer,
        model=ModelNames(llm=llm.name if llm else NO_LLM, embedder=embedder.id),
    )
    return Assistant(means, close)


def build_judge(settings: VerificationSettings, llm: ChatModel | None) -> Judge | None:
    """What says how far a source holds a sentence and answers a question; None: nothing is asked.

    Raises:
        ModelUnavailable: the entailment model that is set cannot be loaded.
    """
    if llm is None or settings.entailment == NO_ENTAILMENT:
        return None
    from rag.answering.judging import Judge

    if settings.entailment == ENTAILMENT_BY_LLM:
        return Judge(llm)
    from rag.models.entailment import EntailmentModel

    return Judge(llm, EntailmentModel(settings.entailment))


def build_language_model(
    settings: LLMSettings, store: ModelStore, memory: ReplyMemory | None = None
) -> ChatModel | None:
    """The model that writes, with a server of its own if it is local; None: "none" is set.

    Every language model is an OpenAI-compatible endpoint: one path for all of them.

    Raises:
        ConfigError: the model is not in the catalogue, and no endpoint is set.
        ModelUnavailable: the weights are missing.
    """
    if settings.model == NO_LLM:
        return None
    from llama_index.llms.openai_like import OpenAILike

    from rag.models.chat import ChatModel

    server = None if settings.url else _start_local_llm(settings, store)
    url = server.url if server else settings.url or ""
    # The client insists on a key; most local servers ignore it.
    own_key = settings.key.get_secret_value() if settings.key else "none"
    llm = OpenAILike(
        model=settings.model,
        api_base=url,
        api_key=server.key if server else own_key,
        is_chat_model=True,
        context_window=settings.context_tokens,
        max_tokens=settings.max_answer_tokens,
        temperature=0.0,
        timeout=settings.timeout_s,
        max_retries=1,
        # The evaluation reports how many tokens a prompt had.
        additional_kwargs={"stream_options": {"include_usage": True}},
    )
    close = server.close if server else None
    return ChatModel(llm, settings.model, url, close, memory, timeout_s=settings.timeout_s)


def _start_local_llm(settings: LLMSettings, store: ModelStore) -> LocalLLMServer:
    from rag.models.llm_server import LocalLLMServer

    catalogue = load_catalogue()
    if settings.model not in catalogue or catalogue[settings.model].kind != "llm":
        known = ", ".join(entry.id for entry in catalogue.values() if entry.kind == "llm")
        raise ConfigError(
            f"Setting llm.model is {settings.model!r}, which is not a local model ({known}) and "
            "no llm.url is set.",
            hint="Set llm.url to the endpoint that serves it.",
        )
    return LocalLLMServer(
        store.path(settings.model),
        settings.context_tokens,
        settings.threads,
        verbose=logging.getLogger(__name__).isEnabledFor(logging.INFO),
    )
