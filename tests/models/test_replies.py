"""Replies are remembered on disk, for this user alone, and never at the price of an answer."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from rag.config import LLMSettings
from rag.errors import LLMFailed
from rag.factory import build_language_model
from rag.models.chat import ChatModel
from rag.models.replies import ReplyMemory
from rag.models.store import ModelStore
from tests.fakes import FakeLLMEndpoint

ASKED = ("a-model", "here", "You translate.", "谁在乌镇讲话？")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "replies.sqlite"


def model_at(endpoint: FakeLLMEndpoint, file: Path, name: str = "a-model") -> ChatModel:
    settings = LLMSettings(model=name, url=endpoint.url)
    model = build_language_model(settings, ModelStore(file.parent, {}), ReplyMemory(file))
    assert model
    return model


def test_a_reply_is_recalled_for_the_same_words_alone(file: Path) -> None:
    memory = ReplyMemory(file)
    assert memory.recall(*ASKED) is None
    memory.keep("Who spoke in Wuzhen? 😀", *ASKED)
    assert ReplyMemory(file).recall(*ASKED) == "Who spoke in Wuzhen? 😀"
    assert memory.recall(*ASKED[:3], "谁在乌镇讲话") is None
    # The parts are kept apart: what moves from one into the next is something else.
    assert memory.recall("a-model", "hereYou", " translate.", ASKED[3]) is None


def test_the_file_is_its_owners_and_does_not_say_what_was_asked(file: Path) -> None:
    ReplyMemory(file).keep("A reply.", *ASKED)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "乌镇".encode() not in file.read_bytes()


def test_what_was_not_asked_for_longest_is_forgotten(file: Path) -> None:
    memory = ReplyMemory(file, limit=3)
    for number in range(3):
        memory.keep(f"reply {number}", str(number))
    memory.recall("0")
    memory.keep("reply 3", "3")
    assert [memory.recall(str(number)) for number in range(4)] == [
        "reply 0",
        None,
        "reply 2",
        "reply 3",
    ]


@pytest.mark.parametrize("keep_from", [0, 512])
def test_a_damaged_file_is_made_anew(file: Path, keep_from: int) -> None:
    memory = ReplyMemory(file)
    for number in range(200):
        memory.keep("A reply. " * 50, str(number))
    content = file.read_bytes()
    file.write_bytes(content[:keep_from] + b"\xff" * (len(content) - keep_from))
    assert memory.recall("7") is None
    memory.keep("Another.", *ASKED)
    assert memory.recall(*ASKED) == "Another."


def test_where_nothing_can_be_written_nothing_is_remembered(file: Path) -> None:
    memory = ReplyMemory(file.parent / "absent" / "replies.sqlite")
    memory.keep("A reply.", *ASKED)
    assert memory.recall(*ASKED) is None
    folder = ReplyMemory(file.parent)
    folder.keep("A reply.", *ASKED)
    assert folder.recall(*ASKED) is None


def test_a_file_that_another_process_holds_is_left_as_it_is(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.models.replies._BUSY_TIMEOUT_S", 0.01)
    memory = ReplyMemory(file)
    memory.keep("A reply.", *ASKED)
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        memory.keep("Another.", *ASKED)
        other.rollback()
    assert memory.recall(*ASKED) == "A reply."


def test_processes_and_threads_may_share_the_file(file: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from rag.models.replies import ReplyMemory\n"
        "memory = ReplyMemory(Path(sys.argv[1]))\n"
        "for n in range(50): memory.keep(f'{n}', sys.argv[2], str(n))"
    )
    children = [
        subprocess.Popen([sys.executable, "-c", script, str(file), name]) for name in ("a", "b")
    ]
    memory = ReplyMemory(file)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: memory.keep(f"{n}", "c", str(n)), range(50)))
    assert [child.wait() for child in children] == [0, 0]
    kept = [memory.recall(name, str(n)) for name in ("a", "b", "c") for n in range(50)]
    assert kept == [f"{n}" for n in range(50)] * 3


async def test_the_model_is_asked_once_for_the_same_words(file: Path) -> None:
    with FakeLLMEndpoint("Who spoke?", "Somebody else?") as endpoint:
        first = await model_at(endpoint, file).write("You translate.", "谁？")
        again = await model_at(endpoint, file).write("You translate.", "谁？")
        assert (first, again) == ("Who spoke?", "Who spoke?")
        assert len(endpoint.prompts) == 1
        other = await model_at(endpoint, file, "b-model").write("You translate.", "谁？")
        assert other == "Somebody else?"


async def test_what_streams_is_not_remembered(file: Path) -> None:
    with FakeLLMEndpoint("One.", "Two.") as endpoint:
        model = model_at(endpoint, file)
        for expected in ("One.", "Two."):
            pieces = [piece async for piece in model.stream("You answer.", "Who?")]
            assert "".join(pieces).strip() == expected
    assert not file.exists()


async def test_failures_and_empty_replies_are_not_remembered(file: Path) -> None:
    with FakeLLMEndpoint() as failing, pytest.raises(LLMFailed):
        await model_at(failing, file).write("You translate.", "谁？")
    with FakeLLMEndpoint("", "Who?") as endpoint:
        model = model_at(endpoint, file)
        assert await model.write("You translate.", "谁？") == ""
        assert await model.write("You translate.", "谁？") == "Who?"


async def test_without_a_memory_every_reply_is_written_afresh() -> None:
    with FakeLLMEndpoint("One.", "Two.") as endpoint:
        settings = LLMSettings(model="a-model", url=endpoint.url)
        model = build_language_model(settings, ModelStore(Path("no-models"), {}))
        assert model
        assert [await model.write("s", "u"), await model.write("s", "u")] == ["One.", "Two."]
