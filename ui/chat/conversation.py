"""What one browser tab has asked and been told, as escaped HTML."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date, datetime

from markupsafe import Markup

from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    Claim,
    ClaimChecked,
    Context,
    Intent,
    QuestionUnderstood,
    SourcesFound,
    TextWritten,
    Turn,
    UnderstoodQuestion,
)
from rag.errors import CitedeskError
from rag.exporting.transcript import Reply, Transcript
from ui.showing import sources_panel
from ui.showing.answers import (
    render_answer,
    render_failure,
    render_notices,
    render_progress,
    render_question,
    render_stopped,
)
from ui.showing.downloads import render_downloads
from ui.showing.understanding import render_understood
from ui.words import Words

_T = Words("en")


@dataclass(slots=True)
class Exchange:
    """A question, what it was asked with, and how far its answer has come."""

    number: int
    """Its place in the conversation, from 0."""
    question: str
    context: Context
    activity: str = "Searching the archive"
    """What is being done for it; empty: nothing any more."""
    started_s: float = field(default_factory=time.monotonic)
    understood: UnderstoodQuestion | None = None
    notes: tuple[str, ...] = ()
    """How its sources were found, told above the answer as soon as they are."""
    claims: list[Claim] = field(default_factory=list)
    sources: str = field(default_factory=lambda: sources_panel.render_empty(_T))
    answer: str = ""
    asked_on: date = field(default_factory=lambda: datetime.now().astimezone().date())
    finished: Answer | None = None

    def apply(self, event: AnswerEvent) -> None:
        match event:
            case QuestionUnderstood(understood):
                self.understood = understood
            case SourcesFound(retrieved, notes):
                self.notes = notes
                self.sources = sources_panel.render_reading(retrieved, _T, self.question)
                if self._intent == "answer":  # of a complete scan nothing is left to be read
                    count = len({found.document.id for found in retrieved})
                    self.activity = f"Reading {count} source{'' if count == 1 else 's'}"
            case TextWritten(pending):
                self.activity = "Writing"
                self.answer = render_progress(self.claims, _T, pending, self._intent)
            case ClaimChecked(claim):
                self.claims.append(claim)
                if self._intent == "answer":
                    self.activity = "Checking"
                self.answer = self._checked
            case AnswerFinished(answer):
                self._finish(answer)

    def stop(self) -> None:
        """Keep what was checked until now, unless it has ended already."""
        if self.activity:
            self.answer = render_stopped(self._checked, _T)
            self.activity = ""

    def fail(self, error: CitedeskError) -> None:
        """Show an error in place of the answer; the sources found so far stay."""
        self.answer = render_failure(error, self._checked)
        self.activity = ""

    @property
    def messages(self) -> list[dict[str, str]]:
        question = {"role": "user", "content": render_question(self.question)}
        reply = self._reading + render_notices(self.notes, _T) + self.answer + self._downloads
        return [question, {"role": "assistant", "content": reply}] if reply else [question]

    @property
    def history(self) -> tuple[Turn, ...]:
        """The conversation after it. A question asked again goes on from where it was asked."""
        if self.finished is None:
            return self.context.history
        return (
            *self.context.history,
            Turn(self.finished.understood.question, self.finished.text),
        )

    @property
    def _checked(self) -> Markup:
        return render_progress(self.claims, _T, "", self._intent)

    @property
    def _reading(self) -> str:
        if self.understood is None:
            return ""
        correctable = None if self.activity else self.number
        return render_understood(self.understood, _T, self.context, correctable)

    @property
    def _downloads(self) -> Markup:
        return render_downloads(self.number, _T) if self.finished else Markup()

    @property
    def _intent(self) -> Intent:
        return self.understood.intent if self.understood else "answer"

    def _finish(self, answer: Answer) -> None:
        self.answer = render_answer(answer, _T, told=self.notes)
        self.sources = sources_panel.render_cited(answer, _T)
        self.finished = answer
        self.activity = ""


@dataclass(slots=True)
class Conversation:
    """The exchanges of a tab, oldest first.

    One lives in each tab's session; it changes in place, so that Stop finds what there is so far.
    """

    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def last(self) -> Exchange | None:
        return self.exchanges[-1] if self.exchanges else None

    @property
    def messages(self) -> list[dict[str, str]]:
        return [message for exchange in self.exchanges for message in exchange.messages]

    @property
    def history(self) -> tuple[Turn, ...]:
        return self.last.history if self.last else ()

    def transcript(self, number: int | None) -> Transcript:
        """What is exported of it: the answer of one exchange, or None: all that are finished."""
        exchanges = self.exchanges if number is None else [self.exchanges[number]]
        finished = ((exchange.finished, exchange.asked_on) for exchange in exchanges)
        return Transcript(tuple(Reply(answer, day) for answer, day in finished if answer))

    @property
    def answering(self) -> Exchange | None:
        """The exchange that is being answered."""
        return self.last if self.last and self.last.activity else None

    def begin(self, question: str, context: Context) -> Exchange:
        exchange = Exchange(len(self.exchanges), question, context)
        self.exchanges.append(exchange)
        return exchange
