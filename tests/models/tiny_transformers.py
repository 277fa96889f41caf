"""Tiny transformers with random weights, made by the tests that load them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer, pre_tokenizers, processors
from tokenizers.models import WordLevel
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    PreTrainedTokenizerFast,
)

WORDS = "[PAD] [UNK] [CLS] [SEP] who spoke in wuzhen the summit opened 乌 镇 大 会 bread is baked"
MAX_POSITIONS = 24


def _config(labels: int, vocabulary: int) -> BertConfig:
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=MAX_POSITIONS,
        layer_norm_eps=1e-12,
    )
    config.num_labels = labels
    return config


def _save_tokenizer(folder: Path) -> None:
    vocabulary = {word: index for index, word in enumerate(WORDS.split())}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        model_max_length=MAX_POSITIONS,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(folder)


def save_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A BERT classifier of question and text in a folder; its scores are random and far apart."""
    torch.manual_seed(5)
    model = BertForSequenceClassification(_config(labels, len(WORDS.split())))
    with torch.no_grad():
        for parameter in model.bert.parameters():
            parameter.mul_(5)
        model.classifier.weight.mul_(200)
    model.save_pretrained(folder)
    _save_tokenizer(folder)
    return folder


def save_encoder(folder: Path) -> Path:
    """A BERT that embeds: no head that would score."""
    BertModel(_config(1, len(WORDS.split()))).save_pretrained(folder)
    _save_tokenizer(folder)
    return folder


# The packed format of 4-bit E5 models, written as rag.models.packed_e5 reads it.

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁query", ":", "▁wuzhen", "乌", "镇", "a", "b"]
_PACKED_NAMES = {
    "embeddings.word_embeddings.weight": "emb.word",
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.weight": "emb.ln.w",
    "embeddings.LayerNorm.bias": "emb.ln.b",
}
_PACKED_PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}
_SCALE = 0.25


def save_packed(path: Path) -> dict[str, NDArray[np.float32]]:
    """Write a packed model whose weights 4 bits hold exactly; return them by their BERT names."""
    config = _config(1, len(PIECES))
    random = np.random.default_rng(7)
    weights: dict[str, NDArray[np.float32]] = {}
    directory, tensors = b"", b""
    for name, tensor in BertModel(config, add_pooling_layer=False).state_dict().items():
        is_packed = tensor.ndim == 2 and _packed_name(name) not in {"emb.pos", "emb.type"}
        steps = random.integers(-8, 8, tuple(tensor.shape))
        weights[name] = (steps * _SCALE).astype(np.float32)
        data = _pack(steps) if is_packed else weights[name].tobytes()
        packed_name = _packed_name(name).encode()
        directory += struct.pack("<H", len(packed_name)) + packed_name
        directory += struct.pack("<BIQQ", is_packed, steps.size, len(tensors), len(data))
        tensors += data
    head = _head(config)
    start = len(head) + 4 + len(directory)
    path.write_bytes(head + struct.pack("<i", len(weights)) + _moved(directory, start) + tensors)
    return weights


def _packed_name(name: str) -> str:
    if name in _PACKED_NAMES:
        return _PACKED_NAMES[name]
    _, _, layer, part = name.split(".", 3)
    part, kind = part.rsplit(".", 1)
    return f"l{layer}.{_PACKED_PARTS[part]}.{kind[0]}"


def _pack(steps: NDArray[np.int64]) -> bytes:
    blocks = (steps.reshape(-1, 32) + 8).astype(np.uint8)
    pairs = blocks[:, :16] | blocks[:, 16:] << 4
    scale = np.full((len(blocks), 1), _SCALE, "<f2").view("u1")
    return np.hstack([scale, pairs]).tobytes()


def _head(config: BertConfig) -> bytes:
    texts = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, texts)]).astype("<u4")
    scores = np.array([0, 0, 0, 0, *range(-4, 4 - len(PIECES) - 4, -1)], "<f4")
    sizes = (
        config.hidden_size,
        config.num_hidden_layers,
        config.num_attention_heads,
        config.intermediate_size,
        config.vocab_size,
        MAX_POSITIONS,
        config.type_vocab_size,
    )
    blob = b"".join(texts)
    return (
        b"E5S1"
        + struct.pack("<I7ifi", 1, *sizes, 1e-12, 32)
        + struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
        + offsets.tobytes()
        + scores.tobytes()
        + blob
        + struct.pack("<iI", 0, 0)
    )


def _moved(directory: bytes, start: int) -> bytes:
    """The directory with offsets from the beginning of the file."""
    moved, at = b"", 0
    while at < len(directory):
        (length,) = struct.unpack_from("<H", directory, at)
        name_end = at + 2 + length
        kind, count, offset, size = struct.unpack_from("<BIQQ", directory, name_end)
        moved += directory[at:name_end] + struct.pack("<BIQQ", kind, count, offset + start, size)
        at = name_end + struct.calcsize("<BIQQ")
    return moved
