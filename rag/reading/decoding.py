"""Bytes become text, exactly, or not at all."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from rag.errors import UnreadableFile

# What archives in English and Chinese come in when it is not UTF-8. A longer list makes the guess
# worse: short GBK texts then pass for Korean, French ones for Polish.
_LEGACY_ENCODINGS = ["gb18030", "big5", "shift_jis", "cp1252"]
_HTML_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_HTML_CHARSET_WITHIN_BYTES = 1024
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE_OF_BINARY = 0.005


def decode(data: bytes, path: Path) -> str:
    """Decode a file: UTF-8, UTF-16 with a byte order mark, what HTML declares, else a guess.

    A byte order mark is not part of the text; nothing else is left out or replaced.

    Raises:
        UnreadableFile: it looks binary, or no encoding fits it.
    """
    has_utf16_mark = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in data and not has_utf16_mark:
        raise UnreadableFile(f"{path} looks binary: it holds NUL bytes.")
    declared = _HTML_CHARSET.search(data, 0, _HTML_CHARSET_WITHIN_BYTES)
    if has_utf16_mark:
        text = _decode_as_one_of(["utf-16"], data)
    else:
        text = _decode_as_one_of(["utf-8-sig", declared[1].decode() if declared else "utf-8"], data)
    if text is None and not has_utf16_mark:
        text = _guess(data)
    if text is None:
        raise UnreadableFile(
            f"{path} is in an encoding that could not be told.", hint="Save it as UTF-8."
        )
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE_OF_BINARY * len(text):
        raise UnreadableFile(f"{path} looks binary: it holds control characters.")
    return text


def _decode_as_one_of(encodings: list[str], data: bytes) -> str | None:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_LEGACY_ENCODINGS).best()
    return _decode_as_one_of([best.encoding], data) if best else None
