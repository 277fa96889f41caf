"""E-mail: each message is a document, and so is each file attached to it."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePath

from rag.domain import Span, Stripped
from rag.errors import UnreadableFile
from rag.reading.article import Article, language_of
from rag.reading.formats.html import read_html
from rag.reading.formats.parts import read_part, within
from rag.reading.formats.signatures import ENVELOPE
from rag.reading.naming import one_step
from rag.reading.publication.boilerplate import content_without
from rag.reading.publication.findings import DECLARED, Finding, Findings, resolve
from rag.reading.source import Source, UnreadPart
from rag.reading.structures.mime import (
    bytes_of,
    file_name,
    header,
    leaves,
    messages_in,
    parse_message,
    text_of,
)

MAX_MESSAGE_BYTES = 100_000_000
"""Of one message with its attachments, which base64 makes a third larger."""

_LINE_BYTES = 1 << 20
_ESCAPED_ENVELOPE = re.compile(rb">+From ")
# What others wrote is theirs: cited from here, it would be this writer's.
_QUOTED = re.compile(
    r"(?:^[^\n>]{0,200}(?:wrote|writes|写道)\s*[:：][ \t]*\n\s*)?^>.*(?:\n(?:>.*|[ \t]*(?=\n>)))*",
    re.MULTILINE,
)
_FORWARDED = re.compile(
    r"^-{3,} ?(?:Original Message|Forwarded [Mm]essage|原始邮件|转发邮件|原邮件)[^\n]*\n.*",
    re.MULTILINE | re.DOTALL,
)
_SIGNATURE = re.compile(r"^-- ?\n(?:.*\n){0,12}.*\Z", re.MULTILINE)
_NOT_OF_THE_WRITER = (
    (_FORWARDED, "earlier message"),
    (_QUOTED, "quoted from another message"),
    (_SIGNATURE, "signature"),
)


def read_eml(source: Source) -> Iterator[Article | UnreadPart]:
    """Read one message and, under their names, the files attached to it.

    Raises:
        UnreadableFile: it is too large, or its parts are nested too deep.
    """
    source.stream.seek(0)
    data = source.stream.read(MAX_MESSAGE_BYTES + 1)
    if len(data) > MAX_MESSAGE_BYTES:
        raise UnreadableFile(_too_large(source.name))
    yield from _read_message(parse_message(data, source.name), source)


def read_mbox(source: Source) -> Iterator[Article | UnreadPart]:
    """Read a mailbox message by message; a message's name is its Message-ID."""
    for number, data in enumerate(_messages(source), start=1):
        name = f"message {number}"
        if data is None:
            yield UnreadPart(name, _too_large(PurePath(name)))
            continue
        try:
            message = parse_message(data, PurePath(name))
        except UnreadableFile as error:
            yield UnreadPart(name, str(error))
            continue
        name = _message_name(message, data)
        yield from within(name, _read_message(message, replace(source, name=PurePath(name))))


def _too_large(name: PurePath) -> str:
    return f"{name} is larger than {MAX_MESSAGE_BYTES // 1_000_000} MB."


def _messages(source: Source) -> Iterator[bytes | None]:
    """The bytes of each message, or None for one that is too large to be read."""
    source.stream.seek(0)
    source.stream.readline(_LINE_BYTES)
    message, after_blank = io.BytesIO(), False
    while line := source.stream.readline(_LINE_BYTES):
        if after_blank and ENVELOPE.match(line):
            yield _unless_too_large(message)
            message, after_blank = io.BytesIO(), False
            continue
        after_blank = not line.strip()
        if message.tell() <= MAX_MESSAGE_BYTES:
            message.write(line[1:] if _ESCAPED_ENVELOPE.match(line) else line)
    yield _unless_too_large(message)


def _unless_too_large(message: io.BytesIO) -> bytes | None:
    return message.getvalue() if message.tell() <= MAX_MESSAGE_BYTES else None


def _message_name(message: Message, data: bytes) -> str:
    message_id = header(message, "Message-ID").strip("<>")
    return one_step(message_id) or f"message {hashlib.sha256(data).hexdigest()[:12]}"


def _read_message(message: Message, source: Source) -> Iterator[Article | UnreadPart]:
    parts = list(leaves(message))
    try:
        yield _letter(message, [part for part in parts if not _is_attached(part)], source.name)
    except UnreadableFile as error:
        yield UnreadPart("text of the message", str(error))
    for number, part in enumerate(filter(_is_attached, parts), start=1):
        # The images of a letter in HTML are its decoration.
        if part.get_content_maintype() == "image" and header(part, "Content-ID"):
            continue
        name = re.split(r"[/\\]", file_name(part) or "")[-1]
        letters = messages_in(part)
        if letters:
            name = name or one_step(header(letters[0], "Subject")) or f"message {number}"
            yield from within(name, _read_enclosed(letters[0], source, name))
        else:
            name = name or f"attachment {number}"
            content = io.BytesIO(bytes_of(part))
            yield from read_part(source, name, content, part.get_content_type())


def _read_enclosed(message: Message, source: Source, name: str) -> Iterator[Article | UnreadPart]:
    source.budget.spend(parts=1)
    # Parsed with the message around it, it has no bytes of its own.
    yield from _read_message(message, source.part(PurePath(name), io.BytesIO()))


def _is_attached(part: Message) -> bool:
    return (
        part.get_content_disposition() == "attachment"
        or file_name(part) is not None
        or part.get_content_type() not in ("text/plain", "text/html")
    )


def _letter(message: Message, bodies: list[Message], name: PurePath) -> Article:
    """What the writer wrote: the plain text, or else the HTML."""
    plain = [text_of(b, name) for b in bodies if b.get_content_type() == "text/plain"]
    text = "\n\n".join(filter(str.strip, plain))
    stripped = _not_of_the_writer(text)
    pages = [b for b in bodies if b.get_content_type() == "text/html"]
    if not text and pages:
        page = read_html(text_of(pages[0], name), name)
        text, stripped = page.text, page.stripped
    publication, title = resolve(_declared(message), name, language_of(text, None), text)
    content = content_without(text, stripped)
    return Article(title, text, publication, content, stripped)


def _declared(message: Message) -> Findings:
    """What the headers say; the server that a message came from is no outlet."""
    findings = Findings()
    if subject := header(message, "Subject"):
        findings.title.append(Finding(subject, "e-mail header Subject", DECLARED))
    person, address = parseaddr(header(message, "From"))
    if author := person or address:
        findings.author.append(Finding(author, "e-mail header From", DECLARED))
    if sent := _day(header(message, "Date")):
        findings.published.append(Finding(sent, "e-mail header Date", DECLARED))
    return findings


def _day(value: str) -> date | None:
    """The day on which a message was sent, where its sender was."""
    try:
        return parsedate_to_datetime(value).date()
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None


def _not_of_the_writer(text: str) -> tuple[Stripped, ...]:
    """Earlier messages and the signature, unless nothing else is there."""
    found: list[Stripped] = []
    for pattern, reason in _NOT_OF_THE_WRITER:
        for match in pattern.finditer(text):
            inside = any(s.span.start < match.end() and match.start() < s.span.end for s in found)
            if not inside:
                found.append(Stripped(Span(*match.span()), reason))
    found.sort(key=lambda stripped: stripped.span)
    kept = "".join(span.of(text) for span in content_without(text, found))
    return tuple(found) if any(map(str.isalnum, kept)) else ()
