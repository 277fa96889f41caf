from __future__ import annotations

import hashlib
from itertools import pairwise, product
from pathlib import Path

import pytest

from rag.errors import ModelUnavailable
from rag.models.catalogue import PackageSource, load_catalogue
from tests.models.tiny import EMBEDDER, LLM, TOKENIZER, WEIGHTS, put, store_at


def test_the_parts_of_a_file_follow_one_another_and_are_all_of_it() -> None:
    for entry in load_catalogue().values():
        packages = [source for source in entry.sources if isinstance(source, PackageSource)]
        for source, file in product(packages, entry.files):
            spans = [source.span(part, file) for part in range(1, source.parts + 1)]
            assert all(spans)
            assert all(span.stop == following.start for span, following in pairwise(spans))
            assert sum(map(len, spans)) == file.bytes


def test_the_catalogue_has_embedders_and_an_llm_named_by_their_weights() -> None:
    weights = [(entry.kind, entry.weights.name) for entry in load_catalogue().values()]
    assert weights == [
        ("embedder", "model.safetensors"),
        ("embedder", "multilingual-e5-small.e5s1"),
        ("llm", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"),
    ]


def test_an_embedder_is_a_folder_and_an_llm_is_its_gguf_file(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    put(store, EMBEDDER, {"tokenizer.json": TOKENIZER, "1_Pooling/weights.bin": WEIGHTS})
    put(store, LLM, {"tiny.gguf": WEIGHTS})

    assert (store.path("tiny-embedder") / "tokenizer.json").read_bytes() == TOKENIZER
    assert store.path("tiny-llm").read_bytes() == WEIGHTS
    assert store.path("tiny-llm").suffix == ".gguf"


def test_a_model_that_lacks_one_byte_is_not_on_this_machine(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    put(store, EMBEDDER, {"tokenizer.json": TOKENIZER[:-1], "1_Pooling/weights.bin": WEIGHTS})

    assert not store.is_complete("tiny-embedder")
    with pytest.raises(ModelUnavailable, match="Run: citedesk models pull"):
        store.path("tiny-embedder")


def test_a_model_that_is_not_in_the_catalogue_is_refused_with_those_that_are(
    tmp_path: Path,
) -> None:
    with pytest.raises(ModelUnavailable, match=r'no model "gpt-9".*tiny-llm, tiny-embedder'):
        store_at(tmp_path).path("gpt-9")


def test_verifying_names_the_hash_that_was_found_and_the_pinned_one(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    put(store, LLM, {"tiny.gguf": WEIGHTS})
    store.verify("tiny-llm")

    damaged = b"!" + WEIGHTS[1:]
    put(store, LLM, {"tiny.gguf": damaged})
    with pytest.raises(ModelUnavailable) as refusal:
        store.verify("tiny-llm")
    assert hashlib.sha256(damaged).hexdigest() in refusal.value.message
    assert LLM.weights.sha256 in refusal.value.message
