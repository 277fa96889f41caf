"""The language model says yes or no: by its probabilities, by its word, or from memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from rag.config import LLMSettings
from rag.errors import LLMFailed
from rag.factory import build_language_model
from rag.models.replies import ReplyMemory
from rag.models.store import ModelStore
from tests.fakes import FakeLLMEndpoint


async def affirmed(endpoint: FakeLLMEndpoint, tmp_path: Path, times: int = 1) -> list[float]:
    settings = LLMSettings(model="a-model", url=endpoint.url)
    memory = ReplyMemory(tmp_path / "replies.sqlite")
    model = build_language_model(settings, ModelStore(tmp_path, {}), memory)
    assert model
    return [await model.affirms("Answer yes or no.", "Is it so?") for _ in range(times)]


@pytest.mark.parametrize(
    ("chances", "share"),
    [
        ({"Yes": 0.6, "No": 0.2, "Maybe": 0.1}, 0.75),
        ({"No": 0.5, " yes": 0.2, "yes": 0.1, "NO.": 0.2}, 0.3),
        ({"Maybe": 0.9}, 0.5),
    ],
)
async def test_the_probabilities_of_the_first_word_say_how_sure_it_is(
    tmp_path: Path, chances: Mapping[str, float], share: float
) -> None:
    with FakeLLMEndpoint(chances=chances) as endpoint:
        assert await affirmed(endpoint, tmp_path) == [pytest.approx(share)]


@pytest.mark.parametrize(("word", "share"), [("Yes", 1.0), ("no.", 0.0), ("Perhaps", 0.5)])
async def test_without_probabilities_the_word_counts(
    tmp_path: Path, word: str, share: float
) -> None:
    with FakeLLMEndpoint(judgement=word) as endpoint:
        assert await affirmed(endpoint, tmp_path) == [share]


async def test_the_same_is_not_judged_twice(tmp_path: Path) -> None:
    with FakeLLMEndpoint(chances={"Yes": 0.9, "No": 0.1}) as endpoint:
        assert await affirmed(endpoint, tmp_path, times=2) == [pytest.approx(0.9)] * 2
        assert len(endpoint.prompts) == 1


async def test_a_model_that_fails_is_an_error_and_no_judgement(tmp_path: Path) -> None:
    with FakeLLMEndpoint(judgement=None) as endpoint, pytest.raises(LLMFailed, match="status 500"):
        await affirmed(endpoint, tmp_path)
