"""Attack 35: many at once get each their own answer, and who finds no place is told so."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr

from rag.config import LimitSettings, LLMSettings, ServerSettings, Settings, UserSettings
from rag.conversations import Conversations
from rag.factory import build_assistant
from rag.library import Library
from scripts.load import (
    AskForm,
    Guest,
    ask_in_chat,
    ask_programmatically,
    quote,
    visiting,
    write_archive,
)
from tests.fakes import FakeEmbedder, FakeLLMEndpoint
from tests.ui.desks import served
from ui.access.accounts import hash_token
from ui.access.seats import Seats
from ui.desk import Desk

GUESTS = [Guest(number) for number in range(40)]
HELD_UP = Guest(40)
"""The language model does not reply about this delegate, until it is let."""
HASTY = Guest(41)
LIMITS = LimitSettings(questions_at_once=4, questions_waiting=36)


class Model:
    """A language model that can be held up."""

    def __init__(self) -> None:
        self.may_reply = threading.Event()

    def reply_to(self, prompt: str) -> str:
        if HELD_UP.delegate in prompt.rpartition("Question:")[2]:
            self.may_reply.wait(timeout=60)
        return quote(prompt)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model()


@pytest.fixture(scope="module")
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, model: Model, embedder: FakeEmbedder
) -> Iterator[str]:
    """Citedesk over a real library, with the embedder and the language model of a test."""
    folder = tmp_path_factory.mktemp("many")
    write_archive(folder / "archive", [*GUESTS, HELD_UP])
    with (
        FakeLLMEndpoint(reply_to=model.reply_to, chances={"yes": 0.9, "no": 0.1}) as llm,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("rag.factory.build_embedder", lambda _: embedder)
        with Library.open(folder / "library", embedder) as library:
            library.index([folder / "archive"])
        settings = _settings(folder, llm.url)
        kept = Conversations(folder / "conversations.sqlite3")
        yield served(Desk(build_assistant(settings), settings, kept, Seats.of(LIMITS)))


def _settings(folder: Path, llm: str) -> Settings:
    users = tuple(
        UserSettings(name=guest.delegate, tokens=(SecretStr(hash_token(guest.token)),))
        for guest in (*GUESTS, HELD_UP, HASTY)
    )
    return Settings(
        library=folder / "library",
        llm=LLMSettings(model="fake", url=llm),
        server=ServerSettings(users=users, limits=LIMITS),
    )


@pytest_asyncio.fixture
async def client(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with visiting(address) as client:
        yield client


async def test_each_of_many_gets_their_own_answer_through_either_door(
    client: httpx.AsyncClient,
) -> None:
    form = await AskForm.of(client, GUESTS[0])
    outcomes = await asyncio.gather(
        *(ask_in_chat(client, form, guest) for guest in GUESTS[:20]),
        *(ask_programmatically(client, guest) for guest in GUESTS[20:]),
    )
    assert [outcome.fate(GUESTS) for outcome in outcomes] == ["answered"] * 40


async def test_who_finds_no_place_is_told_so_at_once_and_the_others_are_answered(
    client: httpx.AsyncClient, model: Model
) -> None:
    form = await AskForm.of(client, HELD_UP)
    in_chat = [asyncio.create_task(ask_in_chat(client, form, HELD_UP)) for _ in range(25)]
    by_program = [asyncio.create_task(ask_programmatically(client, HELD_UP)) for _ in range(20)]
    asking = [*in_chat, *by_program]
    refused = [await first for first in itertools.islice(asyncio.as_completed(asking), 5)]
    assert all("Citedesk is busy: 40 questions" in outcome.text for outcome in refused)
    asked = {"question": HELD_UP.question}
    one_more = await client.post("/api/ask", json=asked, headers=HELD_UP.headers)
    assert one_more.status_code == 503
    assert int(one_more.headers["retry-after"]) >= 1
    model.may_reply.set()
    outcomes = await asyncio.gather(*asking)
    assert Counter(outcome.fate(GUESTS) for outcome in outcomes) == {"busy": 5, "answered": 40}


async def test_one_who_asks_without_end_is_told_when_to_come_again(
    client: httpx.AsyncClient,
) -> None:
    body = {"model": "citedesk", "messages": [{"role": "user", "content": ""}]}
    for _ in range(5 * LIMITS.questions_per_minute):
        response = await client.post("/v1/chat/completions", json=body, headers=HASTY.headers)
        if response.status_code != 400:
            break
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) >= 1
    assert "as one visitor may" in response.json()["error"]["message"]


@pytest.mark.parametrize("question", ["", "  \n", "What? " * 20_000])
async def test_no_question_and_one_without_end_are_refused_before_anything_is_embedded(
    client: httpx.AsyncClient, embedder: FakeEmbedder, question: str
) -> None:
    before = len(embedder.embedded_questions)
    headers = GUESTS[1].headers
    body = {"model": "citedesk", "messages": [{"role": "user", "content": question}]}
    for path, asked in (("/v1/chat/completions", body), ("/api/ask", {"question": question})):
        response = await client.post(path, json=asked, headers=headers)
        assert response.status_code in {400, 413, 422}
        assert response.json()["error"]["message"]
    assert len(embedder.embedded_questions) == before
