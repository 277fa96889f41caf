"""Services on loopback: a model hub and an OpenAI-compatible endpoint."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType, TracebackType
from typing import Self


class SilentHandler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class _PatientServer(ThreadingHTTPServer):
    request_queue_size = 200
    """Clients that may come at the same moment; the default is 5."""


class LoopbackServer:
    """A real HTTP server on loopback, for as long as a `with` block lasts."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], path: str = "") -> None:
        self._server = _PatientServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}{path}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class FakeHub(LoopbackServer):
    """A model hub on loopback that understands ranges; remembers what it was asked for.

    `files` are served under their names in any repository; with `break_off_after`, an answer
    ends after so many bytes of its body.
    """

    def __init__(self, files: Mapping[str, bytes], break_off_after: int | None = None) -> None:
        self.asked: list[tuple[str, str]] = []
        asked = self.asked

        class Handler(SilentHandler):
            def do_GET(self) -> None:
                name = self.path.split("/resolve/main/")[1]
                asked.append((name, self.headers["Range"]))
                if name not in files:
                    self.send_error(404)
                    return
                start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
                body = files[name][start:]
                self.send_response(206)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[:break_off_after])

        super().__init__(Handler)


class FakeLLMEndpoint(LoopbackServer):
    """An OpenAI-compatible endpoint on loopback that streams scripted replies, word by word.

    A prompt has as many tokens as its messages have characters: `reports_usage` says so in a last
    chunk without choices, as the format has it. `prompts` remembers what it was sent. Without a
    reply left, it fails.
    """

    def __init__(
        self,
        *replies: str,
        reports_usage: bool = True,
        judgement: str | None = "yes",
        chances: Mapping[str, float] = MappingProxyType({}),
        reply_to: Callable[[str], str] | None = None,
    ) -> None:
        """`judgement`: its reply where one word is asked for, None: it fails; `chances`: the
        probabilities of that word and others, if it tells any; `reply_to`: what it replies to a
        prompt, instead of by script."""
        self.prompts: list[str] = []
        script, prompts = list(replies), self.prompts

        def usage_of_last() -> dict[str, object]:
            if not reports_usage:
                return {}
            count = len(prompts[-1])
            return {"usage": {"prompt_tokens": count, "completion_tokens": 1, "total_tokens": 1}}

        class Handler(SilentHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                prompt = "".join(message["content"] for message in asked["messages"])
                prompts.append(prompt)
                judges = not asked.get("stream")
                if (judges and judgement is None) or (not judges and not script and not reply_to):
                    self.send_error(500)
                    return
                self.send_response(200)
                if judges:
                    body = _judged(judgement or "", chances, usage_of_last())
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                    return
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                reply = reply_to(prompt) if reply_to else script.pop(0)
                for word in reply.split(" "):
                    self._send({"choices": [{"index": 0, "delta": {"content": f"{word} "}}]})
                self._send({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
                if reports_usage and asked["stream_options"]["include_usage"]:
                    self._send({"choices": [], **usage_of_last()})
                self.wfile.write(b"data: [DONE]\n\n")

            def _send(self, chunk: Mapping[str, object]) -> None:
                head = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
                self.wfile.write(f"data: {json.dumps({**head, **chunk})}\n\n".encode())

        super().__init__(Handler, "/v1")


class Canary(LoopbackServer):
    """A server on loopback that nobody has any reason to call; `calls` has the paths that were."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        calls = self.calls

        class Handler(SilentHandler):
            def do_GET(self) -> None:
                calls.append(self.path)
                self.send_error(404)

        super().__init__(Handler)


def _judged(word: str, chances: Mapping[str, float], usage: Mapping[str, object]) -> bytes:
    """A whole reply of one word, with the probabilities that belong to it."""
    tokens = [
        {"token": token, "logprob": math.log(chance), "bytes": None}
        for token, chance in chances.items()
    ]
    logprobs = {"content": [{**tokens[0], "top_logprobs": tokens}]} if tokens else None
    message = {"role": "assistant", "content": word}
    choice = {"index": 0, "finish_reason": "length", "message": message, "logprobs": logprobs}
    head = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
    return json.dumps({**head, "choices": [choice], **usage}).encode()
