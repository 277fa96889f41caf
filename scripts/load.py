"""Open many chats with one Citedesk at the same moment, and say what became of each.

The application is started as its users start it, over a small archive, with the real embedder and
a language model that quotes at once. Each chat is another user's, and asks what nobody else asks.

Usage: python scripts/load.py [--chats 200] [--waiting 200]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args
from uuid import uuid4

import httpx
import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.fakes import FakeLLMEndpoint
from ui.access.accounts import hash_token

PORT = 7873
ADDRESS = f"http://127.0.0.1:{PORT}"
START_TIMEOUT_S = 300
ANSWER_TIMEOUT_S = 900.0
SENTENCES_PER_DOCUMENT = 5
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]

Fate = Literal["answered", "crossed", "busy", "lost"]


@dataclass(frozen=True, slots=True)
class Guest:
    """The user of one chat, and the delegate about whom nobody else asks."""

    number: int

    @property
    def delegate(self) -> str:
        high, low = divmod(self.number, len(_SYLLABLES))
        return f"{_SYLLABLES[high]}{_SYLLABLES[low]}rk".capitalize()

    @property
    def sentence(self) -> str:
        return f"Delegate {self.delegate} spoke in hall {self.number + 100} about sea cables."

    @property
    def question(self) -> str:
        return f"In which hall did delegate {self.delegate} speak?"

    @property
    def token(self) -> str:
        return f"citedesk_{self.delegate}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back to a guest."""

    guest: Guest
    status: int
    text: str
    seconds: float

    def fate(self, guests: Sequence[Guest]) -> Fate:
        others = (guest.delegate for guest in guests if guest != self.guest)
        if any(other in self.text for other in others):
            return "crossed"
        if self.status == 503 or "Citedesk is busy" in self.text:
            return "busy"
        return "answered" if f"hall {self.guest.number + 100}" in self.text else "lost"


def write_archive(folder: Path, guests: Sequence[Guest]) -> None:
    """A few documents, with a sentence for each guest."""
    folder.mkdir()
    for start in range(0, len(guests), SENTENCES_PER_DOCUMENT):
        sentences = [guest.sentence for guest in guests[start : start + SENTENCES_PER_DOCUMENT]]
        (folder / f"day-{start}.md").write_text(f"# Day {start}\n\n{' '.join(sentences)}\n")


def quote(prompt: str) -> str:
    """The reply of a language model that finds the delegate of the question, and copies."""
    asked = re.search(r"Question: .*delegate (\w+)", prompt)
    found = asked and re.search(rf"^(\[\d+\]) (.*\b{asked[1]}\b.*)$", prompt, re.MULTILINE)
    return f"{found[2]} {found[1]}" if found else "NOT IN SOURCES"


def quoting_endpoint() -> FakeLLMEndpoint:
    return FakeLLMEndpoint(reply_to=quote, chances={"yes": 0.9, "no": 0.1})


@asynccontextmanager
async def visiting(address: str) -> AsyncIterator[httpx.AsyncClient]:
    # No connection serves two guests: each has a browser of their own.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(
        base_url=address, timeout=ANSWER_TIMEOUT_S, limits=limits, trust_env=False
    ) as client:
        yield client


async def ask_programmatically(client: httpx.AsyncClient, guest: Guest) -> Outcome:
    """Ask as an OpenAI client does."""
    started = time.perf_counter()
    body = {"model": "citedesk", "messages": [{"role": "user", "content": guest.question}]}
    response = await client.post("/v1/chat/completions", json=body, headers=guest.headers)
    text = response.text
    if response.is_success:
        text = response.json()["choices"][0]["message"]["content"]
    return Outcome(guest, response.status_code, text, time.perf_counter() - started)


@dataclass(frozen=True, slots=True)
class AskForm:
    """What the chat page sends when somebody asks, with the question still to be put in."""

    handler: int
    values: Sequence[Any]
    question_at: int

    @classmethod
    async def of(cls, client: httpx.AsyncClient, guest: Guest) -> AskForm:
        page = (await client.get("/config", headers=guest.headers)).json()
        fields = {field["id"]: field["props"] for field in page["components"]}
        box = next(i for i, props in fields.items() if props.get("elem_id") == "question")
        asking = next(d for d in page["dependencies"] if [box, "submit"] in d["targets"])
        values = [fields[field].get("value") for field in asking["inputs"]]
        return cls(asking["id"], values, asking["inputs"].index(box))


async def ask_in_chat(client: httpx.AsyncClient, form: AskForm, guest: Guest) -> Outcome:
    """Ask as the chat page does: by Gradio's queue, following the stream of events."""
    started = time.perf_counter()
    values = [*form.values]
    values[form.question_at] = guest.question
    session = uuid4().hex
    joined = await client.post(
        "/gradio_api/queue/join",
        json={"data": values, "fn_index": form.handler, "session_hash": session},
        headers=guest.headers,
    )
    text = joined.text
    if joined.is_success:
        text = await _answer_in(client, session, guest)
    return Outcome(guest, joined.status_code, text, time.perf_counter() - started)


