"""A question in a tab, and how far its answer has come, as escaped HTML."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date, datetime

from markupsafe import Markup

from rag.conversations import Exchange as KeptExchange
from rag.conversations import Rating
from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    Claim,
    ClaimChecked,
    Context,
    Intent,
    Part,
    PartFinished,
    QuestionUnderstood,
    SourcesFound,
    TextWritten,
    Turn,
    UnderstoodQuestion,
)
from rag.errors import CitedeskError
from ui.chat.actions import render_actions, render_follow_ups
from ui.showing import sources_panel
from ui.showing.answers import (
    render_answer,
    render_failure,
    render_notices,
    render_parts,
    render_progress,
    render_question,
    render_stopped,
)
from ui.showing.understanding import render_understood
from ui.words import Words

_NOTHING = Markup()


@dataclass(slots=True)
class Step:
    """What is done for an answer, and how long it has taken before now."""

    name: str
    spent_s: float = 0.0


@dataclass(slots=True)
class Exchange:
    """A question, what it was asked with, and what it was told so far."""

    number: int
    """Its place in the conversation, from 0."""
    question: str
    context: Context
    t: Words
    steps: list[Step] = field(default_factory=list)
    """What was done for it until now, in order; the last is being done while it is open."""
    step_began_s: float = 0.0
    """When the last step began or went on, by the monotonic clock."""
    is_open: bool = True
    """Whether it is being answered."""
    understood: UnderstoodQuestion | None = None
    notes: tuple[str, ...] = ()
    """How its sources were found, told above the answer as soon as they are."""
    claims: list[Claim] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    sources: Markup = _NOTHING
    body: Markup = _NOTHING
    asked_on: date = field(default_factory=lambda: datetime.now().astimezone().date())
    finished: Answer | None = None
    failure: str = ""
    rating: Rating | None = None

    def __post_init__(self) -> None:
        self.sources = self.sources or sources_panel.render_empty(self.t)
        if self.is_open:
            self._begin("searching")

    @classmethod
    def restored(cls, kept: KeptExchange, t: Words) -> Exchange:
        """As it was kept; what was never finished says so."""
        exchange = cls(kept.number, kept.question, kept.context, t, is_open=False)
        exchange.asked_on, exchange.rating = kept.asked_on, kept.rating
        if kept.answer:
            exchange.understood = kept.answer.understood
            exchange._finish(kept.answer)
        elif kept.failure:
            exchange.fail(CitedeskError(kept.failure))
        else:
            exchange.body = render_notices([t("chat.unfinished")], t)
        return exchange

    def kept(self) -> KeptExchange:
        """What is to be kept of it."""
        return KeptExchange(
            self.number,
            self.question,
            self.context,
            self.asked_on,
            self.finished,
            self.failure,
            self.rating,
        )

    def apply(self, event: AnswerEvent) -> None:
        match event:
            case QuestionUnderstood(understood):
                self.understood = understood
            case SourcesFound(retrieved, notes):
                self.notes = notes
                self.sources = sources_panel.render_reading(retrieved, self.t, self.question)
                if self._intent == "answer":  # of a complete scan nothing is left to be read
                    count = len({found.document.id for found in retrieved})
                    self._begin("reading", n=count)
            case TextWritten(pending):
                self._begin("writing")
                self.body = self._so_far(pending)
            case ClaimChecked(claim):
                self.claims.append(claim)
                if self._intent == "answer":
                    self._begin("checking")
                self.body = self._so_far()
            case PartFinished(part):
                self.parts.append(part)
                self.body = self._so_far()
            case AnswerFinished(answer):
                self._finish(answer)

    def stop(self) -> None:
        """Keep what was checked until now, unless it has ended already."""
        if self.is_open:
            self.body = render_stopped(self._so_far(), self.t)
            self.is_open = False

    def fail(self, error: CitedeskError) -> None:
        """Show an error in place of the answer; the sources found so far stay."""
        self.failure = str(error)
        self.body = render_failure(error, self._so_far())
        self.is_open = False

    def messages(self, *, is_last: bool) -> list[dict[str, str]]:
        """The question and, as soon as there is any, what answers it."""
        question = {"role": "user", "content": render_question(self.question)}
        reply = self._reading + render_notices(self.notes, self.t) + self.body
        if not self.is_open:
            reply += render_actions(self, is_last=is_last)
            reply += render_follow_ups(self) if is_last else Markup()
        return [question, {"role": "assistant", "content": reply}] if reply else [question]

    @property
    def history(self) -> tuple[Turn, ...]:
        """The conversation after it. A question asked again goes on from where it was asked."""
        if self.finished is None:
            return self.context.history
        turn = Turn(self.finished.understood.question, self.finished.text)
        return (*self.context.history, turn)

    @property
    def activity(self) -> Markup:
        """What is being done, and how long everything has taken.

        The seconds are for the eye: a screen reader announces only a new activity.
        """
        *done, now = self.steps
        spent_s = now.spent_s + time.monotonic() - self.step_began_s
        past = "".join(
            f"{step.name} {self.t('chat.seconds', seconds=step.spent_s)} · " for step in done
        )
        return Markup(
            '<span aria-hidden="true">{}</span>{}\u2026 <span aria-hidden="true">{}</span>'
        ).format(past, now.name, self.t("chat.seconds", seconds=spent_s))

    def _begin(self, step: str, **fields: int) -> None:
        """Go on to a step; writing and checking take turns, and each is told once."""
        name, now_s = self.t(f"chat.{step}", **fields), time.monotonic()
        if self.steps:
            self.steps[-1].spent_s += now_s - self.step_began_s
        next_step = next((known for known in self.steps if known.name == name), Step(name))
        self.steps = [*(known for known in self.steps if known is not next_step), next_step]
        self.step_began_s = now_s

    def _so_far(self, pending: str = "") -> Markup:
        if self.context.form != "prose" and (self.parts or self._intent == "answer"):
            return render_parts(self.parts, self.t, self.context.form, pending)
        return render_progress(self.claims, self.t, pending, self._intent)

    @property
    def _reading(self) -> Markup:
        if self.understood is None:
            return Markup()
        correctable = None if self.is_open else self.number
        return render_understood(self.understood, self.t, self.context, correctable)

    @property
    def _intent(self) -> Intent:
        return self.understood.intent if self.understood else "answer"

    def _finish(self, answer: Answer) -> None:
        self.body = render_answer(answer, self.t, told=self.notes)
        self.sources = sources_panel.render_cited(answer, self.t)
        self.finished = answer
        self.is_open = False
