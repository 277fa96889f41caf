"""What a format's reader makes of a file's text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from rag.domain import Language, Publication, Span, Stripped
from rag.text import detect_language


@dataclass(frozen=True, slots=True)
class Article:
    """A document before it has an id: its text, the parts of it that are prose, its origin."""

    title: str
    text: str
    publication: Publication
    content: tuple[Span, ...]
    stripped: tuple[Stripped, ...] = ()
    page_starts: tuple[int, ...] = ()
    name: str = ""
    """Tells the articles of one file apart (a path in an archive, a message's id); else empty."""


Reader = Callable[[str, PurePath], Article]
"""Reads decoded text; the path serves only to name the document where nothing else does."""


def title_from_name(path: PurePath) -> str:
    """The last resort for a title: the file's name without its ending."""
    return path.stem


def one_line(text: str) -> str:
    """Text with every run of space, line breaks included, as one space."""
    return " ".join(text.split())


def web_address(text: str) -> str | None:
    """The text if it is an address that a reader may be sent to: http or https, with a host."""
    try:
        address = urlsplit(text)
        usable = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        return None
    return text if usable and text.isprintable() and " " not in text else None


def language_of(text: str, declared: str | None) -> Language:
    """The declared language (en, zh-CN, ...) if it is one of ours, else the one it looks like."""
    for language in ("en", "zh"):
        if declared and declared.lower().split("-")[0] == language:
            return language
    return detect_language(text)
