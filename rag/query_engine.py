"""The assistant as a LlamaIndex query engine, for what is made for LlamaIndex."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import Response
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.assistant import Assistant
from rag.domain import Answer, Citation, Context, Verdict
from rag.retrieving.nodes import node_of


class CitedeskQueryEngine(BaseQueryEngine):
    """Answers with checked citations: they are the source nodes of its responses.

    It asks the assistant from an event loop and thread of its own, so that `query` and `aquery` may
    be called from anywhere. Nobody else may then ask that assistant, whose coroutines belong to one
    loop. As a context manager, or by `close`, it ends the thread; the assistant stays open.
    """

    def __init__(self, assistant: Assistant, context: Context | None = None) -> None:
        """`context`: the filters, form and conversation with which every question is asked."""
        super().__init__(callback_manager=None)
        self._assistant = assistant
        self._context = context or Context()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="citedesk-query-engine", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> CitedeskQueryEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the thread. What is being asked is not answered any more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _query(self, query_bundle: QueryBundle) -> Response:
        """Raises what `Assistant.stream` raises."""
        asked = self._assistant.answer(query_bundle.query_str, self._context)
        return as_response(asyncio.run_coroutine_threadsafe(asked, self._loop).result())

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        """Raises what `Assistant.stream` raises; cancelling it stops the language model."""
        asked = self._assistant.answer(query_bundle.query_str, self._context)
        answering = asyncio.run_coroutine_threadsafe(asked, self._loop)
        return as_response(await asyncio.wrap_future(answering))

    def _get_prompt_modules(self) -> dict[str, Any]:
        """None: how answers are written and checked is not the caller's to change."""
        return {}


def as_response(answer: Answer) -> Response:
    """The answer's text with markers, and each citation as a node, by number.

    A refusal is its message without nodes; `metadata["refusal"]` says the reason.
    """
    return Response(
        response=answer.text,
        source_nodes=list(_nodes(answer)),
        metadata={
            "refusal": answer.refusal and answer.refusal.reason,
            "advice": answer.refusal.advice if answer.refusal else "",
            "confidence": answer.confidence,
            "notices": list(answer.notices),
        },
    )


def _nodes(answer: Answer) -> Iterator[NodeWithScore]:
    """One a citation, with the score of its passage, if that was among the passages found."""
    verdicts: dict[int, Verdict] = {}
    for claim in answer.claims:
        for citation in claim.citations:
            verdicts.setdefault(citation.number, claim.verdict)
    scores = {found.passage.id: found.score for found in answer.retrieved}
    for citation in answer.citations:
        node = _node(citation, verdicts[citation.number])
        yield NodeWithScore(node=node, score=scores.get(citation.passage_id))


def _node(citation: Citation, verdict: Verdict) -> TextNode:
    """The quote. Its verdict is that of the first sentence that cites it."""
    return node_of(
        f"{citation.passage_id}:{citation.start}-{citation.end}",
        citation.quote,
        citation.document,
        {
            "number": citation.number,
            "quote": citation.quote,
            "start": citation.start,
            "end": citation.end,
            "verdict": verdict.value,
        },
    )
