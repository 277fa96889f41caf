"""Addresses that no Chroma server has."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import ConfigError, DenseIndexAway
from rag.library import Library
from tests.fakes import FakeEmbedder, FakeLLMEndpoint


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8000",
        "localhost:8000",
        "ftp://127.0.0.1:8000",
        "http://",
        "http://127.0.0.1:chroma",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:8000/chroma",
        "http://127.0.0.1:8000?tenant=ours",
        "http://me:secret@127.0.0.1:8000",
    ],
)
def test_an_address_that_cannot_be_one_is_a_bad_setting(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Library.open(tmp_path / "library", FakeEmbedder(), url)
    assert url in caught.value.message


def test_what_is_no_chroma_server_is_said_to_be_none(tmp_path: Path, archive: Path) -> None:
    with FakeLLMEndpoint() as endpoint:
        url = endpoint.url.removesuffix("/v1")
        with Library.open(tmp_path / "library", FakeEmbedder(), url) as library:
            with pytest.raises(DenseIndexAway, match="is not Chroma"):
                library.index([archive])
            assert library.lexical_search("summit", 5)


def test_https_to_a_server_that_does_not_speak_it_is_explained(
    tmp_path: Path, archive: Path
) -> None:
    with FakeLLMEndpoint() as endpoint:
        url = endpoint.url.removesuffix("/v1").replace("http", "https")
        with Library.open(tmp_path / "library", FakeEmbedder(), url) as library:
            with pytest.raises(DenseIndexAway, match=f"{url} cannot be searched: .*SSL"):
                library.index([archive])
            assert library.lexical_search("summit", 5)
