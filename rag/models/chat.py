"""The language model as Citedesk uses it: text in, text streamed out, failures in one sentence."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Protocol, cast

from rag.errors import LLMFailed

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
        self, llm: LLM, name: str, place: str, close_server: Callable[[], None] | None = None
    ) -> None:
        self.llm = llm
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
        """The whole reply at once. Raises LLMFailed as `stream` does."""
        return "".join([piece async for piece in self.stream(system, user)]).strip()

    def close(self) -> None:
        """Stop the server behind the model, if it was started for it."""
        if self._close_server:
            self._close_server()

    def _failure(self, what: str) -> LLMFailed:
        return LLMFailed(
            f"The language model {self.name} at {self._place} {what}.",
            hint="Check the llm settings (citedesk settings), or use --llm none.",
        )
