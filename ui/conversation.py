"""What one browser tab has asked and been told, as escaped HTML."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from rag.domain import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    Claim,
    ClaimChecked,
    SourcesFound,
    TextWritten,
)
from rag.errors import CitedeskError
from ui import sources_panel
from ui.rendering import (
    render_answer,
    render_failure,
    render_progress,
    render_question,
    render_stopped,
)


@dataclass(slots=True)
class Conversation:
    """The messages of a tab, the sources of its last answer, and what is going on.

    One lives in each tab's session; it changes in place, so that Stop finds what there is so far.
    """

    messages: list[dict[str, str]] = field(default_factory=list)
    sources: str = sources_panel.EMPTY
    activity: str = ""
    """What is being done for the last question; empty: nothing."""
    started_s: float = 0.0
    claims: list[Claim] = field(default_factory=list)
    pending: str = ""

    def begin(self, question: str) -> None:
        self.messages.append({"role": "user", "content": render_question(question)})
        self.sources = sources_panel.EMPTY
        self.activity = "Searching the archive"
        self.started_s = time.monotonic()
        self.claims = []
        self.pending = ""

    def apply(self, event: AnswerEvent) -> None:
        match event:
            case SourcesFound(retrieved):
                self.sources = sources_panel.render_reading(retrieved)
                count = len(sources_panel.distinct_documents(retrieved))
                self.activity = f"Reading {count} source{'' if count == 1 else 's'}"
            case TextWritten(pending):
                self.pending = pending
                self.activity = "Writing"
                self._say(render_progress(self.claims, pending))
            case ClaimChecked(claim):
                self.claims.append(claim)
                self.pending = ""
                self.activity = "Checking"
                self._say(render_progress(self.claims, ""))
            case AnswerFinished(answer):
                self._finish(answer)

    def stop(self) -> None:
        if self.activity:
            self._say(render_stopped(self.claims))
            self.activity = ""

    def fail(self, error: CitedeskError) -> None:
        """Show an error in place of the answer; the sources found so far stay."""
        self._say(render_failure(error, self.claims))
        self.activity = ""

    def _finish(self, answer: Answer) -> None:
        self._say(render_answer(answer))
        self.sources = sources_panel.render_cited(answer)
        self.activity = ""

    def _say(self, content: str) -> None:
        """Show the answer to the last question as it stands."""
        if self.messages[-1]["role"] == "user":
            self.messages.append({"role": "assistant", "content": content})
        else:
            self.messages[-1] = {"role": "assistant", "content": content}
