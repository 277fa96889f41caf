"""The baseline: what a user would write instead, LlamaIndex's defaults over Chroma."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chromadb
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode, NodeWithScore, QueryBundle
from llama_index.vector_stores.chroma import ChromaVectorStore

from eval.cases import Case
from eval.systems import AskFailed, Found, NoLanguageModel, Reply, Searched
from eval.systems.stopwatch import Stopwatch
from eval.systems.unchecked import read, unchecked_reply
from eval.systems.usage import count_prompt_tokens
from rag.errors import ConfigError
from rag.models.chat import ChatModel
from rag.text import split_sentences

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.library import Library

BuildProgress = Callable[[int, int], None]
"""Called with the documents that are indexed so far, and how many there are."""

_CHUNK_TOKENS = 1024
_OVERLAP_TOKENS = 200
_TOP_K = 2
_DOCUMENTS_A_BATCH = 32


class Baseline:
    """`VectorStoreIndex` over Chroma: 1,024-token chunks, the best two, its default prompt.

    It has the documents, the embedder and the language model of the assistant beside which it is
    measured. It takes no account of a case's history or period, and it cites nothing.
    """

    name = "baseline"

    def __init__(self, client: Any, index: VectorStoreIndex, llm: ChatModel | None) -> None:
        """`client` is the Chroma client that holds the index; `close` closes it."""
        self._client = client
        self._index = index
        # Without an llm, LlamaIndex would turn to its global Settings, and those to OpenAI.
        self._engine: Any = llm and index.as_query_engine(
            llm=llm.llm, streaming=True, similarity_top_k=_TOP_K
        )

    @classmethod
    def open(
        cls, folder: Path, assistant: Assistant, progress: BuildProgress | None = None
    ) -> Baseline:
        """Open the index in `folder`, made anew unless it holds just these documents.

        Raises:
            ConfigError: the assistant's embedder does not speak LlamaIndex's interface.
        """
        embedder = assistant.embedder
        if not isinstance(embedder, BaseEmbedding):
            raise ConfigError(f"LlamaIndex cannot embed with {type(embedder).__name__}.")
        llm = assistant.llm if isinstance(assistant.llm, ChatModel) else None
        fingerprint = _fingerprint(assistant.library, embedder.id)
        seal = folder / "fingerprint"
        is_current = seal.exists() and seal.read_text(encoding="utf-8") == fingerprint
        if not is_current:
            seal.unlink(missing_ok=True)
            shutil.rmtree(folder / "chroma", ignore_errors=True)
        client = _open_chroma(folder / "chroma")
        try:
            # Without embedding_function=None Chroma would download a model of its own.
            collection = client.get_or_create_collection("baseline", embedding_function=None)
            store = ChromaVectorStore(chroma_collection=collection)
            index = VectorStoreIndex.from_vector_store(store, embed_model=embedder)
            if not is_current:
                _fill(index, assistant.library, progress)
                seal.write_text(fingerprint, encoding="utf-8")
            return cls(client, index, llm)
        except BaseException:
            client.close()
            raise

    async def search(self, case: Case, k: int) -> Searched:
        watch = Stopwatch()
        nodes = await self._index.as_retriever(similarity_top_k=k).aretrieve(case.question)
        return Searched(_found(nodes), understand_ms=None, search_ms=watch.elapsed_ms())

    async def ask(self, case: Case) -> Reply:
        if self._engine is None:
            raise NoLanguageModel(self.name)
        watch = Stopwatch()
        question = QueryBundle(case.question)
        with count_prompt_tokens() as prompts:
            nodes = await self._engine.aretrieve(question)
            retrieve_ms = watch.elapsed_ms()
            try:
                response = await self._engine.asynthesize(question, nodes)
                written = await read(response.async_response_gen(), watch)
            except Exception as failure:
                raise AskFailed(failure, _found(nodes)) from failure
        return unchecked_reply(
            written, found=_found(nodes), retrieve_ms=retrieve_ms, prompt_tokens=prompts.tokens
        )

    def close(self) -> None:
        self._client.close()


def _open_chroma(folder: Path) -> Any:
    settings = chromadb.config.Settings(anonymized_telemetry=False)
    return chromadb.PersistentClient(str(folder), settings=settings)


def _found(nodes: Sequence[NodeWithScore]) -> tuple[Found, ...]:
    return tuple(Found(node.node.ref_doc_id or "", node.score or 0.0) for node in nodes)


def _fingerprint(library: Library, embedder_id: str) -> str:
    """SHA-256 of all that the index depends on."""
    digest = hashlib.sha256(f"{embedder_id} {_CHUNK_TOKENS} {_OVERLAP_TOKENS}".encode())
    for document in _documents(library):
        digest.update(json.dumps([document.id_, document.metadata, document.text]).encode())
    return digest.hexdigest()


def _fill(index: VectorStoreIndex, library: Library, progress: BuildProgress | None) -> None:
    """Split, embed and store the documents, some at a time, so that the progress is seen."""
    splitter = SentenceSplitter(
        chunk_size=_CHUNK_TOKENS,
        chunk_overlap=_OVERLAP_TOKENS,
        # LlamaIndex's own needs nltk's data, which nltk refuses to read where it is hard-linked.
        chunking_tokenizer_fn=_sentences,
        id_func=_chunk_id,
    )
    documents = _documents(library)
    for first in range(0, len(documents), _DOCUMENTS_A_BATCH):
        batch = documents[first : first + _DOCUMENTS_A_BATCH]
        # It hands Chroma 2,048 chunks at a time; more than 5,461 would be rejected.
        index.insert_nodes(splitter.get_nodes_from_documents(batch))
        if progress:
            progress(first + len(batch), len(documents))


def _documents(library: Library) -> list[Document]:
    """The library's documents, as LlamaIndex reads them: the title goes with every chunk."""
    stored = (library.document(summary.id) for summary in library.documents())
    return [
        Document(id_=document.id, text=document.text, metadata={"title": document.title})
        for document in stored
        if document
    ]


def _chunk_id(number: int, document: BaseNode) -> str:
    return f"{document.node_id}#{number}"


def _sentences(text: str) -> list[str]:
    """The text in pieces that begin where its sentences do; together they are the text."""
    starts = [0, *(span.start for span in split_sentences(text)[1:])]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
