"""A scripted internet: any host, any address, all of it one real server on loopback."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

import httpcore

from rag.config import WebSettings
from rag.reading.web.connecting import Network
from rag.reading.web.fetching import FetchedPage
from rag.reading.web.visiting import Pace, Visitor

PUBLIC = "93.184.216.34"
CERTIFICATE = Path(__file__).with_name("news.example.pem")
"""Self-signed, for news.example alone, with its key; good for nothing else."""


@dataclass(frozen=True)
class Reply:
    body: bytes = b""
    content_type: str | None = "text/html"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(self.status)
        if self.content_type:
            handler.send_header("Content-Type", self.content_type)
        for name, value in ({"Content-Length": str(len(self.body))} | self.headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(self.body)


def redirect(location: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": location})


class Internet:
    """`pages` maps "host/path" to what is answered; without an entry, 404.

    `names` maps a host to its addresses at the first, second, ... look-up; else it is PUBLIC.
    """

    def __init__(self, pages: dict[str, Callable[[BaseHTTPRequestHandler], None]]) -> None:
        self.pages = pages
        self.names: dict[str, list[list[str]]] = {}
        self.unreachable: set[str] = set()
        self.looked_up: list[str] = []
        self.dialed: list[str] = []
        """The addresses that were connected to, in order."""
        self.asked: list[str] = []
        """The pages that were asked for, in order, robots.txt left out."""
        self.headers: list[dict[str, str]] = []
        self.settings = WebSettings(timeout_s=5, delay_s=0)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return self._server.server_port

    def serve_tls(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    @property
    def network(self) -> Network:
        trust = ssl.create_default_context(cafile=CERTIFICATE)
        return Network(self._resolve, self._connect, trust)

    def visitor(self, pace: Pace | None = None) -> Visitor:
        return Visitor(self.settings, self.network, pace)

    def fetch(self, url: str) -> FetchedPage:
        return self.visitor().fetch(url)

    def _resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        answers = self.names.get(host, [[PUBLIC]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _connect(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        self.dialed.append(address)
        if address in self.unreachable:
            raise httpcore.ConnectError("nobody there")
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        internet = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = self.headers["Host"] + self.path
                if not page.endswith("/robots.txt"):
                    internet.asked.append(page)
                    internet.headers.append(dict(self.headers))
                internet.pages.get(page, Reply(status=404))(self)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        return Handler
