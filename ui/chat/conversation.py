"""What one browser tab has asked and been told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.conversations import Exchange as KeptExchange
from rag.domain import Context, Turn
from rag.exporting.transcript import Reply, Transcript
from ui.chat.exchange import Exchange
from ui.words import Words


@dataclass(slots=True)
class Conversation:
    """The exchanges of a tab, oldest first.

    One lives in each tab's session; it changes in place, so that Stop finds what there is so far.
    """

    id: str = ""
    """Under which it is kept; empty until its first question is asked."""
    exchanges: list[Exchange] = field(default_factory=list)

    def restore(self, kept: Sequence[KeptExchange], t: Words) -> None:
        self.exchanges = [Exchange.restored(exchange, t) for exchange in kept]

    @property
    def last(self) -> Exchange | None:
        return self.exchanges[-1] if self.exchanges else None

    @property
    def messages(self) -> list[dict[str, str]]:
        return [
            message
            for exchange in self.exchanges
            for message in exchange.messages(is_last=exchange is self.last)
        ]

    @property
    def history(self) -> tuple[Turn, ...]:
        return self.last.history if self.last else ()

    @property
    def answering(self) -> Exchange | None:
        """The exchange that is being answered."""
        return self.last if self.last and self.last.is_open else None

    def transcript(self, number: int | None) -> Transcript:
        """What is exported of it: the answer of one exchange, or None: all that are finished."""
        exchanges = self.exchanges if number is None else [self.exchanges[number]]
        finished = ((exchange.finished, exchange.asked_on) for exchange in exchanges)
        return Transcript(tuple(Reply(answer, day) for answer, day in finished if answer))

    def begin(self, question: str, context: Context, t: Words) -> Exchange:
        exchange = Exchange(len(self.exchanges), question, context, t)
        self.exchanges.append(exchange)
        return exchange
