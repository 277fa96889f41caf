"""The language model as Citedesk uses it: text in, text streamed out, failures in one sentence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Protocol, cast

from rag.errors import LLMFailed
from rag.models.replies import ReplyMemory

if TYPE_CHECKING:
    from llama_index.core.llms import LLM


class LanguageModel(Protocol):
    """What writes for Citedesk: see ChatModel, which is the one that is used."""

    @property
    def name(self) -> str: ...

    def stream(self, system: str, user: str) -> AsyncGenerator[str, None]: ...

    async def write(self, system: str, user: str) -> str: ...


class ChatModel:
    """A LlamaIndex LLM (an OpenAI-compatible endpoint) that speaks in plain strings.

    One instance belongs to one asyncio event loop, as the client below it does.
    """

    def __init__(
        self,
        llm: LLM,
        name: str,
        place: str,
        close_server: Callable[[], None] | None = None,
        memory: ReplyMemory | None = None,
    ) -> None:
        """`memory` has what `write` was given before; None: everything is written afresh."""
        self.llm = llm
        self._memory = memory
        self.name = name
        self._place = place
        self._close_server = close_server

    async def stream(self, system: str, user: str) -> AsyncGenerator[str, None]:
        """Stream the reply in pieces. Closing the generator cancels the call upstream.

        Raises:
            LLMFailed: unreachable, refused, timed out, or broke off.
        """
        import httpx
        import openai
        from llama_index.core.llms import ChatMessage, MessageRole

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=user),
        ]
        try:
            replies = cast("Any", await self.llm.astream_chat(messages))
            async with aclosing(replies):
                async for reply in replies:
                    if reply.delta:
                        yield reply.delta
        except openai.APITimeoutError:
            raise self._failure("did not answer in time") from None
        except openai.APIStatusError as error:
            raise self._failure(f"answered with status {error.status_code}") from None
        except openai.APIConnectionError:
            raise self._failure("cannot be reached") from None
        except (openai.OpenAIError, httpx.HTTPError, ValueError) as error:
            raise self._failure(f"broke off ({type(error).__name__})") from None

    async def write(self, system: str, user: str) -> str:
        """The whole reply at once, from memory if the same was asked before.

        Raises:
            LLMFailed: as `stream` does; failures and empty replies are not remembered.
        """
        asked = (*self._identity, system, user)
        if self._memory and (remembered := await asyncio.to_thread(self._memory.recall, *asked)):
            return remembered
        reply = "".join([piece async for piece in self.stream(system, user)]).strip()
        if self._memory and reply:
            await asyncio.to_thread(self._memory.keep, reply, *asked)
        return reply

    def close(self) -> None:
        """Stop the server behind the model, if it was started for it."""
        if self._close_server:
            self._close_server()

    @property
    def _identity(self) -> tuple[str, str, str]:
        """What a reply depends on beside the prompt; the temperature is 0."""
        # A server of our own has another port each time, and always the same weights.
        place = "here" if self._close_server else self._place
        return self.name, place, str(self.llm.metadata.num_output)

    def _failure(self, what: str) -> LLMFailed:
        return LLMFailed(
            f"The language model {self.name} at {self._place} {what}.",
            hint="Check the llm settings (citedesk settings), or use --llm none.",
        )
