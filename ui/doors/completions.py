"""Chat completions in OpenAI's form: what is asked, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from rag.domain import Answer, Context, Filters, Form, Turn
from rag.errors import CitedeskError
from rag.wire import answer_to_json
from ui.access.refusals import RequestRefused
from ui.doors.errors import status_of
from ui.doors.sources import source_url
from ui.doors.written import Marker, Written, written

MODEL = "citedesk"


def _text_of(content: object) -> object:
    """The text of a message that comes in parts."""
    if not isinstance(content, list):
        return content or ""
    for part in content:
        if not isinstance(part, dict) or part.get("type") != "text":
            kind = part.get("type") if isinstance(part, dict) else part
            raise ValueError(f"a part of type {kind!r} cannot be read, only text can")
    return "\n".join(str(part.get("text", "")) for part in content)


class Message(BaseModel):
    """One message; what else OpenAI's messages have is ignored."""

    role: Literal["system", "developer", "user", "assistant"]
    content: Annotated[str, BeforeValidator(_text_of)] = ""


class StreamOptions(BaseModel):
    include_usage: bool = False


class Wishes(BaseModel):
    """What OpenAI's form has no field for, in `citedesk` (the client's `extra_body`)."""

    model_config = ConfigDict(extra="forbid")

    filters: Filters = Filters()
    form: Form = "prose"


class TextFormat(BaseModel):
    type: Literal["text"]


class ChatRequest(BaseModel):
    """A request; how the model is to sample (`temperature`, `max_tokens` ...) is not asked of it.

    System messages are ignored: how answers are written and checked is not the caller's to change.
    """

    model: str = Field(examples=[MODEL])
    messages: list[Message] = Field(
        min_length=1, examples=[[{"role": "user", "content": "What is Wuzhen known for?"}]]
    )
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    response_format: TextFormat | None = None
    citedesk: Wishes = Wishes()

    @property
    def question(self) -> str:
        """Raises RequestRefused: the last message is somebody else's."""
        if self.messages[-1].role != "user":
            raise RequestRefused(
                f"The last message is of the role {self.messages[-1].role!r}.",
                hint="Put the question last, as a message of the user.",
            )
        return self.messages[-1].content

    @property
    def context(self) -> Context:
        """The messages before the question, by question and answer, and what the caller wishes."""
        turns: list[Turn] = []
        for message in self.messages[:-1]:
            if message.role == "user":
                turns.append(Turn(message.content, ""))
            elif message.role == "assistant" and turns:
                before = turns.pop()
                turns.append(Turn(before.question, f"{before.answer} {message.content}".strip()))
        return Context(tuple(turns), self.citedesk.filters, self.citedesk.form)

    @property
    def wants_usage(self) -> bool:
        return self.stream_options is not None and self.stream_options.include_usage


class ModelUnknown(RequestRefused):
    """There is one model."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no model {name!r}.", hint=f'Ask for "{MODEL}".')


@dataclass(frozen=True, slots=True)
class Completion:
    """What all the chunks of a completion have in common."""

    id: str
    created: int
    """Seconds since 1970."""
    site: str
    """The address of the chat, for links to its documents."""

    def whole(self, answer: Answer, usage: dict[str, int]) -> dict[str, Any]:
        """The answer in one object."""
        text = written(answer)
        message = {
            "role": "assistant",
            "content": text.text,
            "refusal": answer.refusal and answer.refusal.message,
            "annotations": self._annotations(text),
        }
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {
            **self._head("chat.completion", [choice]),
            "usage": usage,
            "citedesk": answer_to_json(answer, self.id, self.site),
        }

    def opening(self) -> dict[str, Any]:
        """The first chunk: somebody answers."""
        return self._chunk({"role": "assistant", "content": ""})

    def chunks(self, answer: Answer) -> list[dict[str, Any]]:
        """The answer sentence by sentence, then what belongs to its whole."""
        text = written(answer)
        said = [self._chunk({"content": piece}) for piece in text.pieces if piece]
        whole: dict[str, Any] = {"annotations": self._annotations(text)}
        if answer.refusal:
            whole["refusal"] = answer.refusal.message
        last = self._chunk(whole, finish_reason="stop")
        return [*said, {**last, "citedesk": answer_to_json(answer, self.id, self.site)}]

    def usage(self, usage: dict[str, int]) -> dict[str, Any]:
        """The chunk after the last, for who asked for it."""
        return {**self._head("chat.completion.chunk", []), "usage": usage}

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return self._head("chat.completion.chunk", [choice])

    def _head(self, kind: str, choices: Sequence[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": MODEL,
            "choices": choices,
        }

    def _annotations(self, text: Written) -> list[dict[str, Any]]:
        return [
            {"type": "url_citation", "url_citation": self._citation(marker)}
            for marker in text.markers
        ]

    def _citation(self, marker: Marker) -> dict[str, Any]:
        cited = marker.citation
        return {
            "start_index": marker.start,
            "end_index": marker.end,
            "title": cited.document.title,
            "url": source_url(cited.document, self.site, cited.start, cited.end),
        }


def error_object(error: CitedeskError) -> dict[str, dict[str, str | None]]:
    """An error in OpenAI's form."""
    status = status_of(error)
    kind = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    code = "model_not_found" if isinstance(error, ModelUnknown) else None
    return {"error": {"message": str(error), "type": kind, "param": None, "code": code}}
