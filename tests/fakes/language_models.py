"""Language models inside the process: they reply by script."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable

from rag.errors import CitedeskError


class FakeChat:
    """Stands where ChatModel stands: replies by script, in small pieces; remembers its prompts."""

    name = "fake-llm"

    def __init__(
        self, *replies: str | CitedeskError, affirms: Callable[[str], float] = lambda _: 1.0
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
