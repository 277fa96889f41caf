"""An OpenAI-compatible endpoint on loopback that fails in each of the ways in which one can."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from types import TracebackType

from tests.fakes.servers import LoopbackServer, SilentHandler

Stream = Callable[[str, threading.Event], Iterator[bytes]]
"""A reply in the pieces in which it leaves; the event is set when the endpoint ends."""


class FaultyLLMEndpoint(LoopbackServer):
    """Replies to a prompt by the first of the words in `replies` that its question has.

    A status is an error instead of a stream; to whatever is asked in one word it says yes.
    `prompts` has what it was asked, `abandoned` the words of those who hung up before the end.
    """

    def __init__(self, replies: Mapping[str, tuple[Stream, str] | HTTPStatus]) -> None:
        self.prompts: list[str] = []
        self.abandoned: queue.Queue[str] = queue.Queue()
        self._ended = threading.Event()
        prompts, abandoned, ended = self.prompts, self.abandoned, self._ended

        class Handler(SilentHandler):
            def do_POST(self) -> None:  # noqa: N802 - its name in http.server
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                prompt = "".join(message["content"] for message in asked["messages"])
                prompts.append(prompt)
                if not asked.get("stream"):
                    self._say_yes()
                    return
                question = prompt.rpartition("Question:")[2]
                words = next(words for words in replies if words in question)
                reply = replies[words]
                if isinstance(reply, HTTPStatus):
                    self.send_error(reply)
                    return
                stream, text = reply
                self.send_response(HTTPStatus.OK)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                try:
                    for piece in stream(text, ended):
                        self.wfile.write(piece)
                except OSError:
                    abandoned.put(words)

            def _say_yes(self) -> None:
                message = {"role": "assistant", "content": "yes"}
                choices = [{"index": 0, "finish_reason": "length", "message": message}]
                body = json.dumps({**_HEAD, "object": "chat.completion", "choices": choices})
                self.send_response(HTTPStatus.OK)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body.encode())

        super().__init__(Handler, "/v1")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ended.set()
        super().__exit__(kind, error, traceback)


def whole(text: str, _: threading.Event) -> Iterator[bytes]:
    """As it should be."""
    yield from without_end(text, _)
    yield _DONE


def without_end(text: str, _: threading.Event) -> Iterator[bytes]:
    """All of it, and no [DONE]."""
    for word in text.split(" "):
        yield _event(f"{word} ")


def in_single_bytes(text: str, ended: threading.Event) -> Iterator[bytes]:
    """No character of Chinese arrives as a whole."""
    for piece in whole(text, ended):
        for byte in piece:
            yield bytes([byte])


def garbage(text: str, _: threading.Event) -> Iterator[bytes]:
    """Half of it, then what is no JSON, and no UTF-8."""
    yield _event(text[: len(text) // 2])
    yield b"data: <html>\xff\xfe 502</html>\n\n"


def half_an_event(text: str, _: threading.Event) -> Iterator[bytes]:
    """The connection ends in the middle of an event."""
    yield _event(text[: len(text) // 2])
    yield _event(text)[:40]


def nothing(_text: str, _: threading.Event) -> Iterator[bytes]:
    """A stream without a word."""
    yield _DONE


def endless(text: str, ended: threading.Event) -> Iterator[bytes]:
    """The same again and again, until nobody listens."""
    while not ended.is_set():
        yield _event(f"{text} ")


def silence(_text: str, ended: threading.Event) -> Iterator[bytes]:
    """Not a byte."""
    ended.wait()
    yield b""


def slow_drip(text: str, ended: threading.Event) -> Iterator[bytes]:
    """A character now and then: each comes before anybody's patience is at its end."""
    for character in text * 1000:
        yield _event(character)
        ended.wait(0.2)


def keeping_alive(_text: str, ended: threading.Event) -> Iterator[bytes]:
    """Comments for ever, and never a word."""
    while not ended.wait(0.2):
        yield b": still here\n\n"


_HEAD = {"id": "1", "created": 0, "model": "m"}
_DONE = b"data: [DONE]\n\n"


def _event(text: str) -> bytes:
    choices = [{"index": 0, "delta": {"content": text}}]
    chunk = {**_HEAD, "object": "chat.completion.chunk", "choices": choices}
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()