async def _answer_in(client: httpx.AsyncClient, session: str, guest: Guest) -> str:
    """What the chat shows below the question, in the end."""
    following = client.stream(
        "GET",
        "/gradio_api/queue/data",
        params={"session_hash": session},
        headers=guest.headers,
    )
    async with following as events:
        async for line in events.aiter_lines():
            event = json.loads(line.removeprefix("data: ")) if line else {}
            if event.get("msg") == "process_completed":
                return json.dumps(event["output"].get("data", [""])[0], ensure_ascii=False)
    return ""


def users_toml(guests: Sequence[Guest]) -> str:
    return "".join(
        f'[[server.users]]\nname = "{guest.delegate}"\ntokens = ["{hash_token(guest.token)}"]\n'
        for guest in guests
    )


@contextmanager
def running(folder: Path, guests: Sequence[Guest], llm: str, waiting: int) -> Iterator[int]:
    """Citedesk over the archive, for as long as the block lasts: its process id."""
    write_archive(folder / "archive", guests)
    config = folder / "citedesk.toml"
    config.write_text(
        f'library = "library"\n[llm]\nmodel = "fake"\nurl = "{llm}"\n'
        f"[server]\nport = {PORT}\n[server.limits]\nquestions_waiting = {waiting}\n"
        + users_toml(guests)
    )
    command = [str(Path(sys.executable).with_name("citedesk")), "--config", str(config)]
    subprocess.run([*command, "index", str(folder / "archive")], check=True)
    with subprocess.Popen([*command, "chat"]) as chat:
        try:
            _wait_until_it_answers(chat)
            yield chat.pid
        finally:
            chat.terminate()


def _wait_until_it_answers(chat: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and chat.poll() is None:
        try:
            httpx.get(f"{ADDRESS}/sign-in", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.5)
        else:
            return
    sys.exit("Citedesk did not start.")


class PeakMemory:
    """The most memory that a process has, as seen ten times a second."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self.before_mb = self.highest_mb = self._now_mb()

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            self.highest_mb = max(self.highest_mb, self._now_mb())
            await asyncio.sleep(0.1)

    def _now_mb(self) -> float:
        return float(self._process.memory_info().rss) / 1e6


async def measure(guests: Sequence[Guest], pid: int) -> None:
    """All guests ask at once, by one door and then by the other."""
    async with visiting(ADDRESS) as client:
        form = await AskForm.of(client, guests[0])
        await ask_in_chat(client, form, guests[0])  # what the first question loads is loaded
        doors: dict[str, Callable[[Guest], Awaitable[Outcome]]] = {
            "chat": lambda guest: ask_in_chat(client, form, guest),
            "/v1": lambda guest: ask_programmatically(client, guest),
        }
        for door, ask in doors.items():
            memory = PeakMemory(pid)
            async with memory.watched():
                outcomes = await asyncio.gather(*(_outcome(ask, guest) for guest in guests))
            sys.stdout.write(f"{door}: {summary(outcomes, guests)}, memory before ")
            sys.stdout.write(f"{memory.before_mb:,.0f} MB, peak {memory.highest_mb:,.0f} MB\n")


async def _outcome(ask: Callable[[Guest], Awaitable[Outcome]], guest: Guest) -> Outcome:
    """What came back; of a connection that broke off, why."""
    started = time.perf_counter()
    try:
        return await ask(guest)
    except httpx.TransportError as error:
        return Outcome(guest, 0, repr(error), time.perf_counter() - started)


def summary(outcomes: Sequence[Outcome], guests: Sequence[Guest]) -> str:
    fates = Counter(outcome.fate(guests) for outcome in outcomes)
    counts = ", ".join(f"{fates[fate]} {fate}" for fate in get_args(Fate))
    seconds = sorted(outcome.seconds for outcome in outcomes)
    p50, p95 = (seconds[round(share * (len(seconds) - 1))] for share in (0.5, 0.95))
    return f"{len(outcomes)} chats at once, {counts}, p50 {p50:.1f} s, p95 {p95:.1f} s"


def main() -> None:
    """Run the measurement that the arguments describe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--waiting", type=int, default=200, help="questions that may wait")
    options = parser.parse_args()
    guests = [Guest(number) for number in range(options.chats)]
    with (
        TemporaryDirectory() as folder,
        quoting_endpoint() as llm,
        running(Path(folder), guests, llm.url, options.waiting) as pid,
    ):
        asyncio.run(measure(guests, pid))


if __name__ == "__main__":
    main()
