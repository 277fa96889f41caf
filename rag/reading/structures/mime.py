"""MIME messages (e-mail, saved web pages): their headers and parts as text, whoever wrote them."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email import policy
from email.message import Message
from pathlib import PurePath

from rag.errors import UnreadableFile
from rag.reading.article import one_line
from rag.reading.structures.decoding import decode, replace_unusable

# The standard library's header parser takes quadratic time.
_MAX_HEADER_CHARS = 2_000
# What it raises over headers that break the rules, though it promises not to.
_MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def parse_message(data: bytes, name: PurePath) -> Message:
    """Parse a message by the policy that reads no header, so that none can break it.

    Raises:
        UnreadableFile: its parts are nested too deep.
    """
    try:
        return email.message_from_bytes(data, policy=policy.compat32)
    except RecursionError:
        raise UnreadableFile(f"{name} is refused: its parts are nested too deep.") from None


def header(message: Message, name: str) -> str:
    """A header in one line, decoded; empty if it is missing."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if not raw.isascii():
        # Eight-bit characters, which no header may have, in whatever encoding.
        try:
            raw = decode(raw.encode("utf-8", "surrogateescape"), PurePath(name))
        except UnreadableFile:
            raw = replace_unusable(raw)
    return _decoded(name, raw[:_MAX_HEADER_CHARS])


def file_name(part: Message) -> str | None:
    """The name that a part has as a file; some programs encode it as if it were a subject."""
    try:
        name = part.get_filename()
    except _MALFORMED:
        return None
    return _decoded("Subject", name[:_MAX_HEADER_CHARS]) if name else None


def leaves(message: Message) -> Iterator[Message]:
    """The parts that are not made of parts, in order; a message in the message is one of them."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart":
            waiting.extend(reversed(messages_in(part)))
        else:
            yield part


def messages_in(part: Message) -> list[Message]:
    """What a part is made of; nothing if it is a leaf."""
    parts = part.get_payload() if part.is_multipart() else []
    return [inner for inner in parts if isinstance(inner, Message)]


def bytes_of(part: Message) -> bytes:
    """What a part holds, its transfer encoding undone."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text_of(part: Message, name: PurePath) -> str:
    """What a part of text says, with line breaks as in Python.

    Raises:
        UnreadableFile: no encoding fits it, or it is binary.
    """
    try:
        charset = part.get_content_charset()
    except _MALFORMED:
        charset = None
    return decode(bytes_of(part), name, charset).replace("\r\n", "\n")


def _decoded(name: str, value: str) -> str:
    try:
        return one_line(str(policy.default.header_fetch_parse(name, value)))
    except _MALFORMED:
        return one_line(value)
