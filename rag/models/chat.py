"""The language model as Citedesk uses it: text in, text streamed out, failures in one sentence."""

from __future__ import annotations

import asyncio
import math
import re
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Any, Protocol, cast

from rag.errors import LLMFailed
from rag.models.replies import ReplyMemory
from rag.text.inert import inert

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

_ALTERNATIVES = 10
"""Likeliest first words whose probabilities are asked for; yes and no are among the first few."""

_MOST_TIMEOUTS = 5
"""So many times as long as for its next piece is waited for all of a reply."""
_WHOLE = re.compile(r"[.!?。！？…\]】][\"'”’」』)）*]*\s*$")


class LanguageModel(Protocol):
    """What writes for Citedesk: see ChatModel, which is the one that is used."""

    @property
    def name(self) -> str: ...

    def stream(self, system: str, user: str) -> AsyncGenerator[str, None]: ...

    async def write(self, system: str, user: str) -> str: ...

    async def affirms(self, system: str, user: str) -> float: ...


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
        *,
        timeout_s: float = 60.0,
    ) -> None:
        """`memory` has what was asked whole before; None: everything is written afresh.

        `timeout_s` is how long the next piece of a reply is waited for.
        """
        self.llm = llm
        self._one_word = llm.model_copy(
            update={"max_tokens": 1, "logprobs": True, "top_logprobs": _ALTERNATIVES}
        )
        self._memory = memory
        self._timeout_s = timeout_s
        self.name = name
        self._place = place
        self._close_server = close_server

    async def stream(self, system: str, user: str) -> AsyncGenerator[str, None]:
        """Stream the reply in pieces. Closing the generator cancels the call upstream.

        Raises:
            LLMFailed: unreachable, refused, timed out, or broke off.
        """
        with self._failures_in_words():
            replies = cast("Any", await self.llm.astream_chat(_messages(system, user)))
            text, finished = "", False
            async with aclosing(replies), aclosing(self._in_time(replies)) as in_time:
                async for reply in in_time:
                    finished = finished or _is_last(reply)
                    if reply.delta:
                        text += reply.delta
                        yield reply.delta
            # An endpoint that never says so is believed where its last sentence is whole.
            if not finished and not _WHOLE.search(text):
                raise self._failure("broke off in the middle of its reply")

    async def write(self, system: str, user: str) -> str:
        """The whole reply at once, from memory if the same was asked before.

        Raises:
            LLMFailed: as `stream` does; failures and empty replies are not remembered.
        """
        asked = (*self._identity, system, user)
        if (remembered := await self._recall(*asked)) is not None:
            return remembered
        reply = "".join([piece async for piece in self.stream(system, user)]).strip()
        if reply:
            await self._keep(reply, *asked)
        return reply

    async def affirms(self, system: str, user: str) -> float:
        """How far the model answers yes rather than no, 0 to 1: P(yes) / (P(yes) + P(no)).

        By the probabilities of its first word (Kadavath et al. 2022); where an endpoint gives
        none, 1 or 0 by the word itself; 0.5 where the word is neither. Remembered as by `write`.

        Raises:
            LLMFailed: as `stream` does.
        """
        asked = ("affirms", *self._identity, system, user)
        if (remembered := await self._recall(*asked)) is not None:
            return float(remembered)
        with self._failures_in_words():
            reply = cast("Any", await self._one_word.achat(_messages(system, user)))
        alternatives = reply.logprobs[0] if reply.logprobs else []
        chances = {token.token: math.exp(token.logprob) for token in alternatives}
        share = _share_of_yes(chances or {reply.message.content or "": 1.0})
        await self._keep(repr(share), *asked)
        return share

    def close(self) -> None:
        """Stop the server behind the model, if it was started for it."""
        if self._close_server:
            self._close_server()

    async def _in_time(self, replies: AsyncGenerator[Any, None]) -> AsyncGenerator[Any, None]:
        """The pieces of a reply, as long as they come.

        The client below counts the time between bytes: an endpoint that keeps the connection open
        and writes nothing, or hardly anything, would hold its question for ever.

        Raises:
            TimeoutError: they do not come in time.
        """
        clock = asyncio.get_running_loop().time
        # Only what is waited for counts: meanwhile, sentences are checked.
        left_s, patience_s = _MOST_TIMEOUTS * self._timeout_s, self._timeout_s
        while True:
            began = clock()
            try:
                reply = await asyncio.wait_for(anext(replies), min(left_s, patience_s))
            except StopAsyncIteration:
                return
            waited_s = clock() - began
            left_s -= waited_s
            patience_s = self._timeout_s if reply.delta else patience_s - waited_s
            yield reply

    @property
    def _identity(self) -> tuple[str, str, str]:
        """What a reply depends on beside the prompt; the temperature is 0."""
        # A server of our own has another port each time, and always the same weights.
        place = "here" if self._close_server else self._place
        return self.name, place, str(self.llm.metadata.num_output)

    async def _recall(self, *asked: str) -> str | None:
        return await asyncio.to_thread(self._memory.recall, *asked) if self._memory else None

    async def _keep(self, reply: str, *asked: str) -> None:
        if self._memory:
            await asyncio.to_thread(self._memory.keep, reply, *asked)

    @contextmanager
    def _failures_in_words(self) -> Iterator[None]:
        import httpx
        import openai

        try:
            yield
        except (openai.APITimeoutError, httpx.TimeoutException, TimeoutError):
            raise self._failure("did not answer in time") from None
        except openai.APIStatusError as error:
            raise self._failure(f"answered with status {error.status_code}") from None
        except openai.APIConnectionError:
            raise self._failure("cannot be reached") from None
        except (openai.OpenAIError, httpx.HTTPError, ValueError) as error:
            raise self._failure(f"broke off ({type(error).__name__})") from None

    def _failure(self, what: str) -> LLMFailed:
        return LLMFailed(
            f"The language model {self.name} at {self._place} {what}.",
            hint="Check the llm settings (citedesk settings), or use --llm none.",
        )


def _messages(system: str, user: str) -> list[ChatMessage]:
    from llama_index.core.llms import ChatMessage, MessageRole

    # Whatever text of others a prompt holds (to answer from, translate, judge): it ends no message.
    return [
        ChatMessage(role=MessageRole.SYSTEM, content=inert(system)),
        ChatMessage(role=MessageRole.USER, content=inert(user)),
    ]


def _is_last(reply: Any) -> bool:
    """Whether a piece says that the reply ends with it."""
    return any(choice.finish_reason for choice in reply.raw.choices)


def _share_of_yes(chances: Mapping[str, float]) -> float:
    """Of first words with their probabilities; "Yes", " yes" and "yes." are one word."""
    chance: defaultdict[str, float] = defaultdict(float)
    for word, probability in chances.items():
        chance[word.strip(" .,!").casefold()] += probability
    either = chance["yes"] + chance["no"]
    return chance["yes"] / either if either else 0.5
