"""Attacks 32, 33, 36 and 37: whatever the model or the asker does, a person can go on."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from rag.assistant import Assistant
from rag.config import LLMSettings
from rag.domain import Answer, AnswerFinished, SourcesFound
from rag.errors import LLMFailed
from rag.factory import build_language_model
from rag.library import Library
from rag.models.store import ModelStore
from tests.assistants import assistant_over
from tests.fakes import FakeEmbedder
from tests.fakes import faulty_endpoints as faults
from tests.fakes.faulty_endpoints import FaultyLLMEndpoint
from tests.ui.desk import answered, ask, button, overflow
from tests.ui.desks import desk_of
from ui.access.seats import Seats
from ui.access.visitor import OWNER
from ui.desk import Desk
from ui.server import serve

expect.set_options(timeout=20_000)

FACTS = {
    "ferry": ("How many passengers does the ferry carry?", "The ferry carries 1100 passengers"),
    "press": ("Who runs the press office?", "Ms Chen runs the press office"),
    "roof": ("How much does the roof weigh?", "The roof weighs 90 tonnes"),
    "menu": ("What is on the menu?", "Noodles and fish are on the menu"),
    "badge": ("Which colour is a badge?", "A badge is green or grey"),
    "tea": ("Who grows the tea?", "A cooperative of Anji grows the tea"),
    "lantern": ("Where does a lantern hang?", "A lantern hangs over every bridge"),
    "printer": ("When did the printer break?", "The printer broke on Tuesday night"),
    "museum": ("What does the museum show?", "The museum shows 300 looms"),
    "robot": ("How many umbrellas does the robot sell?", "The robot sells 40 umbrellas"),
    "boatman": ("How old is the boatman?", "The boatman is 71 years old"),
    "choir": ("How often does the choir sing?", "The choir sings twice a day"),
}
FAULTS: dict[str, HTTPStatus | faults.Stream] = {
    "ferry": HTTPStatus.INTERNAL_SERVER_ERROR,
    "press": HTTPStatus.TOO_MANY_REQUESTS,
    "roof": faults.silence,
    "menu": faults.slow_drip,
    "badge": faults.keeping_alive,
    "tea": faults.garbage,
    "lantern": faults.half_an_event,
    "printer": faults.nothing,
    "museum": faults.whole,
    "robot": faults.without_end,
    "boatman": faults.in_single_bytes,
    "choir": faults.endless,
}
LATE, BROKEN = "did not answer in time", "broke off"


def question(topic: str) -> str:
    return FACTS[topic][0]


def sentence(topic: str) -> str:
    return FACTS[topic][1]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    archive = tmp_path_factory.mktemp("archive")
    for topic in FACTS:
        (archive / f"{topic}.md").write_text(f"# Of the {topic}\n\n{sentence(topic)}.\n")
    with Library.open(tmp_path_factory.mktemp("library"), FakeEmbedder()) as library:
        library.index([archive])
        yield library


@pytest.fixture(scope="module")
def endpoint() -> Iterator[FaultyLLMEndpoint]:
    replies = {
        topic: fault if isinstance(fault, HTTPStatus) else (fault, f"{sentence(topic)} [1].")
        for topic, fault in FAULTS.items()
    }
    with FaultyLLMEndpoint(replies) as endpoint:
        yield endpoint


def asked_of(url: str, library: Library, timeout_s: float) -> Assistant:
    settings = LLMSettings(model="m", url=url, timeout_s=timeout_s)
    model = build_language_model(settings, ModelStore(Path("unused"), {}))
    return assistant_over(library, FakeEmbedder(), model)


@pytest.fixture
def assistant(endpoint: FaultyLLMEndpoint, library: Library) -> Assistant:
    return asked_of(endpoint.url, library, timeout_s=60)


@pytest.fixture
def impatient(
    endpoint: FaultyLLMEndpoint, library: Library, monkeypatch: pytest.MonkeyPatch
) -> Assistant:
    monkeypatch.setattr("rag.models.chat._MOST_TIMEOUTS", 1)
    return asked_of(endpoint.url, library, timeout_s=1)


async def outcome(assistant: Assistant, topic: str) -> tuple[set[str], Answer | LLMFailed]:
    """The documents that were shown, and how it ended."""
    sources = set[str]()
    try:
        async for event in assistant.stream(question(topic)):
            if isinstance(event, SourcesFound):
                sources = {found.document.id for found in event.retrieved}
            elif isinstance(event, AnswerFinished):
                return sources, event.answer
    except LLMFailed as error:
        return sources, error
    raise AssertionError("a stream ends with an answer or an error")


@pytest.mark.parametrize(
    ("topic", "told", "calls"),
    [
        ("ferry", "answered with status 500", 2),
        ("press", "answered with status 429", 2),
        ("tea", BROKEN, 1),
        ("lantern", BROKEN, 1),
        ("printer", BROKEN, 1),
    ],
)
async def test_a_fault_is_told_and_its_sources_are_shown(
    endpoint: FaultyLLMEndpoint, assistant: Assistant, topic: str, told: str, calls: int
) -> None:
    before = len(endpoint.prompts)
    sources, ended = await outcome(assistant, topic)
    assert isinstance(ended, LLMFailed)
    assert told in ended.message
    assert f"{topic}.md" in sources
    assert len(endpoint.prompts) - before == calls


@pytest.mark.parametrize("topic", ["roof", "menu", "badge"])
async def test_nobody_waits_for_ever(impatient: Assistant, topic: str) -> None:
    sources, ended = await asyncio.wait_for(outcome(impatient, topic), timeout=60)
    assert isinstance(ended, LLMFailed)
    assert LATE in ended.message
    assert f"{topic}.md" in sources


@pytest.mark.parametrize("topic", ["museum", "robot", "boatman", "choir"])
async def test_a_reply_that_arrives_in_an_odd_way_is_an_answer(
    assistant: Assistant, topic: str
) -> None:
    _, ended = await asyncio.wait_for(outcome(assistant, topic), timeout=60)
    assert isinstance(ended, Answer)
    assert ended.text == f"{sentence(topic)}.[1]"


async def test_a_model_that_is_away_is_told_with_the_sources(library: Library) -> None:
    with FaultyLLMEndpoint({}) as gone:
        url = gone.url
    sources, ended = await outcome(asked_of(url, library, timeout_s=5), "museum")
    assert isinstance(ended, LLMFailed)
    assert "cannot be reached" in ended.message
    assert "museum.md" in sources


@pytest.mark.parametrize(
    "typed",
    [
        "Wh\u0430t d\u043ees the mus\u0435um sh\u043ew?",
        "What does the mu\u200bseum sh\u2060ow?\ufeff",
        "What does the \u202emuseum\u202c \u2067show\u2069?",
        f"What does the mu{chr(0x335) * 10_000}seum show?",
        "🎪 What does the museum show? 👩\u200d👩\u200d👧",
        "Ｗｈａｔ does the ｍｕｓｅｕｍ show?",
    ],
    ids=["homoglyphs", "zero width", "bidi", "marks", "emoji", "full width"],
)
async def test_a_disguised_question_has_its_answer(assistant: Assistant, typed: str) -> None:
    answer = await assistant.answer(typed)
    assert answer.citations[0].quote == f"{sentence('museum')}."
    assert len(answer.question) < 100


@pytest.fixture(scope="module")
def desk(endpoint: FaultyLLMEndpoint, library: Library) -> Desk:
    """One question at a time."""
    desk = desk_of(asked_of(endpoint.url, library, timeout_s=5))
    return replace(desk, seats=Seats(at_once=1, waiting=0))


@pytest.fixture(scope="module")
def address(desk: Desk) -> str:
    addresses: queue.Queue[str] = queue.Queue()
    keywords = {"on_ready": addresses.put}
    arguments = (desk, "127.0.0.1", 0)
    threading.Thread(target=serve, args=arguments, kwargs=keywords, daemon=True).start()
    return addresses.get(timeout=60)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    context = await browser.new_context(base_url=address)
    page = await context.new_page()
    await page.goto("/")
    yield page
    await context.close()


async def abandoned(endpoint: FaultyLLMEndpoint) -> str:
    """What it was asked by whoever hangs up next."""
    return await asyncio.to_thread(endpoint.abandoned.get, timeout=60)


async def written(page: Page) -> None:
    await expect(page.locator(".pending")).to_be_visible()


@pytest.mark.asyncio(loop_scope="session")
async def test_after_each_fault_a_person_goes_on_where_they_are(
    page: Page, endpoint: FaultyLLMEndpoint, desk: Desk
) -> None:
    await expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    for number, (topic, told) in enumerate([("roof", LATE), ("lantern", BROKEN)]):
        await ask(page, question(topic))
        await expect(page.get_by_role("alert").nth(number)).to_contain_text(told)
        await expect(page.locator("#sources")).to_contain_text(f"Of the {topic}")
    shown = await answered(page, question("museum"))
    await expect(shown).to_contain_text(sentence("museum"))
    assert "roof" not in endpoint.prompts[-1]
    assert await page.get_by_test_id("user").count() == 3
    assert await page.get_by_test_id("bot").count() == 3
    (summary,) = desk.conversations.listed(OWNER)
    late, broken, last = desk.conversations.exchanges(OWNER, summary.id)
    assert (late.answer, broken.answer) == (None, None)
    assert LATE in late.failure
    assert BROKEN in broken.failure
    assert last.answer
    assert last.context.history == ()


@pytest.mark.asyncio(loop_scope="session")
async def test_who_stops_or_leaves_ends_the_call_and_frees_the_place(
    page: Page, endpoint: FaultyLLMEndpoint, browser: Browser, address: str
) -> None:
    while not endpoint.abandoned.empty():
        endpoint.abandoned.get()
    await ask(page, question("menu"))
    await written(page)
    await button(page, "Stop").click()
    assert await abandoned(endpoint) == "menu"

    other = await browser.new_page(base_url=address)
    await other.goto("/")
    await ask(other, question("menu"))
    await written(other)
    await other.close()
    assert await abandoned(endpoint) == "menu"

    await expect(await answered(page, question("museum"))).to_contain_text(sentence("museum"))


@pytest.mark.asyncio(loop_scope="session")
async def test_a_question_of_ten_thousand_marks_covers_nothing_else(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    shown = await answered(page, f"What does the m{chr(0x30D) * 10_000}useum \u202eshow?")
    await expect(shown).to_contain_text(sentence("museum"))
    await expect(page.locator(".question")).to_have_text(question("museum"))
    assert await overflow(page) == 0
