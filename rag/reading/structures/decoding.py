"""Bytes become text, exactly, or not at all."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import PurePath
from typing import BinaryIO, TextIO

from rag.errors import UnreadableFile

# What archives in English and Chinese come in when it is not UTF-8. A longer list makes the guess
# worse: short GBK texts then pass for Korean, French ones for Polish.
_LEGACY_ENCODINGS = ["gb18030", "big5", "shift_jis", "cp1252"]
# What is declared by the name of a part of it, mostly (the WHATWG Encoding Standard reads it so).
_IN_FULL = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}
# Encodings whose bytes are all ASCII, and so pass for UTF-8.
_SEVEN_BIT = re.compile("iso-2022|hz|utf-7", re.IGNORECASE)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_HTML_CHARSET_WITHIN_BYTES = 1024
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE_OF_BINARY = 0.005
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
# English and Chinese writing; read in the wrong byte order, neither looks like the other.
_USUAL = re.compile(
    "[\t\n\r\x20-\x7e\u00a0-\u024f\u2010-\u203b\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
)
_USUAL_SHARE_OF_UTF16 = 0.9
_SAMPLE_BYTES = 1_000_000


def decode(data: bytes, name: PurePath, declared: str | None = None) -> str:
    """Decode a file: UTF-8, UTF-16, what is declared (in a header, in HTML), else a guess.

    A byte order mark is not part of the text. NULs and halves of surrogate pairs, which neither
    the index nor the embedder takes, become U+FFFD; nothing else is left out or replaced.

    Raises:
        UnreadableFile: it looks binary, or no encoding fits it.
    """
    in_html = _HTML_CHARSET.search(data, 0, _HTML_CHARSET_WITHIN_BYTES)
    if declared is None and in_html:
        declared = in_html[1].decode()
    encodings = _sure_encodings(data)
    if declared:
        encodings.insert(
            0 if _SEVEN_BIT.match(declared) else 1, _IN_FULL.get(declared.lower(), declared)
        )
    text = _decode_as_one_of(encodings, data)
    if text is None:
        text = _without_surrogates(data)
    if text is None:
        text = _decode_as_one_of(_guesses(data.splitlines(keepends=True)), data)
    if text is None:
        raise UnreadableFile(
            f"{name} is in an encoding that could not be told.", hint="Save it as UTF-8."
        )
    # A crash of the machine leaves NULs at the end of a file.
    if len(_CONTROL.findall(text.rstrip("\0"))) > _CONTROL_SHARE_OF_BINARY * len(text):
        raise UnreadableFile(f"{name} looks binary: it holds control characters.")
    return replace_unusable(text)


def replace_unusable(text: str) -> str:
    """The text with U+FFFD for every NUL and half surrogate pair: offsets stay as they are."""
    return _UNUSABLE.sub("\ufffd", text)


def is_binary(head: bytes) -> bool:
    """Whether the first bytes of a file are those of no text in any encoding."""
    if head.startswith(_UTF16_MARKS) or _unmarked_utf16(head):
        return False
    # Latin-1 gives a control byte its own character, in whatever encoding the others are.
    text = head.decode("latin-1").rstrip("\0")
    return len(_CONTROL.findall(text)) > _CONTROL_SHARE_OF_BINARY * len(text)


def open_text(stream: BinaryIO, name: PurePath) -> TextIO:
    """A long text for reading line by line; its line breaks are as in the file.

    Its encoding is told from all of it, so no line fails to decode. The caller closes `stream`.

    Raises:
        UnreadableFile: no encoding fits it.
    """
    stream.seek(0)
    sample = stream.read(_SAMPLE_BYTES)
    for encoding in chain(_sure_encodings(sample), _guesses(_lines(stream))):
        if _fits(stream, encoding):
            stream.seek(0)
            return io.TextIOWrapper(stream, encoding=encoding, newline="")
    raise UnreadableFile(
        f"{name} is in an encoding that could not be told.", hint="Save it as UTF-8."
    )


def _sure_encodings(data: bytes) -> list[str]:
    """Encodings that hardly ever fit what was not written in them."""
    if data.startswith(_UTF16_MARKS):
        return ["utf-16"]
    unmarked = _unmarked_utf16(data[:_SAMPLE_BYTES])
    return [unmarked] if unmarked else ["utf-8-sig"]


def _unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 that bears no mark; it shows itself by the NULs in its ASCII."""
    if b"\0" not in data:
        return None
    even = data[: len(data) & ~1]
    share, encoding = max(
        (len(_USUAL.findall(even.decode(encoding, "replace"))) / (len(even) / 2 or 1), encoding)
        for encoding in ("utf-16-le", "utf-16-be")
    )
    return encoding if share >= _USUAL_SHARE_OF_UTF16 else None


def _without_surrogates(data: bytes) -> str | None:
    """What some programs call UTF-8 or UTF-16: with surrogates, whose pairs are joined here."""
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8"
    try:
        text = data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _decode_as_one_of(encodings: Iterable[str], data: bytes) -> str | None:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except (ValueError, LookupError):  # does not fit, or is no encoding
            continue
    return None


def _guesses(lines: Iterable[bytes]) -> Iterator[str]:
    """What the encoding of a text seems to be, by those of its lines that are not ASCII."""
    from charset_normalizer import from_bytes

    telling = bytearray()
    for line in lines:
        if not line.isascii():
            telling += line
        if len(telling) > _SAMPLE_BYTES:
            break
    best = from_bytes(bytes(telling), cp_isolation=_LEGACY_ENCODINGS).best()
    if best:
        yield best.encoding


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while line := stream.readline(_SAMPLE_BYTES):
        yield line


def _fits(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while block := stream.read(_SAMPLE_BYTES):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
